"""Runs the observers, each in a process of its own, until the time is up or a signal comes.

An observer that dies, or gives no sign for too long because a call of it hangs, is ended,
written down and started again; the others never wait for it.

Writes  watch (lab, hosts, guests: what is watched), silent (an observer gave no sign), stop.
"""

import multiprocessing
import os
import signal
import time

from . import heartbeat, hypervisors, namespaces, processes, web
from .log import SECOND, Log, now

CONTEXT = multiprocessing.get_context("fork")
READY_TIMEOUT = 10 * SECOND
LEARN_PERIOD = 2 * SECOND


class Observer:
    def __init__(self, name, host, run, subject, log):
        self.name, self.host, self.run, self.subject, self.log = name, host, run, subject, log
        self.start()

    def start(self):
        self.sign = CONTEXT.Value("q", 0, lock=False)
        self.started = now()
        self.process = CONTEXT.Process(target=self.live, daemon=True)
        self.process.start()

    def live(self):
        namespaces.die_with_parent()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

        def told():
            self.sign.value = now()

        try:
            self.run(self.subject, self.log, told)
        except Exception as error:      # whatever it is: written down, and started again
            self.log.write("silent", observer=self.name, host=self.host, why=repr(error))
            os._exit(1)

    def ready(self):
        return self.sign.value > 0

    def look_after(self):
        last = self.sign.value or self.started
        if not self.process.is_alive() and self.process.exitcode == 0:
            self.start()        # it ended by itself: its host is off
            return
        if not self.process.is_alive():
            why = "the observer ended"
        elif now() - last > hypervisors.ASK_TIMEOUT * SECOND:
            why = f"no answer within {hypervisors.ASK_TIMEOUT:g} s"
        else:
            return
        self.end()
        self.log.write("silent", observer=self.name, host=self.host, since=last, why=why)
        if self.name == "hypervisor":
            self.log.write("ask", host=self.host, asked=last, ok=False, why=why)
        self.start()

    def end(self):
        self.process.kill()
        self.process.join()


class Watch:
    def __init__(self, lab, log):
        self.lab, self.log, self.begin = lab, log, now()
        self.told, self.learned = False, now()
        log.write("watch", lab=lab.id, hosts=[h.name for h in lab.hosts],
                  guests=[g.facts() for g in lab.guests])
        self.processes = Observer("processes", None, processes.observe, lab, log)
        self.observers = [self.processes, Observer("web", None, web.observe, lab, log),
                          Observer("heartbeat", None, heartbeat.observe, lab, log)]
        self.observers += [Observer("hypervisor", host.name, hypervisors.observe, host, log)
                           for host in lab.hosts]

    def tell_when_ready(self):
        ready = all(observer.ready() for observer in self.observers)
        if not self.told and (ready or now() - self.begin > READY_TIMEOUT):
            print(f"watching {len(self.lab.hosts)} hosts and {len(self.lab.guests)} guests",
                  flush=True)
            self.told = True

    def follow_hosts(self):
        """A host that was off comes back with another process 1: learn it, look there."""
        off = not all(host.is_on() for host in self.lab.hosts)
        if off and now() - self.learned > LEARN_PERIOD:
            self.learned = now()
            if self.lab.learn_again():
                self.processes.end()
                self.processes.start()

    def step(self):
        self.tell_when_ready()
        self.follow_hosts()
        for observer in self.observers:
            observer.look_after()

    def end(self, why):
        for observer in self.observers:
            observer.end()
        self.log.write("stop", why=why)


def watch(lab, path, seconds):
    """Watch for at most `seconds`; prints "watching" once all observers see."""
    stop = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, frame: stop.append(signal.Signals(got).name))
    watching = Watch(lab, Log(path))
    try:
        while not stop and now() - watching.begin < seconds * SECOND:
            watching.step()
            time.sleep(0.1)
    finally:
        watching.end(stop[0] if stop else "the time was up")
