"""What may never be printed: threats to stop what may not be stopped, keeping people or goods, pressure, fines, a receipt that is
called an invoice. A wording that says it is told by check, a paper that would say it is not printed; notices of planned work pass."""
import os
import re

from desk import SOURCE, Desk, main

# F16: water, power, heat, gas, entry, lifts, cards, vehicle access; a house says it in many ways
STOPS = ["停水", "停电", "断电", "停止供水", "中断供电", "停止供暖", "停供燃气", "停用电梯", "停用门禁卡", "锁卡", "限制车辆进出小区", "不得进入大厦", "关闭自来水",
         "切断电力", "停用停车卡", "取消门禁权限"]
ARREARS = ["逾期未缴的，我处将{}。", "如不缴清费用，将{}", "{}，直至付清欠费。", "拖欠物业费者{}！"]
STOPS_EN = ["the water will be cut off", "your electricity will be disconnected", "the heating will be shut off", "the gas will be turned off",
            "lift access will be suspended", "your access card will be disabled", "entry will be denied", "vehicle access will be blocked"]
ARREARS_EN = ["If the fees are not paid, {}.", "{} while fees are overdue", "Unless you pay by the 5th, {}"]
OTHERS = ["费用未结清，物品不予放行", "未缴清物业费不得搬离", "You may not move out until the fees are paid", "欠费老赖", "逾期不缴，将通知您的单位领导",
          "We will inform your employer if you do not pay", "违者罚款500元", "装修违规，罚 款", "You will be fined 500 yuan", "水费另加手续费5%",
          "A handling fee of 5% is added to the water bill"]
# from the letters and notices of the trade, and what a house says in its notices
PASS = ["尊敬的各位业户：11月28日至30日清洗消毒水箱，届时停水，请提前储水。", "检修供配电，29日8时至12时停电，请保存数据，关闭阀门。",
        "电梯年检，29日9时至11时停止服务。", "节日期间装修须在25日前申请，逾期不予受理。", "水管爆裂，已停水抢修，预计18时恢复供水。",
        "A-1203所承租(所有)物业尚未缴付 9、10 月份费用共计 2819 元", "《管理公约》，业主对租户承担连带责任", "请于11月23日前来我处缴清",
        "逾期将按约定停止下列服务：空调加时、保洁", "不便之处，敬请谅解", "如已缴付请忽略本函", "请于11月23日前到收费室以现金或支票缴纳",
        "本公司尚欠9月份费用贰仟元整，承诺于30日前付清，请恢复空调加时服务。此书为对所欠费用的确认", "物资出入请核验放行条",
        "您认购的联合广场12层1203室已于11月1日经验收合格，准予入住", "水电费按供应单位价格收取，不加收任何费用",
        "离场须经业主同意，费用结清", "交款期限5日，滞纳金日率0.05%，次日起算", "请先结清费用再办理放行",
        "Water will be off on 28 November from 8 to 12 for cleaning of the tanks.", "The power is switched off for maintenance; please save your work.",
        "The fee of September is outstanding: 2,819.00. Please pay by 23 November.", "Lift No. 2 is out of service for repair until 5 p.m.",
        "Utilities are passed on at the supplier's price, no surcharge on water and electricity.", "This receipt is no invoice; an invoice is given for it.",
        "Please stop by at our office about the outstanding water fee.", "赔偿按价，违约金按协议", "It is fine with us."]

FORM = """register: notice
title: {zh: 通知, en: Notices}
fields:
  - {name: unit, type: text, label: {zh: 单元, en: Unit}}
  - {name: services, type: text, label: {zh: 服务, en: Services}}
  - {name: words, type: note, label: {zh: 内容, en: Words}}
papers:
  - name: letter
    label: {zh: 催缴函, en: Letter}
    body:
      - {text: {zh: "{unit}：逾期将按约定停止下列服务：{services?}", en: "{unit}, fees are overdue: stopped are {services?}"}}
      - {text: "{words?}"}
  - {name: report, label: {zh: 报告, en: Report}, body: [{text: "{words}", quoted: true}]}
  - {name: stop, label: {zh: 停止服务通知, en: Services}, body: [{pairs: [unit, services]}]}
"""


