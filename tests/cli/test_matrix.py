"""Every role, every register, every right, and every way from an open register into a closed one, on the command line:
what the program does against what judge.py reads out of the forms. Prints each difference. The sanitizer build, whose
2,200 starts would be an eighth of its tests, tries every SPARSE-th cell: who may what is the same there."""
import collections
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

from desk import main
from house import CARD, CARETAKER, MAKERS, PAIRS, PAY, VALUES, House
from judge import RIGHTS

DENIED = re.compile("[Yy]our role may not")
JOURNALLED = ("enter", "change", "act", "export")
SPARSE = int(os.environ.get("SPARSE", "1"))
FEWEST = 10 if SPARSE == 1 else 1
PAY_TWICE = "864218"
WAYS = {
    "link": "add|{gate}|what=x|vault={inside}",
    "get": "show|{gate}|{number}",
    "get in a list": "list|{gate}",
    "get on paper": "print|{gate}|{number}|-o|-",
    "get in a summary": "search|{number}",
    "get in JSON": "show|{gate}|{number}|--json",
    "where with get": "list|{gate}|--where|get('{vault}', vault, 'what') like '%secret%'",
    "tell": "act|{gate}|{number}|ask",
    "reason of a refusal": "act|{gate}|{number}|stop",
    "follow-on": "act|{gate}|{number}|inform",
    "field": "show|{gate}|{number}",
    "field in the history": "show|{gate}|{number}|--history",
    "where of a field": "list|{gate}|--where|pay > 100",
    "field changed": "edit|{gate}|{number}|grade=4",
    "closed field changed": "edit|{gate}|{number}|pay=" + PAY,
}


