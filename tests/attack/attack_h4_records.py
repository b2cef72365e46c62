"""attack.md H4: records, promises, staff, settings and guards changed by SQL, and `verify` says all is in order.
attack_h4_records.py PROGRAM FORMS"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from building import small

program, forms = sys.argv[1:3]
failed = 0

# What is done, and what verify has to name; a form that is taken out of the folder first.
ATTACKS = [
    ("visitor changed", "UPDATE visitor SET unit = 'B-0101' WHERE number = '{visitor}'", "{visitor}"),
    ("visitor deleted", "DELETE FROM visitor WHERE number = '{visitor}'", "{visitor}"),
    ("visitor inserted", "INSERT INTO visitor(version, number, state) VALUES(1, 'V-FORGED', 'left')", "V-FORGED"),
    ("message delivered", "UPDATE message SET state = 'delivered', delivered_by = 'zm' WHERE number = '{message}'", "{message}"),
    ("message text", "UPDATE message SET text = 'other' WHERE number = '{message}'", "{message}"),
    ("sealed ID number removed", "UPDATE visitor SET id_number_sealed = NULL WHERE number = '{sealed}'", "{sealed}"),
    ("sealed ID number and its index removed",
     "UPDATE visitor SET id_number = NULL, id_number_sealed = NULL, id_number_index = NULL WHERE number = '{sealed}'", "{sealed}"),
    ("PIN replaced", "UPDATE staff SET pin = (SELECT pin FROM staff WHERE code = 'lm') WHERE code = 'zm'", "zm"),
    ("PIN removed", "UPDATE staff SET pin = NULL WHERE code = 'zm'", "zm"),
    ("role raised", "UPDATE staff SET role = 'manager' WHERE code = 'lm'", "lm"),
    ("staff inserted", "INSERT INTO staff(code, name, role, disabled{columns}) VALUES('evil', 'x', 'manager', 0{values})",
     "evil"),
    ("staff deleted", "DELETE FROM staff WHERE code = 'zm'", "zm"),
    ("setting planted", "INSERT INTO setting VALUES('print_command', 'touch /tmp/x')", "print_command"),
    ("setting changed", "UPDATE setting SET value = 'Other' WHERE name = 'building'", "building"),
    ("all promises off the board", "DELETE FROM due", "{promised}"),
    ("a promise put off", "UPDATE due SET due = due + 864000 WHERE id = (SELECT max(id) FROM due WHERE record > 0)", "{last}"),
    ("search emptied", "INSERT INTO search(search) VALUES('delete-all')", "search index|\u67e5\u627e"),
    ("counter set on", "UPDATE counter SET last = last + 5 WHERE reg = 'visitor'", "visitor"),
    ("counter set on, its form taken away", "UPDATE counter SET last = last + 5 WHERE reg = 'visitor'", "visitor", "visitor.yaml"),
    ("counter set back, its form taken away", "UPDATE counter SET last = last - 1 WHERE reg = 'visitor'", "visitor", "visitor.yaml"),
    ("counter planted, its form taken away", "INSERT INTO counter VALUES('visitor', '999999-#', 7)", "visitor", "visitor.yaml"),
    ("counter removed", "DELETE FROM counter WHERE reg = 'visitor'", "visitor"),
    ("practice taken away", "UPDATE meta SET value = '0' WHERE name = 'practice'", "practice"),
    ("guard replaced", "DROP TRIGGER journal_no_update; CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END",
     "journal_no_update"),
    ("a column under another name",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '\"raised_at\"', '\"rcised_at\"') WHERE name = 'complaint'",
     "raised_at"),
    ("trigger on another table", "CREATE TRIGGER quiet AFTER INSERT ON complaint BEGIN UPDATE complaint SET unit = 'A-1'; END", "quiet"),
]


def desk(path, *args, folder=forms):
    return subprocess.run([program, "--db", path, "--forms", folder, *args], capture_output=True, text=True, check=False)


def one(db, sql):
    row = db.execute(sql).fetchone()
    return row[0] if row else None


def number_of(db, order):
    reg, record = db.execute(f"SELECT reg, record FROM due WHERE record > 0 ORDER BY {order} LIMIT 1").fetchone()
    return one(db, f"SELECT number FROM {reg} WHERE id = {record}")


with tempfile.TemporaryDirectory() as folder:
    whole = f"{folder}/whole.db"
    small(program, forms, whole)
    assert desk(whole, "--as", "cj", "setting", "set", "building", "Tower").returncode == 0
    with sqlite3.connect(whole) as db:
        names = {"visitor": one(db, "SELECT number FROM visitor ORDER BY id DESC LIMIT 1"),
                 "sealed": one(db, "SELECT number FROM visitor WHERE id_number_sealed IS NOT NULL LIMIT 1"),
                 "message": one(db, "SELECT number FROM message WHERE state = 'waiting' LIMIT 1")
                            or one(db, "SELECT number FROM message LIMIT 1"),
                 "columns": "", "values": "",
                 "promised": number_of(db, "id"), "last": number_of(db, "id DESC")}
        if one(db, "SELECT 1 FROM pragma_table_info('staff') WHERE name = 'failed'"):
            names.update(columns=", failed, locked_until", values=", 0, 0")  # files of before
    assert desk(whole, "verify").returncode == 0
    fewer = f"{folder}/forms"
    shutil.copytree(forms, fewer)
    for what, sql, named, *without in ATTACKS:
        path = f"{folder}/desk.db"
        for end in ("", ".key", ".head"):
            shutil.copy(whole + end, path + end)
        with sqlite3.connect(path) as db:
            db.executescript(sql.format(**names))
        db.close()
        for form in without:
            os.rename(f"{fewer}/{form}", f"{folder}/{form}")
        done = desk(path, "verify", folder=fewer)
        for form in without:
            os.rename(f"{folder}/{form}", f"{fewer}/{form}")
        said = done.stdout + done.stderr
        told = done.returncode != 0 and any(part.format(**names) in said for part in named.split("|"))
        failed += not told
        print(f"{'ok  ' if told else 'LOST'} {what}" + ("" if told else f": {said.strip()[:200]}"))
        for end in ("", ".key", ".head"):
            os.remove(path + end)
    os.rename(f"{fewer}/visitor.yaml", f"{folder}/visitor.yaml")
    assert desk(whole, "verify", folder=fewer).returncode == 0
sys.exit(failed > 0)
