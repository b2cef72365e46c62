"""The program under test in a folder of its own, at a fixed moment."""
import copy
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("QIANTAI", "qiantai")
NOW = "2026-11-21 09:14"
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Desk(unittest.TestCase):
    made_with = ["--practice", "--building", "联合广场"]

    moulds = {}  # what make() made, and what it noted in self; each test gets a copy

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="qiantai-cli-")
        self.addCleanup(shutil.rmtree, self.dir, True)
        self.db = self.path("desk.db")
        self.now = NOW
        self.lang = "en"
        self.forms = None
        self.staff = "lm"
        self.pin = None  # of everybody, where --as wants it: in no practice database
        key = type(self).make, str(self.made_with)
        if key in self.moulds:
            self.pour(*self.moulds[key])
        else:
            self.make()
            self.moulds[key] = self.take()

    def make(self):
        """The desk that all tests of a class begin with, made once: PINs are slow to hash. Of self.dir only its files are kept."""
        if self.made_with is not None:
            self.ok("init", *self.made_with, staff=None)
            self.ok("user", "add", "cj", "陈静", "supervisor", staff=None, stdin="1234\n")
            self.ok("user", "add", "lm", "李敏", "clerk", staff="cj", stdin="1234\n")

    def demo(self):
        """The demo building at self.db: a copy of the one that the tests have made (QT_DEMO), else a new one."""
        made = os.environ.get("QT_DEMO")
        if not made:
            self.ok("init", "--demo", staff=None, now=NOW)
        for end in ("", ".key", ".head") if made else ():
            shutil.copy(made + end, self.db + end)
            os.chmod(self.db + end, 0o600)

    def take(self):
        files = {}
        for name in filter(lambda name: os.path.isfile(self.path(name)), os.listdir(self.dir)):
            with open(self.path(name), "rb") as f:
                files[name] = f.read()
        return files, copy.deepcopy({k: v for k, v in vars(self).items() if k[0] != "_" and k not in ("dir", "db")})

    def pour(self, files, noted):
        vars(self).update(copy.deepcopy(noted))
        for name, content in files.items():
            os.chmod(self.write(name, content), 0o600)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text, encoding="utf-8"):
        with open(self.path(name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode(encoding))
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8-sig", newline="") as f:
            return f.read()

    def run_it(self, *args, staff="", stdin="", now="", db=None, before=None, raw=False):
        command = [PROGRAM, "--lang", self.lang, "--db", db or self.db]
        now = self.now if now == "" else now
        staff = self.staff if staff == "" else staff
        if now:
            command += ["--now", now]
        if staff:
            command += ["--as", staff]
        if self.forms:
            command += ["--forms", self.forms]
        fds = ()
        if self.pin and staff:
            ends = os.pipe()
            os.write(ends[1], self.pin.encode() + b"\n")
            os.close(ends[1])
            fds = (ends[0],)
            command += ["--pin-fd", str(ends[0])]
        try:
            done = subprocess.run(command + list(args), input=stdin.encode(), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=120, preexec_fn=before, check=False, pass_fds=fds)
        finally:
            for fd in fds:
                os.close(fd)
        out = done.stdout if raw else done.stdout.decode()
        return done.returncode, out, done.stderr.decode()

    def ok(self, *args, **more):
        code, out, err = self.run_it(*args, **more)
        self.assertEqual(code, 0, f"{args}: {err}{out}")
        return out

    def refused(self, *args, **more):
        """Exit 1 and a sentence; returns it."""
        code, out, err = self.run_it(*args, **more)
        self.assertEqual(code, 1, f"{args}: {out}{err}")
        self.assertTrue(err.strip(), f"{args}: refused without a word")
        self.assertNotIn("Sanitizer", err)
        return err

    def json(self, *args, **more):
        """What the command gives as JSON, out of its envelope: rows, or a record with its history."""
        data = json.loads(self.ok(*args, "--json", **more))
        self.assertEqual(data.pop("version"), 1)
        for key in ("records", "board", "hits"):
            if isinstance(data.get(key), list):
                return data[key]
        if "record" in data:
            return {**data["record"], "history": data.get("history")}
        return data

    def add_unit(self, code="A-1203", **fields):
        return self.ok("add", "unit", f"code={code}", *[f"{k}={v}" for k, v in fields.items()], staff="cj").strip()

    def add_visitor(self, *more, name="王小明", unit="A-1203"):
        return self.ok("add", "visitor", f"name={name}", f"unit={unit}", *more).strip()

    def sql(self, *statements, db=None):
        with sqlite3.connect(db or self.db) as c:
            return [c.execute(s).fetchall() for s in statements]


class Part(unittest.TestLoader):
    """All cases; with QT_PART=1/3 and so on a third of them each, so that a long program runs beside itself."""

    def getTestCaseNames(self, case):
        part, parts = map(int, os.environ.get("QT_PART", "1/1").split("/"))
        return super().getTestCaseNames(case)[part - 1::parts]


def main():
    unittest.main(verbosity=1, testLoader=Part())
