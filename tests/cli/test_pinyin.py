"""With the input method off a name typed into a list or on the board changes nothing (issue 10, Shows 2; the whole: ./dev long pinyin)."""
from desk import main
from typed_names import PACES, Typed, names


class Pinyin(Typed):
    def test_some_names_in_the_busiest_places(self):
        typed = [n for n in names(200) if n[0] != "q"][:24:2] + ["ouyang", "uyghur", "eyu", "rong", "cao", "kong", "an", "na", "ai"]
        for place in (None, "visitor", "repair", "complaint"):
            seat = self.sit("lm", place)
            for pace in PACES:
                self.strike(seat, typed, pace, place or "board")

    def test_a_stroke_alone_and_two_of_them_do_act(self):
        """That the test can see something: the same keys as commands."""
        seat = self.sit("lm", "visitor")
        before = self.written()
        seat.tell("pace 300")
        seat.keys("Home o", "press o again")
        self.assertEqual(self.written(), before)
        seat.keys("o", "Ctrl-Z takes it back")
        self.assertNotEqual(self.written(), before)
        seat.keys("Ctrl-Z", "Taken back")
        seat.keys("e", "e again, or wait")
        seat.tell("pace 300 1500")
        self.assertIn("Leaves by", seat.until("Who wanted it"))


if __name__ == "__main__":
    main()
