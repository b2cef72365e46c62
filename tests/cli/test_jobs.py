"""The table of jobs in docs/manual.md, played row by row as it stands there: its keys do the job, no more of them than it says, and no more
than before (issue 10, Shows 1)."""
import copy
import os
import re
from concurrent.futures import ThreadPoolExecutor

from desk import SOURCE, Desk, main
from seat import Seat

KEY = re.compile(r"`.+`|F\d+|Enter|Tab|Esc|Home|End|Down|Ctrl-.")
LITERAL = re.compile(r"[ab]\d{3,4}|\+1h|爆管")
VISITOR = "F2 =张小明 Enter =13800138000 Enter =a1203 Enter F4"
COMPLAINT = ("add complaint unit=A-1203 name=任海燕 matter=其他 text=快递柜堵着大堂通道", "act complaint C2611-009 judge department=秩序")
BURST = ("add repair unit=B-0804 fault=爆管 emergency=burst", "act repair R2611-019 assign engineer=zg", "zg act repair R2611-019 take",
         "zg act repair R2611-019 arrive", "zg act repair R2611-019 finish result=更换角阀 materials=角阀 site_supervisor=cj site_clerk=lm")
SEALED = ("cj user add sh 钱卫 security_head", "add key unit=A-1203 what=大门 seal=F001", "cj act key K0005 approve --yes", "sh act key K0005 approve --yes",
          "zm act key K0005 approve --yes")
TAP = ("add repair unit=A-1203 fault=洗衣机龙头滴水 caller=任海燕", "act repair R2611-019 assign engineer=zg")
MENDED = TAP + ("zg act repair R2611-019 take", "zg act repair R2611-019 arrive", "zg act repair R2611-019 finish result=更换龙头",
                "act repair R2611-019 confirm")
STORED = ('add stored unit=A-1203 goods=[["行李箱",1]] told=refused,value,risk,proof,term',)
PARCEL = ("add parcel addressee=任海燕 unit=A-1203 word=phone word_by=任海燕",)
TAKEN = "select state = 'called' and fault like '洗衣机%' from repair where number = 'R2611-019'"
LIFTS = ("add complaint unit=A-1203 name=任海燕 matter=电梯 text=三号梯又停了，业主关在里面十几分钟才出来",
         "add complaint unit=A-0804 name=李雷 phone=13900001111 matter=工程维修 text=老人坐电梯上到九楼突然不动，按铃没人应")


def state(register, number, wanted):
    return f"select state = '{wanted}' from {register} where number = '{number}'"


