"""What is asked before a save: words that propose a choice (the program's list and the house's), and records that are there already."""
import json
import os

from desk import Desk, main

FORM = """register: job
title: {zh: 工单, en: Jobs}
fields:
  - {name: unit, type: unit, label: {zh: 房号, en: Unit}}
  - {name: name, type: text, label: {zh: 姓名, en: Name}}
  - {name: card, type: text, label: {zh: 证件, en: Card}, secret: true}
  - {name: text, type: note, label: {zh: 内容, en: Text}}
  - {name: kind, type: enum, label: {zh: 紧急, en: Urgent}, choices: [{name: leak, zh: 漏水, en: Leak}, {name: dog, zh: 狗, en: Dog}]}
asks:
  - {name: urgent, over: [text], words: alarms, field: kind, message: {zh: 紧急？, en: Emergency?}}
already:
  - {name: open, label: {zh: 已有, en: There already}, match: [card, [unit, name]], over: [text], where: "state = 'open'"}
states:
  - {name: open, label: {zh: 未办, en: open}}
  - {name: done, label: {zh: 办完, en: done}, final: true}
actions:
  - {name: finish, key: f, label: {zh: 办完, en: Finish}, from: open, to: done}
"""
LIST = """unless: 演练|drill
[leak] 漏水 | water
漏水 & !慢
[dog] 狗 | a dog
咬人|bites
"""


class Known(Desk):
    def make(self):
        super().make()
        os.mkdir(self.path("forms"))
        self.write("forms/job.yaml", FORM)
        self.write("alarms.txt", LIST)
        for code in ("A-0501", "B-0501"):
            self.ok("add", "unit", "code=" + code, staff="cj")

    def pour(self, files, noted):
        os.makedirs(self.path("forms"), exist_ok=True)
        super().pour(files, noted)
        self.write("forms/job.yaml", FORM)
        self.write("alarms.txt", LIST)

    def told(self, *fields):
        code, out, err = self.run_it("add", "job", *fields)
        self.assertEqual(code, 0, err)
        return out.strip(), err

    def test_words_ask_and_nobody_is_held_up_on_the_command_line(self):
        number, err = self.told("text=厨房漏水")
        self.assertIn("kind=leak", err)
        self.assertIsNone(json.loads(self.ok("show", "job", number, "--json")).get("kind"))
        for text in ("厨房慢慢漏水", "漏水演练", "灯坏", "a drill: it bites"):
            self.assertNotIn("kind=", self.told("text=" + text)[1], text)
        self.assertIn("kind=dog", self.told("text=The cat. It bites!")[1])
        self.assertNotIn("kind=leak", self.told("text=漏水", "kind=dog")[1])  # has its value

    def test_a_change_of_the_text_asks_another_does_not(self):
        number, _ = self.told("text=灯坏")
        self.assertIn("kind=leak", self.run_it("edit", "job", number, "text=漏水")[2])
        self.assertNotIn("kind=", self.run_it("edit", "job", number, "name=李雷")[2])

    def test_a_part_of_the_house_takes_the_place_of_the_programs(self):
        self.assertIn("emergency=burst", self.run_it("add", "repair", "place=大堂", "fault=水管爆了")[2])
        self.assertIn("emergency=trapped", self.run_it("add", "repair", "place=1号梯", "fault=电梯困人")[2])
        self.write("emergencies.txt", "[burst] 爆管 | burst\n[leak] 漏水 | leak\n滴水\n")
        self.assertNotIn("emergency=", self.run_it("add", "repair", "place=车库", "fault=水管爆了")[2])
        self.assertIn("emergency=leak", self.run_it("add", "repair", "place=走廊", "fault=滴水")[2])
        self.assertIn("emergency=trapped", self.run_it("add", "repair", "place=2号梯", "fault=电梯困人")[2])

    def test_mistakes_of_a_list_are_told(self):
        self.assertEqual(self.run_it("check")[0], 0)
        self.write("alarms.txt", LIST + "[cat] 猫 | a cat\n抓人\n")
        code, out, err = self.run_it("check")
        self.assertEqual(code, 1, out)
        self.assertIn("[cat]", err)
        self.write("alarms.txt", "漏水\n")
        code, out, err = self.run_it("check")
        self.assertEqual(code, 1, out)
        self.assertIn("alarms.txt", err)

    def test_what_is_there_already(self):
        first, err = self.told("unit=A-0501", "name=李雷", "text=洗手盆下水慢")
        self.assertNotIn("already", err)
        self.assertIn("There already", self.told("unit=A-0501", "name=李雷", "text=洗手盆堵了，下水很慢")[1])
        for other in (("unit=B-0501", "name=李雷", "text=洗手盆下水慢"), ("unit=A-0501", "name=韩梅梅", "text=洗手盆下水慢"), ("name=李雷", "text=洗手盆下水慢"),
                      ("unit=A-0501", "name=李雷", "text=门铃不响")):
            self.assertNotIn("already", self.told(*other)[1], other)
        self.assertNotIn("already", self.run_it("edit", "job", first, "text=洗手盆下水很慢")[2])  # it is that one

    def test_what_is_over_is_not_there(self):
        number, _ = self.told("unit=A-0501", "name=李雷", "text=洗手盆下水慢")
        self.ok("act", "job", number, "finish")
        self.assertNotIn("already", self.told("unit=A-0501", "name=李雷", "text=洗手盆下水慢")[1])

    def test_a_secret_is_compared_and_not_shown(self):
        self.told("card=X1234567", "text=钥匙丢了")
        err = self.told("card=X1234567", "text=钥匙丢了")[1]
        self.assertIn("already", err)
        self.assertNotIn("X1234567", err)

    def test_unknown_words_of_the_form_are_refused(self):
        for wrong, said in (("over: [unit]", "no text"), ("field: text", "one of several"), ("match: [text]", "compared")):
            form = FORM.replace("over: [text], words" if "over" in wrong else wrong.split(":")[0] + ": " + ("kind" if "field" in wrong else "[card, [unit, name]]"),
                                wrong + (", words" if "over" in wrong else ""))
            self.assertNotEqual(form, FORM)
            self.write("forms/job.yaml", form)
            code, _, err = self.run_it("check")
            self.assertEqual(code, 1)
            self.assertIn(said, err)


if __name__ == "__main__":
    main()
