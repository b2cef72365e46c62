"""A plain model of the ledger, written from the design, docs/forms.md "Money" and tests/long/ledger.md, not from the program. It keeps
lists, adds them up, and says of each operation whether it is taken or why it is not. tests/long/ledger plays the program against it."""
import datetime
import re

from ledger_model_forms import DATES, FIRST, FORMS, MONEY, REQUIRED

FLOORS = {  # accounts that never go below 0: as a whole (no names), or what each of these has of it
    "desk.petty": (), "desk.takings": (), "desk.deposit": (), "north.deposit": (), "north.petty": (),
    "north.takings": (), "south.petty": (), "south.takings": (), "south.deposit": (), "transit.takings": (), "transit.deposit": (),
    "cashier.takings": (), "cashier.deposit": (), "cashier.cheque": (),
    "deposit.": ("unit", "party", "object"), "advance": ("unit", "party")}
DEBIT_SIDE = (  # asset and expense
    "desk.", "north.", "south.", "transit.", "cashier.", "bank", "wallet.", "owed", "loan", "waived.", "spent", "short", "loss.")
KINDS = {
    "wallet": "wechat alipay", "deposit": "works crew pass utility fee key umbrella intent",
    "income": "fee overtime parking repair works card service damage late kept other", "passed": "water power gas ticket laundry post",
    "waived": "fee late other", "loss": "debt bank other"}
PLAIN = ("desk.petty desk.takings desk.deposit north.petty north.takings north.deposit south.petty south.takings south.deposit"
         " transit.takings transit.deposit cashier.takings cashier.deposit"
         " cashier.cheque bank bank.deposit loan office suspense owed advance spent short opening").split()
ACCOUNTS = PLAIN + [f"{group}.{kind}" for group, kinds in KINDS.items() for kind in kinds.split()]
ITEMS = ["owed", "loan"]  # in the order of accounts.yaml
AGREE = ["desk.deposit", "north.deposit", "transit.deposit", "cashier.deposit", "bank.deposit"]
AGREE += [account for account in ACCOUNTS if account.startswith("deposit.")]
UNITS = ["A-0801", "A-1203", "B-0102", "B-0304"]  # the runner adds more for a long run


class Refused(Exception):
    """The operation does not happen. reasons: classes; where there are several no source says which is told."""

    def __init__(self, *reasons):
        super().__init__(" or ".join(reasons))
        self.reasons = reasons


def day_after(day):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(1)).isoformat()


def fen(text):
    found = re.fullmatch(r"(-?)(\d+)\.(\d\d)", text)
    if not found:
        raise Refused("input")
    return (-1 if found[1] else 1) * (int(found[2]) * 100 + int(found[3]))


def floor_of(account):
    group = account.split(".")[0] + "."
    return FLOORS.get(account, FLOORS.get(group) if group == "deposit." else None)


def account_kind(account):
    group, _, kind = account.partition(".")
    return kind if group in KINDS else ""


class Transfer:
    """debit, credit, amount and who and what it is about; owed, paid: what is not settled of it, when it lies on an account of items."""
    names = "id event day debit credit unit party object amount kind due period register record reverses key".split()

    def __init__(self, **values):
        self.pays = None
        for name in self.names:
            setattr(self, name, None)
        for name, value in values.items():
            setattr(self, name, value)
        self.undone = False
        # what is not settled of it as a debt, as money
        self.owed = self.amount if self.debit in ITEMS and self.reverses is None else 0
        self.paid = self.amount if self.credit in ITEMS and self.reverses is None else 0
        self.freed = ""  # last day on which something it had settled was freed
        self.allocs = []  # those that stand

    def row(self):
        return [getattr(self, name) for name in self.names]


class Alloc:
    names = "id event day src dst amount reverses".split()

    def __init__(self, *values):
        self.id, self.event, self.day, self.src, self.dst, self.amount, self.reverses = values

    def row(self):
        return [self.id, self.event, self.day, self.src.id, self.dst.id, self.amount, self.reverses]