# The row begins with these words: the most keys, where it is done (None the board), what was before, what is typed for the words of the row
# that are no text themselves, keys that bring the bar there, and what is true afterwards; beyond: how many keys more than another row;
# then: what goes on where one was, and what is true after that. The most is what the manual said before step 6 where that was less than now,
# but for the sign-out, which takes two strokes.
JOBS = {
    "登录": dict(most=2, staff=None, words=["lm", "1234"], said="待办"),
    "新访客": dict(most=6, words=["张小明", "13800138000"], true=state("visitor", "261121-017", "inside")),
    "老访客": dict(most=4, at="visitor", words=["8036"], true=state("visitor", "261121-018", "inside"),
                   before=("add visitor name=王小明 phone=13800008036 unit=A-1203", "act visitor 261121-017 admit",
                           "act visitor 261121-017 sign_out")),
    "访客走了（光标条": dict(most=2, at="visitor", true="select count(*) = 5 from visitor where state = 'inside'"),
    "访客走了（在访客": dict(most=5, at="visitor", words=["5126"], true="select count(*) = 1 from visitor where name = '夏超' and left_at = (select max(left_at) from visitor)"),
    "撤销": dict(most=1, at="visitor", keys="`o` `o`", true="select count(*) = 6 from visitor where state = 'inside'"),
    "延长一小时": dict(most=3, at="visitor", words=["任海燕"], true="select count(*) = 1 from visitor where extended_by = '任海燕'"),
    "没人接": dict(most=6, keys="`2` " + VISITOR, words=["请回电"],
                   true="select count(*) = 1 from message where from_name = '张小明' and state = 'waiting'"),
    "寄存三样": dict(most=12, words=["行李箱", "纸箱", "电脑包"], true=state("stored", "S2611-0001", "kept")),
    "寄存物由别人": dict(most=5, at="stored", before=STORED, words=["S2611-0001", "张三", "1", "11010519491231002X"],
                   true=state("stored", "S2611-0001", "released")),
    "下联挂失": dict(most=3, at="stored", before=STORED, words=["任海燕", "2"], true=state("stored", "S2611-0001", "blocked")),
    "有人持挂失": dict(most=2, at="stored", before=STORED + ("act stored S2611-0001 lose lost_by=任海燕 lost_way=desk",),
                  true=state("stored", "S2611-0001", "shown")),
    "关注名单": dict(most=3, keys="`2` F2 =老钱 Enter =13800000003 Enter =a1203 Enter F4 Enter", words=["主管已到场陪同"],
                     true=state("visitor", "261121-017", "inside")),
    "常驻许可": dict(most=2, at="permit", keys="Down Down Down Down",
                     true="select count(*) = 1 from visitor where state = 'inside' and permit = 'SP00002'"),
    "闭楼清点": dict(most=7, now="2026-11-21 20:00:10", before=("daily",), keys="=闭楼",
                     true="select count(*) = 0 from visitor where state = 'inside'"),
    "改一个电话": dict(most=5, at="visitor", words=["13811112222"], true="select count(*) = 1 from visitor where phone = '13811112222'"),
    "爆管": dict(most=6, at="repair", words=["cj"],
                 true="select state = 'sent' and informed_at is not null from repair where number = 'R2611-019'"),
    "报修电话": dict(most=5, words=["洗衣机龙头滴水"], true=TAKEN),
    "填到一半": dict(most=6, keys="`2` F2 =张小明 Enter =1380013", words=["洗衣机龙头滴水"], said="1380013",
                 true=TAKEN, beyond=("报修电话", 3), then="=8000 Enter =a1203 F4", after=state("visitor", "261121-017", "waiting")),
    "普通报修": dict(most=6, at="repair", words=["洗衣机龙头滴水", "任海燕", "zg"],
                     true="select state = 'sent' and engineer = 'zg' and caller = '任海燕' from repair where number = 'R2611-019'"),
    "一批快件": dict(most=2, at="parcel", keys="F2 Enter =3758 Tab Tab Tab =中通 F5", words=["7541"],
                     true="select count(*) = 2 from parcel where courier = '中通' or courier = 'zto'"),
    "打下一位": dict(most=2, at="parcel", before=PARCEL, said="无人接听",
                     true="select count(*) = 1 from journal where number = 'B2611-0001' and action = 'nobody'"),
    "投通知单": dict(most=3, at="parcel", before=PARCEL, true="select notice = 'MN26-00001' from parcel"),
    "来取快件": dict(most=5, at="parcel", before=PARCEL, words=["1673"], true=state("parcel", "B2611-0001", "handed")),
    "到场晚了": dict(most=2, at="repair", before=TAP, now="2026-11-21 09:34", keys="End", words=["+15m"],
                     true="select count(*) = 1 from journal where number = 'R2611-019' and action = 'explain'"),
    "特别事件报告": dict(most=6, at="repair", before=BURST, said="好用",
                         true="select state = 'confirmed' and incident is not null from repair where number = 'R2611-019'"),
    "维修回访": dict(most=3, at="repair", before=MENDED, now="2026-11-24 10:00", keys="F6 F6 F6", words=["满意"],
                     true=state("repair", "R2611-019", "closed")),
    "工程": dict(most=10, staff="zg", before=("add repair unit=A-0501 fault=厨房下水堵 kind=plumbing",),
                 words=["配件", "缺软管", "明天 10:00", "已疏通"],
                 true="select state = 'done' and engineer = 'zg' from repair where number = 'R2611-019'"),
    "一般投诉": dict(most=7, at="complaint", words=["任海燕", "其他", "快递柜堵着大堂通道，推轮椅过不去", "秩序"],
                     true=state("complaint", "C2611-009", "assigned")),
    "告知进展": dict(most=3, at="complaint", before=COMPLAINT, keys="End", words=["请快递公司今晚移柜", "20:00"],
                     true="select count(*) = 1 from journal where number = 'C2611-009' and action = 'news'"),
    "答复投诉": dict(most=3, at="complaint", before=COMPLAINT, keys="End", words=["快递柜已移到侧门，通道已让出", "lm"],
                     true=state("complaint", "C2611-009", "answered")),
    "投诉回访": dict(most=4, at="complaint", now="2026-11-24 16:30", keys="F6 F6", words=["满意", "环"],
                     before=COMPLAINT + ("act complaint C2611-009 answer answer_text=已移 speaker=lm",),
                     true=state("complaint", "C2611-009", "closed")),
    "重大投诉": dict(most=16, at="complaint",
                     words=["工程维修", "空调漏水把地毯泡坏了，要求赔偿", "1000", "工程", "是", "周经理、品质部"],
                     true="select state = 'assigned' and reported_to like '周%' from complaint where number = 'C2611-009'"),
    "借出钥匙": dict(most=6, before=SEALED, words=["张工", "检修水管"], true="select state = 'out' from key where number = 'K0005'"),
    "还钥匙": dict(most=3, at="key_loan", before=SEALED + ("add key_loan key=K0005 who=张工 why=检修水管",), words=["F002"],
                   true="select state = 'kept' and seal = 'F002' from key where number = 'K0005'"),
    "热点投诉": dict(most=7, at="complaint", before=LIFTS, words=["王建", "电梯", "轿厢半路卡住，把我困了半个小时"],
                     true="select count(*) = 2 from complaint where state = 'attached'"),
    "办公用品放行条": dict(most=14, at="goods_pass", words=["电脑", "3"], true=state("goods_pass", "G2611-0001", "asked")),
    "放行条经理特批": dict(most=2, at="goods_pass", staff="zm", words=["租约到期"],
                    before=('add goods_pass kind=moving unit=A-1203 owner_says=refused day=2026-11-24 half=pm_late goods=[["家具",9]]',),
                    true="select state = 'asked' and waived_by = 'zm' from goods_pass"),
    "门岗放行": dict(most=1, staff="ba", before=('add goods_pass kind=firm unit=B-0302 seal=yes half=pm goods=[["样品",2]]',),
                 true="select state = 'out' and out_by = 'ba' from goods_pass"),
    "携物出门条": dict(most=12, at="exit_slip", words=["电脑", "1"], true=state("exit_slip", "GX2611-0001", "signed")),
    "借雨伞": dict(most=5, at="umbrella", words=["7", "任海燕"], true="select count(*) = 1 from umbrella where state = 'lent' and deposit_no is not null"),
    "还雨伞": dict(most=4, at="umbrella", before=("add umbrella umbrella=7 unit=A-1203 borrower=任海燕",), words=["完", "已"],
                true="select u.state = 'returned' and d.state = 'refunded' from umbrella u, deposit d"),
    "收押金": dict(most=6, at="deposit", words=["钥", "任海燕", "50"], true="select count(*) = 1 from deposit where receipt_no = 'SJ000001'"),
    "退押金，": dict(most=4, at="deposit", before=("add deposit unit=A-1203 kind=key payer=任海燕 amount=50",), words=["任海燕"],
                 true="select state = 'refunded' and given = 5000 from deposit"),
    "备用金": dict(most=7, at="petty_cash", words=["换锁芯", "60", "10"], true="select state = 'entered' and prepaid = 1000 and receipt_no is not null from petty_cash"),
    "当天的押金": dict(most=4, at="drawer", now="2026-11-23 10:00", before=("add deposit unit=A-1203 kind=key payer=任海燕 amount=50",),
                  true="select state = 'going' and amount = 5000 from drawer"),
    "点钱箱": dict(most=6, at="drawer", before=("add deposit unit=A-1203 kind=key payer=任海燕 amount=320",), words=["押", "3", "1"],
                true="select count(*) = 1 from drawer where line = 'deposit' and state = 'counted' and expected = 32000 and n100 = 3 and n20 = 1"),
}


