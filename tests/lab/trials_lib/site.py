"""The lab and the banyun on it, through their own programs."""

import json
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

PLANS = 3  # a guest that has just begun to live may not answer in time for its readiness


class Refused(Exception):
    """A program said no: the sentence is its own."""


def run(words, timeout=180, check=True):
    """What a program printed. To a file, not a pipe: a daemon that it starts keeps that open."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.STDOUT, timeout=timeout, check=False)
        out.seek(0)
        printed = out.read()
    if check and done.returncode != 0:
        raise Refused(f"{' '.join(map(str, words[:6]))} ... ended with {done.returncode}: "
                      f"{printed.strip()[-600:]}")
    return printed


class Lab:
    def __init__(self, name):
        self.name = name
        self.picture = json.loads(self.do("env", "--json"))

    def do(self, *words, **how):
        return run([f"{HERE}/lab", "--id", self.name, *words], **how)

    def guest(self, name):
        return next(g for g in self.picture["guests"] if g["name"] == name)

    def hypervisors(self):
        return [h for h in self.picture["hosts"] if h["kind"] == "hypervisor"]

    def virsh(self, host, *words, check=False):
        """What virsh says on that host, at most 20 s long; "" when it says nothing in time."""
        return self.do("exec", host, "timeout", "20", "virsh", "-q", *words,
                       check=check).strip()

    def is_copying(self, host, guest):
        """Whether libvirt itself says that this guest is being moved away."""
        return "Unbounded" in self.virsh(host, "domjobinfo", guest)

    def memory_is_copied(self, host, guest):
        """Whether the disks are over and the memory is on its way."""
        info = self.virsh(host, "domjobinfo", guest)
        line = next((line for line in info.splitlines()
                     if line.startswith("Memory processed:")), "")
        return bool(line) and float(line.split()[2]) > 0

    def mend(self):
        """Undoes what a trial may have left: cables and hypervisors work again."""
        for host in self.picture["hosts"]:
            if host["kind"] in ("gateway", "hypervisor"):
                self.do("link", host["name"], "up")
        for host in self.hypervisors():
            for _ in range(20):
                if self.do("exec", host["name"], "timeout", "10", "virsh", "-q", "list",
                           check=False).find("error") < 0:
                    break


class Site:
    """banyund and its people; BANYUN_LAB and BANYUN_PREFIX are set for the program."""

    def __init__(self, lab, profile):
        self.lab, self.profile = lab, profile
        os.environ["BANYUN_LAB"], os.environ["BANYUN_PROFILE"] = lab.name, profile
        self.folder = self.do("folder").strip()
        self.database = f"{self.folder}/state/banyun.db"

    def do(self, *words, **how):
        return run([f"{HERE}/site", *words], **how)

    def ask(self, person, *words):
        return json.loads(self.do("as", person, *words, "--json"))

    def pid(self):
        return int(self.do("pid").strip() or 0)

    def fresh(self, hosts):
        """A banyund that knows nothing yet but these hosts."""
        self.do("stop")
        if os.path.isdir(self.folder):
            run(["rm", "-rf", self.folder])
        self.do("start")
        self.do("enrol", *hosts)

    def tell_links(self, nominal):
        """The survey says that every department's link has this rate, bit/s."""
        survey = f"{self.folder}/survey.yaml"
        with open(survey, encoding="utf-8") as file:
            told = json.load(file)
        for department in told["departments"]:
            department["link"]["nominal"] = nominal
        with open(survey, "w", encoding="utf-8") as file:
            json.dump(told, file, indent=2)
        self.do("as", "lin", "inventory", "import", survey)

    def begin_move(self, department):
        """Inventory, plan and approval of one department's machines that run; starts the run.
        Returns (run, the plan's only move)."""
        for _ in range(PLANS):
            plan, moves = self.make_plan(department)
            if len(moves) == 1:
                break
        else:
            raise Refused(f"One move was expected in the plan, not {len(moves)}: "
                          + self.do("as", "lin", "readiness", "show"))
        self.do("as", "zhou", "plan", "approve", plan)
        return self.ask("lin", "run", "start", plan)["run"], moves[0]

    def make_plan(self, department):
        self.do("as", "lin", "inventory", "scan")
        self.do("as", "lin", "readiness", "check")
        plan = self.ask("lin", "plan", "create", f"--department={department}")["plan"]
        plan = plan.split(":")[1]
        return plan, [move for wave in self.ask("lin", "plan", "show", plan)["waves"]
                      for move in wave["moves"]]

    def children(self, name):
        """Processes of that name that this banyund started."""
        found = []
        parent = self.pid()
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                    above = int(file.read().rsplit(")", 1)[1].split()[1])
                if above == parent and os.path.basename(
                        os.readlink(f"/proc/{entry}/exe")) == name:
                    found.append(int(entry))
            except (OSError, IndexError):
                continue
        return found
