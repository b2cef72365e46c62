"""Stored items, the places where they lie, and the storeroom's register: S1-S5, S8-S11."""
import json

import openpyxl

from desk import Desk, main

CARD = "11010519491231002X"  # the standard's own example, nobody's
TOLD = "told=refused,value,risk,proof,term"


class Stored(Desk):
    def make(self):
        super().make()
        self.now = "2026-11-18 10:00"  # a Wednesday
        for code, name, role in (("mg", "王经理", "manager"), ("ba", "赵安", "security")):
            self.ok("user", "add", code, name, role, staff="cj", stdin="1234\n")
        self.add_unit("A-1203", owner="李建国", owner_phone="13800008036")
        for code, kind, room in (("Q1", "desk", 1), ("H1", "shelf", 9), ("K1", "storeroom", 9)):
            self.ok("add", "place", "code=" + code, "name=" + code, "kind=" + kind, f"capacity={room}", staff="cj")

    def fields(self, *more, goods=({"what": "行李箱"}, {"what": "纸箱", "pieces": 3}), told=TOLD, place="H1"):
        return ["stored", "unit=A-1203", "goods=" + json.dumps(goods, ensure_ascii=False), told, *(["place=" + place] if place else []), *more]

    def new(self, *more, **how):
        return self.ok("add", *self.fields(*more, **how)).split()[0]

    def wrong(self, *more, **how):
        return self.refused("add", *self.fields(*more, **how))

    def act(self, number, action, *fields, **how):
        return self.ok("act", "stored", number, action, "--yes", *fields, **how)

    def no(self, number, action, *fields, **how):
        return self.refused("act", "stored", number, action, "--yes", *fields, **how)

    def value(self, number, *names):
        said = self.json("show", "stored", number)
        found = tuple(said[name] for name in names)
        return found[0] if len(names) == 1 else found

    def due(self, number, *more, **how):
        return {row["clock"]: row["due"] for row in self.json("board", *more, **how) if row["number"] == number}

    def moves(self):
        return [(r["slip"], r["way"], r["pieces"], r["signed"]) for r in reversed(self.json("list", "storeroom"))]

    def paper(self, number, name, **how):
        self.lang = "zh_CN"
        text = self.ok("print", "stored", number, "--paper", name, "-o", "-", **how)
        self.lang = "en"
        return text