def tokens(cell):
    """The keys of a row and the words that are typed between them."""
    return re.findall(r"`.+?`|\S+", cell)


class Jobs(Desk):
    made_with = None

    def table(self):
        with open(os.path.join(SOURCE, "docs", "manual.md"), encoding="utf-8") as f:
            text = f.read()
        section = re.search(r"^## 常用的事.*?^\|---\|---\|---\|$\n(.*?)\n\n", text, re.M | re.S).group(1)
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines()]

    def press(self, seat, token, words):
        """A letter acts when nobody goes on typing: the clock that is told has passed by then."""
        key = token.strip("`")
        if not KEY.fullmatch(token) and token[0] != "=":
            seat.tell("type " + (token if LITERAL.fullmatch(token) else words.pop(0)))
            seat.tell("settle")
        elif token[0] == "=":
            seat.tell("type " + token[1:])
            seat.tell("settle")
        else:
            seat.tell("pace 2000")
            seat.tell("keys " + key)
            if token[0] == "`" or key in ("F4", "F5"):
                seat.tell("pace 2000 2000")
                seat.tell("settle")

    def holds(self, what, seat=None):
        """Whether it is true in the records, of the seat at rest."""
        if seat:
            seat.tell("settle")
            seat.show()
        rows = self.sql(what)[0]
        return bool(rows and rows[0][0])

    def play(self, row, job):
        self.demo()
        for line in job.get("before", ()):
            who = line.split()[0] if line.split()[0] in ("zg", "cj", "zm", "sh") else "lm"
            self.ok(*[w for w in line.split(" ") if w != who], staff=who, now=job.get("now", self.now) if line == "daily" else self.now, stdin="1234\n")
        seat = Seat(self.db, os.path.join(SOURCE, "forms"))
        self.addCleanup(seat.leave)
        seat.options = seat.options.replace("--lang en", "--lang zh")
        seat.tell("now " + job.get("now", self.now))
        staff, words, keys = job.get("staff", "lm"), list(job.get("words", [])), tokens(row[1])
        opened = f"--as {staff} desk" + (f" --open {job['at']}" if "at" in job else "") if staff else ""
        seat.tell(f"start {seat.options} {opened}")
        seat.until("F10" if staff else "F11")
        for token in tokens(job.get("keys", "")):
            self.press(seat, token, [])
        seat.tell("settle")
        for token in keys:
            self.press(seat, token, words)
        seat.tell("settle")
        screen = seat.show()
        pressed = sum(1 for t in keys if KEY.fullmatch(t))
        self.assertFalse(words, screen)
        self.assertIn(job.get("said", ""), screen)
        self.assertTrue("true" not in job or self.holds(job["true"]), f"{row[0]}:\n{screen}")
        for token in tokens(job.get("then", "")):
            self.press(seat, token, [])
        self.assertTrue("after" not in job or self.holds(job["after"], seat), f"{row[0]}:\n{seat.show()}")
        self.assertEqual(pressed, int(row[2]), row)
        self.assertLessEqual(pressed, job["most"], row)

    def judged(self, number, row):
        """What is wrong with the row, "" nothing; at a desk of its own, as most of it is waiting for a screen at rest."""
        job = [j for begin, j in JOBS.items() if row[0].startswith(begin)]
        desk = copy.copy(self)
        desk.db = self.path(f"{number}.db")
        try:
            self.assertEqual(len(job), 1, row)
            desk.play(row, job[0])
        except (AssertionError, EOFError) as e:
            return f"{e}\n"
        return ""

    def test_every_row_of_the_table(self):
        rows = self.table()
        self.assertEqual(len(rows), len(JOBS))
        keys = {begin: int(row[2]) for row in rows for begin in JOBS if row[0].startswith(begin)}
        for begin, job in JOBS.items():
            if "beyond" in job:
                self.assertLessEqual(keys[begin] - keys[job["beyond"][0]], job["beyond"][1], begin)
        rows = [row for row in rows if os.environ.get("JOB", "") in row[0]]
        with ThreadPoolExecutor(6) as pool:
            wrong = "".join(pool.map(self.judged, range(len(rows)), rows))
        if wrong:
            self.fail(wrong)


if __name__ == "__main__":
    main()
