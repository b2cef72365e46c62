"""attack.md M13: what retention leaves: names and phones in remarks and other free texts, in the row and in the journal for
ever; visits that nobody ended, which are never emptied.     attack_m13_purge.py PROGRAM FORMS

Three visitors, one of whom never signs out, a standing permission past its end, a repair, a message that waits, a watch-list
entry. Names and phones stand in every free text. Later by two years `daily` runs; then every file of the desk is searched,
byte for byte. The same with records of an earlier program's forms, where these texts were not personal."""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from attempt import desk, expect, end, forms, practice, program, sql

PEOPLE = [("Zqxjkwv", "13955550001"), ("司馬相如", "13955550002"), ("Ólafur Þór", "13955550003")]
SECRETS = [s.encode() for who in PEOPLE for s in (*who, who[0].lower())]  # the search keeps small letters
DAYS = {"came": "2024-03-01 10:00", "went": "2024-03-01 11:00", "later": "2026-11-27 09:00", "last": "2027-06-30 09:00"}


def ok(folder, *args, now=DAYS["came"]):
    done = desk(folder, "--as", "sup", *args, now=now)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout.split()[0] if done.stdout.split() else ""


def note(i):
    """What people write into a field that asks for something else."""
    name, phone = PEOPLE[i]
    return f"ask {name} at {phone}"


def enter(folder):
    """Three visits, the last one never ended; what the form has of free text filled."""
    numbers = []
    for i, (name, phone) in enumerate(PEOPLE):
        numbers.append(ok(folder, "add", "visitor", "unit=A-1", f"name={name}", f"phone={phone}", f"remarks={note(i)}", f"firm={note(i)}",
                          f"instruction={note(i)}"))
        ok(folder, "act", "visitor", numbers[i], "admit")
    key = ok(folder, "add", "custody", "kind=other", "unit=A-1", "owner=Somebody", f"collector={PEOPLE[2][0]}", f"what={note(0)}", "is_key=1",
             "sealed=1", "until=+2h", f"remarks={note(1)}")
    for action, *fields in (("hand_key", f"key_item={key}", "id_kind=badge", "id_number=7", "identity_checked=yes"),
                            ("letter", "letter_way=fax"), ("letter_back", "confirmation=1"), ("spare_key", f"guard={note(1)}"), ("spare_back",)):
        ok(folder, "act", "visitor", numbers[2], action, *fields)
    for number in numbers[:2]:
        ok(folder, "act", "visitor", number, "sign_out", now=DAYS["went"])
    ok(folder, "add", "permit", "unit=A-1", f"name={PEOPLE[0][0]}", "kind=cleaner", "valid_to=2024-04-01", f"given_by={PEOPLE[1][0]}",
       f"instruction={note(2)}")
    repair = ok(folder, "add", "repair", "unit=A-1", f"fault={note(0)}", f"wishes={note(1)}", f"remarks={note(2)}")
    ok(folder, "act", "repair", repair, "cancel", f"cancel_reason={note(2)}")
    return numbers


def holds(folder):
    """The files that hold one of the names or phones."""
    found = set()
    for name in sorted(n for n in os.listdir(folder) if os.path.isfile(f"{folder}/{n}")):
        with open(f"{folder}/{name}", "rb") as f:
            text = f.read()
        if any(s in text for s in SECRETS):
            found.add(name)
    return found


def journal_lines(folder):
    return sum(any(s.decode() in data for s in SECRETS) for (data,) in sql(folder, "select data from journal"))


def state(folder, register, number):
    return sql(folder, f"select state from {register} where number = '{number}'")[0][0]


