"""The trial's registers of works and of the office: works, finding, moving in and out, vacant units, parking cards, patrols,
letters, notices, the duty log, visits, training."""
import base64
import json

from trial import Trial
from desk import main

CARD = "11010519491231002X"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class Works(Trial):
    def test_renovation_from_application_to_refund(self):
        plan = self.write("plan.png", PNG)
        base = ["works", "unit=A-1203", "applicant=王小明", "contractor=宏达", "scope=厨房", "from_day=2026-11-25",
                "to_day=2026-12-10", "hot=yes"]
        self.assertIn("plans", self.refused("add", *base))
        base.append("plans=" + plan)
        self.assertIn("owner's consent", self.refused("add", *base, "tenant=yes"))
        n = self.new(*base, "tenant=yes", "consent=同意书1")
        self.assertIn("your role may not", self.no("works", n, "agree", "opinion=可", staff="cj"))
        self.act("works", n, "agree", "opinion=可", staff="en")
        self.act("works", n, "clear", "remark=同意", staff="mg")
        given = ["deposit=2000", "passfee=40", "guide=yes", "told=se", 'passes=[{"no": "1", "who": "张三"}, {"no": "2", "who": "李四"}]']
        self.assertIn("two extinguishers", self.no("works", n, "permit", *given, "extinguishers=1"))
        self.act("works", n, "permit", *given, "extinguishers=2")
        r = self.record("works", n)
        self.assertEqual(self.balances(), {"desk.deposit": 2000, "deposit.works": 2000, "desk.takings": 40, "income.card": 40})
        self.paper("works", n, "permit", "施工许可证", "2026-11-25 至 2026-12-10", "张三", "宏达")
        self.act("works", n, "hotwork", "place=厨房", "watcher=赵安", "hot_until=+4h", staff="en")
        self.paper("works", n, "hot", "动火许可证", "看火人")
        self.now = "2026-11-23 11:40"
        self.ok("daily", staff="mg")
        self.assertIn("morning inspection", self.ok("board", staff="mg"))
        self.act("works", n, "walk", "walks.found=封堵地漏")
        self.act("works", n, "walk")
        walks = self.record("works", n)["walks"]
        self.assertEqual([w[2] for w in walks][:1] + [len(walks)], ["封堵地漏", 2])
        finding = self.newest("finding")
        self.ok("attach", "finding", finding, "photo", plan)
        self.assertIn("plan.png", self.ok("show", "finding", finding))
        self.paper("finding", finding, "letter", "违规整改通知书", "宏达", "封堵地漏", "签收")
        self.assertIn("Later than before", self.no("finding", finding, "longer", "by_day=2026-11-23", staff="en"))
        self.assertIn("open findings", self.no("works", n, "done", "drawings=J-1"))
        self.act("finding", finding, "mend", "checked=已疏通")
        self.assertIn("Later than before", self.no("works", n, "extend", "to_day=2026-12-09", staff="en"))
        self.act("works", n, "done", "drawings=J-1")
        self.act("works", n, "accept", "opinion=合格", staff="en")
        self.assertIn("Passes back", self.no("works", n, "close"))
        self.act("deposit", r["deposit_no"], "refund", 'cuts=[{"what": "墙", "cost": "300"}]', "taker=王小明")
        self.assertIn("Passes back", self.no("works", n, "close"))
        self.act("works", n, "passes", 'passes=[{"no": "1", "who": "张三", "back": "2026-11-23"}, {"no": "2", "back": "2026-11-23"}]')
        self.act("works", n, "close")
        self.paper("works", n, "acceptance", "竣工验收单", "1,700.00")
        no = self.new(*base)
        self.act("works", no, "refuse", "opinion=承重墙", staff="en")
        self.assertEqual(self.balances(), {"desk.takings": 340, "income.card": 40, "income.damage": 300})
        self.whole()


