"""The trial's registers of money, played to their ends: deposit, umbrella, petty, cash, pass."""
from trial import Trial, has_pdf
from desk import main


class Money(Trial):
    def test_a_deposit_is_refunded_less_its_deductions(self):
        n = self.new("deposit", "unit=A-1203", "kind=works", "payer=王小明", "amount=2000")
        self.assertEqual(self.balances(), {"desk.deposit": 2000, "deposit.works": 2000})
        self.assertEqual(self.record("deposit", n)["receipt_no"], "SJ000001")
        self.paper("deposit", n, "receipt", "SJ000001", "人民币贰仟元整", "¥2,000.00", "不计息", "装修")
        self.paper("deposit", n, "receipt", "Receipt no.", "In capitals", "copy 1", lang="en")
        self.assertIn("stays as it was", self.refused("edit", "deposit", n, "amount=3000"))
        self.assertIn("your role may not", self.no("deposit", n, "hand_in"))
        self.act("deposit", n, "hand_in", staff="ca")
        self.assertEqual(self.balances(), {"cashier.deposit": 2000, "deposit.works": 2000})
        self.act("deposit", n, "part", "given=500", "taker=王小明")
        self.assertIn("part refunded", self.ok("list", "deposit"))
        cuts = 'cuts=[{"what": "墙面", "cost": "250"}, {"what": "灯", "cost": "50"}]'
        self.assertIn("More is deducted", self.no("deposit", n, "refund", cuts.replace("250", "1500"), "taker=王小明"))
        self.act("deposit", n, "refund", cuts, "taker=王小明")
        self.assertEqual(self.balances(), {"cashier.takings": 300, "income.damage": 300})
        self.paper("deposit", n, "refund", "墙面", "250.00", "人民币壹仟贰佰元整", "领款人 王小明")
        self.assertIn("not possible", self.no("deposit", n, "refund", "taker=王小明"))
        rows = self.sheet("押金台账" if self.lang == "zh_CN" else "Deposits")
        self.assertTrue(any("SJ000001" in row and 300 in row and 1200 in row for row in rows), rows)
        self.whole()

    def test_a_deposit_is_kept_or_reversed(self):
        kept, wrong = [self.new("deposit", "unit=A-1203", "kind=key", "payer=王小明", "amount=50") for _ in range(2)]
        self.assertIn("your role may not", self.no("deposit", kept, "keep", "why=x"))
        self.act("deposit", kept, "keep", "why=钥匙丢失", staff="cj")
        self.assertIn("your role may not", self.no("deposit", wrong, "reverse", "why=打错"))
        self.act("deposit", wrong, "reverse", "why=打错", staff="cj")
        self.assertEqual(self.balances(), {"desk.takings": 50, "income.kept": 50})
        states = {r["number"]: r["state"] for r in self.json("ledger", "receipts")["receipts"]}
        self.assertEqual(states["SJ000002"], "void")
        self.paper("deposit", wrong, "receipt", "作废")
        own = self.new("deposit", "unit=A-1203", "kind=key", "payer=王小明", "amount=50", staff="cj")
        self.assertIn("Not your own", self.no("deposit", own, "reverse", "why=x", staff="cj"))
        self.whole()

    def test_the_days_deposits_go_to_the_cashier(self):
        self.now = "2026-11-23 10:00"  # a Monday
        n = self.new("deposit", "unit=A-1203", "kind=key", "payer=王小明", "amount=50")
        self.now = "2026-11-23 17:10"
        self.ok("daily", staff="mg")
        self.assertIn("the day's deposits", self.ok("board"))
        self.act("deposit", n, "hand_in", staff="ca")
        self.act("deposit", n, "fetch")
        self.assertEqual(self.balances(), {"desk.deposit": 50, "deposit.key": 50})

    def test_umbrellas(self):
        first = self.new("umbrella", "umbrella=7", "unit=A-1203", "borrower=王小明")
        r = self.record("umbrella", first)
        self.assertEqual((r["due_back"][:10], r["deposit"]), ("2026-11-27", "20.00"))
        self.assertEqual(self.record("deposit", r["deposit_no"])["source"], first)
        self.assertIn("That umbrella is out", self.refused("add", "umbrella", "umbrella=7", "unit=A-0801", "borrower=李四"))
        self.paper("umbrella", first, "card", "人民币贰拾元整", "雨伞 7", r["deposit_no"])
        self.assertIn("Refund 20.00", self.act("umbrella", first, "return", "condition=good"))
        self.assertEqual(self.state("deposit", r["deposit_no"]), "refunded")
        late = self.new("umbrella", "umbrella=7", "unit=A-1203", "borrower=王小明")
        lost = self.new("umbrella", "umbrella=8", "unit=A-1203", "borrower=王小明")
        self.now = "2026-11-30 10:00"
        self.assertIn("Refund 0.00", self.act("umbrella", late, "return", "condition=good"))
        self.assertIn("your role may not", self.no("umbrella", lost, "lose"))
        self.act("umbrella", lost, "lose", staff="cj")
        self.assertEqual((self.state("umbrella", late), self.balances()), ("kept", {"desk.takings": 40, "income.kept": 40}))
        self.whole()

    def test_petty_cash_in_its_order(self):
        self.assertIn("200 yuan at least", self.refused("add", "petty", "kind=topup", "what=补足", "amount=100", staff="cj"))
        self.assertIn("By the supervisor", self.refused("add", "petty", "kind=topup", "what=补足", "amount=200"))
        self.now = "2026-11-23 09:10"
        self.ok("daily", staff="mg")
        self.assertIn("top up the petty cash", self.ok("board", staff="cj"))
        self.new("petty", "kind=topup", "what=补足", "amount=200", staff="cj")
        self.ok("daily", staff="mg")
        self.assertNotIn("top up the petty cash", self.ok("board", staff="cj"))
        self.assertIn("Unit is needed", self.refused("add", "petty", "what=换锁", "amount=60"))
        n = self.new("petty", "unit=A-1203", "owner=王小明", "what=换锁", "amount=60")
        self.assertIn("not possible", self.no("petty", n, "spend"))
        self.act("petty", n, "sign")
        self.assertEqual(self.balances(), {"desk.petty": 210, "office": 200, "advance": 10})
        self.act("petty", n, "allow", staff="cj")
        self.act("petty", n, "spend")
        self.paper("petty", n, "slip", "人民币陆拾元整", "客服主管 陈静", "业主签字")
        self.act("petty", n, "settle", "invoice=FP1")
        self.assertEqual(self.balances(), {"desk.petty": 200, "office": 200})
        big = self.new("petty", "unit=A-1203", "what=修窗", "amount=300")
        self.act("petty", big, "sign")
        self.act("petty", big, "refuse", staff="cj")
        self.assertEqual(self.balances(), {"desk.petty": 200, "office": 200})
        mine = self.new("petty", "unit=A-1203", "what=x", "amount=250.01", staff="cj")
        self.act("petty", mine, "sign")
        self.assertIn("Not your own", self.no("petty", mine, "allow", staff="cj"))
        self.act("petty", mine, "allow", staff="su")
        self.new("cash", "kind=count", "purse=petty", "what=交班", 'notes=[{"note": "100", "pieces": 4}]', "why=多0.01", staff="l2")
        self.whole()

    def test_the_drawer(self):
        taken = self.new("cash", "kind=in", "what=代办", "unit=A-1203", "amount=1409.50")
        self.paper("cash", taken, "receipt", "人民币壹仟肆佰零玖元伍角", "不是发票", "SJ000001")
        notes = 'notes=[{"note": "100", "pieces": 14}, {"note": "1", "pieces": 9}]'
        self.assertIn("say why", self.refused("add", "cash", "kind=count", "what=交班", notes))
        self.new("cash", "kind=count", "what=交班", notes, "why=少五角")
        self.assertEqual(self.balances(), {"desk.takings": 1409, "income.other": 1409.5, "short": 0.5})
        self.assertIn("Only takings", self.refused("add", "cash", "kind=out", "purse=petty", "what=x", "amount=5"))
        out = self.new("cash", "kind=out", "what=交款", "amount=1409")
        self.assertEqual([r["balance"] for r in self.json("list", "cash", "--list", "all")], ["0.50", "1409.50", "1409.50"])
        self.assertIn("cannot be taken", self.refused("add", "cash", "kind=out", "what=x", "amount=5"))
        self.assertIn("as it was", self.refused("edit", "cash", out, "what=y"))
        self.act("cash", out, "reverse", staff="cj")
        self.assertEqual(self.balances()["desk.takings"], 1409)
        self.whole()


