"""The building of the matrix test: the shipped forms, three closed registers with an open one before each, a person of
every role, and a record in every register."""
import collections
import itertools
import os

from desk import SOURCE, Desk
from judge import Judge

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "matrix")
SHIPPED = os.path.join(SOURCE, "forms")
CARD = "11010519491231002X"  # the standard's own example, nobody's
PAY = "4321.09"
PAIRS = {  # who looks into vault_x and so on; in gate_x, FIELD may write one field and LOOK alone see another
    "a": dict(LOOK="manager, cashier", EDIT="manager", REVEAL="manager", ACT="manager, guest", FIELD="manager, cashier, security"),
    "b": dict(LOOK="supervisor, security, auditor", EDIT="security, engineer", REVEAL="auditor, clerk", ACT="auditor, supervisor",
              FIELD="security, clerk, auditor"),
    "c": dict(LOOK="cashier, engineer, guest, auditor", EDIT="cashier", REVEAL="engineer", ACT="guest, engineer", FIELD="guest, cashier"),
}
GATE_EDIT = {"a": "clerk, engineer, security, cashier", "b": "supervisor, security, auditor, clerk", "c": "clerk, cashier, guest, engineer"}
CARETAKER = "warden"  # of A-1203, the unit of all records here
EACH = collections.defaultdict(lambda: itertools.count(1))  # for what may be there once only
VALUES = {  # what a new record of a shipped register needs, and what may be changed in it
    "unit": (["code={n}", "rep_id=" + CARD], "owner=王业主"),
    "person": (["unit=A-1203", "name=王家人{n}", "id_number=" + CARD], "phone=13900001111"),
    "visitor": (["unit=A-1203", "name=王来访{n}", "id_kind=身份证", "id_number=" + CARD], "firm=某公司"),
    "watch": (["name=关注{n}", "reason=试验", "id_number=" + CARD], "firm=某公司"),
    "charge": (["unit=A-1203", "kind=other", "amount=20", "what=试验{n}"], "what=改"),
    "closing_count": (["day=2026-11-21"], "remarks=改"),
    "complaint": (["unit=A-1203", "matter=lift", "grade=ordinary", "text=电梯停了{n}"], "subject=改"),
    "incident": (["unit=A-1203", "kind=water", "what=漏水{n}"], "place=改"),
    "message": (["unit=A-1203", "from_name=张三{n}", "text=回电"], "text=改"),
    "permit": (["unit=A-1203", "name=许可{n}", "kind=cleaner", "given_by=王业主"], "instruction=改"),
    "repair": (["unit=A-1203", "fault=漏水{n}"], "fault=改"),
    "custody": (["kind=visitor", "unit=A-1203", "owner=王业主", "depositor=王存物", "depositor_phone=13900002222", "depositor_id_kind=身份证", "depositor_id=" + CARD, "what=书{n}", "until=2026-11-28 18:00"], "remarks=改"),
    "service": (["unit=A-1203", "name=王业主", "kind=cleaning", "what=擦窗{n}", "booked_at=2026-11-28 15:00"], "wishes=改"),
    "tariff": (["service=擦窗{n}", "price=15"], "remarks=改"),
    "playbook": (["kind=gas", "step={i}", "what=第{n}步", "within=5"], "sentence=改"),
    "goods_pass": (["unit=A-1203", "kind=office", "carrier=王业主", "phone=13900001111", "seal=yes", "half=pm_late", 'goods=[["样品{n}", 1]]'], "carrier=王改"),
    "exit_slip": (["unit=A-1203", "owner=王业主", "carrier=王业主", 'goods=[["电脑{n}", 1]]'], "carrier=王改"),
    "key": (["unit=A-1203", "use=house", "place=机房{n}", "what=门{n}"], "remarks=改"),
    "key_issue": (["unit=A-1203", "kind=copy", "what=大门{n}", "name=王业主"], "remarks=改"),
    "key_list": (["key={key}"], "remarks=改"),
    "key_loan": (["key={key}", "who=王借匙{n}", "why=查看"], "remarks=改"),
    "deposit": (["unit=A-1203", "kind=key", "payer=王业主", "amount=20", "source={n}"], "source=改"),
    "umbrella": (["unit=A-1203", "umbrella={i}", "borrower=王业主"], "borrower=改"),
    "petty_cash": (["unit=A-1203", "owner=王业主", "what=换锁{n}", "amount=20"], "what=改"),
    "drawer": (["kind=in", "matter=other", "what=代收{n}", "unit=A-1203", "amount=20"], "what=改"),
    "mail": (["kind=registered", "tracking=XA{n}", "unit=A-1203", "addressee=王收信"], "remarks=改"),
    "mail_notice": (["unit=A-1203", "addressee=王收信", "what=挂号{n}"], "what=改"),
    "parcel": (["tracking=SF{n}", "unit=A-1203", "addressee=王收件"], "remarks=改"),
    "call": (["unit=A-1203", "name=王来电{n}", "matter=问事{n}"], "matter=改"),
    "place": (["code=P{i}", "name=架{n}"], "name=改"),
    "stored": (["unit=A-1203", "owner=王业主", 'goods=[{{"what": "箱{n}"}}]', "told=refused,value,risk,proof,term", "place=P1"], "remarks=改"),
    "storeroom": (["slip=S2611-0001", "unit=A-1203", "what=箱{n}", "pieces=1", "way=in"], "what=改"),
}


