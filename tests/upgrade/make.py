#!/usr/bin/env python3
"""Makes tests/upgrade/version-N.tar.xz with a program of version N, built in its tree (1: commit 072be54, 2: d511ea8, 3: 27e7122, 4: e224ffd):

    git worktree add OLD 072be54 && (cd OLD && ./dev build)
    tests/upgrade/make.py OLD/build/release/qiantai

A database of invented people with open drafts, running clocks, a decision "not the same matter" and a register of the
house in forms/ beside it. Made again it differs in keys and hashes only."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tarfile
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-11-21 09:14"
F2, F4, TAB, ENTER = b"\033OQ", b"\033OS", b"\t", b"\r"
ENV = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm", TZ="UTC")


class Old:
    def __init__(self, program, folder):
        self.program, self.db = program, os.path.join(folder, "desk.db")

    def run(self, *args, staff="lm", stdin=""):
        command = [self.program, "--db", self.db, "--lang", "en", "--now", NOW] + (["--as", staff] if staff else [])
        subprocess.run(command + list(args), input=stdin.encode(), stdout=subprocess.DEVNULL, env=ENV, check=True)

    def screen(self, staff, register, *steps):
        """Types into an 80x24 terminal; a text in str is waited for, bytes are pressed. Then the line drops."""
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(self.program, [self.program, "--db", self.db, "--lang", "en", "--now", NOW, "--as", staff, "desk",
                                     "--open", register], ENV)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        seen = ""
        for step in steps:
            if isinstance(step, bytes):
                os.write(fd, step)
                seen = self.read(fd, 0.4)
                continue
            end = time.monotonic() + 10
            while step not in seen:
                assert time.monotonic() < end, f"no {step!r} in {seen!r}"
                seen += self.read(fd, 0.1)
        os.kill(pid, signal.SIGHUP)
        self.read(fd, 1)
        os.waitpid(pid, 0)

    @staticmethod
    def read(fd, quiet):
        text = b""
        while select.select([fd], [], [], quiet)[0]:
            try:
                text += os.read(fd, 65536)
            except OSError:
                break
        return re.sub(r"\033\[[0-9;?]*[a-zA-Z]|\033[()][A-Z0-9]", "", text.decode(errors="replace"))


def fill(old):
    old.run("init", "--practice", "--building", "联合广场", staff=None)
    old.run("user", "add", "cj", "陈静", "supervisor", staff=None, stdin="1234\n")
    old.run("user", "add", "lm", "李敏", "clerk", staff="cj", stdin="1234\n")
    for code in ("A-0501", "A-0804", "A-1203"):
        old.run("add", "unit", f"code={code}", staff="cj")
    old.run("add", "visitor", "name=王小明", "unit=A-1203", "phone=13800000001", "id_kind=passport", "id_number=E76543210")
    old.run("add", "repair", "unit=A-1203", "fault=厨房水管漏水", "caller=赵一凡", "phone=13800000002")
    for unit, name, text in (("A-1203", "Anna", "The lift stopped between floors and I was stuck for twenty minutes"),
                             ("A-0804", "Ben", "My mother was trapped in the elevator, nobody answered the alarm")):
        old.run("add", "complaint", f"unit={unit}", f"name={name}", "matter=lift", f"text={text}")
    old.run("add", "piano", "unit=A-0804", "who=孙小雨", "what=小奏鸣曲", "deposit=20", "until=2026-11-21 11:00")
    old.screen("lm", "complaint", "Complaint", F2, TAB, TAB, b"0501", "A-0501", ENTER, b"Carl", ENTER, ENTER, b"Lift", ENTER,
               b"Elevator number two got stuck again with two people inside", F4, "one case", b"n", "C2611-003")
    old.screen("lm", "visitor", "Visitor log", F2, "钱多多".encode(), TAB, b"1203")
    old.screen("cj", "piano", "Piano", F2, b"0501", "A-0501", ENTER, "周天乐".encode(), TAB, "半首".encode())


def main():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(HERE, "forms"), os.path.join(folder, "forms"))
        fill(Old(sys.argv[1], folder))
        with open(os.path.join(folder, "desk.db"), "rb") as f:
            version, = struct.unpack(">60xI", f.read(64))
        with tarfile.open(os.path.join(HERE, f"version-{version}.tar.xz"), "w:xz") as tar:
            for name in ("desk.db", "desk.db.key", "desk.db.head", "forms"):
                tar.add(os.path.join(folder, name), name)


main()
