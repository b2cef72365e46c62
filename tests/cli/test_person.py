"""What is kept about one person (PIPL 44 to 47)."""
from desk import Desk, main


class Person(Desk):
    def setUp(self):
        super().setUp()
        self.add_unit("A-1203")
        self.here = self.add_visitor("phone=138 0000 0001", name="司马青云")
        self.gone = self.add_visitor("phone=13800000001", name="李客（司马青云的同事）")
        self.ok("act", "visitor", self.gone, "cancel", "remarks=不来了")
        self.add_visitor("phone=13900000002", name="别人")

    def kept(self, *texts, **more):
        return {row["number"] for row in self.json("person", *texts, **more)["fields"]}

    def test_name_and_phone_are_found(self):
        self.assertEqual(self.kept("司马青云"), {self.here, self.gone})
        self.assertEqual(self.kept("13800000001"), {self.here, self.gone})
        self.assertEqual(self.kept("李客", "138 0000 0001"), {self.gone})
        self.refused("person", "没有这人")
        self.refused("person", "李")

    def test_it_is_journalled_without_the_name(self):
        self.ok("person", "司马青云")
        (line,), = self.sql("select data from journal where action = 'print' order by seq desc limit 1")[0:1]
        self.assertEqual(line[0], '{"list":"person","records":2}')

    def test_what_is_closed_is_emptied_what_is_open_is_named(self):
        self.refused("person", "司马青云", "--erase", staff="cj")
        self.refused("person", "司马青云", "--erase", "--yes")  # a clerk
        said = self.ok("person", "司马青云", "--erase", "--yes", staff="cj")
        self.assertIn("1 records", said)
        self.assertIn(self.here, said)
        self.assertEqual(self.kept("司马青云"), {self.here})
        (left,), = self.sql(f"select name from visitor where number = '{self.gone}'")
        self.assertEqual(left, (None,))
        self.ok("verify", staff=None)

    def test_what_was_wrong_is_forgotten_after_the_correction(self):
        self.ok("edit", "visitor", self.here, "name=司马青山")
        history = ("show", "visitor", self.here, "--history", "--json")
        self.assertIn("司马青云", self.ok(*history))
        self.refused("person", "司马青山", "--forget", staff="cj")
        self.refused("person", "司马青山", "--forget", "--yes")  # a clerk
        self.assertIn("1 records", self.ok("person", "司马青山", "--forget", "--yes", staff="cj"))
        self.assertIn("0 records", self.ok("person", "司马青山", "--forget", "--yes", staff="cj"))
        self.assertNotIn("司马青云", self.ok(*history))
        self.assertIn("司马青山", self.ok(*history))
        self.assertEqual(self.kept("司马青山", "13800000001"), {self.here})
        self.ok("verify", staff=None)

    def test_what_may_not_be_erased_says_why(self):
        case = self.ok("add", "complaint", "name=别人", "unit=A-1203", "matter=noise", "text=司马青云每晚唱歌").split()[0]
        self.ok("act", "complaint", case, "withdraw", "withdraw_reason=和好了")
        charge = self.ok("add", "charge", "unit=A-1203", "kind=other", "amount=10", "what=司马青云的门禁卡", staff="cj").split()[0]
        self.ok("act", "charge", charge, "take_over", staff="cj")
        self.assertEqual(self.kept("司马青云"), {self.here, self.gone, case, charge})
        said = self.ok("person", "司马青云", "--erase", "--yes", staff="cj").splitlines()
        why = {number: " ".join(line for line in said if number in line) for number in (self.here, self.gone, case, charge)}
        self.assertEqual(why[self.gone], "")
        self.assertIn("close it first", why[self.here])
        self.assertRegex(why[charge], "the law wants it kept until 20[0-9]{2}-")
        self.assertRegex(why[case], 'what stands in ".*" is kept for good')
        self.assertIn("Journal: 1 lines of before", "\n".join(said))
        self.assertEqual(self.sql(f"select name, text from complaint where number = '{case}'")[0], [("别人", "司马青云每晚唱歌")])
        self.refused("setting", "set", "retention.charge", "30", "--yes", staff="cj")
        self.ok("verify", staff=None)


main()
