"""The shipped registers beside visitors, repairs and complaints: calls, short custody, services and their prices, play-books."""
import datetime

from desk import Desk, main


class Registers(Desk):
    def make(self):
        super().make()
        self.now = "2026-11-18 10:00"  # a Wednesday
        self.add_unit("A-1203", owner="李建国", owner_phone="13800008036")
        self.add_unit("A-1204", owner="王芳", owner_phone="13900001111")

    def add(self, register, *fields, **more):
        return self.ok("add", register, *fields, **more).split()[0]

    def value(self, register, number, *names):
        said = self.json("show", register, number)
        found = tuple(said[name] for name in names)
        return found[0] if len(names) == 1 else found

    def due(self, number, *each, **more):
        """The earliest promise of a record as the board shows it, with its deadline; with --each all of them."""
        return {row["clock"]: row["due"] for row in self.json("board", *each, **more) if row["number"] == number}


class Files(Registers):
    """U8: caretakers keep the files of their units, the desk enters changes at once."""

    def make(self):
        super().make()
        self.ok("user", "add", "gl", "顾良", "caretaker", staff="cj", stdin="1234\n")
        self.ok("edit", "unit", "A-1203", "caretaker=gl", staff="cj")

    def test_both_may_edit(self):
        self.ok("edit", "unit", "A-1203", "plates=粤B00225", staff="gl")
        self.ok("act", "unit", "A-1203", "change_tenant", "tenant=马超", "tenant_phone=13900000007", staff="gl")
        self.refused("edit", "unit", "A-1204", "remarks=换锁", staff="lm")  # by actions only:
        self.ok("act", "unit", "A-1204", "change_owner", "owner=方云", "owner_phone=13900000008", staff="lm")
        self.assertEqual([p["name"] for p in self.json("list", "person", "--where", "state = 'current'")], ["马超", "方云"])
        told = [line for line in self.json("show", "unit", "A-1204", "--history")["history"] if line["action"] == "change_owner"]
        self.assertIn("王芳", str(told))  # who it was stays

    def test_a_caretaker_keeps_the_own_area_alone(self):
        self.assertIn("own units", self.refused("edit", "unit", "A-1204", "remarks=换锁", staff="gl"))
        for act in (("change_owner", "owner=方云", "owner_phone=13900000008"), ("contacts",), ("checked",)):
            self.refused("act", "unit", "A-1204", *act, staff="gl")
        self.refused("add", "unit", "code=A-9", staff="gl")
        for who in ("gl", "lm"):  # whose unit it is decides who keeps it: that is the supervisor's
            self.refused("edit", "unit", "A-1203", "caretaker=lm", staff=who)
        self.refused("add", "call", "unit=A-1203", "matter=问事", staff="gl")  # the desk's

    def test_others_look(self):
        self.ok("user", "add", "zg", "张工", "engineer", staff="cj", stdin="1234\n")
        self.ok("show", "unit", "A-1203", staff="zg")
        self.refused("edit", "unit", "A-1203", "remarks=换锁", staff="zg")


