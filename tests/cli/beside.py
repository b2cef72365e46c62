"""Clerks who save while a file is imported, on a slow disk (tests/harness/slowsync.c), and how long each waited.

Each clerk is `qiantai add visitor -`: a line in, an answer out. Everybody writes to one log when a transaction stands
and when they wait, so that a test can count the slices of the import that somebody waited for instead of measuring time."""
import collections
import os
import random
import selectors
import signal
import subprocess
import time

def holds_database(pid):
    """Has one of SQLite's own locks."""
    with open("/proc/locks", encoding="ascii") as f:
        return any(line.split()[1] == "POSIX" and line.split()[4] == str(pid) for line in f if "->" not in line)


def says_it_waits(pid):
    """Has a ticket: a lock of an open file (src/store/sqlite/wait.c), which the kernel tells beside that file."""
    folder = f"/proc/{pid}/fdinfo"
    for fd in os.listdir(folder):
        with open(os.path.join(folder, fd), encoding="ascii") as f:
            if any(line.startswith("lock:") and " OFDLCK " in line for line in f):
                return True
    return False


class Clerk:
    def __init__(self, command, env, number):
        self.p = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  env=env, bufsize=0)
        self.number, self.sent, self.since, self.due, self.text = number, 0, None, 0, b""
        self.took, self.refused = [], []

    def send(self):
        line = f"name=住客{self.number}\tphone=139{self.number:04}{self.sent:04}\tunit=A-1203\n"
        self.sent += 1
        self.since = time.monotonic()
        self.p.stdin.write(line.encode())

    def hear(self):
        """The answer, when it has come whole."""
        got = os.read(self.p.stdout.fileno(), 4096)
        if not got:
            raise EOFError(f"clerk {self.number} has ended with {self.p.wait()}")  # no answer will come
        self.text += got
        if not self.text.endswith(b"\n"):
            return False
        self.took.append(time.monotonic() - self.since)
        self.since = None
        if self.text.startswith(b"!"):
            self.refused.append(self.text.decode())
        self.text = b""
        return True

    def end(self):
        self.p.stdin.close()
        rest = self.p.stdout.read()
        self.p.wait()
        self.p.stdout.close()
        return rest


