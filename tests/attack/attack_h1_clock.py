"""attack.md H1: a wrong clock and `daily` erase personal data for good.     attack_h1_clock.py PROGRAM FORMS

The machine comes up with a clock that is half a year, or three years, ahead: `daily` must empty nothing before somebody
has said that the clock is right. What was saved while it was behind must not look old when it is put right. A clock
that cannot be refuses to save. A library that is loaded before the program shifts its clock."""
import os
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0
DAY = 86400
SHIFT = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>
#include <sys/syscall.h>
#include <unistd.h>
static long shift(void) { const char *o = getenv("OFF"); return o ? atol(o) : 0; }
time_t time(time_t *t)
{
    struct timespec now;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    now.tv_sec += shift();
    if (t) *t = now.tv_sec;
    return now.tv_sec;
}
int clock_gettime(clockid_t id, struct timespec *out)
{
    long rc = syscall(SYS_clock_gettime, id, out);
    if (rc == 0 && id == CLOCK_REALTIME) out->tv_sec += shift();
    return (int)rc;
}
"""


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


# --as takes the PIN since M10 was mended
asks_pin = b"--pin-fd" in subprocess.run([program, "--help"], capture_output=True, check=False).stdout


class Desk:
    def __init__(self, folder, library):
        self.path = f"{folder}/desk.db"
        self.library = library
        self.ok("init")
        self.ok("user", "add", "sup", "Sup", "supervisor", given="1234\n")
        self.ok("--as", "sup", "add", "unit", "code=A-1")

    def __call__(self, *args, days=0, given=""):
        env = dict(os.environ, LD_PRELOAD=self.library, OFF=str(days * DAY), LANGUAGE="en")
        with tempfile.TemporaryFile() as pin:
            pin.write(b"1234\n")
            pin.seek(0)
            own = ["--pin-fd", str(pin.fileno())] if "--as" in args and asks_pin else []
            return subprocess.run([program, "--db", self.path, "--forms", forms, *own, *args], capture_output=True, text=True,
                                  input=given, env=env, check=False, pass_fds=[pin.fileno()])

    def ok(self, *args, **more):
        done = self(*args, **more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stays(self, name):
        number = self.ok("--as", "sup", "add", "visitor", "unit=A-1", f"name={name}", "phone=13900001111").split()[0]
        self.ok("--as", "sup", "act", "visitor", number, "admit")

    def state(self, name):
        with sqlite3.connect(self.path) as db:
            return db.execute("SELECT state FROM visitor WHERE name = ?", (name,)).fetchone()[0]

    def visit(self, name, days=0):
        """Came and went."""
        number = self.ok("--as", "sup", "add", "visitor", "unit=A-1", f"name={name}", "phone=13900001111", days=days).split()[0]
        for action in ("admit", "sign_out"):
            self.ok("--as", "sup", "act", "visitor", number, action, days=days)

    def knows(self, name):
        with sqlite3.connect(self.path) as db:
            return db.execute("SELECT count(*) FROM visitor WHERE name = ?", (name,)).fetchone()[0] == 1


with tempfile.TemporaryDirectory() as folder:
    library = f"{folder}/shift.so"
    with open(f"{folder}/shift.c", "w", encoding="ascii") as out:
        out.write(SHIFT)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, f"{folder}/shift.c"], check=True)

    for days in (181, 3 * 365):
        os.mkdir(f"{folder}/{days}")
        desk = Desk(f"{folder}/{days}", library)
        desk.visit("Zhang")
        desk.stays("Qian")
        desk("daily", days=days)
        expect(f"daily with the clock {days} days ahead leaves today's visitor", desk.knows("Zhang"))
        expect("and nobody is signed out by it who is inside", desk.knows("Qian") and desk.state("Qian") == "inside")
        desk.visit("Wang", days=days)
        desk("daily", days=days)
        expect("and once more, when somebody has been entered meanwhile", desk.knows("Zhang"))
        if desk.knows("Zhang"):
            desk.ok("daily")
            desk.ok("--as", "sup", "clock", "confirm", days=days)
            desk.ok("daily", days=days)
            expect("when a supervisor has confirmed the clock, retention goes on", not desk.knows("Zhang"))
            expect("and the chain is whole", desk("verify", days=days).returncode == 0)

    os.mkdir(f"{folder}/behind")
    desk = Desk(f"{folder}/behind", library)
    desk.visit("Li", days=-300)
    desk("daily")
    expect("who came while the clock was 300 days behind is there when it has been put right", desk.knows("Li"))
    for days in (-20000, 260 * 365):
        done = desk("--as", "sup", "add", "visitor", "unit=A-1", "name=Wu", "phone=13900001111", days=days)
        expect(f"nothing is saved with a clock {days} days from today", done.returncode != 0 and not desk.knows("Wu"))

sys.exit(failed > 0)
