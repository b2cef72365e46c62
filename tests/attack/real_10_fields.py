"""realdata.md 10: blanks in unit numbers, long answers, large parties, a refused file that stays.     real_10_fields.py PROGRAM FORMS"""
import os
import sqlite3
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]
failed = 0


def desk(folder, *args):
    return subprocess.run([program, "--lang", "en", "--db", f"{folder}/desk.db", "--forms", forms, *args], input="1234\n",
                          capture_output=True, text=True, check=False)


def expect(what, holds):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'LOST'} {what}")


def bring(folder, register, text, *more):
    with open(f"{folder}/in.csv", "w", encoding="utf-8") as f:
        f.write(text)
    args = ["--as", "sup", "import", register, f"{folder}/in.csv", *more]
    done = desk(folder, *args, "--migrate")
    return done if done.returncode != 2 else desk(folder, *args)  # a program before --migrate


with tempfile.TemporaryDirectory() as folder:
    assert desk(folder, "init", "--practice").returncode == 0
    assert desk(folder, "user", "add", "sup", "Name", "supervisor").returncode == 0
    assert desk(folder, "--as", "sup", "add", "unit", "code=A-1203").returncode == 0

    bring(folder, "visitor", "name,unit\nAnn Lee,A - 1203\nBob Ray,Z 9\n")
    left = os.path.exists(f"{folder}/in.csv.refused.csv")
    bring(folder, "visitor", "name,unit\nBob Ray,B\u30001204\n", "--create", "unit")
    bring(folder, "unit", "code\nC 1 \n")
    bring(folder, "visitor", "name,unit,party\nEve Fox,A-1203,1200\n")
    bring(folder, "complaint", f"channel,matter,text,answer_text\nphone,other,x,{'word ' * 3999}end\n")
    with sqlite3.connect(f"{folder}/desk.db") as c:
        units = {r[0] for r in c.execute("select unit from visitor")}
        codes = {r[0] for r in c.execute("select code from unit")}
        party = [r[0] for r in c.execute("select party from visitor where name = 'Eve Fox'")]
        answers = [len(r[0]) for r in c.execute("select answer_text from complaint")]
    expect("a unit is found though the file writes blanks in it", "A-1203" in units)
    expect("one is made without them", "B1204" in codes and "B1204" in units)
    expect("and brought into its register without them", "C1" in codes)
    expect("1,200 people are a party", party == [1200])
    expect("an answer of 20,000 characters comes in whole", answers == [19998])
    expect("the file of refused rows goes with a clean run", left and not os.path.exists(f"{folder}/in.csv.refused.csv"))
sys.exit(failed > 0)
