"""attack.md M10: whoever may change settings runs commands and writes anywhere.     attack_m10_print_command.py PROGRAM FORMS"""
import os
import sqlite3
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
os.umask(0o022)
found = []


def desk(folder, *args, house="/no/such/house"):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--as", "cj", *args],
                          capture_output=True, text=True, check=False, env={**os.environ, "QIANTAI_HOUSE": house})


def stored(folder, name, value):
    """What a database of before holds."""
    with sqlite3.connect(f"{folder}/desk.db") as db:
        db.execute("insert or replace into setting (name, value) values (?, ?)", (name, value))
    db.close()


def prints(folder, what, house="/no/such/house"):
    flag = f"{folder}/ran"
    said = desk(folder, "print", "unit", "--list", "all", house=house)
    if os.path.exists(flag):
        found.append(f"{what}: the command ran")
        os.unlink(flag)
    elif not said.stdout + said.stderr or not os.listdir(f"{folder}/print"):
        found.append(f"{what}: nothing was told or kept")


with tempfile.TemporaryDirectory() as folder:
    touch = f"touch '{folder}/ran'"
    outside = f"{folder}/outside"
    os.mkdir(outside, 0o700)
    demo(program, forms, f"{folder}/desk.db")
    assert desk(folder, "setting", "set", "print_text", "80").returncode == 0
    assert desk(folder, "print", "unit", "--list", "all").returncode == 0
    for command in (touch, f"lp -d x; {touch}", f"lp -d $({touch})"):
        desk(folder, "setting", "set", "print_command", command)
        prints(folder, f"setting set print_command {command[:8]}")
        stored(folder, "print_command", command)
        prints(folder, f"stored print_command {command[:8]}")
    os.mkdir(f"{folder}/open")
    os.chmod(f"{folder}/open", 0o777)
    for place, mode in (("open/house", 0o644), ("house", 0o666)):
        with open(f"{folder}/{place}", "w", encoding="utf-8") as f:
            f.write(f"print\toffice\t{touch}\n")
        os.chmod(f"{folder}/{place}", mode)
        stored(folder, "print_command", "office")
        prints(folder, f"a house file that others can write ({place})", f"{folder}/{place}")
    stored(folder, "print_command", "")
    for name in ("print_dir", "backup_dir"):
        desk(folder, "setting", "set", name, outside)
        stored(folder, name, outside)
    desk(folder, "print", "unit", "--list", "all")
    daily = subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "daily"], capture_output=True, text=True,
                           check=False)
    if os.listdir(outside):
        found.append(f"{len(os.listdir(outside))} files written to a folder that a setting names by its path")
    elif not any(name.endswith(".db") for name in os.listdir(f"{folder}/backups")) or "backup_dir" not in daily.stderr:
        found.append("no backup beside the database, or nothing told")
    if "print_dir" not in desk(folder, "board").stderr:
        found.append("the board does not tell that a setting is followed no longer")
print("\n".join(found) or "nothing ran, everything is kept and told")
sys.exit(bool(found))
