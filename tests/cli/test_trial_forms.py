"""The forms of trial_forms: no mistakes with all shipped ones, in the formatter's layout, and no longer than they may be."""
import os

from desk import main
from trial import FOLDER, SHIPPED, Trial

MOST = {"works": 70}  # lines of 120 columns; the others 40
LONGER = {"movein": 69, "moveout": 57, "pass": 66,
          "visitplan": 57, "works": 97}  # what the trade wants on them does not fit; trial_forms/README.md


class Forms(Trial):
    def make(self):
        super(Trial, self).make()

    def test_check_finds_nothing_and_they_are_laid_out(self):
        self.forms = SHIPPED + ":" + FOLDER
        code, out, err = self.run_it("check", staff=None, now=None)
        self.assertEqual((code, err), (0, ""))
        self.assertRegex(out, r"^\d\d registers, no mistakes")
        forms = [os.path.join(FOLDER, part, name) for part in ("", "print")
                 for name in os.listdir(os.path.join(FOLDER, part)) if name.endswith(".yaml")]
        self.assertGreater(len(forms), 30)
        self.assertEqual(self.ok("check", "--format", "--dry-run", *forms, staff=None, now=None), "")

    def test_lines(self):
        for name in sorted(os.listdir(FOLDER)):
            if name.endswith(".yaml"):
                with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
                    lines = f.read().count("\n")
                most = LONGER.get(name[:-5], MOST.get(name[:-5], 40))
                with self.subTest(name=name):
                    self.assertLessEqual(lines, most)


if __name__ == "__main__":
    main()
