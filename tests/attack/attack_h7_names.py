"""attack.md H7: a register whose name meets a table, an index or the search of another stops the whole desk; so do a
mistake in holidays.tsv, a pipe in its place, and an empty roles.yaml.     attack_h7_names.py PROGRAM FORMS

Each name is tried in a desk that works already: either `check` refuses it with line and caret and that form alone is
left out, or it can be used as any other."""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from building import small

program, forms = sys.argv[1:3]
NAMES = ["visitor_unit", "repair_unit", "complaint_number", "message_number", "message_by_saved_at", "repair_is_phone",
         "journal_of", "due_record", "search_data", "box_things", "sqlite_schema", "json_each", "pragma_table_info",
         "staff", "select", "incident_steps"]
FORM = """register: NAME
title: {zh: 试, en: Trial}
number: "T-{seq:3}"
fields:
  - {name: what, type: text, label: {zh: 物, en: What}, required: true}
  - {name: things, type: items, label: {zh: 件, en: Things}, fields: [{name: a, type: text, label: {zh: 甲, en: A}}]}
states: [{name: open, label: {zh: 开, en: Open}}]
lists: [{name: all, label: {zh: 全部, en: All}, order: number, columns: [number, what]}]
"""
lost = []


def desk(folder, *args, dirs=None):
    try:
        return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", dirs or forms, *args], text=True,
                              capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(args, 99, "", "hung")


def goes_on(folder, dirs, name):
    """What must work whatever a form is called."""
    for args in (("verify",), ("--as", "cj", "backup", f"{folder}/copy-{name}.db"), ("--as", "lm", "board")):
        got = desk(folder, *args, dirs=dirs)
        if got.returncode != 0:
            lost.append(f"{name}: {args} {got.stderr.strip()[-160:]}")
            return False
    return True


def try_name(base, name):
    folder = f"{base}/{name}"
    shutil.copytree(f"{base}/desk", folder)
    own = f"{folder}/own"
    os.mkdir(own)
    with open(f"{own}/x.yaml", "w", encoding="utf-8") as out:
        out.write(FORM.replace("NAME", name))
    if name.endswith("_things"):
        with open(f"{own}/y.yaml", "w", encoding="utf-8") as out:
            out.write(FORM.replace("NAME", name[:-len("_things")]))
    dirs = f"{forms}:{own}"
    refused = desk(folder, "check", dirs=dirs)
    if not goes_on(folder, dirs, name):
        return
    if refused.returncode != 0:
        if not re.search(r"x\.yaml:1:11: .*\n.*\n +\^~", refused.stderr):
            lost.append(f"{name}: refused without its place: {refused.stderr[-160:]}")
        return
    for reg in (name, name[:-len("_things")] if name.endswith("_things") else name):
        made = desk(folder, "--as", "lm", "add", reg, f"what=it is {reg}", 'things=[["one"],["two"]]', dirs=dirs)
        seen = desk(folder, "--as", "cj", "list", reg, "--csv", dirs=dirs)
        if made.returncode != 0 or f"it is {reg}" not in seen.stdout:
            lost.append(f"{name}: register {reg}: {made.stderr.strip()[-160:]} {seen.stderr.strip()[-160:]}")
    if desk(folder, "verify", dirs=dirs).returncode != 0:
        lost.append(f"{name}: verify after a record was saved")


with tempfile.TemporaryDirectory() as base:
    os.mkdir(f"{base}/desk")
    small(program, forms, f"{base}/desk/desk.db")
    with sqlite3.connect(f"file:{base}/desk/desk.db?mode=ro", uri=True) as db:
        own = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type <> 'trigger'"
                                              " AND name NOT LIKE 'qt\\_%' ESCAPE '\\' AND sql IS NOT NULL")]
        registers = [name for (name,) in db.execute("SELECT name FROM qt_register")]
    NAMES += sorted(name for name in own if re.fullmatch("[a-z][a-z0-9_]*", name) and name not in registers and
                    name not in NAMES and "_" in name)[:4]
    for name in NAMES:
        try_name(base, name)
    for what in ("typo", "pipe", "pipe as a form", "empty roles", "broken roles"):
        folder = f"{base}/{what.replace(' ', '-')}"
        shutil.copytree(f"{base}/desk", folder)
        own, dirs = f"{folder}/own", f"{forms}:{folder}/own"
        os.mkdir(own)
        if what == "typo":
            with open(f"{folder}/holidays.tsv", "w", encoding="utf-8") as out:
                out.write("2027-01-01\tof\n2027-01-02\toff\n")
        elif what == "pipe":
            os.mkfifo(f"{folder}/holidays.tsv")
        elif what == "pipe as a form":
            os.mkfifo(f"{own}/x.yaml")
        else:
            with open(f"{own}/roles.yaml", "w", encoding="utf-8") as out:
                out.write("" if what == "empty roles" else "roles:\n  - {nam: x}\n")
        goes_on(folder, dirs, what)
print("\n".join(lost) or f"{len(NAMES)} names and 5 broken files: each costs itself only")
sys.exit(bool(lost))
