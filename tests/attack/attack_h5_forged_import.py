"""attack.md H5: a clerk's CSV import, --state and `add` forge approvals, clerks and times.     attack_h5_forged_import.py PROGRAM FORMS"""
import tempfile

from attempt import bring, desk, end, expect, practice, sql

def brought(*args, staff="ck"):
    return bring(folder, *args, staff=staff)


with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1")
    for staff, role in (("man", "manager"), ("ck", "clerk")):
        assert desk(folder, "--as", "sup", "user", "add", staff, f"Name {staff}", role).returncode == 0

    told = "unit,name,phone,subject,text,channel,matter"
    brought("complaint", f"{told},state,approved_by,grade\nA-1,Bob,13900001111,x,bad thing,phone,noise,approved,man,serious\n")
    expect("a file does not approve in the manager's name", not sql(folder, "select 1 from complaint where state = 'approved'"))
    brought("complaint", f"{told}\nA-1,Bob,13900001111,x,bad thing,phone,noise\n", "--state", "approved")
    expect("nor does --state", not sql(folder, "select 1 from complaint where state = 'approved'"))
    brought("complaint", f"{told},approved_by\nA-1,Bob,13900001111,x,bad thing,phone,noise,man\n")
    expect("nor the name of who approved", not sql(folder, "select 1 from complaint where approved_by is not null"))
    brought("message", "number,unit,from_name,text,state,saved_at,clerk,delivered_by\n"
                             "M9999-0001,A-1,Bob,hello,delivered,2020-01-01 10:00,man,man\n")
    expect("a message is not delivered years ago by somebody else",
           not sql(folder, "select 1 from message where number = 'M9999-0001' or clerk = 'man' or delivered_by = 'man'"))
    desk(folder, "--as", "ck", "add", "visitor", "unit=A-1", "name=Forge", "answer=admitted", "called_at=now", "identity_checked=yes")
    expect("`add` does not fill in what the call does", not sql(folder, "select 1 from visitor where answer is not null"))
    brought("visitor", "unit,name,answer,identity_checked\nA-1,Forge,admitted,yes\n")
    expect("nor does an import", not sql(folder, "select 1 from visitor where answer is not null"))
    brought("message", "unit,from_name,text,state\nA-1,Bob,hello,delivered\n", "--migrate")
    expect("a clerk does not migrate", not sql(folder, "select 1 from message where state = 'delivered'"))
    brought("complaint", f"{told},state,grade\nA-1,Bob,13900001111,x,bad thing,phone,noise,approved,serious\n", "--migrate", staff="sup")
    expect("a supervisor does not approve what the manager must", not sql(folder, "select 1 from complaint where state = 'approved'"))
    done = brought("complaint", f"{told},state,grade\nA-1,Bob,13900001111,x,bad thing,phone,noise,approved,serious\n",
                 "--migrate", staff="man")
    lines = sql(folder, "select staff, action from journal where reg = 'complaint' and record > 0")
    expect("the manager may, and the line says that it was migrated", done.returncode == 0 and lines == [("man", "migrate")])
    done = brought("complaint", f"{told}\nA-1,Bob,13900001111,x,bad thing,phone,noise\n")
    expect("a clerk's rows as a clerk types them come in", done.returncode == 0)
end()
