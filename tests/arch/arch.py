#!/usr/bin/env python3
"""Checks the rules of the house that no compiler sees; one line per violation, exit 1 when there is one.

  include   a room includes only itself and the rooms below it, and no other room's private header
  library   a library's header stays in its room; pango's in the program that draws PDF
  engine    nothing of SQLite is named outside src/store/sqlite and src/store/expr
  dialect   SQL that only SQLite knows stands in src/store/sqlite (and in the expressions)
  store     above the desk nobody calls the store; its headers, src/store/store*.h, are included by store and desk alone
  role      lists of roles are named in src/form and src/desk/permit.c only: one place says who may
  banned    no banned function, and nobody lifts the ban
  force     every source file is compiled with banned.h in front
  toplevel  nothing unexpected at the top of the repository
  words     every label, title, message and help of a form has Chinese and English
  width     nothing we draw ourselves (strings of src/tui, translations, forms) is as wide as the terminal likes:
            no character of East Asian ambiguous width, such as the ellipsis, the dash or curly quotes

usage: arch.py TREE [--commands compile_commands.json]
"""

import json
import os
import re
import subprocess
import sys
import unicodedata

sys.dont_write_bytecode = True  # leave nothing in the source tree
import yamlish  # noqa: E402

# What each room may include besides itself: design.md, "The house".
BELOW = {
    "base": [],
    "form": ["base"],
    "types": ["form", "base"],
    "store": ["types", "form", "base"],
    "desk": ["store", "doc", "types", "form", "base"],
    "doc": ["base"],
    "report": ["doc", "desk", "types", "form", "base"],
    "tui": ["report", "doc", "desk", "types", "form", "base"],
    "cli": ["tui", "report", "doc", "desk", "types", "form", "base"],
}
# The rooms that see people: they ask the desk.
FACES = ("tui", "cli", "report")
# A room's header that stands in the room, and who may include it besides.
LENT = {("desk", "store.h")}
# src/main.c hands its arguments to the command line.
MAIN = ["cli"]

LIBRARIES = [
    (r"sqlite3(ext)?\.h", ("store/sqlite", "store/expr")),  # expressions are SQLite's: architecture.md
    (r"sodium(/.*)?\.h", "store"),
    (r"(ncursesw?/)?(n?curses|panel|menu|form|term|eti|unctrl)\.h", "tui"),
    (r"xlsxwriter(/.*)?\.h", "report/workbook"),
    (r"libfyaml(/.*)?\.h", "form"),
    (r"utf8proc\.h", "base"),
    (r"csv\.h", "desk"),
    (r"(pango|cairo|glib|gobject|fontconfig)[-\w]*(/.*|\.h)", "doc/pdf"),
    (r"qrencode\.h", "doc"),
]

ENGINE_HOMES = ("store/sqlite", "store/expr")
DIALECT = re.compile(
    r"(INSERT|UPDATE) OR |REPLACE INTO|\bSTRICT\b|WITHOUT ROWID|\braise\(|->>|\bhex\(|\bjson_(each|tree|group_array|array|patch"
    r"|remove|extract|object)\b|last_insert_rowid|sqlite_(schema|master)|\bPRAGMA\b|\bpragma_\w+|\bSELECT rowid\b|\bMATCH \?"
)

