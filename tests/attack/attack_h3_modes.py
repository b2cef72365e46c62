"""attack.md H3: copies and what is restored from them are readable by everybody.     attack_h3_modes.py PROGRAM FORMS"""
import os
import stat
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
os.umask(0)


def desk(folder, *args):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, *args], capture_output=True, text=True,
                          check=False, input="1234\n")


def gives_away(path):
    """Root can, but not everywhere: a machine within a machine may not know the other account."""
    try:
        os.chown(path, 65534, 65534)
    except OSError:
        return False
    return True


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(f"{folder}/backups", 0o700)
    assert desk(folder, "init", "--practice").returncode == 0
    assert desk(folder, "user", "add", "cj", "Chen", "supervisor").returncode == 0
    os.chmod(f"{folder}/desk.db", 0o600)
    assert desk(folder, "--as", "cj", "setting", "set", "backup_dir", f"{folder}/backups").returncode == 0
    assert desk(folder, "--as", "cj", "backup", f"{folder}/b.db").returncode == 0
    assert desk(folder, "daily").returncode == 0
    assert desk(folder, "--as", "cj", "restore", f"{folder}/b.db").returncode == 0
    assert desk(folder, "--as", "cj", "list", "visitor").returncode == 0
    open_files = []
    for where, _, names in os.walk(folder):
        for name in names:
            mode = stat.S_IMODE(os.stat(os.path.join(where, name)).st_mode)
            if mode & 0o077:
                open_files.append(f"{mode:o} {name}")
    if os.geteuid() == 0:  # a backup folder that others write to, where somebody has put the copy's first name before
        taken = f"{folder}/backups/c.db.part"
        with open(taken, "w", encoding="utf-8") as out:
            out.write("mine")
        given = gives_away(taken)
        desk(folder, "--as", "cj", "backup", f"{folder}/backups/c.db")
        if given and any(os.path.exists(p) and os.stat(p).st_uid != 0 and os.path.getsize(p) > 4 for p in (taken, taken[:-5])):
            open_files.append("a copy in somebody else's file")
    print("\n".join(open_files) or "every file is its owner's alone")
sys.exit(bool(open_files))
