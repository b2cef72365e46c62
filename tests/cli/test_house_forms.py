"""Words of the form vocabulary at work in registers of the house's own."""
import os

from desk import Desk, main

LETTER = """register: letter
title: {zh: 函件, en: Letters}
retention: {days: 30}
fields:
  - {name: subject, type: text, label: {zh: 事由, en: Subject}, required: true}
  - {name: from, type: text, label: {zh: 发自, en: From}, personal: true}
  - {name: to, type: text, label: {zh: 发往, en: To}, personal: true}
  - {name: order, type: text, label: {zh: 次序, en: Order}, personal: true}
  - {name: group, type: int, label: {zh: 组, en: Group}, personal: true}
  - {name: guests, type: items, label: {zh: 来客, en: Guests}, personal: true,
     fields: [{name: who, type: text, label: {zh: 姓名, en: Name}}, {name: n, type: int, label: {zh: 人数, en: Number}}]}
states:
  - {name: filed, label: {zh: 归档, en: filed}, final: true}
"""


class HouseForms(Desk):
    def own(self, name, text):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write(f"forms/{name}.yaml", text)
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))

    def add(self, register, *fields, **more):
        return self.ok("add", register, *fields, **more).strip()

    def test_u4_fields_named_like_words_of_sql_and_rows_are_emptied(self):
        self.own("letter", LETTER)
        whole = self.add("letter", "subject=甲", "from=王小明", "to=李雷", "order=急", "group=3", 'guests=[["韩梅梅",2]]')
        rows = self.add("letter", "subject=乙", 'guests=[["钱不凡",1]]')
        self.ok("daily", now="2026-12-20 09:00")
        self.assertEqual(self.json("show", "letter", whole)["from"], "王小明")
        self.assertIn("2 ", self.ok("daily", now="2026-12-22 09:15"))
        for number in (whole, rows):
            letter = self.json("show", "letter", number)
            self.assertEqual([letter[k] for k in ("from", "to", "order", "group", "guests")], [None] * 5)
            self.assertTrue(letter["subject"])
        self.assertEqual(self.sql("select count(*) from letter_guests")[0], [(0,)])
        self.assertEqual(self.sql("select count(*) from qt_personal p join journal j on j.seq = p.seq "
                                  "where j.reg = 'letter'")[0], [(0,)])
        self.assertIn("Retention: 0 ", self.ok("daily", now="2026-12-23 09:15"))
        self.ok("verify", staff=None)

    def test_u4_a_register_that_fails_does_not_stop_the_others(self):
        self.own("letter", LETTER)
        self.own("bill", LETTER.replace("register: letter", "register: bill").replace("Letters", "Bills"))
        letter, bill = self.add("letter", "subject=甲", "from=王小明"), self.add("bill", "subject=甲", "from=王小明")
        self.sql("create trigger stuck before update on bill begin select raise(abort, 'stuck'); end")
        code, out, err = self.run_it("daily", now="2026-12-22 09:15")
        self.assertNotEqual(code, 0)
        self.assertIn("Bills", err)
        self.assertIn("Retention: 1 ", out)
        self.assertIn("Board:", out)
        self.assertIsNone(self.json("show", "letter", letter)["from"])
        self.assertEqual(self.json("show", "bill", bill)["from"], "王小明")


main()
