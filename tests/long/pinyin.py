"""./dev long pinyin: see tests/long/pinyin."""
import glob
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from desk import SOURCE, main  # noqa: E402
from typed_names import PACES, Typed, names  # noqa: E402


class Pinyin(Typed):
    def test_every_list(self):
        typed, keys, began = names(200), 0, time.time()
        registers = sorted(os.path.basename(f)[:-5] for f in glob.glob(os.path.join(SOURCE, "forms", "*.yaml")))
        registers = [r for r in registers if r not in ("roles", "menu", "accounts") and self.section(r, "actions")]
        places = 0
        for register in [None] + registers:
            for which in range(self.lists(register) if register else 4):
                places += 1
                for pace in PACES:
                    seat = self.sit("cj", register)
                    for _ in range(which):
                        seat.keys("Tab", "F10")
                    self.strike(seat, typed, pace, f"{register or 'board'} {which}")
                    self.seats.pop().leave()
                    keys += sum(len(n) + 1 for n in typed)
        print(f"{places} lists, {len(typed)} names, {keys} keys, {time.time() - began:.0f} s: nothing was left", file=sys.stderr)


if __name__ == "__main__":
    main()
