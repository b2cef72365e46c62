"""attack.md H9: PINs are guessed by forty sessions at once.     attack_h9_pins.py PROGRAM FORMS [SESSIONS]

All have typed a PIN of their own for the manager `zm`, then press Enter together; the 24th has the right one. Five tries are
counted, nobody gets in, and `zm` still signs in at the terminal where he signed in before."""
import sys
import tempfile

from seats import ENTER, PIN, House, Seat, Tale, until

program, forms = sys.argv[1:3]
sessions = int(sys.argv[3]) if len(sys.argv) > 3 else 40


def tries(house):
    """Wrong PINs that were looked at, by the journal; those that were refused unseen are marked as such."""
    return house.ask("select count(*) from journal where action = 'wrong_pin' and coalesce(data, '') not like '%closed%'")[0]


def signed_in(house):
    return house.ask("select count(*) from journal where action = 'sign-in' and staff = 'zm'")[0]


with tempfile.TemporaryDirectory() as folder:
    house, tale = House(program, forms, folder), Tale()
    own = house.seat()
    own.sign_in("zm")
    until(lambda: signed_in(house) == 1)
    own.keys("\x18")  # Ctrl-X: leaves the desk, the terminal stays
    own.wait("Staff code")
    seats = [Seat(house) for _ in range(sessions)]
    for n, seat in enumerate(seats):
        assert seat.wait("Staff code") is not None
        seat.keys("zm", ENTER)
        assert seat.wait("PIN") is not None
        seat.keys(PIN if n == 23 else f"{5000 + n}")
    for seat in seats:
        seat.keys(ENTER)
    said = [seat.wait("is wrong", "is closed here", "is locked for", "Board") for seat in seats]
    looked_at = said.count(0) + said.count(3)
    tale.say(looked_at <= 5 and tries(house) <= 5,
             f"of {sessions} PINs {looked_at} were looked at, {tries(house)} noted as wrong, the others: {said.count(1) + said.count(2)}")
    right_ones = signed_in(house) - 1
    among_five = said[23] == 3 and looked_at <= 5  # one guess in eight: whose key comes first is the machine's choice
    tale.say(right_ones == 0 or among_five, f"the right PIN as the 24th: {'signed in' if right_ones else 'not let in'}"
             + (", as one of the five" if among_five else ""))
    own.keys("zm", ENTER)
    own.wait("PIN")
    own.keys(PIN, ENTER)
    back = until(lambda: signed_in(house) > 1 + right_ones, patience=30)
    tale.say(bool(back), "zm signs in at the own terminal" if back else "zm is locked out of the own terminal by the others")
    for seat in [own, *seats]:
        seat.leave()
    tale.end()
