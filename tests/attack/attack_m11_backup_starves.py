"""attack.md M11: a backup never ends while others write.     attack_m11_backup_starves.py PROGRAM FORMS [ROWS [RATE]]

RATE writes a second by another connection, each a commit of its own as a draft is. It must end before 600 of them, be
good, and hold the lock but for a moment: the longest wait of a write is told. 125,000 rows are 100 MB."""
import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

from building import demo

program, forms = sys.argv[1:3]
rows = int(sys.argv[3]) if len(sys.argv) > 3 else 20000
rate = int(sys.argv[4]) if len(sys.argv) > 4 else 30
WRITES = 600


def desk(folder, *args):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, *args], capture_output=True, text=True,
                          check=False)


with tempfile.TemporaryDirectory() as folder:
    with open(f"{folder}/v.csv", "w", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(["name", "phone", "unit", "saved_at"])
        for i in range(rows):
            table.writerow([f"王小{chr(0x4e00 + i % 5000)}", f"139{i:08d}", "A-0101", "2026-11-01 10:00"])
    demo(program, forms, f"{folder}/desk.db")
    bring = ["--as", "cj", "import", "visitor", f"{folder}/v.csv", "--create", "unit", "--state", "left"]
    done = desk(folder, *bring, "--migrate")
    done = done if done.returncode != 2 else desk(folder, *bring)  # a program before --migrate
    assert done.returncode == 0, done.stderr
    quiet = time.monotonic()
    assert desk(folder, "--as", "cj", "backup", f"{folder}/quiet.db").returncode == 0
    quiet = time.monotonic() - quiet
    other = sqlite3.connect(f"{folder}/desk.db", isolation_level=None, timeout=30)
    busy, waits, n = time.monotonic(), [], 0
    backup = subprocess.Popen([program, "--db", f"{folder}/desk.db", "--forms", forms, "--as", "cj", "backup",
                               f"{folder}/busy.db"])
    while backup.poll() is None and n < WRITES:
        begin = time.monotonic()
        other.execute("INSERT OR REPLACE INTO meta VALUES('attack', ?)", (str(n),))
        waits.append(time.monotonic() - begin)
        n += 1
        time.sleep(max(0, busy + n / rate - time.monotonic()))  # the rate is what is tried
    busy = time.monotonic() - busy
    ended = backup.poll() == 0
    backup.kill()
    backup.wait()
    size = os.path.getsize(f"{folder}/desk.db") / 1e6
    good = ended and subprocess.run([program, "--db", f"{folder}/busy.db", "--forms", forms, "verify"],
                                    capture_output=True, check=False).returncode == 0
    print(f"{size:.0f} MB: quiet {quiet:.1f} s; beside {n} writes ({n / busy:.0f} a second) {busy:.1f} s,",
          "ended and good" if good else "NOT ENDED", f"; longest wait of a write {max(waits) * 1000:.0f} ms")
sys.exit(not good)
