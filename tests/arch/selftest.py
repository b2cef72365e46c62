#!/usr/bin/env python3
"""Proves that arch.py notices: a good tree passes, and each way of breaking it gives exactly its line."""

import json
import os
import subprocess
import sys
import tempfile

ARCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "arch.py")

GOOD = {
    "CMakeLists.txt": "",
    "README.md": "",
    ".gitignore": "/build*/\n",
    "src/main.c": '#include "qiantai/cli.h"\n',
    "src/base/banned.h": "#undef strcpy\n#define strcpy(d, s) QT_BANNED(strcpy)\n",
    "src/base/text.c": '#include "qiantai/base.h"\n#include "utf8.h"\n#include <utf8proc.h>\n#include <string.h>\n',
    "src/base/utf8.h": "",
    "src/store/db.c": '#include "gate.h"\n#include <sodium.h>\n/* strcpy(a, b) */ const char *s = "strcpy(";\n',
    "src/store/gate.h": '#include "store.h"\n',
    "src/store/store.h": '#include "qiantai/types.h"\nint rec_get(int view_x);\n',
    "src/desk/read.c": '#include "store.h"\nint f(void) { return rec_get(0); } /* roles */\n',
    "src/desk/permit.c": "int f(struct form *f) { return f->view_roles; }\n",
    "src/form/form.c": "int roles;\n",
    "src/report/x.c": '#include "qiantai/types.h"\nint f(struct s *s) { return s->rec_get(1); }\n',
    "src/store/sqlite/engine.h": '#include "gate.h"\n#include <sqlite3.h>\n',
    "src/store/expr/expr.c": '#include "sqlite/engine.h"\nint x(void) { return sqlite3_changes(0); }\n',
    "src/tui/term.c": '#include "term.h"\n#include "qiantai/report.h"\n#include "qiantai/base.h"\n',
    "src/tui/term.h": "#include <curses.h>\n",
    "src/doc/pdf/page.c": '#include "pdf.h"\n#include "qiantai/doc.h"\n',
    "src/doc/pdf/pdf.h": "#include <pango/pangocairo.h>\n",
    "src/cli/cli.c": '#include "qiantai/tui.h"\nint f(struct s *p) { return p->strcpy(1); }\n',
    "include/qiantai/base.h": "#include <stddef.h>\n",
    "include/qiantai/types.h": '#include "qiantai/form.h"\n',
    "forms/visitor.yaml": """# comment: {label: no}
register: visitor
title: {zh: 访客, en: "Visitors: all"}   # both
fields:
  - {name: title, type: text, label: {zh: 姓名, en: 'It''s a name'}, section: who,
     set: {message: "a, b", title: x}, help: {zh: 一, en: one}}
  - name: phone
    label:
      zh: 电话
      en: Phone
    choices: [{name: a, zh: 甲, en: A}]
note: |
  label: not a key
lists:
- name: all
  columns: [a, b]
""",
}