class Calls(Registers):
    """V12, G21."""

    def test_half_an_hour_and_three_days(self):
        call = self.add("call", "unit=A-1203", "name=李建国", "matter=空调几点开")
        self.assertEqual(self.value("call", call, "way", "state", "phone"), ("phone", "open", "13800008036"))
        self.assertEqual(self.due(call), {"answer": "2026-11-18 10:30"})
        self.ok("act", "call", call, "pass", "passed_to=engineering", now="2026-11-18 10:20")
        self.assertEqual(self.due(call), {"answer": "2026-11-18 10:50"})
        self.ok("act", "call", call, "answer", "answer=八点", now="2026-11-18 10:40")
        self.assertEqual(self.due(call), {"settle": "2026-11-21 10:00"})
        self.ok("act", "call", call, "settle", "result=已告知", now="2026-11-18 10:41")
        self.assertEqual((self.value("call", call, "state"), self.due(call)), ("settled", {}))

    def test_answered_at_once(self):
        done = self.add("call", "firm=某公司", "name=赵六", "matter=问停车", "answer=地库有位", "result=已告知")
        self.assertEqual(self.value("call", done, "state", "from_whom", "answer_by"), ("settled", "某公司", None))
        self.assertEqual(self.due(done), {})
        told = self.add("call", "name=赵六", "matter=问停车", "answer=下午回话")
        self.assertEqual((self.value("call", told, "state"), list(self.due(told))), ("answered", ["settle"]))

    def test_a_time_agreed_on_lies_within_three_days(self):
        call = self.add("call", "matter=问停车")
        self.refused("act", "call", call, "later", "answer_by=2026-11-21 10:01")
        self.ok("act", "call", call, "later", "answer_by=2026-11-20 09:00")
        self.assertEqual(self.due(call), {"answer": "2026-11-20 09:00"})

    def test_an_unsettled_visit_goes_to_the_head_the_same_day(self):
        visit = self.add("call", "way=visit", "unit=A-1203", "matter=楼下施工", "answer=明天回话")
        call = self.add("call", "unit=A-1203", "matter=楼下施工", "answer=明天回话")
        self.assertEqual(self.due(visit, "--each"), {"head": "2026-11-18 20:00", "settle": "2026-11-21 10:00"})
        self.assertEqual(list(self.due(call)), ["settle"])
        mine = lambda: [r["clock"] for r in self.json("board", "--each", staff="cj", now="2026-11-18 20:01") if r["number"] == visit]  # noqa: E731
        self.assertIn("head", mine())
        self.ok("act", "call", visit, "head", "head=cj", "head_reason=要看现场")
        self.assertEqual((self.due(visit), self.value("call", visit, "head_at")), ({"settle": "2026-11-21 10:00"}, "2026-11-18 10:00:00"))

    def test_what_it_became_is_linked(self):
        call = self.add("call", "unit=A-1203", "name=李建国", "matter=水龙头滴水")
        repair = self.add("repair", "unit=A-1203", "fault=水龙头滴水", f"call={call}")
        self.assertEqual(self.value("call", call, "state", "repair"), ("became", repair))
        self.assertEqual(self.due(call), {})
        call = self.add("call", "unit=A-1204", "name=王芳", "matter=楼上太吵")
        complaint = self.add("complaint", "unit=A-1204", "matter=noise", "text=楼上太吵", f"call={call}")
        self.assertEqual(self.value("call", call, "state", "complaint"), ("became", complaint))

    def test_an_own_appliance_stays_as_a_line(self):
        repair = self.add("repair", "unit=A-1203", "fault=冰箱不制冷", "kind=own", "caller=李建国")
        self.assertEqual((self.value("repair", repair, "state"), self.due(repair)), ("declined", {}))
        call = self.value("repair", repair, "call")
        self.assertEqual(self.value("call", call, "state", "unit", "name", "passed_to", "repair"),
                         ("settled", "A-1203", "李建国", "vendor", repair))
        self.assertIn("冰箱不制冷", self.value("call", call, "matter"))
        self.refused("edit", "repair", repair, "kind=electric")
        taken = self.add("repair", "unit=A-1203", "fault=灯不亮")
        self.assertIn("vendor", self.refused("edit", "repair", taken, "kind=own"))


