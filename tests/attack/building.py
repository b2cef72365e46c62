"""Buildings for the scripts: the demo building, a copy of the one that the tests have made (QT_DEMO), else a new one; and a
small one with a record of each kind, where a script has `verify` read all of it again and again."""
import os
import shutil
import subprocess


def demo(program, forms, db, now=None):
    """now: the moment of a new one, if it should not be this one."""
    made = os.environ.get("QT_DEMO")
    if not made:
        moment = ["--now", now] if now else []
        subprocess.run([program, "--db", db, "--forms", forms, *moment, "init", "--demo"], check=True, capture_output=True)
        return
    for end in ("", ".key", ".head"):
        shutil.copy(made + end, db + end)
        os.chmod(db + end, 0o600)


SMALL = (("init", "--practice"), ("user", "add", "cj", "Chen", "supervisor"), ("--as", "cj", "user", "add", "lm", "Li", "clerk"),
         ("--as", "cj", "user", "add", "zm", "Zhou", "manager"), ("--as", "cj", "add", "unit", "code=A-1"),
         ("--as", "lm", "add", "visitor", "unit=A-1", "name=Guest", "phone=13900001111", "id_kind=passport", "id_number=E12345678"),
         ("--as", "lm", "add", "visitor", "unit=A-1", "name=Other", "phone=13900002222"),
         ("--as", "lm", "add", "message", "unit=A-1", "from_name=Friend", "text=call back"),
         ("--as", "lm", "add", "complaint", "unit=A-1", "name=Bob", "phone=13900001111", "matter=noise", "text=noise"),
         ("--as", "lm", "add", "repair", "unit=A-1", "fault=tap drips"),
         ("--as", "lm", "add", "incident", "unit=A-1", "kind=water", "what=pipe", 'steps=[["10:00","closed"]]'))


def small(program, forms, db):
    for args in SMALL:
        subprocess.run([program, "--db", db, "--forms", forms, *args], input="1234\n", text=True, check=True, capture_output=True)
