"""check, broken forms beside good ones, and a register of the building's own."""
import os
import shutil

import openpyxl

from desk import SOURCE, Desk, main

UMBRELLA = """register: umbrella_demo
title: {zh: 雨伞借用, en: Umbrellas}
menu: {group: desk, order: 90}
number: "U{yy}-{seq:4}"
summary: "borrower || ' ' || unit"
unit_field: unit

fields:
  - {name: unit, type: unit, label: {zh: 房号, en: Unit}, required: true, search: plain}
  - {name: borrower, type: text, label: {zh: 借用人, en: Borrower}, required: true, personal: true, search: pinyin}
  - {name: deposit, type: money, label: {zh: 押金, en: Deposit}, default: "2000"}
  - {name: back_by, type: datetime, label: {zh: 归还期限, en: Back by}, default: "workdays(now(), 5)"}

states:
  - {name: out, label: {zh: 借出, en: out}, tone: warn}
  - {name: returned, label: {zh: 已还, en: returned}, tone: done, final: true}

actions:
  - {name: return, key: r, label: {zh: 归还, en: Returned}, from: [out], to: returned}

clocks:
  - {name: return, label: {zh: 归还雨伞, en: umbrella due}, start: saved, due: back_by, stop: [returned]}

lists:
  - {name: all, label: {zh: 全部, en: All}, columns: [number, unit, borrower, deposit, back_by, state], order: number, totals: [count, deposit]}

sheet:
  title: {zh: 雨伞借用登记表, en: Umbrella register}
  columns:
    - {field: number}
    - {field: borrower, heading: {zh: 借用人, en: Borrower}}
    - {field: deposit}
    - {field: back_by}
"""


TANGLED = """# head of the file

# of the register
register: shelf   # S1
title: {zh: 架子,
  en: Shelf}   # of both
number: 'S{seq:4}'
fields:
  # above a field
  - {name: what, type: text, label: {zh: 物品, en: What},  # within it
     required: true}
  - {name: kind, type: enum, label: {zh: 种类, en: Kind}, choices: [{name: big, zh: 大件, en: Large}, {name: small, zh: 小件, en: Small}, {name: loose, zh: 散件, en: Loose goods}]} # K1
  - {name: note, type: note, label: {zh: 备注, en: Note}, check: "note is null or length(note) < 40 and what <> 'nothing at all' and what <> 'something else' or kind = 'big' and what is not null"}
  # at the end of the fields


states: [{name: kept, label: {zh: 在存, en: kept}}, {name: gone, label: {zh: 已领, en: gone}, final: true}]
lists:
- name: all
  label: {zh: 全部, en: All}
  columns: [number, state, saved_at, clerk, changed_at, changed_by, what, kind, note, kept_at, kept_by, gone_at, gone_by]

handover: {count: "state = 'kept' and what is not null and kind = 'loose' or note is not null and kind = 'small'", line: [number, what, kind, note]} # at the change of the shift, for those who come and for the supervisor who asks for it
actions:
  - {name: move, key: m, label: {zh: 移动, en: Move}, from: kept, ask: [what, "note?"], needs: "what is not null and length(what) < 100 and what <> 'nothing at all' and what <> 'something else' and kind <> 'big' and kind <> 'loose' and length(coalesce(note, '')) < 100 and what <> 'as before'",
     message: {zh: 大件和散件不能移动，先问主管再说, en: "Large and loose goods stay where they are, ask the supervisor"}, confirm: "iif(kind = 'small', tr('小件请装箱后再移动，不要散放在架子上，也不要放在通道里', 'Box small things first; nothing lies loose on a shelf or in the passage'), null)", tell: "tr('已移动，请在架子上贴好标签', 'Moved; put the label on the shelf') || ' ' || what"}
  - {name: go, key: g, label: {zh: 领取, en: Go}, from: kept, to: gone}
# last words
"""
LAID_OUT = """# head of the file

# of the register
register: shelf  # S1
title: {zh: 架子, en: Shelf}  # of both
number: 'S{seq:4}'
fields:
  # above a field
  - name: what
    type: text
    label: {zh: 物品, en: What}  # within it
    required: true
  - {name: kind, type: enum, label: {zh: 种类, en: Kind},
     choices: [{name: big, zh: 大件, en: Large}, {name: small, zh: 小件, en: Small},
               {name: loose, zh: 散件, en: Loose goods}]}  # K1
  - {name: note, type: note, label: {zh: 备注, en: Note}, check: "note is null or length(note) < 40
       and what <> 'nothing at all' and what <> 'something else' or kind = 'big' and what is not null"}
  # at the end of the fields

states: [{name: kept, label: {zh: 在存, en: kept}}, {name: gone, label: {zh: 已领, en: gone}, final: true}]
lists: [{name: all, label: {zh: 全部, en: All},
         columns: [number, state, saved_at, clerk, changed_at, changed_by, what, kind, note, kept_at, kept_by, gone_at,
                   gone_by]}]

# at the change of the shift, for those who come and for the supervisor who asks for it
handover: {count: "state = 'kept' and what is not null and kind = 'loose' or note is not null and kind = 'small'",
           line: [number, what, kind, note]}
actions:
  - name: move
    key: m
    label: {zh: 移动, en: Move}
    from: kept
    ask: [what, "note?"]
    needs: "what is not null and length(what) < 100 and what <> 'nothing at all' and what <> 'something else'
      and kind <> 'big' and kind <> 'loose' and length(coalesce(note, '')) < 100 and what <> 'as before'"
    message: {zh: 大件和散件不能移动，先问主管再说, en: "Large and loose goods stay where they are, ask the supervisor"}
    confirm: "iif(kind = 'small', tr('小件请装箱后再移动，不要散放在架子上，也不要放在通道里',
      'Box small things first; nothing lies loose on a shelf or in the passage'), null)"
    tell: "tr('已移动，请在架子上贴好标签', 'Moved; put the label on the shelf') || ' ' || what"
  - {name: go, key: g, label: {zh: 领取, en: Go}, from: kept, to: gone}
# last words
"""