class Custody(Registers):
    """S6, V6."""
    KEY = ("is_key=1", "sealed=1", "what=大门钥匙一把", "until=2026-11-18 18:00")

    def key_for(self, collector, *more):
        return self.add("custody", "kind=other", "unit=A-1203", "owner=李建国", f"collector={collector}", *self.KEY, *more)

    def test_three_cases(self):
        own = self.add("custody", "kind=own", "unit=A-1203", "owner=李建国", "what=书两本", "until=2026-11-18 18:00")
        self.assertEqual(self.value("custody", own, "state", "depositor", "collector"), ("kept", "李建国", "李建国"))
        self.refused("add", "custody", "kind=other", "unit=A-1203", "owner=李建国", "what=书", "until=18:00")  # who may collect is asked
        self.refused("add", "custody", "kind=visitor", "unit=A-1203", "owner=李建国", "depositor=张三", "what=书", "until=18:00")
        left = ("kind=visitor", "unit=A-1203", "owner=李建国", "depositor=张三", "depositor_phone=13800000009", "depositor_id_kind=badge",
                "depositor_id=GZ-1", "what=书", "until=18:00")
        self.assertIn("outsiders", self.refused("add", "custody", *left, "collector=李四"))
        self.assertEqual(self.value("custody", self.add("custody", *left), "collector"), "李建国")

    def test_a_key_is_sealed(self):
        self.assertIn("sealed", self.refused("add", "custody", "kind=own", "unit=A-1203", "owner=李建国", "what=钥匙", "is_key=1", "until=18:00"))
        self.key_for("陈七")

    def test_who_collects(self):
        item = self.key_for("陈七")
        self.assertIn("call the depositor", self.refused("act", "custody", item, "release", "taker=王五", "taker_id_kind=badge", "taker_id=1"))
        self.ok("act", "custody", item, "call", "for_whom=王五", "call_answer=refused")
        self.refused("act", "custody", item, "release", "taker=王五", "taker_id_kind=badge", "taker_id=1")
        self.ok("act", "custody", item, "call", "for_whom=王五", "call_answer=agreed")
        self.refused("act", "custody", item, "release", "taker=王五")  # an outsider shows his ID
        self.ok("act", "custody", item, "release", "taker=王五", "taker_id_kind=badge", "taker_id=1")
        self.assertEqual(self.value("custody", item, "state", "taker", "ended_by"), ("collected", "王五", "lm"))

    def test_the_promised_time_and_three_days(self):
        item = self.add("custody", "kind=own", "unit=A-1203", "owner=李建国", "what=书", "until=2026-11-18 18:00")
        self.assertEqual(self.due(item, "--each"), {"collect": "2026-11-18 18:00", "contact": "2026-11-21 18:00"})
        self.ok("act", "custody", item, "contacted", "until=2026-11-20 18:00", now="2026-11-19 09:00")
        self.assertEqual(self.due(item, "--each"), {"collect": "2026-11-20 18:00", "contact": "2026-11-23 18:00"})
        self.ok("act", "custody", item, "release", "taker=李建国")  # a known owner signs
        self.assertEqual(self.due(item), {})

    def test_approved_where_the_house_wants_it(self):
        self.ok("setting", "set", "custody.approve", "1", staff="cj")
        item = self.key_for("陈七")
        self.assertEqual((self.value("custody", item, "state"), list(self.due(item))), ("asked", ["approve"]))
        self.refused("act", "custody", item, "approve")
        self.ok("act", "custody", item, "approve", staff="cj")
        self.assertEqual(self.value("custody", item, "state"), "kept")

    def test_a_visitor_gets_the_key_that_was_left_for_him(self):
        item = self.key_for("刘洋")
        visit = self.add("visitor", "unit=A-1203", "name=刘洋")
        identity = ("id_kind=badge", "id_number=GZ-2", "identity_checked=yes")
        self.refused("act", "visitor", visit, "hand_key", f"key_item={item}", "id_kind=badge", "id_number=GZ-2", "identity_checked=no")
        other = self.key_for("陈七")
        self.assertIn("陈七", self.refused("act", "visitor", visit, "hand_key", f"key_item={other}", *identity))
        self.ok("act", "visitor", visit, "hand_key", f"key_item={item}", *identity)
        self.assertEqual(self.value("custody", item, "state", "taker", "visitor"), ("collected", "刘洋", visit))
        self.assertIn("not there", self.refused("act", "visitor", visit, "hand_key", f"key_item={item}", *identity))

    def test_label_and_envelope(self):
        item = self.key_for("陈七")
        self.lang = "zh_CN"
        label = self.ok("print", "custody", item, "--paper", "label", "-o", "-")
        envelope = self.ok("print", "custody", item, "--paper", "envelope", "-o", "-")
        for words in ("单元号 A-1203", "业主姓名 李建国", "留存时间 2026-11-18 10:00", "经办人 李敏"):
            self.assertIn(words, label)
        for words in ("单元号 A-1203", "留存日期 2026-11-18", "领取人姓名 陈七"):
            self.assertIn(words, envelope)
        self.assertNotIn("钥匙", envelope)


class Services(Registers):
    """R15, G24: the price list is the supervisor's."""

    def make(self):
        super().make()
        self.price = self.add("tariff", "service=擦窗", "per=扇", "price=15", staff="cj")

    def order(self, *more):
        return self.add("service", "unit=A-1203", "name=李建国", "kind=cleaning", f"tariff={self.price}", "quantity=4", "booked_at=2026-11-18 15:00", *more)

    def test_price_list(self):
        self.refused("add", "tariff", "service=洗车", "price=30")  # the desk looks at it
        self.refused("add", "tariff", "service=擦窗", "per=扇", "price=16", staff="cj")
        self.ok("act", "tariff", self.price, "new_price", "new_price=18", "new_from=2026-12-01", staff="cj")
        self.assertEqual(self.value("tariff", self.price, "price", "to_on"), ("15.00", "2026-11-30"))
        valid = lambda now: [r["price"] for r in self.json("list", "tariff", "--list", "valid", now=now)]  # noqa: E731
        self.assertEqual((valid("2026-11-30 12:00"), valid("2026-12-01 12:00")), (["15.00"], ["18.00"]))

    def test_from_the_list_to_the_books(self):
        order = self.order()
        self.assertEqual(self.value("service", order, "what", "unit_price", "price", "state"), ("擦窗", "15.00", "60.00", "ordered"))
        self.assertEqual(self.due(order), {"service": "2026-11-18 15:00"})
        self.refused("act", "service", order, "finish", "server=净美保洁", "signed_by=李建国", "pay=bill")  # nobody agreed to the price
        self.ok("act", "service", order, "agree", "agreed_by=李建国")
        self.refused("edit", "service", order, "price=80")
        self.ok("act", "service", order, "finish", "server=净美保洁", "signed_by=李建国", "pay=bill", now="2026-11-18 16:00")
        charge = self.value("service", order, "charge")
        self.assertEqual(self.value("charge", charge, "kind", "amount", "source_number", "state"), ("service", "60.00", order, "open"))
        self.assertIn("60.00", self.ok("ledger", "accounts", staff="cj"))
        self.assertEqual(self.due(order), {"followup": "2026-11-20 17:30"})  # closing of the second working day
        self.ok("act", "service", order, "followed", "opinion=good", now="2026-11-19 10:00")
        self.assertEqual(self.due(order), {})

    def test_what_is_not_on_the_list_is_quoted(self):
        order = self.add("service", "unit=A-1203", "name=李建国", "kind=legal", "what=合同咨询", "booked_at=2026-11-19 10:00")
        self.refused("act", "service", order, "agree", "agreed_by=李建国")
        self.ok("act", "service", order, "agree", "price=300", "agreed_by=李建国")
        self.assertEqual(self.value("service", order, "price"), "300.00")

    def test_units_served(self):
        order = self.order()
        self.ok("act", "service", order, "agree", "agreed_by=李建国", "server=净美保洁")
        served = lambda: [r["unit"] for r in self.json("list", "service", "--list", "served")]  # noqa: E731
        self.assertEqual(served(), [])
        self.ok("act", "service", order, "finish", "signed_by=李建国", "pay=cash")
        self.assertEqual(served(), ["A-1203"])

    def test_a_call_becomes_a_service(self):
        call = self.add("call", "unit=A-1203", "name=李建国", "matter=想擦窗")
        order = self.order(f"call={call}")
        self.assertEqual(self.value("call", call, "state", "service"), ("became", order))


