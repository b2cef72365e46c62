"""What the forms of tests/cli/ledger_forms and ledger_forms beside this file say, by hand, for ledger_model.py."""

UMBRELLA = 2000  # setting umbrella.deposit


class Action:
    def __init__(self, books=None, frm=None, to=None, ask=(), needs=None, reverse=None, series=None, may=()):
        self.may = may  # asked, and may stay as it is
        self.books, self.frm, self.to, self.ask, self.needs, self.reverse, self.series = books, frm, to, ask, needs, reverse, series


def entry(r, debit, credit, amount, **more):
    return {"debit": debit, "credit": credit, "amount": amount, "unit": r.get("unit"), **more}


def cuts(r, debit, credit, **more):
    return [entry(r, debit, credit, row.get("cost"), **more) for row in r.get("cuts") or []]


def rows(r, debit, credit, amount, **more):
    """What a bill books for its lines; more: what else of a line is told."""
    done = []
    for row in r.get("lines") or []:
        account = credit.replace("{what}", row.get("what") or "")
        done.append({**entry(r, debit, account, amount(row)), "unit": row.get("flat") or r.get("unit"),
                     "party": row.get("who") or r.get("party"), **{name: get(r, row) for name, get in more.items()}})
    return done


def bill_key(r, row):
    if row.get("per") is None or row.get("what") is None:
        return None
    return f"{row['per']} {row['what']} {row.get('flat') or r.get('unit') or ''}/{row.get('who') or r.get('party') or ''}"


def cost(row):
    return row.get("cost")


def half(row):
    return None if row.get("cost") is None else int(row["cost"] / 2)


def held(m, r):
    return -sum(m.ledger.days.get(("deposit.pass", r["unit"], r.get("party") or "", r["number"]), {}).values())


def until(_, row):
    return row.get("until")


def of_pass(r):
    return {"party": r.get("party"), "object": r["number"]}


def late_key(r):
    return "late " + r["number"]


def settled(r):
    return None if r.get("amount") is None else r["amount"] - (r.get("ahead") or 0)


MONEY = {"amount", "ahead", "late", "waived", "given_back", "cost", "sum"}
DATES = {"day", "due_on", "until", "given_on"}
REQUIRED = {"umbrella": ["unit"], "walk": ["amount"], "held": ["unit", "kind", "amount"], "petty": [], "fee": ["unit", "amount"],
            "payment": ["amount"], "cheque": ["unit", "amount"], "bill": [], "gate": ["unit", "drawer", "amount"]}
