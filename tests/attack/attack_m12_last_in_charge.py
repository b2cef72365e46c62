"""attack.md M12: the last person in charge is disabled, and no way back.     attack_m12_last_in_charge.py PROGRAM FORMS

The demo building has one manager, zm, and one supervisor, cj, whose PIN opens more than it should."""
import sys
import tempfile

from seats import House, Tale

program, forms = sys.argv[1:3]


def refused(house, staff, *args, stdin=""):
    return house.command(*args, staff=staff, stdin=stdin, check=False)[0] != 0


def closed(house, code):
    return house.ask("select disabled from staff where code = ?", code)[0]


with tempfile.TemporaryDirectory() as folder:
    house, tale = House(program, forms, folder), Tale()
    pin = house.ask("select pin from staff where code = 'zm'")
    tale.say(refused(house, "cj", "user", "pin", "zm", stdin="9999\n") and house.ask("select pin from staff where code = 'zm'") == pin,
             "a supervisor gives the manager a new PIN")
    tale.say(refused(house, "cj", "user", "add", "mine", "Mine", "manager", stdin="9999\n"), "a supervisor makes a manager")
    refused(house, "cj", "user", "disable", "zm")
    tale.say(not closed(house, "zm"), "a supervisor disables the manager")
    for code in ("cj", "mine", "zm"):
        refused(house, "zm", "user", "disable", code)
    tale.say(not closed(house, "zm"), "the last manager disables himself")
    refused(house, "zm", "user", "role", "zm", "clerk")
    tale.say(house.ask("select role from staff where code = 'zm'")[0] == "manager", "the last manager takes his own role")
    tale.say(closed(house, "cj") and not refused(house, "zm", "user", "enable", "cj") and not closed(house, "cj"),
             "who was disabled can be enabled")
    tale.end()