BESIDE = """register: shelf
vocabulary: 2
title: {zh: 架子, en: Shelf}
fields:
  - {name: what, type: text, zh: 物品, en: Thing, required: true}
  - {name: rows, type: items, zh: 内容, en: Content, fields: [{name: n, type: int, zh: 数, en: Pieces}]}
states: [{name: kept, zh: 在存, en: kept}, {name: gone, zh: 已领, en: gone, tone: done, final: true}]
actions: [{name: fetch, key: f, zh: 领取, en: Fetch, from: kept, to: gone}]
lists: [{name: kept, zh: 在存, en: On the shelf, columns: [number, what], where: "state = 'kept'"}]
"""


class Short(Desk):
    """Labels beside names, and the list of all records."""

    def test_a_label_beside_the_name_and_all_records_in_a_list(self):
        self.write("shelf.yaml", BESIDE)
        self.forms = os.path.join(SOURCE, "forms") + ":" + self.dir
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        n = self.ok("add", "shelf", "what=box").strip()
        self.ok("act", "shelf", n, "fetch")
        self.assertEqual(self.json("list", "shelf", "--list", "kept"), [])
        self.assertEqual([r["number"] for r in self.json("list", "shelf", "--list", "all")], [n])
        self.assertIn("Thing", self.ok("show", "shelf", n))
        self.lang = "zh_CN"
        self.assertIn("物品", self.ok("show", "shelf", n))

    def test_the_list_of_all_is_not_put_beside_one_of_the_house(self):
        whole = BESIDE.replace(', where: "state = \'kept\'"', "")
        self.assertNotEqual(whole, BESIDE)
        self.write("shelf.yaml", whole)
        self.forms = os.path.join(SOURCE, "forms") + ":" + self.dir
        self.assertIn("all", self.refused("list", "shelf", "--list", "all"))

    def test_an_extension_calls_it_otherwise_in_either_way(self):
        own = os.path.join(self.dir, "own")
        os.mkdir(own)
        self.write("shelf.yaml", BESIDE.replace("zh: 物品, en: Thing", "label: {zh: 物品, en: Thing}"))
        self.write("own/more.yaml", "extends: shelf\nvocabulary: 2\nfields:\n  - {name: what, zh: 货物, en: Goods}\n"
                   "  - {name: rows, label: {zh: 箱, en: Boxes}}\n")
        self.forms = os.path.join(SOURCE, "forms") + ":" + self.dir + ":" + own
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        n = self.ok("add", "shelf", "what=box", 'rows=[{"n": 1}]').strip()
        page = self.ok("show", "shelf", n)
        for word, there in (("Goods", True), ("Boxes", True), ("Thing", False), ("Content", False)):
            self.assertEqual(word in page, there, page)

    def test_half_a_label_and_two_are_told(self):
        f = self.write("shelf.yaml", BESIDE.replace("zh: 物品, en: Thing", "zh: 物品"))
        self.assertIn("needs the key 'en'", self.refused("check", f, staff=None, now=None))
        f = self.write("shelf.yaml", BESIDE.replace("zh: 物品, en: Thing", "label: {zh: 物品, en: Thing}, zh: 物品, en: Thing"))
        self.assertIn("'label' stands twice", self.refused("check", f, staff=None, now=None))
        f = self.write("shelf.yaml", BESIDE.replace("zh: 物品, en: Thing", "label: {zh: 物品, en: Thing, de: Ding}"))
        self.assertIn("unknown key", self.refused("check", f, staff=None, now=None))


