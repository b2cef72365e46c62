"""attack.md L15: the sshd block of docs/operations.md lets a desk's account forward and run its rc file.     attack_l15_sshd.py PROGRAM FORMS

sshd itself is asked what the block means for that account. The block is read from the docs beside FORMS."""
import os
import shutil
import subprocess
import sys
import tempfile

docs = os.path.join(os.path.dirname(os.path.abspath(sys.argv[2])), "docs", "operations.md")
sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
if not sshd or not shutil.which("ssh-keygen"):
    print("skipped: no sshd here")
    sys.exit(0)

block = []
with open(docs, encoding="utf-8") as f:
    for line in f:
        if block and not line.startswith("    "):
            break
        if block or line.startswith("    # /etc/ssh/sshd_config.d/"):
            block.append(line[4:])

with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/host"], check=True)
    with open(f"{folder}/config", "w", encoding="utf-8") as f:
        f.write(f"HostKey {folder}/host\n" + "".join(block))
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    asked = subprocess.run([sshd, "-T", "-f", f"{folder}/config", "-C", "user=desk,host=lobby,addr=10.0.0.9"],
                           capture_output=True, text=True, check=False)
if asked.returncode != 0:
    print("sshd refuses the block:", asked.stderr.strip())
    sys.exit(1)
means = dict(line.split(" ", 1) for line in asked.stdout.lower().splitlines() if " " in line)
wanted = {"forcecommand": "qiantai", "disableforwarding": "yes", "permituserrc": "no"}
wrong = [f"{key} {means.get(key)}" for key, value in wanted.items() if means.get(key) != value]
print("; ".join(wrong) or "the account has the desk and nothing else")
sys.exit(bool(wrong))
