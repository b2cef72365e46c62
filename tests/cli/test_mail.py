"""Mail, parcels and notices (domain.md L1-L8): who is called when, the numbered notice, what goes back, who moved away, newspapers."""
from desk import Desk, main

HOURLY = (("2026-11-21 10:00", "11:00"), ("2026-11-21 18:00", "19:00"), ("2026-11-21 18:10", "18:40"), ("2026-11-21 20:20", "20:50"),
          ("2026-11-21 20:40", None))


class Mail(Desk):
    def make(self):
        super().make()
        self.ok("user", "add", "l2", "吴前台", "clerk", staff="cj", stdin="1234\n")
        self.add_unit("A-1203", owner="任海燕", owner_phone="13900001673", floor="12")
        self.act("unit", "A-1203", "further", "mailbox=12-03", "mailbox_keys=2", staff="cj")
        self.add_unit("A-0801", owner="李四", owner_phone="13800000002", tenant="王小明", tenant_phone="13700008036", floor="8")

    def new(self, register, *fields):
        return self.ok("add", register, *fields).strip().splitlines()[-1]

    def act(self, register, number, action, *fields, **how):
        return self.ok("act", register, number, action, "--yes", *fields, **how)

    def no(self, register, number, action, *fields, **how):
        return self.refused("act", register, number, action, "--yes", *fields, **how)

    def record(self, register, number):
        return self.json("show", register, number)

    def parcel(self, *more, unit="A-1203", who="任海燕"):
        return self.new("parcel", f"addressee={who}", f"unit={unit}", *more)

    def told(self, *fields):
        """What is said when it was saved."""
        code, _, err = self.run_it("add", "parcel", *fields)
        self.assertEqual(code, 0)
        return err

    def notice(self, register, number, what="快递"):
        """As the form that opens is saved."""
        r = self.record(register, number)
        self.act(register, number, "notice")
        return self.new("mail_notice", f"unit={r['unit']}", f"addressee={r['addressee']}", f"what={what}", f"{register}={number}")

    def test_a_parcel_is_signed_for_on_the_occupants_word_alone(self):  # L3, L6
        n = self.parcel("tracking=SF1", "place=A-3")
        r = self.record("parcel", n)
        self.assertEqual((r["state"], r["courier"], r["phone"]), ("asked", "sf", "13900001673"))
        self.assertIn("to ask", self.no("parcel", n, "hand"))
        self.assertIn("his word", self.act("parcel", n, "nobody"))
        self.assertIn("Registered already", self.refused("add", "parcel", "addressee=任海燕", "unit=A-1203", "tracking=SF1"))
        self.act("parcel", n, "agree")
        r = self.record("parcel", n)
        self.assertEqual((r["state"], r["word"], r["word_by"], r["next_call"][:16]), ("told", "phone", "任海燕", "2026-11-24 09:14"))
        self.act("parcel", n, "hand")
        self.assertEqual((self.record("parcel", n)["taker"], self.record("parcel", n)["state"]), ("任海燕", "handed"))
        self.act("unit", "A-1203", "further", "parcels=take", "mail_wishes=放前台", staff="cj")
        self.assertIn("放前台", self.told("addressee=任海燕", "unit=A-1203"))
        r = self.json("list", "parcel")[0]
        self.assertEqual((r["state"], r["word"]), ("kept", "standing"))
        self.act("unit", "A-1203", "further", "parcels=never", staff="cj")
        self.assertIn("never", self.refused("add", "parcel", "addressee=任海燕", "unit=A-1203", "word=standing"))
        back = self.parcel()
        self.act("parcel", back, "back", "why=改约")
        self.parcel("tracking=SF2")
        self.ok("verify", staff="cj")

    def test_the_phone_is_the_addressees(self):
        self.ok("add", "person", "unit=A-0801", "name=赵小妹", "phone=13600005555")
        for who, phone in (("李四", "13800000002"), ("王小明", "13700008036"), ("赵小妹", "13600005555"), ("路人", "13700008036")):
            self.assertEqual(self.record("parcel", self.parcel(unit="A-0801", who=who))["phone"], phone)
        self.assertIn("Not among the people", self.told("addressee=路人", "unit=A-0801"))
        self.assertEqual(self.told("addressee=赵小妹", "unit=A-0801"), "")

    def test_called_by_the_hour_then_a_notice(self):  # L2
        n = self.new("mail", "kind=registered", "tracking=XA1", "addressee=王小明", "unit=A-0801")
        p = self.parcel("word=phone", "word_by=任海燕")
        for register, number in (("mail", n), ("parcel", p)):
            self.now = "2026-11-21 09:14"
            self.assertIn(number, self.ok("board"))
            for now, then in HOURLY:
                self.now = now
                self.act(register, number, "nobody")
                call = self.record(register, number)["next_call"]
                self.assertEqual(call and call[11:16], then)
            self.assertIn("notice at the door", self.ok("board"))
            self.now = "2026-11-21 21:40"
            self.assertIn("Too late", self.no(register, number, "nobody"))
        self.assertEqual(len(self.record("mail", n)["calls"]), 5)
        self.now = "2026-11-21 22:00"
        late = self.parcel("word=phone", "word_by=任海燕")
        self.assertEqual(self.record("parcel", late)["next_call"][:16], "2026-11-22 09:00")

    def test_notices_in_number_order_and_their_usage_record(self):  # L2, L7
        one = self.parcel("word=phone", "word_by=任海燕")
        two = self.new("mail", "kind=registered", "tracking=XA1", "addressee=王小明", "unit=A-0801")
        a, b = self.notice("parcel", one), self.notice("mail", two, "挂号 XA1")
        self.assertEqual((a, b), ("MN26-00001", "MN26-00002"))
        r = self.record("parcel", one)
        self.assertEqual((r["state"], r["notice"], r["next_call"][:16]), ("noticed", a, "2026-11-24 09:14"))
        self.act("mail_notice", a, "post")
        self.assertIn("not changed any more", self.refused("edit", "mail_notice", a, "what=x"))
        self.now = "2026-11-24 09:20"
        self.assertIn(one, self.ok("board"))
        self.act("parcel", one, "nobody", staff="l2")
        self.assertEqual(self.record("parcel", one)["next_call"][:16], "2026-11-27 09:20")
        self.assertIn("stub", self.no("parcel", one, "hand"))
        self.act("parcel", one, "hand", "stub=white", staff="l2")
        r = self.record("mail_notice", a)
        self.assertEqual((r["state"], r["taker"], r["stub"], len(r["calls"])), ("collected", "任海燕", "white", 1))
        self.no("mail_notice", a, "check")
        self.act("mail_notice", a, "check", staff="cj")
        self.act("mail_notice", b, "void", "why=写错")
        self.assertEqual((self.record("mail", two)["state"], self.record("mail", two)["notice"]), ("kept", None))
        c = self.notice("mail", two, "挂号 XA1")
        self.assertEqual(c, "MN26-00003")
        self.lang = "zh_CN"
        self.assertIn("作废", self.ok("print", "mail_notice", b, "--paper", "notice", "-o", "-"))
        text = self.ok("print", "mail_notice", c, "--paper", "notice", "-o", "-")
        self.assertEqual(text.count("编号 " + c), 2)
        for word in ("第一联", "第二联", "72小时联系", "业主签署", "8:30-21:00"):
            self.assertIn(word, text)
        self.assertNotIn("电话", text)
        self.assertNotIn("13700008036", text)
        self.ok("setting", "set", "mail_notice.phone", "8000", staff="cj")
        self.assertIn("电话 8000", self.ok("print", "mail_notice", c, "--paper", "notice", "-o", "-"))
        self.act("mail", two, "back", "why=拒收")
        self.assertEqual(self.record("mail_notice", c)["state"], "void")
        self.ok("verify", staff="cj")

    def test_registered_mail_wants_an_id_and_stands_by_floor(self):  # L6, L8
        self.assertIn("tracking", self.refused("add", "mail", "kind=registered", "addressee=任海燕", "unit=A-1203"))
        n = self.new("mail", "kind=registered", "tracking=XA1", "addressee=任海燕", "unit=A-1203")
        m = self.new("mail", "kind=ems", "tracking=EE1CN", "addressee=王小明", "unit=A-0801")
        self.assertIn("id_kind", self.no("mail", n, "hand"))
        rows = self.json("list", "mail", "--list", "signed")
        self.assertEqual([(r["unit"], r["floor"]) for r in rows], [("A-0801", 8), ("A-1203", 12)])
        self.act("mail", n, "hand", "id_kind=resident")
        self.act("mail", m, "deliver", "carried_by=l2")
        self.assertEqual([self.record("mail", x)["state"] for x in (n, m)], ["handed", "delivered"])

    def test_not_for_us(self):  # L4
        wrong = self.new("mail", "kind=ordinary", "addressee=赵六", "whose=unknown")
        self.assertEqual(self.record("mail", wrong)["state"], "to_return")
        self.assertIn("back to the post", self.ok("board"))
        self.act("mail", wrong, "back", "why=unknown")
        self.lang = "zh_CN"
        text = self.ok("print", "mail", wrong, "--paper", "return", "-o", "-")
        for word in ("退", "查无此人", "收发章", "2026-11-21"):
            self.assertIn(word, text)
        self.lang = "en"
        nobody = self.new("mail", "kind=registered", "tracking=XA1", "addressee=钱七", "unit=A-0801", "whose=former")
        self.assertEqual(self.record("mail", nobody)["state"], "to_return")
        self.act("mail", nobody, "blind")
        known = self.new("mail", "kind=registered", "tracking=XA2", "addressee=钱七", "unit=A-0801", "whose=former", "phone=13500001111")
        self.assertEqual(self.record("mail", known)["state"], "kept")
        held = self.new("mail", "kind=ordinary", "addressee=钱七", "unit=A-0801", "whose=former", "applied=yes")
        r = self.record("mail", held)
        self.assertEqual((r["state"], r["next_call"][:10], r["month_over"]), ("held", "2026-11-28", "2026-12-21"))
        self.now = "2026-11-28 10:00"
        self.assertIn(held, self.ok("board"))
        self.act("mail", held, "told")
        self.assertEqual((self.record("mail", held)["state"], self.record("mail", held)["next_call"][:10]), ("held", "2026-12-05"))
        self.now = "2026-12-22 10:00"
        self.assertIn("a month is over", self.ok("board", "--each"))
        self.act("mail", held, "forward", "forward_to=深圳")
        self.assertEqual(self.record("mail", held)["state"], "forwarded")
        self.assertEqual(len(self.json("list", "mail", "--list", "forwarding")), 1)

    def test_what_is_not_delivered_has_its_reason_each_day(self):  # L5, L8
        called, forgotten = self.parcel("word=present", "word_by=任海燕"), self.parcel("word=present", "word_by=任海燕")
        self.act("parcel", called, "nobody")
        self.now = "2026-11-21 20:00:10"
        self.ok("daily", staff="cj")
        self.assertIn("parcels not delivered", self.ok("board"))
        self.assertIn(forgotten, self.ok("list", "parcel", "--list", "undelivered"))
        self.act("parcel", forgotten, "reason", "reason=出差")
        self.assertEqual({r["number"]: r["reason"] for r in self.json("list", "parcel", "--list", "undelivered")},
                         {called: "no answer", forgotten: "出差"})
        self.act("parcel", forgotten, "lose")
        self.assertIn(forgotten, self.ok("list", "incident"))
        self.act("parcel", forgotten, "found")
        self.assertEqual(self.record("parcel", forgotten)["state"], "kept")
        asked = self.parcel()
        self.act("parcel", asked, "lose")
        self.act("parcel", asked, "found")
        self.assertEqual(self.record("parcel", asked)["state"], "asked")  # nobody has agreed meanwhile

    def test_letters_go_into_the_box_and_newspapers_are_counted(self):  # L1, L7
        n = self.new("mail", "kind=ordinary", "addressee=任海燕", "unit=A-1203")
        self.assertEqual(self.record("mail", n)["state"], "boxed")
        self.act("unit", "A-1203", "further", "mail_wishes=信件留前台", staff="cj")
        n = self.new("mail", "kind=ordinary", "addressee=任海燕", "unit=A-1203")
        self.assertEqual(self.record("mail", n)["state"], "kept")
        self.act("mail", n, "full")
        self.assertIn("12-03", self.act("mail", n, "broken"))
        self.act("mail", n, "box")
        p = self.new("mail", "kind=paper", "paper=日报", "expected=40", "pieces=38")
        r = self.record("mail", p)
        self.assertEqual((r["state"], r["missing_papers"]), ("short", 2))
        self.assertIn("newspapers missing", self.ok("board"))
        self.act("mail", p, "chase")
        self.act("mail", p, "came", "pieces=39")
        self.assertEqual(self.record("mail", p)["state"], "short")
        self.act("mail", p, "came", "pieces=40")
        self.assertEqual(self.record("mail", p)["state"], "boxed")
        self.assertEqual(self.record("mail", self.new("mail", "kind=paper", "paper=日报", "expected=40"))["state"], "boxed")

    def test_the_list_of_boxes(self):  # L7
        self.assertEqual([(r["mailbox"], r["code"], r["mailbox_keys"]) for r in self.json("list", "unit", "--list", "boxes")],
                         [("12-03", "A-1203", 2)])
        self.lang = "zh_CN"
        text = self.ok("print", "unit", "--list", "boxes", "--paper", "boxes", "-o", "-")
        for word in ("信报箱一览表", "箱号", "12-03", "任海燕", "A-1203"):
            self.assertIn(word, text)


if __name__ == "__main__":
    main()