class Matrix(House):
    maxDiff = None

    def cell(self, role, register, right, action=None):
        """True: allowed, False: refused, else what is odd about the answer."""
        number = self.numbers[register]
        command = {
            "look": ["show", register, number], "history": ["show", register, number, "--history"],
            "print": ["print", register, number, "-o", "-"], "export": ["list", register, "--csv"], "search": ["search", number],
            "enter": ["add", register, *self.values(register, "B2" + role), *(["caretaker=" + role] if (role, register) == (CARETAKER, "unit") else [])], "change": ["edit", register, number, VALUES[register][1]],
            "act": ["act", register, number, action],
        }[right]
        code, out, err = self.run_it(*command, staff=role)
        denied = bool(DENIED.search(err))
        if CARD in out + err or "secret" in err:
            return "tells a secret"
        if right == "search":
            return number in out if code == 0 else err
        if denied and code == 1:
            return False if number not in out else "refused and shown"
        if right == "act" and register not in MAKERS and not denied:
            return True  # another state, a field to be given: not for who asks
        if right == "change" and self.judge.forms[register].get("append_only") and "stays as it was" in err:
            return True  # what was saved is nobody's to change
        frozen = self.judge.forms[register].get("frozen")
        if right == "change" and isinstance(frozen, dict) and frozen["message"]["en"] in err:
            return True  # an action before has frozen it, for everybody
        if code != 0 or denied:
            return f"{code} {err.strip()}"
        if right == "export" and not self.judge.in_area(role, register):
            return number in out  # a list without it
        return True if right in ("enter", "change", "act") or number in out else "nothing shown"

    def actions_of(self, register):
        """One for each set of roles that an action names, and one that names none."""
        by_roles = {str(rule.get("roles")): name for name, rule in self.judge.actions(register).items()}
        return sorted(by_roles.values())

    def cells(self):
        for role in self.roles:
            for register in self.registers:
                for right in RIGHTS:
                    if right == "act":
                        for action in self.actions_of(register):
                            yield role, register, right, action
                    elif right != "reveal":  # not on the command line: `cell` sees that it shows no secret
                        yield role, register, right, None

    def compare(self, cells, see, expect):
        with ThreadPoolExecutor(2) as pool:
            seen = list(pool.map(lambda c: see(*c), cells))
        wrong = [f"{' '.join(str(x) for x in c if x)}: expected {expect(*c)}, seen {s}"
                 for c, s in zip(cells, seen) if s is not expect(*c)]
        self.assertEqual(wrong, [], f"{len(wrong)} of {len(cells)} cells differ")

    def enough(self, cells, expect, of):
        count = collections.Counter((of(c), expect(*c)) for c in cells)
        for name in {of(c) for c in cells}:
            for allowed in (True, False):
                self.assertGreaterEqual(count[name, allowed], FEWEST, (name, allowed))

    def test_every_role_in_every_register(self):
        cells = list(self.cells())[::SPARSE]
        self.enough(cells, self.judge.may, lambda c: c[2])
        self.compare(cells, self.cell, self.judge.may)
        self.check_journal(cells)

    def silent(self, role, register, right, action):
        """A list that leaves out another's area refuses nothing, and a unit there is refused as it is typed, like a closed link."""
        return right in ("enter", "export") and self.judge.may_somewhere(role, register, right, action) and not self.judge.in_area(role, register)

    def check_journal(self, cells):
        """The refused attempts, each once, and no change by somebody who may not change."""
        rows = self.sql("select staff, reg, data from journal where action = 'denied'")[0]
        seen = collections.Counter((staff, reg, (d := json.loads(data))["right"], d.get("action")) for staff, reg, data in rows)
        expected = collections.Counter(c for c in cells if c[2] in JOURNALLED and not self.judge.may(*c) and not self.silent(*c))
        self.assertEqual(seen - expected, collections.Counter())
        self.assertEqual(expected - seen, collections.Counter())
        for staff, reg, action in self.sql("select staff, reg, action from journal where record > 0 and action <> 'denied'")[0]:
            if staff in self.roles and action in ("create", "edit"):
                self.assertTrue(self.judge.may(staff, reg, "enter"), (staff, reg, action))

    def way(self, role, x, way):
        """Does it lead into vault_x, or to the closed field of gate_x? True, False, or what is odd."""
        gate, vault = "gate_" + x, "vault_" + x
        secret, number, inside = self.secret(x), self.numbers["gate_" + x], self.inside[x]
        command = WAYS[way].format(gate=gate, number=number, vault=vault, inside=inside, role=role).split("|")
        code, out, err = self.run_it(*command, staff=role)
        if way in ("link", "field changed", "closed field changed", "where of a field"):
            return True if code == 0 else False if code == 1 and err.strip() else "silent"
        if way == "reason of a refusal":
            return secret in err if code == 1 and "because of" in err else f"{code} {err}"
        if code != 0:
            return False if way == "get on paper" and DENIED.search(err) else f"{code} {err}"
        if way == "follow-on":
            return vault in out
        if way == "where with get":
            return number in out
        if "field" in way:
            seen = {text in out.replace(",", "") for text in (PAY, PAY_TWICE if way == "field" else PAY)}
            return seen.pop() if len(seen) == 1 else "half of it"
        return secret in out

    def way_expected(self, role, x, way):
        gate, looks = "gate_" + x, self.judge.may(role, "vault_" + x, "look")
        if way == "link":
            return looks and self.judge.may(role, gate, "enter")
        if way == "get on paper":
            return looks and self.judge.may(role, gate, "print")
        if way in ("field", "field in the history", "where of a field"):
            return self.judge.may(role, gate, "look", field="pay")
        if way == "closed field changed":
            return self.judge.may(role, gate, "change", field="pay")
        if way == "field changed":
            return self.judge.may(role, gate, "change", field="grade")
        return looks

    def test_every_way_from_an_open_register_into_a_closed_one(self):
        self.inside = {x: self.ok("list", "vault_" + x, "--json", staff=MAKERS["vault_" + x]) for x in PAIRS}
        self.inside = {x: json.loads(text)["records"][0]["number"] for x, text in self.inside.items()}
        cells = [(role, x, way) for way in WAYS for role in self.roles for x in PAIRS][::SPARSE]
        self.enough(cells, self.way_expected, lambda c: c[2])
        self.compare(cells, self.way, self.way_expected)


main()
