"""A person at the screen: keys go in, what then stands on the screen comes back (tests/screen/play.c)."""
import os
import subprocess

from desk import PROGRAM, SOURCE

PLAY = os.environ.get("PLAY", "play")


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

    def rested(self):
        """With what comes when no key was pressed for a while: records that link here, candidates."""
        self.tell("settle")
        return self.show()

    def open(self, staff, *more):
        self.tell(f"start {self.options} --as {staff} desk {' '.join(more)}")
        return self.show()

    def keys(self, names):
        self.tell("keys " + names)
        return self.show()

    def type(self, text):
        self.tell("type " + text)
        return self.show()

    def leave(self):
        self.play.stdin.close()
        self.play.stdout.close()
        self.play.wait()