class Passes(Trial):
    GOODS = 'goods=[{"what": "电脑", "pieces": 2}, {"what": "桌子", "pieces": 1}]'

    def pass_(self, kind, *more, unit="A-0801", **how):
        return self.new("pass", "kind=" + kind, "unit=" + unit, "carrier=张三", self.GOODS, "half=eve", *more, **how)

    def test_by_kind(self):
        self.assertIn("seal is needed", self.refused("add", "pass", "kind=office", "unit=A-0801", "carrier=张三", self.GOODS, "half=am"))
        self.assertIn("Bulky", self.refused("add", "pass", "kind=firm", "seal=yes", "bulky=yes", "unit=A-0801", "carrier=张三",
                                            self.GOODS, "half=am"))
        self.assertEqual(self.state("pass", self.pass_("firm", "seal=yes")), "issued")
        n = self.pass_("office", "seal=yes")
        self.assertIn("your role may not", self.no("pass", n, "approve"))
        self.act("pass", n, "approve", staff="cj")
        text = self.paper("pass", n, "pass", "FM-GL-022-0", "电脑", "□是", "下班后")
        self.assertNotIn("特批", text)
        self.assertIn("3", [w for line in text.splitlines() if "合计" in line for w in line.split()])
        self.assertTrue(self.on_board(n))
        self.act("pass", n, "gate", staff="se")
        danger = self.pass_("danger")
        self.assertIn("The manager approves", self.no("pass", danger, "approve", "escort=se", staff="cj"))
        self.act("pass", danger, "approve", "escort=se", staff="mg")
        self.assertIn("Ring the owner", self.refused("add", "pass", "kind=moving", "unit=A-0801", "carrier=张三", self.GOODS, "half=eve"))
        self.act("pass", self.pass_("home", "rung_at=now", unit="A-1203"), "refuse", "hold=业主不同意", staff="cj")

    def test_who_owes_is_let_through_by_the_manager_alone(self):
        self.new("charge", "unit=A-0801", "kind=repair", "what=tap", "amount=120")
        n = self.pass_("office", "seal=yes")
        self.assertIn("120.00", self.no("pass", n, "approve", staff="cj"))
        self.no("pass", n, "approve", "waived=月底付", staff="su")
        self.act("pass", n, "approve", "waived=月底付", staff="mg")
        text = self.paper("pass", n, "pass", "经理特批")
        self.assertNotIn("月底付", text)
        self.assertNotIn("120", text)
        if has_pdf():
            self.pdf("pass", n, "pass", "放行条", "副本 1")


if __name__ == "__main__":
    main()
