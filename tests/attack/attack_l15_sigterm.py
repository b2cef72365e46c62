"""attack.md L15: SIGTERM does not end a desk whose terminal takes no output.     attack_l15_sigterm.py PROGRAM FORMS

The desk draws into a pseudo terminal that nobody reads until it is stuck in a write; then SIGTERM. It must end within
20 s (it takes a quarter of one), with the half-typed form kept as a draft."""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time

from building import demo

program, forms = sys.argv[1:3]


def drafts(folder):
    import sqlite3
    db = sqlite3.connect(f"file:{folder}/desk.db?mode=ro", uri=True)
    n = db.execute("SELECT count(*) FROM draft").fetchone()[0]
    db.close()
    return n


class Seat:
    def __init__(self, folder):
        self.seen = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LANGUAGE="en", XDG_STATE_HOME=folder)
            os.execv(program, [program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", "--as", "lm", "desk",
                               "--open", "visitor"])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 132, 0, 0))

    def until(self, word, keys=b"", seconds=60):
        os.write(self.fd, keys)
        end = time.monotonic() + seconds
        while word not in self.seen and time.monotonic() < end:
            if select.select([self.fd], [], [], 0.5)[0]:
                self.seen += os.read(self.fd, 65536)
        return word in self.seen

    def stuck(self):
        """Keys that redraw everything, until the process is asleep in its write: the terminal's buffer is full."""
        for _ in range(400):
            if not select.select([], [self.fd], [], 0)[1]:
                break
            os.write(self.fd, b"\x0c")
            time.sleep(0.02)
            with open(f"/proc/{self.pid}/wchan", encoding="ascii") as where:
                if "tty_write" in where.read() or "n_tty_write" in where.read():
                    return True
        return not select.select([], [], [], 1)[0]


with tempfile.TemporaryDirectory() as folder:
    demo(program, forms, f"{folder}/desk.db")
    seat = Seat(folder)
    seat.until(b"F2")
    seat.until(b"Save", b"\x1bOQ")
    seat.until(b"Typed", b"Half Typed")
    seat.stuck()
    os.kill(seat.pid, signal.SIGTERM)
    end, gone = time.monotonic() + 20, 0
    began = time.monotonic()
    while not gone and time.monotonic() < end:
        gone = os.waitpid(seat.pid, os.WNOHANG)[0]
        time.sleep(0.02)
    took = time.monotonic() - began
    if not gone:
        os.kill(seat.pid, signal.SIGKILL)
        os.waitpid(seat.pid, 0)
    kept = drafts(folder)
    print(f"{'ended after %.1f s' % took if gone else 'alive after 20 s'}, {kept} draft(s) kept")
sys.exit(not (gone and kept))
