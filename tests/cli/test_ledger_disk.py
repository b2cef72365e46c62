"""Money on a disk that is full or may only be read: all of an action is booked or none of it, one sentence tells it in both languages,
and the books are in order afterwards."""
import os
import re
import shutil
import stat
import subprocess
import unittest

from desk import PROGRAM, SOURCE, Desk, main

FAULTY = os.environ.get("FAULTY", "")
SPARSE = int(os.environ.get("SPARSE", "1"))
FILES = ("desk.db", "desk.db.key", "desk.db.head")
FULL = {"en": r"disk is full: could not .*Nothing was changed; make room for", "zh_CN": r"磁盘满了：没能.*什么也没有改；请为 .* 腾出空间再试"}
ONLY_READ = {"en": r"cannot be written: .*Check the permissions", "zh_CN": r"写不了：.*请检查文件和目录的权限"}
NOT_TOLD = {"en": "the journal could not be told that this was read", "zh_CN": "这次读取没能记入日志"}
READING = [("check",), ("list",), ("export",), ("accounts",), ("unit", "A-0801"), ("receipts",), ("account", "owed"), ("compare", "charge")]


class Money(Desk):
    def make(self):
        super().make()
        self.forms = os.path.join(SOURCE, "forms") + ":" + os.path.join(SOURCE, "tests/cli/ledger_forms")
        self.staff = "cj"
        self.add_unit("A-0801")
        self.new("umbrella", "unit=A-0801")
        for _ in range(2):
            self.charge = self.new("charge", "unit=A-0801", "kind=repair", "what=tap", "amount=120")
        self.paid = self.new("charge", "unit=A-0801", "kind=repair", "what=lock", "amount=80")
        self.ok("act", "charge", self.paid, "pay", "way=cash")
        self.actions = {
            "an action with books": ("act", "umbrella", self.sql("select number from umbrella")[0][0][0], "refund"),
            "a payment with a receipt": ("act", "charge", self.charge, "pay", "way=cash"),
            "a charge": ("add", "charge", "unit=A-0801", "kind=repair", "what=bell", "amount=5"),
            "a receipt printed again": ("print", "charge", self.paid, "--paper", "receipt", "-o", "-"),
        }
        self.ok(*self.actions["a receipt printed again"])
        for name in FILES:
            shutil.copy(self.path(name), self.path("kept-" + name))

    def new(self, register, *fields):
        return self.ok("add", register, *fields).strip().splitlines()[-1]

    def unpack(self):
        for name in FILES:
            shutil.copy(self.path("kept-" + name), self.path(name))
            os.chmod(self.path(name), 0o600)

    def state(self):
        tables = ("transfer", "alloc", "receipt", "charge", "umbrella")
        return [sorted(map(str, self.sql(f"select * from {t}")[0])) for t in tables] + [self.sql("select count(*) from journal where action not in ('read', 'sign-in')")[0]]

    def in_order(self, about):
        self.assertEqual(self.run_it("verify", staff=None)[0], 0, about)
        self.assertEqual(self.run_it("ledger", "check")[0], 0, about)

    def told(self, err, what, about):
        """One sentence, of the language of those at the desk, and no word of the engine's."""
        self.assertRegex(err, what[self.lang], about)
        self.assertNotRegex(err, "(?i)sqlite|I/O error|database or disk")


