"""attack.md H5: a clerk's CSV import, --state and `add` forge approvals, clerks and times.     attack_h5_forged_import.py PROGRAM FORMS"""
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args, pin=""):
    return subprocess.run([program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", forms, *args], input=pin,
                          capture_output=True, text=True, check=False)


def rows(folder, sql):
    with sqlite3.connect(f"{folder}/desk.db") as c:
        return c.execute(sql).fetchall()


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


def bring(folder, register, text, *more, staff="ck"):
    with open(f"{folder}/in.csv", "w", encoding="utf-8") as f:
        f.write(text)
    return desk(folder, "--as", staff, "import", register, f"{folder}/in.csv", *more)


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    for staff, role, by in (("sup", "supervisor", []), ("man", "manager", ["--as", "sup"]), ("ck", "clerk", ["--as", "sup"])):
        assert desk(folder, *by, "user", "add", staff, f"Name {staff}", role, pin="1234\n").returncode == 0
    assert desk(folder, "--as", "sup", "add", "unit", "code=A-1").returncode == 0

    told = "unit,name,phone,subject,text,channel,matter"
    bring(folder, "complaint", f"{told},state,approved_by,grade\nA-1,Bob,13900001111,x,bad thing,phone,noise,approved,man,serious\n")
    expect("a file does not approve in the manager's name", not rows(folder, "select 1 from complaint where state = 'approved'"))
    bring(folder, "complaint", f"{told}\nA-1,Bob,13900001111,x,bad thing,phone,noise\n", "--state", "approved")
    expect("nor does --state", not rows(folder, "select 1 from complaint where state = 'approved'"))
    bring(folder, "complaint", f"{told},approved_by\nA-1,Bob,13900001111,x,bad thing,phone,noise,man\n")
    expect("nor the name of who approved", not rows(folder, "select 1 from complaint where approved_by is not null"))
    bring(folder, "message", "number,unit,from_name,text,state,saved_at,clerk,delivered_by\n"
                             "M9999-0001,A-1,Bob,hello,delivered,2020-01-01 10:00,man,man\n")
    expect("a message is not delivered years ago by somebody else",
           not rows(folder, "select 1 from message where number = 'M9999-0001' or clerk = 'man' or delivered_by = 'man'"))
    desk(folder, "--as", "ck", "add", "visitor", "unit=A-1", "name=Forge", "answer=admitted", "called_at=now", "identity_checked=yes")
    expect("`add` does not fill in what the call does", not rows(folder, "select 1 from visitor where answer is not null"))
    bring(folder, "visitor", "unit,name,answer,identity_checked\nA-1,Forge,admitted,yes\n")
    expect("nor does an import", not rows(folder, "select 1 from visitor where answer is not null"))
    bring(folder, "message", "unit,from_name,text,state\nA-1,Bob,hello,delivered\n", "--migrate")
    expect("a clerk does not migrate", not rows(folder, "select 1 from message where state = 'delivered'"))
    bring(folder, "complaint", f"{told},state,grade\nA-1,Bob,13900001111,x,bad thing,phone,noise,approved,serious\n", "--migrate", staff="sup")
    expect("a supervisor does not approve what the manager must", not rows(folder, "select 1 from complaint where state = 'approved'"))
    done = bring(folder, "complaint", f"{told},state,grade\nA-1,Bob,13900001111,x,bad thing,phone,noise,approved,serious\n",
                 "--migrate", staff="man")
    lines = rows(folder, "select staff, action from journal where reg = 'complaint' and record > 0")
    expect("the manager may, and the line says that it was migrated", done.returncode == 0 and lines == [("man", "migrate")])
    done = bring(folder, "complaint", f"{told}\nA-1,Bob,13900001111,x,bad thing,phone,noise\n")
    expect("a clerk's rows as a clerk types them come in", done.returncode == 0)
sys.exit(failed > 0)
