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
        self.assertEqual(line[0], '{"list":"person"}')

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


main()
