"""The trial's register of passes, played to its end."""
from trial import Trial, has_pdf
from desk import main


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
