"""attack.md H6: a closed account goes on working in a session that is open.     attack_h6_closed_account.py PROGRAM FORMS

A clerk has a message typed when the account is closed: nothing is saved any more, what was typed is kept as a draft, and the desk
shows the sign-in, also where a dialog was open. A manager who is made a clerk changes no setting any more. The two who write
are stopped while it happens, so that their key is the first thing they see afterwards."""
import os
import signal
import sqlite3
import sys
import tempfile

from seats import ENTER, F2, F4, F10, House, Tale, until

program, forms = sys.argv[1:3]


def counted(house, table, where):
    return house.ask(f"select count(*) from {table} where {where}")[0]


def meanwhile(seat, keys, what):
    os.kill(seat.pid, signal.SIGSTOP)
    what()
    seat.keys(keys)
    os.kill(seat.pid, signal.SIGCONT)


def made_clerk(house):
    """By SQL: 072be54 has no command for it, and a program that looks must see that, too."""
    with sqlite3.connect(house.db, timeout=60) as c:
        c.execute("update staff set role = 'clerk' where code = 'zm'")


with tempfile.TemporaryDirectory() as folder:
    house, tale = House(program, forms, folder), Tale()

    writer, reader, manager = (house.seat("desk", "--open", "message") for _ in range(3))
    for seat, code in ((writer, "lm"), (reader, "lm"), (manager, "zm")):
        seat.sign_in(code)
        assert seat.wait("M2[0-9]{3}-[0-9]{4}") is not None
    writer.keys(F2, "A-1203", ENTER, ENTER, "Quxwv", ENTER, ENTER, "a message from Quxwv")
    assert until(lambda: counted(house, "draft", "staff = 'lm'")), "nothing was typed"
    reader.keys(F10, "P")  # asks for the PIN
    assert reader.wait("PIN you have now") is not None

    meanwhile(writer, F4, lambda: house.command("user", "disable", "lm", staff="zm"))
    gone = reader.wait("was closed", patience=30)
    tale.say(gone is not None, f"the desk that only reads {'shows the sign-in' if gone is not None else 'stays open'}")
    writer.wait("was closed", "M2[0-9]{3}-[0-9]{4}", patience=30)
    until(lambda: counted(house, "message", "from_name = 'Quxwv'"), patience=2)
    saved, kept = counted(house, "message", "from_name = 'Quxwv'"), counted(house, "draft", "staff = 'lm'")
    tale.say(saved == 0, f"messages saved after the account was closed: {saved}")
    tale.say(saved + kept > 0, f"half-typed forms kept: {kept}")

    manager.keys(F10, "S")
    assert manager.wait("Name of the building") is not None
    manager.keys(ENTER)
    assert manager.wait("New value|Go on") is not None
    manager.keys("STALE")
    meanwhile(manager, ENTER, lambda: made_clerk(house))
    manager.wait("Your role is now", "STALE *$", patience=30)
    stale = until(lambda: counted(house, "setting", "value like '%STALE%'"), patience=2)
    tale.say(not stale, f"settings changed by somebody who is no manager any more: {stale or 0}")
    for seat in (writer, reader, manager):
        seat.leave()
    tale.end()
