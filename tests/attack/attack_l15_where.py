"""attack.md L15 and H8: a condition that breaks out of the list's own by its brackets, or reads with a SELECT of its own,
takes gigabytes, or never ends and holds up whoever saves.     attack_l15_where.py PROGRAM FORMS

No clock decides: what never ends is given 40 s, which the old program uses up and the present one does not need."""
import os
import resource
import subprocess
import sys
import tempfile

from building import demo

program, forms = sys.argv[1:3]
lost = []


def run(folder, *args, seconds=40):
    what = [program, "--db", f"{folder}/desk.db", "--forms", forms, "--lang", "en", *args]
    before = os.times()
    try:
        got = subprocess.run(what, capture_output=True, text=True, check=False, timeout=seconds,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20)))
        return got, os.times().children_user - before.children_user
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(what, 99, "", "not ended"), seconds


with tempfile.TemporaryDirectory() as folder:
    demo(program, forms, f"{folder}/desk.db")
    everything = run(folder, "--as", "lm", "list", "visitor", "--list", "all")[0].stdout.count("\n")
    inside = run(folder, "--as", "lm", "list", "visitor", "--list", "inside", "--where", "1")[0]
    if inside.returncode != 0:
        lost.append(f"an honest condition is refused: {inside.stderr}")
    honest = run(folder, "--as", "lm", "list", "visitor", "--where", "party >= 1 and (state = 'inside' or state = 'left')")[0]
    if honest.returncode != 0 or honest.stdout.count("\n") < 2:
        lost.append(f"an honest condition finds nothing: {honest.stderr}")
    refused = {
        "closes our bracket": "0) OR (1",
        "closes two": "0)) OR ((1",
        "hides ours in a comment": "1 /*",
        "ends ours with a line": "1 --",
        "brings its own table": "1 FROM visitor WHERE 1 --",
        "a SELECT": "(select count(*) from visitor) > 0",
        "SELECTs without end": "not exists(select 1 from visitor a,visitor b,visitor c,visitor d,visitor e,visitor f,"
                               "visitor g,visitor h where a.name||b.name||c.name||d.name||e.name||f.name||g.name||h.name='z')",
        "a text of a gigabyte": "length(printf('%1000000000d', 1)) > 0",
        "a text doubled and doubled": "length(replace(replace(replace(hex(printf('%9000d',1)),'2',hex(printf('%9000d',1)))"
                                      ",'2',hex(printf('%9000d',1))),'2','22')) > 0",
        "workdays for ever": "workdays(now(), 2000000000) > 0",
        "workhours for ever": "workhours(now(), 1e15) > 0",
        "a mask of 100 MB": "mask(printf('%100000000d', 1)) = ''",
    }
    for name, where in refused.items():
        got, spent = run(folder, "--as", "lm", "list", "visitor", "--list", "inside", "--where", where)
        held = got.returncode == 1 and got.stderr.strip() and "out of memory" not in got.stderr.lower()
        if name in ("a text of a gigabyte", "a mask of 100 MB") and got.returncode == 0 and got.stdout.count("\n") == 1:
            held = True # no such text is made, so nothing is found
        if name == "ends ours with a line" and got.returncode == 0 and got.stdout == inside.stdout:
            held = True # a comment behind the condition is harmless
        if not held:
            lost.append(f"{name}: exit {got.returncode}, {got.stdout.count(chr(10))} of {everything} lines, {spent:.1f} s, "
                        f"{got.stderr.strip()[:90]}")
print("\n".join(lost) or f"{len(refused)} conditions refused, honest ones answered")
sys.exit(bool(lost))