class PlayBooks(Registers):
    """X1, X3, incident 4."""

    def make(self):
        super().make()
        step = lambda *fields: self.add("playbook", *fields, staff="cj")  # noqa: E731
        step("kind=gas", "step=2", "what=封锁现场", "within=10", "sentence=请不要使用明火")
        step("kind=gas", "step=1", "what=燃气抢修电话", "phone=075500000001", "within=2")
        step("kind=gas", "hours=night", "step=3", "what=值班主管到场", "within=30")
        step("kind=any", "step=90", "what=损失汇总报经理", "within=2880")
        step("kind=fire", "step=1", "what=拨打119", "within=0")
        self.ok("act", "playbook", step("kind=gas", "step=4", "what=不再用的一步", "within=5"), "retire", staff="cj")
        self.now = "2026-11-18 10:05"
        self.gas = self.add("incident", "unit=A-1203", "kind=gas", "what=闻到燃气味", "happened_at=2026-11-18 10:00")

    def rows(self, number=None):
        time = lambda t: datetime.datetime.fromtimestamp(t, datetime.timezone(datetime.timedelta(hours=8))).strftime("%H:%M") if t else ""  # noqa: E731
        return [(row[1], time(row[3]), time(row[4]), row[5]) for row in self.value("incident", number or self.gas, "book")]

    def test_rows_in_order_with_their_times(self):
        self.assertEqual(self.rows(), [("燃气抢修电话", "10:02", "", None), ("封锁现场", "10:10", "", None), ("损失汇总报经理", "10:00", "", None)])
        night = self.add("incident", "unit=A-1203", "kind=gas", "what=燃气味", "happened_at=2026-11-18 03:00")
        self.assertEqual([row[0] for row in self.rows(night)], ["燃气抢修电话", "封锁现场", "值班主管到场", "损失汇总报经理"])

    def test_one_key_ticks_the_next_and_the_board_goes_on(self):
        self.assertEqual(self.due(self.gas, "--each")["book"], "2026-11-18 10:02")
        self.assertIn("封锁现场", self.ok("act", "incident", self.gas, "tick", now="2026-11-18 10:06"))
        self.assertEqual(self.rows()[0], ("燃气抢修电话", "10:02", "10:06", "lm"))
        self.assertEqual(self.due(self.gas, "--each")["book"], "2026-11-18 10:10")
        self.ok("act", "incident", self.gas, "leave_out", now="2026-11-18 10:07")
        self.assertEqual(self.value("incident", self.gas, "book")[1][7], 1)
        self.assertEqual(self.due(self.gas, "--each")["book"], "2026-11-20 10:00")
        self.ok("act", "incident", self.gas, "tick")
        self.assertNotIn("book", self.due(self.gas, "--each"))
        self.refused("act", "incident", self.gas, "tick")

    def test_an_overdue_row_is_overdue_on_the_board(self):
        row = [r for r in self.json("board", "--each") if r["number"] == self.gas and r["clock"] == "book"][0]
        self.assertEqual(row["urgency"], "overdue")
        self.assertIn("燃气抢修电话", row["matter"])

    def test_without_a_play_book(self):
        sick = self.add("incident", "unit=A-1203", "kind=sick", "what=有人晕倒")
        self.assertEqual([row[0] for row in self.rows(sick)], ["损失汇总报经理"])


main()
