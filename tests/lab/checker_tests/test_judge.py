"""The judgement, on logs made by hand with one fault each."""

import json
import random
import tempfile
import unittest

from checker_lib import log, presence, report, silence
from checker_lib.judge import judge

from .story import OTHER_BOOT, SECOND, SOURCE, TARGET, Story, domain, faults


class Clean(unittest.TestCase):
    def test_a_guest_that_stays_is_clean(self):
        verdict = Story().lived(SOURCE, 0, 99, 100).verdict()
        self.assertEqual((verdict["verdict"], verdict["faults"], verdict["not_seen"]),
                         ("clean", [], []))
        web = verdict["guests"]["web"]
        self.assertEqual((web["blackout_ms"], web["blackout_web_ms"], web["probes_lost"]),
                         (0, 100, 0))
        self.assertEqual((web["writes_lost"], web["writes_doubled"], web["moves"]), (0, 0, []))
        self.assertEqual(web["blackout_unsure_ms"], 10)

    def test_a_legal_move_is_clean_and_measured(self):
        verdict = Story().moved(5.0, 0.65).verdict()
        self.assertEqual((verdict["verdict"], verdict["faults"]), ("clean", []))
        move, = verdict["moves"]
        self.assertEqual((move["source"], move["target"]), (SOURCE, TARGET))
        self.assertAlmostEqual(move["seconds"], 4.65, delta=0.02)
        self.assertAlmostEqual(move["blackout_ms"], 650, delta=20)
        self.assertAlmostEqual(move["blackout_web_ms"], 750, delta=60)
        self.assertEqual((move["probes_lost"], move["writes_lost"], move["writes_doubled"],
                          move["content_equal"]), (7, 0, 0, True))

    def test_a_move_while_libvirtd_is_deaf_is_seen_by_heartbeat(self):
        story = Story().moved()
        story.deaf = [(TARGET, 4, 7), (SOURCE, 4, 7)]
        verdict = story.verdict()
        self.assertEqual(verdict["verdict"], "clean")
        self.assertEqual(len(verdict["moves"]), 1)
        self.assertGreater(verdict["observation"][TARGET]["longest_blind_ms"], 2900)

    def test_a_page_that_comes_late_is_lost_to_its_user_but_ends_the_silence(self):
        story = Story().lived(SOURCE, 0, 99, 100)
        story.silent, story.late = [(4, 6)], {4 * SECOND: 1_500_000}
        web = story.verdict()["guests"]["web"]
        self.assertEqual((web["probes_lost"], web["blackout_web_ms"]), (20, 1596))

    def test_the_verdict_is_the_same_from_a_file(self):
        story = Story().moved()
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            for record in story.records():
                file.write(json.dumps(record) + "\n")
            file.write('{"kind":"ask","at":1')      # a writer that was killed
            file.flush()
            self.assertEqual(judge(log.read(file.name)), story.verdict())

    def test_time_between_two_watches_is_no_blackout(self):
        story = Story().lived(SOURCE, 0, 99, 100)
        story.silent = [(3, 7)]
        story.extra = [{"kind": "stop", "at": 3 * SECOND}] + [
            {"kind": "begin", "at": 7 * SECOND, "observer": name}
            for name in ("web", "heartbeat")]
        self.assertEqual(story.verdict()["verdict"], "clean")

    def test_the_order_of_lines_does_not_matter(self):
        lines = list(Story().moved().records())
        random.Random(1).shuffle(lines)
        with tempfile.NamedTemporaryFile("w") as file:
            file.writelines(json.dumps(record) + "\n" for record in lines)
            file.flush()
            self.assertEqual(judge(log.read(file.name))["verdict"], "clean")


