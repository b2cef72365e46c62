"""Chinese names typed as pinyin with the input method off: what a clerk's hand does to a list. tests/cli/test_pinyin.py types some,
tests/long/pinyin all."""
import os
import re

from desk import SOURCE, Desk
from seat import Seat

PACES = [0, 60, 150, 400, 1000]  # ms from key to key
SURNAMES = ("wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng "
            "han feng cao peng ceng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv ding ren lu yao shen zhong cui tan "
            "fan jin shi liao jia fu fang zou xiong bai meng qin qiu hou jiang yin xue yan duan lei long tao he mao gu shao wan "
            "an e ai ouyang shangguan sima zhuge dugu ennian ou ao ang ke kang niu nie mo mei min mu bi bian bao").split()
GIVEN = ("gang guang na ning nian nan e an ming hong li hua wei fang juan jing yan jie tao chao yong xiu lan ping gui ying mei ling "
         "xin yu jun peng fei bin bo kai ze rui hao yi qi an xuan han zi xiao ya ru meng si chen ting ting na na wen wen").split()
DOUBLED = ("wangguang annan chenna yee hee gaaang linna hannan sunning yangguo zhanggang fannian tiannan huangguolin dengguang wennian "
           "liangguang tangguo lin na wang guang peng gang").split("\n")[0].split()


def names(n):
    """n of them, those with double letters first; what begins with q stands last: alone it leaves the list."""
    out = list(DOUBLED)
    i = 0
    while len(out) < n:
        surname, given = SURNAMES[i % len(SURNAMES)], GIVEN[(i * 7 + i // len(SURNAMES)) % len(GIVEN)]
        more = GIVEN[(i * 11 + 3) % len(GIVEN)] if i % 3 else ""
        out.append(surname + given + more)
        i += 1
    return sorted(out[:n], key=lambda name: name[0] == "q")


class Typed(Desk):
    made_with = None

    def setUp(self):
        super().setUp()
        self.demo()
        self.seats = []

    def tearDown(self):
        for seat in self.seats:
            seat.leave()
        super().tearDown()

    def written(self):
        """What must not grow: lines of records, rows of clocks, half-typed forms."""
        return self.sql("select count(*) from journal where number <> '' or (reg not in ('', 'due', 'meta') and"
                        " action not in ('view', 'overdue', 'escalate'))", "select count(*) from draft", "select count(*) from due")

    def sit(self, staff, register=None):
        seat = Seat(self.db, os.path.join(SOURCE, "forms"))
        self.seats.append(seat)
        seat.tell("now 2026-11-21 09:14")
        seat.open(staff, "F10", *(("--open", register) if register else ()))
        return seat

    def title(self, text):
        return re.split(r"\s{2,}", text.splitlines()[1].strip())[0]

    def strike(self, seat, typed, pace, place):
        before = self.written()
        top = self.title(seat.show())
        seat.tell(f"pace {pace}")
        for name in typed:
            seat.tell("type " + name)
            seat.tell("keys Down")  # what waits for no further letter is done by this key
        seat.tell(f"pace {pace} 9000")  # or by a rest
        seat.tell("settle")
        seat.tell("settle")
        text = seat.show()
        self.assertEqual(self.written(), before, f"{place}, {pace} ms a key:\n{text}")
        self.assertIn("F10", text.rstrip().splitlines()[-1], f"{place}, {pace} ms a key, something stands open:\n{text}")
        if not any(name[0] == "q" for name in typed):
            self.assertEqual(self.title(text), top, f"{place}, {pace} ms a key")
        seat.tell("pace 5000")
        seat.tell("keys Home")

    def lists(self, register):
        return len(re.findall(r"^  - \{name: \w+, label", self.section(register, "lists"), re.M)) or 1

    def section(self, register, word):
        with open(os.path.join(SOURCE, "forms", register + ".yaml"), encoding="utf-8") as f:
            text = f.read()
        found = re.search(rf"^{word}:.*?(?=^\w)", text + "\nend:", re.M | re.S)
        return found.group(0) if found else ""
