"""Words of the form vocabulary at work in registers of the house's own."""
import json
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


KEYS = """register: audit
title: {zh: 钥匙盘点, en: Key audit}
number: "A{seq:3}"
fields:
  - {name: what, type: text, label: {zh: 钥匙, en: Key}, required: true}
  - {name: seen, type: bool, label: {zh: 见到, en: Seen}}
  - {name: sight, type: computed, label: {zh: 情况, en: Sight}, compute: "iif(seen = 1, 'seen', 'not seen')"}
lists:
  - {name: all, label: {zh: 全部, en: All}, columns: [number, what, sight]}
rounds:
  - {name: friday, label: {zh: 周五盘点, en: Friday audit}, at: "'16:00'", list: all, when: "weekday(today()) = 5",
     missing: "iif(sight = 'seen', null, what || ' ' || sight)"}
"""


DUTY = """register: desk_duty
title: {zh: 值班, en: Duty}
number: "D{seq:3}"
fields:
  - {name: what, type: text, label: {zh: 事项, en: What}, required: true}
  - {name: day, type: date, label: {zh: 日期, en: Day}}
duties:
  - {name: contacts, label: {zh: 核对联系人, en: contacts checked}, every: month, on: 20, shift: next_workday, at: "'17:00'"}
  - {name: patrol, label: {zh: 早巡, en: morning patrol}, every: day, at: "'11:30'",
     done: "count_of('desk_duty', 'what', 'patrol', 'day', today()) > 0"}
"""


HAMPER = """register: hamper
title: {zh: 包裹, en: Parcels}
fields:
  - {name: unit, type: unit, label: {zh: 房号, en: Unit}, required: true}
  - {name: what, type: text, label: {zh: 物品, en: What}}
  - {name: place, type: text, label: {zh: 位置, en: Place}}
  - {name: state_of, type: text, label: {zh: 去向, en: Gone to}}
card: {label: {zh: 架上, en: In the shelf}, where: "coalesce(state_of, '') <> 'gone'", count: true, line: [what, place],
       most: 2}
"""


SHELF = """register: shelf
title: {zh: 货位, en: Shelves}
number: "S{seq:1}"
fields:
  - {name: place, type: text, label: {zh: 位置, en: Place}, required: true}
  - {name: remark, type: text, label: {zh: 备注, en: Remark}, search: plain}
"""