class Ledger:
    def __init__(self):
        self.transfers, self.allocs, self.receipts = [], [], []
        self.keys = {}  # key: transfer, also of those undone
        self.events = {}  # (register, record): [[transfers of an event], ...] that were not undone, in order
        self.balances = {}  # account: debits less credits
        self.days = {}  # (account, names of its floor): {day: debits less credits}
        self.agreed = {}  # day: debits less credits of the accounts that agree
        self.standing = {}  # (account, unit, party): ({open debits}, {open credits}) by id
        self.owed = {}  # (account, unit, party): debits less credits
        self.closed = ""  # the last closed day
        self.undo = []  # how to take back what the operation at hand changed

    # Every change passes one of these, so that a refused operation leaves nothing.
    def put(self, table, key, value):
        had, old = key in table, table.get(key)
        self.undo.append(lambda: table.__setitem__(key, old) if had else table.pop(key, None))
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value

    def add(self, table, key, amount):
        self.put(table, key, table.get(key, 0) + amount)

    def push(self, array, value):
        self.undo.append(array.pop)
        array.append(value)

    def set(self, thing, name, value):
        old = getattr(thing, name)
        self.undo.append(lambda: setattr(thing, name, old))
        setattr(thing, name, value)

    def take_back(self):
        while self.undo:
            self.undo.pop()()

    def open_day(self, day):
        return day if day > self.closed else day_after(self.closed)

    # What is asked
    def owed_by(self, account, unit, party):
        return self.owed.get((account, unit, party), 0)

    def owes(self, unit):
        return sum(max(0, amount) for (_, u, _), amount in self.owed.items() if u == unit)

    # Booking
    def write(self, t):
        t.id = len(self.transfers) + 1
        self.push(self.transfers, t)
        for account, amount in ((t.debit, t.amount), (t.credit, -t.amount)):
            self.add(self.balances, account, amount)
            names = floor_of(account)
            if names is not None:
                place = (account, *(getattr(t, name) for name in names))
                if place not in self.days:
                    self.put(self.days, place, {})
                self.add(self.days[place], t.day, amount)
            if account in AGREE:
                self.add(self.agreed, t.day, amount)
            if account in ITEMS:
                self.add(self.owed, (account, t.unit, t.party), amount)
        if t.key is not None:
            self.put(self.keys, t.key, t)
        self.stand(t)

    def stand(self, t):
        """Puts a transfer among the debts and the money that are open, or takes it out."""
        for side, account, left in ((0, t.debit, t.owed), (1, t.credit, t.paid)):
            if account in ITEMS:
                place = (account, t.unit, t.party)
                if place not in self.standing:
                    self.put(self.standing, place, ({}, {}))
                self.put(self.standing[place][side], t.id, t if left and not t.undone else None)

    def book(self, event, today, register, record, entries):
        """Rules 1 to 5. Returns the transfers; none: nothing was to be booked."""
        done, wrong = [], []
        for e in entries:
            if not e["amount"]:
                continue
            wrong += self.wrong(e, today)
            if wrong:
                continue
            kind = e.get("kind") or account_kind(e["credit"]) or account_kind(e["debit"])
            texts = {name: e.get(name) or "" for name in ("unit", "party", "object", "due", "period")}
            t = Transfer(event=event, day=self.open_day(e.get("day") or today), debit=e["debit"], credit=e["credit"], amount=e["amount"],
                         kind=kind, register=register, record=record, key=e.get("key"), pays=e.get("pays"), **texts)
            self.write(t)
            done.append(t)
        if wrong:
            raise Refused(*wrong)
        if done:
            self.settle(event, done)
            self.check(done)
            self.push(self.events.setdefault((register, record), []), done)
        return done

    def wrong(self, e, today):
        """What is wrong with an entry by itself."""
        reasons = ["negative"] if e["amount"] < 0 else []
        if e["debit"] not in ACCOUNTS or e["credit"] not in ACCOUNTS:
            reasons.append("account")
        if (e.get("day") or today) > today:
            reasons.append("future")
        if (e["debit"] in ITEMS or e["credit"] in ITEMS) and not e.get("unit") and not e.get("party"):
            reasons.append("nobody")
        if e.get("key") in self.keys and e.get("key") is not None:
            reasons.append("key")
        return reasons

    def settle(self, event, done):
        touched = {}
        for account in ITEMS:
            for t in done:
                if account in (t.debit, t.credit):
                    place = (account, t.unit, t.party)
                    touched[place] = max(touched.get(place, ""), t.day)
        for place, day in touched.items():
            debits, credits = self.standing.get(place, ({}, {}))
            for t in done:
                named = self.keys.get(t.pays)
                if t.id in credits and named and named.id in debits:
                    self.allocate(event, day, t, named)
            money = sorted(credits.values(), key=lambda t: (t.day, t.id))
            debts = sorted(debits.values(), key=lambda t: (t.due or t.day, t.period, t.id))
            while money and debts:
                self.allocate(event, day, money[0], debts[0])
                money, debts = [t for t in money[:1] if t.paid] + money[1:], [t for t in debts[:1] if t.owed] + debts[1:]

    def allocate(self, event, day, src, dst):
        amount = min(src.paid, dst.owed)
        day = max(day, src.day, dst.day, src.freed, dst.freed)
        a = Alloc(len(self.allocs) + 1, event, day, src, dst, amount, None)
        self.push(self.allocs, a)
        self.set(src, "paid", src.paid - amount)
        self.set(dst, "owed", dst.owed - amount)
        for t in (src, dst):
            self.set(t, "allocs", t.allocs + [a])
            self.stand(t)

    def check(self, done):
        """Floors and agreements, over everything that was ever booked."""
        lowered = {}  # account and names of its floor: first day, and how much is taken
        for t in done:
            for account, lowers in ((t.debit, not t.debit.startswith(DEBIT_SIDE)), (t.credit, t.credit.startswith(DEBIT_SIDE))):
                names = floor_of(account)
                if lowers and names is not None:
                    place = (account, *(getattr(t, name) for name in names))
                    first, taken = lowered.get(place, (t.day, 0))
                    lowered[place] = (min(first, t.day), taken + t.amount)
        for place, (first, taken) in lowered.items():
            sign = 1 if place[0].startswith(DEBIT_SIDE) else -1
            close, closes = 0, []
            for day in sorted(self.days[place]):
                close += sign * self.days[place][day]
                closes += [close] if day >= first else []
            if min(closes) < 0:
                raise Refused(f"floor {place[0]}: {min(closes) + taken} {taken}")
        if any(self.agreed.get(t.day) for t in done):
            raise Refused("agree")

    def reverse(self, event, today, register, record):
        """Undoes the last event of a record that stands. Returns its mirrored transfers; none: there is nothing to undo."""
        events = self.events.get((register, record), [])
        if not events:
            return []
        undone = events[-1]
        events.pop()
        self.undo.append(lambda: events.append(undone))
        for t in reversed(undone):
            for a in reversed(t.allocs):
                day = self.open_day(max(a.day, today))
                self.push(self.allocs, Alloc(len(self.allocs) + 1, event, day, a.src, a.dst, a.amount, a.id))
                self.set(a.src, "paid", a.src.paid + a.amount)
                self.set(a.dst, "owed", a.dst.owed + a.amount)
                for side in (a.src, a.dst):
                    self.set(side, "allocs", [b for b in side.allocs if b is not a])
                    self.set(side, "freed", max(side.freed, day))
                    self.stand(side)
        done = []
        for t in reversed(undone):
            self.set(t, "undone", True)
            self.stand(t)
            same = {name: getattr(t, name) for name in ("unit", "party", "object", "amount", "kind", "due", "period")}
            mirror = Transfer(event=event, day=self.open_day(max(t.day, today)), debit=t.credit, credit=t.debit, register=register,
                              record=record, reverses=t.id, **same)
            self.write(mirror)
            done.append(mirror)
        self.settle(event, done)
        for series, number, copy, void, of in list(self.receipts):
            if of == undone[0].event and not void:
                self.push(self.receipts, [series, number, copy, 1, event])
        self.check(done)
        return done

    def receipt(self, series, event):
        number = max((r[1] for r in self.receipts if r[0] == series), default=0) + 1
        self.push(self.receipts, [series, number, 0, 0, event])
        return number


