"""realdata.md 3: the order of day and month, decided by the column or asked, never by the row.

    real_03_day_month.py PROGRAM FORMS [ROWS]"""
import datetime
import random
import sys
import tempfile

from attempt import bring, end, expect, practice, sql

count = int(sys.argv[3]) if len(sys.argv) > 3 else 2466


def brought(dates, *more):
    """What a column of these dates became, None for one that did not come in; and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        practice(folder)
        done = bring(folder, "complaint", "channel,matter,text,subject,saved_at\n" + "".join(
            f"phone,other,t{i},s{i},{d}\n" for i, d in enumerate(dates)), *more, "--migrate", now="2027-06-01 09:00")
        got = dict(sql(folder, "select subject, date(saved_at + 28800, 'unixepoch') from complaint"))
        return [got.get(f"s{i}") for i in range(len(dates))], done.stderr


got, said = brought(["1/2/2013", "13/4/2013", "4/14/2013"])
expect("a column that contradicts itself is asked about", got == [None] * 3 and "--dates" in said)
got, said = brought(["1/2/2013", "13/4/2013"])
expect("one value decides for all: day first", got == ["2013-02-01", "2013-04-13"])
got, said = brought(["1/2/2013", "4/13/2013"])
expect("one value decides for all: month first", got == ["2013-01-02", "2013-04-13"])
got, said = brought(["1/2/2013", "3/4/2013", "5/5/2013"])
expect("where nothing decides it is asked", got == [None] * 3 and "--dates" in said)
got, said = brought(["1/2/2013", "3/4/2013"], "--dates", "dmy")
expect("the answer holds for all", got == ["2013-02-01", "2013-04-03"])
got, said = brought(["5/5/2013", "2013-02-03", "6.6.2013"])
expect("what can be read in one way only is not asked about", got == ["2013-05-05", "2013-02-03", "2013-06-06"])

random.seed(3)
first = datetime.date(2012, 1, 1)
days = [first + datetime.timedelta(random.randrange(730)) for _ in range(count)]
for name, text in (("day first", "{0.day}/{0.month}/{0.year}"), ("month first", "{0.month}/{0.day}/{0.year}")):
    got, said = brought([text.format(d) for d in days])
    wrong = sum(g != str(d) for g, d in zip(got, days))
    expect(f"{count} dates of two years written {name}: {wrong} wrong", wrong == 0)
end()