class Moves(Trial):
    def test_moving_in_opens_person_deposit_and_a_ticket_for_each_fault(self):
        base = ["movein", "unit=A-1203", "who=tenant", "name=刘新", "id_number=" + CARD, "phone=13900002222", "contact_1=13900003333",
                "contact_2=13900004444", "deposit=1000", "fees=500"]
        self.assertIn("All three", self.refused("add", *base, "papers=id,contract"))
        n = self.new(*base, "papers=id,contract,notice", "given=guide,rules")
        self.assertEqual(self.balances(), {"desk.deposit": 1000, "deposit.utility": 1000, "cashier.takings": 500, "income.fee": 500})
        unit = self.record("unit", "A-1203")
        self.assertEqual((unit["tenant"], unit["contact_2"]), ("刘新", "13900004444"))
        self.assertEqual(self.sql("select count(*) from person")[0][0][0], 1)
        faults = 'faults=[{"kind": "plumbing", "what": "龙头漏"}, {"kind": "electric", "what": "灯不亮"}]'
        self.act("movein", n, "inspect", faults, "water=12.5", "power=100")
        tickets = [row[2] for row in self.record("movein", n)["faults"]]
        self.assertEqual([self.record("repair", t)["fault"] for t in tickets], ["验房：龙头漏", "验房：灯不亮"])
        self.paper("movein", n, "inspection", "收楼验收表", "龙头漏", tickets[0])
        self.act("movein", n, "keys", 'keys=[{"what": "大门", "pieces": 3}, {"what": "信箱", "pieces": 1}]')
        self.assertEqual(self.state("movein", n), "mending")
        self.paper("movein", n, "takeover", "收楼书", "12.50", "大门")
        half = faults.replace('漏"}', '漏", "mended": "2026-11-22"}')
        self.act("movein", n, "mended", half)
        self.assertEqual(self.state("movein", n), "mending")
        self.act("movein", n, "mended", half.replace('亮"}', '亮", "mended": "2026-11-23"}'))
        self.assertEqual(self.state("movein", n), "done")
        self.whole()

    def test_moving_out_tells_what_is_open_and_keeps_nobody(self):
        self.new("deposit", "unit=A-1203", "kind=utility", "payer=王小明", "amount=1000")
        self.new("umbrella", "umbrella=1", "unit=A-1203", "borrower=王小明")
        self.new("charge", "unit=A-1203", "kind=repair", "what=x", "amount=120")
        self.assertIn("One working day", self.refused("add", "moveout", "unit=A-1203", "name=王小明", "consent=1", "day=2026-11-21"))
        n = self.new("moveout", "unit=A-1203", "name=王小明", "consent=1", "day=2026-11-24")
        self.assertIn("Readings", self.no("moveout", n, "clear", staff="cj"))
        self.act("moveout", n, "read", "water=20", "power=200", "inspected=完好", "keys_back=yes", "passes_back=yes")
        said = self.refused("act", "moveout", n, "clear", staff="cj")
        self.assertIn("fees 120.00 deposits 1,020.00 1 umbrellas", said)
        self.act("moveout", n, "clear", staff="cj")
        made = self.record("pass", self.record("moveout", n)["pass_no"])
        self.assertEqual((made["kind"], made["goods"]), ("moving", [["搬迁物品", 1]]))
        self.act("moveout", n, "leave")
        self.assertEqual(self.sql("select unit, state from vacant")[0], [("A-1203", "empty")])
        deposits = self.sql("select number, left_on from deposit order by id")[0]
        self.assertEqual([d[1] for d in deposits], ["2026-11-21"] * 2)
        self.assertIn("still held", self.no("moveout", n, "close"))
        self.now = "2026-12-22 10:00"
        self.assertTrue(self.on_board(n))
        for number, _ in deposits:
            self.act("deposit", number, "dispose", "taker=王业主", staff="cj")
            self.assertEqual(self.state("deposit", number), "disposed")
        self.act("moveout", n, "close", "fate=业主")
        self.paper("moveout", n, "change", "房屋变更通知书", "业主", "20.00")
        self.whole()

    def test_vacant_units_are_walked_weekly_and_listed_on_the_20th_or_after(self):
        n = self.new("vacant", "unit=A-0801")
        self.assertIn("Listed already", self.refused("add", "vacant", "unit=A-0801"))
        self.now = "2026-11-28 18:00"
        self.assertTrue(self.on_board(n))
        self.act("vacant", n, "walk", "note=正常")
        self.assertFalse("weekly walk" in self.ok("board", now="2026-11-29 10:00") and "overdue" in self.ok("board"))
        self.ok("daily", staff="mg", now="2026-12-20 10:00")  # a Sunday
        self.assertNotIn("list of vacant", self.ok("board", staff="mg", now="2026-12-20 10:00"))
        self.ok("daily", staff="mg", now="2026-12-21 10:00")
        self.assertIn("list of vacant", self.ok("board", staff="mg", now="2026-12-21 10:00"))
        self.now = "2026-12-21 10:10"
        self.act("vacant", n, "taken")
        self.whole()

    def test_parking_cards(self):
        n = self.new("parkcard", "card=C1", "unit=A-1203", "holder=王小明", "plate=粤B12345", "space=9")
        self.assertIn("has a card", self.refused("add", "parkcard", "card=C2", "unit=A-0801", "holder=李四", "plate=粤B12345"))
        self.assertIn("space is taken", self.refused("add", "parkcard", "card=C2", "unit=A-0801", "holder=李四", "plate=粤B54321", "space=9"))
        self.act("parkcard", n, "month", staff="ca")
        self.no("parkcard", n, "month", staff="ca")
        self.assertEqual(self.balances(), {"desk.deposit": 50, "deposit.pass": 50, "owed": 300, "income.parking": 300})
        self.assertIn("not possible", self.no("parkcard", n, "renew", "valid_to=2026-12-01"))
        self.act("parkcard", n, "renew", "valid_to=2028-11-21")
        self.act("parkcard", n, "lose")
        self.act("parkcard", n, "end")
        self.assertEqual(self.balances(), {"owed": 300, "income.parking": 300})
        self.whole()


