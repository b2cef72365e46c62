"""attack.md H8: a process that is stopped while it holds a lock of the database stops all saving.
                                                    attack_h8_stopped.py PROGRAM FORMS [--stops N] [--rows N] [--seed N]

Commands are stopped (SIGSTOP) at moments drawn over their whole run, a desk within 30 ms after F4; each time a message is
added from elsewhere, and must be taken. Then each is stopped when it is seen to hold a lock; ^Z must not stop it there, and
where it cannot be woken, under a debugger, the refusal must name it. Without options these alone, once. The whole:
--stops 25 --rows 20000."""
import argparse
import ctypes
import os
import random
import re
import signal
import subprocess
import tempfile
import time

from seats import ENTER, F2, F4, F12, House, Tale

LOCKS_AT, LOCKS_END = 0x40000000, 0x40000200  # where SQLite's locks of a file lie
PATIENCE = 60

ask = argparse.ArgumentParser()
ask.add_argument("program")
ask.add_argument("forms")
ask.add_argument("--stops", type=int, default=0)
ask.add_argument("--rows", type=int, default=60)
ask.add_argument("--seed", type=int, default=1)
given = ask.parse_args()
draw = random.Random(given.seed)


def holds(pid, inode):
    """Has this process a lock of the engine's on the file?"""
    with open("/proc/locks", encoding="ascii") as locks:
        for line in locks:
            part = line.split()
            if part[1] == "POSIX" and part[4] == str(pid) and part[5].endswith(f":{inode}") \
                    and LOCKS_AT <= int(part[6]) < LOCKS_END:
                return True
    return False


