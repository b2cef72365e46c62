"""Staff, settings, the demo building, daily."""
import os
import subprocess

from desk import PROGRAM, Desk, main

SPARSE = int(os.environ.get("SPARSE", "1"))


class Staff(Desk):
    def test_pins_come_from_standard_input_and_never_show(self):
        self.ok("user", "add", "wl", "王丽", "clerk", staff="cj", stdin="98765432\n")
        self.assertIn("王丽", self.ok("user", "list"))
        with open(self.db, "rb") as f:
            self.assertNotIn(b"98765432", f.read())

    def test_only_those_in_charge_change_the_staff(self):
        self.refused("user", "add", "x", "某人", "clerk", stdin="1234\n")
        self.refused("user", "add", "x", "某人", "clerk", staff=None, stdin="1234\n")
        self.refused("user", "disable", "cj")

    def test_roles_codes_and_pins_are_looked_at(self):
        self.refused("user", "add", "x", "某人", "king", staff="cj", stdin="1234\n")
        self.refused("user", "add", "lm", "某人", "clerk", staff="cj", stdin="1234\n")
        self.refused("user", "add", "x", "某人", "clerk", staff="cj", stdin="\n")
        self.refused("user", "pin", "nobody", staff="cj", stdin="1234\n")

    def test_who_is_disabled_does_nothing_more(self):
        self.ok("user", "disable", "lm", staff="cj")
        self.refused("add", "visitor", "name=王小明")

    def test_settings(self):
        self.assertEqual(self.ok("setting", "get", "building").strip(), "联合广场")
        self.ok("setting", "set", "closing_time", "21:00", staff="cj")
        self.assertIn("closing_time=21:00", self.ok("setting", "list"))
        self.refused("setting", "set", "closing_time", "22:00")
        self.refused("setting", "set", "Bad Name", "1", staff="cj")

    def test_daily_tells_what_it_did_and_may_run_again(self):
        self.ok("daily", staff=None)
        self.ok("daily", staff=None)
        self.ok("verify")


class Demo(Desk):
    made_with = None

    def test_the_demo_is_always_the_same(self):
        self.demo()
        first = self.ok("list", "visitor", "--csv")
        units = self.json("list", "unit")
        self.assertEqual(len(units), 120)
        self.assertIn("A-1203", [u["code"] for u in units])
        self.assertIn("B-0802", [u["code"] for u in units])
        inside = self.json("list", "visitor", "--list", "inside")
        self.assertGreaterEqual(len(inside), 6)
        board = self.json("board")
        clocks = {(r["clock"], r["urgency"]) for r in board}
        self.assertIn(("overstay", "overdue"), clocks)
        self.assertIn("arrival", {c for c, _ in clocks})
        self.assertIn("deliver", {c for c, _ in clocks})
        self.assertGreater(first.count("\r\n"), 2000)
        self.assertEqual(len(self.json("list", "watch")), 4)
        self.assertGreaterEqual(len(self.json("list", "permit")), 5)
        self.assertEqual(self.ok("setting", "get", "building").strip(), "联合广场")
        self.ok("verify", staff=None)
        if SPARSE > 1:
            return  # the plain build makes a second one
        self.db = self.path("second.db")
        self.ok("init", "--demo", staff=None)
        self.assertEqual(self.ok("list", "visitor", "--csv"), first)

    def test_the_demo_is_for_practice(self):
        env = dict(os.environ, LANGUAGE="en")
        subprocess.run([PROGRAM, "--db", self.db, "init", "--demo"], env=env, check=True, stdout=subprocess.DEVNULL)
        self.ok("board")


main()
