"""Printing (R8): records and lists as PDF and text, read by somebody else's reader; what fails says so."""
import os
import re
import subprocess
import time
import unittest

from desk import Desk, main

PRINTER = os.path.join(os.path.dirname(os.environ.get("QIANTAI", "")), "qiantai-print")
needs_pdf = unittest.skipUnless(os.path.exists(PRINTER), "qiantai-print is not built (QT_PRINT=OFF)")


class Print(Desk):
    def make(self):
        super().make()
        self.lang = "zh_CN"
        self.add_unit()

    def repair(self, fault="厨房水龙头漏水", **more):
        return self.ok("add", "repair", "unit=A-1203", f"fault={fault}", **more).strip()

    def pdf_text(self, name, *options):
        return subprocess.run(["pdftotext", "-layout", *options, self.path(name), "-"], stdout=subprocess.PIPE,
                              check=True).stdout.decode()

    def pdf_info(self, name):
        lines = subprocess.run(["pdfinfo", self.path(name)], stdout=subprocess.PIPE, check=True).stdout.decode()
        return dict(line.split(":", 1) for line in lines.splitlines() if ":" in line)

    def printer(self, command):
        """A print command in the house's file, chosen by its name."""
        os.environ["QIANTAI_HOUSE"] = self.write("house", f"print\toffice\t{command}\n")
        self.addCleanup(os.environ.pop, "QIANTAI_HOUSE", None)
        os.chmod(self.path("house"), 0o600)
        self.ok("setting", "set", "print_command", "office", staff="cj")

    def prints(self):
        return self.sql("select reg, record, data from journal where action = 'print'")[0]

    @needs_pdf
    def test_r8_the_unfinished_repairs_as_pdf(self):
        numbers = [self.repair(f"第{i}处漏水") for i in range(3)]
        said = self.ok("print", "repair", "--list", "unfinished", "-o", self.path("u.pdf"), now="2026-11-21 17:00")
        self.assertIn(self.path("u.pdf"), said)
        text = self.pdf_text("u.pdf")
        for word in ["联合广场", "未完成工程维修记录", "2026-11-21 星期六 17:00", "李敏", "移交人", "接收人", "合计 3",
                     "第 1 页，共 1 页", "第2处漏水", *numbers]:
            self.assertIn(word, text)
        self.assertEqual(self.pdf_info("u.pdf")["Title"].strip(), "未完成工程维修记录")
        self.assertEqual(os.stat(self.path("u.pdf")).st_mode & 0o777, 0o600)
        self.assertEqual([n for n in os.listdir(self.dir) if "part" in n], [])
        self.assertEqual(self.prints(), [("repair", 0, '{"list":"unfinished","records":3}')])

    @needs_pdf
    def test_many_rows_take_many_pages_each_with_its_head(self):
        rows = "".join(f"A-1203,2026-11-20 09:00,第{i:03}处漏水，要修\n" for i in range(400))
        self.write("r.csv", "unit,saved_at,fault\n" + rows)
        self.ok("import", "repair", self.path("r.csv"), "--state", "called", "--migrate", staff="cj")
        self.ok("print", "repair", "--list", "unfinished", "-o", self.path("u.pdf"))
        pages = int(self.pdf_info("u.pdf")["Pages"])
        self.assertGreater(pages, 5)
        text = self.pdf_text("u.pdf")
        for i in range(400):
            self.assertEqual(text.count(f"第{i:03}处漏水，要修"), 1)
        for page in range(1, pages + 1):
            one = self.pdf_text("u.pdf", "-f", str(page), "-l", str(page))
            self.assertIn(f"第 {page} 页，共 {pages} 页", one)
            if "处漏水" in one:
                self.assertIn("报修地点", one)

    @needs_pdf
    def test_a_text_longer_than_a_page_loses_nothing(self):
        parts = [f"第{i:03}条" for i in range(300)]
        number = self.ok("add", "complaint", "name=王小明", "phone=13812348036", "unit=A-1203", "matter=other",
                         "text=" + "，详细经过如下面所述，".join(parts)).strip()
        self.ok("print", "complaint", number, "-o", self.path("c.pdf"))
        text = "".join(self.pdf_text("c.pdf", "-raw").split())
        text = re.sub(f"投诉登记{number}第.页，共.页[0-9]+:[0-9a-f]{{12}}", "", text)  # the feet of the pages
        for part in parts:
            self.assertIn(part, text)
        self.assertGreater(int(self.pdf_info("c.pdf")["Pages"]), 1)

    @needs_pdf
    def test_words_and_numbers_are_not_broken_within_a_cell(self):
        self.lang = "en"
        self.ok("add", "complaint", "name=王小明", "phone=13812348036", "unit=A-1203", "matter=cleaning",
                "text=" + "地库垃圾桶边总有积水，气味很大，打电话没人管，" * 6)
        self.ok("print", "complaint", "--list", "all", "-o", self.path("c.pdf"))
        text = self.pdf_text("c.pdf")
        for word in ("Cleaning", "received", "11-21 09:14", "A-1203"):
            self.assertIn(word, text)

    def test_a_record_as_text(self):
        number = self.repair()
        self.ok("act", "repair", number, "assign", "engineer=lm", staff="cj")
        self.ok("print", "repair", number, "-o", self.path("r.txt"))
        text = self.read("r.txt")
        for word in ["联合广场", "报修登记", number, "厨房水龙头漏水", "派工", "陈静", "签名"]:
            self.assertIn(word, text)
        self.assertNotIn("\x1b", text)
        self.assertEqual(self.ok("print", "repair", number, "-o", "-"), text)
        self.assertEqual(len(self.prints()), 2)

    def test_a_filtered_list_to_the_terminal(self):
        self.repair("门锁坏")
        self.repair("灯不亮")
        text = self.ok("print", "repair", "--list", "all", "--where", "fault = '灯不亮'", "-o", "-")
        self.assertIn("灯不亮", text)
        self.assertNotIn("门锁坏", text)
        self.assertIn("不是整个列表", text)

    def test_c11_the_figures_of_a_month(self):
        self.ok("add", "repair", "unit=A-1203", "fault=漏水", "kind=plumbing")
        out = self.ok("print", "repair", "--figures", "2026-11", "-o", "-")
        self.assertIn("给排水", out)
        self.assertIn("2026-W47", out)
        self.refused("print", "repair", "--figures", "November", "-o", "-")

    def test_without_o_it_goes_as_the_settings_say(self):
        number = self.repair()
        self.ok("setting", "set", "print_text", "32", staff="cj")
        said = self.ok("print", "repair", number)
        name = self.path(f"print/repair-{number}-20261121-0914.txt")
        self.assertIn(name, said)
        self.assertEqual(os.stat(self.path("print")).st_mode & 0o777, 0o700)
        with open(name, encoding="utf-8") as f:
            self.assertIn("厨房水龙头漏水", f.read())
        self.ok("print", "repair", number)
        self.assertTrue(os.path.exists(name.replace(".txt", "-2.txt")))

    @needs_pdf
    def test_the_command_gets_the_pdf_and_its_failure_is_told(self):
        number = self.repair()
        self.printer(f'cat > "{self.path("got")}"; echo "$TITLE" > "{self.path("title")}"')
        self.assertIn("已送打印机", self.ok("print", "repair", number))
        with open(self.path("got"), "rb") as f:
            self.assertEqual(f.read(5), b"%PDF-")
        self.assertIn(number, self.read("title"))
        self.assertEqual(os.listdir(self.path("print")), [])
        self.printer("echo 没纸了 >&2; exit 1")
        said = self.refused("print", "repair", number)
        self.assertIn("没纸了", said)
        self.assertIn(os.listdir(self.path("print"))[0], said)

    @needs_pdf
    def test_the_printer_that_hangs_is_given_up(self):
        number = self.repair()
        self.ok("setting", "set", "print_seconds", "1", staff="cj")
        self.printer("sleep 100")
        begun = time.monotonic()
        self.assertIn("1秒", self.refused("print", "repair", number))
        self.assertLess(time.monotonic() - begun, 30)

    def test_m10_a_command_that_only_a_setting_holds_is_not_run(self):
        number = self.repair()
        command = f'touch "{self.path("ran")}"'
        said = self.refused("setting", "set", "print_command", command, staff="cj")
        self.assertIn(f"print\toffice\t{command}\n", said)
        self.sql(f"insert into setting (name, value) values ('print_command', '{command}')")
        self.ok("setting", "set", "print_text", "32", staff="cj")
        said = self.refused("print", "repair", number)
        kept = os.listdir(self.path("print"))
        self.assertEqual(len(kept), 1)
        self.assertIn(kept[0], said)
        self.assertIn(f"print\toffice\t{command}\n", said)
        self.assertFalse(os.path.exists(self.path("ran")))

    def test_m10_a_printer_that_lpstat_names_may_be_chosen(self):
        number = self.repair()
        os.mkdir(self.path("bin"))
        for name, text in (("lpstat", "echo office; echo 'b;d'"), ("lp", f'echo "$@" > "{self.path("got")}"')):
            self.write(f"bin/{name}", f"#!/bin/sh\n{text}\n")
            os.chmod(self.path(f"bin/{name}"), 0o700)
        path = os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        os.environ["PATH"] = self.path("bin") + ":" + path
        self.ok("setting", "set", "print_text", "32", staff="cj")
        for wrong in ("gate", "b;d", "lp -d office; true", "-office", "lp -d"):
            self.refused("setting", "set", "--", "print_command", wrong, staff="cj")
        for right in ("office", "lp -d office"):
            self.ok("setting", "set", "print_command", right, staff="cj")
            self.assertIn("已送打印机", self.ok("print", "repair", number))
            self.assertIn("-d office -t", self.read("got"))

    def test_what_cannot_be_printed_is_refused(self):
        number = self.repair()
        self.refused("print", "nothing", number)
        self.refused("print", "repair", "R9999-999")
        self.refused("print", "repair", "--list", "none")
        self.refused("print", "repair", "--list", "all", "--where", "no_such_field = 1", "-o", "-")
        self.refused("print", "repair", number, "-o", self.path("x.doc"))
        self.refused("print", "repair", number, "-o", self.path("no/such/x.txt"))
        self.assertIn("--as", self.refused("print", "repair", number, staff=None))
        for wrong in (["repair"], ["repair", number, "--list", "all"], ["repair", number, "--where", "1"]):
            self.assertEqual(self.run_it("print", *wrong)[0], 2)

    @needs_pdf
    def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(self):
        number = self.repair()
        self.assertIn("no/such", self.refused("print", "repair", number, "-o", self.path("no/such/x.pdf")))
        self.write("full.pdf", "as it was")
        if os.geteuid() != 0:
            os.chmod(self.dir, 0o500)
            self.addCleanup(os.chmod, self.dir, 0o700)
            self.refused("print", "repair", number, "-o", self.path("full.pdf"))
        self.assertEqual(self.read("full.pdf"), "as it was")

    def test_the_desk_neither_links_nor_loads_what_only_paper_and_workbooks_need(self):
        linked = subprocess.run(["ldd", os.environ["QIANTAI"]], stdout=subprocess.PIPE, check=True).stdout.decode()
        for library in ("pango", "cairo", "fontconfig", "glib", "xlsxwriter", "crypto"):
            self.assertNotIn(library, linked)

    @needs_pdf
    def test_hostile_input_makes_no_pdf(self):
        head = b'[["qiantai-print",4],'
        for lines in (b"", b"%PDF-1.4\n", b"[]", head[:-1] + b"]\0", head[:-1], head + b'["row","a"]]',
                      head + b'["title","\xff"]]', head + b'["column",99999999999,0,"x"]]', b"qiantai-print 2\nend\n",
                      head + b'["title","' + b"A" * 2000000 + b'"', b"[" * 2000000):
            done = subprocess.run([PRINTER, self.path("h.pdf")], input=lines, stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 65, lines[:60])
            self.assertIn(b"qiantai-print:", done.stderr)
        self.assertFalse(os.path.exists(self.path("h.pdf")))
        # markup is text
        done = subprocess.run([PRINTER, self.path("h.pdf")], check=False,
                              input=head + b'["title","<b>&amp;</b> %s%n"]]')
        self.assertEqual(done.returncode, 0)
        self.assertIn("<b>&amp;</b> %s%n", self.pdf_text("h.pdf"))

    @needs_pdf
    def test_without_a_chinese_font_it_is_said_which_to_install(self):
        fonts = self.write("fonts.conf", "<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>"
                           % (self.path("none"), self.path("cache")))
        number = self.repair()
        os.environ["FONTCONFIG_FILE"] = fonts
        self.addCleanup(os.environ.pop, "FONTCONFIG_FILE")
        self.assertIn("fonts-wqy-microhei", self.refused("print", "repair", number, "-o", self.path("f.pdf")))
        self.assertFalse(os.path.exists(self.path("f.pdf")))

    def test_without_the_drawing_program_text_is_offered(self):
        number = self.repair()
        os.environ["QIANTAI_LIBEXEC"] = self.path("none")
        self.addCleanup(os.environ.pop, "QIANTAI_LIBEXEC")
        self.assertIn(".txt", self.refused("print", "repair", number, "-o", self.path("f.pdf")))
        self.ok("print", "repair", number, "-o", self.path("f.txt"))


main()
