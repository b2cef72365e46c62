"""In which words a form is written: what means something else today is told by check, and the form works."""
import os

from desk import SOURCE, Desk, main

OLD = """register: slipped
title: {zh: 旧表, en: Old form}
slip: claim
letter: arrears
fields:
  - {name: unit, type: text, label: {zh: 房号, en: Unit}, required: true}
  - {name: moved, type: bool, label: {zh: 已搬, en: Moved}}
  - {name: forward, type: text, label: {zh: 转寄, en: Forward}, visible: "moved"}
  - {name: line, type: text, label: {zh: 记录, en: Line}, once: true}
  - {name: ok, type: bool, label: {zh: 同意, en: Agreed}, check: "ok", message: {zh: 要同意, en: Must agree}}
  - {name: size, type: int, label: {zh: 大小, en: Size}, check: "size > 0", message: {zh: 大于零, en: Above zero}}
actions:
  - {name: give, key: g, label: {zh: 给, en: Give}, needs: "owes(unit) = 0", message: {zh: 欠费, en: Owes}, print: claim}
"""
TOLD = {3: "'papers'", 4: "'papers'", 8: "hides the field", 9: "left empty", 10: "'rules'", 13: "owes()"}


class Vocabulary(Desk):
    def own(self, text):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write("forms/slipped.yaml", text)
        return self.run_it("check", staff=None, now=None)

    def test_an_old_form_is_told_what_has_changed_line_by_line_and_works(self):
        code, out, err = self.own(OLD)
        self.assertEqual(code, 0, err)
        self.assertIn("no mistakes", out)
        told = [line for line in err.splitlines() if ": warning: " in line]
        for line, word in TOLD.items():
            self.assertTrue(any(f"slipped.yaml:{line}:" in t and word in t for t in told), (line, word, err))
        self.assertTrue(any("slipped.yaml:13:" in t and "'print'" in t for t in told), err)
        self.assertEqual(len(told), len(TOLD) + 1, err)  # `size > 0` is of no use with an empty field: not told
        self.assertIn("^", err)
        code, out, err = self.run_it("add", "slipped", "unit=A")  # nobody at work is bothered
        self.assertEqual((code, err), (0, ""))

    def test_a_form_without_such_words_is_told_nothing(self):
        code, _, err = self.own("register: plain\ntitle: {zh: 表, en: Form}\nfields:\n"
                                "  - {name: a, type: int, label: {zh: 甲, en: A}, required: true, check: \"a > 0\"}\n")
        self.assertEqual((code, err), (0, ""))

    def test_vocabulary_2_is_told_nothing_and_old_keys_are_mistakes_in_it(self):
        code, _, err = self.own("vocabulary: 2\n" + OLD.replace("slip: claim\nletter: arrears\n", "").replace(", print: claim", ""))
        self.assertEqual((code, err), (0, ""))
        for text, line in ((OLD.replace("letter: arrears\n", "").replace(", print: claim", ""), ":4:7:"),
                           (OLD.replace("slip: claim\nletter: arrears\n", ""), ":12:")):
            code, _, err = self.own("vocabulary: 2\n" + text)
            self.assertEqual(code, 1)
            self.assertIn(f"slipped.yaml{line}", err)

    def test_a_newer_form_is_refused_with_a_sentence(self):
        code, _, err = self.own("vocabulary: 3\n" + OLD)
        self.assertEqual(code, 1)
        self.assertIn("slipped.yaml:1:13: error: this form is written for a newer program: vocabulary 3", err)
        self.assertIn("vocabulary", self.own("vocabulary: two\n" + OLD)[2])

    def test_all_shipped_forms_say_it(self):
        for name in os.listdir(os.path.join(SOURCE, "forms")):
            if name.endswith(".yaml"):
                with open(os.path.join(SOURCE, "forms", name), encoding="utf-8") as f:
                    text = f.read()
                self.assertTrue("\nvocabulary: 2\n" in text or "\nregister: " not in text, name)


if __name__ == "__main__":
    main()