TOP = {"src", "include", "forms", "data", "docs", "tests", "dev", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md"}

TEXTS = {"label", "title", "short", "message", "help", "heading"}
# Below these keys the keys are names of fields, not of the vocabulary.
FIELD_MAPS = {"set", "fill", "match"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


def c_files(tree):
    """(path in the tree, room or None) of all C files and headers of the program."""
    for top in ("include", "src"):
        for directory, _, names in sorted(os.walk(os.path.join(tree, top))):
            for name in sorted(names):
                if not name.endswith((".c", ".h")):
                    continue
                path = os.path.relpath(os.path.join(directory, name), tree)
                parts = path.split(os.sep)
                if top == "include":
                    yield path, name[:-2].split("_")[0]
                else:
                    yield path, parts[1] if len(parts) > 2 else None


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def without_comments(text):
    """Comments and strings blanked, lines kept."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def private_headers(tree):
    """Room → paths of its own headers, relative to the room."""
    found = {}
    for path, room in c_files(tree):
        if path.startswith("src" + os.sep) and room and path.endswith(".h"):
            found.setdefault(room, set()).add(os.path.relpath(path, os.path.join("src", room)))
    return found


def check_include(path, room, name, quoted, private):
    public = re.fullmatch(r"qiantai/(\w+)\.h", name)
    allowed = MAIN if room is None else [room] + BELOW[room]
    if public:
        if public.group(1).split("_")[0] not in allowed:  # form_field.h is form's
            yield "%s may not include %s" % (room or path, name)
        return
    if not quoted:
        return
    if name in private.get(room, ()) and path.startswith("src" + os.sep):
        return
    if (room, name) in LENT and path.startswith("src" + os.sep):
        return
    for other in sorted(private):
        if other != room and (name in private[other] or os.path.basename(name) in private[other]):
            yield "%s is private to %s" % (name, other)
            return
    if ".." in name.split("/"):
        yield "%s leaves the room" % name


def at_home(path, home):
    homes = (home,) if isinstance(home, str) else home
    return any(path.startswith(os.path.join("src", h, "")) for h in homes)


def check_engine(tree):
    """No name of the engine's outside its wing: statements are struct stmt everywhere else."""
    for path, _ in c_files(tree):
        if at_home(path, ENGINE_HOMES):
            continue
        text = without_comments(read(os.path.join(tree, path)))
        for m in re.finditer(r"\b(?:sqlite3_|SQLITE_)\w+", text):
            yield path, line_of(text, m.start()), "engine", "%s belongs in src/%s" % (m.group(), ENGINE_HOMES[0])


C_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)


def check_dialect(tree):
    """SQL that other engines do not know has its file: src/store/sqlite/words.h."""
    for path, _ in c_files(tree):
        if at_home(path, ENGINE_HOMES):
            continue
        text = read(os.path.join(tree, path))
        for m in C_TEXT.finditer(text):
            word = DIALECT.search(m.group()) if m.group().startswith('"') else None
            if word:
                yield path, line_of(text, m.start()), "dialect", "'%s' belongs in src/store/sqlite" % word.group().strip()


def check_includes(tree):
    private = private_headers(tree)
    for path, room in c_files(tree):
        if room is not None and room not in BELOW:
            yield path, 1, "include", "there is no room '%s'" % room
            continue
        text = read(os.path.join(tree, path))
        for m in INCLUDE.finditer(text):
            line, quoted, name = line_of(text, m.start()), m.group(1) == '"', m.group(2)
            for what in check_include(path, room, name, quoted, private):
                yield path, line, "include", what
            if quoted and name in private.get(room, ()):
                continue
            for pattern, home in LIBRARIES:
                if re.fullmatch(pattern, name) and not at_home(path, home):
                    yield path, line, "library", "%s belongs in src/%s" % (name, home if isinstance(home, str) else home[0])


def check_store(tree):
    home = os.path.join(tree, "src", "store")
    headers = [name for name in sorted(os.listdir(home)) if re.fullmatch(r"store(_\w+)?\.h", name)] if os.path.isdir(home) else []
    texts = "".join(read(os.path.join(home, name)) for name in headers)
    calls = set(re.findall(r"\b([a-z]\w*)\s*\(", without_comments(texts))) - {"bool", "char", "int", "int64_t", "size_t", "void"}
    for path, room in c_files(tree):
        if room not in FACES or not path.startswith("src" + os.sep):
            continue
        text = without_comments(read(os.path.join(tree, path)))
        for m in re.finditer(r"(?<![\w.>])([a-z]\w*)\s*\(", text):
            if m.group(1) in calls:
                yield path, line_of(text, m.start()), "store", "%s is the store's; ask the desk" % m.group(1)


ROLE_LISTS = re.compile(r"\b(view_roles|edit_roles|reveal_roles|roles)\b")


def check_role(tree):
    for path, room in c_files(tree):
        if room == "form" or path == os.path.join("src", "desk", "permit.c"):
            continue
        text = without_comments(read(os.path.join(tree, path)))
        for m in ROLE_LISTS.finditer(text):
            yield path, line_of(text, m.start()), "role", "%s is asked by src/desk/permit.c alone" % m.group(1)


def banned_functions(tree):
    path = os.path.join(tree, "src", "base", "banned.h")
    return set(re.findall(r"^#define (\w+)\([^)]*\) QT_BANNED\(", read(path), re.M)) if os.path.exists(path) else set()


def check_banned(tree):
    banned = banned_functions(tree)
    if not banned:
        yield "src/base/banned.h", 1, "banned", "the list of banned functions is missing"
        return
    names = "|".join(sorted(banned))
    for path, _ in c_files(tree):
        if path == os.path.join("src", "base", "banned.h"):
            continue
        text = without_comments(read(os.path.join(tree, path)))
        for m in re.finditer(r"(?<![\w.>])(%s)\s*\(" % names, text):
            yield path, line_of(text, m.start()), "banned", "%s() is banned" % m.group(1)
        for m in re.finditer(r"^[ \t]*#[ \t]*(?:undef|define)[ \t]+(%s|QT_BANNED)\b" % names, text, re.M):
            yield path, line_of(text, m.start()), "banned", "the ban on %s is lifted" % m.group(1)


def check_force(tree, commands):
    flags = {}
    for entry in json.load(open(commands, encoding="utf-8")):
        source = os.path.realpath(os.path.join(entry.get("directory", ""), entry["file"]))
        flags[source] = entry.get("command") or " ".join(entry.get("arguments", []))
    wanted = os.path.realpath(os.path.join(tree, "src", "base", "banned.h"))
    for path, _ in c_files(tree):
        if not path.endswith(".c"):
            continue
        command = flags.get(os.path.realpath(os.path.join(tree, path)))
        if command is None:
            yield path, 1, "force", "is not compiled by anything"
        elif wanted not in [os.path.realpath(f) for f in re.findall(r"-include\s+(\S+)", command)]:
            yield path, 1, "force", "is compiled without -include src/base/banned.h"


def tracked(tree):
    """Files in git; None when this is no working copy."""
    if not os.path.exists(os.path.join(tree, ".git")):
        return None
    out = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", tree, "ls-files", "-z"], stdout=subprocess.PIPE, check=True
    ).stdout
    return out.decode("utf-8", "replace").split("\0")[:-1]