class Format(Desk):
    def laid_out(self, text):
        f = self.write("some.yaml", text)
        self.ok("check", "--format", f, staff=None, now=None)
        with open(f) as done:
            return done.read()

    def test_our_own_forms_are_laid_out(self):
        forms = [os.path.join(SOURCE, folder, name) for folder in ("forms", "forms/print")
                 for name in os.listdir(os.path.join(SOURCE, folder)) if name.endswith(".yaml")]
        self.assertEqual(self.ok("check", "--format", "--dry-run", *forms, staff=None, now=None), "")

    def test_every_comment_is_kept_and_twice_is_once(self):
        self.maxDiff = None
        self.assertEqual(self.laid_out(TANGLED), LAID_OUT)
        self.assertEqual(self.laid_out(LAID_OUT), LAID_OUT)

    def test_a_dry_run_names_the_file_and_leaves_it(self):
        f = self.write("some.yaml", TANGLED)
        code, out, _ = self.run_it("check", "--format", "--dry-run", f, staff=None, now=None)
        self.assertEqual((code, out.strip()), (1, f))
        with open(f) as left:
            self.assertEqual(left.read(), TANGLED)

    def test_what_cannot_be_laid_out_is_left_as_it_is(self):
        for text in ("a: &x 1\nb: *x\n", "a: 1\n---\nb: 2\n", "a: !!str 1\n", "a: [1\n", "\ta: 1\n", "", "k: |2+\n    two\n   one\nl: 2\n"):
            f = self.write("some.yaml", text)
            self.assertIn("left as it is", self.refused("check", "--format", f, staff=None, now=None), text)
            with open(f) as left:
                self.assertEqual(left.read(), text)

    def test_a_long_text_is_folded_where_chinese_ends_a_clause(self):
        long = "；".join(["这是一句说明里的话"] * 9)
        text = f"register: a\ntitle: {{zh: 甲, en: A}}\nhelp_of_house: {long}  # {long}\n"
        out = self.laid_out(text)
        self.assertIn(long, out)  # it has no blank: as it is
        self.assertEqual("".join(line.strip("# ") for line in out.split("\n") if line.startswith("#")), long)

    def test_the_caret_finds_the_line_of_a_folded_expression(self):
        f = self.write("some.yaml", LAID_OUT.replace("kind = 'big'", "knd = 'big'"))
        self.assertIn("some.yaml:17:69:", self.refused("check", f, staff=None, now=None))