MOVE = """register: move
title: {zh: 搬迁, en: Moves}
number: "M{seq:1}"
fields:
  - {name: moved, type: bool, label: {zh: 已搬, en: Moved}}
  - {name: forward, type: text, label: {zh: 转寄, en: Forward to}, required: true, visible: "moved"}
  - {name: line, type: text, label: {zh: 记录, en: Line}, once: true}
  - {name: minutes, type: int, label: {zh: 分钟, en: Minutes}}
  - {name: hours, type: computed, label: {zh: 小时, en: Hours}, decimals: 1, compute: "minutes / 60.0"}
  - {name: whole, type: computed, label: {zh: 整, en: Whole}, compute: "minutes / 60.0"}
  - {name: step, type: text, label: {zh: 步骤, en: Step}}
states:
  - {name: open, label: {zh: 开, en: open}}
  - {name: shut, label: {zh: 关, en: shut}, final: true}
actions:
  - {name: go, key: g, label: {zh: 开始, en: Go}, from: [open], set: {step: "'old'"}, tell: "step || ' ' || state",
     then: {act: end, register: move, on: number, set: {step: "'new'", line: "'by an action'"}}}
  - {name: end, label: {zh: 结束, en: End}, from: [open], to: shut}
lists:
  - {name: all, label: {zh: 全部, en: All}, columns: [number, hours, whole]}
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
        self.assertEqual(self.sql("select count(*) from \"letter.guests\"")[0], [(0,)])
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

    def test_a_wrong_form_is_told_beside_a_database_that_cannot_be_opened(self):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write("forms/letter.yaml", LETTER + "colour: red\n")
        os.remove(self.db + ".key")
        code, _, err = self.run_it("list", "letter")
        self.assertEqual(code, 1, err)
        self.assertIn("letter.yaml:", err)
        self.assertIn("colour", err)
        self.assertIn(".key", err)

    def rounds(self, now):
        self.ok("daily", now=now)
        return [(r["matter"], r["due"]) for r in self.json("board", now=now) if r["register"] == "audit"]

    def test_a_round_with_a_date_in_when_stays_until_it_is_signed(self):
        self.own("audit", KEYS)
        friday = [("Friday audit", "2027-03-19 16:00")]
        self.assertEqual(self.rounds("2027-03-18 08:30"), [])
        self.assertEqual(self.rounds("2027-03-19 08:30"), friday)
        self.assertEqual(self.rounds("2027-03-20 08:30"), friday)  # nobody was there between its hour and midnight
        self.assertEqual(self.rounds("2027-03-24 08:30"), friday)

    def test_a_round_of_a_day_that_nobody_saw_is_put_up_late(self):
        self.own("audit", KEYS)
        self.assertEqual(self.rounds("2027-03-18 08:30"), [])
        self.assertEqual(self.rounds("2027-03-22 08:30"), [("Friday audit", "2027-03-19 16:00")])

    def test_no_round_is_put_up_for_days_before_the_desk(self):
        self.own("audit", KEYS)
        self.assertEqual(self.rounds("2027-03-22 08:30"), [])
        self.assertEqual(self.rounds("2027-03-26 08:30"), [("Friday audit", "2027-03-26 16:00")])

    def duties(self, now):
        self.ok("daily", now=now)
        return [(r["matter"], r["due"]) for r in self.json("board", now=now) if r["register"] == "desk_duty"]

    def test_q7_duties_fall_on_moved_days_and_wait_for_whoever_looks_next(self):
        self.own("desk_duty", DUTY)
        patrol = "morning patrol"
        self.assertEqual(self.duties("2026-12-18 08:00"), [(patrol, "2026-12-18 11:30")])
        self.add("desk_duty", "what=patrol", "day=2026-12-18", now="2026-12-18 10:00")
        self.assertEqual(self.duties("2026-12-18 10:01"), [])  # it ended by itself
        self.assertEqual(self.duties("2026-12-20 12:00"), [(patrol, "2026-12-20 11:30")])  # the 20th is a Sunday
        month = [("contacts checked", "2026-12-21 17:00"), ("contacts checked", "2027-01-20 17:00")]
        self.assertEqual(self.duties("2027-02-01 12:00"), month + [(patrol, "2027-02-01 11:30")])
        shown = self.ok("board", now="2027-02-01 12:00")
        self.assertIn("contacts checked", shown)
        self.ok("verify", staff=None)

    def test_what_is_urgent_stands_first_on_the_board(self):
        self.add("repair", "place=大堂", "fault=灯不亮", "caller=李雷", now="2026-11-21 09:00")
        urgent = self.add("repair", "place=车库", "emergency=burst", "caller=李雷", now="2026-11-21 09:30")
        rows = self.json("board", now="2026-11-21 16:00")
        first = [r["number"] for r in rows if r["urgent"]]
        self.assertEqual(set(first), {urgent})
        self.assertEqual([r["number"] for r in rows[:len(first)]], first)  # all promises about it, before older ones
        self.assertIn(rows[len(first)]["due"], [r["due"] for r in rows[:len(first)]] + ["2026-11-21 09:05"])
        self.assertNotIn("Urgent", rows[0]["matter"])
        self.assertIn("Urgent tell the supervisor  Burst pipe", self.ok("board", now="2026-11-21 16:00"))

    def card(self, unit, staff="lm"):
        shown = json.loads(self.ok("show", "unit", unit, "--json", staff=staff))
        return {c["register"]: (c["count"], c["lines"]) for c in shown["card"]}

    def test_the_file_of_a_unit_has_what_is_so_now_at_its_head(self):
        unit = self.add_unit()
        self.assertEqual(self.card(unit), {})
        self.own("hamper", HAMPER)
        for what in "甲乙丙丁":
            self.add("hamper", f"unit={unit}", f"what={what}", f"place={'A' * 60 if what == '丙' else '架'}")
        self.add("hamper", f"unit={unit}", "what=空", "state_of=gone")
        self.add("message", f"unit={unit}", "from_name=李雷", "text=请回电")
        self.assertEqual(self.card(unit), {"message": (1, "李雷 请回电"), "hamper": (4, "丁 架; 丙 " + "A" * 42 + "...; ...")})
        self.assertIn("In the shelf 4  丁 架; 丙 AAA", self.ok("show", "unit", unit))
        self.own("closed", "extends: hamper\nview_roles: [supervisor]\n")
        self.assertEqual(self.card(unit), {"message": (1, "李雷 请回电")})
        self.assertIn("hamper", self.card(unit, staff="cj"))
        self.own("closed", "extends: hamper\nfields:\n  - {name: place, view_roles: [supervisor]}\n")
        self.assertEqual(self.card(unit)["hamper"], (4, "丁; 丙; ..."))

    def test_a_house_changes_adds_and_takes_out_duties_of_a_shipped_register(self):
        self.add_unit()
        self.own("unit_house", """extends: unit
duties:
  - {name: contacts, on: 18}
  - {name: pump, label: {zh: 试水泵, en: test the pump}, every: week, on: 4, at: "'09:00'"}
