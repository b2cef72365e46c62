"""Papers: what a form and the files of print/ say, drawn and read back; what has no value stops the print."""
import json
import os
import shutil
import subprocess
import unittest

from desk import Desk, main
from seat import Seat

PRINTER = os.path.join(os.path.dirname(os.environ.get("QIANTAI", "")), "qiantai-print")
FORMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "papers_forms")
needs_pdf = unittest.skipUnless(os.path.exists(PRINTER), "qiantai-print is not built (QT_PRINT=OFF)")


class Papers(Desk):
    def make(self):
        self.forms = FORMS
        super().make()
        self.lang = "zh_CN"

    def stored(self, **more):
        return self.ok("add", "stored", "room=12B03", "owner=王小明",
                       'goods=[{"what": "雨伞", "n": 2, "look": "完好"}, {"what": "纸箱", "n": 1}]', **more).strip()

    def letter(self, *more):
        return self.ok("add", "letter", "unit=A-1203", "months=9、10", "amount=2819", *more).strip()

    def text(self, number, paper, reg="stored"):
        return self.ok("print", reg, number, "--paper", paper, "-o", "-")

    def pdf(self, number, paper, reg="stored"):
        self.ok("print", reg, number, "--paper", paper, "-o", self.path("p.pdf"))
        run = subprocess.run(["pdftotext", "-layout", self.path("p.pdf"), "-"], stdout=subprocess.PIPE, check=True)
        lines = subprocess.run(["pdfinfo", self.path("p.pdf")], stdout=subprocess.PIPE, check=True).stdout.decode()
        return run.stdout.decode(), dict(line.split(":", 1) for line in lines.splitlines() if ":" in line)

    def own_forms(self):
        """A copy of the forms to be changed."""
        self.forms = self.path("forms")
        shutil.copytree(FORMS, self.forms)

    def form(self, name, old, new):
        path = os.path.join(self.forms, name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        self.assertIn(old, text)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))

    # ---- what stands on it

    @needs_pdf
    def test_two_parts_of_a_slip_share_a_sheet(self):
        text, info = self.pdf(self.stored(), "slip")
        self.assertEqual(info["Pages"].strip(), "1")
        self.assertIn("419.53 x 595.28", info["Page size"])
        for word in ("随物联", "业主联", "凭此联领取物品", "王小明", "经办人 李敏"):
            self.assertIn(word, text)
        self.assertEqual(text.count("编号 S2611-0001"), 2)
        self.assertEqual(text.count("凭此联"), 1)
        self.assertIn("3", [w for line in text.splitlines() if "合计" in line for w in line.split()])

    @needs_pdf
    def test_a_roll_is_as_long_as_what_stands_on_it_and_each_part_by_itself(self):
        text, info = self.pdf(self.stored(), "roll")
        self.assertEqual(info["Pages"].strip(), "2")
        width, _, height, *_ = info["Page size"].split()
        self.assertAlmostEqual(float(width), 226.77, delta=0.1)
        self.assertLess(float(height), 500)
        self.assertIn("请妥善保管", text)

    @needs_pdf
    def test_a_label_and_a_register_that_says_no_more_than_a_name(self):
        number = self.stored()
        text, info = self.pdf(number, "key_label")
        self.assertIn("170.079 x 113.386", info["Page size"])
        self.assertNotIn("编号", text)
        self.assertIn("领取人 王小明", text)
        text, info = self.pdf(number, "plain")
        for word in ("登记单", "联合广场", "房号", "雨伞", "签名"):
            self.assertIn(word, text)

    @needs_pdf
    def test_a_letter_with_its_slip_at_the_foot(self):
        text, info = self.pdf(self.letter("firm=宏达贸易", "contact=李敏"), "arrears", "letter")
        self.assertEqual(info["Pages"].strip(), "2")  # two copies
        for word in ("关于催缴物业管理费用的函", "尊敬的A-1203业户（宏达贸易）：", "¥2,819.00", "专此函告", "联合广场 管理处", "签收人"):
            self.assertIn(word, text)
        lines = text.split("\f")[0].splitlines()
        slip = next(i for i, line in enumerate(lines) if "沿此线撕下" in line)
        self.assertTrue(any("专此函告" in line for line in lines[:slip]))

    def test_a_receipt_with_the_sum_in_capitals(self):
        number = self.ok("add", "paid", "unit=A-1203", "payer=王小明", "total=1409.50", "method=cash",
                         'items=[{"what": "管理费", "period": "2026-11", "amount": "1409.50"}]').strip()
        text = self.text(number, "receipt", "paid")
        self.assertEqual(text.count("合计（大写）：人民币壹仟肆佰零玖元伍角"), 2)  # two copies
        self.assertIn("1,409.50", text)
        self.assertIn("本收据不是发票", text)

    @needs_pdf
    @unittest.skipUnless(shutil.which("zbarimg"), "zbarimg is not installed")
    def test_the_code_is_read_back(self):
        self.pdf(self.stored(), "slip")
        subprocess.run(["pdftoppm", "-r", "200", "-png", self.path("p.pdf"), self.path("p")], check=True)
        picture = next(n for n in os.listdir(self.dir) if n.endswith(".png"))
        read = subprocess.run(["zbarimg", "--quiet", "--raw", self.path(picture)], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=True)
        self.assertEqual(read.stdout.decode().split(), ["QT:S2611-0001B"])

    def picture(self, lines, side=8):
        """The half blocks of a screen as a picture: each is two squares above each other."""
        rows = []
        for line in lines:
            rows.append([c in "▀█" for c in line])
            rows.append([c in "▄█" for c in line])
        width = max(map(len, rows))
        pixels = b"".join(bytes(0 if dark else 255 for dark in (row + [False] * (width - len(row))) for _ in range(side)) * side for row in rows)
        with open(self.path("code.pgm"), "wb") as f:
            f.write(b"P5 %d %d 255\n" % (width * side, len(rows) * side) + pixels)
        return self.path("code.pgm")

    @unittest.skipUnless(shutil.which("zbarimg"), "zbarimg is not installed")
    def test_the_code_is_read_off_the_screen(self):
        number = self.stored()
        seat = Seat(self.db, self.forms)
        self.addCleanup(seat.leave)
        seat.open("lm", number, "--open", "stored")
        seat.keys("Enter", "王小明")
        seat.keys("F9", "Claim slip")
        text = seat.keys("1", "about")
        for _ in range(40):  # down to the part that has it
            if f"[{number}]" in text:
                break
            text = seat.changed("Down", text)
        lines = [line for line in text.splitlines() if any(c in line for c in "▀▄█")]
        left = min(len(line) - len(line.lstrip()) for line in lines)
        self.assertEqual(len(lines), 11)  # 21 squares, two above each other
        self.assertIn(f"[{number}]", text)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", self.picture([""] + [line[left - 4:] for line in lines] + [""])],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        self.assertEqual(read.stdout.decode().split(), ["QT:S2611-0001B"])

    @unittest.skipUnless(shutil.which("zbarimg"), "zbarimg is not installed")
    def test_a_record_shows_its_code(self):
        number = self.stored()
        seat = Seat(self.db, self.forms)
        self.addCleanup(seat.leave)
        seat.tell("size 80x24")
        seat.open("lm", number, "--open", "stored")
        seat.keys("Enter", "王小明")
        text = seat.keys("Alt-q", f"(?m)^ +{number}$")
        lines = [line.ljust(80) for line in text.splitlines()[2:-2]]
        self.assertEqual(sum(any(c in line for c in "▀▄█") for line in lines), 11)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", self.picture(lines)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        self.assertEqual(read.stdout.decode().split(), ["QT:S2611-0001B"])
        seat.tell("resize 80x17")
        self.assertIn("needs a window of 29 columns and 21 rows", seat.until("needs a window"))

    def test_a_printer_of_letters_gets_no_blocks(self):
        text = self.text(self.stored(), "slip")
        self.assertIn("[S2611-0001]", text)
        self.assertFalse(set(text) & set("▀▄█"))

    def test_in_english(self):
        self.lang = "en"
        text = self.text(self.letter("contact=李敏"), "arrears", "letter")
        for word in ("Management fees outstanding", "No. L2611-001", "Your contact: 李敏", "Receipt slip"):
            self.assertIn(word, text)

    # ---- slots without a value

    def test_a_slot_without_a_value_stops_the_print_and_is_named(self):
        number = self.ok("add", "letter", "unit=A-1203", "months=9").strip()
        said = self.refused("print", "letter", number, "--paper", "arrears", "-o", "-")
        self.assertIn("金额", said)
        self.assertEqual(self.sql("select count(*) from journal where action = 'print'")[0], [(0,)])

    def test_an_optional_one_takes_its_brackets_and_its_line_with_it(self):
        text = self.text(self.letter(), "arrears", "letter")
        self.assertIn("尊敬的A-1203业户：", text)
        self.assertNotIn("联系人", text)
        self.assertNotIn("（", text.replace("（大写", ""))

    def test_rows_and_pairs_that_must_be_there(self):
        number = self.ok("add", "stored", "room=1", "owner=王小明").strip()
        self.assertIn("物品", self.refused("print", "stored", number, "--paper", "slip", "-o", "-"))

    def test_a_register_without_that_paper_tells_those_it_has(self):
        said = self.refused("print", "stored", self.stored(), "--paper", "slop", "-o", "-")
        self.assertIn("slip", said)

    # ---- copies

    def test_the_second_print_is_copy_one_and_each_has_its_line(self):
        number = self.stored()
        self.assertNotIn("副本", self.text(number, "slip"))
        self.assertEqual(self.text(number, "slip").count("副本 1"), 2)
        self.assertIn("副本 2", self.text(number, "slip"))
        self.assertNotIn("副本", self.text(number, "plain"))  # another paper
        lines = self.sql("select data from journal where action = 'print' order by seq")[0]
        self.assertEqual(len(lines), 4)
        self.assertIn('{"paper":"slip","copy":0,"hash":"', lines[0][0])
        self.assertNotIn("王小明", str(lines))
        self.assertRegex(lines[0][0], '"hash":"[0-9a-f]{32}"')
        self.assertEqual(lines[0][0].split('"hash":')[1], lines[1][0].split('"hash":')[1])  # of what it says, not of the copy
        self.ok("verify", staff=None)

    def test_what_is_void_says_so(self):
        number = self.stored()
        self.ok("act", "stored", number, "cancel")
        self.assertIn(f"编号 {number}  作废", self.text(number, "slip"))

    # ---- printers

    def printer(self, **commands):
        """Print commands in the house's file, chosen by their names."""
        house = "".join(f"print\t{name}\tcat > {self.path(name + '.out')}\n" for name in commands.values())
        os.environ["QIANTAI_HOUSE"] = self.write("house", house)
        self.addCleanup(os.environ.pop, "QIANTAI_HOUSE", None)
        os.chmod(self.path("house"), 0o600)
        for setting, name in commands.items():
            self.ok("setting", "set", setting, name, staff="cj")

    @needs_pdf
    def test_an_action_prints_at_once_where_there_is_a_printer(self):
        number = self.stored()
        self.printer(print_command="office")
        self.assertIn("已送打印机", self.ok("act", "stored", number, "fetch"))
        with open(self.path("office.out"), "rb") as f:
            self.assertEqual(f.read(5), b"%PDF-")
        self.assertIn("副本 1", self.text(number, "slip"))

    def test_without_a_printer_it_is_offered(self):
        number = self.stored()
        self.assertIn(f"qiantai print stored {number} --paper slip", self.ok("act", "stored", number, "fetch"))
        self.assertEqual(self.sql("select count(*) from journal where action = 'print'")[0], [(0,)])

    def test_what_stops_the_print_stops_no_action(self):
        number = self.ok("add", "stored", "room=1", "owner=王小明").strip()
        code, _, err = self.run_it("act", "stored", number, "fetch")
        self.assertEqual(code, 0)
        self.assertIn("物品", err)
        self.assertEqual(self.json("show", "stored", number)["state"], "gone")

    def test_rolls_have_a_printer_of_their_own_which_may_know_no_utf8(self):
        number = self.stored()
        self.printer(print_command="office", roll_command="till")
        self.ok("setting", "set", "roll_text", "42", staff="cj")
        self.ok("setting", "set", "roll_encoding", "GB18030", staff="cj")
        self.ok("print", "stored", number, "--paper", "roll")
        with open(self.path("till.out"), "rb") as f:
            lines = f.read().decode("gb18030").splitlines()
        self.assertFalse(os.path.exists(self.path("office.out")))
        self.assertIn("寄存小票", "".join(lines))
        self.assertTrue(any(line.startswith("- - - -") for line in lines))  # to be cut
        for line in lines:
            self.assertLessEqual(sum(1 + (ord(c) > 0x2000) for c in line), 42)
        self.refused("setting", "set", "roll_encoding", "Big5", staff="cj")

    @needs_pdf
    def test_a_rare_character_is_printed_or_told(self):
        number = self.ok("add", "stored", "room=1", "owner=𠮷野家", 'goods=[{"what": "伞", "n": 1}]').strip()
        said = self.ok("print", "stored", number, "--paper", "plain", "-o", self.path("p.pdf"))
        text = subprocess.run(["pdftotext", self.path("p.pdf"), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
        if "〓野家" in text:
            self.assertIn("𠮷", said)
            self.assertIn("fonts-", said)
        else:
            self.assertIn("𠮷野家", text)
            self.assertNotIn("fonts-", said)

    def test_rows_to_write_have_no_sum_yet(self):
        self.own_forms()
        self.form("stored.yaml", "totals: [n]", "room: 2, totals: [n]")
        number = self.ok("add", "stored", "room=1", "owner=王小明").strip()
        total = next(line for line in self.text(number, "slip").splitlines() if line.startswith("合计"))
        self.assertEqual(total.split(), ["合计"])
        self.assertIn("3", next(line for line in self.text(self.stored(), "slip").splitlines() if line.startswith("合计")))

    def test_history_tells_what_was_printed(self):
        number = self.stored()
        self.text(number, "slip")
        self.text(number, "slip")
        changes = [line["change"] for line in self.json("show", "stored", number, "--history")["history"]]
        self.assertEqual([(c["paper"], c["copy"]) for c in changes if "paper" in c], [("slip", 1), ("slip", 0)])

    # ---- many at once, the sheet

    def test_the_papers_of_a_list(self):
        numbers = [self.stored() for _ in range(3)]
        text = self.ok("print", "stored", "--list", "all", "--paper", "key_label", "-o", "-")
        self.assertEqual(text.count("12B03"), 3)
        self.ok("print", "stored", "--list", "all", "--paper", "slip", "-o", "-", "--where", f"number = '{numbers[0]}'")
        self.assertIn("副本 1", self.text(numbers[0], "slip"))
        self.assertNotIn("副本", self.text(numbers[1], "slip"))

    @needs_pdf
    def test_the_house_sets_the_sheet(self):
        self.ok("setting", "set", "paper.stored.slip", "roll80", staff="cj")
        _, info = self.pdf(self.stored(), "slip")
        self.assertEqual(info["Pages"].strip(), "2")
        self.refused("setting", "set", "paper.stored.slip", "A9", staff="cj")

    @needs_pdf
    def test_the_sheets_are_counted_by_the_program_that_draws_them(self):
        for paper, parts, rows in (("A4", 1, 200), ("A5", 2, 3), ("roll80", 3, 5)):
            items = [["qiantai-print", 4], ["paper", paper]]
            for _ in range(parts):
                items += [["part", parts if paper == "A5" else 1, "联合广场", "名册", "", "", "编号 1"], ["table"],
                          ["column", 20, 0, "单元"], *[["row", f"A-{i}"] for i in range(rows)]]
            wire = json.dumps(items).encode()
            said = subprocess.run([PRINTER, "--count"], input=wire, stdout=subprocess.PIPE, check=True).stdout
            subprocess.run([PRINTER, self.path("w.pdf")], input=wire, check=True)
            info = subprocess.run(["pdfinfo", self.path("w.pdf")], stdout=subprocess.PIPE, check=True).stdout.decode()
            self.assertEqual(int(said), int(info.split("Pages:")[1].split()[0]), paper)
            self.assertEqual(int(said), {"A4": int(said), "A5": 1, "roll80": 3}[paper])
            self.assertGreater(int(said), 2 if paper == "A4" else 0)

    @needs_pdf
    def test_a_sum_does_not_stand_on_a_sheet_by_itself(self):
        broken = 0
        for n in range(33, 40):
            wire = json.dumps([["qiantai-print", 4], ["paper", "A4"], ["title", "表"], ["table"], ["column", 20, 0, "单元"],
                               *[["row", f"A-{i}"] for i in range(n)], ["total", "合计"]])
            subprocess.run([PRINTER, self.path("w.pdf")], input=wire.encode(), check=True)
            run = subprocess.run(["pdftotext", "-layout", self.path("w.pdf"), "-"], stdout=subprocess.PIPE, check=True)
            pages = run.stdout.decode().split("\f")[:-1]
            broken += len(pages) > 1
            self.assertRegex(pages[-1], r"(?s)A-.*合计", n)
        self.assertTrue(0 < broken < 7, "no sheet ends between these")

    # ---- files of print/

    def test_a_house_changes_the_wording_and_not_the_register(self):
        self.own_forms()
        self.form("print/letter-arrears.yaml", "专此函告", "特此通知")
        self.assertIn("特此通知", self.text(self.letter(), "arrears", "letter"))

    def test_a_later_folder_changes_what_it_says_and_no_more(self):
        os.makedirs(self.path("house/print"))
        self.write("house/print/a.yaml", "paper: letter.arrears\ntitle: {zh: 催款函, en: Reminder}\n")
        self.forms = f"{FORMS}:{self.path('house')}"
        text = self.text(self.letter(), "arrears", "letter")
        self.assertIn("催款函", text)
        self.assertIn("专此函告", text)

    def test_a_broken_wording_is_named_and_the_record_is_saved(self):
        self.own_forms()
        for old, new in (("{unit}业户", "{unti}业户"), ("{today()}", "{today(}"), ("{months}", "{months")):
            self.form("print/letter-arrears.yaml", old, new)
            code, out, err = self.run_it("check", staff=None)
            self.assertNotEqual(code, 0)
            self.assertIn("letter-arrears.yaml:", out + err)
            self.assertIn("^", out + err)
            self.letter()
            self.form("print/letter-arrears.yaml", new, old)
        self.ok("check", staff=None)

    def test_mistakes_are_told_with_their_place(self):
        self.own_forms()
        for file, old, new, word in (
                ("print/letter-arrears.yaml", "paper: letter.arrears", "paper: leter.arrears", "letter"),
                ("print/letter-arrears.yaml", "paper: letter.arrears", "paper: letter", "REGISTER"),
                ("print/stored-roll.yaml", "label: {zh: 寄存小票, en: Claim ticket}\n", "", "label"),
                ("stored.yaml", "print: slip", "print: slop", "slip"),
                ("stored.yaml", "part: owner", "part: onwer", "owner"),
                ("stored.yaml", "columns: [what, n, look]", "columns: [what, m]", "what"),
                ("stored.yaml", "totals: [n]", "totals: [look]", "look"),
                ("stored.yaml", "rows: goods", "rows: room", "items"),
                ("stored.yaml", "size: A5", "size: A9", "A5"),
                ("stored.yaml", 'code: "{number}"', 'code: "{}"', "{"),
                ("stored.yaml", "size: huge", "beside: 2", "beside"),
                ("stored.yaml", "[room, owner,", "[rooom, owner,", "room")):
            self.form(file, old, new)
            self.lang = "en"
            code, out, err = self.run_it("check", staff=None)
            self.assertNotEqual(code, 0, new)
            self.assertIn(word, out + err)
            self.assertIn(os.path.basename(file) + ":", out + err)
            shutil.copy(os.path.join(FORMS, file), os.path.join(self.forms, file))
        self.ok("check", staff=None)

    def test_a_file_of_print_is_checked_by_itself(self):
        self.lang = "en"
        self.own_forms()
        path = os.path.join(self.forms, "print/letter-arrears.yaml")
        self.forms, forms = None, self.forms
        self.ok("check", path, staff=None)
        self.forms = forms
        self.form("print/letter-arrears.yaml", "{amount}", "{amuont}")
        self.forms = None
        self.assertIn("did you mean 'amount'", self.refused("check", path, staff=None))

    # ---- who may

    def test_who_may_not_print_gets_nothing(self):
        number = self.stored()
        self.write("roles.yaml", "roles:\n  - {name: guest, label: {zh: 访客, en: guest}}\n")
        self.forms = f"{FORMS}:{self.path('roles.yaml')}"
        self.ok("user", "add", "gu", "古", "guest", staff="cj", stdin="1234\n")
        self.refused("print", "stored", number, "--paper", "slip", "-o", "-", staff="gu")
        self.assertEqual(self.sql("select count(*) from journal where action = 'print'")[0], [(0,)])


if __name__ == "__main__":
    main()
