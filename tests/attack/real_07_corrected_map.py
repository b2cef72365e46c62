"""realdata.md 7: a corrected map changes what it brought, by a key; an import can be taken back whole.

    real_07_corrected_map.py PROGRAM FORMS"""
import json
import tempfile
import time

from attempt import desk, end, expect, practice, sql


def part(done, key):
    """A list of the JSON, which had no envelope once."""
    data = json.loads(done.stdout or "[]")
    return data if isinstance(data, list) else data[key]


COLUMNS = "number, state, saved_at, clerk, unit, name, phone, firm, remarks, party"


def imports_of(folder):
    """Their numbers, the newest first."""
    listed = desk(folder, "--as", "sup", "import", "list", "--json")
    return sorted((str(i["import"]) for i in json.loads(listed.stdout)["imports"]), key=int, reverse=True) if listed.returncode == 0 else []


def bring(folder, *more):
    """With a program before --key: without it, which is what could be done there."""
    args = ["--as", "sup", "import", "visitor", f"{folder}/v.csv"]
    done = desk(folder, *args, *more)
    if done.returncode == 2:
        plain = list(more)
        if "--key" in plain:
            del plain[plain.index("--key"):plain.index("--key") + 2]
        done = desk(folder, *args, *[a for a in plain if a != "--migrate"])
    return done


with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1")
    with open(f"{folder}/v.csv", "w", encoding="utf-8") as f:
        f.write("booking,guest,company,meal\n" + "".join(f"B{i},Guest {chr(65 + i // 26)}{chr(97 + i % 26)},{'NULL' if i % 2 else 'Firm'},BB\n"
                                                         for i in range(200)))
    first = "name=guest,unit='A-1',number=booking,firm=company"
    bring(folder, "--map", first, "--migrate")
    expect("200 rows came in", sql(folder, "select count(*) from visitor") == [(200,)])
    number = sql(folder, "select number from visitor where name = 'Guest Ab'")[0][0]
    stood = sql(folder, f"select {COLUMNS} from visitor order by id")
    better = "name=guest,unit='A-1',number=booking,firm=company{NULL:,*:Firm},remarks=meal"
    bring(folder, "--map", better, "--key", "number", "--migrate")
    expect("a corrected map adds nothing", sql(folder, "select count(*) from visitor") == [(200,)])
    expect("it changes what differs", sql(folder, "select count(*), count(firm) from visitor where remarks = 'BB'") == [(200, 100)])
    lines = [json.loads(d) for (d,) in sql(folder, f"select data from journal where reg = 'visitor' and number = '{number}' order by seq")]
    expect("with a journal line of the fields that differ", len(lines) == 2 and lines[1].get("firm") in ("#", ["NULL", None]))
    bring(folder, "--map", better, "--key", "number", "--migrate")
    expect("once more changes nothing", len(sql(folder, f"select 1 from journal where reg = 'visitor' and number = '{number}'")) == 2)
    expect("`verify` finds all in order", desk(folder, "verify").returncode == 0)
    changed = sql(folder, f"select {COLUMNS} from visitor order by id")
    newest = (imports_of(folder) or ["1"])[0]
    told = desk(folder, "--as", "sup", "import", "undo", newest, "--dry-run")
    expect("a dry run tells what would be changed back", told.returncode == 0 and "200" in told.stdout
           and sql(folder, f"select {COLUMNS} from visitor order by id") == changed != stood)
    desk(folder, "--as", "sup", "import", "undo", newest)
    expect("what an import only changed stands as before, by lines of its own", sql(folder, f"select {COLUMNS} from visitor order by id") == stood
           and sql(folder, "select count(*) from journal where reg = 'visitor' and action = 'change' and data like '%\"caused by\":{\"import\":%'") == [(200,)]
           and desk(folder, "verify").returncode == 0)
    again = desk(folder, "--as", "sup", "import", "undo", newest)
    expect("once", again.returncode == 1 and sql(folder, f"select {COLUMNS} from visitor order by id") == stood)
    for done in imports_of(folder):
        desk(folder, "--as", "sup", "import", "undo", done)
    gone = sql(folder, "select count(*) from visitor")
    bring(folder, "--map", first, "--key", "number", "--migrate")
    expect("taken back, the numbers of the file come in again, of other records",
           gone == [(0,)] and sql(folder, "select count(*), min(id), min(number) from visitor") == [(200, 201, "B0")]
           and desk(folder, "verify").returncode == 0 and desk(folder, "verify", "--rebuild", f"{folder}/new.db").returncode == 0)
    bring(folder, "--map", better, "--key", "number", "--migrate")
    desk(folder, "--as", "sup", "edit", "visitor", "B7", "remarks=known")
    refused = desk(folder, "--as", "sup", "import", "undo", (imports_of(folder) or ["1"])[0])
    expect("while nobody has built on it, else it is said on which", refused.returncode == 1 and "B7" in refused.stderr
           and sql(folder, "select count(*) from visitor where remarks = 'BB'") == [(199,)])