class Beside:
    """A desk's files, the import and the clerks. pause: seconds between a clerk's saves, about."""

    def __init__(self, program, forms, folder, slowsync, sync_ms, seed, pause=0):
        self.db = os.path.join(folder, "desk.db")
        self.log = os.path.join(folder, "sync.log")
        self.program, self.forms, self.folder, self.pause = program, forms, folder, pause
        self.random = random.Random(seed)
        self.env = dict(os.environ, LC_ALL="C.UTF-8", LD_PRELOAD=slowsync, QT_SYNC_MS=str(sync_ms), QT_SYNC_LOG=self.log,
                        ASAN_OPTIONS="verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""))
        self.clerks, self.importer = [], None
        self.watch = selectors.DefaultSelector()

    def command(self, staff, *args):
        forms = ["--forms", self.forms] if self.forms else []
        return [self.program, "--db", self.db, "--as", staff, *forms, *args]

    def hire(self, n):
        for i in range(n):
            clerk = Clerk(self.command("lm", "add", "visitor", "-"), self.env, i)
            self.clerks.append(clerk)
            self.watch.register(clerk.p.stdout, selectors.EVENT_READ, clerk)

    def begin_import(self, file):
        self.importer = subprocess.Popen(self.command("cj", "import", "visitor", file, "--create", "unit", "--state", "left", "--migrate"),
                                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.env)

    def importing(self):
        return self.importer.poll() is None

    def work(self, going_on, clerks=None):
        """Everybody saves, pauses and saves again while going_on() holds; what was begun is finished."""
        clerks = self.clerks if clerks is None else clerks
        for clerk in clerks:
            clerk.due = time.monotonic() + self.random.uniform(0, self.pause)
        while True:
            going, now = going_on(), time.monotonic()
            for clerk in clerks:
                if clerk.since is None and going and now >= clerk.due:
                    clerk.send()
            if not going and all(c.since is None for c in clerks):
                return
            for key, _ in self.watch.select(0.002):
                if key.data.hear():
                    key.data.due = time.monotonic() + self.pause * self.random.uniform(0.5, 1.5)

    def each_saves(self, clerks, times=1):
        want = {c: len(c.took) + times for c in clerks}
        while any(len(c.took) < n for c, n in want.items()):
            for c, n in want.items():
                if c.since is None and len(c.took) < n:
                    c.send()
            for key, _ in self.watch.select(0.05):
                key.data.hear()

    def events(self):
        """(microseconds, pid, word) in the order of the log; a line that is being written is left out."""
        if not os.path.exists(self.log):
            return []
        with open(self.log, encoding="ascii") as f:
            return [(int(at), int(pid), word) for at, pid, word in
                    (line.rstrip("\n").split(" ", 2) for line in f if line.endswith("\n"))]

    def slices(self):
        return sum(pid == self.importer.pid and word == "commit" for _, pid, word in self.events())

    def slices_waited_for(self):
        """For each wait of a clerk: how many slices of the import ended within it."""
        counts, open_waits = collections.Counter(), {}
        for at, pid, word in self.events():
            if word == "waits":
                open_waits[pid] = 0
            elif word == "goes on" and pid in open_waits:
                n = open_waits.pop(pid)
                if pid != self.importer.pid:
                    counts[n] += 1
            elif word == "commit" and pid == self.importer.pid:
                open_waits = {p: n + 1 for p, n in open_waits.items()}
        return counts

    def waited_for_import(self, from_time):
        """For each wait of a clerk that began then or later: seconds of it in which the import had the database, the rest
        was for other clerks. What lies between two commits belongs to who made the second."""
        waits, open_waits, last = [], {}, 0
        for at, pid, word in self.events():
            if word == "waits" and at >= from_time * 1e6:
                open_waits[pid] = (at, 0)
            elif word == "goes on" and pid in open_waits:
                waited = open_waits.pop(pid)[1]
                if pid != self.importer.pid:
                    waits.append(waited / 1e6)
            elif word == "commit":
                if pid == self.importer.pid:
                    open_waits = {p: (since, n + at - max(since, last)) for p, (since, n) in open_waits.items()}
                last = at
        return waits

    def caught_between_slices(self):
        """One try to stop the importer where it holds no lock of the database, which others could see."""
        self.importer.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.importer.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        if not holds_database(self.importer.pid):
            return True
        self.importer.send_signal(signal.SIGCONT)
        return False

    def stop_importer_between_slices(self):
        """False when it has ended. Clerks save meanwhile: for them it gives way."""
        while self.importing():
            if self.caught_between_slices():
                return True
            for clerk in self.clerks:
                if clerk.since is None:
                    clerk.send()
            for key, _ in self.watch.select(self.random.uniform(0.001, 0.005)):
                key.data.hear()
        return False

    def stop_while_waiting(self, clerk):
        """Stopped when it says that it waits and holds nothing."""
        while True:
            if clerk.since is None:
                clerk.send()
            if says_it_waits(clerk.p.pid):
                clerk.p.send_signal(signal.SIGSTOP)
                os.waitid(os.P_PID, clerk.p.pid, os.WSTOPPED | os.WNOWAIT)
                if says_it_waits(clerk.p.pid) and not holds_database(clerk.p.pid):
                    return
                clerk.p.send_signal(signal.SIGCONT)
            for key, _ in self.watch.select(0.001):
                key.data.hear()

    def end(self):
        out = self.importer.communicate()[0].decode() if self.importer else ""
        for clerk in self.clerks:
            self.watch.unregister(clerk.p.stdout)
            clerk.end()
        return out