class Victims:
    """Commands to be stopped; the longest run of each is learned from one that is left alone."""

    def __init__(self, house, folder):
        self.house, self.folder, self.made, self.inode = house, folder, 0, os.stat(house.db).st_ino
        lines = "".join(f"unit=A-1203\tfrom_name=Many\ttext=line {i}\n" for i in range(max(20, given.rows // 100)))
        with open(f"{folder}/lines", "w", encoding="utf-8") as out:
            out.write(lines)
        self.kinds = {"add -": ("--as", "lm", "add", "message", "-"), "verify": ("verify",),
                      "list": ("--as", "lm", "list", "visitor", "--csv"), "board": ("--as", "lm", "board"),
                      "backup": ("--as", "cj", "backup", "NEW"), "search": ("--as", "lm", "search", "wang"),
                      "daily": ("daily",)}

    def start(self, kind):
        self.made += 1
        line = [self.house.program, "--db", self.house.db, "--forms", self.house.forms, "--lang", "en"]
        line += [f"{self.folder}/copy{self.made}.db" if word == "NEW" else word for word in self.kinds[kind]]
        with open(f"{self.folder}/lines", encoding="utf-8") as lines:
            return subprocess.Popen(line, stdin=lines, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                    env=self.house.env)

    def clear(self):
        for name in os.listdir(self.folder):
            if name.startswith("copy"):
                os.unlink(f"{self.folder}/{name}")

    def length(self, kind):
        began = time.monotonic()
        self.start(kind).wait()
        self.clear()
        return time.monotonic() - began


def add_elsewhere(house, tally):
    """A message by somebody else; how long it took and what was said when it was refused."""
    began = time.monotonic()
    try:
        done = subprocess.run([house.program, "--db", house.db, "--forms", house.forms, "--lang", "en", "--as", "lm", "add",
                               "message", "unit=A-1203", "from_name=Elsewhere", "text=is it taken"], capture_output=True,
                              text=True, check=False, timeout=PATIENCE, env=house.env, stdin=subprocess.DEVNULL)
        refused = done.stderr.strip() if done.returncode != 0 else None
    except subprocess.TimeoutExpired:
        refused = f"not answered in {PATIENCE} s"
    took = time.monotonic() - began
    tally["tried"] += 1
    tally["longest"] = max(tally["longest"], took)
    if refused:
        tally["refused"] += 1
        tally["said"] = refused


def new_tally():
    return {"tried": 0, "refused": 0, "held": 0, "longest": 0.0, "said": ""}


def stop(pid):
    """False: it had just ended."""
    os.kill(pid, signal.SIGSTOP)
    return os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])


def stopped(victim, house, inode, tally):
    """It is stopped: somebody else saves. Then it goes on, if it has not already and ended."""
    if not stop(victim):
        return
    tally["held"] += holds(victim, inode)
    add_elsewhere(house, tally)
    os.kill(victim, signal.SIGCONT)


def at_random(victims, kind, n):
    tally, length = new_tally(), victims.length(kind) if n else 0
    while tally["tried"] < n:
        run = victims.start(kind)
        try:
            run.wait(draw.uniform(0, length))
            continue  # it was quicker this time
        except subprocess.TimeoutExpired:
            stopped(run.pid, victims.house, victims.inode, tally)
        run.wait()
        victims.clear()
    return tally


def start_until_held(victims, kind):
    """A run that holds a lock by now, not always its first; or one that has ended."""
    run = victims.start(kind)
    least = time.monotonic() + draw.uniform(0, 0.02)
    while run.poll() is None and not (time.monotonic() > least and holds(run.pid, victims.inode)):
        time.sleep(0.0002)
    return run


def suspended(victims, kind):
    """^Z while it holds a lock: how often it was stopped with one."""
    run, held = start_until_held(victims, kind), 0
    if run.returncode is None:
        os.kill(run.pid, signal.SIGTSTP)
        if os.WIFSTOPPED(os.waitpid(run.pid, os.WUNTRACED)[1]):
            held = holds(run.pid, victims.inode)
            os.kill(run.pid, signal.SIGCONT)
    run.wait()
    return held


def under_a_debugger(victims):
    """What a refused save says of a process that holds a lock and cannot be woken; None where nobody may be traced."""
    libc, attach, detach, tally = ctypes.CDLL(None), 16, 17, new_tally()
    for _ in range(60):
        run, traced = start_until_held(victims, "verify"), False
        if run.returncode is None:
            traced = libc.ptrace(attach, run.pid, 0, 0) == 0 and os.WIFSTOPPED(os.waitpid(run.pid, os.WUNTRACED)[1])
            if traced and holds(run.pid, victims.inode):
                add_elsewhere(victims.house, tally)
            if traced:
                libc.ptrace(detach, run.pid, 0, 0)
        run.wait()
        if tally["refused"]:  # a lock that had been let go of meanwhile hinders nobody: once more
            return f"Process {run.pid} of " in tally["said"] and "has been stopped" in tally["said"], tally["said"]
    return None, "nobody may be traced here"


def while_holding(victims, kind, n):
    """Stopped as soon as it is seen to hold a lock; if it had let go by then, it was no use."""
    tally = new_tally()
    for _ in range(60 * n):
        run = start_until_held(victims, kind)
        if run.returncode is None and stop(run.pid):
            if holds(run.pid, victims.inode):
                tally["held"] += 1
                add_elsewhere(victims.house, tally)
            os.kill(run.pid, signal.SIGCONT)
        run.wait()
        victims.clear()
        if tally["tried"] == n:
            break
    return tally


def after_f4(victims, n):
    tally, seat = new_tally(), victims.house.seat("desk", "--open", "message")
    seat.sign_in("lm")
    assert seat.wait("M2[0-9]{3}-[0-9]{4}") is not None
    for i in range(n):
        word = ("QX", "ZJ", "KV", "WY", "GB", "PD")[i % 6]  # nothing of it stands there already: only what differs is drawn
        seat.keys(F2, "A-1203", ENTER, ENTER, "Quxwv", ENTER, ENTER, word * 6)
        assert seat.wait(word * 2) is not None
        seat.keys(F4)
        time.sleep(draw.uniform(0, 0.03))
        stopped(seat.pid, victims.house, victims.inode, tally)
        assert seat.wait(word * 2) is not None  # the note that is to be printed
        seat.keys(F12)
        assert seat.wait("saved", "Saved", "M2[0-9]{3}-[0-9]{4}") is not None
    seat.leave()
    return tally


with tempfile.TemporaryDirectory() as folder:
    house, tale = House(given.program, given.forms, folder), Tale()
    with open(f"{folder}/v.csv", "w", encoding="utf-8") as out:
        out.write("name,unit,purpose\n" + "".join(f"Wang {i},A-1203,visit\n" for i in range(given.rows)))
    house.command("import", "--state", "left", "visitor", f"{folder}/v.csv", *["--migrate"] * house.asks_pin, staff="cj")
    victims = Victims(house, folder)
    whole, caught = new_tally(), new_tally()
    for kind in victims.kinds:
        for total, found, how in ((whole, at_random(victims, kind, given.stops), "stopped at a random moment"),
                                  (caught, while_holding(victims, kind, given.stops or 1), "stopped while it held a lock")):
            for key in ("tried", "refused", "held"):
                total[key] += found[key]
            total["longest"] = max(total["longest"], found["longest"])
            print(f"     {kind}, {how}: {found['refused']} of {found['tried']} refused, {found['held']} held a lock, longest "
                  f"{found['longest']:.2f} s {found['said']}", flush=True)
    desk = after_f4(victims, given.stops * 8 // 5 or 2)
    for total, what in ((whole, "commands stopped at random moments"), (caught, "commands stopped while they held a lock"),
                        (desk, "a desk stopped within 30 ms after F4")):
        tale.say(total["refused"] == 0 and (total["tried"] or total is whole), f"{what}: {total['refused']} of {total['tried']} saves elsewhere refused, "
                 f"{total['held']} held a lock; longest save {total['longest']:.2f} s")
    stayed = sum(suspended(victims, kind) for kind in victims.kinds for _ in range(given.stops or 1))
    tale.say(stayed == 0, f"stopped by ^Z with a lock: {stayed}")
    named, said = under_a_debugger(victims)
    tale.say(named is not False, f"one under a debugger is named: {said}")
    tale.say(house.command("verify", check=False)[0] == 0, "verify finds nothing afterwards")
    tale.end()