with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1")
    with open(f"{folder}/v.csv", "w", encoding="utf-8") as f:
        f.write("guest,company\n" + "".join(f"Guest {chr(65 + i)},Firm\n" for i in range(20)))
    bring(folder, "--map", "name=guest,unit='A-1'")
    done = bring(folder, "--map", "name=guest,unit='A-1',firm=company")
    expect("the same file under another map is not added beside itself",
           done.returncode == 1 and sql(folder, "select count(*) from visitor") == [(20,)])
    listed = desk(folder, "--as", "sup", "import", "list", "--json")
    imports = json.loads(listed.stdout)["imports"] if listed.returncode == 0 else []
    expect("the import is listed with file and rows", [(i["file"], i["rows"], i["imported"]) for i in imports] == [("v.csv", 20, 20)])
    number = str(imports[0]["import"]) if imports else "1"
    last = sql(folder, "select max(id) from visitor")[0][0]
    one = sql(folder, f"select number from visitor where id = {last}")[0][0]
    numbers = {n for (n,) in sql(folder, "select number from visitor")}
    undone = desk(folder, "--as", "sup", "import", "undo", number)
    expect("it is taken back whole", undone.returncode == 0 and sql(folder, "select count(*) from visitor") == [(0,)])
    found = desk(folder, "--as", "sup", "search", "Guest", "--json")
    expect("search does not find its rows", found.returncode == 0 and part(found, "hits") == [])
    expect("nor the board", part(desk(folder, "--as", "sup", "board", "--json"), "board") == [])
    expect("the journal keeps them, with a counter-entry each",
           sql(folder, "select count(*) from journal where reg = 'visitor' and action = 'withdraw'") == [(20,)]
           and sql(folder, "select count(*) from journal where reg = 'visitor' and action = 'import' and record > 0") == [(20,)])
    with open(f"{folder}/desk.db", "rb") as f:
        expect("but no name: what no retention would reach is emptied at once", undone.returncode == 0 and b"Guest A" not in f.read()
               and sql(folder, "select count(*) from qt_personal join journal using(seq) where reg = 'visitor'") == [(0,)]
               and desk(folder, "verify").returncode == 0)
    bring(folder, "--map", "name=guest,unit='A-1',firm=company")
    expect("it comes in again under the other map, under numbers and ids of its own",
           sql(folder, "select count(*), count(firm), min(id) from visitor") == [(20, 20, last + 1)]
           and not numbers & {n for (n,) in sql(folder, "select number from visitor")})
    one = sql(folder, "select number from visitor limit 1")[0][0]
    desk(folder, "--as", "sup", "edit", "visitor", one, "remarks=known")
    imports = desk(folder, "--as", "sup", "import", "list", "--json")
    number = str(json.loads(imports.stdout)["imports"][0]["import"]) if imports.returncode == 0 else "1"
    undone = desk(folder, "--as", "sup", "import", "undo", number)
    expect("what somebody has built on is not taken back, and it is said which",
           undone.returncode == 1 and one in undone.stderr and sql(folder, "select count(*) from visitor") == [(20,)])
    expect("`verify` finds all in order", desk(folder, "verify").returncode == 0)

with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1")
    number = desk(folder, "--as", "sup", "add", "repair", "unit=A-1", "fault=tap drips", "severity=normal").stdout.split()[0]
    kept = ("select number, state, fault, phone, severity, done_at from repair", "select clock, due, late from due where stopped = 0 order by clock")
    stood = [sql(folder, q) for q in kept]
    with open(f"{folder}/r.csv", "w", encoding="utf-8") as f:
        f.write(f"n,f,p,s,w\n{number},pipe,13800001111,done,{time.strftime('%Y-%m-%d', time.localtime(time.time() - 86400))}\n")
    done = desk(folder, "--as", "sup", "import", "repair", f"{folder}/r.csv", "--migrate", "--key", "number", "--map",
                "number=n,unit='A-1',fault=f,phone=p,severity='serious',state=s,done_at=w")
    changed = [sql(folder, q) for q in kept]
    desk(folder, "--as", "sup", "import", "undo", (imports_of(folder) or ["1"])[0])
    expect("its state and its clocks, too", changed[0] != stood[0] and changed[1] != stood[1] and [sql(folder, q) for q in kept] == stood
           and desk(folder, "verify").returncode == 0)
end()
