"""One letter of a name inside an expression is changed: `qiantai check` must refuse it, at its line.

    mutate.py QIANTAI SEED TIMES FOLDER...     the first folder has the program's forms, the others forms of their own beside them

Names are found here by looks alone (what stands in double quotes behind a key, words and quoted texts in it, words that some file
declares as a name), so that the choice does not come from the program's own reading of expressions."""
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

WORDS_OF_SQL = set("""and or not in is null case when then else end between like glob escape as cast collate distinct from true false
    isnull notnull integer text real""".split())
SCALAR = re.compile(r'([a-z_0-9]+):[ \n]*"((?:[^"\\]|\\.)*)"')  # the lines of a folded one, too
NO_EXPRESSION = {"zh", "en", "number", "range", "label"}
TOKEN = re.compile(r"'(?P<text>(?:[^']|'')*)'|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|--[^\n]*")
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")
SHOWN = re.compile(r"\btr\($")  # what tr() is given are texts for people


def declared(files):
    """Every name that a file declares, and what the program makes of them."""
    names = set()
    for text in files.values():
        register = re.search(r"^register: *([a-z0-9_]+)", text, re.M)
        own = set(re.findall(r"\b(?:name|code): *([a-z][a-z0-9_]*)", text))
        own |= {end for group in re.findall(r"state_groups: *\{([^}]*)\}", text) for end in re.findall(r"([a-z0-9_]+):", group)}
        names |= own | {name + end for name in own for end in ("_at", "_by")}
        if register:
            names |= {register[1]} | {register[1] + "." + name for name in own}
    return names


def inside_tr(sql, at):
    """Is this text one that tr() is given? Counted from its bracket on."""
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(sql[i], 0)
        if depth < 0:
            return bool(SHOWN.search(sql[:i + 1]))
    return False


def sites(text, names):
    """Where a name stands in an expression: offset in the file, the name, what it is."""
    for scalar in SCALAR.finditer(text):
        if scalar[1] in NO_EXPRESSION:
            continue
        start, sql = scalar.start(2), scalar[2]
        for token in TOKEN.finditer(sql):
            word = token["word"]
            if word and word.lower() not in WORDS_OF_SQL:
                call = sql[token.end():].lstrip().startswith("(")
                if call or word in names or word in ("due", "started", "id", "open"):
                    yield start + token.start(), word, "function" if call else "field"
            elif token["text"] and not inside_tr(sql, token.start()):
                for piece in NAME.finditer(token["text"]):
                    whole = re.split(r"[ ,]", token["text"])
                    if piece[0] in whole and piece[0] in names:
                        yield start + token.start() + 1 + piece.start(), piece[0], "text"


def changed(name, dice):
    """One letter replaced, left out, doubled, or swapped with the next."""
    while True:
        i, kind = dice.randrange(len(name)), dice.choice(("replaced", "dropped", "doubled", "swapped"))
        new = {"replaced": name[:i] + dice.choice("abcdefghijklmnopqrstuvwxyz") + name[i + 1:], "dropped": name[:i] + name[i + 1:],
               "doubled": name[:i] + name[i] + name[i:], "swapped": name[:i] + name[i + 1:i + 2] + name[i] + name[i + 2:]}[kind]
        if new != name and new:
            return new, kind


class Bench:
    def __init__(self, program, base, more):
        self.program, self.base, self.more = program, base, more
        self.room = tempfile.TemporaryDirectory(prefix="qiantai-mutate-")  # goes with us, however we end
        self.dir = self.room.name
        self.files = {}
        for folder in dict.fromkeys((base, more)):
            shutil.copytree(folder, self.path(folder))
            for file in sorted(glob.glob(folder + "/*.yaml")):
                with open(file, encoding="utf-8") as f:
                    self.files[file] = f.read()

    def path(self, name):
        """Our copy of a folder, or of a file in one."""
        folder, file = (name, "") if os.path.isdir(name) else os.path.split(name)
        return os.path.join(self.dir, folder.strip("/").replace("/", "_"), file)

    def check(self):
        forms = self.path(self.base) + ("" if self.more == self.base else ":" + self.path(self.more))
        env = dict(os.environ, XDG_CACHE_HOME=self.dir)
        p = subprocess.run([self.program, "--lang", "en", "--forms", forms, "check"], env=env, capture_output=True, text=True, timeout=60)
        return p.returncode, p.stdout + p.stderr

    def mutated(self, file, at, name, new):
        """None when it is refused at its line, else what was said."""
        text = self.files[file]
        with open(self.path(file), "w", encoding="utf-8") as f:
            f.write(text[:at] + new + text[at + len(name):])
        code, said = self.check()
        with open(self.path(file), "w", encoding="utf-8") as f:
            f.write(text)
        line = "%s:%d:" % (os.path.basename(file), text.count("\n", 0, at) + 1)
        return None if code == 1 and line in said else "code %d, %s" % (code, said.strip().splitlines()[0] if said.strip() else "nothing")


def run(program, seed, times, folders):
    """How many were changed, and those that got through: (file:line, name, what became of it, why)."""
    dice, through, done = random.Random(seed), [], 0
    benches = [Bench(program, folders[0], more) for more in folders]
    found = []
    for bench in benches:
        code, said = bench.check()
        if code != 0:
            raise SystemExit("without a change: " + said)
        names = declared(bench.files)
        own = [f for f in bench.files if os.path.dirname(f) == bench.more]
        found += [(bench, f) + site + (names,) for f in own for site in sites(bench.files[f], names)]
    for bench, file, at, name, kind, names in dice.choices(found, k=times):
        new, how = changed(name, dice)
        said = bench.mutated(file, at, name, new)
        done += 1
        if said:
            why = "is another name" if new in names else said
            line = bench.files[file].count("\n", 0, at) + 1
            through.append(("%s:%d" % (file, line), "%s %s" % (kind, name), "%s: %s" % (how, new), why))
    for bench in benches:
        bench.room.cleanup()
    return done, through, len(found)


def main():
    program, seed, times, folders = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    done, through, places = run(program, seed, times, folders)
    for row in through:
        print("%s  %s  %s  %s" % row)
    print("seed %d: %d of %d names changed, %d refused at their line (%.1f %%)" % (seed, done, places, done - len(through), 100 * (done - len(through)) / done))
    sys.exit(0 if len(through) * 100 <= done else 1)


if __name__ == "__main__":
    main()
