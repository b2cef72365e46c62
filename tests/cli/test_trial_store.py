"""The trial's registers of things and services: laundry, found, cinema and its batches, air-conditioning."""
import base64

from trial import Trial, has_pdf
from desk import main


PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class Store(Trial):
    def make(self):
        super().make()
        for code, room in (("S1", 1), ("S2", 5)):
            self.new("place", f"code={code}", "name=货架", f"capacity={room}", staff="cj")

        self.whole()

    def test_laundry_counts_and_adds_up_by_itself(self):
        n = self.new("laundry", "unit=A-1203", "name=王小明", 'clothes=[{"what": "西装", "how": "dry", "pieces": 3, "price": "30"},'
                     ' {"what": "衬衫", "how": "wash", "pieces": 2, "price": "8.5"}]')
        r = self.record("laundry", n)
        self.assertEqual((r["brief"], r["total"], r["send_at"][11:16]), ("3D / 2L", "107.00", "09:30"))
        text = self.paper("laundry", n, "slip", "白联", "绿联", "黄联", "107.00", "凭白联取衣")
        self.assertEqual(text.count("3D / 2L"), 3)
        self.act("laundry", n, "send")
        self.act("laundry", n, "back")
        self.act("laundry", n, "hand", "taker=王小明")
        self.assertEqual(self.balances(), {"desk.takings": 107, "passed.laundry": 107})
        if has_pdf():
            self.pdf("laundry", n, "slip", "洗衣单")
        self.whole()

    def test_lost_and_found(self):
        n = self.new("found", "what=手表", "who=李四", "valuable=yes", "place=S2")
        lost = self.new("found", "kind=lost", "what=手表", "who=王小明", "valuable=yes")
        self.ok("edit", "found", n, "looks=金色，刻有名字", staff="cj")
        self.ok("attach", "found", n, "photo", self.write("watch.png", PNG), staff="cj")
        for word in ("金色", "watch.png"):
            self.assertNotIn(word, self.ok("show", "found", n))
        self.assertIn("watch.png", self.ok("show", "found", n, staff="cj"))
        self.assertIn("金色", self.ok("show", "found", n, staff="cj"))
        self.assertIn("One lost with one found", self.no("found", n, "match", "match_no=" + self.new("found", "what=伞", "who=x")))
        self.act("found", n, "match", "match_no=" + lost)
        self.assertEqual(self.record("found", lost)["match_no"], n)
        self.now = "2026-11-22 10:00"
        self.assertTrue(self.on_board(n))
        self.act("found", n, "claim", "claimer=王小明", "id_number=11010519491231002X", "proof=说出刻字")
        self.assertEqual(self.state("found", lost), "claimed")
        text = self.paper("found", n, "receipt", "说出刻字")
        self.assertNotIn("19491231", text)
        other = self.new("found", "what=书", "who=x")
        self.assertIn("six months", self.no("found", other, "dispose", staff="mg"))
        self.whole()

    def test_no_more_tickets_than_there_are_and_all_money_to_the_cashier(self):
        lot = self.new("ticketlot", "film=流浪地球", "price=40", "pieces=3", staff="cj")
        n = self.new("cinema", "batch=" + lot, "pieces=2", "unit=A-1203")
        self.assertIn("Not that many left", self.refused("add", "cinema", "batch=" + lot, "pieces=2"))
        row = self.json("list", "ticketlot")[0]
        self.assertEqual((row["sold"], row["left_over"], row["sales"]), (2, 1, "80.00"))
        back = self.new("cinema", "batch=" + lot)
        self.act("cinema", back, "return", staff="cj")
        self.assertEqual(self.balances(), {"desk.takings": 80, "passed.ticket": 80})
        self.assertIn("as it was", self.refused("edit", "cinema", n, "pieces=1"))
        self.now = "2026-11-21 19:40"
        self.ok("daily", staff="mg")
        self.assertIn("ticket sales", self.ok("board"))
        self.act("cinema", n, "hand_in", staff="ca")
        self.assertEqual(self.balances(), {"cashier.takings": 80, "passed.ticket": 80})
        self.no("cinema", n, "return", staff="cj")
        self.whole()

    def test_overtime_costs_more_at_night_and_is_withheld_for_arrears(self):
        n = self.new("aircon", "unit=A-0801", "applicant=王小明", "from_time=20:00", "to_time=23:30")
        r = self.record("aircon", n)
        self.assertEqual((r["spent"], r["amount"]), (3.5, "510.00"))
        self.act("aircon", n, "start", staff="en")
        self.act("aircon", n, "stop", staff="en")
        self.assertEqual(self.balances(), {"owed": 510, "income.overtime": 510})
        self.assertIn("510.00", self.ok("list", "aircon", "--list", "month", "--month", "2026-11"))
        self.paper("aircon", n, "slip", "人民币伍佰壹拾元整")
        again = self.new("aircon", "unit=A-0801", "applicant=王小明", "to_time=19:00")
        self.assertIn("510.00", self.no("aircon", again, "start", staff="en"))
        self.act("aircon", again, "start", "waived=下周付", staff="mg")
        self.act("aircon", self.new("aircon", "unit=A-0801", "applicant=王小明", "to_time=19:00"), "cancel")
        self.whole()


if __name__ == "__main__":
    main()
