"""attack.md L15: what killed runs leave is never cleared up.     attack_l15_leftovers.py PROGRAM FORMS

A backup and an export are stopped as soon as their unfinished file is seen, and killed; then both are made again, under
another name (backup) and the same one (export). `init` must leave nothing but the database and what belongs to it."""
import os
import signal
import subprocess
import sys
import tempfile
import time

from building import demo

program, forms = sys.argv[1:3]
failed = 0


def command(folder, *args):
    return [program, "--db", f"{folder}/desk.db", "--forms", forms, *args]


def desk(folder, *args):
    return subprocess.run(command(folder, *args), capture_output=True, text=True, check=False)


def parts(where):
    return sorted(n for n in os.listdir(where) if ".part" in n)


def killed(folder, where, *args):
    """Tried until it was caught with its file unfinished; a run that ends first takes its file away."""
    for _ in range(200):
        run = subprocess.Popen(command(folder, *args), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while run.poll() is None and not parts(where):
            time.sleep(0)
        run.send_signal(signal.SIGKILL)
        run.wait()
        if parts(where):
            return
        for name in os.listdir(where):
            os.unlink(os.path.join(where, name))
    raise RuntimeError("never caught with an unfinished file")


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LEFT'} {what}")


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    left = [n for n in os.listdir(folder) if ".new" in n]
    expect(f"init leaves nothing of its own: {left}", not left)
    demo(program, forms, f"{folder}/desk.db")  # large enough to be caught with a file unfinished
    for name in ("backups", "exports"):
        os.mkdir(f"{folder}/{name}")
    killed(folder, f"{folder}/backups", "--as", "cj", "backup", f"{folder}/backups/a.db")
    assert desk(folder, "--as", "cj", "backup", f"{folder}/backups/b.db").returncode == 0
    expect(f"the next backup clears the killed one: {parts(f'{folder}/backups')}", not parts(f"{folder}/backups"))
    export = ("--as", "cj", "export", "2026-11", "-o", f"{folder}/exports/m.xlsx")
    assert desk(folder, *export).returncode == 0, desk(folder, *export).stderr
    os.unlink(f"{folder}/exports/m.xlsx")
    killed(folder, f"{folder}/exports", *export)
    assert desk(folder, *export).returncode == 0
    expect(f"the next export clears the killed one: {parts(f'{folder}/exports')}", not parts(f"{folder}/exports"))
    with open(f"{folder}/backups/notes.part", "w", encoding="ascii") as out:
        out.write("somebody's own")
    assert desk(folder, "--as", "cj", "backup", f"{folder}/backups/c.db").returncode == 0
    expect("a file of somebody else stays", os.path.exists(f"{folder}/backups/notes.part"))
sys.exit(failed > 0)