class TakenIn(Stored):
    def test_what_is_refused(self):
        for nature, says in (("danger", "not taken"), ("value", "a bank has safes")):
            self.assertIn(says, self.wrong(goods=[{"what": "包"}, {"what": "盒", "nature": nature}]))
        self.assertIn("What is out", self.wrong(goods=[{"what": "包", "pieces": 2, "out": 1}]))
        self.assertIn("all five", self.wrong(told="told=refused,value,risk,term"))
        for nature in ("food", "smell", "fragile", "spoils"):
            goods = [{"what": "罐", "nature": nature}]
            self.assertIn("own risk", self.wrong(goods=goods))
        self.new("own_risk=yes", goods=goods)
        self.assertIn("sealed", self.wrong("loose=yes", "seal=F01"))
        self.new("loose=yes", "seal=F01", "seal_by=cj")
        self.assertIn("Fetched by", self.wrong("way=room"))

    def test_the_storeroom_is_asked_about(self):
        large = [{"what": "沙发", "size": "large"}]
        number = self.new(goods=large)
        self.assertEqual(self.value(number, "until"), "2026-11-19 10:00:00")  # a large thing: 24 hours
        self.assertEqual(self.value(self.new(), "until"), "2026-11-25 10:00:00")
        self.assertIn("Storeroom", self.wrong("until=2026-11-19 10:01", goods=large))
        self.assertIn("Storeroom", self.wrong("until=2026-11-25 10:01"))
        number = self.new("until=2026-12-18 10:00", "storeroom=no")
        self.assertEqual(self.due(number), {"ask": "2026-11-25 10:00"})
        self.act(number, "stay", now="2026-11-25 10:30")
        self.assertEqual(list(self.due(number)), ["collect"])
        self.ok("setting", "set", "stored.large_hours", "48", staff="cj")
        self.new("until=2026-11-20 09:00", goods=large)

    def test_a_place_holds_so_much_and_things_go_in_and_out_of_the_storeroom(self):
        self.assertEqual(self.value(self.new(place=""), "place"), "Q1")  # at the desk, where nobody says otherwise
        self.assertIn("place is full", self.wrong(place="Q1"))
        custody = ["custody", "kind=own", "unit=A-1203", "owner=李建国", "what=书", "until=2026-11-19 18:00"]
        number = self.new()
        self.assertIn("place is full", self.no(number, "move", "place=Q1"))
        self.assertIn("already", self.no(number, "move", "place=H1"))
        self.act(number, "move", "place=K1")
        self.assertEqual(self.value(number, "state", "place"), ("storeroom", "K1"))
        self.ok("add", *custody, "place=K1")
        there = {r["code"]: (r["used"], r["room"], r["small"]) for r in self.json("list", "place")}
        self.assertEqual(there, {"Q1": (1, 0, 0), "H1": (0, 9, 0), "K1": (1, 8, 1)})
        self.act(number, "move", "place=H1")
        at_once = self.new("until=2026-12-18 10:00", "storeroom=yes", place="K1")
        self.act(at_once, "release", "slip=" + at_once, "taker=李建国", "found=good")
        self.assertEqual(self.moves(), [(number, "in", 4, "李建国"), (number, "out", 4, "李建国"), (at_once, "in", 4, "李建国"),
                                        (at_once, "out", 4, "李建国")])
        self.refused("add", "place", "code=X", "name=x")  # the supervisor's

    def test_a_house_without_places_stores_all_the_same(self):
        self.sql("delete from place")
        self.new(place="")

    def test_the_slip_in_two_parts(self):
        number = self.new("own_hand=no", "remarks=x")
        text = self.paper(number, "slip")
        upper, lower = text.split("下联（业主）")
        for part in (upper, lower):
            for words in (number, "A-1203", "李建国", "行李箱 1件", "纸箱 3件", "共 4 件", "业主签名", "经办人 李敏", "2026-11-18 10:00"):
                self.assertIn(words, part)
        self.assertIn("138 **** 8036", upper)
        self.assertNotIn("13800008036", upper)
        self.assertIn("13800008036", lower)
        for words in ("1 易燃", "2 现金", "3 食品", "4 只凭此联", "5 逾期", f"[{number}]"):
            self.assertIn(words, lower)
            self.assertNotIn(words, upper)
        self.assertIn("副本 1", self.paper(number, "slip"))
        by_hand = self.new()
        text = self.paper(by_hand, "slip")
        self.assertNotIn("行李箱", text)
        self.assertEqual(text.count("业主亲笔"), 2)


