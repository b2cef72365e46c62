"""A clock that is in doubt (H1): what stands still, what goes on, and a supervisor's word. The attack itself, with a clock
that is shifted, is tests/attack/attack_h1_clock.py; here the last sound time is moved instead, in a database of the real time."""
import sqlite3
import time
import unittest

from desk import Desk, SOURCE
from seat import Seat

DAY = 86400


class Clock(Desk):
    made_with = ["--building", "联合广场"]

    def make(self):
        self.now = None
        self.pin = "1234"
        super().make()
        self.ok("add", "unit", "code=A-1", staff="cj")

    def sound(self, days):
        """As if the last sound time had been so many days ago."""
        with sqlite3.connect(self.db) as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES('clock', ?)", (str(int(time.time() - days * DAY)),))

    def lines(self, action):
        with sqlite3.connect(self.db) as db:
            return db.execute("SELECT staff FROM journal WHERE action = ?", (action,)).fetchall()

    def days(self):
        """Lines that a day's first desk leaves."""
        with sqlite3.connect(self.db) as db:
            return db.execute("SELECT count(*) FROM journal WHERE action = 'mark' AND data LIKE '%rounds%'").fetchone()[0]

    def test_a_clock_that_nobody_doubts(self):
        self.assertIn("not in doubt", self.ok("clock", "show", staff=None))
        self.assertIn("nothing to confirm", self.refused("clock", "confirm", staff="cj"))
        self.ok("daily", staff=None)
        self.assertEqual(self.days(), 1)
        self.ok("daily", staff=None)
        self.assertEqual(self.days(), 1, "one line a day")

    def test_ten_days_are_a_holiday_and_eleven_a_question(self):
        self.sound(9.9)
        self.ok("daily", staff=None)
        self.assertEqual(len(self.lines("clock-again")), 1, "a mark that holds no longer is taken away")
        self.sound(11)
        self.assertIn("in doubt", self.refused("daily", staff=None))
        self.ok("setting", "set", "clock_days", "12", staff="cj")
        self.ok("daily", staff=None)

    def test_behind_by_minutes_is_none_by_an_hour_is_one(self):
        self.sound(-4 / 24 / 60)
        self.ok("daily", staff=None)
        self.sound(-1 / 24)
        self.assertIn("in doubt", self.refused("daily", staff=None))

    def test_saving_goes_on_and_says_so(self):
        self.sound(30)
        code, out, err = self.run_it("add", "visitor", "unit=A-1", "name=张三", "phone=13900001111")
        self.assertEqual(code, 0, err)
        self.assertRegex(err, "Clock .* Last entry")
        self.assertTrue(out.strip())
        self.assertEqual(self.days(), 0, "no rounds")
        self.assertIn("in doubt", self.refused("daily", staff=None))
        self.refused("clock", "confirm", staff="lm")
        self.ok("clock", "confirm", staff="cj")
        self.assertEqual(self.lines("clock-right"), [("cj",)])
        self.ok("daily", staff=None)
        self.assertEqual(self.days(), 1)
        self.ok("verify", staff=None)

    def test_a_practice_database_is_given_any_time(self):
        self.db = self.path("practice.db")
        self.demo()
        for now in ("2028-01-01 08:00", "2026-01-01 08:00"):
            self.ok("daily", staff=None, now=now)

    def test_the_screen_asks_who_may_say_so(self):
        self.sound(30)
        seat = Seat(self.db, f"{SOURCE}/forms")
        self.addCleanup(seat.leave)
        seat.tell("now machine")
        text = seat.open("lm", "Supervisor: F10 U", pin=self.pin)
        self.assertRegex(text, "Clock .* Last entry")
        seat.tell("keys F10")
        seat.tell("type clock is")
        self.assertRegex(seat.until("The clock is right"), "-The clock is right")
        seat.tell("kill")
        self.assertIn("stand still", seat.open("cj", "Is the clock right", pin=self.pin))
        text = seat.keys("F12", "Supervisor: F10 U")
        text = seat.keys("F10 U", "Is the clock right")
        text = seat.keys("Enter", "Supervisor: F10 U")  # one too many confirms nothing
        self.assertEqual(self.lines("clock-right"), [])
        text = seat.keys("F10 U", "Is the clock right")
        text = seat.keys("y", "The clock is confirmed")
        self.assertIn("The clock is confirmed", text)
        self.assertEqual(self.lines("clock-right"), [("cj",)])
        seat.tell("kill")
        text = seat.open("lm", "Board", pin=self.pin)
        self.assertNotIn("Supervisor", text)


if __name__ == "__main__":
    unittest.main()
