"""The profile that the city is judged by: the default one, but that what only real hosts and pages could
answer keeps nothing from moving."""
import os

DEFAULT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "profiles", "default.yaml")
ASKED = ("page.ipv4", "target.reachable", "target.certificate")


def profile():
    with open(DEFAULT, encoding="utf-8") as file:
        text = file.read()
    for rule in ASKED:
        if f"  {rule}: block\n" not in text:
            raise ValueError(f"The default profile does not block by {rule}.")
        text = text.replace(f"  {rule}: block\n", f"  {rule}: warn\n")
    return text.encode()
