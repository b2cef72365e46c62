"""attack.md L15: `check` reads a form of 70,000 unknown keys in quadratic time and answers with 7 MB of messages.
                                                                         attack_l15_check.py PROGRAM FORMS

No clock: processor time of 4,000 keys against 16,000. Four times as many may take eight times as long, sixteen shows
the square."""
import os
import subprocess
import sys
import tempfile

program, forms = sys.argv[1:3]


def check(folder, keys):
    with open(f"{folder}/x.yaml", "w", encoding="utf-8") as out:
        out.write("register: x\n" + "".join(f"k{i:05}: 1\n" for i in range(keys)))
    before = os.times()
    got = subprocess.run([program, "--lang", "en", "check", f"{folder}/x.yaml"], capture_output=True, text=True, check=False)
    after = os.times()
    return got, after.children_user + after.children_system - before.children_user - before.children_system


with tempfile.TemporaryDirectory() as folder:
    _, base = check(folder, 1)
    _, few = check(folder, 4000)
    many, more = check(folder, 16000)
    times = (more - base) / max(few - base, 0.02)
    print(f"4,000 keys {few:.2f} s, 16,000 {more:.2f} s of processor time, {len(many.stderr)} bytes of messages")
    told = "mistakes." in many.stderr and "x.yaml:2:1:" in many.stderr
    if not told:
        print(many.stderr[-300:])
sys.exit(not (told and times < 8 and len(many.stderr) < 200000))
