#!/usr/bin/env python3
"""How often the words of data/emergencies.txt ask, of texts by people outside the team.

  tests/real/emergencies.py PROGRAM TEXTS.tsv [tune|measure] [-v]

TEXTS.tsv has a line for each text: half, label (E an emergency, O an ordinary repair), language, source, text, between tabs; it is no
part of the repository. Every text is entered as the fault of a repair by the program itself, in a practice database of its own; it asks
when the command line says "Take care". The halves were drawn by a hash of the text: words may be changed by what `tune` says, `measure`
is what counts. -v prints what was missed and what asked for nothing.

The rule by which the texts were labelled, before any word was written: E tells that somebody is trapped; that something burns, smokes,
sparks, or was on fire; that gas is smelt or leaks; that a pipe burst or water runs in where it cannot be stopped; that the power of a
building or a flat has gone; that a part is live; that something fell or collapsed; whenever it was. What may happen, used to happen,
happens now and then, or is a fault of long standing is O. Texts of which a reader could not be sure were left out."""
import collections
import os
import subprocess
import sys
import tempfile


def main():
    program, texts = os.path.abspath(sys.argv[1]), sys.argv[2]
    half = next((a for a in sys.argv[3:] if a in ("tune", "measure")), "measure")
    rows = [line.rstrip("\n").split("\t") for line in open(texts, encoding="utf-8")]
    rows = [r for r in rows if r[0] == half]
    asked = collections.Counter()
    count = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "desk.db")
        env = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC")
        call = [program, "--db", db, "--lang", "en"]
        subprocess.run(call + ["init", "--practice"], check=True, env=env, stdout=subprocess.DEVNULL)
        subprocess.run(call + ["user", "add", "cj", "Chen", "supervisor"], check=True, env=env, input="1234\n", text=True, stdout=subprocess.DEVNULL)
        for i, (_, label, lang, source, text) in enumerate(rows):
            done = subprocess.run(call + ["--as", "cj", "add", "repair", f"place=Hall {i}", "fault=" + text], env=env,
                                  capture_output=True, text=True, check=False)
            if done.returncode != 0:
                sys.exit(done.stderr)
            asks = "emergency=" in done.stderr
            count[label, lang] += 1
            asked[label, lang] += asks
            if "-v" in sys.argv and asks != (label == "E"):
                print("MISSED" if label == "E" else "ASKED ", lang, text, done.stderr.strip() if asks else "")
    for key in sorted(count):
        print(f"{key[0]} {key[1]:10} {asked[key]:4} of {count[key]:4} ask: {100 * asked[key] / count[key]:.1f} %")
    for label in "EO":
        n = sum(v for k, v in count.items() if k[0] == label)
        print(f"{label} together   {sum(v for k, v in asked.items() if k[0] == label)} of {n}")


if __name__ == "__main__":
    main()
