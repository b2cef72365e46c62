"""Backups through a command of the house's file: what is left when it works, when it fails, when it is killed."""
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import tarfile
import time
import unittest

from desk import NOW, PROGRAM, Desk


class Encrypted(Desk):
    def command(self, command):
        os.environ["QIANTAI_HOUSE"] = self.write("house", f"encrypt\t-\t{command}\n")
        self.addCleanup(os.environ.pop, "QIANTAI_HOUSE", None)
        os.chmod(self.path("house"), 0o600)

    def script(self, text):
        os.chmod(self.write("encrypt", f"#!/bin/sh\n{text}\n"), 0o755)
        self.command(self.path("encrypt"))

    def backups(self, dir_setting=True):
        os.mkdir(self.path("backups"), 0o700)
        if dir_setting:
            self.ok("setting", "set", "backup_dir", "backups", staff="cj")

    def left(self):
        return sorted(os.listdir(self.path("backups")))

    def until(self, holds):
        end = time.monotonic() + 60
        while not holds() and time.monotonic() < end:
            time.sleep(0.01)

    def lock_free(self, file):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(file, fcntl.LOCK_UN)
        except BlockingIOError:
            return False
        return True

    def opened(self, tar):
        """Three files for their owner alone, and a database that is in order."""
        with tarfile.open(tar) as t:
            names = [m.name for m in t.getmembers()]
            self.assertEqual({m.mode for m in t.getmembers()}, {0o600})
            t.extractall(self.path("opened"))
        name = names[0]
        self.assertEqual(names, [name, f"{name}.key", f"{name}.head"])
        self.ok("verify", staff=None, db=self.path(f"opened/{name}"))
        return self.path(f"opened/{name}")

    def test_only_the_encrypted_one_is_left(self):
        self.backups(False)
        self.command("gzip -1 -c")  # as good as any: what it wrote can be read again
        said = self.ok("backup", self.path("backups/a.db"), staff="cj")
        self.assertIn("encrypted: " + self.path("backups/a.db.enc"), said)
        self.assertEqual(self.left(), ["a.db.enc"])
        self.assertEqual(stat.S_IMODE(os.stat(self.path("backups/a.db.enc")).st_mode), 0o600)
        self.assertIn("is encrypted", self.refused("restore", self.path("backups/a.db.enc"), staff="cj"))
        self.assertRegex(self.ok("daily", staff=None), "backup on demand, -?[0-9]+ days old: .*/a.db.enc\n")
        self.ok("restore", self.opened(self.path("backups/a.db.enc")), staff="cj")

    def test_a_command_that_fails_leaves_the_plain_one(self):
        self.backups()
        plain = [f"qiantai-2026-11-21.db{end}" for end in ("", ".head", ".key")]
        for command in ("false", "true", "no-such-command", "head -c 10000"):
            self.command(command)
            self.assertIn("was not encrypted", self.refused("daily", staff=None), command)
            self.assertEqual(self.left(), plain, command)
        self.ok("verify", staff=None, db=self.path("backups/qiantai-2026-11-21.db"))
        for script in ("cat; kill -9 $$", "cat; exit 127", "exit 2"):
            self.script(script)
            self.assertIn("was not encrypted", self.refused("daily", staff=None), script)
        os.chmod(self.path("house"), 0o666)
        self.assertIn("is not used", self.refused("daily", staff=None))
        self.assertEqual(self.left(), plain)
        self.command("gzip -c")  # the next run of the day makes it good
        self.assertRegex(self.ok("daily", staff=None), "Backup: .*/qiantai-2026-11-21.db.enc\n")
        self.assertEqual(self.left(), ["qiantai-2026-11-21.db.enc"])
        self.assertIn("made earlier today", self.ok("daily", staff=None))
        self.opened(self.path("backups/qiantai-2026-11-21.db.enc"))

    def test_so_many_are_kept(self):
        self.backups()
        self.ok("setting", "set", "backup_keep", "2", staff="cj")
        self.ok("daily", staff=None)
        self.command("gzip -c")
        for day in ("22", "23", "24"):
            self.ok("daily", staff=None, now=f"2026-11-{day} 08:00")
        self.assertEqual(self.left(), ["qiantai-2026-11-23.db.enc", "qiantai-2026-11-24.db.enc"])

    def test_what_a_killed_run_leaves_is_cleared(self):
        self.backups()
        part, pid = self.path("backups/qiantai-2026-11-21.db.enc.part"), self.path("pid")
        self.script(f"echo half; echo $$ > {pid}.new; mv {pid}.new {pid}; exec sleep 60")
        with subprocess.Popen([PROGRAM, "--db", self.db, "--now", NOW, "daily"], stdout=subprocess.DEVNULL) as run:
            self.until(lambda: os.path.exists(pid))
            run.kill()
        os.kill(int(self.read("pid")), signal.SIGKILL)  # it has a group of its own
        with open(part, "rb") as held:
            self.until(lambda: self.lock_free(held))
        self.assertIn("qiantai-2026-11-21.db.enc.part", self.left())
        self.assertIn("qiantai-2026-11-21.db", self.left(), "there is a good one")
        self.write("backups/own.enc.part", "somebody's own")
        self.command("gzip -c")
        self.ok("daily", staff=None, now="2026-11-22 08:00")
        self.assertEqual([n for n in self.left() if ".part" in n], ["own.enc.part"])

    @unittest.skipUnless(shutil.which("gpg"), "needs gpg")
    def test_gpg(self):
        home = self.path("gpg")
        os.mkdir(home, 0o700)
        gpg = ["gpg", "--homedir", home, "--batch", "--quiet"]
        self.addCleanup(subprocess.run, ["gpgconf", "--homedir", home, "--kill", "all"], check=False)
        made = subprocess.run([*gpg, "--passphrase", "", "--quick-generate-key", "desk@example.org", "future-default"],
                              capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest(f"gpg makes no key here: {made.stderr.decode()[-200:]}")
        self.backups(False)
        self.command(f"gpg --homedir {home} --batch --quiet --trust-model always --encrypt --recipient desk@example.org")
        self.ok("backup", self.path("backups/a.db"), staff="cj")
        self.assertEqual(self.left(), ["a.db.enc"])
        with open(self.path("a.tar"), "wb") as out:
            subprocess.run([*gpg, "--decrypt", self.path("backups/a.db.enc")], stdout=out, check=True)
        self.opened(self.path("a.tar"))


if __name__ == "__main__":
    unittest.main()
