#!/usr/bin/env python3
"""forms.py SHIPPED_DIR OUT_DIR N: N further registers as a building might have them: shipped ones under other names,
with menu keys as far as letters are left."""
import os
import re
import sys

MODELS = ["message", "permit", "incident", "charge"]
LETTERS = "abcdefghijklmnoprstuvwxyz"  # q leads back


def keys_left(shipped):
    taken = ""
    for name in os.listdir(shipped):
        if not name.endswith(".yaml"):
            continue
        with open(os.path.join(shipped, name), encoding="utf-8") as f:
            taken += "".join(re.findall(r"^menu: .*\bkey: (\w)", f.read(), flags=re.M))
    return [c for c in LETTERS if c not in taken]


def main():
    shipped, out, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(out, exist_ok=True)
    keys = keys_left(shipped)
    for i in range(n):
        model = MODELS[i % len(MODELS)]
        with open(os.path.join(shipped, model + ".yaml"), encoding="utf-8") as f:
            text = f.read()
        text = re.sub(rf"\b{model}\b(?=\s*$|[,}}])", f"bench{i:02}", text, count=1, flags=re.M)  # register: NAME
        key = f", key: {keys[i]}" if i < len(keys) else ""
        text = re.sub(r"^(menu: .*), key: \w", rf"\g<1>{key}", text, flags=re.M)
        text = re.sub(r"^title: .*$", f"title: {{zh: 试验登记{i}, en: Bench register {i}}}", text, flags=re.M)
        text = re.sub(r"^short: .*$", f"short: {{zh: 试验{i}, en: Bench {i}}}", text, flags=re.M)
        with open(os.path.join(out, f"bench{i:02}.yaml"), "w", encoding="utf-8") as f:
            f.write(text)


main()
