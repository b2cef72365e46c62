"""attack.md H8: a condition that reads for long holds the lock for as long, and nobody can save.
                                                                            attack_h8_where.py PROGRAM FORMS

3,000 visitors and a condition that takes minutes for each of them: two saves are made while it runs. They must be
accepted, and the condition must end by itself. It is dear without a SELECT, so it is not refused before it runs."""
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
DEAR = " + ".join(["length(replace(hex(printf('%200000d', id)), '3', printf('%50d', id)))"] * 40) + " < 0"


def start(folder, *args):
    return subprocess.Popen([program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def desk(folder, *args):
    child = start(folder, *args)
    out, err = child.communicate(timeout=300)
    return child.returncode, out, err


with tempfile.TemporaryDirectory() as folder:
    demo(program, forms, f"{folder}/desk.db")
    with open(f"{folder}/v.csv", "w", encoding="utf-8") as out:
        out.write("name,unit,purpose\n" + "".join(f"Visitor {i},A-1203,visit\n" for i in range(3000)))
    code, said, wrong = desk(folder, "--as", "cj", "import", "--state", "left", "visitor", f"{folder}/v.csv")
    reader = start(folder, "--as", "lm", "list", "visitor", "--where", DEAR)
    saved = []
    for i in range(2):
        code, _, err = desk(folder, "--as", "lm", "add", "message", "unit=A-1203", f"text=m {i}", "from_name=Ho")
        saved.append((code, err.strip()[-140:]))
    try:
        _, err = reader.communicate(timeout=60)
        ended = reader.returncode
    except subprocess.TimeoutExpired:
        reader.kill()
        _, err = reader.communicate()
        ended = "still runs after 60 s"
    print(f"saves beside it: {saved}; the condition: {ended} {err.strip()[:120]}")
sys.exit(not (all(code == 0 for code, _ in saved) and ended == 1))
