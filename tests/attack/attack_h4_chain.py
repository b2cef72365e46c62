"""attack.md H4: the journal rewritten from its middle on, or cut, with its head.     attack_h4_chain.py PROGRAM FORMS

By somebody with sqlite3 and Python, but without the key file. `verify` must name it, and still after the next save."""
import hashlib
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args],
                          capture_output=True, text=True, check=False)


def line_hash(before, line):
    """Of a row of seq, at, staff, terminal, reg, record, number, action, data, private."""
    h = hashlib.blake2b(digest_size=32)
    for part in (before, *line):
        part = struct.pack("<q", part) if isinstance(part, int) else part.encode() if isinstance(part, str) else part or b""
        h.update(struct.pack("<Q", len(part)) + part)
    return h.digest()


def behind_the_guards(folder, change):
    with sqlite3.connect(f"{folder}/desk.db") as c:
        guards = c.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        for name, _ in guards:
            c.execute(f'drop trigger "{name}"')
        change(c)
        for _, sql in guards:
            c.execute(sql)
        return c.execute("select seq, hash from journal order by seq desc limit 1").fetchone()


def rewrite(c, mac="mac"):
    """Somebody else did it: line 60, and all hashes after it."""
    begin = 60
    c.execute("update journal set staff = 'zm' where seq = ?", (begin,))
    before, = c.execute("select hash from journal where seq = ?", (begin - 1,)).fetchone()
    lines = c.execute("select seq, at, staff, terminal, reg, record, number, action, data, private from journal where seq >= ?"
                      " order by seq", (begin,)).fetchall()
    for line in lines:
        before = line_hash(before, line)
        c.execute("update journal set hash = ? where seq = ?", (before, line[0]))
    if "mac" in [row[1] for row in c.execute("pragma table_info(journal)")]:
        c.execute(f"update journal set mac = {mac}" + ("" if mac == "null" else " where seq >= 60"))


def cut(c):
    last, = c.execute("select max(seq) from journal").fetchone()
    c.execute("delete from journal where seq > ?", (last - 5,))
    c.execute("delete from qt_personal where seq > ?", (last - 5,))


def head_plain(path, end):
    with open(path, "w", encoding="ascii") as f:
        f.write("%020d %s\n" % (end[0], end[1].hex()))


def head_beside_old_mac(path, end):
    with open(path, "r+", encoding="ascii") as f:
        f.write("%020d %s" % (end[0], end[1].hex()))


def head_zeros(path, _):
    size = os.path.getsize(path)
    with open(path, "wb") as f:
        f.write(bytes(size))


def head_zero_letters(path, _):
    with open(path, "w", encoding="ascii") as f:
        f.write("%020d %064d %032d\n" % (0, 0, 0))


def head_short(path, _):
    os.truncate(path, 40)


def head_empty(path, _):
    os.truncate(path, 0)


def head_gone(path, _):
    os.unlink(path)


def head_same(_, __):
    pass


def attack(what, change, head):
    global failed
    with tempfile.TemporaryDirectory() as folder:
        for name in ("desk.db", "desk.db.key", "desk.db.head"):
            shutil.copy2(f"{house}/{name}", f"{folder}/{name}")
        head(f"{folder}/desk.db.head", behind_the_guards(folder, change))
        first = desk(folder, "verify")
        saved = desk(folder, "--as", "lm", "add", "visitor", "name=Later", "unit=A-1203")
        second = desk(folder, "verify")
        named = first.returncode == 1, second.returncode == 1
        failed += not all(named)
        told = "" if all(named) else " (at once: {}, after the next save: {})".format(*("named" if n else "NOT" for n in named))
        print(f"{'ok  ' if all(named) else 'LOST'} {what}{told}")
        assert saved.returncode == 0, saved.stderr  # the desk goes on working


house = tempfile.mkdtemp()
with open(f"{house}/v.csv", "w", encoding="utf-8") as out:
    out.write("name,unit\n" + "".join(f"Visitor {i},A-1203\n" for i in range(70)))
assert desk(house, "init", "--practice").returncode == 0
for code, role in (("cj", "supervisor"), ("lm", "clerk")):
    who = ["--as", "cj"] if code == "lm" else []
    subprocess.run([program, "--db", f"{house}/desk.db", "--forms", forms, *who, "user", "add", code, code, role],
                   input="1234\n", capture_output=True, text=True, check=True)
done = desk(house, "--as", "cj", "import", "visitor", f"{house}/v.csv", "--create", "unit")
assert done.returncode == 0, done.stderr
assert desk(house, "verify").returncode == 0

attack("chain recomputed from line 60 on, head rewritten", rewrite, head_plain)
attack("the same, the old MAC left in the head", rewrite, head_beside_old_mac)
attack("the same, the lines' MACs taken away from there on", lambda c: rewrite(c, mac="iif(seq < 60, mac, null)"), head_plain)
attack("the same, all MACs taken away", lambda c: rewrite(c, mac="null"), head_plain)
attack("tail cut, head of zeros", cut, head_zeros)
attack("tail cut, head of zeros in letters", cut, head_zero_letters)
attack("tail cut, head cut short", cut, head_short)
attack("tail cut, head emptied", cut, head_empty)
attack("tail cut, head deleted", cut, head_gone)
attack("tail cut, head rewritten", cut, head_plain)
attack("tail cut", cut, head_same)
shutil.rmtree(house)
sys.exit(failed > 0)
