"""Fields said shortly: standard fields of fields.yaml, `like`, several in a list, what a group has in common, types that are told."""
import os

from desk import Desk, main

FIELDS = """fields:
  - {name: unit, zh: 单元, en: Flat}
  - {name: guest, type: text, zh: 来宾, en: Guest, personal: true, search: pinyin, max: 6, help: {zh: 全名, en: In full}}
  - {name: guard, type: staff, roles: security, zh: 保安, en: Guard}
  - {name: scan, type: files, zh: 扫描, en: Scan, kinds: [pdf], most: 1, size: 1}
  - {name: area, type: int, decimals: 2, zh: 面积, en: Area}
  - {name: secret, type: text, zh: 暗号, en: Secret, secret: true}
"""
SHORT = """register: short
vocabulary: 2
title: {zh: 简, en: Short}
retention: {days: 10}
states: [{name: open, zh: 在办, en: open}, {name: end, zh: 结, en: ended, final: true}]
fields:
  - [unit, guest, {name: second, like: guest, zh: 第二人, en: Second, max: 9}]
  - {name: way, zh: 方式, en: Way, choices: [{name: a, zh: 甲, en: Ay}, {name: b, zh: 乙, en: Bee}]}
  - {name: phone, type: text, zh: 机型, en: Model}
  - {name: place, zh: 地点, en: Place}
  - {required: true, fields: [area, {name: colour, zh: 颜色, en: Colour}, {name: shade, required: "colour = 'red'", zh: 浓淡, en: Shade}]}
  - hidden: true
    fields:
      - {name: twice, zh: 两倍, en: Twice, compute: "area * 2"}
      - {name: no, number: "N{seq:3}", given: end, zh: 编号, en: No.}
      - {personal: true, fields: [{name: said, zh: 说, en: Said}, {name: open, zh: 公开, en: Open, personal: false}]}
  - {name: rows, zh: 物品, en: Things, fields: [guest, {name: guard, required: true}, [pieces, area],
     {max: 3, fields: [{name: mark, zh: 记号, en: Mark}]}]}
  - {max: 3, fields: [{name: tiny, zh: 小, en: Tiny}, {max: 8, fields: [{name: more, zh: 大, en: More}, {name: third, like: guest, zh: 三, en: Third}]}]}
  - scan
actions:
  - {name: end, key: e, zh: 结, en: End, to: end, ask: ["said?", "open?"]}
"""


