"""realdata.md 8: times that cannot be.     real_08_impossible_times.py PROGRAM FORMS"""
import csv
import tempfile

from attempt import bring, end, expect, practice, sql

with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1")
    bring(folder, "visitor", "name,unit,saved_at,arrives_at,inside_at,left_at\n"
          "Ann Lee,A-1,2026-11-20 09:00,,2026-11-20 09:00,2024-11-20 10:00\n"
          "Bob Ray,A-1,2030-03-01 09:00,,2030-03-01 09:00,\n"
          "Eve Fox,A-1,2026-11-20 09:00,2030-03-01 09:00,,\n"
          "Dan Kim,A-1,2026-11-20 09:00,2026-11-20 09:30,2026-11-20 09:05,2026-11-20 10:00\n",
          "--state", "left", "--migrate", now="2026-11-21 09:14")
    names = {r[0] for r in sql(folder, "select name from visitor")}
    try:
        with open(f"{folder}/in.csv.refused.csv", encoding="utf-8-sig", newline="") as f:
            reasons = {r["name"]: r["refused_reason"] for r in csv.DictReader(f)}
    except FileNotFoundError:
        reasons = {}
    expect("left two years before inside is refused", "Ann Lee" not in names)
    expect("... with field and value", "2024-11-20" in reasons.get("Ann Lee", "") and "before" in reasons.get("Ann Lee", ""))
    expect("a visit of 2030 that is over is refused", "Bob Ray" not in names)
    expect("... with field and value", "2030-03-01" in reasons.get("Bob Ray", ""))
    expect("so is one that is expected in 2030", "Eve Fox" not in names)
    expect("what can be comes in", "Dan Kim" in names)
end()
