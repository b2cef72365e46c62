"""attack.md L15, H4: restore under an open desk, by nobody, without a trace.     attack_l15_restore.py PROGRAM FORMS

A half-typed form must not be lost: restore refuses while the desk is open, and what it typed comes along once it has ended."""
import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args, **more):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args],
                          capture_output=True, text=True, check=False, **more)


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


def rows(folder, sql):
    with sqlite3.connect(f"{folder}/desk.db") as c:
        return c.execute(sql).fetchall()


def until(what, terminal, seconds=60):
    """The condition, while what the desk draws is read away."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "the desk did not come so far"
        if select.select([terminal], [], [], 0.1)[0]:
            os.read(terminal, 65536)


def drafts(folder):
    return rows(folder, "select count(*) from draft where staff = 'lm'")[0][0]


def half_typed(folder):
    """A desk with a form begun: its process and terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", LINES="24", COLUMNS="80")
        os.execv(program, [program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", "--as", "lm", "desk", "--open",
                           "visitor"])
    seen = b""
    while b"isitor" not in seen:
        seen += os.read(terminal, 65536)
    os.write(terminal, b"\x1bOQ")  # F2: a new one
    until(lambda: typed(terminal) or drafts(folder) > 0, terminal)
    return pid, terminal


def typed(terminal):
    os.write(terminal, b"Half")
    return False


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    for code, role in (("cj", "supervisor"), ("lm", "clerk")):
        who = ["--as", "cj"] if code == "lm" else []
        assert desk(folder, *who, "user", "add", code, code, role, input="1234\n").returncode == 0
    assert desk(folder, "--as", "cj", "backup", f"{folder}/b.db").returncode == 0
    expect("restore by nobody is refused", desk(folder, "restore", f"{folder}/b.db").returncode != 0)
    expect("restore by a clerk is refused", desk(folder, "--as", "lm", "restore", f"{folder}/b.db").returncode != 0)
    pid, terminal = half_typed(folder)
    done = desk(folder, "--as", "cj", "restore", f"{folder}/b.db")
    expect("restore under an open desk is refused, and names it", done.returncode != 0 and str(pid) in done.stderr)
    os.kill(pid, signal.SIGHUP)
    os.waitpid(pid, 0)
    done = desk(folder, "--as", "cj", "restore", f"{folder}/b.db")
    expect("once it has ended restore does it", done.returncode == 0)
    expect("what was half-typed has come along", drafts(folder) == 1)
    lines = [json.loads(data) for data, in rows(folder, "select data from journal where action = 'restore' and staff = 'cj'")]
    expect("the journal tells who, and the head that was replaced", len(lines) == 1 and lines[0].get("replaced"))
    expect("verify is content", desk(folder, "verify").returncode == 0)
sys.exit(failed > 0)
