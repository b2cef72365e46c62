"""Wrong usage is exit 2; what is wrong with the database is one sentence and exit 1; nothing is half-written."""
import os
import resource
import sqlite3
import stat
import subprocess

from desk import PROGRAM, Desk, main


class Usage(Desk):
    made_with = None

    def test_wrong_usage_is_exit_2(self):
        for args in (["fly"], ["add"], ["act", "visitor"], ["list"], ["show", "visitor"], ["list", "visitor", "--nonsense"],
                     ["list", "visitor", "--limit", "x"], ["user"], ["user", "grow"], ["setting", "get"], ["export"],
                     ["import", "visitor"], ["verify", "now"], ["backup"], ["restore"], ["init", "here"], ["board", "x"],
                     ["search"], ["daily", "x"], ["--nonsense"], ["--lang", "fr", "board"], ["desk", "x"]):
            code, _, err = self.run_it(*args, staff=None, now=None)
            self.assertEqual(code, 2, args)
            self.assertTrue(err.strip(), args)

    def test_a_wrong_command_gets_a_suggestion(self):
        self.assertIn("'board'", self.run_it("bord", staff=None, now=None)[2])

    def test_help_and_version(self):
        self.assertIn("import", self.ok("--help", staff=None, now=None))
        self.assertIn("--map", self.ok("import", "--help", staff=None, now=None))
        self.assertIn("qiantai", self.ok("--version", staff=None, now=None))

    def test_keys_are_told_as_markdown(self):
        self.assertIn("|", self.ok("keys", staff=None, now=None))

    def test_the_desk_without_a_terminal_is_refused(self):
        self.assertIn("terminal", self.refused("desk", staff=None, now=None))
        self.assertIn("terminal", self.refused(staff=None, now=None))
        self.assertFalse(os.path.exists(self.db))

    def test_chinese_by_default(self):
        env = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LANG")}
        out = subprocess.run([PROGRAM, "--help"], env=env, stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertIn("用法", out)
        out = subprocess.run([PROGRAM, "--help"], env=dict(env, LANGUAGE="en"), stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertIn("Usage", out)
        out = subprocess.run([PROGRAM, "--help"], env=dict(env, LC_ALL="C"), stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertIn("用法", out)


class Databases(Desk):
    def test_missing(self):
        self.assertIn("init", self.refused("board", db=self.path("none.db")))
        self.assertFalse(os.path.exists(self.path("none.db")))

    def test_init_overwrites_nothing(self):
        before = os.stat(self.db).st_mtime_ns
        self.refused("init", "--practice", staff=None)
        self.assertEqual(os.stat(self.db).st_mtime_ns, before)

    def test_foreign(self):
        other = self.path("other.db")
        with sqlite3.connect(other) as c:
            c.execute("create table t (a)")
        before = open(other, "rb").read()
        self.refused("board", db=other)
        self.refused("add", "visitor", "name=王小明", db=other)
        self.assertEqual(open(other, "rb").read(), before)

    def test_no_database_at_all(self):
        self.refused("board", db=self.write("text.db", "this is a letter, not a database\n" * 100))
        self.refused("board", db=self.write("empty.db", ""))
        self.refused("board", db=self.dir)

    def test_newer(self):
        (version,), = self.sql("pragma user_version")[0]
        self.sql(f"pragma user_version = {version + 1}")
        self.assertIn("newer", self.refused("board"))

    def test_damaged(self):
        with open(self.db, "r+b") as f:
            f.seek(4096)
            f.write(os.urandom(32768))
        self.refused("verify")

    def test_read_only(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        os.chmod(self.db, stat.S_IRUSR)
        self.addCleanup(os.chmod, self.db, 0o600)
        self.assertEqual(self.json("board"), [])
        self.refused("add", "unit", "code=A-1", staff="cj")

    def test_key_file_missing_or_of_another(self):
        key = self.path("desk.db.key")
        self.assertEqual(os.stat(key).st_mode & 0o777, 0o600)
        with open(key, "rb") as f:
            kept = f.read()
        os.unlink(key)
        self.assertIn("key", self.refused("add", "unit", "code=A-1", staff="cj").lower())
        self.write("desk.db.key", "0" * (len(kept) - 1) + "\n")
        os.chmod(key, 0o600)
        self.refused("add", "unit", "code=A-1", staff="cj")

    def test_locked_by_another(self):
        with sqlite3.connect(self.db, isolation_level=None) as c:
            c.execute("begin immediate")
            self.refused("add", "unit", "code=A-1", staff="cj")
            c.execute("rollback")
        self.ok("add", "unit", "code=A-1", staff="cj")

    def test_now_is_for_practice_only(self):
        self.ok("init", db=self.path("real.db"), staff=None, now=None)
        self.assertIn("practice", self.refused("board", db=self.path("real.db"), staff=None))
        self.ok("board", db=self.path("real.db"), staff=None, now=None)

    def test_a_nonsense_now_is_refused(self):
        self.refused("board", now="yesterdayish")


class DiskFull(Desk):
    def limited(self, size):
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    def test_a_full_disk_keeps_what_was_there(self):
        self.add_unit()
        self.add_visitor()
        size = os.stat(self.db).st_size
        rows = "name,unit,remarks\n" + "".join(f"访客{i},A-1203,{'很长的备注' * 40}\n" for i in range(3000))
        f = self.write("v.csv", rows)
        err = self.refused("import", "visitor", f, before=self.limited(size + 65536))
        self.assertIn("again", err)
        self.ok("verify")
        self.assertGreaterEqual(len(self.json("list", "visitor", "--where", "name = '王小明'")), 1)
        self.ok("import", "visitor", f)
        self.assertEqual(len(self.json("list", "visitor")), 3001)
        self.ok("verify")

    def test_a_full_disk_leaves_no_half_workbook(self):
        self.add_unit()
        self.write("v.csv", "name,unit\n" + "".join(f"访客{i},A-1203\n" for i in range(2000)))
        self.ok("import", "visitor", self.path("v.csv"))
        self.refused("export", "2026-11", "-o", self.path("m.xlsx"), before=self.limited(60000))
        self.assertEqual([n for n in os.listdir(self.dir) if "xlsx" in n], [])

    def test_full_standard_output_is_told(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "--db", self.db, "setting", "list"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)


main()
