"""Entering, acting, listing, showing, searching, the board."""
import csv
import io
import json

from desk import Desk, main


class Records(Desk):
    def make(self):
        super().make()
        self.add_unit(owner="李建国", owner_phone="13800008036", floor="12")

    def test_v1_a_visitor_gets_a_number_and_stands_in_the_list(self):
        number = self.add_visitor("phone=13800008036", "party=2", "purpose=探访")
        self.assertEqual(number, "261121-001")
        rows = self.json("list", "visitor")
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0]["name"], "王小明")
        self.assertEqual(rows[0]["party"], 2)
        self.assertEqual(rows[0]["purpose"], "visit")
        self.assertEqual(rows[0]["state"], "waiting")
        self.assertEqual(rows[0]["clerk"], "lm")
        self.assertTrue(rows[0]["saved_at"].startswith("2026-11-21"))
        self.assertIn("王小明", self.ok("list", "visitor"))

    def test_the_unit_may_be_typed_short(self):
        self.add_visitor(unit="1203")
        self.assertEqual(self.json("list", "visitor")[0]["unit"], "A-1203")

    def test_every_bad_field_is_named_and_nothing_kept(self):
        err = self.refused("add", "visitor", "name=王", "unit=Z-9999", "phone=12", "party=0")
        for field in ("name", "unit", "phone"):
            self.assertIn(f"({field})", err)
        self.assertEqual(self.json("list", "visitor"), [])

    def test_a_required_field_that_is_missing_is_named(self):
        err = self.refused("add", "visitor", "name=王小明")
        self.assertIn("unit", err)

    def test_u5_a_wrong_check_digit_is_refused(self):
        self.assertIn("(id_number)", self.refused("add", "visitor", "name=王小明", "unit=A-1203", "id_number=110101199003070018"))

    def test_an_unknown_field_gets_a_suggestion(self):
        self.assertIn("'phone'", self.refused("add", "visitor", "fone=1"))

    def test_kept_fields_cannot_be_given(self):
        self.refused("add", "visitor", "name=王小明", "unit=A-1203", "saved_at=2020-01-01")

    def test_u5_the_id_number_is_masked_everywhere(self):
        number = self.add_visitor("id_kind=passport", "id_number=E12345678")
        for out in (self.ok("show", "visitor", number), self.ok("show", "visitor", number, "--json", "--history"),
                    self.ok("list", "visitor", "--csv"), self.ok("list", "visitor", "--json")):
            self.assertNotIn("E12345678", out)

    def test_v2_admit_tells_the_way_and_v4_the_overstay_is_on_the_board(self):
        number = self.add_visitor("until=11:00")
        self.assertIn("A-1203", self.ok("act", "visitor", number, "admit"))
        self.assertEqual(self.json("show", "visitor", number)["state"], "inside")
        due = [r for r in self.json("board") if r["number"] == number]
        self.assertEqual([(r["clock"], r["due"]) for r in due], [("overstay", "2026-11-21 11:00")])
        late = [r for r in self.json("board", now="2026-11-21 11:01") if r["number"] == number]
        self.assertEqual(late[0]["urgency"], "overdue")
        self.ok("act", "visitor", number, "sign_out", now="2026-11-21 11:05")
        self.assertEqual([r for r in self.json("board", now="2026-11-21 11:06") if r["number"] == number], [])
        self.assertTrue(self.json("show", "visitor", number)["left_at"].startswith("2026-11-21 11:05"))

    def test_an_action_that_asks_names_the_missing_field(self):
        number = self.add_visitor()
        self.assertIn("message_text=", self.refused("act", "visitor", number, "leave_message"))
        out = self.ok("act", "visitor", number, "leave_message", "message_text=请回电")
        self.assertIn("message M2611-0001", out)
        self.assertEqual(self.json("list", "message")[0]["text"], "请回电")

    def test_an_action_that_is_not_possible_is_refused(self):
        number = self.add_visitor()
        self.refused("act", "visitor", number, "sign_out")
        self.assertIn("admit", self.refused("act", "visitor", number, "fly"))

    def test_what_the_screen_hides_is_refused_here_too(self):
        number = self.ok("add", "repair", "unit=A-1203", "fault=漏水", "emergency=burst").strip()
        self.ok("act", "repair", number, "aware", staff="cj")
        self.assertIn(number, self.refused("act", "repair", number, "aware", staff="cj"))

    def test_the_same_words_again_are_an_answer(self):
        number = self.ok("add", "repair", "unit=A-1203", "fault=漏水").strip()
        self.ok("act", "repair", number, "unfinished", "open_reason=缺配件")
        self.ok("act", "repair", number, "unfinished", "open_reason=缺配件")

    def test_edit_changes_fields_but_not_what_actions_fill_in(self):
        number = self.ok("add", "repair", "unit=A-1203", "fault=漏水").strip()
        self.ok("edit", "repair", number, "fault=厨房漏水")
        self.assertEqual(self.json("show", "repair", number)["fault"], "厨房漏水")
        self.assertIn("result", self.refused("edit", "repair", number, "result=好了"))
        self.refused("edit", "repair", "R0000-000", "fault=漏水")

    def test_v8_the_watch_list_warns_and_asks_for_the_reason(self):
        self.ok("add", "watch", "name=钱不凡", "reason=冒充物业", staff="cj")
        code, out, err = self.run_it("add", "visitor", "name=钱不凡", "unit=A-1203")
        self.assertEqual(code, 0, err)
        self.assertIn("冒充物业", err)
        number = out.strip()
        self.assertIn("watch_reason=", self.refused("act", "visitor", number, "admit"))
        self.ok("act", "visitor", number, "admit", "watch_reason=业主到大堂接")
        self.assertEqual(self.json("show", "visitor", number)["watch_reason"], "业主到大堂接")

    def test_v9_a_standing_permission_shows_its_instruction_first(self):
        number = self.ok("add", "permit", "unit=A-1203", "name=周阿姨", "kind=钟点工", "given_by=李建国",
                         "instruction=签字").strip()
        self.assertIn("签字", self.refused("act", "permit", number, "enter"))
        self.assertIn("visitor 261121-001", self.ok("act", "permit", number, "enter", "--yes"))
        self.assertEqual(self.json("list", "visitor")[0]["state"], "inside")

    def test_search_finds_by_character_initials_and_tail(self):
        self.add_visitor("phone=13912348036")
        for text in ("小明", "wxm", "8036", "wang"):
            hits = self.json("search", text)
            self.assertIn("261121-001", [h["number"] for h in hits], text)
        self.assertEqual(self.json("search", "没有的"), [])

    def test_list_by_condition_text_and_limit(self):
        for name in ("王小明", "李小红", "张三丰"):
            self.add_visitor(name=name)
        self.assertEqual([r["name"] for r in self.json("list", "visitor", "--where", "name like '李%'")], ["李小红"])
        self.assertEqual([r["name"] for r in self.json("list", "visitor", "--text", "zsf")], ["张三丰"])
        self.assertEqual(len(self.json("list", "visitor", "--limit", "2")), 2)
        self.assertEqual(len(self.json("list", "visitor", "--list", "inside")), 0)

    def test_a_condition_cannot_reach_other_tables_or_write(self):
        for where in ("name in (select name from sqlite_master)", "1; drop table visitor", "load_extension('x')", "nonsense ="):
            self.refused("list", "visitor", "--where", where)

    def test_csv_is_rfc_4180_and_formulas_are_guarded(self):
        self.add_visitor('remarks=say "hi", please', "firm==HYPERLINK(1)")
        out = self.ok("list", "visitor", "--csv", raw=True)
        self.assertTrue(out.endswith(b"\r\n"))
        row = next(csv.DictReader(io.StringIO(out.decode(), newline="")))
        self.assertEqual(row["remarks"], 'say "hi", please')
        self.assertEqual(row["firm"], "'=HYPERLINK(1)")
        self.assertTrue(self.ok("list", "visitor", "--csv", "--bom", raw=True).startswith(b"\xef\xbb\xbf"))

    def test_many_records_from_standard_input(self):
        code, out, err = self.run_it("add", "visitor", "-", stdin="name=王小明\tunit=A-1203\nname=王\tunit=A-1203\nname=李红\tunit=A-1203\n")
        self.assertEqual(code, 1)
        lines = out.splitlines()
        self.assertEqual(lines[0], "261121-001")
        self.assertTrue(lines[1].startswith("! "), lines)
        self.assertEqual(lines[2], "261121-002")
        self.assertIn("(name)", err)

    def test_history_tells_who_did_what(self):
        number = self.add_visitor()
        self.ok("act", "visitor", number, "admit")
        history = self.json("show", "visitor", number, "--history")["history"]
        self.assertEqual(sorted(h["action"] for h in history), ["admit", "create"])
        self.assertEqual({h["staff"] for h in history}, {"lm"})

    def test_writing_wants_a_name(self):
        self.assertIn("--as", self.refused("add", "visitor", "name=王小明", "unit=A-1203", staff=None))
        self.refused("add", "visitor", "name=王小明", "unit=A-1203", staff="nobody")

    def test_a_clerk_does_not_make_units(self):
        self.refused("add", "unit", "code=C-0101")

    def test_control_characters_do_not_get_in(self):
        self.add_visitor("remarks=a\x1b[31mb\u202ec\u200bd")
        self.assertEqual(self.json("list", "visitor")[0]["remarks"], "a[31mbcd")

    def test_json_is_json_for_every_command(self):
        self.add_visitor()
        for args in (["list", "unit"], ["board"], ["search", "王"], ["show", "unit", "A-1203"]):
            json.loads(self.ok(*args, "--json"))


main()