class Collected(Stored):
    def test_by_the_slip(self):
        number = self.new()
        self.assertIn("not of this record", self.no(number, "release", "slip=S2611-9999", "taker=李建国", "found=good"))
        self.assertIn("taker_id", self.no(number, "release", "slip=" + number, "taker=张三", "found=good"))
        self.act(number, "release", "slip=" + number.lower(), "taker=张三", "found=good", "taker_id=" + CARD)
        self.assertEqual(self.value(number, "state", "taker", "taker_id_kind", "left_over"), ("released", "张三", "resident", 0))
        self.assertEqual(self.due(number), {})
        self.assertEqual([r["number"] for r in self.json("list", "stored", "--list", "unfiled")], [number])
        self.act(number, "file", "filed_by=cj")
        self.assertEqual((self.value(number, "filed_at"), self.json("list", "stored", "--list", "unfiled")), ("2026-11-18 10:00:00", []))
        self.act(number, "help", "carried_by=lm", "carried_to=car")
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        rows = [[c.value for c in row] for row in openpyxl.load_workbook(self.path("m.xlsx"))["Stored items"].iter_rows()]
        row = next(r for r in rows if number in r)
        for cell in ("行李箱; 纸箱", 4, "H1", "张三"):
            self.assertIn(cell, row)
        mine = self.new("slip_no=00017")  # a pre-printed slip
        self.assertIn("in use", self.wrong("slip_no=00017"))
        self.act(mine, "release", "slip=00017", "taker=李建国", "found=good")

    def test_whom_the_owner_named(self):
        number = self.new("may_collect=陈七")
        given = ("slip=" + number, "found=good", "taker_id=" + CARD)
        self.assertIn("陈七", self.no(number, "release", "taker=王五", *given))
        self.act(number, "name", "may_collect=王五")
        self.act(number, "release", "taker=王五", *given)

    def test_in_part(self):
        number = self.new("until=2026-12-18 10:00", "storeroom=yes", place="K1")
        part = ("slip=" + number, "taker=李建国")
        self.assertIn("not that many", self.no(number, "part", *part, "part_what=行李箱", "part_pieces=2"))
        self.assertIn("No such thing", self.no(number, "part", *part, "part_what=伞", "part_pieces=1"))
        self.assertIn("All of it", self.no(number, "part", *part, "part_what=纸箱", "part_pieces=4"))
        self.act(number, "part", *part, "part_what=纸箱", "part_pieces=2")
        self.assertEqual(self.value(number, "state", "left_over"), ("part", 2))
        self.refused("edit", "stored", number, 'goods=[{"what": "行李箱"}]')
        self.act(number, "release", *part, "found=good")
        self.assertEqual([m[1:3] for m in self.moves()], [("in", 4), ("out", 2), ("out", 2)])

    def test_what_they_find_wrong(self):
        number = self.new()
        said = self.act(number, "release", "slip=" + number, "taker=李建国", "found=missing", "complaint=少一箱")
        self.assertIn("纸箱", said)  # how it was when it was taken in
        self.assertEqual(self.value(number, "state", "left_over", "released_at"), ("disputed", 4, None))
        self.no(number, "make_good", "compensation=120", "resolution=照价", staff="lm")
        self.act(number, "make_good", "compensation=120", "resolution=照价", staff="cj")
        self.assertEqual(self.value(number, "state", "decided_by", "compensation"), ("kept", "cj", "120.00"))
        self.act(number, "release", "slip=" + number, "taker=李建国", "found=good")
        self.assertEqual(self.due(number, "--each"), {"compensate": "2026-11-25 17:30"})
        self.act(number, "paid", "paid_on=2026-11-18")
        self.assertEqual(self.due(number), {})
        other = self.new()
        self.act(other, "release", "slip=" + other, "taker=李建国", "found=damaged", "complaint=角破")
        self.act(other, "explain", "resolution=寄存时已有旧痕")
        self.assertEqual(self.value(other, "state"), "kept")


