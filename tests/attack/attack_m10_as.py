"""attack.md M10: --as names anybody, and nobody asks for the PIN.     attack_m10_as.py PROGRAM FORMS"""
import os
import pwd
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
found = []


def desk(folder, *args, said="", house="/no/such/house", fds=()):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, *args], input=said, capture_output=True,
                          text=True, check=False, pass_fds=fds, env={**os.environ, "QIANTAI_HOUSE": house})


def by_pin(folder, pin, *args):
    ends = os.pipe()
    os.write(ends[1], pin.encode() + b"\n")
    os.close(ends[1])
    done = desk(folder, "--pin-fd", str(ends[0]), *args, fds=(ends[0],))
    os.close(ends[0])
    return done


ATTEMPTS = (("setting", "set", "building", "X"), ("user", "disable", "lm"), ("add", "unit", "code=A-1"),
            ("print", "unit", "--list", "all", "-o", "-"), ("list", "unit"), ("user", "add", "me", "Me", "supervisor"),
            ("user", "pin", "lm"))

with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--building", "Plaza").returncode == 0
    assert desk(folder, "user", "add", "cj", "Chen", "supervisor", said="24681\n").returncode == 0
    new = "--pin-fd" in desk(folder, "--help").stdout
    add = ("--as", "cj", "user", "add", "lm", "Li", "clerk")
    # the new PIN comes from standard input, the own one from a descriptor of its own
    ends = os.pipe()
    os.write(ends[1], b"24681\n")
    os.close(ends[1])
    own = ("--pin-fd", str(ends[0])) if new else ()
    assert desk(folder, *own, *add, said="13579\n", fds=(ends[0],)).returncode == 0
    os.close(ends[0])
    for attempt in ATTEMPTS:
        if desk(folder, "--as", "cj", *attempt, said="1111\n1111\n").returncode == 0:
            found.append("--as cj without a PIN: " + " ".join(attempt[:2]))
    if new:
        if by_pin(folder, "99999", "--as", "cj", "list", "unit").returncode == 0:
            found.append("a wrong PIN does as well")
        if by_pin(folder, "24681", "--as", "cj", "list", "unit").returncode != 0:
            found.append("the right PIN does not")
        with open(f"{folder}/house", "w", encoding="utf-8") as f:
            f.write(f"login\tlm\t{pwd.getpwuid(os.getuid()).pw_name}\n")
        os.chmod(f"{folder}/house", 0o644)
        if os.getuid() == 0 and desk(folder, "--as", "lm", "list", "unit", house=f"{folder}/house").returncode != 0:
            found.append("the user whom root's file names is refused")
        if desk(folder, "--as", "cj", "list", "unit", house=f"{folder}/house").returncode == 0:
            found.append("the user whom root's file names is taken for another")
        os.chmod(f"{folder}/house", 0o666)
        if desk(folder, "--as", "lm", "list", "unit", house=f"{folder}/house").returncode == 0:
            found.append("a file that anybody can write says who it is")
        with sqlite3.connect(f"{folder}/desk.db") as db:
            vouched = {v for v, in db.execute("select data ->> 'vouched' from journal where action = 'sign-in'")}
        db.close()
        if vouched - {None, "login"}:
            found.append(f"the journal says that {vouched} vouched")
print("\n".join(found) or "whoever gives no PIN is nobody")
sys.exit(bool(found))
