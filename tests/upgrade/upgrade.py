"""A database of each earlier version, with open drafts, running clocks and a register of the house, under this program."""
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), room) for room in ("cli", "attack")]
from tables import differences  # noqa: E402
from desk import PROGRAM, Desk, main  # noqa: E402

FAULTY = os.environ["FAULTY"]
SPARSE = int(os.environ.get("SPARSE", "1"))  # so many times fewer points: each costs a sanitizer build two slow starts
VERSION = 5
BACKUP = f"desk.db.before-{VERSION}"
UPGRADES = "select data from journal where action = 'upgrade' and data like '%backup%' order by seq"


class Upgrade(Desk):
    made_with = None
    old = 1
    every = 7  # of so many changes of a file one is tried
    near = 3  # the same near the end, where the old file is given up
    told = 11  # tries at least whose full disk keeps the old one

    def setUp(self):
        super().setUp()
        # one place for all of them: the forms that lie there are read once, not by every case anew
        place = os.path.join(os.path.dirname(self.dir), f"qiantai-upgrade-{os.getpid()}")
        os.rename(self.dir, place)
        self.addCleanup(shutil.rmtree, place, True)
        self.dir, self.db = place, os.path.join(place, "desk.db")
        self.unpack()

    def unpack(self):
        for name in os.listdir(self.dir):
            if name.startswith("desk.db"):
                os.unlink(self.path(name))
        with tarfile.open(os.path.join(HERE, f"version-{self.old}.tar.xz")) as tar:
            tar.extractall(self.dir)
        for name in ("desk.db", "desk.db.key", "desk.db.head"):
            os.chmod(self.path(name), 0o600)

    def version(self, name="desk.db"):
        """As the engine sees it: an unfinished transaction is rolled back first."""
        with sqlite3.connect(self.path(name)) as c:
            (version,), = c.execute("pragma user_version").fetchall()
            self.assertEqual(c.execute("pragma integrity_check").fetchall(), [("ok",)])
        return version

    def backups(self):
        return sorted(n for n in os.listdir(self.dir) if "before" in n and not n.endswith((".key", ".head", "-journal")))

    def content(self):
        with open(self.db, "rb") as f:
            return f.read()

    def rows(self, *statements, db="desk.db"):
        return self.sql(*statements, db=self.path(db))

    def test_everything_is_there_and_verified(self):
        columns = [", ".join(f'"{name}"' for name, in self.rows(f"select name from pragma_table_info('{reg}')")[0])
                   for reg in ("visitor", "complaint", "piano")]  # a form of today has more of them
        asked = (f"select {columns[0]} from visitor", f"select {columns[1]} from complaint", f"select {columns[2]} from piano",
                 "select id, staff, terminal, reg, record, at from draft",
                 "select id, reg, clock, record, started, due, stopped from due",
                 "select seq, at, staff, terminal, reg, record, number, action, data, private, hash from journal",
                 "select * from qt_personal")
        before = self.rows(*asked)
        self.assertIn("in order", self.ok("verify", staff=None))
        after = self.rows(*asked)
        self.assertEqual(after[5][:len(before[5])], before[5])
        self.assertLessEqual({line[7] for line in after[5][len(before[5]):]},
                             {"upgrade", "take-over", "clock", "mark"})
        self.assertEqual(after[:5] + after[6:], before[:5] + before[6:])
        self.assertEqual(self.version(), VERSION)
        self.assertIn("小奏鸣曲", self.ok("list", "piano"))
        self.ok("act", "piano", "Q2611-001", "give_back")
        self.assertEqual(self.json("board")[0]["register"], "repair")
        self.ok("verify", staff=None)

    def test_the_upgrade_vouches_for_the_lines_before_and_the_drafts_are_bound(self):
        self.ok("list", "visitor")
        vouched = self.rows("select mac is not null from journal order by seq")[0]
        self.assertEqual(vouched, sorted(vouched))
        self.assertEqual({v for v, in vouched}, {0, 1} if self.old < 3 else {1})
        self.ok("verify", staff=None)
        self.rows("update draft set at = at + 1 where id = (select min(id) from draft)")
        self.assertIn("Draft", self.refused("verify", staff=None))

    def test_the_journal_gives_the_same_database(self):
        self.ok("verify", "--rebuild", self.path("new.db"), staff=None)
        self.assertEqual(differences(self.db, self.path("new.db"), ("qt_outside",)), [])
        self.rows("delete from visitor", "delete from complaint", "delete from piano", "delete from due")
        self.refused("verify", "--rebuild", self.path("again.db"), staff=None)
        self.assertIn("in order", self.ok("verify", db=self.path("again.db"), staff=None))

    def test_a_head_that_did_not_fit_stays_so(self):
        self.write("desk.db.head", "")
        self.ok("list", "visitor")
        self.assertIn("emptied", self.refused("verify", staff=None))

    def test_a_checked_private_backup_lies_beside_it(self):
        before = self.content()
        self.ok("list", "visitor")
        self.assertEqual(self.backups(), [BACKUP])
        for name in (BACKUP, BACKUP + ".key", BACKUP + ".head"):
            self.assertEqual(os.stat(self.path(name)).st_mode & 0o777, 0o600, name)
        self.assertEqual(self.version(BACKUP), self.old)
        self.assertEqual(struct.unpack(">I", before[60:64])[0], self.old)
        self.assertEqual([line for line, in self.rows(UPGRADES)[0]],
                         [f'{{"from":{n},"to":{n + 1},"backup":"{BACKUP}"}}' for n in range(self.old, VERSION)])
        self.ok("list", "visitor")
        self.assertEqual(self.backups(), [BACKUP])

    def test_the_backup_can_be_restored(self):
        self.ok("list", "visitor")
        self.add_visitor(name="后来的")
        self.ok("restore", self.path(BACKUP), staff="cj")
        self.assertEqual(len(self.json("list", "visitor", "--where", "name = '后来的'")), 0)
        self.assertEqual(self.version(), VERSION)
        self.ok("verify", staff=None)

    def test_decisions_of_the_journal_are_known(self):
        self.ok("list", "visitor")
        self.assertEqual(self.rows("select reg, rule, record from qt_different order by record")[0],
                         [("complaint", "hot", 1), ("complaint", "hot", 2), ("complaint", "hot", 3)])

    def test_the_tables_are_those_of_a_new_database(self):
        self.ok("list", "visitor")
        self.ok("init", "--practice", db=self.path("new.db"), staff=None)
        self.ok("list", "visitor", db=self.path("new.db"), staff=None)
        asked = "select type, name, tbl_name, sql from sqlite_schema order by type, name"

        def tables(name):
            # columns that a form has gained stand at the end of an old table, whichever bears the closing bracket
            parts = lambda sql: sorted((sql or "").replace(") STRICT", ", ) STRICT").split(", "))
            return [(t, n, of, parts(sql)) for t, n, of, sql in self.rows(asked, db=name)[0]]
        self.assertEqual(tables("desk.db"), tables("new.db"))

    def test_a_form_of_the_house_with_new_names_takes_its_records_along(self):
        before = self.rows("select number, who, state, out_at from piano order by id", "select 1 from draft")
        clocks = self.rows("select record, clock, due from due where reg = 'piano' and stopped = 0 order by id")
        with open(self.path("forms/piano.yaml"), encoding="utf-8") as f:
            text = f.read()
        for old, new in (("{name: who,", "{name: player,"), ("{name: out,", "{name: lent,"), ("[out]", "[lent]"), ("'out'", "'lent'")):
            text = text.replace(old, new)
        self.write("forms/piano.yaml", text + "renamed: {fields: {who: player}, states: {out: lent}}\n")
        self.ok("list", "piano")
        now = self.rows("select number, player, state, lent_at from piano order by id", "select 1 from draft")
        self.assertGreater(len(before[0]), 0)
        self.assertEqual(now, [[(n, w, "lent" if s == "out" else s, t) for n, w, s, t in before[0]], before[1]])
        self.assertEqual(self.rows("select record, clock, due from due where reg = 'piano' and stopped = 0 order by id"), clocks)
        self.ok("verify", staff=None)

    def test_read_only_it_says_what_to_do(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        os.chmod(self.db, 0o400)
        before = self.content()
        self.assertIn("Open it once", self.refused("list", "visitor"))
        self.assertEqual(self.content(), before)
        self.assertEqual(self.backups(), [])

    def test_two_at_once_make_one_backup(self):
        command = [PROGRAM, "--db", self.db, "--lang", "en", "--as", "lm", "list", "visitor"]
        both = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
        self.assertEqual([p.wait() for p in both], [0] * 4)
        self.assertEqual(self.backups(), [BACKUP])
        self.assertEqual(len(self.rows(UPGRADES)[0]), VERSION - self.old)

    # ---- killed, and without room ----

    def faulty(self, how, at):
        env = dict(os.environ, LD_PRELOAD=FAULTY, FAULTY=how, FAULTY_AT=str(at), FAULTY_OUT=self.path("calls"),
                   ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0")
        done = subprocess.run([PROGRAM, "--db", self.db, "--lang", "en", "--as", "lm", "list", "visitor"], env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        self.assertNotIn(b"Sanitizer", done.stderr)
        return done.returncode, done.stderr.decode()

    def points(self):
        """Some of the many changes of a file: the copy's pages, the steps in their transaction, the indexes made anew behind them."""
        self.ok("list", "visitor")  # the forms are read, and kept for the next start
        self.unpack()
        self.assertEqual(self.faulty("count", 0)[0], 0)
        n = int(self.read("calls"))
        return [*range(1, n - 60, self.every * SPARSE), *reversed(range(n, max(0, n - 61), -self.near * SPARSE))]  # the last one always

    def check_whole(self, point):
        """The old or the new state, with a backup where it is the new one; and the next start ends in the new one."""
        version = self.version()
        self.assertIn(version, (self.old, VERSION), point)
        if version > self.old:
            self.assertTrue(self.backups(), point)
            self.assertEqual(self.version(self.backups()[0]), self.old)
        self.ok("verify", staff=None)
        self.assertEqual(self.version(), VERSION, point)
        self.assertEqual(len(self.rows("select 1 from qt_different")[0]), 3)
        self.assertEqual(len(self.rows("select 1 from draft")[0]), 2)
        self.assertEqual(len(self.rows(UPGRADES)[0]), VERSION - self.old, point)
        return version

    def test_killed_at_any_point_it_is_the_old_one_or_the_new_one(self):
        seen = set()
        for point in self.points():
            self.unpack()
            self.assertEqual(self.faulty("kill", point)[0], -9, point)
            seen.add(self.check_whole(point))
        self.assertEqual(seen, {self.old, VERSION})

    def test_without_room_it_stays_the_old_one_and_says_so(self):
        told = 0
        for point in self.points():
            self.unpack()
            code, err = self.faulty("full", point)
            if self.version() == self.old:
                self.assertEqual(code, 1, point)
                self.assertRegex(err, f"version {self.old}.*(disk|space)", point)
                self.assertEqual(self.backups(), [], point)
                told += 1
            self.check_whole(point)
        self.assertGreaterEqual(told, self.told // SPARSE)


class UpgradeOf2(Upgrade):
    old = 2
    every = 28  # its steps are the later ones of version 1; so are those of the next
    near = 6
    told = 3


class UpgradeOf3(Upgrade):
    old = 3
    every = 28
    near = 6
    told = 3


class UpgradeOf4(Upgrade):
    old = 4
    near = 6
    told = 3


main()
