"""realdata.md 4: open business that is imported stands on the board, and complaints of one matter are told.

    real_04_open_business.py PROGRAM FORMS"""
import json
import tempfile

from attempt import bring, desk, end, expect, practice, sql

NOW = "2026-11-21 09:14"


def part(done, key):
    """A list of the JSON, which had no envelope once."""
    data = json.loads(done.stdout or "[]")
    return data if isinstance(data, list) else data[key]


def board(folder):
    return part(desk(folder, "--as", "sup", "board", "--json", now=NOW), "board")


with tempfile.TemporaryDirectory() as folder:
    practice(folder)
    bring(folder, "repair", "place,fault,saved_at,state\n"
                            "大堂,灯坏,2026-11-02 09:00,called\n电梯厅,地砖松动,2026-11-20 09:00,called\n车库,道闸不动,2026-11-02 09:00,closed\n", "--migrate", now=NOW)
    rows = board(folder)
    expect("two open repairs are on the board, the closed one is not", {r["number"] for r in rows} == {n for (n,) in sql(
        folder, "select number from repair where state = 'called'")})
    started = sql(folder, "select datetime(min(started) + 28800, 'unixepoch') from due where reg = 'repair' and clock = 'fix'")
    expect("their clocks began when the file says", started == [("2026-11-02 09:00:00",)])
    expect("what was due is overdue", any(r["urgency"] == "overdue" for r in rows))
    expect("`verify` finds all in order", desk(folder, "verify").returncode == 0)
    texts = ["3号电梯昨天又把我困在里面二十分钟，按铃没人应。", "三号梯停在半空打不开门，我妈妈被困了很久", "早上坐3号客梯突然卡住不动，关在里面快半小时",
             "花园里的喷泉不喷水了", "垃圾房的门锁坏了"]
    done = bring(folder, "complaint", "channel,matter,name,text,saved_at\n" + "".join(
        f"phone,{'lift' if i < 3 else 'other'},业主{i}号,{t},2026-11-{16 + i} 10:00\n" for i, t in enumerate(texts)), "--migrate", now=NOW)
    numbers = [n for (n,) in sql(folder, "select number from complaint order by id limit 3")]
    said = [line for line in done.stdout.splitlines() if all(n in line for n in numbers)]
    expect("five complaints came in", len(sql(folder, "select 1 from complaint")) == 5)
    expect("three people's complaints about one lift are told to be perhaps one matter", len(said) == 1)
    expect("open complaints are on the board", {r["number"] for r in board(folder) if r["register"] == "complaint"} >= set(numbers))
end()
