"""Clerks save while a file is imported on a slow disk: nobody is refused, nobody waits for a second slice, and a
process that is stopped while it waits or between two slices holds nobody up. No clock decides: slices are counted."""
import os
import signal
import time

from beside import Beside
from desk import PROGRAM, Desk, main

SYNC_MS = 20
CLERKS = 10


# A program with sanitizers takes so many times longer for a row: fewer rows make as many slices.
SCALE = int(os.environ.get("BESIDE_SCALE", "1"))


class SavesBesideImport(Desk):
    def make(self):
        super().make()
        self.add_unit()

    def setUp(self):
        super().setUp()
        self.now = None
        self.desk = Beside(PROGRAM, self.forms, self.dir, os.environ["SLOWSYNC"], SYNC_MS, seed=1, pause=0.2)
        self.addCleanup(self.desk.end)

    def rows(self, n):
        lines = (f"导入{i},138{i:08},A-{i % 30:02}{i % 4:02}" for i in range(n))
        return self.write("rows.csv", "name,phone,unit\n" + "\n".join(lines) + "\n")

    def begin(self, rows):
        self.desk.hire(CLERKS)
        self.desk.each_saves(self.desk.clerks)  # all have opened the desk
        self.desk.begin_import(self.rows(rows))
        while self.desk.slices() == 0:
            self.assertTrue(self.desk.importing(), "the import ended at once")
            time.sleep(0.001)

    def check(self, rows):
        refused = [text for clerk in self.desk.clerks for text in clerk.refused]
        self.assertEqual(refused, [])
        saved = sum(len(clerk.took) for clerk in self.desk.clerks)
        self.assertEqual(self.sql("select count(*) from visitor")[0][0][0], rows + saved)
        self.ok("verify", staff=None)
        return saved

    def test_nobody_is_refused_or_waits_for_more_than_one_slice(self):
        rows = 3000 // SCALE
        self.begin(rows)
        self.desk.work(self.desk.importing)
        waits = self.desk.slices_waited_for()
        saved = self.check(rows)
        self.assertGreaterEqual(saved, 3 * CLERKS)
        self.assertGreaterEqual(sum(waits.values()), CLERKS, "hardly anybody waited: the test means nothing")
        self.assertGreaterEqual(waits[1], 1, waits)
        self.assertLessEqual(max(waits), 1, waits)

    def test_an_import_stopped_between_two_slices_holds_nobody_up(self):
        rows = 3000 // SCALE
        self.begin(rows)
        self.assertTrue(self.desk.stop_importer_between_slices(), "the import ended before it could be stopped")
        stopped_at = self.desk.slices()
        self.desk.each_saves(self.desk.clerks, 2)
        self.assertEqual(self.desk.slices(), stopped_at)
        self.desk.importer.send_signal(signal.SIGCONT)
        self.desk.work(self.desk.importing)
        self.check(rows)

    def test_a_clerk_stopped_while_waiting_holds_nobody_up(self):
        rows = 6000 // SCALE
        self.begin(rows)
        stopped = self.desk.clerks[0]
        self.desk.stop_while_waiting(stopped)
        others, from_slices = self.desk.clerks[1:], self.desk.slices()
        self.desk.work(lambda: self.desk.importing() and self.desk.slices() < from_slices + 3, others)
        self.assertGreaterEqual(self.desk.slices(), from_slices + 1, "the import stood still")
        stopped.p.send_signal(signal.SIGCONT)
        self.desk.work(self.desk.importing)
        self.check(rows)


main()
