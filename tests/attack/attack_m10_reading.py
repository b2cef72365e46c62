"""attack.md M10: list, show, search and figures need nobody and leave no line.     attack_m10_reading.py PROGRAM FORMS

And what would read without a line all the same: a process killed while it writes, a limit of the process that looks like a
full disk, PINs tried where nothing can be counted."""
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

from attempt import desk, end, expect, forms, practice, program, sql

HERE = os.path.dirname(os.path.abspath(__file__))
NUMBERS = 12


def start(folder, *args, pin=None, before=None, **env):
    """A command whose output nobody has read yet; pin: by a descriptor."""
    line, fds = [program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", forms], ()
    if pin:
        fds = os.pipe()
        os.write(fds[1], pin.encode() + b"\n")
        os.close(fds[1])
        line += ["--pin-fd", str(fds[0])]
    run = subprocess.Popen([*line, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=fds[:1],
                           preexec_fn=before, env={**os.environ, "QIANTAI_HOUSE": "/no/such/house", **env})
    if pin:
        os.close(fds[0])
    return run


def reads(folder, *args, **more):
    run = start(folder, *args, **more)
    out, err = (text.decode() for text in run.communicate())
    return run.returncode == 0 and "A-1" in out, err


def lines(folder):
    return [(staff, reg, json.loads(data)) for staff, reg, data in
            sql(folder, "select staff, reg, data from journal where action = 'shell-read' order by seq")]


def nothing_without_a_person(folder):
    for args in (["list", "unit"], ["show", "unit", "A-1"], ["search", "A-1"], ["board"], ["figures", "repair"], ["report", "hours", "repair"],
                 ["user", "list"], ["setting", "list"], ["setting", "get", "building"]):
        done = desk(folder, *args)
        expect(f"nobody asks {' '.join(args)}", done.returncode == 1 and not done.stdout)
    for args in (["verify"], ["check"], ["--version"], ["list", "--help"]):
        expect(f"{args[0]} needs nobody", desk(folder, *args).returncode == 0)


def every_reading_has_its_line(folder):
    for args in (["list", "unit"], ["show", "unit", "A-1"], ["search", "Secretname"], ["list", "unit", "--where", "owner = 'Secretname'"],
                 ["figures", "repair"], ["board"], ["user", "list"]):
        desk(folder, "--as", "sup", *args)
    desk(folder, "--as", "sup", "list", "unit")
    seen = lines(folder)
    said = [(staff, reg, data.get("command"), data.get("records")) for staff, reg, data in seen]
    expect("each reading names who, what and how many", said == [
        ("sup", "unit", "list", NUMBERS), ("sup", "unit", "show", 1), ("sup", "", "search", 1), ("sup", "unit", "list", 1),
        ("sup", "repair", "figures", None), ("sup", "", "board", 0), ("sup", "", "user", None)])
    expect("the same list once more within the minute is the same line", len(seen) == 7)
    for args in (["print", "unit", "--list", "all", "-o", f"{folder}/list.txt"], ["person", "Secretname"]):
        desk(folder, "--as", "sup", *args)
    printed = [(reg, json.loads(data)) for reg, data in sql(folder, "select reg, data from journal where action = 'print' order by seq")]
    expect("a printed list and a person's page, too", printed == [("unit", {"list": "all", "records": NUMBERS}), ("", {"list": "person", "records": 1})])
    expect("what was looked for does not stand in them", bool(seen) and not sql(folder, "select 1 from journal where data like '%Secretname%'"))


def who_is_killed_has_read(folder):
    before = len(lines(folder))
    run = start(folder, "--as", "sup", "list", "unit", "--where", "1", "--csv")
    shown = os.read(run.stdout.fileno(), 64)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    expect("whoever is killed while it writes has left a line", bool(shown) and len(lines(folder)) == before + 1)


def a_limit_is_no_full_disk(folder):
    for what, limit in (("files may not grow", (resource.RLIMIT_FSIZE, 0)), ("few open files", (resource.RLIMIT_NOFILE, 9))):
        before = len(lines(folder))
        for n in range(limit[1] or 1, 0, -1):  # the fewest with which it starts at all
            def lower(n=n, kind=limit[0]):
                resource.setrlimit(kind, (n if limit[1] else 0,) * 2)
            read, _ = reads(folder, "--as", "sup", "list", "unit", "--where", str(n), before=lower)
            if read:
                expect(f"{what} ({n}): no reading without a line", len(lines(folder)) > before)
                before = len(lines(folder))
            elif not limit[1]:
                expect(f"{what}: refused", len(lines(folder)) == before)


def a_full_disk_reads(folder, full):
    read, err = reads(folder, "--as", "sup", "list", "unit", "--where", "2", **full)
    expect("a full disk still reads, and says that no line is left", read and "journal could not be told" in err)
    house = f"{folder}/real"
    os.mkdir(house)
    desk(house, "init")
    desk(house, "user", "add", "sup", "Sun", "supervisor", pin="24681\n")
    for args in (["setting", "set", "pin_minutes", "1"], ["setting", "set", "pin_tries", "20"], ["add", "unit", "code=A-1"]):
        start(house, "--as", "sup", *args, pin="24681").communicate()
    begun = time.monotonic()
    first = start(house, "--as", "sup", "list", "unit", pin="24681", **full)
    told = first.stderr.readline() + first.stderr.readline()  # it holds the turn
    read, err = reads(house, "--as", "sup", "list", "unit", pin="13579", **full)
    expect("while nothing can be counted one PIN is looked at, not two", not read and "Another PIN" in err)
    shown, _ = first.communicate()
    expect("and answered after a pause", b"A-1" in shown and b"3 seconds" in told and time.monotonic() - begun > 2.9)
    wrong = start(house, "--as", "sup", "list", "unit", pin="13579", **full)
    wrong.stderr.readline()
    wrong.stderr.readline()
    wrong.kill()
    expect("whoever is killed before learns nothing", wrong.communicate() == (b"", b""))
    read, _ = reads(house, "--as", "sup", "list", "unit", pin="13579", **full)
    expect("a wrong PIN reads nothing there", not read)


with tempfile.TemporaryDirectory() as top:
    practice(top, *[f"A-{n}" for n in range(1, NUMBERS + 1)])
    desk(top, "--as", "sup", "edit", "unit", "A-7", "owner=Secretname")
    nothing_without_a_person(top)
    every_reading_has_its_line(top)
    who_is_killed_has_read(top)
    a_limit_is_no_full_disk(top)
    subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", f"{top}/faulty.so", f"{HERE}/../upgrade/faulty.c", "-ldl"], check=True)
    if len(lines(top)):
        a_full_disk_reads(top, {"LD_PRELOAD": f"{top}/faulty.so", "FAULTY": "full", "FAULTY_AT": "1"})
    else:
        expect("on a full disk there is nothing to tell: no reading leaves a line", False)
end()