FIRST = {"umbrella": "lent", "walk": "sent", "held": "held"}  # others: open
# What the forms say. The first action of a register happens with its first save.
FORMS = {
    "umbrella": {
        "take": Action(lambda m, r: [entry(r, "desk.deposit", "deposit.umbrella", UMBRELLA, object=r["number"])]),
        "refund": Action(lambda m, r: [entry(r, "deposit.umbrella", "desk.deposit", UMBRELLA, object=r["number"])],
                         frm=["lent", "back"], to="back"),
        "keep": Action(lambda m, r: [entry(r, "deposit.umbrella", "income.kept", UMBRELLA, object=r["number"]),
                                     entry(r, "desk.takings", "desk.deposit", UMBRELLA)], frm=["lent"], to="kept")},
    "walk": {
        "send": Action(lambda m, r: [entry(r, "transit.deposit", "desk.deposit", r["amount"])]),
        "receive": Action(lambda m, r: [entry(r, "cashier.deposit", "transit.deposit", r["amount"])], frm=["sent"], to="there"),
        "fetch": Action(lambda m, r: [entry(r, "desk.deposit", "cashier.deposit", r["amount"])], frm=["there"], to="home")},
    "held": {
        "take": Action(lambda m, r: [entry(r, "desk.deposit", "deposit." + r["kind"], r["amount"], object=r["number"])], series="receipt"),
        "give": Action(lambda m, r: cuts(r, "deposit." + r["kind"], "income.damage", object=r["number"])
                       + cuts(r, "desk.takings", "desk.deposit")
                       + [entry(r, "deposit." + r["kind"], "desk.deposit", r["given_back"], object=r["number"])],
                       frm=["held"], to="done", ask=["given_back"]),
        "part": Action(lambda m, r: [entry(r, "deposit." + r["kind"], "desk.deposit", r["given_back"], object=r["number"])],
                       frm=["held"], ask=["given_back"]),
        "set_off": Action(lambda m, r: [entry(r, "deposit." + r["kind"], "owed", r["amount"], object=r["number"]),
                                        entry(r, "desk.takings", "desk.deposit", r["amount"])], frm=["held"], to="done"),
        "undo": Action(frm=["held", "done"], to="held", reverse="last")},
    "petty": {
        "ahead": Action(lambda m, r: [entry(r, "desk.petty", "advance", r.get("ahead"))]),
        "spend": Action(lambda m, r: [entry(r, "spent", "desk.petty", r.get("amount")), entry(r, "advance", "spent", r.get("ahead"))]),
        "settle": Action(lambda m, r: [entry(r, "desk.petty", "spent", settled(r))]),
        "top_up": Action(lambda m, r: [entry(r, "desk.petty", "office", r.get("amount"))]),
        "short": Action(lambda m, r: [entry(r, "short", "desk.petty", r.get("amount"))]),
        "found": Action(reverse="last")},
    "fee": {
        "charge": Action(lambda m, r: [entry(r, "owed", "income.fee", r["amount"], due=r.get("due_on"), period=r.get("period"),
                                             day=r.get("day"), key=r["unit"] + " " + (r.get("period") or r["number"]))]),
        "late": Action(lambda m, r: [entry(r, "owed", "income.late", r["late"], key=late_key(r))], ask=["late"]),
        "waive": Action(lambda m, r: [entry(r, "waived.late", "owed", r["waived"], pays=late_key(r))], ask=["waived"]),
        "write_off": Action(lambda m, r: [entry(r, "loss.debt", "owed", m.ledger.owes(r["unit"]))]),
        "cancel": Action(reverse="all")},  # not again, which doubles what is owed each time
    "payment": {
        "take": Action(lambda m, r: [entry(r, "cashier.takings", "owed", r["amount"], pays=r.get("pays"), day=r.get("day"))],
                       series="receipt"),
        "unknown": Action(lambda m, r: [entry(r, "bank", "suspense", r["amount"])]),
        "claim": Action(lambda m, r: [entry(r, "suspense", "owed", r["amount"])], ask=["unit"]),
        "refund": Action(lambda m, r: [entry(r, "owed", "cashier.takings", r["amount"])], ask=["amount"],
                         needs=lambda m, r: r.get("unit") is not None and -m.ledger.owed_by("owed", r["unit"], "") >= r["amount"]),
        "undo": Action(reverse="last")},
    "cheque": {
        "take": Action(lambda m, r: [entry(r, "cashier.cheque", "owed", r["amount"])]),
        "bank": Action(lambda m, r: [entry(r, "bank", "cashier.cheque", r["amount"])]),
        "bounce": Action(lambda m, r: [entry(r, "loss.bank", "bank", r["cost"]), entry(r, "owed", "loss.bank", r["cost"])],
                         ask=["cost"], reverse="all")},
    "bill": {
        "charge": Action(lambda m, r: rows({**r, "lines": [row for row in r.get("lines") or [] if row.get("what") not in (None, "gift")]},
                                           "owed", "income.{what}", cost, object=lambda r, row: r["number"], key=bill_key,
                                           due=until, period=lambda r, row: row.get("per"), day=lambda r, row: r.get("day"))),
        "pay": Action(lambda m, r: [entry(r, "wallet." + r["way"], "owed", r["sum"], party=r.get("party"), pays=r.get("named"))],
                      ask=["way", "sum"], may=["named"], series="bill"),
        "pay_rows": Action(lambda m, r: rows(r, "bank", "owed", half, pays=bill_key), series="receipt"),
        "again": Action(lambda m, r: rows(r, "owed", "income.other", cost, due=until), reverse="all"),
        "merge": Action(lambda m, r: [entry(r, "owed", "income.other", m.ledger.owes(r["unit"]) // 8 if r.get("unit") else None)],
                        reverse="last"),
        "lend": Action(lambda m, r: [entry(r, "loan", "owed", r["sum"], party=r.get("party"), pays=r.get("named"),
                                           key=f"loan {r['number']} {r['sum']}" if r["sum"] > 5000 else None)], ask=["sum"]),
        "repay": Action(lambda m, r: [entry(r, "bank", "loan", r["sum"], party=r.get("party"), pays=r.get("named"))],
                        ask=["sum"], may=["named"]),
        "undo": Action(reverse="last"),
        "cancel": Action(reverse="all")},
    "gate": {
        "take": Action(lambda m, r: [entry(r, r["drawer"] + ".deposit", "deposit.pass", r["amount"], **of_pass(r), day=r.get("day"))]),
        "give": Action(lambda m, r: [entry(r, "deposit.pass", r["drawer"] + ".deposit", r["amount"], **of_pass(r), day=r.get("given_on"))],
                       ask=["drawer"], may=["given_on"]),
        "halves": Action(lambda m, r: [entry(r, r["drawer"] + ".deposit", "suspense", r["amount"], party=r.get("party"), day=r["day"]),
                                       entry(r, "suspense", "deposit.pass", r["amount"], **of_pass(r))], ask=["day"]),
        "lose": Action(lambda m, r: [entry(r, "deposit.pass", "income.kept", r["amount"], **of_pass(r))]),
        "rest": Action(lambda m, r: [entry(r, "deposit.pass", r["drawer"] + ".deposit", held(m, r), **of_pass(r))],
                       needs=lambda m, r: held(m, r) > 0),
        "undo": Action(reverse="last")},
}
