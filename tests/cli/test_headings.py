"""Sheets, lists and prints of the shipped registers beside the headings of the trade's paper forms (headings.tsv)."""
import os
import unicodedata

import openpyxl

from desk import Desk, main

HERE = os.path.dirname(os.path.abspath(__file__))


def fixture():
    with open(os.path.join(HERE, "headings.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    return [(kind, register, name, form_no, headings.split(" · "), source) for kind, register, name, form_no, headings, source in rows]


def cells(line):
    """A character for each column of the screen: a wide one is followed by an empty text."""
    out = []
    for c in line:
        out += [c, ""] if unicodedata.east_asian_width(c) in "WF" else [c]
    return out


def table_head(text):
    """The headings of a printed list, those that go on over a second line put together."""
    lines = [line for line in text.splitlines() if line.strip()]
    top = next(i for i, line in enumerate(lines) if line.startswith("==="))
    head = [cells(line) for line in lines[top + 1:next(i for i, line in enumerate(lines) if line.startswith("---"))]]
    first = head[0]
    starts = [i for i, c in enumerate(first) if c.strip() and (i == 0 or first[i - 2:i] == [" ", " "])]
    ends = starts[1:] + [1000]
    return ["".join("".join(line[a:b]).strip() for line in head) for a, b in zip(starts, ends)]


class Headings(Desk):
    def make(self):
        super().make()
        self.lang = "zh_CN"
        self.now = "2026-11-21 09:00"
        self.ok("user", "add", "zg", "张工", "engineer", staff="cj", stdin="1234\n")
        self.add_unit("A-1203", owner="李建国", owner_phone="13800008036")
        self.ok("edit", "unit", "A-1203", "tenant=某公司", "lease_from=2026-01-01", staff="cj")
        add = lambda register, *fields: self.ok("add", register, *fields).strip()  # noqa: E731
        self.of = {
            "unit": "A-1203",
            "repair": add("repair", "unit=A-1203", "fault=灯坏", "caller=赵一凡", "phone=13800000002"),
            "visitor": add("visitor", "unit=A-1203", "host=李建国", "name=刘洋", "phone=13800000003"),
            "complaint": add("complaint", "unit=A-1203", "name=王小明", "matter=noise", "text=半夜拖椅子"),
            "message": add("message", "unit=A-1203", "to_name=李建国", "from_name=张三", "text=回电"),
            "service": add("service", "unit=A-1203", "name=李建国", "kind=cleaning", "what=擦窗", "booked_at=2026-11-28 15:00"),
            "custody": add("custody", "kind=other", "unit=A-1203", "owner=李建国", "collector=张三", "what=钥匙", "is_key=1", "sealed=1",
                           "until=2026-11-28 18:00"),
            "stored": add("stored", "unit=A-1203", "phone=13800008036", 'goods=[["箱", 1]]', "told=refused,value,risk,proof,term"),
            "goods_pass": add("goods_pass", "kind=firm", "unit=A-1203", "phone=13800008036", "seal=yes", "half=pm", 'goods=[["样品", 1]]'),
            "exit_slip": add("exit_slip", "unit=A-1203", "answer=agreed", "signed=yes", 'goods=[["书柜", 1]]'),
            "key": add("key", "unit=A-1203", "seal=F001"),
            "key_issue": add("key_issue", "unit=A-1203", "kind=copy", "what=大门"),
            "deposit": add("deposit", "unit=A-1203", "kind=key", "payer=李建国", "amount=50"),
            "umbrella": add("umbrella", "unit=A-1203", "umbrella=7", "borrower=李建国"),
            "petty_cash": add("petty_cash", "unit=A-1203", "what=换锁", "amount=50"),
            "mail": add("mail", "kind=ordinary", "addressee=赵六", "whose=unknown"),
            "mail_notice": add("mail_notice", "unit=A-1203", "addressee=李建国", "what=挂号"),
            "incident": add("incident", "unit=A-1203", "kind=water", "what=漏水"),
        }
        self.ok("act", "visitor", self.of["visitor"], "no_answer")
        self.ok("act", "mail", self.of["mail"], "back", "why=unknown")
        self.ok("act", "unit", "A-1203", "further", "mailbox=12-03")
        self.ok("act", "visitor", self.of["visitor"], "leave_message", "message_text=请回电")

    def test_sheets_of_the_workbook(self):
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"))
        book = openpyxl.load_workbook(self.path("m.xlsx"))
        for kind, register, name, form_no, headings, source in fixture():
            if kind == "sheet":
                with self.subTest(sheet=name, source=source):
                    self.assertIn(name, book.sheetnames)
                    self.assertEqual([c.value for c in book[name][3]][:len(headings)], headings)
                    if form_no:
                        self.assertIn(form_no, [c.value for c in book[name][2]])

    def test_lists_on_paper(self):
        for kind, register, name, _, headings, source in fixture():
            if kind == "list":
                with self.subTest(list=name, source=source):
                    text = self.ok("print", register, "--list", name, "-o", "-")
                    self.assertEqual(table_head(text)[:len(headings)], headings, text)

    def test_papers(self):
        for kind, register, name, form_no, headings, source in fixture():
            if kind == "paper":
                with self.subTest(register=register, paper=name, source=source):
                    text = self.ok("print", register, self.of[register], "--paper", name, "-o", "-")
                    at = 0
                    for heading in headings:
                        found = text.find(heading, at)
                        self.assertGreaterEqual(found, 0, f"{heading} is not where it belongs:\n{text}")
                        at = found + len(heading)
                    self.assertIn(form_no, text)

    def test_every_form_number_of_the_built_registers_is_here(self):
        """A paper or sheet with a number of the trade that the fixture does not know is one that nobody compared."""
        known = {row[3] for row in fixture() if row[3]}
        folder = os.path.join(os.path.dirname(os.path.dirname(HERE)), "forms")
        for where in (folder, os.path.join(folder, "print")):
            for name in os.listdir(where):
                if name.endswith(".yaml"):
                    with open(os.path.join(where, name), encoding="utf-8") as f:
                        for line in f:
                            if line.strip().startswith(("form_no:", "code: FM")):
                                self.assertIn(line.split(":")[1].strip(), known, f"{name}: {line}")


main()