class Forms(Desk):
    def test_our_own_forms_have_no_mistake(self):
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))

    def test_each_of_our_own_forms_alone_has_no_mistake(self):
        forms = [os.path.join(SOURCE, "forms", name) for name in sorted(os.listdir(os.path.join(SOURCE, "forms")))
                 if name.endswith(".yaml") and name not in ("menu.yaml", "fields.yaml", "accounts.yaml", "roles.yaml")]
        self.assertRegex(self.ok("check", *forms, staff=None, now=None), "^%d registers, no mistakes" % len(forms))
        wrong = self.write("wrong.yaml", UMBRELLA.replace('"2000"', "\"setting('umbrella_demo.sum')\""))
        self.assertIn("there is no setting 'umbrella_demo.sum'", self.refused("check", wrong, staff=None, now=None))

    def test_a_mistake_is_named_with_line_and_caret(self):
        f = self.write("bad.yaml", "register: bad\ntitle: {zh: 坏, en: Bad}\nfields:\n  - {name: tel, type: phon, label: {zh: 电话}}\n")
        err = self.refused("check", f, staff=None, now=None)
        self.assertIn("bad.yaml:4:", err)
        self.assertIn("'phone'", err)
        self.assertIn("^", err)

    def test_a_column_of_a_sheet_is_a_field_or_the_running_number(self):
        for column, why in (("{count: true, field: a, heading: {zh: 号, en: No.}}", "either 'field' or 'count: true'"),
                            ("{heading: {zh: 号, en: No.}}", "either 'field' or 'count: true'"), ("{count: true}", "needs a heading"),
                            ("{count: false, heading: {zh: 号, en: No.}}", "only 'true'")):
            f = self.write("bad.yaml", "register: bad\ntitle: {zh: 坏, en: Bad}\nfields:\n  - {name: a, type: int, label: {zh: 甲, en: A}}\n"
                           f"sheet:\n  columns:\n    - {column}\n")
            self.assertIn(why, self.refused("check", f, staff=None, now=None), column)

    def test_a_bad_expression_is_named(self):
        f = self.write("bad.yaml", "register: bad\ntitle: {zh: 坏, en: Bad}\nfields:\n  - {name: a, type: int, label: {zh: 甲}, default: \"nofunction(1)\"}\n")
        self.assertIn("bad.yaml:4:", self.refused("check", f, staff=None, now=None))

    def test_a_file_that_is_no_yaml_or_not_there(self):
        self.refused("check", self.write("no.yaml", "register: [\n"), staff=None, now=None)
        self.refused("check", self.path("none.yaml"), staff=None, now=None)

    def test_a_broken_form_does_not_stop_the_others(self):
        forms = self.path("forms")
        shutil.copytree(os.path.join(SOURCE, "forms"), forms)
        self.write("forms/bad.yaml", "register: bad\nfields: 7\n")
        self.forms = forms
        self.add_unit()
        code, out, err = self.run_it("add", "visitor", "name=王小明", "unit=A-1203")
        self.assertEqual(code, 0, err)
        self.assertEqual(out.strip(), "261121-001")
        self.assertIn("bad.yaml", err)

    def test_a_register_of_the_buildings_own(self):
        own = self.path("own")
        os.mkdir(own)
        self.write("own/umbrella_demo.yaml", UMBRELLA)
        self.assertLess(len(UMBRELLA.splitlines()), 40)
        self.forms = os.path.join(SOURCE, "forms") + ":" + own
        self.add_unit()
        number = self.ok("add", "umbrella_demo", "unit=A-1203", "borrower=王小明").strip()
        self.assertEqual(number, "U26-0001")
        due = [r for r in self.json("board") if r["number"] == number]
        self.assertEqual(due[0]["due"], "2026-11-27 17:30", "M1: five working days")
        self.assertIn("王小明", self.ok("list", "umbrella_demo"))
        self.assertIn("王小明", self.ok("list", "umbrella_demo", "--where", "borrower <> '' and state in open"))
        self.assertNotIn("王小明", self.ok("list", "umbrella_demo", "--where", "state not in open"))
        self.refused("list", "umbrella_demo", "--where", "state in opne")
        self.assertEqual(self.json("search", "wxm")[0]["number"], number)
        self.ok("act", "umbrella_demo", number, "return")
        self.assertEqual([r for r in self.json("board") if r["number"] == number], [])
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"))
        ws = openpyxl.load_workbook(self.path("m.xlsx"))["Umbrella register"]
        self.assertEqual(ws["C4"].value, 20)
        self.ok("verify")


main()
