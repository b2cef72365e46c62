"""attack.md H4: a database whose tables were changed past the program cannot be had back but from an old backup, and
`restore` takes one whose records are not what its journal says.    attack_h4_rebuild.py PROGRAM FORMS [SEED] [STEPS]

A small house is worked in at random (a fixed seed), with what the journal does not hold itself: sealed ID numbers, PINs,
emptied records, an import taken back, drafts. `verify --rebuild` must make the same database again, from the tables as
they are, as they are after many tamperings, and when nothing is left of them but the journal."""
import glob
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import attempt
from attempt import desk, end, expect, practice
from tables import differences

draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
STEPS = int(sys.argv[4]) if len(sys.argv) > 4 else 14
ENDS = ("", ".key", ".head")
LATER = "2027-09-01 10:00"


def ok(folder, *args, **more):
    done = desk(folder, *args, **more)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout.split()


def make(folder, kind):
    n = draw.randrange(1000)
    words = {"visitor": [f"name=Guest {n}", f"phone=1380000{n:04}", *draw.choice([[], ["id_number=11010519491231002X"]])],
             "message": [f"from_name=Friend {n}", f"text=call \"{n}\" 回电\\{n}"],
             "complaint": [f"name=Bob {n}", "phone=13900001111", "channel=phone", "matter=noise", f"text=noise {n}", "grade=ordinary"],
             "repair": [f"fault=tap drips {n}", "severity=normal"],
             "incident": ["kind=water", f"what=pipe {n}", f'steps=[["10:00","valve {n}"],["10:20","dried"]]'],
             "watch": [f"name=Trouble {n}", f"reason=owes {n}", "id_number=11010519491231002X"]}
    where = [] if kind == "watch" else [f"unit=A-{draw.choice([1, 2])}"]
    return ok(folder, "--as", "sup", "add", kind, *where, *words[kind])[0]


