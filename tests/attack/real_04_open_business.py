"""realdata.md 4: open business that is imported stands on the board, and complaints of one matter are told.

    real_04_open_business.py PROGRAM FORMS"""
import json
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args):
    return subprocess.run([program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", forms, "--now", "2026-11-21 09:14", *args],
                          input="1234\n", capture_output=True, text=True, check=False)


def part(done, key):
    """A list of the JSON, which had no envelope once."""
    data = json.loads(done.stdout or "[]")
    return data if isinstance(data, list) else data[key]


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


def bring(folder, register, text, *more):
    with open(f"{folder}/{register}.csv", "w", encoding="utf-8") as f:
        f.write(text)
    args = ["--as", "sup", "import", register, f"{folder}/{register}.csv", *more]
    done = desk(folder, *args, "--migrate")
    return done if done.returncode != 2 else desk(folder, *args)  # a program before --migrate


def board(folder):
    return part(desk(folder, "--as", "sup", "board", "--json"), "board")


def sql(folder, text):
    with sqlite3.connect(f"{folder}/desk.db") as c:
        return c.execute(text).fetchall()


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    assert desk(folder, "user", "add", "sup", "Name", "supervisor").returncode == 0
    bring(folder, "repair", "place,fault,saved_at,state\n"
                            "大堂,灯坏,2026-11-02 09:00,called\n电梯厅,地砖松动,2026-11-20 09:00,called\n车库,道闸不动,2026-11-02 09:00,closed\n")
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
        f"phone,{'lift' if i < 3 else 'other'},业主{i}号,{t},2026-11-{16 + i} 10:00\n" for i, t in enumerate(texts)))
    numbers = [n for (n,) in sql(folder, "select number from complaint order by id limit 3")]
    said = [line for line in done.stdout.splitlines() if all(n in line for n in numbers)]
    expect("five complaints came in", len(sql(folder, "select 1 from complaint")) == 5)
    expect("three people's complaints about one lift are told to be perhaps one matter", len(said) == 1)
    expect("open complaints are on the board", {r["number"] for r in board(folder) if r["register"] == "complaint"} >= set(numbers))
sys.exit(failed > 0)
