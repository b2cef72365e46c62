"""Papers of a list: its rows with wording, numbered copies, and a hash of all they said."""
import os
import subprocess
import unittest

from desk import Desk, main

PRINTER = os.path.join(os.path.dirname(os.environ.get("QIANTAI", "")), "qiantai-print")
needs_pdf = unittest.skipUnless(os.path.exists(PRINTER), "qiantai-print is not built (QT_PRINT=OFF)")


class ListPapers(Desk):
    def make(self):
        super().make()
        self.lang = "zh_CN"
        for i in range(3):
            self.add_unit(f"A-{i + 1}", owner="王芳", owner_phone="13800001111", remarks="欠费停水" if i else "")

    def paper(self, name="directory", *more, list="directory", **how):
        return self.ok("print", "unit", "--list", list, "--paper", name, "-o", "-", *more, **how)

    def house(self, papers, more=""):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write("forms/unit_house.yaml", f"extends: unit\n{more}papers:\n{papers}")

    def printed(self):
        return [line for line, in self.sql("SELECT data FROM journal WHERE action = 'print' ORDER BY seq")[0]]

    # ---- the contact list (X2, papers 31)

    def test_the_copies_are_numbered_by_the_month(self):
        first = self.paper()
        self.assertIn("编号 2026-11  第 1 份", first)
        self.assertIn("保安签收", first)
        self.assertIn("内部资料", first)
        for unit in ("A-1", "A-2", "A-3"):
            self.assertIn(f"{unit} ", first)
        self.assertIn("合计 3", first)
        self.assertIn("编号 2026-11  第 2 份", self.paper())
        self.assertIn("编号 2026-12  第 1 份", self.paper(now="2026-12-20 09:00"))
        self.assertIn("编号 2026-11  第 3 份", self.paper())

    def test_the_journal_keeps_a_hash_of_all_rows(self):
        self.paper()
        self.paper()
        self.ok("edit", "unit", "A-3", "owner=李四", staff="cj")
        self.paper()
        lines = self.printed()
        self.assertTrue(lines[0].startswith('{"paper":"directory","number":"2026-11","copy":0,"hash":"'), lines[0])
        hashes = [line.split('"hash":"')[1][:64] for line in lines]
        self.assertEqual(hashes[0], hashes[1])
        self.assertNotEqual(hashes[1], hashes[2])
        self.assertNotIn("王芳", "".join(lines))

    def test_what_is_not_the_whole_list_says_so(self):
        text = self.paper("directory", "--where", "code = 'A-2'")
        self.assertIn("A-2", text)
        self.assertNotIn("A-3", text)
        self.assertIn("code = 'A-2'", text)

    @needs_pdf
    def test_over_several_sheets_the_headings_stand_on_each(self):
        for i in range(70):
            self.add_unit(f"B-{i + 1:03}", owner="王芳", owner_phone="13800001111")
        self.ok("print", "unit", "--list", "directory", "--paper", "directory", "-o", self.path("p.pdf"))
        run = subprocess.run(["pdftotext", "-layout", self.path("p.pdf"), "-"], stdout=subprocess.PIPE, check=True)
        pages = run.stdout.decode().split("\f")[:-1]
        self.assertGreater(len(pages), 1)
        for page in pages[:-1]:
            self.assertIn("办公时间外", page)
        for i in range(70):
            self.assertIn(f"B-{i + 1:03}", run.stdout.decode())
        self.assertEqual("".join(pages).count("商户通讯录"), 1)
        for i, page in enumerate(pages):  # sheets that were dropped can be put in order
            self.assertIn(f"第 1 份 - {i + 1} -", " ".join(page.split()))
        self.assertIn("138 0000 1111", pages[0])  # not broken over two lines

    # ---- what a form can say

    def test_copies_at_once_have_each_its_number_and_a_number_of_the_house(self):
        self.house("  - {name: roll, label: {zh: 名册, en: Roll}, list: all, copies: 2, number: \"MC{substr(today(), 1, 4)}\","
                   " title: {zh: \"{setting('building')}名册\", en: Roll}}\n")
        text = self.paper("roll", list="all")
        self.assertIn("联合广场名册", text)
        self.assertIn("编号 MC2026  第 1 份", text)
        self.assertIn("编号 MC2026  第 2 份", text)
        self.assertEqual(text.count("A-2 "), 2)
        self.assertIn("第 3 份", self.paper("roll", list="all", now="2026-12-20 09:00"))

    def test_a_row_that_no_paper_may_say_stops_it_unless_it_is_quoted(self):
        lists = "lists:\n  - {name: notes, label: {zh: 备注表, en: Notes}, columns: [code, remarks]}\n"
        self.house("  - {name: notes, label: {zh: 备注, en: Notes}, list: notes, body: [{rows: list}]}\n", lists)
        err = self.refused("print", "unit", "--list", "notes", "--paper", "notes", "-o", "-")
        self.assertIn("停水", err)
        self.assertEqual(self.printed(), [])
        self.house("  - {name: notes, label: {zh: 备注, en: Notes}, list: notes, body: [{rows: list, quoted: true}]}\n", lists)
        self.assertIn("欠费停水", self.paper("notes", list="notes"))

    def test_an_empty_list_says_so_on_its_paper(self):
        self.assertIn("没有", self.paper("directory", "--where", "code = 'Z'"))

    def test_it_is_a_paper_of_that_list_and_of_no_record(self):
        self.assertIn("directory", self.refused("print", "unit", "--list", "all", "--paper", "directory", "-o", "-"))
        self.assertIn("directory", self.refused("print", "unit", "A-1", "--paper", "directory", "-o", "-"))
        self.assertEqual(self.printed(), [])

    def test_mistakes_are_told_with_their_place(self):
        self.lang = "en"
        begin = "name: x, label: {zh: 单, en: X}"
        for paper, word in (
                (f"{begin}, list: direktory", "directory"),
                (f"{begin}, list: all, body: [{{text: '{{code}}'}}]", "code"),
                (f"{begin}, list: all, body: [{{text: 'x', when: \"code = 'A'\"}}]", "code"),
                (f"{begin}, list: all, body: [{{pairs: [code]}}]", "rows: list"),
                (f"{begin}, list: all, body: [{{rows: contacts_in}}]", "rows: list"),
                (f"{begin}, list: all, body: [{{rows: list, room: 3}}]", "room"),
                (f"{begin}, list: all, receipt: owner", "receipt"),
                (f"{begin}, body: [{{rows: list}}]", "'list'"),
                (f"{begin}, number: 'X'", "'list'")):
            with self.subTest(paper=paper):
                self.house("  - {" + paper + "}\n")
                err = self.refused("check")
                self.assertIn(word, err)
                self.assertIn("unit_house.yaml:3:", err)
                self.assertIn("^", err)
        self.house(f"  - {{{begin}, list: all}}\n", "actions: [{name: checked, print: x}]\n")
        self.assertIn("'x'", self.refused("check"))


main()
