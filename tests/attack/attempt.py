"""What the scripts share: the program and its forms from the command line, a desk in a folder, what is expected of it."""
import sqlite3
import subprocess
import sys

program, forms = sys.argv[1:3]
lost = []


def desk(folder, *args, now=None, pin="1234\n"):
    moment = ["--now", now] if now else []
    return subprocess.run([program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", forms, *moment, *args], input=pin,
                          capture_output=True, text=True, check=False)


def practice(folder, *units):
    """A practice building with a supervisor, sup, and these units."""
    assert desk(folder, "init", "--practice").returncode == 0
    assert desk(folder, "user", "add", "sup", "Name", "supervisor").returncode == 0
    for unit in units:
        assert desk(folder, "--as", "sup", "add", "unit", f"code={unit}").returncode == 0


def bring(folder, register, text, *more, staff="sup", now=None):
    """Imports a file; without --migrate where the program does not know it yet."""
    with open(f"{folder}/in.csv", "w", encoding="utf-8") as f:
        f.write(text)
    args = ["--as", staff, "import", register, f"{folder}/in.csv", *more]
    done = desk(folder, *args, now=now)
    return done if done.returncode != 2 else desk(folder, *[a for a in args if a != "--migrate"], now=now)


def sql(folder, text):
    with sqlite3.connect(f"{folder}/desk.db") as c:
        return c.execute(text).fetchall()


def expect(what, holds):
    if not holds:
        lost.append(what)
    print(f"{'ok  ' if holds else 'LOST'} {what}")


def end():
    sys.exit(bool(lost))
