"""The same matrix at the screen: each role sits down before each register. What is not offered there was refused. With
sanitizers a role sits down before every SPARSE-th register, another one for each role."""
import collections
import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from desk import main
from house import CARD, PAIRS, PAY, House
from seat import Seat

DENIED = re.compile("[Yy]our role may not")
SPARSE = int(os.environ.get("SPARSE", "1"))
FEWEST = 10 if SPARSE == 1 else 1
WORKERS = 4


class Screen(House):
    maxDiff = None

    def make(self):
        super().make()
        self.ok("setting", "set", "print_text", "80", staff="cj")

    def setUp(self):
        super().setUp()
        self.seen = {}

    def note(self, *cell, seen):
        self.seen[cell] = seen

    def either(self, text, allowed, role, register, right, action=None, sentence=True):
        """What was looked for stands there: True; it does not, and a sentence says why: False."""
        denied = bool(DENIED.search(text))
        seen = (not denied or "shown and refused") if allowed else (denied or not sentence) and False
        self.note(role, register, right, action, seen="no word of it" if not allowed and sentence and not denied else seen)
        return allowed

    def title(self, register):
        return self.judge.forms[register]["title"]["en"]

    def now_possible(self, register, state):
        """One action for each set of roles, of those possible in this state whatever stands in the record."""
        possible = {}
        for name, rule in self.judge.actions(register).items():
            if "when" not in rule and state in (rule.get("from") or [state]):
                possible[str(rule.get("roles"))] = name
        return sorted(possible.values())

    def visit(self, seat, role, register):
        near = self.judge.in_area(role, register)
        text = seat.open(role, (self.numbers[register] if near else self.title(register)) + "|may not look", "--open", register)
        if not near:
            text = seat.rested(self.numbers[register], False)
        if not self.either(text, self.numbers[register] in text, role, register, "look", sentence=near):
            self.outside(seat, role, register, near)
        else:
            paper = seat.keys("F9", "Print(ing:|ed)|may not print")
            self.either(paper, "Printing:" in paper or "Printed" in paper, role, register, "print")
            self.inside(seat, role, register, text)

    def search(self, seat, role, registers):
        seat.open(role, "F10 All")
        for register in registers:
            seat.tell("keys /")
            seat.tell("type " + self.numbers[register].lower())
            text = seat.until(self.numbers[register] + "|Nothing found")
            typed = self.numbers[register].replace("-", "").isdigit()  # stands there as typed
            self.note(role, register, "search", None, seen=text.count(self.numbers[register]) > typed)
            seat.tell("keys F12")

    def outside(self, seat, role, register, near):
        """From the board nothing leads there; nor from the list, to a record of another's area."""
        if near:
            text = seat.keys("F2", "in which register|may enter")
            self.either(text, self.title(register) in text, role, register, "enter", sentence=False)
        for right in ("change", "history", "print", "reveal"):
            self.note(role, register, right, None, seen=False)

    def inside(self, seat, role, register, text):
        new = seat.keys("F2", "  new|may not write")
        self.either(new, "  new" in new, role, register, "enter")
        while "  new" in new:  # the first F12 may close candidates that came unasked
            new = seat.changed("F12", seat.rested("  new", True))
        record = seat.keys("Enter", r"^.*\n.*" + self.numbers[register] + r"(?s:.*)F7 History")
        self.assertIn(self.numbers[register], record.split("\n")[1], (role, register))
        self.actions(seat, role, register, record)
        history = seat.keys("F7", "What was done|may not")
        self.either(history, re.search(r"(?s)What was done.*\b\d\d:\d\d\b", history) is not None, role, register, "history")
        self.reveal(seat, role, register)
        changing = seat.keys("F4", "  changing|may not write|stays as it was")  # the last: nobody's to change
        self.either(changing, "  changing" in changing or "stays as it was" in changing, role, register, "change")

    def actions(self, seat, role, register, record):
        state = self.states[register]
        for name in self.now_possible(register, state):
            rule = self.judge.actions(register)[name]
            label = rule.get("label", rule)["en"]
            offered = re.search(rf"(?m)\b{rule['key']} +{re.escape(label)}\b", record) is not None
            self.note(role, register, "act", name, seen=offered)
            if name in ("mark", "stamp") or not offered:
                seat.keys(rule["key"], "stamped" if offered and "tell" in rule else "")
                if offered and "tell" in rule:
                    seat.tell("keys Enter")

    def reveal(self, seat, role, register):
        text = seat.keys("Ctrl-V", "in full")
        if "in full?" in text:
            text = seat.keys("Enter", CARD)
            self.either(text, CARD in text, role, register, "reveal")
            seat.keys("Enter")
        else:
            self.either(text, False, role, register, "reveal")

    def copy(self, name):
        db = self.path(f"copy-{name}.db")
        for end in ("", ".key", ".head"):
            shutil.copy(self.db + end, db + end)
        return db

    def settle(self, expect):
        wrong = [f"{' '.join(str(x) for x in cell if x)}: expected {expect(*cell)}, seen {seen}"
                 for cell, seen in self.seen.items() if seen is not expect(*cell)]
        self.assertEqual(wrong, [], f"{len(wrong)} of {len(self.seen)} cells differ")
        count = collections.Counter((cell[2], seen) for cell, seen in self.seen.items())
        for what in {cell[2] for cell in self.seen}:
            self.assertGreaterEqual(min(count[what, True], count[what, False]), FEWEST, what)

    def rounds(self, registers):
        """In a copy of the building: nobody else writes there while the screen is waited for."""
        db = self.copy(registers[0])
        seat = Seat(db, self.forms)
        try:
            for role in self.roles:
                visited = [r for r in registers if (self.registers.index(r) + self.roles.index(role)) % SPARSE == 0]
                for register in visited:
                    self.visit(seat, role, register)
                self.search(seat, role, visited)
        finally:
            seat.leave()
        return self.sql("select staff, reg, action, data from journal where action in ('denied', 'mark', 'stamp') and reg <> 'meta'", db=db)[0]

    def test_every_role_at_every_register(self):
        self.states = {r: self.sql(f"select state from {r} where number = '{n}'")[0][0][0] for r, n in self.numbers.items()}
        with ThreadPoolExecutor(WORKERS) as pool:
            rows = sum(pool.map(self.rounds, [self.registers[i::WORKERS] for i in range(WORKERS)]), [])
        self.settle(self.judge.may)
        denied = collections.Counter((staff, reg, json.loads(data)["right"]) for staff, reg, word, data in rows if word == "denied")
        looks = {cell[:2] for cell, seen in self.seen.items() if cell[2] == "look" and seen}
        self.assertEqual(denied, collections.Counter(
            cell[:3] for cell, seen in self.seen.items() if seen is False and cell[:2] in looks
            and cell[2] in ("enter", "change", "reveal")))
        done = {row[:3] for row in rows if row[2] != "denied"}
        self.assertEqual(done, {(c[0], c[1], c[3]) for c, seen in self.seen.items() if c[3] in ("mark", "stamp") and seen})

    def ways(self, seat, role, x):
        """From gate_x into vault_x, and to the closed field of gate_x."""
        gate, secret, found = "gate_" + x, self.secret(x), {}
        looks = self.judge.may(role, "vault_" + x, "look")
        listed = seat.open(role, self.numbers[gate], "--open", gate)
        seat.tell("keys Enter")
        seat.tell("wait F7 History")
        record, history = seat.rested("柜中about", looks), seat.keys("F7", "What was done")
        found["get in a list"], found["field in a list"] = secret in listed, PAY in listed.replace(",", "")
        found["get"], found["follow-on"] = secret in record, "柜中about" + x in record
        found["field"], found["field in the history"] = PAY in record.replace(",", ""), PAY in history.replace(",", "")
        told, refused = seat.keys("a", "it says"), seat.keys("Enter t", "because of")
        found["tell"] = "it says: 柜中" + secret in told if "it says" in told else "nothing told"
        found["reason of a refusal"] = "because of 柜中" + secret in refused if "because of" in refused else "nothing said"
        seat.open(role, self.numbers[gate], "--open", gate)
        seat.tell("keys Enter")
        seat.tell("wait F7 History")
        short = self.title("vault_" + x).split()[0]
        opened = seat.keys("Tab Enter", short + " .*V[A-Z]|may not look")
        found["link"] = short in opened.split("\n")[1]
        if not found["link"]:
            self.assertRegex(opened, DENIED, (role, x))
        if self.judge.may(role, gate, "enter"):
            seat.open(role, self.numbers[gate], "--open", gate)
            seat.tell("keys F2 Tab F3")
            found["link to choose"] = self.vaults[x] in seat.rested(self.vaults[x], looks)
            seat.open(role, self.numbers[gate], "--open", gate)
            seat.tell("keys F2 Tab Tab")
            seat.tell("type " + secret)
            found["look-up"] = "柜中" + secret in seat.rested("柜中" + secret, looks)
        for way, seen in found.items():
            self.seen[role, x, way] = seen

    def way_expected(self, role, x, way):
        if way in ("field", "field in a list", "field in the history"):
            return self.judge.may(role, "gate_" + x, "look", field="pay")
        return self.judge.may(role, "vault_" + x, "look")

    def test_every_way_from_an_open_register_into_a_closed_one(self):
        self.vaults = {x: self.sql(f"select vault from gate_{x}")[0][0][0] for x in PAIRS}

        def one(x):
            seat = Seat(self.copy(x), self.forms)
            try:
                for role in self.roles[::min(SPARSE, 2)]:
                    self.ways(seat, role, x)
            finally:
                seat.leave()

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(one, PAIRS))
        self.settle(self.way_expected)


main()