class Fields(Desk):
    def house(self, fields=FIELDS, **forms):
        os.makedirs(self.path("forms"), exist_ok=True)
        for name in os.listdir(self.path("forms")):
            os.unlink(self.path("forms/" + name))
        for name, text in {"fields": fields, **forms}.items():
            if text:
                self.write(f"forms/{name}.yaml", text)

    def wrong(self, *said, **files):
        self.house(**files)
        err = self.refused("check", staff=None, now=None)
        for s in said:
            self.assertIn(s, err)
        return err

    def test_short_is_what_it_is_in_full(self):
        self.house(short=SHORT)
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        self.add_unit()
        self.assertIn("Colour", self.refused("add", "short", "area=1"))
        self.assertIn("Area", self.refused("add", "short", "colour=x"))
        self.assertIn("Shade", self.refused("add", "short", "colour=red", "area=1"))
        self.assertIn("Guard", self.refused("add", "short", "colour=x", "area=1", 'rows=[{"guest": "a"}]'))
        for over in ("tiny=four", "more=nine char", "third=nine char", "guest=七个字的名字呀", "second=" + "x" * 10, "way=c", 'rows=[{"guard": "lm", "mark": "four"}]', 'rows=[{"guard": "lm", "guest": "七个字的名字呀"}]'):
            with self.subTest(over=over):
                self.refused("add", "short", "colour=x", "area=1", over)
        n = self.ok("add", "short", "unit=1203", "guest=王明", "second=欧阳明日香子", "way=Bee", "phone=X-1", "place=大堂", "colour=x", "area=1.5", "tiny=abc", "more=eight ch", "third=eight ch",
                    'rows=[{"guest": "李雷", "guard": "lm", "pieces": 2, "area": "2.5", "mark": "abc"}]').strip()
        got = self.json("show", "short", n)
        self.assertEqual([got[k] for k in ("unit", "guest", "second", "way", "phone", "place", "area")],
                         ["A-1203", "王明", "欧阳明日香子", "b", "X-1", "大堂", 1.5])
        self.assertEqual(got["rows"], [["李雷", "lm", 2, 250, "abc"]])
        self.assertIn(n, self.ok("search", "wm"))
        self.ok("act", "short", n, "end", "said=闲话", "open=公事")
        self.assertEqual(self.json("show", "short", n)["no"], "N001")
        self.ok("daily", staff=None, now="2026-12-24 09:00")
        got = self.json("show", "short", n, now="2026-12-24 09:00")
        self.assertEqual([got.get(k) for k in ("guest", "second", "said", "open", "place")], [None, None, None, "公事", "大堂"])
        self.assertNotIn("李雷", str(got["rows"]))

    def test_files_and_staff_keep_their_limits(self):
        self.house(short=SHORT)
        n = self.ok("add", "short", "area=1", "colour=x").strip()
        self.assertIn("here may be: pdf", self.refused("attach", "short", n, "scan", self.write("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40)))

    def test_a_house_calls_things_otherwise_everywhere(self):
        self.add_unit()
        self.add_visitor()
        self.house()
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        self.house(short=SHORT)
        self.assertIn("Flat", self.refused("add", "short", "area=1", "colour=x", "unit=9999"))

    def test_what_is_there_keeps_its_kind_and_protection(self):
        for line, said in (("{name: phone, type: text}", "'type' of a field that is there stays"),
                           ("{name: phone, personal: false}", "'personal' of a field that is there is not taken away"),
                           ("{name: repair, to: complaint}", "'to' of a field that is there stays"),
                           ("{name: x, zh: 甲, en: Ay}", "a field needs the key 'type'"), ("{name: x, type: text}", "a field needs the key 'label'"),
                           ("{name: x, type: text, zh: 甲, en: Ay, required: true}", "unknown key of a field 'required'"),
                           ("{name: x, type: phon, zh: 甲, en: Ay}", "did you mean 'phone'"), ("x", "is written as keys with values"),
                           ("{name: x, type: items, zh: 甲, en: Ay}", "a field of type items is said by each form for itself"),
                           ("{name: x, type: text, zh: 甲, en: Ay, secret: true, search: plain}", "a secret field is found only")):
            err = self.wrong(said, fields=f"fields:\n  - {line}\n  - {{name: unit, zh: 单元, en: Flat}}\n")
            self.assertTrue(err.startswith(self.path("forms/fields.yaml") + ":2:") or "fields.yaml:2:" in err.splitlines()[0], err)
            self.assertIn("Unit", self.refused("add", "person", "name=王明", "unit=9999"))  # a broken file changes nothing
        self.wrong("the name 'unit' is used twice", fields="fields:\n  - {name: unit, zh: 单元, en: Flat}\n  - {name: unit, zh: 户, en: Home}\n")
        self.wrong("unknown key of the standard fields 'field'", fields="field: []\n")

    def test_mistakes_are_told_where_they_are_made(self):
        head = "register: short\nvocabulary: 2\ntitle: {zh: 简, en: Short}\nfields:\n"
        for lines, place, said in (
                ("  - unti", "5:5", "unknown standard field 'unti' (did you mean 'unit'?)"),
                ("  - {name: unti, required: true}", "5:12", "unknown standard field 'unti' (did you mean 'unit'?)"),
                ("  - {name: a, like: gest, zh: 甲, en: A}", "5:21", "unknown standard field 'gest' (did you mean 'guest'?)"),
                ("  - owner", "5:5", "forms/fields.yaml:"),
                ("  - unit\n  - unit", "6:5", "the name 'unit' is used twice; what it is stands in"),
                ("  - {hidden: true, zh: 甲, en: A, fields: [unit]}", "5:20", "'zh' is said by each field of a group for itself"),
                ("  - {hiden: true, fields: [unit]}", "5:6", "a field has no key 'hiden'"),
                ("  - {fields: [unit]}", "5:6", "this group says nothing that its fields have in common"),
                ("  - {name: a, zh: 甲, en: A, typ: phone}", "5:29", "unknown key of a field 'typ' (did you mean 'type'?)"),
                ("  - {name: a, zh: 甲, en: A, max: 4, to: unit}", "5:", "'max' does not go with type link"),
                ("  - {name: a, zh: 甲, en: A, fields: [secret]}", "5:38", "unknown key of a field 'secret'"),
                ("  - {name: a, zh: 甲, en: A, fields: [{hidden: true, fields: [unit]}]}", "5:39", "a field has no key 'hidden'")):
            err = self.wrong(said, short=head + lines + "\n")
            self.assertIn(f"short.yaml:{place}", err.splitlines()[0], err)

    def test_files_that_extend(self):
        head = "extends: watch\nfields:\n"
        self.house(watch_house=head + "  - [guest, {name: place, zh: 地点, en: Place}]\n  - {required: true, fields: [{name: name}, {name: second, like: guest, zh: 二, en: Second}]}\n"
                                      "  - {name: phone, help: {zh: 手机, en: Mobile}}\n")
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        self.assertIn("Name", self.refused("add", "watch", "second=b", "phone=13812345678", "reason=x", staff="cj"))
        self.assertIn("Second", self.refused("add", "watch", "name=王明", "reason=x", staff="cj"))
        self.ok("add", "watch", "name=王明", "second=b", "place=c", "guest=d", "reason=x", staff="cj")
        self.wrong("the register has a field 'phone' already", watch_house=head + "  - phone\n")
        self.wrong("the register has a field 'phone' already", watch_house=head + "  - {name: phone, like: guest}\n")
        self.wrong("unknown standard field 'phon'", watch_house=head + "  - {name: phon, help: {zh: 手机, en: Mobile}}\n")

    def test_a_field_that_says_its_type_is_its_own(self):
        """A form of before says type and label of each field: what fields.yaml calls so does not matter."""
        self.house(short="register: short\ntitle: {zh: 简, en: Short}\nfields:\n  - {name: phone, type: text, label: {zh: 机型, en: Model}}\n"
                         "  - {name: guest, type: text, label: {zh: 客, en: G}}\n  - {name: name, zh: 名, en: N}\n")
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        n = self.ok("add", "short", "phone=no number", "guest=more than six characters", "name=" + "x" * 100).strip()
        self.assertEqual(self.json("show", "short", n)["phone"], "no number")


if __name__ == "__main__":
    main()