class DoubleRuns(unittest.TestCase):
    def test_two_copies_at_once_by_libvirt_and_heartbeat(self):
        story = Story().lived(SOURCE, 0, 99, 100).lived(TARGET, 4, 8, 200, 1, OTHER_BOOT)
        doubles = story.verdict()["guests"]["web"]["double_runs"]
        self.assertEqual({d["evidence"] for d in doubles}, {"libvirt", "heartbeat"})
        for double in doubles:
            self.assertEqual(double["hosts"], [TARGET, SOURCE])
            self.assertGreaterEqual(double["from"], 4 * SECOND)
            self.assertLessEqual(double["to"], 8 * SECOND)

    def test_two_copies_for_a_fifth_of_a_second_by_heartbeat(self):
        story = Story().lived(SOURCE, 0, 5.2, 100).lived(TARGET, 5.0, 99, 200, 101)
        story.final = Story().moved().final
        evidence = {d["evidence"] for d in story.verdict()["guests"]["web"]["double_runs"]}
        self.assertIn("heartbeat", evidence)
        self.assertIn("the same heartbeats on both hosts", evidence)

    def test_two_silent_copies_by_libvirt_alone(self):
        story = Story().lived(SOURCE, 0, 99, 100).lived(TARGET, 4, 8, 200)
        story.silent = [(0, 99)]
        doubles = story.verdict(limit=10**9)["guests"]["web"]["double_runs"]
        self.assertEqual({d["evidence"] for d in doubles}, {"libvirt"})

    def test_two_copies_while_libvirtd_is_deaf_by_heartbeat_alone(self):
        story = Story().lived(SOURCE, 0, 99, 100).lived(TARGET, 4, 5, 200, 1, OTHER_BOOT)
        story.deaf = [(TARGET, 3, 7)]
        doubles = story.verdict()["guests"]["web"]["double_runs"]
        self.assertEqual({d["evidence"] for d in doubles}, {"heartbeat"})

    def test_samples_that_only_lie_close_prove_nothing(self):
        one = presence.Run(SOURCE, 1, 0, 10, 500, 510, "libvirt", [(0, 10), (500, 510)])
        other = presence.Run(TARGET, 2, 505, 515, 900, 910, "libvirt", [(505, 515), (900, 910)])
        self.assertIsNone(presence.overlap(one, other))
        self.assertIsNone(presence.overlap(other, one))

    def test_one_sample_within_the_other_copys_certain_time_proves_it(self):
        one = presence.Run(SOURCE, 1, 0, 10, 500, 510, "libvirt", [(0, 10), (500, 510)])
        inside = presence.Run(TARGET, 2, 100, 110, 100, 110, "libvirt", [(100, 110)])
        late = presence.Run(TARGET, 2, 495, 505, 495, 505, "libvirt", [(495, 505)])
        self.assertEqual(presence.overlap(one, inside), (100, 110))
        self.assertIsNone(presence.overlap(one, late))

    def test_the_smallest_gap_at_any_phase_is_no_double_run(self):
        for phase in range(0, 500, 7):
            verdict = Story().moved(5.0 + phase / 1000, 0.021).verdict()
            self.assertEqual(faults(verdict), [], phase)

    def test_an_old_copy_that_runs_on_later_is_caught(self):
        story = Story(12).lived(SOURCE, 0, 4, 100).lived(TARGET, 5, 7, 200, 81)
        story.lived(SOURCE, 8, 99, 100, 81)
        verdict = story.verdict(limit=10**9)
        self.assertEqual({"an old copy ran on after another had run",
                          "the same heartbeats on both hosts"},
                         {d["evidence"] for d in verdict["guests"]["web"]["double_runs"]})

    def test_there_and_back_by_two_moves_is_legal(self):
        story = Story(14).lived(SOURCE, 0, 4, 100).lived(TARGET, 4.6, 8, 200, 81)
        story.lived(SOURCE, 8.6, 99, 300, 149)
        verdict = story.verdict()
        self.assertEqual(faults(verdict), [])
        self.assertEqual([m["target"] for m in verdict["moves"]], [TARGET, SOURCE])