def check_toplevel(tree):
    seen = set()
    for path in tracked(tree) or []:
        top = path.split("/")[0]
        if top not in TOP and not top.startswith(".") and top not in seen:
            seen.add(top)
            yield top, 1, "toplevel", "does not belong at the top of the repository"


def is_both(node):
    return all(node.get(lang) is not None and node.get(lang).value for lang in ("zh", "en"))


def check_words(path, node):
    """Every text in both languages, and whatever names one language names the other."""
    if node.kind == "list":
        for item in node.value:
            yield from check_words(path, item)
    if node.kind != "map":
        return
    if (node.get("zh") or node.get("en")) and not is_both(node):
        yield path, node.line, "words", "zh and en are both needed here"
    for key, line, value in node.value:
        if key in TEXTS and value.kind == "str" and "tr('" in value.value:
            continue  # an expression that says it in both
        if key in TEXTS and value.kind != "map":
            yield path, line, "words", "%s needs zh and en" % key
        elif key in TEXTS and not (value.get("zh") or value.get("en")):
            yield path, line, "words", "%s needs zh and en" % key
        elif key not in FIELD_MAPS:
            yield from check_words(path, value)


def check_forms(tree):
    folder = os.path.join(tree, "forms")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if not name.endswith((".yaml", ".yml")):
            continue
        path = os.path.join("forms", name)
        try:
            yield from check_words(path, yamlish.parse(read(os.path.join(tree, path))))
        except yamlish.Unreadable as e:
            line, what = str(e).split(": ", 1)
            yield path, int(line), "words", "cannot be read: " + what


C_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)


def drawn(tree):
    """(path, line, text) of what the screens show of ours."""
    for path, room in c_files(tree):
        if room == "tui":
            text = read(os.path.join(tree, path))
            for m in C_STRING.finditer(text):
                if m.group().startswith('"'):
                    yield path, line_of(text, m.start()), m.group()
    for folder, ending in (("data/po", ".po"), ("forms", ".yaml")):
        full = os.path.join(tree, folder)
        for name in sorted(os.listdir(full)) if os.path.isdir(full) else []:
            if not name.endswith(ending):
                continue
            shown = ending == ".yaml"
            for number, line in enumerate(read(os.path.join(full, name)).split("\n"), 1):
                if ending == ".po" and line[:1] not in ('"', ""):
                    shown = line.startswith("msgstr")
                if shown:
                    yield os.path.join(folder, name), number, re.sub(r"(^|\s)#.*", "", line) if ending == ".yaml" else line


def check_width(tree):
    for path, line, text in drawn(tree):
        for c in sorted({c for c in text if unicodedata.east_asian_width(c) == "A"}):
            yield path, line, "width", "'%s' (U+%04X) is narrow on one terminal and wide on another" % (c, ord(c))


def check_all(tree, commands=None):
    yield from check_includes(tree)
    yield from check_engine(tree)
    yield from check_dialect(tree)
    yield from check_store(tree)
    yield from check_role(tree)
    yield from check_banned(tree)
    if commands:
        yield from check_force(tree, commands)
    yield from check_toplevel(tree)
    yield from check_forms(tree)
    yield from check_width(tree)


def main(args):
    commands = None
    if len(args) == 3 and args[1] == "--commands":
        commands = args[2]
    elif len(args) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    found = 0
    for path, line, rule, what in check_all(args[0], commands):
        print("%s:%d: %s: %s" % (path, line, rule, what))
        found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
