"""Nothing is rewritten: verify after every kind of tampering, backup and restore, secrets at rest."""
import json
import os
import sqlite3

from desk import Desk, main


class Journal(Desk):
    def make(self):
        super().make()
        self.add_unit()
        for i in range(5):
            self.add_visitor(f"phone=1380000000{i}", "id_kind=passport", "id_number=E7654321" + str(i))

    def tamper(self, *statements):
        with sqlite3.connect(self.db) as c:
            for (name,) in c.execute("select name from sqlite_master where type = 'trigger' and tbl_name = 'journal'").fetchall():
                c.execute(f'drop trigger "{name}"')
            for s in statements:
                c.execute(s)
            return c.total_changes

    def line(self, n):
        """seq of the n-th line, counted from 1."""
        return self.sql(f"select seq from journal order by seq limit 1 offset {n - 1}")[0][0][0]

    def names_line(self, seq):
        self.assertIn(f" {seq}", self.refused("verify").split(":", 2)[1])

    def test_a_clean_journal_is_verified(self):
        self.assertIn("in order", self.ok("verify"))

    def test_a_changed_byte_is_named(self):
        seq = self.line(4)
        self.tamper(f"update journal set staff = 'xx' where seq = {seq}")
        self.names_line(seq)

    def test_a_changed_text_of_the_data_is_named(self):
        seq = self.sql("select min(seq) from journal where instr(data, 'supervisor') > 0")[0][0][0]
        self.tamper(f"update journal set data = replace(data, 'supervisor', 'clerk') where seq = {seq}")
        self.names_line(seq)

    def test_a_line_cut_from_the_end_is_noticed(self):
        self.tamper("delete from journal where seq = (select max(seq) from journal)")
        self.refused("verify")

    def test_a_line_cut_from_the_middle_is_named(self):
        seq = self.line(3)
        self.tamper(f"delete from journal where seq = {seq}")
        self.refused("verify")

    def test_an_inserted_line_is_named(self):
        columns = [c[1] for c in self.sql("pragma table_info(journal)")[0]]
        rest = ", ".join(c for c in columns if c != "seq")
        self.tamper(f"insert into journal (seq, {rest}) select seq + 1, {rest} from journal where seq = (select max(seq) from journal)")
        self.refused("verify")

    def test_update_and_delete_are_refused_by_the_database(self):
        for s in ("update journal set staff = 'xx'", "delete from journal", "update journal set hash = hash"):
            with self.assertRaises(sqlite3.Error):
                self.sql(s)
        self.ok("verify")

    def poke(self, name, old, new):
        """A value changed in the first page of an index, as a bad disk would."""
        with sqlite3.connect(self.db) as c:
            (page,) = c.execute("select rootpage from sqlite_master where name = ?", (name,)).fetchone()
            (size,) = c.execute("pragma page_size").fetchone()
        with open(self.db, "r+b") as f:
            f.seek((page - 1) * size)
            was = f.read(size)
            self.assertIn(old, was)
            f.seek((page - 1) * size)
            f.write(was.replace(old, new))

    def test_a_damaged_index_is_named(self):
        """The rows are whole and so is the journal; only what finds them is not."""
        with open(self.db, "rb") as f:
            whole = f.read()
        for name, old, new in (("visitor:is_phone", b"13800000002", b"13800000003"),
                               ("visitor:unit", b"A-1203", b"A-1204"),
                               ("journal_of", b"visitor", b"visitos")):
            with self.subTest(name):
                self.poke(name, old, new)
                self.assertIn(name, self.refused("verify"))
            with open(self.db, "wb") as f:
                f.write(whole)
        self.ok("verify")

    def test_strings_finds_no_id_number(self):
        for name in os.listdir(self.dir):
            with open(self.path(name), "rb") as f:
                self.assertNotIn(b"E7654321", f.read(), name)

    def test_backup_and_restore(self):
        copy = self.path("copy.db")
        self.ok("backup", copy)
        self.add_visitor(name="后来的")
        self.assertEqual(len(self.json("list", "visitor")), 6)
        head = self.ok("verify").split()[-1]
        self.ok("restore", copy, staff="cj")
        self.assertEqual(len(self.json("list", "visitor")), 5)
        self.ok("verify")
        (line,), = self.sql("select data from journal where action = 'restore' and staff = 'cj'")
        line = json.loads(line[0])
        self.assertEqual((line["backup"], line["kept"]), ("copy.db", "desk.db.before-restore"))
        self.ok("verify", "--head", line["head"])
        seq, hash_ = line["replaced"].split(":")
        self.assertGreater(int(seq), int(head.split(":")[0]))  # the sign-in came after
        self.assertIn("restored", self.refused("verify", "--head", line["replaced"]))
        self.ok("verify", "--head", line["replaced"], db=self.path("desk.db.before-restore"))
        self.assertTrue([n for n in os.listdir(self.dir) if "before-restore" in n])

    def test_init_leaves_nothing_under_the_name_it_was_made_by(self):
        self.assertEqual([n for n in os.listdir(self.dir) if ".new" in n], [])

    def test_a_copy_that_does_not_verify_is_not_restored(self):
        copy = self.path("copy.db")
        self.ok("backup", copy)
        with open(copy, "r+b") as f:
            f.seek(8192)
            f.write(b"\xff" * 4096)
        self.refused("restore", copy, staff="cj")
        self.assertEqual(len(self.json("list", "visitor")), 5)

    def test_restore_asks_who(self):
        copy = self.path("copy.db")
        self.ok("backup", copy)
        for staff in (None, "lm", "nobody"):
            self.refused("restore", copy, staff=staff)
        self.assertFalse([n for n in os.listdir(self.dir) if "before-restore" in n or ".part" in n])

    def test_restore_where_there_is_no_database_asks_the_staff_of_the_backup(self):
        copy = self.path("copy.db")
        self.ok("backup", copy)
        for damage in ("gone", "damaged", "key lost"):
            with self.subTest(damage):
                if damage == "gone":
                    for name in ("desk.db", "desk.db.key", "desk.db.head"):
                        os.unlink(self.path(name))
                elif damage == "damaged":
                    self.write("desk.db", b"x" * 8192)
                else:
                    os.unlink(self.path("desk.db.key"))
                for staff in (None, "lm", "nobody"):
                    self.refused("restore", copy, staff=staff)
                self.ok("restore", copy, staff="cj")
                self.assertEqual(len(self.json("list", "visitor")), 5)
                self.ok("verify")

    def test_backup_does_not_overwrite(self):
        self.write("there.db", "mine")
        self.refused("backup", self.path("there.db"))
        self.assertEqual(self.read("there.db"), "mine")


main()