for x in PAIRS:
    VALUES["vault_" + x] = (["what=柜中{n}", "card=" + CARD], "what=改")
    VALUES["gate_" + x] = (["what=门前{n}", "card=" + CARD], "what=改")
MAKERS = {"vault_a": "director", "gate_a": "director", "vault_b": "security", "gate_b": "security", "vault_c": "cashier", "gate_c": "cashier"}


class House(Desk):
    """Practice building; every role is also the code of the one person who has it. self.numbers: a record of each register."""

    def setUp(self):
        super().setUp()
        self.furnish()

    def furnish(self):
        """The house's own forms, and who may what by them."""
        folder = self.path("house")
        os.makedirs(folder, exist_ok=True)
        self.template("roles", "roles", {})
        roles = ", ".join(Judge(SHIPPED, folder).roles)
        for x, who in PAIRS.items():
            fill = dict(who, VAULT="vault_" + x, GATE="gate_" + x, V="V" + x.upper(), G="G" + x.upper(), ALL=roles)
            self.template("vault", "vault_" + x, fill)
            self.template("gate", "gate_" + x, dict(fill, EDIT=GATE_EDIT[x]))
        self.forms = SHIPPED + ":" + folder
        self.judge = Judge(SHIPPED, folder)
        self.judge.caretakers["A-1203"] = CARETAKER
        self.judge.without_unit.add("drawer")
        self.registers, self.roles = sorted(self.judge.forms), list(self.judge.roles)

    def make(self):
        super().make()
        self.furnish()
        self.assertEqual(self.run_it("check", staff=None)[2], "")
        for role in sorted(self.roles, key=lambda role: role != "manager"):  # the manager first, who may make all others
            self.ok("user", "add", role, "某" + role, role, staff="cj" if role == "manager" else "manager", stdin="1234\n")
        self.numbers = {}
        self.enter("unit", "A-1203", "cj")
        self.ok("edit", "unit", "A-1203", "caretaker=" + CARETAKER, staff="cj")
        for register in self.registers:
            if register != "unit":
                more = []
                if register.startswith("gate_"):
                    more = ["vault=" + self.enter("vault_" + register[-1], self.secret(register[-1])), "pay=" + PAY]
                    self.ok("edit", "vault_" + register[-1], more[0][6:], "level=7", staff=MAKERS[register])
                if register in ("key", "key_issue"):  # an ID number comes there when the record is over
                    self.bring(register, taker_id_kind="resident", taker_id=CARD)
                else:
                    self.enter(register, "1", None, *more)
            if register.startswith("gate_"):
                self.enter("vault_" + register[-1], "about" + register[-1], None, "about=" + self.numbers[register])

        self.numbers["drawer"] = self.sql("select min(number) from drawer")[0][0][0]  # the deposit's way to the cashier is the first there
        self.ok("act", "stored", self.numbers["stored"], "lose", "lost_by=王业主", "lost_way=desk", staff="cj")
        self.ok("act", "stored", self.numbers["stored"], "unlock", "taker=王业主", "taker_id=" + CARD, staff="cj")  # a number to reveal
        self.ok("act", "visitor", self.numbers["visitor"], "admit", "watch_reason=试验", staff="cj")  # so that it stands in the first list

    @staticmethod
    def secret(x):
        return "secret" + x

    def template(self, name, as_name, fill):
        with open(os.path.join(TEMPLATES, name + ".yaml"), encoding="utf-8") as f:
            text = f.read()
        for key, value in fill.items():
            text = text.replace("@" + key + "@", value)
        self.write(os.path.join("house", as_name + ".yaml"), text)

    def values(self, register, n):
        i = next(EACH[register])
        wanted = VALUES[register][0]
        key = self.ok("add", "key", *self.values("key", n), staff="cj").strip() if "key={key}" in wanted else ""  # each is lent once
        return [v.format(n=n, i=i, key=key) for v in wanted]

    def bring(self, register, **more):
        """A record as it stood elsewhere, with what actions fill in."""
        row = dict(v.split("=", 1) for v in self.values(register, "1")) | more
        path = self.write(register + ".csv", ",".join(row) + "\n" + ",".join(row.values()) + "\n")
        self.ok("import", register, path, "--migrate", staff="cj")
        self.numbers[register] = self.sql(f"select number from {register} order by id desc limit 1")[0][0][0]

    def enter(self, register, n, staff=None, *more):
        number = self.ok("add", register, *self.values(register, n), *more, staff=staff or MAKERS.get(register, "cj")).strip()
        self.numbers[register] = number
        return number