def earlier_forms(to):
    """These forms as they were before free texts were personal, and a complaint's text was."""
    shutil.copytree(forms, to)
    with open(f"{to}/fields.yaml", encoding="utf-8") as f:  # they said their fields whole
        standard = dict(re.findall(r"(?m)^  - \{name: (\w+), (.*)\}$", f.read()))
    for name in os.listdir(to):
        path = f"{to}/{name}"
        if os.path.isdir(path):
            continue
        with open(path, encoding="utf-8") as f:
            items = re.split(r"(?m)^(?=  - )", f.read())
        for i, item in enumerate(items):
            field = re.match(r"  - \{?name: (\w+)[,\n]", item)
            if field and field[1] in ("remarks", "firm", "instruction", "what", "guard", "fault", "wishes", "cancel_reason"):
                if " zh: " not in item and "label:" not in item:
                    item = item.replace(f"name: {field[1]},", f"name: {field[1]}, {standard[field[1]]},", 1)
                items[i] = re.sub(r",\s+personal: true|\n    personal: true", "", item)
            elif field and field[1] == "text" and name == "complaint.yaml":
                items[i] = item.replace("required: true", "required: true, personal: true")
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(items))



with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1")
    visits = enter(folder)
    lent = ok(folder, "add", "visitor", "unit=A-1", "name=Somebody")  # and the spare key is out
    ok(folder, "act", "visitor", lent, "admit")
    ok(folder, "act", "visitor", lent, "letter", "letter_way=fax")
    ok(folder, "act", "visitor", lent, "letter_back", "confirmation=2")
    ok(folder, "act", "visitor", lent, "spare_key", "guard=Somebody")
    booked = ok(folder, "add", "visitor", "unit=A-1", "name=Somebody", "arrives_at=2026-12-24 10:00")
    waits = ok(folder, "add", "message", "unit=A-1", "from_name=Somebody", "text=hello")
    expect("a journal line holds none of the names", journal_lines(folder) == 0)
    desk(folder, "daily", now="2024-03-10 09:00")
    expect("a visit that nobody ended is left alone for a while", state(folder, "visitor", visits[2]) == "inside")
    done = desk(folder, "daily", now=DAYS["later"])
    expect("daily says what it closed", "Closed" in done.stdout)
    expect("a visit that nobody ended is closed as not signed out", state(folder, "visitor", visits[2]) == "unsigned")
    expect("one who has the spare key is not, nor one who is yet to come",
           [state(folder, "visitor", n) for n in (lent, booked)] == ["inside", "expected"])
    ok(folder, "act", "visitor", lent, "spare_back", now=DAYS["later"])
    expect("a message that waits for its occupant is not", state(folder, "message", waits) == "waiting")
    desk(folder, "daily", now=DAYS["last"])  # half a year after the permission ended
    expect("no byte of three names and phones in database, journal file or head", not holds(folder))
    shown = desk(folder, "--as", "sup", "search", PEOPLE[0][0], now=DAYS["later"]).stdout
    expect("the search finds none", visits[0] not in shown and PEOPLE[0][0] not in shown)
    told = desk(folder, "verify", now=DAYS["later"])
    expect("verify is content", told.returncode == 0)
    history = desk(folder, "--as", "sup", "show", "visitor", visits[2], "--history", now=DAYS["later"]).stdout
    expect("when the key is back, and nobody came, they are", [state(folder, "visitor", n) for n in (lent, booked)] ==
           ["unsigned", "cancelled"])
    expect("the history says so", "auto-close" in history or "nobody had done so" in history)

with tempfile.TemporaryDirectory() as folder:  # what lies outside is told
    practice(folder, "A-1")
    visit = ok(folder, "add", "visitor", "unit=A-1", f"name={PEOPLE[0][0]}", f"remarks={note(1)}")
    ok(folder, "act", "visitor", visit, "refuse")
    kept = f"{folder}/copy.db"
    desk(folder, "--as", "sup", "backup", kept, now=DAYS["went"])
    desk(folder, "--as", "sup", "print", "visitor", visit, "-o", f"{folder}/visit.txt", now=DAYS["went"])
    with open(f"{folder}/in.csv", "w", encoding="utf-8") as f:
        f.write(f"unit,name\nNOWHERE,{PEOPLE[0][0]}\n")
    desk(folder, "--as", "sup", "import", "visitor", f"{folder}/in.csv", now=DAYS["went"])
    desk(folder, "daily", now=DAYS["later"])
    told = desk(folder, "daily", now=DAYS["last"]).stdout
    for name in ("copy.db", "in.csv.refused.csv", "visit.txt"):
        expect(f"daily tells of {name}", name in told)
    expect("outside these files there is no byte either", not holds(folder) & {"desk.db", "desk.db-journal", "desk.db.head"})

