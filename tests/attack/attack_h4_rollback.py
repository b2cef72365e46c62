"""attack.md H4: database and head file rolled back together.     attack_h4_rollback.py PROGRAM FORMS

Nothing in the folder can prove it, so the head must be on what leaves the house (prints, daily, backup, verify) and
`verify --head` must name the rollback by such a head; by a restore, too, and by a copy of the files of an earlier day."""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0
FILES = ("desk.db", "desk.db.key", "desk.db.head")


def desk(folder, *args):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args],
                          capture_output=True, text=True, check=False)


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


def told(text):
    """The last head in a text, full or short; else one that is none."""
    heads = re.findall(r"\b\d+:[0-9a-f]{12,64}\b", text)
    return heads[-1] if heads else "1:0"


def named(folder, head):
    """By the exit status of a refusal: 2 is a program that does not know the option."""
    return desk(folder, "verify", "--head", head).returncode == 1


def paper(folder):
    done = desk(folder, "--as", "lm", "print", "visitor", "--list", "all", "-o", f"{folder}/list.pdf")
    if done.returncode != 0:
        return ""
    return subprocess.run(["pdftotext", f"{folder}/list.pdf", "-"], capture_output=True, text=True, check=False).stdout


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    for code, role in (("cj", "supervisor"), ("lm", "clerk")):
        who = ["--as", "cj"] if code == "lm" else []
        subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, *who, "user", "add", code, code, role],
                       input="1234\n", capture_output=True, text=True, check=True)
    assert desk(folder, "--as", "cj", "add", "unit", "code=A-1203").returncode == 0
    with open(f"{folder}/house", "w", encoding="ascii") as f:
        f.write(f"witness\t-\tprintf %s \"$1\" > {folder}/seen\n")
    os.chmod(folder, 0o700)
    os.chmod(f"{folder}/house", 0o600)
    os.environ["QIANTAI_HOUSE"] = f"{folder}/house"
    os.mkdir(f"{folder}/before")
    for name in FILES:
        shutil.copy2(f"{folder}/{name}", f"{folder}/before/{name}")
    assert desk(folder, "--as", "lm", "add", "visitor", "name=Wang", "unit=A-1203").returncode == 0
    kept = {"verify": told(desk(folder, "verify").stdout), "daily": told(desk(folder, "daily").stdout),
            "backup": told(desk(folder, "backup", f"{folder}/copy.db").stdout), "print": told(paper(folder))}
    if os.path.exists(f"{folder}/seen"):
        with open(f"{folder}/seen", encoding="ascii") as f:
            kept["witness"] = f.read()
    expect("the witness has been told", "witness" in kept)
    fit = all(desk(folder, "verify", "--head", head).returncode == 0 for head in kept.values())
    expect("heads on what leaves the house fit", fit)
    with sqlite3.connect(f"{folder}/desk.db") as c:
        again, = c.execute("select count(*) from journal").fetchone()
    for name in FILES:
        shutil.copy2(f"{folder}/before/{name}", f"{folder}/{name}")
    expect("rolled back by copying files: in order by itself", desk(folder, "verify").returncode == 0)
    for what, head in kept.items():
        expect(f"rolled back by copying files: named by the head of {what}", named(folder, head))
    with sqlite3.connect(f"{folder}/desk.db") as c:
        while c.execute("select count(*) from journal").fetchone()[0] <= again:
            c.commit()
            assert desk(folder, "--as", "lm", "add", "visitor", "name=Li", "unit=A-1203").returncode == 0
    for what, head in kept.items():
        expect(f"the same, worked on beyond the old end: named by the head of {what}", named(folder, head))
sys.exit(failed > 0)
