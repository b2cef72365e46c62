"""A role that ends at its area (roles.yaml, `area`): every way to a record of another's unit, and what stays open."""
import os

from desk import SOURCE, Desk, main

SHIPPED = os.path.join(SOURCE, "forms")
ROLES = """roles:
  - {name: caretaker, label: {zh: 管理员, en: caretaker}, stands_for: [clerk, engineer], area: {register: unit, field: caretaker},
     rights: [print, export, import]}
"""
NOTE = """register: note
title: {zh: 便条, en: Notes}
summary: "what"
fields:
  - {name: unit, type: unit, label: {zh: 房号, en: Unit}}
  - {name: what, type: text, label: {zh: 内容, en: What}, search: plain}
  - {name: repair, type: link, to: repair, label: {zh: 报修, en: Repair}}
  - {name: fault, type: computed, label: {zh: 故障, en: Fault}, compute: "get('repair', repair, 'fault')"}
  - {name: latest, type: computed, label: {zh: 最近, en: Latest}, compute: "latest('repair', 'unit', 'B-0101')"}
  - {name: often, type: computed, label: {zh: 次数, en: Times}, compute: "count_like('repair', 'unit', 'B-0101', 30)"}
  - {name: counted, type: computed, label: {zh: 件数, en: Count}, compute: "count_of('repair', 'state', 'open') || count_of('repair') || sum_of('repair', 'rework', 'unit', 'B-0101')"}
states:
  - {name: open, label: {zh: 在办, en: open}}
lists:
  - {name: all, label: {zh: 全部, en: All}, columns: [number, unit, what, fault, latest, often]}
"""


class Area(Desk):
    def setUp(self):
        super().setUp()
        self.furnish()

    def furnish(self):
        os.makedirs(self.path("house"), exist_ok=True)
        self.write("house/roles.yaml", ROLES)
        self.write("house/note.yaml", NOTE)
        self.forms = SHIPPED + ":" + self.path("house")

    def make(self):
        super().make()
        self.furnish()
        self.ok("user", "add", "ca", "管理员甲", "caretaker", staff="cj", stdin="1234\n")
        for unit, whose in (("A-0101", "ca"), ("B-0101", "cj")):
            self.ok("add", "unit", "code=" + unit, "caretaker=" + whose, staff="cj")
        self.near = self.repair("unit=A-0101", "fault=近处漏水")
        self.far = self.repair("unit=B-0101", "fault=远处漏水")
        self.hall = self.repair("place=大堂", "fault=大堂灯不亮")

    def repair(self, *values):
        return self.ok("add", "repair", *values, staff="cj").strip()

    def test_lists_board_search_figures_and_papers(self):
        for args in (("list", "repair"), ("list", "repair", "--csv"), ("list", "repair", "--json"), ("board",), ("search", "漏水"),
                     ("print", "repair", "--list", "open", "-o", "-")):
            theirs, all_of_it = self.ok(*args, staff="ca"), self.ok(*args, staff="cj")
            self.assertIn("远处", all_of_it, args)
            self.assertNotIn("B-0101", theirs, args)
            self.assertNotIn("远处", theirs, args)
            self.assertIn("近处", theirs, args)
        self.assertIn("大堂", self.ok("list", "repair", staff="ca"))
        self.assertEqual([r["code"] for r in self.json("list", "unit", staff="ca")], ["A-0101"])

    def test_the_record_itself(self):
        for args in (("show", "repair", self.far), ("show", "repair", self.far, "--history"), ("show", "unit", "B-0101"),
                     ("print", "repair", self.far, "-o", "-"), ("edit", "repair", self.far, "fault=x"),
                     ("act", "repair", self.far, "cancel"), ("edit", "unit", "B-0101", "remarks=x")):
            code, out, err = self.run_it(*args, staff="ca")
            self.assertEqual(code, 1, args)
            self.assertNotIn("远处", out + err, args)
            self.assertRegex(err, "area|may not write", args)
        for number in (self.near, self.hall):
            self.assertIn(number, self.ok("show", "repair", number, staff="ca"))

    def test_nothing_is_entered_or_moved_there(self):
        self.refused("add", "repair", "unit=B-0101", "fault=x", staff="ca")
        self.refused("edit", "repair", self.near, "unit=B-0101", staff="ca")
        self.ok("add", "repair", "unit=A-0101", "fault=又漏水", staff="ca")
        self.write("repairs.csv", "unit,fault\nB-0101,漏水\n")
        self.refused("import", "repair", self.path("repairs.csv"), staff="ca")
        self.assertEqual(self.json("show", "repair", self.near, staff="cj")["unit"], "A-0101")

    def test_the_ways_of_expressions_and_links(self):
        number = self.ok("add", "note", "what=便条", "repair=" + self.far, staff="cj").strip()
        mine, all_of_it = self.json("show", "note", number, staff="ca"), self.json("show", "note", number, staff="cj")
        self.assertEqual((all_of_it["fault"], all_of_it["latest"], all_of_it["often"], all_of_it["counted"]), ("远处漏水", self.far, 1, "330"))
        self.assertEqual((mine.get("fault"), mine.get("latest"), mine["often"], mine["counted"]), (None, None, 0, "220"))
        self.refused("add", "note", "what=x", "repair=" + self.far, staff="ca")
        self.ok("add", "note", "what=x", "repair=" + self.near, staff="ca")
        self.assertNotIn(number, self.ok("list", "note", "--where", "get('repair', repair, 'fault') like '远%'", staff="ca"))
        self.assertIn(number, self.ok("list", "note", "--where", "get('repair', repair, 'fault') like '远%'", staff="cj"))

    def test_the_area_is_that_of_now(self):
        self.ok("edit", "unit", "B-0101", "caretaker=ca", staff="cj")
        self.assertIn("远处漏水", self.ok("show", "repair", self.far, staff="ca"))
        self.ok("edit", "unit", "A-0101", "caretaker=cj", staff="cj")
        self.refused("show", "repair", self.near, staff="ca")

    def test_a_wrong_area_is_told_and_shows_nothing_of_a_unit(self):
        self.write("house/roles.yaml", ROLES.replace("field: caretaker", "field: caretakr"))
        self.assertIn("caretaker", self.refused("check", staff=None))
        code, out, err = self.run_it("list", "repair", staff="ca")
        self.assertNotIn("01", out, err)


main()
