"""A letter changed in a name inside an expression is refused by check; ./dev long mutations does 400 of them."""
import os
import sys
import unittest

from desk import PROGRAM, SOURCE

sys.path.insert(0, os.path.join(SOURCE, "tests", "attack"))
import mutate  # noqa: E402


class Mutations(unittest.TestCase):
    def test_names_inside_the_expressions_of_our_forms(self):
        times = 40 // int(os.environ.get("SPARSE", "1"))
        done, through, places = mutate.run(PROGRAM, 7, times, [os.path.join(SOURCE, "forms")])
        self.assertEqual(done, times)
        self.assertGreater(places, 900)
        self.assertLessEqual(len(through), 1, through)


if __name__ == "__main__":
    unittest.main()
