"""People at desks, for the attacks: a demo building, commands as somebody, and sessions in pseudo-terminals.

Works with the command line of 072be54, where --as asks for nothing, and with that of now."""
import fcntl
import os
import pty
import re
import select
import signal
import sqlite3
import struct
import subprocess
import termios
import time

from building import demo

PIN = "1234"  # of everybody in the demo building
PATIENCE = 60
ENTER, F2, F4, F9, F10, F12 = "\r", "\033OQ", "\033OS", "\033[20~", "\033[21~", "\033[24~"


class House:
    def __init__(self, program, forms, folder):
        self.program, self.forms, self.db = program, forms, f"{folder}/desk.db"
        self.env = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm")
        self.env.pop("SSH_CONNECTION", None)
        demo(program, forms, self.db)
        told = subprocess.run([program, "--help"], capture_output=True, text=True, env=self.env, check=False)
        self.asks_pin = "--pin-fd" in told.stdout + told.stderr

    def command(self, *args, staff=None, stdin="", check=True):
        """(exit status, output) of a command, as `staff` with the PIN where the program asks for it."""
        line, pipe = [self.program, "--db", self.db, "--forms", self.forms, "--lang", "en"], ()
        if staff and self.asks_pin:
            pipe = os.pipe()
            os.write(pipe[1], PIN.encode() + b"\n")
            os.close(pipe[1])
            line += ["--pin-fd", str(pipe[0])]
        if staff:
            line += ["--as", staff]
        done = subprocess.run([*line, *args], input=stdin, capture_output=True, text=True, env=self.env, check=False,
                              pass_fds=pipe[:1])
        if pipe:
            os.close(pipe[0])
        if check and done.returncode != 0:
            raise AssertionError(f"{args}: {done.stderr}")
        return done.returncode, done.stdout + done.stderr

    def ask(self, sql, *values):
        """The first row; waits while a desk holds the file."""
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True, timeout=PATIENCE) as c:
            return c.execute(sql, values).fetchone()

    def seat(self, *args, env=None):
        return Seat(self, args, env)


class Seat:
    """A session in a pseudo-terminal; what it wrote is in `text`, without the escapes."""

    def __init__(self, house, args=(), env=None):
        self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(house.program, [house.program, "--db", house.db, "--forms", house.forms, "--lang", "en", *args],
                      {**house.env, **(env or {})})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 132, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def keys(self, *keys):
        for key in keys:
            os.write(self.fd, key.encode())

    def read(self, wait):
        if select.select([self.fd], [], [], wait)[0]:
            try:
                raw = os.read(self.fd, 65536).decode("utf-8", "replace")
            except OSError:  # it has ended
                return False
            self.text += re.sub(r"\033(\[[0-9;?]*[ -/]*[@-~]|[()][0-9A-B]|[=>78])", "", raw)
        return True

    def wait(self, *patterns, patience=PATIENCE):
        """Which of the patterns came first since the last one that came; None: none did."""
        end = time.monotonic() + patience
        while True:
            for n, pattern in enumerate(patterns):
                found = re.search(pattern, self.text)
                if found:
                    self.text = self.text[found.end():]
                    return n
            if time.monotonic() > end or not self.read(0.1):
                return None

    def sign_in(self, code, pin=PIN):
        assert self.wait("Staff code") is not None, "no sign-in"
        self.keys(code, ENTER)
        assert self.wait("PIN") is not None
        self.keys(pin, ENTER)

    def leave(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.fd)


def form_half_left(seat):
    """A visitor's form with a name in it, and the question whether to leave it."""
    seat.keys(F2)
    assert seat.wait("ID number") is not None
    seat.keys("Quxwv")
    assert seat.wait("Quxwv") is not None
    seat.keys(F12)
    assert seat.wait("Leave this form") is not None


def until(what, patience=PATIENCE):
    """What it says, once it says something true."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        said = what()
        if said:
            return said
        select.select([], [], [], 0.05)
    return None


class Tale:
    """What was tried and how it ended; exit status of the script."""

    def __init__(self):
        self.lost = 0

    def say(self, holds, text):
        self.lost += not holds
        print(f"{'ok  ' if holds else 'LOST'} {text}", flush=True)

    def end(self):
        raise SystemExit(self.lost > 0)
