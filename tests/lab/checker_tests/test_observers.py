"""The observers, on files, pages and calls that misbehave."""

import os
import socket
import tempfile
import threading
import time
import types
import unittest
from unittest import mock

from checker_lib import deadline, heartbeat, hypervisors, log, watch, web


class Written(unittest.TestCase):
    """A test with a folder and a log of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "log")
        self.log = log.Log(self.path)
        self.addCleanup(os.close, self.log.descriptor)

    def written(self, kind):
        return [record for record in log.read(self.path) if record["kind"] == kind]


class Consoles(Written):
    def setUp(self):
        super().setUp()
        self.file = os.path.join(self.folder, "web.heartbeat")

    def say(self, text, mode="a"):
        with open(self.file, mode, encoding="ascii") as file:
            file.write(text)

    def lines(self, console):
        console.look(self.log)
        return [line for record in self.written("beat") for line in record["lines"]]

    def test_only_what_comes_after_the_beginning_is_read(self):
        self.say("old\n")
        console = heartbeat.Console("web", "hv", self.file)
        self.say("new\n")
        self.assertEqual(self.lines(console), ["new"])

    def test_a_line_is_read_once_it_is_whole(self):
        self.say("")
        console = heartbeat.Console("web", "hv", self.file)
        self.say("be")
        self.assertEqual(self.lines(console), [])
        self.say("at\nbe")
        self.assertEqual(self.lines(console), ["beat"])

    def test_a_console_that_appears_later_is_read_from_its_beginning(self):
        console = heartbeat.Console("web", "hv", self.file)
        self.assertEqual(self.lines(console), [])
        self.say("first\n")
        console.reopen()
        self.assertEqual(self.lines(console), ["first"])

    def test_a_console_that_was_cut_or_replaced_is_read_anew(self):
        self.say("one long line\n")
        console = heartbeat.Console("web", "hv", self.file)
        self.say("cut\n", "w")
        self.assertEqual(self.lines(console), ["cut"])
        os.rename(self.file, self.file + ".old")
        self.say("replaced\n")
        console.reopen()
        self.assertEqual(self.lines(console), ["cut", "replaced"])

    def test_a_beat_was_written_between_two_looks(self):
        self.say("")
        console = heartbeat.Console("web", "hv", self.file)
        console.look(self.log)
        looked = console.looked
        self.say("beat\n")
        console.look(self.log)
        record, = self.written("beat")
        self.assertEqual(record["since"], looked)
        self.assertGreaterEqual(record["at"], looked)


class Pages(Written):
    """One page of a server that answers as each test wants, on loopback."""

    def probe(self, answer, page="small"):
        family, loopback, host = (("ipv6", "::1", "[::1]")
                                  if os.environ.get("BANYUN_LAB_FAMILY") == "6" else
                                  ("ipv4", "127.0.0.1", "127.0.0.1"))
        server = socket.create_server((loopback, 0), family=web.FAMILIES[family])
        self.addCleanup(server.close)
        url = f"http://{host}:{server.getsockname()[1]}/"
        if answer:
            threading.Thread(target=answer, args=(server,), daemon=True).start()
        else:
            server.close()
        guest = types.SimpleNamespace(name="web", web={family: {page: url}})
        prober = web.Prober(types.SimpleNamespace(guests=[guest]), self.log)
        until = time.monotonic() + 5
        while not self.written("web") and time.monotonic() < until:
            prober.step()
        for probe in prober.probes:
            probe.socket.close()
        return self.written("web")[0]

    @staticmethod
    def saying(text):
        def answer(server):
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(text)
        return answer

    def test_a_whole_page(self):
        record = self.probe(self.saying(b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nweb"))
        self.assertEqual((record["ok"], record["bytes"]), (True, 3))
        self.assertLessEqual(record["asked"], record["at"])

    def test_a_page_that_was_cut(self):
        record = self.probe(self.saying(b"HTTP/1.0 200 OK\r\nContent-Length: 30\r\n\r\nweb"))
        self.assertEqual((record["ok"], record["why"]), (False, "3 of 30 bytes came"))

    def test_an_error_page_and_an_answer_that_is_none(self):
        for text in (b"HTTP/1.0 404 Not Found\r\n\r\n", b"hello", b""):
            os.truncate(self.path, 0)
            self.assertIs(self.probe(self.saying(text))["ok"], False)

    def test_nobody_listens(self):
        self.assertEqual(self.probe(None)["why"], "ECONNREFUSED")

    def test_a_server_that_never_answers_costs_one_probe_its_time(self):
        with mock.patch.object(web, "WAIT", 200_000):
            record = self.probe(lambda server: time.sleep(1))
        self.assertEqual(record["why"], "nothing whole came in time")
        self.assertAlmostEqual(record["at"] - record["asked"], 200_000, delta=110_000)


class Supervision(Written):
    def wait(self, observer, condition):
        until = time.monotonic() + 5
        while not condition() and time.monotonic() < until:
            observer.look_after()
            time.sleep(0.02)
        observer.end()
        self.assertTrue(condition())

    def test_an_observer_that_hangs_is_ended_written_down_and_started_again(self):
        def hang(subject, written, told):
            told()
            written.write("started")
            time.sleep(60)

        with mock.patch.object(hypervisors, "ASK_TIMEOUT", 0.2):
            observer = watch.Observer("hypervisor", "hv", hang, None, self.log)
            self.wait(observer, lambda: len(self.written("started")) > 1)
        self.assertEqual(self.written("silent")[0]["why"], "no answer within 0.2 s")
        refusal = self.written("ask")[0]
        self.assertEqual((refusal["host"], refusal["ok"]), ("hv", False))

    def test_an_observer_that_fails_says_why(self):
        def fail(subject, written, told):
            raise ValueError("a bad day")

        observer = watch.Observer("web", None, fail, None, self.log)
        self.wait(observer, lambda: len(self.written("silent")) > 1)
        self.assertIn("a bad day", self.written("silent")[0]["why"])

    def test_a_call_that_hangs_is_ended(self):
        with self.assertRaises(deadline.TimeUp):
            deadline.within(0.1, time.sleep, 60)

    def test_a_call_gives_its_result_or_its_error(self):
        self.assertEqual(deadline.within(5, max, 1, 2), 2)
        with self.assertRaisesRegex(RuntimeError, "No such file"):
            deadline.within(5, os.stat, "/nowhere")
        with self.assertRaisesRegex(RuntimeError, "ended without an answer"):
            deadline.within(5, os._exit, 3)
