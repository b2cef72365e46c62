"""attack.md L15: what was typed in the last seconds is lost with the process.     attack_l15_drafts.py PROGRAM FORMS

How long it takes from a key to the draft that holds it, while somebody types: the quickest of five, so that a busy machine
does not matter. A desk that keeps drafts every second needs about one."""
import fcntl
import os
import pty
import select
import sqlite3
import struct
import sys
import tempfile
import termios
import threading
import time

from building import demo

program, forms = sys.argv[1:3]
LIMIT = 2.0


def drain(fd):
    while True:
        try:
            if not os.read(fd, 65536):
                return
        except OSError:
            return


def draft(db):
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as c:
        return c.execute("select id, hex(data) from draft order by id desc limit 1").fetchone()


def wait_other(db, before, patience=60):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        now = draft(db)
        if now != before:
            return now
        select.select([], [], [], 0.02)
    raise AssertionError("no draft was kept")


with tempfile.TemporaryDirectory() as folder:
    db = f"{folder}/desk.db"
    demo(program, forms, db)
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(program, [program, "--db", db, "--forms", forms, "--as", "lm", "desk", "--open", "visitor"],
                  dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm"))
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    threading.Thread(target=drain, args=(fd,), daemon=True).start()
    before = draft(db)
    os.write(fd, b"\033OQ")
    os.write(fd, "王".encode())
    now = wait_other(db, before)
    took = []
    for _ in range(5):
        began = time.monotonic()
        os.write(fd, "小".encode())
        now = wait_other(db, now)
        took.append(time.monotonic() - began)
    os.kill(pid, 9)
    os.waitpid(pid, 0)

ok = min(took) < LIMIT
print(f"{'ok  ' if ok else 'LOST'} a typed character is in the draft after {min(took):.1f} to {max(took):.1f} s")
sys.exit(not ok)
