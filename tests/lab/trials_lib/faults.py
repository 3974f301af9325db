"""What a trial does to the machinery, from outside; each says in words what it did.

A fault is a function of the trial under way (see trial.py: lab, site, move, guest, rng). What it
returns is None, or a function that mends it, called MEND_SECONDS later.
"""

import os
import signal

MEND_SECONDS = 20


def none(_):
    """Nothing: the way it goes when nothing goes wrong."""


def kill_daemon(under_way):
    os.kill(under_way.daemon, signal.SIGKILL)
    return "restart"


def kill_mover(under_way):
    workers = under_way.site.children("banyun-plugin-libvirt")
    if not workers:
        raise LookupError("no mover worker was there to be killed")
    for worker in workers:
        os.kill(worker, signal.SIGKILL)


def kill_libvirtd_source(under_way):
    under_way.lab.do("kill", under_way.source, "libvirtd")


def kill_libvirtd_target(under_way):
    under_way.lab.do("kill", under_way.target, "libvirtd")


def kill_qemu_target(under_way):
    under_way.lab.do("kill", under_way.target, "qemu", under_way.guest)


def cut(host_of):
    def link_down(under_way):
        host = host_of(under_way)
        under_way.lab.do("link", host, "down")
        return lambda: under_way.lab.do("link", host, "up")
    return link_down


cut_department = cut(lambda under_way: f"{under_way.department}-gw")
cut_target = cut(lambda under_way: under_way.target)


def guest_poweroff(under_way):
    under_way.lab.do("guest", under_way.guest, "poweroff")


def guest_reboot(under_way):
    under_way.lab.do("guest", under_way.guest, "reboot")


def owner_destroys(under_way):
    under_way.lab.virsh(under_way.source, "destroy", under_way.guest, check=True)
