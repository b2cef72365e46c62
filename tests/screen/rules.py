"""What holds for every expected screen and for the colours (docs/screens.md): rules.py SOURCE

No character whose width terminals do not agree on; at most one bar on a screen; no colour that the scheme does not have;
every ink of the themes can be read on its ground."""
import pathlib
import re
import sys
import unicodedata
import unittest

SOURCE = pathlib.Path(sys.argv.pop())
EXPECTED = SOURCE / "tests/screen/expected"
LEAST = 4.5  # WCAG AA
XTERM = [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
         (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
         (255, 255, 255)]
TONES = ["INK", "QUIET", "HERE", "SOON", "LATE"]
OF_PAPERS = "□■"  # to be ticked by hand: shown when a paper is looked at before it is printed


def rgb(number):
    """xterm's colours."""
    if number < 16:
        return XTERM[number]
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    levels = (0, 95, 135, 175, 215, 255)
    number -= 16
    return levels[number // 36], levels[number // 6 % 6], levels[number % 6]


def luminance(number):
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(number))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink, ground):
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes():
    """{name: [(what, ink, ground)]} of the tables in theme.c; the terminal's own colours (-1) are nobody's to judge."""
    text = (SOURCE / "src/tui/term/theme.c").read_text()
    found = {}
    for name, body in re.findall(r"palette (\w+) = \{\n(.*?)\n\};", text, re.S):
        tones, grounds, blocks = (re.findall(r"-?\d+", line) for line in body.splitlines()[:3])
        grounds = [int(v) for v in grounds]
        behind = {TONES.index(tone): int(v) for tone, v in re.findall(r"\[T_(\w+)\] = (\d+)", body.splitlines()[3])}
        pairs = [(f"tone {i // 3} on ground {i % 3}", int(v),
                  behind[i // 3] if i // 3 in behind and i % 3 < 2 else grounds[i % 3]) for i, v in enumerate(tones)]
        pairs += [(f"block {i}", int(blocks[2 * i]), int(blocks[2 * i + 1])) for i in range(len(blocks) // 2)]
        found[name] = [p for p in pairs if p[1] >= 0 and p[2] >= 0]
    return found


class Rules(unittest.TestCase):
    def test_no_character_of_ambiguous_width(self):
        wrong = [f"{f.name}: {c} U+{ord(c):04X}" for f in sorted(EXPECTED.iterdir()) for c in sorted(set(f.read_text()))
                 if unicodedata.east_asian_width(c) == "A" and c not in OF_PAPERS]
        self.assertEqual(wrong, [])

    def test_at_most_one_bar(self):
        for f in sorted(EXPECTED.glob("*.look")):
            # those of a figure (its shares, as lengths) are on the same ground behind their labels, from column 12 on
            bars = [line for line in f.read_text().splitlines() if re.search(r"\|(_\S* )*=(?!12-)", line)]
            self.assertLessEqual(len(bars), 1, f"{f.name}: {bars}")

    def test_every_colour_is_the_schemes(self):
        for f in sorted(EXPECTED.glob("*.look")):
            for line in f.read_text().splitlines():
                self.assertNotRegex(line, r"\|.*\|.*\?", f.name)

    def test_contrast(self):
        self.assertEqual(sorted(themes()), ["day16", "day256", "day8", "night16", "night256", "night8"])
        for name, pairs in themes().items():
            self.assertGreaterEqual(len(pairs), 9 if name in ("night16", "night8") else 19)
            for what, ink, ground in pairs:
                self.assertGreaterEqual(contrast(ink, ground), LEAST, f"{name}, {what}: {ink} on {ground}")


if __name__ == "__main__":
    unittest.main()
