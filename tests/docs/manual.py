#!/usr/bin/env python3
"""docs/manual.md and docs/qiantai.1 against the program itself.

    manual.py keys     the key tables of the manual are what `qiantai keys` prints, in both languages
    manual.py man      the man page names every command of `qiantai --help` and every option of its usage
    manual.py screens  plays manual.play: the screens and the counts of keys in the manual are true
    manual.py renew    writes the key tables and the screens of the manual anew

Environment: QIANTAI, PLAY, DEMO_DB, SOURCE."""
import os
import re
import subprocess
import sys
import tempfile

QIANTAI = os.environ["QIANTAI"]
SOURCE = os.environ["SOURCE"]
MANUAL = os.path.join(SOURCE, "docs/manual.md")
MAN = os.path.join(SOURCE, "docs/qiantai.1")
KEYS = re.compile(r"(<!-- keys (zh_CN|en) -->\n)(.*?)(<!-- end -->\n)", re.S)
SCREEN = re.compile(r"<!-- screen (\w+), (caret [^>]*) -->\n```text\n(.*?)```\n", re.S)
NEW_SCREEN = re.compile(r"<!-- screen (\w+)[^>]* -->\n(?:```text\n.*?```\n)?", re.S)


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def said(*args):
    return subprocess.run([QIANTAI, *args], check=True, capture_output=True, text=True, encoding="utf-8").stdout


def keys():
    tables = {m[2]: m[3] for m in KEYS.finditer(read(MANUAL))}
    wrong = [lang for lang in ("zh_CN", "en") if tables.get(lang) != said("--lang", lang, "keys")]
    return [f"docs/manual.md: the key table ({lang}) is not what `qiantai keys` prints" for lang in wrong]


def words(text):
    """The man page without its markup, so that \\-\\-now is --now."""
    return re.sub(r"\\f[BIRP]|^\.[A-Z]+ ?", "", text.replace("\\-", "-"), flags=re.M)


def man():
    page, wrong = read(MAN), []
    commands = re.findall(r"^  ([a-z]+) +[A-Z]", said("--lang", "en", "--help"), re.M)
    if "desk" not in commands:
        return ["`qiantai --help` lists no commands any more: mend this test"]
    plain = words(page)
    for name in commands:
        if not re.search(rf"^\.BR? {name}\b", page, re.M):
            wrong.append(f"docs/qiantai.1: command '{name}' is missing")
        for option in re.findall(r"--[a-z]+", said("--lang", "en", name, "--help")):
            if option not in plain:
                wrong.append(f"docs/qiantai.1: option {option} of '{name}' is missing")
    wrong += [f"docs/qiantai.1: option {o} is missing"
              for o in re.findall(r"--[a-z]+", said("--lang", "en", "--help")) if o not in plain]
    return wrong


def play(expected, *options):
    """Plays the script with the expected screens of this folder."""
    os.symlink(os.path.join(SOURCE, "forms"), os.path.join(expected, "forms"))
    script = os.path.join(SOURCE, "tests/docs/manual.play")
    return subprocess.run([os.environ["PLAY"], script, QIANTAI, os.environ["DEMO_DB"], expected, *options]).returncode


def screens():
    with tempfile.TemporaryDirectory() as folder:
        where = os.path.join(folder, "tests/screen/expected")
        os.makedirs(where)
        for name, caret, text in SCREEN.findall(read(MANUAL)):
            with open(os.path.join(where, name + ".txt"), "w", encoding="utf-8") as f:
                f.write(f"{text}{caret}\n")
        return ["docs/manual.md: a screen or a count of keys is not true any more"] if play(folder) else []


def renew():
    with tempfile.TemporaryDirectory() as folder:
        where = os.path.join(folder, "tests/screen/expected")
        os.makedirs(where)
        if play(folder, "--renew"):
            return ["manual.play does not run through"]

        def block(m):
            text, caret = read(os.path.join(where, m[1] + ".txt")).rstrip("\n").rsplit("\n", 1)
            return f"<!-- screen {m[1]}, {caret} -->\n```text\n{text}\n```\n"

        text = NEW_SCREEN.sub(block, read(MANUAL))
        text = KEYS.sub(lambda m: m[1] + said("--lang", m[2], "keys") + m[4], text)
    with open(MANUAL, "w", encoding="utf-8") as f:
        f.write(text)
    return []


JOBS = {"keys": keys, "man": man, "screens": screens, "renew": renew}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in JOBS:
        sys.exit(__doc__)
    found = JOBS[sys.argv[1]]()
    for line in found:
        print(line, file=sys.stderr)
    if found and sys.argv[1] in ("keys", "screens"):
        print("`./dev renew` writes the tables and screens anew; then read the sentences beside them.", file=sys.stderr)
    sys.exit(1 if found else 0)