def work(folder):
    """Random business; each kind at least once."""
    kinds = ["visitor", "message", "complaint", "repair", "incident", "watch"]
    made = [(kind, make(folder, kind)) for kind in kinds + draw.choices(kinds, k=STEPS - len(kinds))]
    for kind, number in draw.sample(made, STEPS // 2):
        asked = {"visitor": ["edit", kind, number, f"remarks=seen {draw.randrange(9)}", "name=\u738b\u4e94"],
                 "message": ["act", kind, number, draw.choice(["try", "withdraw"])],
                 "incident": ["edit", kind, number, 'steps=[["10:05","again"]]'],
                 "repair": ["edit", kind, number, "fault=other"]}.get(kind, ["edit", kind, number, "phone=13900002222"])
        desk(folder, "--as", "sup", *asked)
    first = next(number for kind, number in made if kind == "visitor")
    ok(folder, "--as", "sup", "edit", "visitor", first, "id_number=440524188001010014", "firm=ACME")
    number = next(number for kind, number in made if kind == "message")
    desk(folder, "--as", "sup", "act", "message", number, "withdraw")
    return first, number


def house(folder):
    practice(folder, "A-1", "A-2")
    for name, value in (("building", "Tower"), ("closing_time", "21:00"), ("building", "Tower 2")):
        ok(folder, "--as", "sup", "setting", "set", name, value)
    ok(folder, "--as", "sup", "user", "add", "ck", "Clerk", "clerk")
    ok(folder, "--as", "sup", "user", "disable", "ck")
    first, message = work(folder)
    attempt.bring(folder, "visitor", "name,unit,number\nOld One,A-1,OLD-1\nOld Two,A-2,OLD-2\n", "--migrate")
    attempt.bring(folder, "message", "from_name,unit,text\nImp,A-1,wrong\n")
    imports = desk(folder, "--as", "sup", "import", "list").stdout
    desk(folder, "--as", "sup", "import", "undo", imports.split("\n")[1].split()[0] if imports.strip() else "1")
    desk(folder, "--as", "sup", "person", "Friend", "--erase", "--yes")
    return first, message


def copy(folder, into, name="desk.db"):
    os.makedirs(into, exist_ok=True)
    for left in glob.glob(f"{into}/desk.db*"):
        os.remove(left)
    for e in ENDS:
        shutil.copy(f"{folder}/{name}{e}", f"{into}/desk.db{e}")


def tamper(folder, *statements):
    with sqlite3.connect(f"{folder}/desk.db") as db:
        for statement in statements:
            try:
                db.execute(statement)
            except sqlite3.OperationalError as e:  # a program of before has fewer tables and columns
                assert "no such" in str(e), statement
    db.close()


def rebuilt(folder, into):
    """Rebuilds, with its result and what differs from the house as it was; `into` is a folder then."""
    shutil.rmtree(into, ignore_errors=True)
    os.makedirs(into)
    done = desk(folder, "verify", "--rebuild", f"{into}/desk.db")
    there = os.path.exists(f"{into}/desk.db")
    return done, there


def same(whole, into, but=()):
    found = differences(f"{whole}/desk.db", f"{into}/desk.db", ("qt_outside", *but)) if os.path.exists(f"{into}/desk.db") else ["none"]
    for text in found:
        print("     ", text[:400])
    return not found


with tempfile.TemporaryDirectory() as top:
    whole, bad, new = (f"{top}/{name}" for name in ("whole", "bad", "new"))
    os.mkdir(whole)
    first, message = house(whole)
    expect("verify finds the house in order", desk(whole, "verify").returncode == 0)

    done, there = rebuilt(whole, new)
    expect("a sound database is rebuilt, table by table the same", done.returncode == 0 and there and same(whole, new))
    expect("and in order, under the same head", desk(new, "verify").stdout == desk(whole, "verify").stdout)
    expect("all of it 0600", there and {os.stat(f).st_mode & 0o777 for f in glob.glob(f"{new}/*")} == {0o600})
    again = desk(whole, "verify", "--rebuild", f"{new}/desk.db")
    expect("a file that is there is refused", again.returncode == 1 and "exists" in again.stderr)

    copy(whole, bad)
    tamper(bad, f"UPDATE visitor SET unit = 'A-9', id_number_sealed = NULL WHERE number = '{first}'",
           f"DELETE FROM message WHERE number = '{message}'",
           "INSERT INTO visitor(version, number, state) VALUES(1, 'V-FORGED', 'left')",
           "UPDATE staff SET role = 'manager' WHERE code = 'ck'", "UPDATE staff SET name = 'x' WHERE code = 'sup'",
           "UPDATE setting SET value = 'Other' WHERE name = 'building'", "DELETE FROM due", "DELETE FROM counter",
           'UPDATE "incident.steps" SET pos = pos + 5', "UPDATE qt_register SET withdrawn = 9",
           "INSERT INTO search(search) VALUES('delete-all')",
           "CREATE TRIGGER quiet AFTER INSERT ON complaint BEGIN UPDATE complaint SET unit = 'A-1'; END")
    done, there = rebuilt(bad, new)
    expect("what somebody changed by SQL is named", done.returncode == 1 and all(
        n in done.stderr for n in (first, "V-FORGED", "building")))
    expect("and the rebuilt one has what the journal says", there and same(whole, new) and desk(new, "verify").returncode == 0)
    back = desk(whole, "--as", "sup", "restore", f"{bad}/desk.db")
    expect("restore refuses it and says what differs", back.returncode == 1 and "ck" in back.stderr and "--yes" in back.stderr)
    copy(whole, bad)
    tables = [n for n, in sqlite3.connect(f"{bad}/desk.db").execute("SELECT name FROM qt_register")]
    rows = ["incident.steps", *tables, "setting", "due", "counter"]
    tamper(bad, *[f'DELETE FROM "{t}"' for t in rows], "DROP TABLE repair", "UPDATE qt_register SET withdrawn = 0")
    done, there = rebuilt(bad, new)
    expect("nothing is left but the journal: the same database is made of it",
           done.returncode == 1 and there and same(whole, new) and desk(new, "verify").returncode == 0)
    back = desk(bad, "--as", "sup", "restore", f"{new}/desk.db")
    expect("and restored", back.returncode == 0 and desk(bad, "verify").returncode == 0)

    copy(whole, bad)
    tamper(bad, "UPDATE staff SET pin = (SELECT pin FROM staff WHERE code = 'ck') WHERE code = 'sup'",
                "DELETE FROM qt_personal WHERE seq = (SELECT max(seq) FROM qt_personal WHERE sealed LIKE '%[%')")
    lost = sqlite3.connect(f"{whole}/desk.db").execute("SELECT max(seq) FROM qt_personal WHERE sealed LIKE '%[%'").fetchone()[0]
    done, there = rebuilt(bad, new)
    expect("a PIN that is not the journal's is left out and said; so are personal values",
           done.returncode == 1 and "sup" in done.stdout and f"line {lost}" in done.stderr and there and
           same(whole, new, ("staff", "qt_personal")) and desk(new, "verify").returncode == 1)
    back = desk(whole, "--as", "sup", "restore", f"{new}/desk.db")
    expect("restore asks before it takes it", back.returncode == 1 and "--yes" in back.stderr)
    back = desk(whole, "--as", "sup", "restore", f"{new}/desk.db", "--yes")
    expect("and takes it then, with a line that says so", back.returncode == 0 and sqlite3.connect(f"{whole}/desk.db").execute(
        "SELECT instr(data, 'despite') > 0 FROM journal WHERE action = 'restore'").fetchone() == (1,))

    tamper(bad, "DROP TRIGGER journal_no_update", "UPDATE journal SET staff = 'man' WHERE seq = 30")
    done, there = rebuilt(bad, new)
    expect("of a journal that is not whole nothing is made", done.returncode == 1 and not glob.glob(f"{new}/*") and "30" in done.stderr)
    full = subprocess.run(["sh", "-c", f"ulimit -f 700; exec '{attempt.program}' --db '{whole}/desk.db' --forms '{attempt.forms}' --lang en"
                           f" verify --rebuild '{new}/desk.db'"], capture_output=True, text=True, check=False)
    expect("a full disk leaves nothing behind", full.returncode == 1 and not glob.glob(f"{new}/*"))
end()
