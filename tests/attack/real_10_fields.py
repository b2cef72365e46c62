"""realdata.md 10: blanks in unit numbers, long answers, large parties, a refused file that stays.     real_10_fields.py PROGRAM FORMS"""
import os
import tempfile

from attempt import bring, end, expect, practice, sql



with tempfile.TemporaryDirectory() as folder:
    practice(folder, "A-1203")

    bring(folder, "visitor", "name,unit\nAnn Lee,A - 1203\nBob Ray,Z 9\n")
    left = os.path.exists(f"{folder}/in.csv.refused.csv")
    bring(folder, "visitor", "name,unit\nBob Ray,B\u30001204\n", "--create", "unit")
    bring(folder, "unit", "code\nC 1 \n")
    bring(folder, "visitor", "name,unit,party\nEve Fox,A-1203,1200\n")
    bring(folder, "complaint", f"channel,matter,text,answer_text\nphone,other,x,{'word ' * 3999}end\n", "--migrate")
    units = {r[0] for r in sql(folder, "select unit from visitor")}
    codes = {r[0] for r in sql(folder, "select code from unit")}
    party = [r[0] for r in sql(folder, "select party from visitor where name = 'Eve Fox'")]
    answers = [len(r[0]) for r in sql(folder, "select answer_text from complaint")]
    expect("a unit is found though the file writes blanks in it", "A-1203" in units)
    expect("one is made without them", "B1204" in codes and "B1204" in units)
    expect("and brought into its register without them", "C1" in codes)
    expect("1,200 people are a party", party == [1200])
    expect("an answer of 20,000 characters comes in whole", answers == [19998])
    expect("the file of refused rows goes with a clean run", left and not os.path.exists(f"{folder}/in.csv.refused.csv"))
end()