# name, changes to the good tree (None deletes), the line expected
BAD = [
    ("upwards", {"src/base/up.c": '\n#include "qiantai/desk.h"\n'}, "src/base/up.c:2: include: base may not include"),
    ("sideways", {"src/report/x.c": '#include "qiantai/tui.h"\n'}, "src/report/x.c:1: include: report may not include"),
    ("angle", {"src/form/x.c": "#include <qiantai/desk.h>\n"}, "src/form/x.c:1: include: form may not include"),
    ("header", {"include/qiantai/form.h": '#include "qiantai/desk.h"\n'}, "include/qiantai/form.h:1: include: form may"),
    ("main", {"src/main.c": '#include "qiantai/desk.h"\n'}, "src/main.c:1: include: src/main.c may not include"),
    ("private", {"src/desk/x.c": '#include "gate.h"\n'}, "src/desk/x.c:1: include: gate.h is private to store"),
    ("store's header", {"src/tui/x.c": '#include "store.h"\n'}, "src/tui/x.c:1: include: store.h is private to store"),
    ("store's type", {"include/qiantai/desk.h": '#include "store.h"\n'}, "include/qiantai/desk.h:1: include: store.h is"),
    ("store's call", {"src/cli/x.c": "int f(void)\n{\n    return rec_get(1);\n}\n"},
     "src/cli/x.c:3: store: rec_get is the store's"),
    ("roles", {"src/tui/x.c": "int f(struct form *f)\n{\n    return f->view_roles;\n}\n"},
     "src/tui/x.c:3: role: view_roles is asked by"),
    ("roles in desk", {"src/desk/x.c": "char *roles[3];\n"}, "src/desk/x.c:1: role: roles is asked by"),
    ("path", {"src/desk/x.c": '#include "../store/gate.h"\n'}, "src/desk/x.c:1: include: ../store/gate.h is private"),
    ("from public", {"include/qiantai/desk.h": '#include "gate.h"\n'}, "include/qiantai/desk.h:1: include: gate.h is"),
    ("room", {"src/extra/x.c": "\n"}, "src/extra/x.c:1: include: there is no room 'extra'"),
    ("sqlite", {"src/desk/x.c": "#include <sqlite3.h>\n"}, "src/desk/x.c:1: library: sqlite3.h belongs in src/store/sqlite"),
    ("sqlite in store", {"src/store/x.c": "#include <sqlite3.h>\n"}, "src/store/x.c:1: library: sqlite3.h belongs"),
    ("engine", {"src/store/x.c": "/* sqlite3_step */\nint f(void)\n{\n    return sqlite3_changes(0);\n}\n"},
     "src/store/x.c:4: engine: sqlite3_changes belongs in src/store/sqlite"),
    ("curses", {"src/cli/x.c": "# include <ncursesw/curses.h>\n"}, "src/cli/x.c:1: library: ncursesw/curses.h belongs"),
    ("terminfo", {"src/cli/x.c": "#include <term.h>\n"}, "src/cli/x.c:1: library: term.h belongs in src/tui"),
    ("xlsx", {"src/desk/x.c": "#include <xlsxwriter.h>\n"}, "src/desk/x.c:1: library: xlsxwriter.h belongs"),
    ("fyaml", {"src/base/x.c": "#include <libfyaml.h>\n"}, "src/base/x.c:1: library: libfyaml.h belongs in src/form"),
    ("sodium", {"src/base/x.c": "#include <sodium/core.h>\n"}, "src/base/x.c:1: library: sodium/core.h belongs"),
    ("utf8proc", {"src/tui/x.c": "#include <utf8proc.h>\n"}, "src/tui/x.c:1: library: utf8proc.h belongs in src/base"),
    ("csv", {"src/cli/x.c": '#include "csv.h"\n'}, "src/cli/x.c:1: library: csv.h belongs in src/desk"),
    ("pango", {"src/report/x.c": "#include <pango/pangocairo.h>\n"}, "src/report/x.c:1: library: pango/pangocairo.h belongs"),
    ("pango outside", {"src/doc/x.c": "#include <cairo-pdf.h>\n"}, "src/doc/x.c:1: library: cairo-pdf.h belongs in src/doc/pdf"),
    ("public library", {"include/qiantai/types.h": "#include <sqlite3.h>\n"}, "include/qiantai/types.h:1: library:"),
    ("dialect", {"src/store/x.c": '/* PRAGMA */\nconst char *s = "INSERT OR REPLACE INTO t";\n'},
     "src/store/x.c:2: dialect: 'INSERT OR' belongs in src/store/sqlite"),
    ("dialect json", {"src/desk/x.c": 'const char *s = "a" " FROM json_each(?1)";\n'},
     "src/desk/x.c:1: dialect: 'json_each' belongs in src/store/sqlite"),
    ("banned", {"src/desk/x.c": "void f(char *d)\n{\n    strcpy (d, d);\n}\n"}, "src/desk/x.c:3: banned: strcpy() is"),
    ("lifted", {"src/desk/x.c": "#undef strcpy\n"}, "src/desk/x.c:1: banned: the ban on strcpy is lifted"),
    ("no list", {"src/base/banned.h": ""}, "src/base/banned.h:1: banned: the list of banned functions is missing"),
    ("not forced", {"src/desk/unforced.c": "\n"}, "src/desk/unforced.c:1: force: is compiled without"),
    ("not compiled", {"src/desk/orphan.c": "\n"}, "src/desk/orphan.c:1: force: is not compiled by anything"),
    ("toplevel", {"notes/a.txt": "", "notes/b.txt": ""}, "notes:1: toplevel: does not belong"),
    ("scalar", {"forms/x.yaml": "register: x\ntitle: Visitors\n"}, "forms/x.yaml:2: words: title needs zh and en"),
    ("no en", {"forms/x.yaml": "a:\n  - {b: 1,\n     label: {zh: 甲}}\n"}, "forms/x.yaml:3: words: zh and en are both"),
    ("no zh", {"forms/x.yaml": "message:\n  en: No\n"}, "forms/x.yaml:2: words: zh and en are both"),
    ("empty", {"forms/x.yaml": 'help: {zh: "", en: Help}\n'}, "forms/x.yaml:1: words: zh and en are both"),
    ("nothing", {"forms/x.yaml": "a: 1\nlabel:\n"}, "forms/x.yaml:2: words: label needs zh and en"),
    ("choice", {"forms/x.yaml": "choices: [{name: a, zh: 甲}]\n"}, "forms/x.yaml:1: words: zh and en are both"),
    ("dash", {"src/tui/x.c": '/* a — b */\nconst char *s = "a — b";\n'}, "src/tui/x.c:2: width: '—' (U+2014) is"),
    ("quotes", {"data/po/x.po": 'msgid "a…"\nmsgstr ""\n"甲“"\n'}, "data/po/x.po:3: width: '“' (U+201C) is"),
    ("form", {"forms/x.yaml": "# 一…\nlabel: {zh: 甲…, en: A} # …\n"}, "forms/x.yaml:2: width: '…' (U+2026) is"),
    ("unreadable", {"forms/x.yaml": "a: {b: 1\n"}, "forms/x.yaml:2: words: cannot be read"),
]