class Losses(unittest.TestCase):
    def test_a_machine_that_runs_nowhere(self):
        story = Story().lived(SOURCE, 0, 7, 100)
        self.assertIn("lost machine", faults(story.verdict()))

    def test_a_machine_that_its_owner_stopped_is_not_lost(self):
        story = Story().lived(SOURCE, 0, 7, 100)
        story.extra = [{"kind": "note", "at": 9, "expect_off": "web"}]
        story.final[SOURCE] = Story.listing(SOURCE, "shut off")
        self.assertEqual(faults(story.verdict()), [])

    def test_a_machine_left_paused_is_lost(self):
        story = Story().lived(SOURCE, 0, 7, 100)
        story.paused = [(7, 99)]
        details = [f["detail"] for f in story.verdict()["faults"]
                   if f["fault"] == "lost machine"]
        self.assertEqual(details, ["web runs nowhere at the end: absent on cloud-hv1, "
                                  "paused on finance-hv1."])

    def test_a_host_that_gives_no_answer_is_not_taken_for_stopped(self):
        story = Story().lived(SOURCE, 0, 7, 100)
        story.deaf = [(SOURCE, 5, 99)]
        verdict = story.verdict(limit=10**9)
        self.assertNotIn("lost machine", faults(verdict))
        self.assertIn("Whether web runs at the end is unknown: a host gave no answer.",
                      verdict["not_seen"])
        self.assertEqual(verdict["verdict"], "incomplete")

    def test_a_suspended_guest_is_a_long_blackout(self):
        story = Story().lived(SOURCE, 0, 99, 100)
        story.silent = [(3, 6)]
        verdict = story.verdict()
        self.assertEqual(faults(verdict), ["long blackout"])
        self.assertAlmostEqual(verdict["guests"]["web"]["blackout_ms"], 3000, delta=10)
        self.assertAlmostEqual(verdict["guests"]["web"]["blackout_web_ms"], 3000, delta=110)

    def test_silence_until_the_end_counts(self):
        story = Story().lived(SOURCE, 0, 99, 100)
        story.silent = [(6, 99)]
        self.assertGreaterEqual(story.verdict()["guests"]["web"]["blackout_ms"], 3900)

    def test_silence_from_the_beginning_counts(self):
        found = silence.silences([silence.Sign(2_990_000, 3_000_000)], 0, 4 * SECOND)
        self.assertEqual(silence.longest(found).milliseconds, 3000)


class Writes(unittest.TestCase):
    def verdict(self, **disk):
        story = Story().lived(SOURCE, 0, 99, 100)
        story.disk = disk
        return story.verdict()

    def test_a_hole_among_the_acknowledged(self):
        verdict = self.verdict(ranges=[[1, 100], [102, 400]])
        self.assertEqual((faults(verdict), verdict["guests"]["web"]["writes_lost"]),
                         (["lost writes"], 1))

    def test_a_disk_that_ends_before_the_last_acknowledged(self):
        verdict = self.verdict(ranges=[[1, 190]])
        self.assertEqual(verdict["guests"]["web"]["writes_lost"], 10)

    def test_what_the_ring_has_overwritten_is_not_lost(self):
        self.assertEqual(self.verdict(capacity=64, ranges=[[337, 400]])["verdict"], "clean")

    def test_what_was_never_acknowledged_is_not_lost(self):
        self.assertEqual(self.verdict(ranges=[[1, 201], [203, 203]])["verdict"], "clean")

    def test_a_doubled_block_and_a_broken_chain(self):
        self.assertEqual(faults(self.verdict(doubled=[7])), ["doubled writes"])
        self.assertEqual(faults(self.verdict(broken=[8])), ["broken chain"])

    def test_a_disk_that_could_not_be_read_is_incomplete(self):
        verdict = self.verdict(ok=False)
        self.assertEqual(verdict["verdict"], "incomplete")
        self.assertIn("writes_lost of web was not measured.", verdict["not_seen"])

    def test_contents_that_differ(self):
        for wrong in ({"differ": [4]}, {"absent": [4]}):
            story = Story().moved()
            story.contents[0].update(wrong)
            verdict = story.verdict()
            self.assertEqual(faults(verdict), ["different contents"])
            self.assertIs(verdict["moves"][0]["content_equal"], False)

    def test_a_disk_that_the_guest_may_have_written_to_proves_nothing(self):
        story = Story().moved()
        story.contents.append({"live": TARGET, "kept": SOURCE, "disk": "vda", "places": [9]})
        self.assertIsNone(story.verdict()["moves"][0]["content_equal"])


