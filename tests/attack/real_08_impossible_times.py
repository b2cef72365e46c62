"""realdata.md 8: times that cannot be.     real_08_impossible_times.py PROGRAM FORMS"""
import csv
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args):
    return subprocess.run([program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", forms, *args], input="1234\n",
                          capture_output=True, text=True, check=False)


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    assert desk(folder, "user", "add", "sup", "Name", "supervisor").returncode == 0
    assert desk(folder, "--as", "sup", "add", "unit", "code=A-1").returncode == 0
    with open(f"{folder}/v.csv", "w", encoding="utf-8") as f:
        f.write("name,unit,saved_at,arrives_at,inside_at,left_at\n"
                "Ann Lee,A-1,2026-11-20 09:00,,2026-11-20 09:00,2024-11-20 10:00\n"
                "Bob Ray,A-1,2030-03-01 09:00,,2030-03-01 09:00,\n"
                "Eve Fox,A-1,2026-11-20 09:00,2030-03-01 09:00,,\n"
                "Dan Kim,A-1,2026-11-20 09:00,2026-11-20 09:30,2026-11-20 09:05,2026-11-20 10:00\n")
    args = ["--now", "2026-11-21 09:14", "--as", "sup", "import", "visitor", f"{folder}/v.csv", "--state", "left"]
    done = desk(folder, *args, "--migrate")
    if "unrecognized option" in done.stderr or done.returncode == 2:
        done = desk(folder, *args)  # a program before --migrate
    with sqlite3.connect(f"{folder}/desk.db") as c:
        names = {r[0] for r in c.execute("select name from visitor")}
    try:
        with open(f"{folder}/v.csv.refused.csv", encoding="utf-8-sig", newline="") as f:
            reasons = {r["name"]: r["refused_reason"] for r in csv.DictReader(f)}
    except FileNotFoundError:
        reasons = {}
    expect("left two years before inside is refused", "Ann Lee" not in names)
    expect("... with field and value", "2024-11-20" in reasons.get("Ann Lee", "") and "before" in reasons.get("Ann Lee", ""))
    expect("a visit of 2030 that is over is refused", "Bob Ray" not in names)
    expect("... with field and value", "2030-03-01" in reasons.get("Bob Ray", ""))
    expect("so is one that is expected in 2030", "Eve Fox" not in names)
    expect("what can be comes in", "Dan Kim" in names)
sys.exit(failed > 0)
