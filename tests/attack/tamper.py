"""Tamperings drawn with a seed: a value of any column of any table changed by SQL, a row deleted or doubled; single bytes
of the file turned.     tamper.py PROGRAM FORMS [SEED] [TAMPERINGS] [FLIPS]

The oracle is what the program shows: list and show of all registers, board, staff and settings, before and after. Where it
differs, verify must fail and name register and number (or staff, or the setting). 99 % of them must be named. One view that
differs is enough, so they are looked at in an order in which one is soon found; where none differs all were looked at."""
import glob
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

program, forms = sys.argv[1:3]
seed, tamperings, flips = (int(n) for n in (sys.argv[3:] + ["1", "60", "20"][len(sys.argv) - 3:]))
draw = random.Random(seed)
LEFT_OUT = {"sqlite_sequence", "sqlite_stat1"}
JOURNAL = {"journal", "qt_personal"}  # the chain names the line
NOW = time.strftime("%Y-%m-%d %H:%M", time.localtime(time.time() + 3600))
ENDS = ("", ".key", ".head")


def desk(path, *args, given=""):
    return subprocess.run([program, "--lang", "en", "--db", path, "--forms", forms, *args], input=given, capture_output=True,
                          text=True, check=False, errors="replace", timeout=120)


def ok(path, *args, given=""):
    done = desk(path, *args, given=given)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def house(path):
    ok(path, "init", "--practice")
    ok(path, "user", "add", "sup", "Ms Sun", "supervisor", given="1234\n")
    for code, role in (("man", "manager"), ("ck", "clerk"), ("eng", "engineer")):
        ok(path, "--as", "sup", "user", "add", code, f"Name {code}", role, given="1234\n")
    for name, value in (("building", "Tower"), ("closing_time", "21:00"), ("print_seconds", "90")):
        ok(path, "--as", "sup", "setting", "set", name, value)
    for n in range(1, 5):
        ok(path, "--as", "sup", "add", "unit", f"code=A-{n}", f"owner=Owner {n}", f"owner_phone=1390000111{n}")
        visitor = ok(path, "--as", "ck", "add", "visitor", f"unit=A-{n}", f"name=Guest {n}", "id_number=11010519491231002X", f"phone=1380000222{n}")
        ok(path, "--as", "ck", "add", "message", f"unit=A-{n}", f"from_name=Friend {n}", f"text=call back {n}")
        ok(path, "--as", "ck", "add", "complaint", f"unit=A-{n}", f"name=Bob {n}", "phone=13900001111", "channel=phone", "matter=noise",
           f"text=noise at night {n}", "grade=ordinary")
        ok(path, "--as", "ck", "add", "repair", f"unit=A-{n}", f"fault=tap drips {n}", "severity=normal")
        ok(path, "--as", "ck", "add", "incident", f"unit=A-{n}", "kind=water", f"what=pipe burst {n}",
           f'steps=[["10:00","valve closed {n}"],["10:20","dried"]]')
        ok(path, "--as", "sup", "add", "watch", f"name=Trouble {n}", f"reason=owes {n}", "id_number=11010519491231002X")
        ok(path, "--as", "sup", "add", "person", f"unit=A-{n}", f"name=Tenant {n}", "relation=family")
    ok(path, "--as", "ck", "edit", "visitor", visitor.split()[0], "remarks=late")
    ok(path, "verify")


def numbers(path):
    with sqlite3.connect(path) as db:
        names = [r for (r,) in db.execute("SELECT name FROM qt_register ORDER BY key")]
        return {reg: dict(db.execute(f'SELECT id, number FROM "{reg}"')) for reg in names}


def views(records, first=""):
    """What is shown, by name; at one moment, since the board counts minutes. first: the register to begin with."""
    registers = sorted(records, key=lambda reg: reg != first)
    lists = {reg: ("list", reg, "--csv", "--limit", "100000") for reg in registers}
    house = {"staff": ("user", "list"), "settings": ("setting", "list"), "board": ("board", "--json")}
    shows = {f"{reg} {number}": ("show", reg, number) for reg in registers for number in records[reg].values()}
    return {**lists, **house, **shows} if first in records else {**house, **lists, **shows}


def view(path, args):
    """Also refusals, which are a difference."""
    done = desk(path, "--now", NOW, "--as", "sup", *args)
    return done.stdout + done.stderr.replace(path, "")