""")
        self.ok("daily", now="2027-02-18 08:00")  # a Thursday
        shown = [(r["clock"], r["due"]) for r in self.json("board", now="2027-02-18 08:00")]
        self.assertEqual(shown, [("pump", "2027-02-18 09:00"), ("contacts", "2027-02-18 17:00")])
        self.own("unit_house", "extends: unit\nremove: {duties: [contacts]}\n")
        self.ok("daily", now="2027-03-22 08:00")
        shown = [r["due"] for r in self.json("board", now="2027-03-22 08:00") if r["clock"] == "contacts"]
        self.assertEqual(shown, ["2027-02-18 17:00"])  # what stood stays; none comes any more

    def test_a_wrong_name_in_a_duty_is_refused(self):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write("forms/desk_duty.yaml", DUTY.replace("'what', 'patrol'", "'wat', 'patrol'"))
        code, _, err = self.run_it("check", staff=None, now=None)
        self.assertEqual(code, 1)
        self.assertIn("did you mean 'what'?", err)
        os.unlink(self.path("forms/desk_duty.yaml"))
        for text, meant in (("urgent: \"emergncy is not null\"\n", "emergency"), ("urgent: \"state in oven\"\n", "open"),
                            ("card: {line: \"label('repair', 'stat', state)\"}\n", "state"),
                            ("card: {count: true, where: \"state = 'sentt'\"}\n", "sent")):
            self.write("forms/repair_house.yaml", "extends: repair\n" + text)
            code, _, err = self.run_it("check", staff=None, now=None)
            self.assertEqual(code, 1, text)
            self.assertIn(f"did you mean '{meant}'?", err)
            self.assertIn("repair_house.yaml:2:", err)

    def found(self, text):
        return sorted(r["number"] for r in self.json("list", "shelf", "--text", text))

    def test_search_added_to_a_field_finds_the_records_that_are_there(self):
        self.own("shelf", SHELF)
        self.add("shelf", "place=前台架", "remark=梅花鹿")
        self.add("shelf", "place=库房架")
        self.assertEqual(self.found("前台"), [])
        self.own("shelf", SHELF.replace("required: true", "required: true, search: plain"))
        self.ok("edit", "shelf", "S1", "place=前台柜")  # the first to write meets the index of before
        self.add("shelf", "place=前台角")
        self.assertEqual(self.found("前台"), ["S1", "S3"])
        self.assertEqual(self.found("前台架"), [])
        self.assertEqual(self.found("库房"), ["S2"])
        self.own("shelf", SHELF.replace(", search: plain", ""))
        self.assertEqual(self.found("梅花鹿"), [])
        self.ok("edit", "shelf", "S1", "remark=")
        self.own("shelf", SHELF)
        self.assertEqual(self.found("梅花鹿"), [])
        self.assertEqual(self.found("S2"), ["S2"])
        self.ok("verify", staff=None)

    def test_a_field_whose_visible_is_null_is_not_shown_nor_asked_for(self):
        self.own("move", MOVE)
        self.add("move", "minutes=1")
        self.assertIn("Forward to", self.refused("add", "move", "moved=yes"))

    def test_once_is_fixed_when_empty_too_but_actions_set_it(self):
        self.own("move", MOVE)
        number = self.add("move", "minutes=1")
        self.assertIn("Line", self.refused("edit", "move", number, "line=later"))
        self.ok("act", "move", number, "go")
        self.assertEqual(self.json("show", "move", number)["line"], "by an action")

    def test_tell_after_a_follow_on_on_the_own_record_shows_what_became_of_it(self):
        self.own("move", MOVE)
        code, out, err = self.run_it("act", "move", self.add("move", "minutes=1"), "go")
        self.assertEqual(code, 0, err)
        self.assertIn("new shut", out + err)

    def test_computed_numbers_keep_the_decimals_that_the_form_says(self):
        self.own("move", MOVE)
        number = self.add("move", "minutes=90")
        self.assertRegex(self.ok("list", "move"), r"1\.5 +2")
        self.assertEqual([self.json("show", "move", number)[k] for k in ("hours", "whole")], [1.5, 2])

    def test_what_follows_names_its_cause_in_the_journal(self):
        self.own("move", MOVE)
        number = self.add("move", "minutes=1")
        self.ok("act", "move", number, "go")
        history = {h["action"]: h["change"] for h in self.json("show", "move", number, "--history")["history"]}
        self.assertEqual(history["end"]["caused by"], {"register": "move", "number": number, "action": "go"})
        self.assertNotIn("caused by", history["go"])
        self.ok("verify", staff=None)

    def test_rows_are_given_by_the_names_of_their_columns(self):
        self.own("letter", LETTER)
        number = self.add("letter", "subject=甲", 'guests=[{"n": 2, "who": "韩梅梅"}, ["李雷", 1], {"who": "钱不凡"}]')
        self.assertEqual(self.json("show", "letter", number)["guests"], [["韩梅梅", 2], ["李雷", 1], ["钱不凡", None]])
        for rows, said in (('[{"who": "甲"}, {"name": "乙"}]', ("row 2", "'name'", '"who": ..., "n": ...')),
                           ('[{"who": "甲", "n": "many"}]', ("Row 1, n:",)), ('[{"who": "甲", "n": 2.5}]', ("Row 1, n:",)),
                           ('[["甲", 1, 2]]', ("row 1", '"who"')), ("韩梅梅 2", ('[{"who": ..., "n": ...}',)),
                           ('[{"who": "甲"', ("byte", '"who"')), ('[{"who": ["甲"]}]', ("row 1",))):
            err = self.refused("add", "letter", "subject=甲", f"guests={rows}")
            for words in said:
                self.assertIn(words, err)


main()
