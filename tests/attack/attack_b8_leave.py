"""ux.md B8: what stands beneath the lock is shown once it is left.       attack_b8_leave.py PROGRAM FORMS

Whoever leaves a locked desk by F2, for which no PIN is asked, sees the sign-in and nothing of what was beneath, also after an
emergency rang, and under a dialog. A print that ends meanwhile is told when the desk is open again, not in a drawer over the lock."""
import glob
import os
import sys
import tempfile

from seats import ENTER, F12, F2, F9, House, Tale, form_half_left, until

program, forms = sys.argv[1:3]
LOCK = "\033l"


def desk(house, who):
    seat = house.seat("desk", "--open", "visitor", env={"TERM": "xterm-256color"})
    seat.sign_in(who)
    assert seat.wait("Waiting and expected") is not None
    return seat


def locked(seat, *keys):
    seat.text = ""
    seat.keys("".join(keys) + LOCK)
    assert until(lambda: seat.read(0.1) and "Somebody else" in seat.text), "it does not lock"


with tempfile.TemporaryDirectory() as folder:
    deep = f"{folder}/{'x' * 120}"  # what is told of a print needs a drawer then
    os.mkdir(deep)
    house, tale = House(program, forms, deep), Tale()
    names = set(house.ask("select group_concat(name || ' ' || coalesce(host, ''), ' ') from visitor")[0].split()) | {"Quxwv"}
    staff = set(house.ask("select group_concat(name, ' ') from staff")[0].split())
    for dialog in (False, True):
        seat = desk(house, "wl")
        if dialog:
            form_half_left(seat)
        locked(seat)
        house.command("add", "repair", "unit=A-1203", "fault=pipe burst", "emergency=burst", staff="wl")
        assert until(lambda: seat.read(0.2) and "urgent" in seat.text), "the emergency does not show"
        until(lambda: seat.read(0.3) and False, patience=1)  # row 1 beneath is lit up, and to be put out
        seat.text = ""
        seat.keys(F2)
        assert until(lambda: seat.read(0.2) and "Staff code" in seat.text), "no sign-in"
        shown = sorted(n for n in names - staff if n in seat.text)
        tale.say(not shown, f"names while it is left for the sign-in{' from a dialog' if dialog else ''}: {len(shown)}")
        seat.leave()

    seat = desk(house, "cj")
    locked(seat, F9)
    assert until(lambda: glob.glob(f"{deep}/print/*.pdf")), "nothing is printed"
    until(lambda: seat.read(0.3) and False, patience=1)
    tale.say("x" * 40 not in seat.text, "the end of a print lies over no lock")
    seat.text = ""
    seat.keys("1234", ENTER)
    tale.say(until(lambda: seat.read(0.2) and "x" * 40 in seat.text) is not None, "it is told behind it")
    seat.leave()
    tale.end()