def content(path):
    """All rows of all tables, and all entries of all indexes; where they are the same nothing can be shown otherwise."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            db.text_factory = bytes
            held = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
            for kind, name, table, sql in held[:]:
                name, table = name.decode(), table.decode()
                if kind == b"index":
                    columns = [c.decode() for (c,) in db.execute("SELECT name FROM pragma_index_info(?)", (name,)) if c]
                    where = sql.decode().partition(") WHERE ")[2] if sql else ""
                    listed = ", ".join(f'"{c}"' for c in columns)
                    held += db.execute(f'SELECT {listed} FROM "{table}" INDEXED BY "{name}" WHERE {where or 1}')
                elif kind == b"table" and b"VIRTUAL" not in sql:
                    held += db.execute(f'SELECT * FROM "{name}"')
        db.close()
        return held
    except (sqlite3.Error, UnicodeError):  # of a damaged schema the message itself cannot be read
        return None


def copy(whole, path):
    for end in ENDS:
        shutil.copy(whole + end, path + end)


def sql_tampering(path, records):
    """One drawn change; what verify should name, or None when nothing was changed."""
    with sqlite3.connect(path) as db:
        tables = [(n, sql) for n, sql in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                  if n not in LEFT_OUT and not n.startswith("search") and " VIRTUAL " not in sql]
        full = [n for n, _ in tables if db.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0]]
        table = draw.choice([n for n in full if n not in JOURNAL])
        columns = [c[1:3] for c in db.execute(f'PRAGMA table_info("{table}")')]
        keys = [c[1] for c in db.execute(f'PRAGMA table_info("{table}")') if c[5]]
        rows = db.execute(f'SELECT {", ".join(chr(34) + k + chr(34) for k in keys)} FROM "{table}"').fetchall()
        row = draw.choice(rows)
        where = " AND ".join(f'"{k}" = ?' for k in keys)
        kept = db.execute(f'SELECT * FROM "{table}" WHERE {where}', row).fetchone()
        named = dict(zip((c[0] for c in columns), kept))
        kind = draw.choice(["change", "change", "change", "change", "null", "delete", "double"])
        try:
            if kind == "delete":
                db.execute(f'DELETE FROM "{table}" WHERE {where}', row)
            elif kind == "double":
                copy_of = [v if c not in keys and c != "number" else (max(r[0] for r in rows) + 1 if isinstance(v, int) else f"{v}x")
                           for (c, _), v in zip(columns, kept)]
                db.execute(f'INSERT INTO "{table}" VALUES({", ".join("?" * len(columns))})', copy_of)
            else:
                column, type_ = draw.choice(columns)
                old = named[column]
                new = None if kind == "null" else (draw.choice([0, 1, (old or 0) + 1, (old or 0) + 86400]) if type_ == "INTEGER" else
                                                   b"\x01" * 16 if type_ == "BLOB" else draw.choice([f"{old or ''}x", "Other", "left"]))
                if new == old:
                    return None
                kind = f"{kind} {column}"
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (new, *row))
        except sqlite3.Error:
            db.rollback()
            return None
    db.close()
    reg, record = (table, named.get("id")) if table in records else (named.get("reg", table), named.get("record"))
    if "parent" in named:
        reg, record = next(r for r in records if table.startswith(f"{r}.")), named["parent"]
    number = records.get(reg, {}).get(record)
    name = number or named.get("code") or named.get("name") or named.get("period") or reg or table
    if table == "meta":
        name = ""  # of the file itself: no register, no number
    return f"{table}: {kind}", [reg if number else "", str(name)]


def flip(path):
    size = os.path.getsize(path)
    at = draw.randrange(100, size)
    with open(path, "r+b") as f:
        f.seek(at)
        byte = f.read(1)[0]
        f.seek(at)
        f.write(bytes([byte ^ (1 << draw.randrange(8))]))
    return f"byte {at}"


def judge(what, names, before, path, records, done):
    """1 named, 0 missed, None nothing to be seen."""
    key = next((k for k, args in views(records, what.split(":")[0]).items() if view(path, args) != before[k]), None)
    if key is None:
        return None
    said = done.stdout + done.stderr
    told = done.returncode != 0 and all(n in said for n in names)
    if not told:
        print(f"MISSED {what}; shown otherwise: {key}; named: {names}; verify: {done.returncode} {said.strip()[:300]}", flush=True)
    return int(told)


with tempfile.TemporaryDirectory() as folder:
    whole, path = f"{folder}/whole.db", f"{folder}/desk.db"
    house(whole)
    records = numbers(whole)
    held = content(whole)
    assert held
    copy(whole, path)
    before = {k: view(path, args) for k, args in views(records).items()}
    seen = {"tamperings": [0, 0, 0], "flips": [0, 0, 0]}
    for n in range(tamperings + flips):
        part = seen["tamperings" if n < tamperings else "flips"]
        copy(whole, path)
        drawn = None
        while n < tamperings and drawn is None:
            drawn = sql_tampering(path, records)
        what, names = drawn or (flip(path), [])
        done = desk(path, "verify")
        same = drawn is None and content(path) == held
        found = None if same else judge(what, names, before, path, records, done)
        part[0] += 1
        part[1] += found is not None
        part[2] += found == 1
        for left in glob.glob(f"{folder}/desk.db*"):
            os.remove(left)
    print(f"seed {seed}")
    bad = False
    for name, (done, visible, told) in seen.items():
        print(f"{name}: {done} made, {visible} can be seen, {told} of them named")
        bad = bad or told < 0.99 * visible
sys.exit(bad)