if "auto_close" in open(f"{forms}/visitor.yaml", encoding="utf-8").read():  # records of before
    with tempfile.TemporaryDirectory() as folder:
        earlier_forms(f"{folder}/forms")
        before = [program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", f"{folder}/forms", "--now", DAYS["came"], "--as", "sup"]
        practice(folder, "A-1")
        line = ["unit=A-1", f"name={PEOPLE[0][0]}", f"remarks={note(1)}"]
        number = subprocess.run([*before, "add", "visitor", *line], check=True, capture_output=True, text=True).stdout.split()[0]
        told = ["unit=A-1", "name=Somebody", "matter=noise", "text=too loud at night"]
        complaint = subprocess.run([*before, "add", "complaint", *told], check=True, capture_output=True, text=True).stdout.split()[0]
        subprocess.run([*before, "act", "complaint", complaint, "withdraw", "withdraw_reason=quiet"], check=True, capture_output=True)
        expect("the earlier program left remarks in its lines", journal_lines(folder) == 1)
        expect("such a database is opened, and verify is content", desk(folder, "verify", now=DAYS["went"]).returncode == 0)
        ok(folder, "act", "visitor", number, "cancel", f"remarks={note(2)}", now=DAYS["went"])
        expect("new lines hold none", journal_lines(folder) == 1)
        desk(folder, "daily", now=DAYS["later"])
        with sqlite3.connect(f"{folder}/desk.db") as c:
            left = c.execute("select coalesce(name, remarks) from visitor").fetchone()
            text = c.execute("select text, name from complaint").fetchone()
        expect("retention empties the row", left == (None,))
        history = desk(folder, "--as", "sup", "show", "visitor", number, "--history", "--json", now=DAYS["later"]).stdout
        expect("and the history does not show what the old line holds", PEOPLE[1][0] not in history and "purge" in history)
        expect("a complaint's text stays, its name goes", text == ("too loud at night", None))
        expect("and verify is content", desk(folder, "verify", now=DAYS["later"]).returncode == 0)
        sql(folder, "drop trigger if exists complaint_guard")
        sql(folder, "update complaint set text = 'very quiet'")
        expect("the text that stays is vouched for", "text" in desk(folder, "verify", now=DAYS["later"]).stderr)
with tempfile.TemporaryDirectory() as folder:  # what a form has dropped meanwhile goes, too
    practice(folder, "A-1")
    os.mkdir(f"{folder}/house")
    guest = """register: guest
title: {zh: 来客, en: Guests}
retention: {days: 30, from: saved_at}
fields:
  - {name: name, zh: 姓名, en: Name, personal: true}
"""
    dropped = """  - {name: seat, zh: 座位, en: Seat, personal: true}
  - {name: pass_no, zh: 证件, en: Pass, personal: true, secret: true}
  - {name: with_him, zh: 同来, en: With, personal: true, fields: [{name: who, zh: 谁, en: Who}]}
"""
    line = [program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", f"{forms}:{folder}/house", "--as", "sup", "--now"]
    with open(f"{folder}/house/guest.yaml", "w", encoding="utf-8") as f:
        f.write(guest + dropped)
    values = [f"name={PEOPLE[0][0]}", f"seat={note(1)}", f"pass_no={PEOPLE[2][1]}", f'with_him=[{{"who": "{PEOPLE[1][0]}"}}]']
    subprocess.run([*line, DAYS["came"], "add", "guest", *values], check=True, capture_output=True)
    with open(f"{folder}/house/guest.yaml", "w", encoding="utf-8") as f:
        f.write(guest)
    expect("values of dropped fields are there", subprocess.run([*line, DAYS["went"], "verify"], capture_output=True).returncode == 0 and
           bool(holds(folder)))
    subprocess.run([*line, DAYS["later"], "daily"], check=True, capture_output=True)
    expect("no byte of dropped fields is left", not holds(folder))
    told = subprocess.run([*line, DAYS["later"], "verify"], capture_output=True, text=True)
    expect("and verify is content" + told.stderr, told.returncode == 0)
end()
