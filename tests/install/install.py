"""An installed tree works wherever it was put: another prefix than configured, moved, reached by a link."""
import os
import shutil
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "cli"))
import desk  # noqa: E402


class Installed(desk.Desk):
    made_with = None

    def setUp(self):
        super().setUp()
        self.first, self.prefix = self.path("first"), self.path("moved here")
        subprocess.run([os.environ["CMAKE"], "--install", os.environ["BUILD"], "--prefix", self.first], stdout=subprocess.DEVNULL, check=True)
        os.rename(self.first, self.prefix)
        desk.PROGRAM = self.inside("BINDIR", "qiantai")
        self.addCleanup(setattr, desk, "PROGRAM", os.environ["QIANTAI"])

    def inside(self, folder, *names):
        return os.path.join(self.prefix, os.environ[folder], *names)

    def work(self):
        number = self.add_visitor()
        self.ok("print", "visitor", number, "-o", self.path("v.txt"))
        self.assertIn("王小明", self.read("v.txt"))
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"))
        self.assertTrue(zipfile.is_zipfile(self.path("m.xlsx")))
        if os.path.exists(self.inside("LIBEXECDIR", "qiantai", "qiantai-print")):
            self.ok("print", "visitor", number, "-o", self.path("v.pdf"))
            with open(self.path("v.pdf"), "rb") as f:
                self.assertEqual(f.read(5), b"%PDF-")

    def test_moved_it_finds_its_files(self):
        self.ok("init", "--demo", staff=None)
        self.assertGreater(len(self.json("list", "unit")), 10)
        self.work()
        self.lang = "zh_CN"
        self.assertIn("用法", self.ok("--help", staff=None, now=None))

    def test_through_a_link_it_finds_its_files(self):
        link = self.path("qt")
        os.symlink(desk.PROGRAM, link)
        desk.PROGRAM = link
        self.ok("init", "--practice", staff=None)
        self.ok("user", "add", "lm", "李敏", "supervisor", staff=None, stdin="1234\n")
        self.ok("add", "unit", "code=A-1203")
        self.work()

    def test_what_is_missing_is_named_with_the_folders(self):
        self.ok("init", "--practice", staff=None)
        self.ok("user", "add", "lm", "李敏", "supervisor", staff=None, stdin="1234\n")
        for part in (self.inside("DATADIR", "qiantai", "settings.tsv"), self.inside("DATADIR", "qiantai", "forms"),
                     self.inside("LIBEXECDIR", "qiantai", "qiantai-export")):
            os.rename(part, part + ".away")
            said = self.refused("export", "2026-11", "-o", self.path("n.xlsx"))
            self.assertIn(part, said)
            os.rename(part + ".away", part)
        alone = self.path("alone")
        shutil.copy(desk.PROGRAM, alone)
        desk.PROGRAM = alone
        said = self.refused("list", "visitor")
        self.assertIn(os.path.join(os.environ["DATADIR"], "qiantai", "forms"), said)
        self.assertIn(self.path("forms"), said)


desk.main()