def write(tree, files):
    for path, text in files.items():
        full = os.path.join(tree, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)


def compile_commands(tree, outside):
    """As CMake writes them; files named unforced lack the flag, files named orphan are left out."""
    entries = []
    for directory, _, names in os.walk(os.path.join(tree, "src")):
        for name in names:
            if name.endswith(".c") and name != "orphan.c":
                flag = "" if name == "unforced.c" else "-include %s/src/base/banned.h " % tree
                path = os.path.join(directory, name)
                entries.append({"directory": outside, "file": path, "command": "cc %s-c %s" % (flag, path)})
    commands = os.path.join(outside, "compile_commands.json")
    with open(commands, "w", encoding="utf-8") as f:
        json.dump(entries, f)
    return commands


def run(changes):
    """Lines that arch.py prints about the good tree with the changes, and its exit status."""
    with tempfile.TemporaryDirectory() as tree, tempfile.TemporaryDirectory() as outside:
        write(tree, dict(GOOD, **changes))
        subprocess.run(["git", "-C", tree, "init", "-q"], check=True)
        subprocess.run(["git", "-C", tree, "add", "."], check=True)
        done = subprocess.run(
            [sys.executable, ARCH, tree, "--commands", compile_commands(tree, outside)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return done.stdout.decode("utf-8").splitlines(), done.returncode


def main():
    failed = 0
    lines, status = run({})
    if lines or status != 0:
        print("the good tree: status %d, %r" % (status, lines))
        failed += 1
    for name, changes, expected in BAD:
        lines, status = run(changes)
        if status != 1 or len(lines) != 1 or not lines[0].startswith(expected):
            print("%s: status %d, %r instead of '%s...'" % (name, status, lines, expected))
            failed += 1
    print("%d of %d as expected" % (len(BAD) + 1 - failed, len(BAD) + 1))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
