"""ux.md B8: a lobby screen showed residents' phones all night.          attack_b8_lock.py PROGRAM FORMS

A desk is locked over a list of visitors, over a form with a name typed in, and over a dialog. From then on nothing that it writes to
the terminal holds the name of anybody in the building nor a phone: while keys are tried, the terminal changes its size, others
enter visitors and an emergency, the minute turns. Keys pressed meanwhile change nothing. Wrong PINs are told as at the sign-in."""
import fcntl
import os
import re
import signal
import sqlite3
import struct
import sys
import tempfile
import termios

from seats import ENTER, F10, F12, F2, F4, House, Tale, form_half_left, until

program, forms = sys.argv[1:3]
LOCK = "\033l"


def names_of(house):
    with sqlite3.connect(f"file:{house.db}?mode=ro", uri=True, timeout=60) as c:
        found = set()
        for table, column in (("visitor", "name"), ("visitor", "host"), ("unit", "owner"), ("unit", "tenant")):
            found |= {row[0] for row in c.execute(f"select distinct {column} from {table}") if row[0]}
        return {n for n in found if len(n) > 1}


def resize(seat, rows, cols):
    fcntl.ioctl(seat.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
    os.kill(seat.pid, signal.SIGWINCH)


def locked(seat):
    """What it wrote since the lock came, the frame of the lock itself included."""
    seat.text = ""
    seat.keys(LOCK)
    end = until(lambda: seat.read(0.1) and "Somebody else" in seat.text, patience=60)
    assert end, "it does not lock"
    return seat


with tempfile.TemporaryDirectory() as folder:
    house, tale = House(program, forms, folder), Tale()
    seat = house.seat("desk", "--open", "visitor")
    seat.sign_in("lm")
    assert seat.wait("Waiting and expected") is not None
    names = names_of(house) | {"Quxwv", "Zhakn"}
    assert len(names) > 50
    wrote = ""

    def lines():
        return house.ask("select count(*) from journal where staff = 'lm' and reg = 'visitor'"
                         " and action not in ('overdue', 'escalate')")[0]

    before = lines()
    locked(seat)
    seat.keys(*"osaq", F4, F12, "/", "1", F10, ENTER)  # nothing of it reaches the list
    resize(seat, 43, 132)
    house.command("add", "visitor", "name=Zhakn", "unit=A-1203", "phone=13900001111", staff="wl")
    house.command("add", "repair", "unit=A-1203", "fault=pipe burst at Zhakn", "emergency=burst", staff="wl")
    assert until(lambda: seat.read(0.2) and "urgent 1" in seat.text), "the emergency does not show"
    resize(seat, 24, 80)
    until(lambda: seat.read(0.3) and False, patience=2)
    wrote += seat.text
    seat.keys(F12, "1234", ENTER)  # after the wrong one it may have to wait: what is typed is kept until then
    opened = until(lambda: seat.wait("Waiting and expected", patience=1) is not None or seat.keys(ENTER))
    assert opened, "the PIN does not open it"
    tale.say(lines() == before, "keys pressed while it is locked: nothing is done by them")

    form_half_left(seat)
    locked(seat)
    for _ in range(3):
        seat.keys(F12, "9999", ENTER)
        until(lambda: seat.read(0.3) and False, patience=1)
    wrote += seat.text
    tale.say("wrong" in seat.text, "wrong PINs are told")
    tale.say(house.ask("select count(*) from journal where action = 'wrong_pin'")[0] > 1, "and counted")

    shown = sorted(n for n in names if n in wrote)
    tale.say(not shown, f"names on the locked screen: {len(shown)}")
    tale.say(not re.search(r"1\d{2} ?\d{4} ?\d{4}", wrote), "no phone on the locked screen")
    tale.say(bool(wrote) and "inside" in wrote, "numbers are there")
    seat.leave()
    tale.end()
