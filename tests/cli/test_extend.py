"""A file of the house's own that adds to a shipped register without copying it."""
import os

import openpyxl

from desk import SOURCE, Desk, main

SPARSE = int(os.environ.get("SPARSE", "1"))  # with sanitizers every SPARSE-th mistake: each is four starts that read all forms

HOUSE = """extends: complaint
fields:
  - {name: tower, type: enum, label: {zh: 楼栋, en: Tower}, section: told, after: channel,
     choices: [{name: north, zh: 北座, en: North}, {name: south, zh: 南座, en: South}]}
  - {name: ticket, type: text, label: {zh: 外部单号, en: Ticket}, section: told}
  - {name: subject, required: true}
  - {name: matter, choices: [{name: lobby, zh: 大堂, en: Lobby}, {name: lift, zh: 升降机, en: Elevator}]}
states:
  - {name: parked, label: {zh: 搁置, en: parked}, tone: quiet, after: waiting}
actions:
  - {name: park, key: y, label: {zh: 搁置, en: Park}, from: [received], to: parked}
  - {name: withdraw, label: {zh: 不再追究, en: Drop it}}
lists:
  - {name: parked, label: {zh: 搁置, en: Parked}, columns: [number, tower, subject], where: "state = 'parked'"}
clocks:
  - {name: parked, label: {zh: 搁置已久, en: parked for long}, start: [parked], due: "now() + days(setting('complaint.park_days'))",
     stop: [withdrawn]}
rules:
  - {must: "tower is not null", at: tower, message: {zh: 要写楼栋, en: Say which tower}}
settings:
  - {name: park_days, default: 9, label: {zh: 搁置天数, en: Days parked}}
  - {name: followup_days, default: 5}
remove: {actions: [case_report], clocks: [case_report]}
sheet:
  columns:
    - {field: tower, heading: {zh: 楼栋, en: Tower}, after: channel}
    - {field: ticket, heading: {zh: 外部单号, en: Ticket no.}}
    - {field: text, width: 60}
"""


