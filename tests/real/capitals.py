"""U6: ten thousand random amounts in capitals, against ICU's spelling of Chinese financial numbers (CLDR), which nobody here wrote.

ICU spells whole numbers below a hundred million as the payment rules do, but for one thing: it leaves out the 壹 before a
leading 拾, which the rules ask for. Above, its zeros differ from the rules' (1,0005,0000: 壹亿伍万 for 壹亿零伍万), so amounts stay
below. What stands behind 元 is the rules' own and short: four cases.
    capitals.py PROGRAM [SEED [AMOUNTS]]"""
import random
import subprocess
import sys

try:
    from icu import Locale, RuleBasedNumberFormat, URBNFRuleSetTag
except ImportError:
    print("python3-icu is not there")
    sys.exit(77)

DIGIT = "零壹贰叁肆伍陆柒捌玖"
SPELL = RuleBasedNumberFormat(URBNFRuleSetTag.SPELLOUT, Locale("zh"))
SPELL.setDefaultRuleSet("%spellout-cardinal-financial")


def expected(fen):
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    text = "人民币"
    if yuan:
        whole = SPELL.format(yuan)
        text += ("壹" if whole.startswith("拾") else "") + whole + "元"
    if not jiao and not cent:
        return text + "整"
    if yuan and (not jiao or yuan % 10 == 0):
        text += "零"
    return text + (DIGIT[jiao] + "角" if jiao else "") + (DIGIT[cent] + "分" if cent else "")


def amounts(seed, count):
    """Of every length alike, and half of them with zeros where they are read."""
    rng = random.Random(seed)
    for _ in range(count):
        digits = [rng.choice("0123456789" if rng.random() < 0.5 else "0001") for _ in range(rng.randint(1, 10))]
        yield int("".join(digits)) or 1


def main():
    program, seed, count = sys.argv[1], int((sys.argv[2:3] or [1])[0]), int((sys.argv[3:4] or [10000])[0])
    asked = list(amounts(seed, count))
    out = subprocess.run([program], input="\n".join(map(str, asked)), capture_output=True, text=True, check=True).stdout
    said = out.splitlines()
    wrong = [(fen, here, expected(fen)) for fen, here in zip(asked, said) if here != expected(fen)]
    for fen, here, there in wrong[:10]:
        print(f"{fen}: {here}, ICU {there}")
    print(f"{len(said)} amounts, seed {seed}, {len(wrong)} differ")
    return 1 if wrong or len(said) != count else 0


sys.exit(main())
