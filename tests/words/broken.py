"""A word of the forms that test_words.py does not break itself is broken once by the test it names there.    broken.py BUILD [some | WORD...]

Each such test is run with a program that reads the word as if it stood in no form (without.c), and must fail; without a word left out
it must pass. `some`: those whose tests are quick, as the tests of each build do; WORD: "a card/count"."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
BUILD = os.path.abspath(sys.argv[1])
PROGRAM = os.path.join(BUILD, "qiantai-without")
PLAY = os.path.join(BUILD, "tests/screen/play")
DEMO = os.path.join(BUILD, "tests/screen/demo.db")
SOME = ["figures/done", "a round/missing", "a similar rule/where", "escalate/after", "a field/roles", "an action/rank"]

os.environ["QIANTAI"] = PROGRAM
sys.path.insert(0, os.path.join(TESTS, "cli"))
from test_words import ELSEWHERE, words_known  # noqa: E402


def command(place):
    path, *more = place.split()
    kind, name = path.split("/")
    stem = name.split(".")[0]
    if kind == "screen":
        return [PLAY, os.path.join(TESTS, path), PROGRAM, DEMO, os.path.dirname(TESTS)]
    if kind == "unit":
        return [os.path.join(BUILD, "tests", "unit_" + stem)]
    return ["/usr/bin/python3", "-B", os.path.join(TESTS, path), "-f", *(["-k", more[0]] if more else [])]


def run(place, word):
    """Its exit status; the forms that it reads are kept (cache) in a place of its own: the program is the same without any word."""
    with tempfile.TemporaryDirectory(prefix="qiantai-words-") as folder:
        env = dict(os.environ, HOME=folder, XDG_CACHE_HOME=folder, PLAY=PLAY, LC_ALL="C.UTF-8", TZ="UTC", FAULTY=os.path.join(BUILD, "tests/upgrade/faulty"),
                   SLOWSYNC=os.path.join(BUILD, "tests/harness/slowsync"), **({"QT_WITHOUT": word} if word else {}))
        env.pop("QT_DEMO", None)
        done = subprocess.run(command(place), env=env, cwd=os.path.join(TESTS, "cli"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode(errors="replace")


def named():
    """{word: place} of those that are named; whoever leaves one out that must be there is told so by check."""
    found = {}
    for table, words in words_known().items():
        for word, must in words.items():
            place = ELSEWHERE.get(f"{table} {word}") or ELSEWHERE.get(table)
            if place and not must:
                found[f"{table}/{word}"] = place
    return found


def main():
    wanted = sys.argv[2:]
    words = named()
    chosen = SOME if wanted == ["some"] else wanted or sorted(words, key=lambda w: ("screen", "cli", "unit").index(words[w].split("/")[0]))  # the quick ones first
    kept, fine = [w for w in chosen if w not in words], {}
    for word in kept:
        print(f"{word}: not among the words that are named")
    for word in chosen:
        if word in words and words[word] not in fine:
            code, said = run(words[word], None)
            fine[words[word]] = code == 0
            if code:
                print(f"{words[word]} fails with every word in its place\n{said[-600:]}", flush=True)
        if not fine.get(words.get(word)):
            continue
        begin = time.monotonic()
        code, _ = run(words[word], word)
        print(f"{'broken' if code else 'NOT BROKEN'} {word} by {words[word]} ({time.monotonic() - begin:.1f} s)", flush=True)
        if not code:
            kept.append(word)
    print(f"{len(chosen)} words, {len(kept)} that no test breaks, {list(fine.values()).count(False)} tests that fail by themselves")
    return bool(kept) or False in fine.values()


sys.exit(main())