class Extend(Desk):
    def house(self, text, name="complaint_house", good=True):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write(f"forms/{name}.yaml", text)
        if good:
            self.assertIn("no mistakes", self.ok("check", staff=None, now=None))
        else:
            return self.refused("check", staff=None, now=None)

    def wrong(self, text, *said):
        """Each sentence is told; the file is left out as a whole, and the shipped form is in use."""
        err = self.house(text, good=False)
        for s in said:
            self.assertIn(s, err)
        self.assertIn("complaint_house.yaml:", err.splitlines()[0])
        n = self.ok("add", "complaint", "channel=phone", "matter=lift", "text=电梯停了", "subject=电梯").strip()
        self.assertNotIn("tower", self.json("show", "complaint", n))
        self.ok("act", "complaint", n, "withdraw", "withdraw_reason=算了")
        os.unlink(self.path("forms/complaint_house.yaml"))
        return err

    def add(self, *fields):
        return self.ok("add", "complaint", "channel=phone", "text=灯坏了", *fields).strip()

    def test_everything_is_added_at_its_place_and_the_shipped_form_goes_on(self):
        self.house(HOUSE)
        n = self.add("subject=灯", "matter=大堂", "tower=north", "ticket=T1")
        shown = self.json("show", "complaint", n)
        self.assertEqual((shown["tower"], shown["matter"], shown["state"]), ("north", "lobby", "received"))
        other = self.add("subject=梯", "matter=lift", "tower=south")
        self.assertIn("Elevator", self.ok("show", "complaint", other))
        self.assertIn("Say which tower", self.refused("add", "complaint", "channel=phone", "text=灯", "subject=灯", "matter=lift"))
        self.assertIn("Subject", self.refused("add", "complaint", "channel=phone", "text=灯", "tower=north", "matter=lift"))
        self.ok("act", "complaint", n, "park")
        self.assertEqual(self.json("list", "complaint", "--list", "parked")[0]["number"], n)
        due = [b for b in self.json("board", "--each") if b["number"] == n and b["clock"] == "parked"]
        self.assertEqual(len(due), 1, self.ok("board", "--json"))
        self.ok("verify", staff=None)

    def test_order_of_fields_and_of_columns(self):
        self.house(HOUSE)
        n = self.add("subject=灯", "matter=lift", "tower=north", "ticket=T1")
        keys = list(self.json("show", "complaint", n))
        self.assertEqual(keys.index("tower"), keys.index("channel") + 1)
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        sheet = openpyxl.load_workbook(self.path("m.xlsx"))["Complaints register"]
        heads = next([v for v in row if v] for row in sheet.iter_rows(values_only=True) if "Channel" in row)
        self.assertEqual(heads.index("Tower"), heads.index("Channel") + 1)
        self.assertEqual(heads[-1], "Ticket no.")  # wherever the shipped form ends

    def test_what_was_removed_is_gone_and_what_was_changed_is_changed(self):
        self.house(HOUSE)
        self.assertIn("case_report", self.refused("act", "complaint", self.add("subject=灯", "matter=lift", "tower=north"), "case_report"))
        self.assertIn("complaint.followup_days", self.ok("setting", "list", staff="cj"))
        listed = [l for l in self.ok("setting", "list", staff="cj").splitlines() if "complaint.followup_days" in l]
        self.assertIn("5", listed[0])
        self.assertIn("Days until the follow-up", listed[0])  # the label is the shipped one's

    def test_a_later_mend_of_the_shipped_form_arrives(self):
        self.house(HOUSE)
        os.makedirs(self.path("shipped"))
        for name in os.listdir(os.path.join(SOURCE, "forms")):
            if name.endswith(".yaml"):
                with open(os.path.join(SOURCE, "forms", name), encoding="utf-8") as f:
                    text = f.read()
                if name == "complaint.yaml":
                    text = text.replace("{name: box, zh: 意见箱, en: Suggestion box}", "{name: box, zh: 意见本, en: Suggestion book}")
                self.write(f"shipped/{name}", text)
        self.forms = self.path("shipped") + ":" + self.path("forms")
        n = self.ok("add", "complaint", "channel=box", "text=灯", "subject=灯", "matter=lift", "tower=north").strip()
        self.assertIn("Suggestion book", self.ok("show", "complaint", n))

    def test_several_files_in_their_order(self):
        self.house("extends: complaint\nfields:\n  - {name: one, type: text, label: {zh: 一, en: One}}\n", "a_first")
        self.house("extends: complaint\nfields:\n  - {name: one, label: {zh: 壹, en: First of all}}\n"
                   "  - {name: two, type: text, label: {zh: 二, en: Two}, after: one}\n", "b_second")
        n = self.add("subject=灯", "matter=lift", "one=1", "two=2")
        self.assertIn("First of all", self.ok("show", "complaint", n))
        err = self.house("extends: complaint\nfields:\n  - {name: two, labl: {zh: 二, en: Two}}\n", "c_third", good=False)
        self.assertIn("c_third.yaml:3", err)
        self.assertIn("did you mean 'label'", err)
        self.assertIn("First of all", self.ok("show", "complaint", n))  # the first two are in use

    def test_a_register_of_the_house_itself_is_extended_whatever_the_files_are_called(self):
        self.house("register: zebra\ntitle: {zh: 斑马, en: Zebras}\nfields:\n  - {name: what, type: text, label: {zh: 事, en: What}}\n", "zebra")
        self.house("extends: zebra\nfields:\n  - {name: more, type: text, label: {zh: 更多, en: More}}\n", "a_zebra")
        n = self.ok("add", "zebra", "what=x", "more=y").strip()
        self.assertEqual(self.json("show", "zebra", n)["more"], "y")

    def test_wordings_of_the_shipped_folder_stay_with_the_register(self):
        said = {}
        for text in (None, "extends: repair\nfields:\n  - {name: lamp, type: text, label: {zh: 灯号, en: Lamp}}\n"):
            if text:
                self.house(text, "repair_house")
            n = self.ok("add", "repair", "place=大堂", "fault=灯坏").strip()
            said[text] = self.ok("print", "repair", n, "--paper", "slip", "-o", "-", staff="cj").replace(n, "N")
        self.assertEqual(*said.values())

    def test_mistakes_are_told_at_their_line_and_the_file_is_left_out_as_a_whole(self):
        tower = "extends: complaint\nfields:\n  - {name: tower, type: text, label: {zh: 楼, en: Tower}}\n"
        for more, *said in [
                ("  - {name: bad, typ: text, label: {zh: 楼, en: T}}\n", ":4:17:", "did you mean 'type'"),
                ("  - {name: bad, type: text, label: {zh: 楼, en: T}, after: chanel}\n", ":4:", "did you mean 'channel'"),
                ("  - {name: subject, type: note}\n", ":4:", "'type' of a field that is there stays"),
                ("  - {name: name, personal: false}\n", ":4:", "is not taken away"),
                ("  - {name: bad, type: text, label: {zh: 楼, en: T}, default: \"chanel\"}\n", ":4:", "unknown field 'chanel'"),
                ("  - {name: bad, type: text, label: {zh: 楼, en: T}, default: \"substr(channel)\"}\n", ":4:", "substr"),
                ("  - {name: tower, label: {zh: 楼, en: T}}\n", ":4:", "used twice"),
                ("remove: {fields: [name]}\n", ":4:10:", "not removed"),
                ("remove: {lists: [opn]}\n", ":4:", "did you mean 'open'"),
                ("remove: {list: [open]}\n", ":4:", "did you mean 'lists'"),
                ("remove: {actions: [reopen]}\n", ":1:", "complaint.yaml:"),  # clocks and actions name it
                ("remove: {settings: [news_hours]}\n", ":1:", "news_hours"),
                ("register: complaint\n", ":4:", "no 'register'"),
                ("lists:\n  - {name: all, where: \"stat = 'x'\"}\n", ":5:", "did you mean 'state'"),
                ("actions:\n  - {name: judge, key: o}\n", ":", "key 'o' is already"),
                ("actions:\n  - {name: go, key: y, from: [attached], label: {zh: 去, en: Go}, then: {create: mesage}}\n", ":5:", "did you mean 'message'"),
                ("actions:\n  - {name: go, key: y, from: [attached], label: {zh: 去, en: Go}, then: {run: visitors_insid}}\n", ":5:", "visitors_insid")][::SPARSE]:
            with self.subTest(more):
                self.wrong(tower + more, *said)
        self.assertIn("did you mean 'complaint'", self.wrong("extends: complant\n", ":1:10:"))

    def test_another_register_that_would_lose_something_is_named(self):
        self.house("register: zebra\ntitle: {zh: 斑马, en: Zebras}\nfields:\n  - {name: onto, type: text, label: {zh: 号, en: No}}\n"
                   "actions:\n  - {name: go, key: g, label: {zh: 去, en: Go},\n"
                   "     then: {act: case_report, register: complaint, on: onto}}\n", "zebra")
        err = self.wrong("extends: complaint\nremove: {actions: [case_report], clocks: [case_report]}\n", ":1:10:", "zebra.yaml:7")
        self.assertIn("case_report", err)

    def test_check_of_one_file_and_its_layout(self):
        self.house(HOUSE)
        f = self.path("forms/complaint_house.yaml")
        self.assertIn("no mistakes", self.ok("check", f, staff=None, now=None))
        self.ok("check", "--format", f, staff=None, now=None)
        self.assertIn("no mistakes", self.ok("check", f, staff=None, now=None))
        self.write("alone.yaml", HOUSE.replace("columns: [number, tower", "columns: [number, towr"))
        err = self.refused("check", self.path("alone.yaml"), staff=None, now=None)
        self.assertIn("alone.yaml:14", err)
        self.assertIn("1 mistakes", err)

    def test_a_database_of_before_is_grown_and_shrunk_without_a_loss(self):
        n = self.add("subject=灯", "matter=lift")
        self.house(HOUSE)
        self.assertEqual(self.json("show", "complaint", n)["subject"], "灯")
        m = self.add("subject=灯", "matter=lift", "tower=north")
        os.unlink(self.path("forms/complaint_house.yaml"))
        self.assertEqual(self.json("show", "complaint", m)["subject"], "灯")
        self.house(HOUSE)
        self.assertEqual(self.json("show", "complaint", m)["tower"], "north")
        self.ok("verify", staff=None)


if __name__ == "__main__":
    main()
