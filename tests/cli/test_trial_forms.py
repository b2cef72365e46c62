"""The forms of trial_forms: no mistakes with all shipped ones, in the formatter's layout."""
import os

from desk import main
from trial import FOLDER, Trial


class Forms(Trial):
    def make(self):
        super(Trial, self).make()

    def test_check_finds_nothing_and_they_are_laid_out(self):
        self.forms = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(FOLDER))), "forms") + ":" + FOLDER
        self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        forms = [os.path.join(FOLDER, part, name) for part in ("", "print")
                 for name in os.listdir(os.path.join(FOLDER, part)) if name.endswith(".yaml")]
        self.assertGreater(len(forms), 20)
        self.assertEqual(self.ok("check", "--format", "--dry-run", *forms, staff=None, now=None), "")


if __name__ == "__main__":
    main()
