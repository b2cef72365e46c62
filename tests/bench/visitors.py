#!/usr/bin/env python3
"""visitors.py N: N invented visitors as CSV on stdout, the same each time."""
import random
import sys

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红云海波建国文斌辉鹏飞宇浩然子轩欣怡佳雨晨梓涵思源志远"
PURPOSES = ["visit", "business", "delivery", "viewing", "work", "other"]


def main():
    n = int(sys.argv[1])
    r = random.Random(20261121)
    out = sys.stdout
    out.write("name,phone,unit,party,purpose,saved_at,inside_at,until,left_at,plate\n")
    start = 1700000000
    for i in range(n):
        name = r.choice(SURNAMES) + r.choice(GIVEN) + (r.choice(GIVEN) if r.random() < 0.7 else "")
        phone = "1%d%09d" % (r.choice([3, 5, 7, 8, 9]), r.randrange(10**9))
        unit = "%s-%02d%02d" % (r.choice("AB"), r.randrange(1, 31), r.randrange(1, 5))
        t = start + i * 90
        day, second = divmod(t + 8 * 3600, 86400)
        stamp = lambda s: "%04d-%02d-%02d %02d:%02d:%02d" % (*date(day), s // 3600 % 24, s // 60 % 60, s % 60)
        plate = "粤B%05d" % r.randrange(10**5) if r.random() < 0.1 else ""
        out.write("%s,%s,%s,%d,%s,%s,%s,%s,%s,%s\n" % (
            name, phone, unit, 1 + (r.random() < 0.2), r.choice(PURPOSES), stamp(second), stamp(second),
            stamp(min(second + 7200, 86399)), stamp(min(second + 3000, 86399)), plate))


def date(days):
    """Days since 1970-01-01 to year, month, day (Howard Hinnant's civil_from_days)."""
    z = days + 719468
    era, doe = divmod(z, 146097)
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    m = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) // 5 + 1


main()
