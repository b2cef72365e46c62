"""The maps in data/maps, on small invented files of the same columns; figures of what they bring."""
import os

from desk import SOURCE, Desk, main

MAPS = os.path.join(SOURCE, "data", "maps")
TICKETS = """case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,case_title,reason,type,queue,location,neighborhood
900000000001,2025-03-03 09:00:00,2025-03-05 09:00:00,2025-03-05 09:00:00,ONTIME,Closed,Case Closed done,Lamp dark,Lights,Lamp,Q1,1 Low St,North
900000000002,2025-03-03 10:00:00,2025-03-05 09:00:00,2025-03-05 09:00:01,OVERDUE,Closed, ,Hole in road,Roads,Hole,Q2, ,South
900000000003,2025-03-04 10:00:00,2025-03-09 09:00:00,,,Open,,Tree down,Trees,Tree,Q3, ,
900000000004,2025-04-01 10:00:00,,2025-04-02 10:00:00,ONTIME,Closed,,"Noise, at night",Noise,Noise,Q4,2 Low St,North
"""
MESSAGES = """留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数
700001,U1,路灯不亮,2025/3/3 11:25:05,"
\t\t五号楼前的路灯坏了。

请派人修。
\t\t",0,1
700002,U2,表格里的日期,45719,日期是表格的日数,0,0
"""


class Maps(Desk):
    def bring(self, register, text, name, **more):
        return self.run_it("import", register, self.write("in.csv", text), "--map", "@" + os.path.join(MAPS, name), "--migrate", staff="cj", **more)

    def test_service_requests(self):
        code, out, err = self.bring("repair", TICKETS, "tickets.map")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("4 imported", out)
        one = self.json("show", "repair", "900000000001")
        self.assertEqual((one["state"], one["place"], one["kind"]), ("closed", "1 Low St", "Lights"))
        times = self.sql("select saved_at, target_at, closed_at from repair where number = '900000000001'")[0][0]
        self.assertEqual(times[2] - times[0], 2 * 86400)
        self.assertEqual(times[1], times[2])
        states = self.sql("select number, state, place from repair order by number")[0]
        self.assertEqual([s[1] for s in states], ["closed", "closed", "called", "closed"])
        self.assertEqual([s[2] for s in states], ["1 Low St", "South", "not given", "2 Low St"])

    def test_on_time_is_counted_by_target_and_closing_time(self):
        self.bring("repair", TICKETS, "tickets.map")
        march = self.json("figures", "repair", "2025-03")
        self.assertEqual([march["all"][k] for k in ("total", "closed", "on_time", "late", "pending")], [3, 2, 1, 2, 0])
        self.assertEqual({r["name"]: r["late"] for r in march["by_kind"]}, {"Lights": 0, "Roads": 1, "Trees": 1})
        self.assertEqual(len(march["days"]), 31)
        whole = self.json("figures", "repair", "2025")
        self.assertEqual(whole["all"]["total"], 4)
        self.assertEqual([m["name"] for m in whole["months"]], ["2025-03", "2025-04"])
        self.assertIn("33.3%", self.ok("figures", "repair", "2025-03"))
        self.assertIn("2025-13", self.refused("figures", "repair", "2025-13"))

    def test_messages_keep_their_lines(self):
        code, _, err = self.bring("complaint", MESSAGES, "complaints-zh.map")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.json("show", "complaint", "700001")["text"], "五号楼前的路灯坏了。\n\n请派人修。")
        self.assertIn("2025-03-03", self.ok("list", "complaint", "--list", "all", "--csv"))

    def test_the_same_file_again_brings_nothing(self):
        self.bring("complaint", MESSAGES, "complaints-zh.map")
        self.assertIn("2 already there", self.bring("complaint", MESSAGES, "complaints-zh.map")[1])

    def test_a_map_file_tells_its_mistakes(self):
        for text, said in [("name=留言用户\nnumber=编号\n", "编号"), ("matter=留言主题{a:b\n", "FROM:TO"), ("# nothing\n", "empty")]:
            m = self.write("bad.map", text)
            self.assertIn(said, self.refused("import", "complaint", self.write("in.csv", MESSAGES), "--map", "@" + m, staff="cj"))
        self.refused("import", "complaint", self.write("in.csv", MESSAGES), "--map", "@" + self.path("none.map"), staff="cj")

    def test_other_words(self):
        m = self.write("w.map", "text=留言详情\nmatter='other'\ngrade='ordinary'\nchannel=留言用户{U1:phone,*:web}\n")
        self.ok("import", "complaint", self.write("in.csv", MESSAGES), "--map", "@" + m, staff="cj")
        self.assertEqual(sorted(r[0] for r in self.sql("select channel from complaint")[0]), ["phone", "web"])

    def test_the_third_person_is_told_of_the_same_matter(self):
        tell = lambda name, text: self.run_it("add", "complaint", f"name={name}", "channel=phone", "matter=lift", f"text={text}")
        tell("孙浩然", "3号电梯昨天又把我困在里面二十分钟，按铃没人应。")
        self.assertEqual(tell("李婉清", "三号梯停在半空打不开门，我妈妈被困了很久")[2], "")
        code, out, err = tell("钱大伟", "早上坐3号客梯突然卡住不动，关在里面快半小时")
        self.assertEqual(code, 0)
        self.assertIn("2", err)
        for r in self.sql("select number from complaint order by id limit 2")[0]:
            self.assertIn(r[0], err)


if __name__ == "__main__":
    main()