@unittest.skipUnless(os.path.exists(FAULTY), "the faulty disk is not built")
class Full(Money):
    """A disk on which no file grows from some change on: each place once."""

    def on(self, how, at, *args):
        os.environ.update(LD_PRELOAD=FAULTY, FAULTY=how, FAULTY_AT=str(at), FAULTY_OUT=self.path("calls"),
                          ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0")
        try:
            return self.run_it(*args)
        finally:
            for name in ("LD_PRELOAD", "FAULTY", "FAULTY_AT", "FAULTY_OUT", "ASAN_OPTIONS"):
                del os.environ[name]

    def test_all_of_it_or_nothing(self):
        for name, command in self.actions.items():
            before, refused = self.state(), 0
            self.assertEqual(self.on("count", 0, *command)[0], 0, name)
            after, calls = self.state(), int(self.read("calls"))
            self.assertNotEqual(before, after, name)
            for at in sorted({*range(1, calls + 1, 9 * SPARSE), *range(calls, max(0, calls - 18), -2 * SPARSE)}):  # all of them pass, too
                self.unpack()
                self.lang = ("en", "zh_CN")[at % 2]
                code, _, err = self.on("full", at, *command)
                about = f"{name}, change {at} of {calls}: {code} {err}"
                now = self.state()
                if code == 0:
                    self.assertEqual(self.without_times(now), self.without_times(after), about)
                else:
                    self.assertEqual((code, now), (1, before), about)
                    self.told(err, FULL, about)
                    refused += 1
                self.in_order(about)
            self.unpack()
            self.assertGreater(refused, 0, name)

    def without_times(self, state):
        return [re.sub(r"\b1[0-9]{9}\b", "T", str(part)) for part in state]

    def test_what_is_only_looked_at_is_shown(self):
        for command in READING:
            self.lang = "en"
            whole = self.run_it("ledger", *command)
            self.assertEqual(whole[0], 0, command)
            for self.lang in ("en", "zh_CN"):
                code, out, err = self.on("full", 1, "ledger", *command)
                self.assertEqual(code, 0, f"{command}: {err}")
                if self.lang == "en":
                    self.assertEqual(out, whole[1], command)
                if err:
                    self.told(err, NOT_TOLD, command)
        self.in_order("read")

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_output_that_cannot_be_written_is_told(self):
        for command in (*READING, ("print", "charge", self.paid, "--paper", "receipt", "-o", "-")):
            args = command if command[0] == "print" else ("ledger", *command)
            with open("/dev/full", "w", encoding="ascii") as full:
                done = subprocess.run([PROGRAM, "--lang", "en", "--db", self.db, "--now", self.now, "--as", "cj", "--forms", self.forms, *args],
                                      stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 1, args)
            self.assertIn("No space left", done.stderr.decode(), args)
        self.in_order("printed")


class OnlyRead(Money):
    """A folder and a database that may only be read: by their permissions, or where root does not mind these, by how they are mounted."""

    def setUp(self):
        super().setUp()
        self.before = self.state()
        if os.geteuid() == 0:
            folder = self.path("mounted")
            os.mkdir(folder)
            if subprocess.run(["mount", "--bind", self.dir, folder], stderr=subprocess.DEVNULL, check=False).returncode:
                self.skipTest("root may write everywhere, and nothing can be mounted")
            self.addCleanup(subprocess.run, ["umount", folder], check=True)
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
            self.there = os.path.join(folder, "desk.db")
            return
        self.there = self.db
        for name in FILES:
            os.chmod(self.path(name), stat.S_IRUSR)
        os.chmod(self.dir, stat.S_IRUSR | stat.S_IXUSR)
        self.addCleanup(os.chmod, self.dir, 0o700)

    def test_what_books_or_counts_is_refused_before_anything(self):
        for name, command in self.actions.items():
            for self.lang in ("en", "zh_CN"):
                self.told(self.refused(*command, db=self.there), ONLY_READ, name)
        self.assertEqual(self.state(), self.before)
        self.assertEqual(self.run_it("verify", staff=None, db=self.there)[0], 0)

    def test_what_is_only_looked_at_is_shown(self):
        for command in READING:
            for self.lang in ("en", "zh_CN"):
                code, out, err = self.run_it("ledger", *command, db=self.there)
                self.assertEqual(code, 0, f"{command}: {err}")
                self.assertTrue(out, command)
                if command != ("check",):
                    self.told(err, NOT_TOLD, command)
        self.assertEqual(self.state(), self.before)


if __name__ == "__main__":
    main()