class Forbidden(Desk):
    def make(self):
        super().make()
        os.mkdir(self.path("forms"))
        self.write("forms/notice.yaml", FORM)

    def pour(self, files, noted):
        os.makedirs(self.path("forms/print"), exist_ok=True)
        super().pour(files, noted)
        self.write("forms/notice.yaml", FORM)

    def check(self, texts):
        """What check says of a wording with these texts, in their order: a list of errors by line."""
        lines = ["paper: notice.long", "label: {zh: 长函, en: Long}", "body:"]
        lines += [f'  - {{text: "{text}"}}' for text in texts]
        name = self.write("forms/print/long.yaml", "\n".join(lines) + "\n")
        code, out, err = self.run_it("check")
        told = {}
        for number, said in re.findall(r"long\.yaml:(\d+):\d+: error: (.*)", err):
            told[int(number) - 4] = said
        os.unlink(name)
        return code, told, err

    def print(self, paper, *fields, **more):
        number = self.ok("add", "notice", *fields).strip()
        return self.run_it("print", "notice", number, "--paper", paper, "-o", "-", **more)

    def refuses(self, paper, *fields):
        code, out, err = self.print(paper, *fields)
        self.assertEqual((code, out), (1, ""), err)
        self.assertEqual(self.sql("select count(*) from journal where action = 'print'")[0], [(0,)])
        return err

    def test_threats_are_told_where_they_stand(self):
        threats = [a.format(s) for s in STOPS for a in ARREARS] + [a.format(s) for s in STOPS_EN for a in ARREARS_EN] + OTHERS
        code, told, err = self.check(threats)
        self.assertEqual(code, 1)
        self.assertEqual([t for i, t in enumerate(threats) if i not in told], [])
        self.assertIn("'未缴 ... 停水' may never be printed (rule 1: ", told[0])
        self.assertIn("(rule 6: ", told[threats.index("违者罚款500元")])
        code, told, err = self.check(["好。", "请知悉。逾期未缴的，我处将停水。"])
        self.assertRegex(err, r"long\.yaml:5:19: error: '未缴 \.\.\. 停水' may never")  # the caret is at the phrase
        self.assertIn("^", err)

    def test_notices_of_planned_work_and_the_letters_of_the_trade_pass(self):
        code, told, err = self.check(PASS)
        self.assertEqual({PASS[i]: said for i, said in told.items()}, {})
        self.assertEqual(code, 0, err)

    def test_all_shipped_wordings_pass(self):
        self.ok("check", staff=None)
        code, out, err = self.run_it("--forms", os.path.join(SOURCE, "forms"), "check")
        self.assertEqual(code, 0, err)

    def test_what_fills_a_paper_is_looked_at_when_it_is_printed(self):
        code, out, err = self.print("letter", "unit=A-0801", "services=空调加时")
        self.assertEqual(code, 0, err)
        self.sql("drop trigger journal_no_delete", "delete from journal where action = 'print'")
        for fields in (("services=空调加时、供水",), ("services=门禁卡",), ("services=保洁", "words=逾期不缴将断电")):
            with self.subTest(fields):
                self.lang = "zh_CN"
                self.assertIn("不得打印", self.refuses("letter", "unit=A-0801", *fields))
        self.assertIn("供电", self.refuses("stop", "unit=A-0801", "services=供电"))  # title and pair together
        self.assertEqual(self.print("stop", "unit=A-0801", "services=保洁")[0], 0)

    def test_what_others_said_may_be_reported(self):
        said = "words=业主投诉：因欠费被停水，还要罚款"
        self.assertIn("停水", self.refuses("letter", "unit=A-0801", "services=x", said))
        code, out, err = self.print("report", said)
        self.assertEqual(code, 0, err)
        self.assertIn("罚款", out)

    def test_a_receipt_is_called_no_invoice(self):
        with open(os.path.join(SOURCE, "tests", "cli", "ledger_forms", "held.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.assertIn("label: {zh: 押金收据, en: Receipt for a deposit}", text)
        for zh, en in (("押金发票", "Receipt"), ("押金收据", "Invoice")):
            name = self.write("held.yaml", text.replace("label: {zh: 押金收据, en: Receipt for a deposit}", f"label: {{zh: {zh}, en: {en}}}"))
            code, out, err = self.run_it("check", name)
            self.assertEqual(code, 1)
            self.assertIn("(rule 7: ", err)
        code, out, err = self.run_it("check", self.write("held.yaml", text))
        self.assertEqual(code, 0, err)

    def test_the_house_adds_lines_and_takes_none_away(self):
        self.write("forbidden.txt", "# ours\n[H] 本楼不这样写 | not in this house\n尊贵的|VIP & 业户\n")
        code, told, err = self.check(["尊贵的业户", "逾期将停水", "尊敬的业户"])
        self.assertEqual(sorted(told), [0, 1])
        self.assertIn("(rule H: not in this house)", told[0])
        self.assertIn("not in this house", self.refuses("letter", "unit=A-0801", "services=x", "words=各位 VIP 业户"))
        for line, said in (("水", "below a rule"), ("[x] y | z\n水 & a", "two signs"), ("停水", "below a rule"), ("[x] y", "a rule is written"),
                           ("[x] y | z\n! 停水", "only words"), ("[x] y | z\n停水。了", "two signs"), ("[x] y | z\naa & bb & cc & dd & ee & ff", "five groups")):
            with self.subTest(line):
                self.write("forbidden.txt", line + "\n")
                code, out, err = self.run_it("check")
                self.assertEqual(code, 1)
                self.assertIn(said, err)
                self.assertRegex(err, r"forbidden\.txt, line \d+")
                self.assertIn("断电", self.refuses("letter", "unit=A-0801", "services=x", "words=逾期不缴将断电"))
        self.write("forbidden.txt", b"\xff\xfe\x00\x01")
        self.run_it("check")
        self.assertIn("断电", self.refuses("letter", "unit=A-0801", "services=x", "words=逾期不缴将断电"))


if __name__ == "__main__":
    main()