class Leftovers(unittest.TestCase):
    def found(self, **added):
        story = Story().moved()
        for kind, entry in added.items():
            story.final[TARGET][kind].append(entry)
        verdict = story.verdict()
        return [(entry["host"], entry["kind"]) for entry in verdict["leftovers"]], verdict

    def test_each_kind(self):
        other = {**domain("shut off", TARGET), "uuid": "other", "name": "web-old"}
        for kind, key, entry in (
                ("domain", "domains", other),
                ("volume", "volumes", {"pool": "p", "path": "/cloud/x.qcow2"}),
                ("file", "files", "/cloud/partial.tmp"),
                ("port", "ports", {"family": "tcp", "port": 49152, "command": "nc",
                                   "uuid": None}),
                ("process", "processes", {"pid": 9, "command": "nc", "line": "nc -l",
                                          "uuid": None})):
            left, verdict = self.found(**{key: entry})
            self.assertEqual((left, verdict["verdict"]), ([(TARGET, kind)], "faults"))

    def test_a_second_process_like_one_of_before(self):
        left, _ = self.found(processes={"pid": 9, "command": "libvirtd", "line": "libvirtd -d",
                                        "uuid": None})
        self.assertEqual(left, [(TARGET, "process")])

    def test_the_guests_definition_without_the_guest(self):
        story = Story().lived(SOURCE, 0, 99, 100)
        story.final[TARGET] = Story.listing(TARGET, "shut off")
        kinds = {entry["kind"] for entry in story.verdict()["leftovers"]}
        self.assertEqual(kinds, {"domain", "volume", "file"})

    def test_what_a_note_explains(self):
        story = Story().moved()
        story.final[TARGET]["files"].append("/cloud/kept.qcow2")
        story.final[TARGET]["processes"].append({"pid": 9, "command": "sshd", "uuid": None,
                                                 "line": "sshd: root@notty"})
        story.extra = [{"kind": "note", "at": 9, "host": TARGET, "keep": "/cloud/kept.qcow2"},
                       {"kind": "note", "at": 9, "allow_process": "^sshd: "}]
        self.assertEqual(story.verdict()["verdict"], "clean")

    def test_a_source_that_was_undefined_or_deleted(self):
        story = Story().moved()
        story.final[SOURCE] = Story.listing(SOURCE, None)
        verdict = story.verdict()
        self.assertEqual([m["kind"] for m in verdict["missing"]], ["domain", "file"])
        self.assertEqual(faults(verdict), ["missing"])

    def test_a_host_that_was_not_listed_is_incomplete(self):
        story = Story().moved()
        del story.final[TARGET]
        self.assertEqual(story.verdict()["not_seen"],
                         ["There is no final listing of cloud-hv1."])


class Texts(unittest.TestCase):
    def test_a_line_that_is_no_record_is_named(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write('{"kind":"stop","at":1}\nnonsense\n')
            file.flush()
            with self.assertRaisesRegex(log.BadLog, "^Line 2 of .* is no record"):
                log.read(file.name)

    def test_an_empty_log_is_incomplete(self):
        self.assertEqual((judge([])["verdict"], judge([])["not_seen"]),
                         ("incomplete", ["Nothing was watched."]))

    def test_the_report_names_fault_and_verdict(self):
        lines = report.text(Story().lived(SOURCE, 0, 7, 100).verdict()).splitlines()
        self.assertEqual(lines[-1], "The verdict: faults.")
        self.assertTrue(any(line.startswith("FAULT lost machine: web") for line in lines))
