"""Deadlines on the board to the minute: a desk with a clerk, an engineer, a supervisor and a manager.

The week of the tests (data/holidays-cn.tsv): Friday 2026-09-18 · Saturday 19 off · Sunday 20 is a make-up working day ·
Monday 21 to Thursday 24 · 25 to 27 off · 28 to 30 · 1 to 7 October off · 8, 9 and the make-up Saturday 10 October.
Working hours 08:30-12:00 and 13:00-17:30. Every expected time is literal and was worked out from the rules by hand."""
import os
import re

from desk import SOURCE, Desk


def in_2026(clocks):
    return {clock: f"2026-{due}" for clock, due in clocks.items()}


class Deadlines(Desk):
    made_with = None

    def make(self):
        self.now = "2026-09-18 08:00"
        self.ok("init", "--practice", "--building", "联合广场", staff=None)
        self.ok("user", "add", "cj", "陈静", "supervisor", staff=None, stdin="1234\n")
        for code, name, role in (("lm", "李敏", "clerk"), ("zg", "张工", "engineer"), ("bg", "保国", "security"),
                                 ("ma", "马俊", "manager")):
            self.ok("user", "add", code, name, role, staff="cj", stdin="1234\n")
        for unit in ("A-1203", "A-1204"):
            self.add_unit(unit, owner="李建国", owner_phone="13800008036")

    def at(self, stamp):
        """The desk's clock; the minute work of an open desk is done by the next look at the board."""
        self.now = stamp

    def repair(self, *fields):
        return self.ok("add", "repair", "unit=A-1203", "fault=水管", *fields).strip()

    def complaint(self, *fields):
        return self.ok("add", "complaint", "unit=A-1203", "name=王小明", "matter=noise", "text=楼上半夜拖椅子", *fields).strip()

    def act(self, register, number, action, *fields, who="lm"):
        self.ok("act", register, number, action, *fields, staff=who)

    def rows(self, number):
        """Every promise of the record; of a case's kinds (Q2) the earliest, what waits behind what runs."""
        rows = [r for r in self.json("board", "--each") if r["number"] == number]
        kinds = sorted((r for r in rows if r["kind"]), key=lambda r: r["waits"])
        on_board = [r for r in self.json("board") if r["number"] == number]
        self.assertEqual(len(on_board), min(len(rows), 1), on_board)
        for row in on_board:
            self.assertEqual(row["more"], len(rows) - 1)
            self.assertEqual((row["clock"], row["due"]), next((r["clock"], r["due"])
                             for r in sorted(rows, key=lambda r: r["waits"])), rows)
        return [r for r in rows if not r["kind"]] + kinds[:1]

    def board(self, number):
        """{clock: due} of the record's rows on the board."""
        rows = self.rows(number)
        self.assertEqual(len({r["clock"] for r in rows}), len(rows), rows)
        return {r["clock"]: r["due"] for r in rows}

    def expect(self, number, **clocks):
        """Exactly these rows stand on the board; due as MM-DD HH:MM of 2026."""
        self.assertEqual(self.board(number), in_2026(clocks), f"{number} at {self.now}")

    def has(self, number, **clocks):
        """These rows stand on the board, others may."""
        board = self.board(number)
        self.assertEqual({k: board.get(k) for k in clocks}, in_2026(clocks), f"{number} at {self.now}")

    def due(self, register, number, **clocks):
        """The deadline in words (Q5), also of a clock that stands behind an earlier one of the same case (Q2)."""
        for clock, due in clocks.items():
            self.assertIn(f"Due: 2026-{due}", self.explained(register, number, clock),
                          f"{number} {clock} at {self.now}")

    def gone(self, number, *clocks):
        board = self.board(number)
        self.assertEqual([c for c in clocks if c in board], [], f"{number} at {self.now}: {board}")

    def urgency(self, number, clock):
        return {r["clock"]: r["urgency"] for r in self.rows(number)}.get(clock)

    def who(self, number, clock):
        return {r["clock"]: r["who"] for r in self.rows(number)}.get(clock)

    def overdue_from(self, number, clock, before, stamp):
        """Not overdue at `before`, overdue at `stamp`: the right minute."""
        self.at(before)
        self.assertNotEqual(self.urgency(number, clock), "overdue", f"{clock} at {before}")
        self.at(stamp)
        self.assertEqual(self.urgency(number, clock), "overdue", f"{clock} at {stamp}")

    def figures(self, register):
        return self.json("figures", register, "all")

    def kept(self, register, clock=None):
        """(on time, late, not due yet) of the register's cases, or of one clock."""
        figures = self.figures(register)
        row = figures["all"] if clock is None else next((c for c in figures["clocks"] if c["name"] == clock), None)
        return (row["on_time"], row["late"], row["pending"]) if row else None

    def explained(self, register, number, clock):
        """The deadline in words (Q5), under the clock's name as the form says it."""
        with open(os.path.join(SOURCE, "forms", register + ".yaml")) as f:
            clocks = f.read().split("\nclocks:\n")[1]
        label = re.search(rf"name: {clock}\b.*?label: {{zh: [^,]*, en: ([^}},]+)}}", clocks, re.S)[1]
        text = self.ok("show", register, number)
        start = text.index(f"{label}: From:")
        return text[start:].split("\n\n")[0]
