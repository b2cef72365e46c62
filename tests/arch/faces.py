#!/usr/bin/env python3
"""Nothing of the store can be named above the desk: with the compiler's flags of a face, its header is not found and
its types are incomplete; what src/store/store.h hides is really hidden, not merely left alone.

usage: faces.py TREE compile_commands.json
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile

FACES = ("tui", "cli", "report")
PUBLIC = "".join('#include "qiantai/%s.h"\n' % room for room in ("types", "desk", "report", "tui", "cli"))
CASES = [  # name, text, does it compile?
    ("what a face sees", PUBLIC + "struct record_page page; struct due due; struct query query; struct staff staff;\n", True),
    ("the header", '#include "store.h"\n', False),
    ("the header by its room", '#include "store/store.h"\n', False),
    ("the header as it was", '#include "qiantai/store.h"\n', False),
    ("a connection", PUBLIC + "int n = (int)sizeof(struct db);\n", False),
    ("a cursor", PUBLIC + "struct cursor { int n; } c; int f(void) { return cursor_page(&c); }\n", False),
    ("a filter", PUBLIC + "struct due_filter filter;\n", False),
    ("a host", PUBLIC + "int n = (int)sizeof(struct expr_host);\n", False),
    ("the desk's connection", PUBLIC + "void *f(struct desk *d) { return desk_db(d); }\n", False),
]


def flags_of(tree, commands):
    """Per face, the flags of one of its files without its names."""
    flags = {}
    for entry in json.load(open(commands, encoding="utf-8")):
        parts = os.path.relpath(os.path.realpath(entry["file"]), tree).split(os.sep)
        room = parts[parts.index("src") + 1] if "src" in parts[:-1] else None
        words = entry.get("arguments") or shlex.split(entry["command"])
        if room in FACES and "tests" not in parts:
            keep, skip = [], False
            for word in words:
                if skip or word in ("-c", "-o", "-MF", "-MT", "-MD") or word.endswith((".c", ".o")):
                    skip = word in ("-o", "-MF", "-MT")
                    continue
                keep.append(word)
            flags.setdefault(room, []).append((keep, entry.get("directory", ".")))
    return flags


def compiles(words, directory, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "face.c")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        done = subprocess.run(words + ["-Wno-missing-prototypes", "-fsyntax-only", path], cwd=directory,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0


def main(args):
    tree, commands = os.path.realpath(args[0]), args[1]
    flags, wrong = flags_of(tree, commands), []
    for room in FACES:
        if room not in flags:
            wrong.append("%s: nothing of it is compiled" % room)
            continue
        for words, _ in flags[room]:
            for word in words:
                if word.startswith("-I") and os.path.realpath(word[2:]).startswith(
                        (os.path.join(tree, "src", "store"), os.path.join(tree, "src", "desk"))):
                    wrong.append("%s is compiled with %s" % (room, word))
        words, directory = flags[room][0]
        for name, text, expected in CASES:
            if compiles(words, directory, text) != expected:
                wrong.append("%s: %s %s" % (room, name, "does not compile" if expected else "can be named"))
    for line in sorted(set(wrong)):
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