class Lost(Stored):
    def test_blocked_at_once_and_the_thief(self):
        number = self.new()
        self.act(number, "lose", "lost_by=李建国", "lost_way=phone")
        self.no(number, "release", "slip=" + number, "taker=张三", "found=good", "taker_id=" + CARD)
        said = self.refused("act", "stored", number, "shown")  # asked first
        self.assertIn("THIS SLIP WAS REPORTED LOST", said)
        self.act(number, "shown")
        first = self.json("board")[0]
        self.assertEqual((first["number"], first["clock"], first["due"], first["urgent"]), (number, "shown", "2026-11-18 10:03", True))
        self.act(number, "guard", "guard=赵安", "bearer=穿黑衣的人")
        self.act(number, "settle", "shown_result=交派出所")
        self.assertNotIn("shown", self.due(number, "--each"))
        self.assertIn("Only to the owner", self.no(number, "owner_takes", "taker=张三", "taker_id=" + CARD))
        self.act(number, "owner_takes", "taker=李建国", "taker_id=" + CARD)
        self.assertEqual(self.value(number, "state", "left_over"), ("released", 0))
        text = self.paper(number, "trace", staff="ba")
        for words in ("李建国", "穿黑衣的人", "赵安", "交派出所", "收存人", "发还人", "行李箱"):
            self.assertIn(words, text)

    def test_the_trace_has_the_id_in_full_for_those_who_may_see_it(self):
        number = self.new()
        self.act(number, "release", "slip=" + number, "taker=张三", "found=good", "taker_id=" + CARD)
        self.assertIn(CARD, self.paper(number, "trace", staff="ba"))
        for staff in ("lm", "ba"):
            self.assertNotIn(CARD, self.paper(number, "slip", staff=staff))
        self.assertIn("1***************2X", self.paper(number, "trace", staff="lm"))
        lines = self.json("show", "stored", number, "--history", staff="cj")["history"]
        self.assertEqual([line["staff"] for line in lines if line["action"] == "reveal"], ["ba"])
        for form, says in (("register: x\nvocabulary: 2\ntitle: {zh: 甲, en: X}\nfields: [{name: a, type: text, label: {zh: 甲, en: A}}]\n"
                            "papers: [{name: p, label: {zh: 甲, en: P}, reveal: true}]\n", "does nothing here"),):
            self.assertIn(says, self.refused("check", self.write("x.yaml", form), staff=None))

    def test_found_again(self):
        number = self.new()
        self.act(number, "lose", "lost_by=李建国", "lost_way=desk")
        self.no(number, "unlock", "taker=张三", "taker_id=" + CARD)
        self.act(number, "unlock", "taker=李建国", "taker_id=" + CARD)
        self.act(number, "release", "slip=" + number, "taker=李建国", "found=good")

    def test_too_late(self):
        number = self.new()
        self.act(number, "release", "slip=" + number, "taker=张三", "found=good", "taker_id=" + CARD)
        late = ("lost_by=李建国", "lost_way=phone", "told_owner=yes")
        self.assertIn("and security", self.no(number, "lose_late", *late, "told_security=no"))
        self.assertIn("张三", self.refused("act", "stored", number, "lose_late", *late, "told_security=yes"))
        self.assertIn("trace", self.act(number, "lose_late", *late, "told_security=yes"))
        self.assertEqual(self.value(number, "state"), "released")
        self.no(number, "lose_late", *late, "told_security=yes")


class Unclaimed(Stored):
    def test_called_written_to_disposed_of_by_the_manager(self):
        number = self.new()  # until the 25th
        self.assertEqual(self.due(number, "--each"), {"collect": "2026-11-25 10:00", "write": "2026-12-02 10:00", "unclaimed": "2026-12-25 10:00"})
        self.now = "2026-12-02 10:10"
        self.act(number, "call", "calls.result=无人接")
        self.assertIn("write", self.due(number, "--each", staff="cj"))
        self.act(number, "write", staff="cj")
        self.assertNotIn("write", self.due(number, "--each", staff="cj"))
        text = self.paper(number, "letter")
        for words in ("尊敬的A-1203业户（李建国）", "共 4 件", "2026-11-25", "满30天", "回执"):
            self.assertIn(words, text)
        self.assertIn("wait the days", self.no(number, "give_up", staff="cj"))
        called, written = [self.new() for _ in range(2)]
        self.now = "2026-12-12 10:00"
        self.act(called, "call", "calls.result=无人接")
        self.act(written, "write", staff="cj")
        self.now = "2026-12-25 10:01"
        self.no(number, "give_up", staff="lm")
        self.act(number, "give_up", staff="cj")
        for other in (called, written):  # each alone is not enough, however late it is
            self.assertIn("wait the days", self.no(other, "give_up", staff="cj", now="2027-03-01 10:00"))
        self.assertEqual(list(self.due(number, "--each", staff="mg")), ["dispose"])
        self.no(number, "dispose", "disposed_how=捐出", staff="cj")
        self.act(number, "dispose", "disposed_how=捐出", staff="mg")
        self.assertEqual((self.value(number, "state"), self.due(number)), ("disposed", {}))

    def test_a_call_puts_it_off(self):
        number = self.new()
        self.now = "2026-11-26 10:00"
        self.assertIn("in the future", self.no(number, "call", "calls.result=明天", "until=2026-11-25 09:00"))
        self.act(number, "call", "calls.result=明天来", "until=2026-11-27 18:00", "storeroom=no")
        self.assertEqual(self.due(number, "--each")["collect"], "2026-11-27 18:00")


main()
