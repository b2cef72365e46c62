"""attack.md L15: a sync that fails at the end of a save.     attack_l15_fsync.py PROGRAM FORMS

The record stands, and the clerk is told that it was not saved: he enters it twice. Each sync of a save fails once; what is
told afterwards must be what is in the register."""
import os
import sqlite3
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
lies, seen = [], set()


def desk(folder, *args, **env):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", "--as", "lm", *args],
                          input="1234\n", capture_output=True, text=True, check=False,
                          env=dict(os.environ, LC_ALL="C.UTF-8", **env))


def saved(folder, name):
    with sqlite3.connect(f"{folder}/desk.db") as c:
        return c.execute("select count(*) from message where from_name = ?", (name,)).fetchone()[0]


with tempfile.TemporaryDirectory() as folder:
    shim = f"{folder}/failsync.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", shim, f"{HERE}/failsync.c", "-ldl"], check=True)
    preload = {"LD_PRELOAD": shim, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
    demo(program, forms, f"{folder}/desk.db")
    what = ["add", "message", "unit=A-1203", "text=call back"]
    done = desk(folder, *what, "from_name=First", **preload, FAILSYNC_OUT=f"{folder}/calls")
    assert done.returncode == 0, done.stderr
    with open(f"{folder}/calls", encoding="ascii") as f:
        syncs = int(f.read())
    for at in range(1, syncs + 1):
        name = f"Caller {at}"
        done = desk(folder, *what, f"from_name={name}", **preload, FAILSYNC=str(at))
        there, told = saved(folder, name), done.returncode == 0
        unsure = "not known" in done.stderr or "power cut" in done.stderr
        seen.add((there, told, unsure))
        if there != told and not unsure:
            lies.append(f"sync {at} of {syncs}: {'saved' if there else 'not saved'}, and told: {done.stdout.strip()}{done.stderr.strip()}")
    verified = desk(folder, "verify")

for line in lies:
    print("LOST", line)
print(f"{'ok  ' if not lies else 'LOST'} {syncs} syncs failed, one each: (saved, told so, told to look) {sorted(seen)}")
print("ok   verify" if verified.returncode == 0 else f"LOST verify: {verified.stdout}{verified.stderr}")
sys.exit(bool(lies) or verified.returncode != 0)
