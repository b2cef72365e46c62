"""A person at the screen: keys go in, what then stands on the screen comes back (tests/screen/play.c)."""
import os
import re
import subprocess
import time

from desk import PROGRAM, SOURCE

PLAY = os.environ.get("PLAY", "play")
PATIENCE = 10 if os.environ.get("QT_WITHOUT") else 20


class Seat:
    def __init__(self, db, forms):
        self.options = f"--db {db} --forms {forms} --lang en"
        self.play = subprocess.Popen([PLAY, "/dev/stdin", PROGRAM, "", SOURCE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     encoding="utf-8")
        self.tell("size 160x45")

    def tell(self, line):
        self.play.stdin.write(line + "\n")

    def show(self):
        self.tell("show")
        self.play.stdin.flush()
        text = []
        for line in self.play.stdout:
            if line == "\f\n":
                return "".join(text)
            text.append(line)
        raise EOFError("the play has ended: " + "".join(text))

    def rested(self, pattern, comes):
        """With what comes when no key was pressed for a while (records that link here, candidates); waited for if it should."""
        self.tell("settle")
        return self.until(pattern if comes else "")

    def open(self, staff, pattern, *more, pin=None):
        """pin: asked for before the screen comes, in a database that is no practice."""
        self.tell(f"start {self.options} --as {staff} desk {' '.join(more)}")
        if pin:
            self.until("PIN:")
            self.tell(f"type {pin}")
            self.tell("keys Enter")
        return self.until(pattern)

    def until(self, pattern):
        """The screen once it says this (PATIENCE seconds at most: what never comes is told by the cell that missed it)."""
        end = time.monotonic() + PATIENCE
        text = self.show()
        while not re.search(pattern, text) and time.monotonic() < end:
            text = self.show()
        return text

    def keys(self, names, pattern=""):
        self.tell("keys " + names)
        return self.until(pattern)

    def changed(self, names, text):
        """The screen when these keys have changed it from `text`; its first line, which has the time of day, aside."""
        self.tell("keys " + names)
        end = time.monotonic() + PATIENCE
        now = self.show()
        while now.split("\n")[1:] == text.split("\n")[1:] and time.monotonic() < end:
            now = self.show()
        return now

    def leave(self):
        self.play.stdin.close()
        self.play.stdout.close()
        self.play.wait()