class Office(Trial):
    def test_patrols(self):
        one = ["patrol", "route=1-10层", "checked=lights,fire"]
        self.ok("daily", staff="mg")
        self.assertIn("morning patrol", self.ok("board", staff="se"))
        n = self.new(*one, 'findings=[{"place": "5层", "what": "灯坏", "kind": "electric"}, {"place": "8层", "what": "渗水", "kind": "plumbing"}]')
        tickets = [row[-1] for row in self.record("patrol", n)["findings"]]
        self.assertEqual([self.record("repair", t)["place"] for t in tickets], ["5层", "8层"])
        self.assertIn("Walked already", self.refused("add", *one))
        self.ok("daily", staff="mg")
        self.assertNotIn("morning patrol", self.ok("board", staff="se"))
        self.assertIn("afternoon patrol", self.ok("board", staff="se"))
        self.assertIn("1-10", self.ok("list", "patrol", "--list", "month", "--month", "2026-11"))
        self.assertIn("as it was", self.refused("edit", "patrol", n, "route=x"))
        self.whole()

    def test_letters(self):
        n = self.new("letter", "party=街道办", "subject=消防检查", "turn=lm")
        self.assertEqual(self.record("letter", n)["in_no"], "收2026-0001")
        self.assertTrue(self.on_board(n))
        self.assertIn("not possible", self.no("letter", n, "file", "copy=1"))
        self.assertIn("The letter itself", self.refused("add", "letter", "way=out", "party=x", "subject=y"))
        out = self.new("letter", "way=out", "party=街道办", "subject=答复：消防检查", "body=已整改。", "answers=" + n, "need=no")
        r = self.record("letter", out)
        self.assertEqual((r["out_no"], r["in_no"], self.state("letter", n)), ("发2026-0001", None, "answered"))
        self.paper("letter", out, "letter", "尊敬的街道办", "已整改。", "回执", "发2026-0001", "专此函告")
        self.act("letter", n, "file", "copy=1")
        self.act("letter", out, "file", "sent=express", "copy=EX1")
        self.assertFalse(self.on_board(out))
        self.whole()

    def test_notices(self):
        base = ["notice", "subject=停水", "body=检修", "ends_on=2026-11-30"]
        self.assertIn("48 hours", self.refused("add", *base, "effect_at=2026-11-22 10:00"))
        self.assertIn("72 where", self.refused("add", *base, "effect_at=2026-11-23 10:00", "prepare=yes"))
        n = self.new(*base, "effect_at=2026-11-24 10:00", "prepare=yes", staff="cj")
        self.assertIn("Not your own", self.no("notice", n, "approve", staff="cj"))
        self.act("notice", n, "approve", staff="su")
        self.assertIn("send it back", self.refused("edit", "notice", n, "body=x"))
        self.act("notice", n, "correct", staff="su")
        self.ok("edit", "notice", n, "body=水箱检修")
        self.act("notice", n, "approve", staff="su")
        self.act("notice", n, "post", "places=lobby,lift")
        self.paper("notice", n, "notice", "停水", "水箱检修", "业户请提前准备")
        self.now = "2026-11-30 20:30"
        self.assertTrue(self.on_board(n))
        self.assertIn("why", self.no("notice", n, "remove"))
        self.act("notice", n, "remove", "why=忘记")
        self.act("notice", n, "file", staff="su")
        self.whole()

    def test_the_duty_log_is_added_to_only(self):
        n = self.new("dutylog", "what=电梯停", "kind=accident")
        self.assertIn("as it was", self.refused("edit", "dutylog", n, "handled=已修"))
        more = self.new("dutylog", "what=电梯停了20分钟", "kind=accident", "corrects=" + n)
        self.assertEqual(self.record("dutylog", n)["corrected_by"], more)
        mine = self.new("dutylog", "what=x", staff="cj")
        self.assertIn("Not your own", self.no("dutylog", mine, "sign", staff="cj"))
        self.now = "2026-11-21 17:40"
        self.ok("daily", staff="mg")
        self.assertIn("sign the duty log", self.ok("board", staff="cj"))
        for number in (n, more):
            self.act("dutylog", number, "sign", staff="cj")
        self.paper("dutylog", n, "page", "电梯停", "主管签阅 陈静", "处理方法及结果")
        self.assertTrue(any("电梯停" in row for row in self.sheet("Duty log")))
        self.whole()

    def test_the_months_visits_are_planned_by_the_program(self):
        for i in range(58):
            self.add_unit(f"B-{i:04}", use="home", owner=f"业主{i:02}")
        self.ok("edit", "unit", "B-0001", "no_call=yes", staff="cj")
        self.assertIn("Asked not", self.refused("add", "visitplan", "unit=B-0001"))
        n = self.new("visitplan", "month=2026-12")
        self.assertIn("your role may not", self.no("visitplan", n, "make"))
        self.act("visitplan", n, "make", staff="mg")
        rows = self.sql("select unit, planned, caretaker from visitplan where plan is not null order by id")[0]
        self.assertEqual([r[1] for r in rows], ["2026-12-01", "2026-12-02", "2026-12-03"])
        self.assertEqual(len({r[0] for r in rows}), 3)
        visit = self.newest("visitplan")
        self.act("visitplan", visit, "visit", "how=phone", "topic=服务", "opinion=good")
        self.paper("visitplan", visit, "record", "FM-GL-032-0", "电话回访 ☑", "满意")
        goal, = json.loads(self.ok("figures", "visitplan", "--json"))["goals"]
        self.assertEqual((goal["counted"], goal["goal"], goal["met"]), (1, ">=5", "no"))
        self.act("visitplan", visit, "read", "remark=好", staff="mg")
        again = self.new("visitplan", "month=2027-01")
        self.act("visitplan", again, "make", staff="mg")
        units = self.sql("select unit from visitplan where plan is not null")[0]
        self.assertEqual(len(set(units)), 6)  # nobody twice before everybody once
        for _ in range(3):
            self.new("visitplan", "unit=A-1203", "planned=2026-12-10")
        self.assertIn("That day is full", self.refused("add", "visitplan", "unit=A-1203", "planned=2026-12-10"))
        self.whole()

    def test_training(self):
        n = self.new("training", "subject=消防", "kind=job", "starts=2026-11-23 09:00", "ends=2026-11-23 10:30", "teacher=cj", staff="cj")
        people = 'people=[{"who": "lm", "came": true}, {"who": "l2", "came": false}]'
        self.assertIn("has not begun", self.no("training", n, "hold", people, staff="cj"))
        self.now = "2026-11-23 11:00"
        self.act("training", n, "hold", people, staff="cj")
        r = self.record("training", n)
        self.assertEqual((r["spent"], r["came"], r["passed"]), (1.5, 1, 0))
        self.assertIn("has a mark", self.no("training", n, "file", people, "opinion=好", staff="cj"))
        self.act("training", n, "file", people.replace("true", 'true, "mark": 90'), "opinion=好", staff="cj")
        self.assertEqual(self.record("training", n)["passed"], 1)
        self.assertNotIn("消防", self.ok("search", "消防", staff="se"))
        self.whole()


if __name__ == "__main__":
    main()
