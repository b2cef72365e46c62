"""attack.md H2: `daily` takes the only backup away.     attack_h2_backups.py PROGRAM FORMS

Three ways: a full disk at the second run of a day, a setting of 0, a clock that was set back."""
import os
import resource
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args, room=None):
    def bound():
        if room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, *args], capture_output=True, text=True,
                          preexec_fn=bound, check=False)


def house(folder):
    os.mkdir(f"{folder}/backups")
    demo(program, forms, f"{folder}/desk.db")
    assert desk(folder, "--as", "cj", "setting", "set", "backup_dir", f"{folder}/backups").returncode == 0


def good_ones(folder):
    names = [n for n in os.listdir(f"{folder}/backups") if n.endswith(".db")]
    return [n for n in names
            if subprocess.run([program, "--db", f"{folder}/backups/{n}", "--forms", forms, "verify"], capture_output=True,
                              check=False).returncode == 0]


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


with tempfile.TemporaryDirectory() as folder:
    house(folder)
    assert desk(folder, "daily").returncode == 0
    size = os.path.getsize(f"{folder}/desk.db")
    desk(folder, "daily", room=size // 2)
    expect("a second run of the day on a full disk leaves a good backup", good_ones(folder))

with tempfile.TemporaryDirectory() as folder:
    house(folder)
    desk(folder, "--as", "cj", "setting", "set", "backup_keep", "0")
    desk(folder, "daily")
    expect("backup_keep 0 leaves a good backup", good_ones(folder))

with tempfile.TemporaryDirectory() as folder:
    house(folder)
    desk(folder, "--as", "cj", "setting", "set", "backup_keep", "2")
    for day in ("2026-11-28", "2026-11-29"):
        assert desk(folder, "--now", f"{day} 01:00", "daily").returncode == 0
    done = desk(folder, "--now", "2006-12-03 01:00", "daily")
    told = done.returncode == 0 and "2006-12-03" in done.stdout
    expect("with the clock set back the backup that is told is there", not told or "qiantai-2006-12-03.db" in good_ones(folder))
    expect("and one of before is, too", any(n.startswith("qiantai-2026") for n in good_ones(folder)))

sys.exit(failed > 0)
