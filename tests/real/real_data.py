"""Real service requests and real messages through import, figures, an unchanged save on the screen (issue 3, shows 3).
The files lie beside the checkout and are not ours to copy; without them the test is skipped (exit 77)."""
import collections
import csv
import datetime
import gzip
import os
import shutil
import subprocess
import sys
import unittest
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "cli"))
from desk import PROGRAM, SOURCE, Desk  # noqa: E402

REAL = os.path.join(os.path.dirname(SOURCE), "shared", "data", "real")
TICKETS = os.path.join(REAL, "tickets.csv.gz")
MESSAGES = os.path.join(REAL, "complaints-zh.csv")
MAPS = os.path.join(SOURCE, "data", "maps")
ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")


def seconds(text):
    if not text:
        return None
    return int(datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE).timestamp())


class Tickets(Desk):
    def setUp(self):
        super().setUp()
        self.file = self.path("tickets.csv")
        with gzip.open(TICKETS, "rb") as packed, open(self.file, "wb") as out:
            shutil.copyfileobj(packed, out)
        with open(self.file, encoding="utf-8", newline="") as f:
            self.rows = list(csv.DictReader(f))

    def kept(self, rows, now):
        """The rule of docs/forms.md, Figures: by target and closing time alone."""
        count = collections.Counter(total=len(rows))
        for r in rows:
            target, closed = seconds(r["target_dt"]), seconds(r["closed_dt"])
            if target is not None:
                good = closed is not None and closed <= target
                pending = closed is None and target >= now
                count["on_time" if good else "pending" if pending else "late"] += 1
        return tuple(count[k] for k in ("total", "on_time", "late", "pending"))

    def test_all_arrive_with_their_times_and_the_on_time_figure_is_the_files(self):
        self.ok("import", "repair", self.file, "--map", "@" + os.path.join(MAPS, "tickets.map"), "--migrate", staff="cj")
        stored = {n: (s, t, c, state) for n, s, t, c, state in
                  self.sql("select number, saved_at, target_at, closed_at, state from repair")[0]}
        self.assertEqual(len(stored), len(self.rows))
        for r in self.rows:
            self.assertEqual(stored[r["case_enquiry_id"]],
                             (seconds(r["open_dt"]), seconds(r["target_dt"]), seconds(r["closed_dt"]),
                              {"Closed": "closed", "Open": "called"}[r["case_status"]]))
        now = seconds(self.now + ":00")
        months = collections.defaultdict(list)
        for r in self.rows:
            months[r["open_dt"][:7]].append(r)
        for period, rows in [("all", self.rows), *sorted(months.items())]:
            f = self.json("figures", "repair", period)["all"]
            self.assertEqual((f["total"], f["on_time"], f["late"], f["pending"]), self.kept(rows, now), period)
        # What the file itself says of those that have both times is the same.
        both = [r for r in self.rows if r["target_dt"] and r["closed_dt"]]
        self.assertEqual(sum(r["ontime"] == "ONTIME" for r in both), self.kept(both, now)[1])
        again = self.ok("import", "repair", self.file, "--map", "@" + os.path.join(MAPS, "tickets.map"), "--migrate", staff="cj")
        self.assertIn(f"{len(self.rows)} already there", again)


class Messages(Desk):
    def setUp(self):
        super().setUp()
        self.ok("import", "complaint", MESSAGES, "--map", "@" + os.path.join(MAPS, "complaints-zh.map"), "--migrate",
                "--refused", self.path("refused.csv"), staff="cj")
        with open(MESSAGES, encoding="utf-8-sig", newline="") as f:
            self.rows = list(csv.DictReader(f))

    def longest(self, n):
        return [r["留言编号"] for r in sorted(self.rows, key=lambda r: -len(r["留言详情"].strip()))[:n]]

    def test_texts_arrive_whole(self):
        stored = dict(self.sql("select number, text from complaint")[0])
        self.assertEqual(len(stored), len(self.rows))
        cleaned = 0
        for r in self.rows:
            told = r["留言详情"].replace("\r\n", "\n").strip()
            got = stored[r["留言编号"]]
            cleaned += got != told
            # Only invisible characters may go; every visible one stands in its place.
            self.assertEqual("".join(c for c in got if c.isprintable() and not c.isspace()),
                             "".join(c for c in told if c.isprintable() and not c.isspace()), r["留言编号"])
        print(f"{len(self.rows)} messages, {cleaned} without some invisible characters", file=sys.stderr)
        number = self.longest(1)[0]
        self.assertEqual(self.json("show", "complaint", number)["text"], stored[number])

    def test_an_unchanged_save_on_the_screen_changes_no_byte(self):
        numbers = self.longest(3)
        script = ["demo", "lang zh_CN"]
        for n in numbers:
            script += [f"sh sqlite3 $DB \"select hex(text), hex(subject) from complaint where number = '{n}'\" > {self.path(n)}.before"]
        for n in numbers:
            script += ["start --as cj desk --open complaint", "wait 未结 4326", "keys /", "settle", f"type {n}", f"wait {n}",
                       "settle", "keys Enter", "settle", "keys F4", "settle", "keys F4", "settle", "keys Ctrl-Q", "exit 0"]
        for n in numbers:
            script += [f"sh sqlite3 $DB \"select hex(text), hex(subject) from complaint where number = '{n}'\" > {self.path(n)}.after",
                       f"sh test \"$(sqlite3 $DB \"select version from complaint where number = '{n}'\")\" -gt 1"]
        play = self.write("long.play", "\n".join(script) + "\n")
        done = subprocess.run([os.environ["PLAY"], play, PROGRAM, self.db, SOURCE], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for n in numbers:
            self.assertGreater(len(self.read(n + ".before")), 10000)
            self.assertEqual(self.read(n + ".before"), self.read(n + ".after"), n)


if __name__ == "__main__":
    if not (os.path.exists(TICKETS) and os.path.exists(MESSAGES)):
        print(f"skipped: the real files are not in {REAL}")
        sys.exit(77)
    unittest.main(verbosity=1)
