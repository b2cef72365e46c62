"""Files beside a record: how they come in and go out, what is refused, what is left when something is cut short."""
import hashlib
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import tarfile
import time

from desk import PROGRAM, SOURCE, Desk, main

FORMS = os.path.join(SOURCE, "forms") + ":" + os.path.join(SOURCE, "tests", "cli", "files_forms")
FORM = os.path.join(SOURCE, "tests", "cli", "files_forms", "found.yaml")
PNG = b"\x89PNG\r\n\x1a\n"
JPG = b"\xff\xd8\xff\xe0"
PDF = b"%PDF-1.7\n"


class Files(Desk):
    def make(self):
        self.forms = FORMS
        super().make()
        self.ok("user", "add", "gu", "顾问", "guest", staff="cj", stdin="1234\n")

    def setUp(self):
        super().setUp()
        self.number = self.ok("add", "found", "what=umbrella").strip()

    def picture(self, name="leak.jpg", content=JPG + b"leak"):
        return self.write(name, content)

    def attach(self, *files, number=None, field="photos", **how):
        return self.ok("attach", "found", number or self.number, field, *files, **how)

    def not_attached(self, *files, field="photos", **how):
        return self.refused("attach", "found", self.number, field, *files, **how)

    def rows(self, field="photos", number=None):
        return self.json("show", "found", number or self.number, staff="cj")[field]

    def kept(self):
        """What stands in the folder, by its path there."""
        return sorted(os.path.relpath(os.path.join(d, name), self.db + ".files")
                      for d, _, names in os.walk(self.db + ".files") for name in names)

    def place(self, content):
        name = hashlib.sha256(content).hexdigest()
        return f"{name[:2]}/{name}"

    def file(self, content):
        return os.path.join(self.db + ".files", self.place(content))

    # ---- in

    def test_a_file_is_kept_by_its_hash_and_told_in_the_record(self):
        self.attach(self.picture())
        digest = hashlib.sha256(JPG + b"leak").hexdigest()
        (row,) = self.rows()
        self.assertEqual(row[:4] + row[5:], ["leak.jpg", "jpg", 8, digest, "lm"])
        self.assertEqual(self.kept(), [self.place(JPG + b"leak")])
        self.assertEqual(stat.S_IMODE(os.stat(self.file(JPG + b"leak")).st_mode), 0o600)
        for folder in (self.db + ".files", os.path.dirname(self.file(JPG + b"leak"))):
            self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
        with open(self.file(JPG + b"leak"), "rb") as f:
            self.assertEqual(f.read(), JPG + b"leak")
        self.assertTrue(os.path.exists(self.path("leak.jpg")))
        self.assertIn("Files beside the database: 1, of records 8 B.", self.ok("verify"))

    def test_by_add_edit_and_an_action(self):
        a, b, c = (self.picture(f"{x}.png", PNG + x.encode()) for x in "abc")
        number = self.ok("add", "found", "what=hat", "photos=" + a, "photos=" + b).strip()
        self.assertEqual([row[0] for row in self.rows(number=number)], ["a.png", "b.png"])
        self.ok("act", "found", number, "give_back", "photos=" + c)
        self.assertEqual([row[0] for row in self.rows(number=number)], ["a.png", "b.png", "c.png"])
        self.ok("edit", "found", self.number, "photos=" + a)
        r = self.json("show", "found", number, staff="cj")
        self.assertEqual((r["pictures"], r["names"]), (3, "a.png; b.png; c.png"))
        self.assertEqual(len(self.kept()), 3)  # a.png of two records is one file
        self.assertIn("3: a.png; b.png; c.png", self.ok("list", "found"))
        self.ok("verify")

    def test_standard_input_needs_a_name(self):
        self.assertEqual(self.run_it("attach", "found", self.number, "photos", "-")[0], 2)
        code = subprocess.run([PROGRAM, "--db", self.db, "--forms", self.forms, "--now", self.now, "--as", "lm", "attach", "found", self.number,
                               "photos", "-", "--name", "../../x.png"], input=PNG + b"piped", stdout=subprocess.PIPE, check=False).returncode
        self.assertEqual(code, 0)
        self.assertEqual(self.rows()[0][:3], ["x.png", "png", 13])

    def test_a_relative_path_and_odd_names(self):
        self.picture("a\x1b[31mb\u202egpj.png", PNG + b"1")
        self.picture("-rf.jpeg", JPG + b"2")
        self.picture("scan.exe", JPG + b"3")
        os.chdir(self.dir)
        self.addCleanup(os.chdir, "/")
        self.attach("./-rf.jpeg", "./scan.exe")
        self.assertEqual([row[0] for row in self.rows()], ["rf.jpeg", "scan.exe.jpg"])
        self.assertIn("There is no file", self.not_attached("./a\x1b[31mb\u202egpj.png"))

    def test_what_is_refused(self):
        os.symlink(self.picture(), self.path("link.jpg"))
        os.mkfifo(self.path("pipe.jpg"))
        os.mkdir(self.path("folder.jpg"))
        for name, content, says in (("link.jpg", None, "is a link"), ("pipe.jpg", None, "no plain file"), ("folder.jpg", None, "no plain file"),
                                    ("big.jpg", JPG + bytes(1000001), "larger than 1 MB"), ("text.jpg", b"hello", "none of these kinds: jpg, png"),
                                    ("plan.jpg", PDF, "of kind pdf; here may be: jpg, png"), ("empty.jpg", b"", "is empty"),
                                    ("none.jpg", None, "There is no file")):
            path = self.path(name) if content is None else self.picture(name, content)
            self.assertIn(says, self.not_attached(path), name)
        self.assertIn("no plain file", self.not_attached("/dev/null"))
        other = self.ok("add", "found", "what=hat").strip()
        self.attach(self.picture("other.png", PNG), number=other, staff="cj")
        self.assertIn("is a record's already", self.not_attached(self.file(PNG)))
        self.assertIn("is a record's already", self.not_attached(os.path.join(self.dir, "..", os.path.basename(self.dir), "desk.db.files", self.place(PNG))))
        self.assertIn("larger than 1 MB", subprocess.run(
            [PROGRAM, "--lang", "en", "--db", self.db, "--forms", self.forms, "--now", self.now, "--as", "lm", "attach", "found", self.number, "photos", "-", "--name", "x.jpg"],
            input=JPG + bytes(1000001), stderr=subprocess.PIPE, check=False).stderr.decode())
        self.assertEqual((self.rows(), self.kept()), (None, [self.place(PNG)]))

    def test_at_most_so_many_and_none_twice(self):
        self.attach(*[self.picture(f"{i}.png", PNG + b"%d" % i) for i in range(3)])
        self.assertIn("At most 3 files", self.not_attached(self.picture()))
        self.ok("edit", "found", self.number, "photos=")
        self.assertIsNone(self.rows())
        self.attach(self.picture("0.png", PNG + b"0"))
        self.assertIn("it is there already", self.not_attached(self.picture("again.png", PNG + b"0")))
        self.ok("verify")

    def test_nobody_types_what_the_desk_keeps(self):
        self.attach(self.picture("plan.pdf", PDF + b"secret"), field="plan", staff="cj")
        digest = hashlib.sha256(PDF + b"secret").hexdigest()
        other = self.ok("add", "found", "what=hat").strip()
        self.attach(self.picture(), number=other)
        (row,) = self.rows(number=other)
        for cells in (["x.pdf", "pdf", 15, digest, None, None], ["x.jpg", None, None, "ab" * 32, None, None], [None, "jpg", 1, None, None, None]):
            rows = str([row, cells]).replace("None", "null").replace("'", '"')
            self.assertIn("a file is added by its path", self.refused("edit", "found", other, "photos=" + rows))
        self.assertIn("it is there already", self.refused("edit", "found", other, "photos=" + str([row, row]).replace("'", '"')))
        rows = str([["new name", "png", 7, row[3], 5, "cj"]]).replace("'", '"')
        self.ok("edit", "found", other, "photos=" + rows)
        self.assertEqual(self.rows(number=other), [["new name.jpg"] + row[1:]])

    def piped(self, name):
        """One that has read the record and waits for its file."""
        p = subprocess.Popen([PROGRAM, "--lang", "en", "--db", self.db, "--forms", self.forms, "--now", self.now, "--as", "lm",
                              "attach", "found", self.number, "photos", "-", "--name", name], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
        self.addCleanup(p.kill)
        return p

    def until(self, holds):
        end = time.monotonic() + 60
        while not holds() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertTrue(holds())

    def parts(self):
        return [name for name in self.kept() if name.startswith(".part-")]

    def test_two_who_attach_at_once_attach_two(self):
        two = [self.piped("a.png"), self.piped("b.png")]
        self.until(lambda: len(self.parts()) == 2)
        for n, p in enumerate(two):
            p.communicate(PNG + b"%d" % n)
            self.assertEqual(p.returncode, 0)
        self.assertEqual([row[0] for row in self.rows()], ["a.png", "b.png"])
        self.assertEqual(self.parts(), [])

    # ---- cut short

    def test_killed_between_the_file_and_the_record(self):
        path = self.picture()
        p = self.piped("leak.jpg")
        self.until(self.parts)
        with sqlite3.connect(self.db, isolation_level=None) as c:
            c.execute("begin immediate")
            p.stdin.write(JPG + b"leak")
            p.stdin.close()
            self.until(lambda: self.kept() == [self.place(JPG + b"leak")])
            p.kill()
            p.wait()
            c.execute("rollback")
        self.assertIsNone(self.rows())
        self.assertIn("Of no record: 1", self.ok("verify"))
        self.ok("daily", staff=None)
        self.assertEqual(len(self.kept()), 1)  # younger than a week
        os.utime(self.file(JPG + b"leak"), (0, 0))
        self.assertIn("Files that no record names, removed: 1", self.ok("daily", staff=None))
        self.assertEqual(self.kept(), [])
        self.attach(path)
        os.utime(self.file(JPG + b"leak"), (0, 0))
        self.ok("daily", staff=None)
        self.assertEqual(len(self.kept()), 1)
        self.ok("verify")

    def test_a_file_that_goes_before_its_record_is_written(self):
        p = self.piped("leak.jpg")
        self.until(self.parts)
        with sqlite3.connect(self.db, isolation_level=None) as c:
            c.execute("begin immediate")
            p.stdin.write(JPG + b"leak")
            p.stdin.close()
            self.until(lambda: self.kept() == [self.place(JPG + b"leak")])
            os.remove(self.file(JPG + b"leak"))
            c.execute("rollback")
        self.assertEqual(p.wait(60), 1)
        self.assertIsNone(self.rows())

    def test_a_disk_that_takes_no_more(self):
        path = self.picture("wide.jpg", JPG + bytes(900000))

        def short():
            resource.setrlimit(resource.RLIMIT_FSIZE, (300000, 300000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.assertIn("cannot be written", self.not_attached(path, before=short))
        self.assertEqual((self.rows(), self.kept()), (None, []))
        self.attach(path)

    # ---- out

    def test_copied_out_with_a_line_and_the_right(self):
        self.attach(self.picture(), self.picture("b/../x.png".replace("/", "_"), PNG))
        os.mkdir(self.path("out"))
        self.picture("out/leak.jpg", b"mine")
        self.assertIn("may not take records out", self.refused("files", "found", self.number, "-o", self.path("out"), staff="gu"))
        self.ok("files", "found", self.number, "photos", "-o", self.path("out"), staff="cj")
        self.assertEqual(sorted(os.listdir(self.path("out"))), ["b_.._x.png", "leak-2.jpg", "leak.jpg"])
        with open(self.path("out/leak-2.jpg"), "rb") as f:
            self.assertEqual(f.read(), JPG + b"leak")
        (line,) = self.sql("select data from journal where action = 'export'")[0]
        self.assertEqual(line[0], '{"files":"2","field":"photos"}')
        self.assertIn("leak-2.jpg", self.ok("daily", staff=None))
        self.assertIn("leak.jpg", self.ok("files", "found", self.number))
        self.assertIn("There is no folder", self.refused("files", "found", self.number, "-o", self.path("nowhere"), staff="cj"))

    def test_a_broken_one_is_named_and_not_handed_over(self):
        self.attach(self.picture(), self.picture("b.png", PNG))
        with open(self.file(PNG), "ab") as f:
            f.write(b"x")
        os.mkdir(self.path("out"))
        self.assertIn("b.png: what is in", self.refused("files", "found", self.number, "-o", self.path("out"), staff="cj"))
        self.assertEqual(os.listdir(self.path("out")), ["leak.jpg"])
        self.assertIn("(1): found F26-001, photos, file 2: altered", self.refused("verify"))
        os.remove(self.file(JPG + b"leak"))
        told = self.refused("verify")
        self.assertIn("not as they were (2)", told)
        self.assertIn("found F26-001, photos, file 1: missing", told)
        other = self.ok("add", "found", "what=hat").strip()
        self.attach(self.path("b.png"), self.path("leak.jpg"), number=other)  # the same again puts both right
        self.ok("verify")

    def test_who_may_not_see_a_field_sees_no_file_of_it(self):
        self.attach(self.picture("p.pdf", PDF), field="plan", staff="cj")
        self.assertNotIn("p.pdf", self.ok("files", "found", self.number))
        self.assertIn("may not see", self.refused("files", "found", self.number, "plan"))
        self.assertIn("may not see", self.not_attached(self.path("p.pdf"), field="plan"))
        self.assertIn("p.pdf", self.ok("files", "found", self.number, "plan", staff="cj"))

    # ---- what goes

    def test_dropping_a_file_removes_none(self):
        self.attach(self.picture("p.pdf", PDF), field="plan", staff="cj")
        self.ok("edit", "found", self.number, "plan=", staff="cj")
        self.ok("backup", self.path("one.db"), staff="cj")
        self.assertTrue(os.path.exists(self.beside(PDF, self.path("one.db"))))
        os.utime(self.file(PDF), (0, 0))
        self.ok("daily", staff=None)
        self.assertIn("Named by the journal alone: 1", self.ok("verify"))

    def test_a_register_whose_form_is_gone_keeps_its_files(self):
        self.attach(self.picture())
        self.attach(self.picture("p.pdf", PDF), field="plan", staff="cj")
        for content in (JPG + b"leak", PDF):
            os.utime(self.file(content), (0, 0))
        self.forms = os.path.join(SOURCE, "forms")
        self.ok("daily", staff=None)
        self.assertIn("Named by the journal alone: 2", self.ok("verify"))
        self.ok("backup", self.path("one.db"), staff="cj")
        self.forms = FORMS
        self.ok("verify", db=self.path("one.db"), staff=None)
        self.ok("verify")

    def test_retention_takes_the_files_and_their_hashes(self):
        other = self.ok("add", "found", "what=hat").strip()
        a, b, c = (self.picture(f"{x}.png", PNG + x.encode()) for x in "abc")
        self.attach(a, b, c)
        self.ok("edit", "found", self.number, "photos=")
        self.attach(a, b)
        self.attach(b, number=other)
        self.ok("act", "found", self.number, "give_back")
        self.assertEqual(self.sql("select count(*) from journal where data like '%%%s%%'" % hashlib.sha256(PNG + b"a").hexdigest()), [[(0,)]])
        self.now = "2027-01-30 09:14"
        self.ok("daily", staff=None)
        self.assertIsNone(self.rows())
        self.assertEqual(self.kept(), [self.place(PNG + b"b")])  # which another record has
        self.ok("verify")

    def test_a_person_is_erased_with_the_files(self):
        number = self.ok("add", "found", "what=bag of 王小明").strip()
        self.attach(self.picture(), number=number)
        self.ok("act", "found", number, "give_back")
        self.assertIn("leak.jpg", self.ok("person", "王小明", staff="cj"))
        self.ok("person", "王小明", "--erase", "--yes", staff="cj")
        self.assertEqual(self.kept(), [])
        self.ok("verify")

    def test_rebuilt_rows_are_the_same(self):
        self.attach(self.picture())
        self.ok("verify", "--rebuild", self.path("again.db"))
        self.assertEqual(*[self.sql('select * from "found.photos"', db=db)[0] for db in (self.db, self.path("again.db"))])
        self.ok("verify", db=self.path("again.db"), staff=None)

    # ---- backups

    def beside(self, content, db):
        return os.path.join(db + ".files", self.place(content))

    def test_a_backup_has_the_files_and_each_is_whole(self):
        self.attach(self.picture())
        os.mkdir(self.path("safe"))
        one, two = self.path("safe/one.db"), self.path("safe/two.db")
        self.ok("backup", one, staff="cj")
        self.attach(self.picture("b.png", PNG))
        self.ok("backup", two, staff="cj")
        for db in (one, two):
            self.assertIn("Files beside the database", self.ok("verify", db=db, staff=None))
        inodes = [os.stat(path).st_ino for path in (self.file(JPG + b"leak"), self.beside(JPG + b"leak", one), self.beside(JPG + b"leak", two))]
        self.assertEqual((inodes[1] == inodes[2], inodes[0] == inodes[1]), (True, False))
        for path in (one + ".files", two + ".files"):
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o700)
        os.remove(self.beside(PNG, two))
        self.assertIn("missing", self.refused("verify", db=two, staff=None))
        self.assertEqual([name for name in os.listdir(self.path("safe")) if ".part" in name], [])

    def test_restored_with_its_files(self):
        self.attach(self.picture())
        self.ok("backup", self.path("one.db"), staff="cj")
        self.attach(self.picture("b.png", PNG))
        os.remove(self.file(JPG + b"leak"))
        self.ok("restore", self.path("one.db"), staff="cj")
        self.assertEqual(self.kept(), [self.place(JPG + b"leak")])
        self.ok("verify")
        former = [name for name in os.listdir(self.dir) if name.endswith("before-restore.files")]
        self.assertEqual(os.listdir(self.path(former[0] + "/" + self.place(PNG)[:2])), [os.path.basename(self.place(PNG))])

    def test_a_backup_without_its_files_takes_those_that_are_there(self):
        self.attach(self.picture())
        self.ok("backup", self.path("one.db"), staff="cj")
        os.rename(self.path("one.db.files"), self.path("elsewhere"))
        self.ok("restore", self.path("one.db"), staff="cj")
        self.ok("verify")
        os.remove(self.file(JPG + b"leak"))
        self.assertIn("found F26-001, photos. Nothing was restored", self.refused("restore", self.path("one.db"), staff="cj"))
        self.ok("restore", self.path("one.db"), "--yes", staff="cj")
        self.assertIn("missing", self.refused("verify"))
        os.rename(self.path("elsewhere"), self.path("one.db.files"))
        self.ok("restore", self.path("one.db"), staff="cj")
        self.ok("verify")

    def test_where_the_database_is_lost_its_files_stay(self):
        self.attach(self.picture())
        self.ok("backup", self.path("one.db"), staff="cj")
        self.attach(self.picture("b.png", PNG))
        for end in ("", ".key", ".head"):
            os.remove(self.db + end)
        self.ok("restore", self.path("one.db"), staff="cj")
        self.ok("verify")
        self.assertTrue(os.path.exists(self.beside(PNG, self.db + ".before-restore")))

    def test_a_backup_is_made_though_a_file_is_missing_and_says_so(self):
        self.attach(self.picture(), self.picture("b.png", PNG))
        os.remove(self.file(JPG + b"leak"))
        with open(self.file(PNG), "ab") as f:
            f.write(b"x")
        self.assertIn("missing or altered: found F26-001, photos; found F26-001, photos", self.refused("backup", self.path("one.db"), staff="cj"))
        self.ok("restore", self.path("one.db"), "--yes", staff="cj")

    def test_an_old_backup_goes_with_its_files(self):
        self.attach(self.picture())
        os.mkdir(self.path("backups"))
        self.ok("setting", "set", "backup_dir", "backups", staff="cj")
        self.ok("setting", "set", "backup_keep", "1", staff="cj")
        self.ok("daily", staff=None)
        self.now = "2026-11-22 09:14"
        self.ok("daily", staff=None)
        self.assertEqual(sorted(os.listdir(self.path("backups"))), ["qiantai-2026-11-22.db" + end for end in ("", ".files", ".head", ".key")])
        self.ok("verify", db=self.path("backups/qiantai-2026-11-22.db"), staff=None)

    def test_an_encrypted_one_has_them_too(self):
        self.attach(self.picture())
        os.environ["QIANTAI_HOUSE"] = self.write("house", "encrypt\t-\tgzip -1 -c\n")
        self.addCleanup(os.environ.pop, "QIANTAI_HOUSE", None)
        os.chmod(self.path("house"), 0o600)
        os.mkdir(self.path("safe"))
        self.ok("backup", self.path("safe/one.db"), staff="cj")
        self.assertEqual(os.listdir(self.path("safe")), ["one.db.enc"])
        with tarfile.open(self.path("safe/one.db.enc")) as t:
            t.extractall(self.path("opened"))
        self.ok("restore", self.path("opened/one.db"), staff="cj")
        self.ok("verify")

    # ---- the inbox

    def inbox(self):
        os.mkdir(self.path("inbox"))

    def over_ssh(self):
        os.environ["SSH_CONNECTION"] = "192.0.2.5 1 192.0.2.1 22"
        self.addCleanup(os.environ.pop, "SSH_CONNECTION", None)

    def test_what_is_taken_from_the_inbox_leaves_it(self):
        self.inbox()
        self.picture("inbox/a.png", PNG + b"a")
        self.picture("inbox/bad.png", b"no picture")
        self.assertIn("none of these kinds", self.not_attached("bad.png"))
        self.attach("a.png")
        self.assertEqual(os.listdir(self.path("inbox")), ["bad.png"])
        self.assertEqual(self.rows()[0][0], "a.png")

    def test_the_house_says_where_the_inbox_is(self):
        os.mkdir(self.path("scans"))
        os.environ["QIANTAI_HOUSE"] = self.write("house", f"folder\tinbox\t{self.path('scans')}\n")
        self.addCleanup(os.environ.pop, "QIANTAI_HOUSE", None)
        os.chmod(self.path("house"), 0o600)
        self.picture("scans/a.png", PNG)
        self.over_ssh()
        self.attach("a.png")
        self.assertEqual((os.listdir(self.path("scans")), self.rows()[0][0]), ([], "a.png"))

    def test_over_ssh_only_the_inbox(self):
        self.inbox()
        path = self.picture()
        for name in "abc":
            self.picture(f"inbox/{name}.png", PNG + name.encode())
        os.link(self.path("inbox/c.png"), self.path("elsewhere.png"))
        os.symlink(path, self.path("inbox/link.png"))
        self.over_ssh()
        self.assertIn("only files of the inbox", self.not_attached(path))
        self.assertIn("only files of the inbox", self.not_attached(self.path("inbox/../leak.jpg")))
        self.assertIn("only files of the inbox", self.refused("edit", "found", self.number, "photos=" + path))
        self.assertIn("only files of the inbox", self.refused("edit", "found", self.number, f'photos=[{{"name": "{path}"}}]'))
        self.assertIn("is a link", self.not_attached("link.png"))
        self.assertIn("has another name", self.not_attached("c.png"))
        self.attach("a.png", self.path("inbox/b.png"))
        self.assertEqual([row[0] for row in self.rows()], ["a.png", "b.png"])

    def test_a_paper_lists_them(self):
        self.attach(self.picture(), self.picture("b.png", PNG))
        page = self.ok("print", "found", self.number, "--paper", "slip", "-o", "-")
        self.assertRegex(page, r"File +Size +When")
        self.assertRegex(page, r"leak.jpg +8 B +2026-11-21 09:14|leak.jpg +8 B")
        self.assertIn("2 in all: leak.jpg; b.png", page)

    # ---- the form

    def wrong(self, text, instead, says):
        with open(FORM, encoding="utf-8") as f:
            form = f.read()
        self.assertIn(text, form)
        self.assertIn(says, self.refused("check", self.write("found.yaml", form.replace(text, instead)), staff=None))

    def test_mistakes_are_told_when_the_form_is_read(self):
        for text, instead, says in (("kinds: [jpg, png]", "kinds: [jpg, pngg]", "unknown kind of file 'pngg' (did you mean 'png'?)"),
                                    ("kinds: [jpg, png]", "kinds: []", "a list of kinds of files is expected"),
                                    ("most: 3", "most: 0", "from 1 to 100"), ("size: 1,", "size: 1001,", "from 1 to 1000"),
                                    ("size: 1,", "default: \"'x'\",", "'default' does not go with type files"),
                                    ("type: text, label: {zh: 物品, en: Item}", "type: text, most: 3, label: {zh: 物品, en: Item}", "'most' does not go with type text"),
                                    ("to: gone", "to: gone, set: {photos: photos}", "'photos' is filled in by the program alone"),
                                    ("to: gone", "to: gone, append: {photos: {name: what}}", "'photos' is filled in by the program alone"),
                                    ("'{name}'", "'{nam}'", "unknown column 'nam' (did you mean 'name'?)")):
            self.wrong(text, instead, says)


if __name__ == "__main__":
    main()
