"""realdata.md 5 and 6: years of two digits, 1-Oct-26, 26/10/1, a spreadsheet's numbers; an Excel workbook is named as one.

    real_05_dates.py PROGRAM FORMS"""
import datetime
import io
import tempfile
import zipfile

from attempt import bring, desk, end, expect, practice, sql



def brought(dates, *more):
    with tempfile.TemporaryDirectory() as folder:
        practice(folder)
        done = bring(folder, "complaint", "channel,matter,text,subject,saved_at\n" + "".join(
            f"phone,other,t{i},s{i},{d}\n" for i, d in enumerate(dates)), *more, "--migrate", now="2027-06-01 09:00")
        got = dict(sql(folder, "select subject, strftime('%Y-%m-%d %H:%M', saved_at + 28800, 'unixepoch') from complaint"))
        return [got.get(f"s{i}", "")[:16] for i in range(len(dates))], done.stderr


def days(got):
    return [g[:10] for g in got]


got, _ = brought(["1/23/17", "2/3/17 9:05", "12/1/69"])
expect("years of two digits, month first by 1/23/17", got == ["2017-01-23 00:00", "2017-02-03 09:05", "1969-12-01 00:00"])
got, _ = brought(["1/2/17"], "--dates", "dmy")
expect("... by --dates", days(got) == ["2017-02-01"])
got, _ = brought(["26/10/1", "26/12/31"])
expect("26/10/1 beside 26/12/31", days(got) == ["2026-10-01", "2026-12-31"])
got, _ = brought(["26-10-1", "26/3/4"], "--dates", "ymd")
expect("year first by --dates", days(got) == ["2026-10-01", "2026-03-04"])
got, _ = brought(["1-Oct-26", "02 nov 26", "3-Dec-2026 14:30", "26年10月1日"])
expect("1-Oct-26 and 26年10月1日", got == ["2026-10-01 00:00", "2026-11-02 00:00", "2026-12-03 14:30", "2026-10-01 00:00"])
serials = [36526, 43782.5, 46296.25, 44197]
got, _ = brought([str(s) for s in serials])
want = [(datetime.datetime(1899, 12, 30) + datetime.timedelta(s)).strftime("%Y-%m-%d %H:%M") for s in serials]
expect("the day numbers of a spreadsheet, with the time as their fraction", got == want)
got, said = brought(["9:30", "Friday"])
expect("what names no day is refused", got == ["", ""])

with tempfile.TemporaryDirectory() as folder:
    practice(folder)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as z:
        z.writestr("[Content_Types].xml", "<Types/>")
    for name, content in (("x.xlsx", book.getvalue()), ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))):
        with open(f"{folder}/{name}", "wb") as f:
            f.write(content)
        done = desk(folder, "--as", "sup", "import", "visitor", f"{folder}/{name}")
        expect(f"{name} is said to be a workbook, and what to do", done.returncode == 1 and "Excel" in done.stderr and "CSV" in done.stderr)
end()
