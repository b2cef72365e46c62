"""What lies outside the database: nothing of it may be read by others, `daily` tells it with its age, and settings remove it."""
import os
import stat
import time
import unittest

from desk import Desk

DAY = 86400


class Outside(Desk):
    def make(self):
        super().make()
        self.ok("add", "unit", "code=A-1", staff="cj")

    def setUp(self):
        self.addCleanup(os.umask, os.umask(0))
        super().setUp()
        self.addCleanup(os.environ.pop, "XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = self.path("cache")
        self.now = None

    def everything(self):
        """All kinds of files that the program writes."""
        number = self.ok("add", "visitor", "unit=A-1", "name=张三", "phone=13900001111").split()[0]
        self.write("v.csv", "name,phone,unit\n李四,13900002222,A-1\n,139,A-9\n")
        os.chmod(self.path("v.csv"), 0o600)
        self.run_it("import", "visitor", self.path("v.csv"), staff="cj")
        self.ok("print", "visitor", number, "-o", self.path("p.txt"), staff="cj")
        self.ok("setting", "set", "print_text", "80", staff="cj")
        self.ok("print", "visitor", number, staff="cj")
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        os.mkdir(self.path("backups"), 0o700)
        self.ok("backup", self.path("backups/b.db"), staff="cj")
        self.ok("setting", "set", "backup_dir", self.path("backups"), staff="cj")
        self.ok("daily", staff=None)

    def files(self):
        return [os.path.join(where, name) for where, _, names in os.walk(self.dir) for name in names]

    def test_nothing_can_be_read_by_others(self):
        self.everything()
        found = [f"{stat.S_IMODE(os.stat(f).st_mode):o} {f}" for f in self.files()
                 if stat.S_IMODE(os.stat(f).st_mode) & 0o077]
        self.assertEqual(found, [])
        self.assertTrue(os.listdir(self.path("cache/qiantai")))
        self.assertTrue({"p.txt", "m.xlsx", "v.csv.refused.csv", "b.db.key", "desk.db.head"} <= {os.path.basename(f) for f in self.files()})

    def age(self, name, days):
        then = time.time() - days * DAY - 60
        os.utime(self.path(name), (then, then))

    def test_it_is_told_with_its_age_and_kept(self):
        self.everything()
        self.age("m.xlsx", 400)
        said = self.ok("daily", staff=None)
        self.assertIn(f"Export, 400 days old: {os.path.realpath(self.path('m.xlsx'))}", said)
        self.assertRegex(said, "Print, 0 days old: .*p.txt")
        self.assertRegex(said, "Print, 0 days old: .*/print/")
        self.assertRegex(said, "Refused rows, 0 days old: .*v.csv.refused.csv")
        self.assertRegex(said, "Former database or backup on demand, 0 days old: .*b.db")
        os.unlink(self.path("p.txt"))
        self.assertNotIn("p.txt", self.ok("daily", staff=None), "what is gone is not told")

    def test_a_setting_removes_it(self):
        self.everything()
        for name in ("m.xlsx", "p.txt", "v.csv.refused.csv"):
            self.age(name, 31)
        for name in ("exports_days", "prints_days", "refused_days", "backups_days"):
            self.ok("setting", "set", name, "30", staff="cj")
        said = self.ok("daily", staff=None)
        self.assertIn("31 days old, removed", said)
        left = {os.path.basename(f) for f in self.files()}
        self.assertFalse({"m.xlsx", "p.txt", "v.csv.refused.csv"} & left)
        self.assertIn("v.csv", left, "what the program did not write is not its own")
        self.ok("verify", staff=None)

    def test_the_newest_backup_stays_and_a_file_that_is_no_longer_ours(self):
        self.everything()
        self.ok("backup", self.path("backups/c.db"), staff="cj")
        self.age("backups/b.db", 99)
        self.age("backups/c.db", 98)
        self.age("m.xlsx", 99)
        os.rename(self.path("m.xlsx"), self.path("own.xlsx"))
        os.symlink(self.path("own.xlsx"), self.path("m.xlsx"))
        for name in ("exports_days", "backups_days"):
            self.ok("setting", "set", name, "30", staff="cj")
        self.ok("daily", staff=None)
        left = {os.path.basename(f) for f in self.files()}
        self.assertFalse({"b.db", "b.db.key", "b.db.head"} & left)
        self.assertTrue({"c.db", "c.db.key", "own.xlsx"} <= left, left)


if __name__ == "__main__":
    unittest.main()