def typed(values):
    """What somebody typed, as a record keeps it."""
    kept = {}
    for name, text in values.items():
        if name in MONEY:
            kept[name] = fen(text)
        elif name in DATES:
            kept[name] = datetime.date.fromisoformat(text).isoformat()
        elif name in ("cuts", "lines"):
            kept[name] = [typed(row) for row in text]
        elif name == "unit" and text not in UNITS:
            raise Refused("input")
        else:
            kept[name] = text
    return kept


class Model:
    def __init__(self):
        self.ledger = Ledger()
        self.records = {register: {} for register in FORMS}  # register: {number: fields}

    def play(self, op, events, keep=True):
        """Plays an operation; events: the journal's numbers of the events that it makes, in order. Returns what it booked:
        [("book" or "reverse", [transfers]), ...]. Refused: nothing happened. keep: False to look only."""
        ledger = self.ledger
        ledger.undo = []
        try:
            if op["do"] == "close":
                ledger.set(ledger, "closed", op["day"])
                return []
            register, records = op["reg"], self.records[op["reg"]]
            if op["do"] == "add":
                record = {"number": op.get("number", "?"), "id": len(records) + 1, "state": FIRST.get(register, "open"), **typed(op["set"])}
                if any(record.get(name) is None for name in REQUIRED[register]):
                    raise Refused("missing")
                ledger.put(records, record["number"], record)
                first = list(FORMS[register])[0]
                action = FORMS[register]["unknown" if register == "payment" and record.get("unit") is None else first]
            else:
                action, old = FORMS[register][op["action"]], records[op["number"]]
                if action.frm and old["state"] not in action.frm:
                    raise Refused("state")
                record = {**old, **typed(op["set"])}
                if any(op["set"].get(name) is None for name in action.ask):
                    raise Refused("missing")
                if action.needs and not action.needs(self, record):
                    raise Refused("needs")
                record["state"] = action.to or record["state"]
                ledger.put(records, op["number"], record)
            return self.money(action, register, record, op["today"], iter(events))
        except Refused:
            ledger.take_back()
            raise
        finally:
            if not keep:
                ledger.take_back()

    def money(self, action, register, record, today, events):
        ledger, booked, event = self.ledger, [], next(events, 0)
        while action.reverse:
            mirrored = ledger.reverse(event, today, register, record["id"])
            if not mirrored:
                break
            booked.append(("reverse", mirrored))
            event = next(events, 0)
            if action.reverse == "last":
                break
        done = ledger.book(event, today, register, record["id"], action.books(self, record)) if action.books else []
        if done:
            booked.append(("book", done))
            if action.series:
                number = ledger.receipt(action.series, event)
                ledger.put(record, "receipt_no", f"SJ{number:06}" if action.series == "receipt" else f"ZD{number:04}")
        return booked
