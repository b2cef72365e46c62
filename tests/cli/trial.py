"""The registers of the trade in trial_forms, on one database with all shipped forms: what test_trial_*.py have in common."""
import os
import shutil
import subprocess

import openpyxl

from desk import SOURCE, Desk

FOLDER = os.path.join(SOURCE, "tests", "cli", "trial_forms")
SHIPPED = os.path.join(SOURCE, "forms")
STAFF = [("mg", "王经理", "manager"), ("su", "苏主管", "supervisor"), ("se", "赵安", "security"), ("en", "周工", "engineer"),
         ("ca", "钱会计", "cashier"), ("l2", "吴前台", "clerk")]


class Trial(Desk):
    """One database for the whole class, made anew for each test from a copy; cj is a supervisor, lm a clerk."""

    def make(self):
        super().make()
        self.forms = SHIPPED + ":" + FOLDER
        for code, name, role in STAFF:
            self.ok("user", "add", code, name, role, staff="cj", stdin="1234\n")
        for unit, use in (("A-0801", "office"), ("A-1203", "home")):
            self.add_unit(unit, use=use, owner="王小明", owner_phone="13900001111", floor="12", area="100", caretaker="l2")

    def new(self, register, *fields, **how):
        return self.ok("add", register, *fields, **how).strip().splitlines()[-1]

    def act(self, register, number, action, *fields, **how):
        return self.ok("act", register, number, action, "--yes", *fields, **how)

    def no(self, register, number, action, *fields, **how):
        return self.refused("act", register, number, action, "--yes", *fields, **how)

    def record(self, register, number):
        return self.json("show", register, number)

    def state(self, register, number):
        return self.record(register, number)["state"]

    def newest(self, register):
        return self.sql(f"select number from {register} order by id desc limit 1")[0][0][0]

    def balances(self):
        rows = self.json("ledger", "accounts")["accounts"]
        return {r["account"]: float(r["balance"].replace(",", "")) for r in rows if r["balance"] != "0.00"}

    def paper(self, register, number, name, *words, lang="zh_CN"):
        """The text of a printed paper, with these words on it."""
        was, self.lang = self.lang, lang
        text = self.ok("print", register, number, "--paper", name, "-o", "-")
        self.lang = was
        for word in words:
            self.assertIn(word, text)
        return text

    def pdf(self, register, number, name, *words):
        self.lang, was = "zh_CN", self.lang
        self.ok("print", register, number, "--paper", name, "-o", self.path("p.pdf"))
        self.lang = was
        text = subprocess.run(["pdftotext", "-layout", self.path("p.pdf"), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
        for word in words:
            self.assertIn(word, text)
        return text

    def on_board(self, number):
        return number in self.ok("board", staff="mg")

    def whole(self):
        """Nothing is wrong in books and journal."""
        self.assertNotIn("broken", self.ok("ledger", "check", staff="mg"))
        self.ok("verify", staff="mg")

    def sheet(self, title, month=None):
        """Headings and rows of the month's sheet with this title."""
        self.ok("export", month or self.now[:7], "-o", self.path("month.xlsx"), staff="mg")
        rows = [[c.value for c in row] for row in openpyxl.load_workbook(self.path("month.xlsx"))[title].iter_rows()]
        os.remove(self.path("month.xlsx"))
        return rows


def has_pdf():
    return os.path.exists(os.path.join(os.path.dirname(os.environ.get("QIANTAI", "")), "qiantai-print")) and shutil.which("pdftotext")
