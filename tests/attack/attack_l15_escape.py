"""attack.md L15: bytes that a terminal obeys, written into the database past the program or into a file name, reach the
terminal of whoever lists.     attack_l15_escape.py PROGRAM FORMS"""
import sqlite3
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
BAD = "\x1b]0;owned\x07\x1b[31m\x9b2J\x7f"
lost = []


def desk(folder, *args):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args],
                          capture_output=True, check=False, timeout=300)


def obeyed(raw):
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    return sorted({f"{ord(c):02x}" for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160})


with tempfile.TemporaryDirectory() as folder:
    demo(program, forms, f"{folder}/desk.db")
    with sqlite3.connect(f"{folder}/desk.db") as db:
        db.create_function("in_area", 1, lambda v: 1)
        db.execute("UPDATE visitor SET name = name || ?", (BAD,))
        db.execute("UPDATE staff SET name = name || ?", (BAD,))
        db.execute("INSERT OR REPLACE INTO setting VALUES('building', ?), ('closure.x', ?)", (BAD, BAD))
        number = db.execute("SELECT number FROM visitor LIMIT 1").fetchone()[0]
    db.close()
    for args in (("--as", "lm", "list", "visitor"), ("--as", "cj", "list", "visitor", "--csv"), ("--as", "lm", "show", "visitor", number),
                 ("--as", "cj", "list", "visitor", "--json"), ("--as", "lm", "search", "A-1203"), ("--as", "cj", "user", "list"), ("--as", "cj", "setting", "list"),
                 ("--as", "cj", "setting", "get", "building"), ("--as", "lm", "board"), ("--as", "lm", "show", "visitor", f"V{BAD}"), ("--as", BAD, "board"),
                 ("check", f"{folder}/no{BAD}.yaml"), ("--as", "cj", "import", "visitor", f"{folder}/no{BAD}.csv"),
                 ("--as", "cj", "restore", f"{folder}/no{BAD}.db")):
        got = desk(folder, *args)
        bad = obeyed(got.stdout) + obeyed(got.stderr)
        if bad:
            lost.append(f"{[a.encode('unicode_escape').decode() for a in args]}: {bad}")
print("\n".join(lost) or "14 commands: nothing that a terminal obeys")
sys.exit(bool(lost))
