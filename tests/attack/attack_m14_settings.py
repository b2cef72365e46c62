"""attack.md M14: settings without bounds: nine digits stop each save for seconds, retention of a day erases all in the next
night without a question, a backup_keep of 0 keeps none.     attack_m14_settings.py PROGRAM FORMS"""
import sqlite3
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
BAD = [("repair.fix_days", "999999999"), ("repair.fix_days", "1000000"), ("repair.fix_days", "two"), ("retention.message", "1"),
       ("retention.message", "999999999"), ("backup_keep", "0"), ("building", "x" * 100000), ("print_seconds", "0"),
       ("print_seconds", "99999999"), ("language", "xx"), ("print_text", "x"), ("print_text", "3"), ("print_paper", "B9"),
       ("closing_time", "25:99"), ("closure.x", "0001-01-01..9999-12-31"), ("zone", "Mars/Base"), ("work_week", "9-9")]
GOOD = [("repair.fix_days", "3"), ("backup_keep", "30"), ("building", "望江大厦"), ("print_seconds", "60"), ("language", "en"),
        ("language", "zh_CN"), ("print_text", "32"), ("print_text", ""), ("closure.x", "2026-12-01"), ("retention.message", "9999")]
lost = []


def desk(folder, *args):
    return subprocess.run([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args],
                          capture_output=True, text=True, check=False, timeout=300)


with tempfile.TemporaryDirectory() as folder:
    demo(program, forms, f"{folder}/desk.db")
    for name, value in BAD:
        got = desk(folder, "--as", "cj", "setting", "set", name, value)
        if got.returncode == 0:
            lost.append(f"accepted: {name}={value[:20]}")
        elif len(got.stderr) > 600:
            lost.append(f"{name}: refused in {len(got.stderr)} bytes")
    for name, value in GOOD:
        got = desk(folder, "--as", "cj", "setting", "set", name, value)
        if got.returncode != 0:
            lost.append(f"refused: {name}={value}: {got.stderr.strip()}")
    sure = desk(folder, "--as", "cj", "setting", "set", "retention.message", "200", "--yes")
    if sure.returncode != 0:
        lost.append(f"--yes is not taken: {sure.stderr.strip()[:100]}")
    with sqlite3.connect(f"{folder}/desk.db") as db:
        db.execute("INSERT OR REPLACE INTO setting VALUES('backup_keep', '0'), ('repair.fix_days', '999999999')")
    db.close()
    told = desk(folder, "--as", "lm", "board").stderr + desk(folder, "daily").stderr
    if "backup_keep" not in told and "repair.fix_days" not in told:
        lost.append("a stored value out of bounds is not told")
print("\n".join(lost) or f"{len(BAD)} values refused with their reason, {len(GOOD)} taken; what is stored out of bounds is told")
sys.exit(bool(lost))
