"""People files with a few things done to them that disks, mailers and hands do."""

from __future__ import annotations

import random

HEADINGS = "Child ID,Forename,Surname,Preferred name,Team,Allocated worker,Reviewing officer,Siblings,School,Gender"


def garbled(content: bytes, chance: random.Random) -> bytes:
    """The file with a few things done to it that disks, mailers and hands do."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        done = chance.choice(["cut", "byte", "twice", "swap", "turn", "insert"])
        if done == "cut":
            content = content[:at] + content[to:]
        elif done == "byte":
            content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        elif done == "twice":
            content = content[:to] + content[at:to] + content[to:]
        elif done == "turn":
            content = content[:at] + content[at:to][::-1] + content[to:]
        elif done == "insert":
            odd = chance.choice(
                [b'"', b"\x00", b"\r", b"\n", b",", b";", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b'=""']
            )
            content = content[:at] + odd + content[at:]
        else:
            other = chance.choice([b";", b"\t", b"\r", b'"'])
            content = content.replace(b",", other, chance.randint(1, 9))
        content = content or b"\n"
    return content


def whole_file() -> bytes:
    """A dozen invented children."""
    rows = [
        f"{number:06},First{number},Last{number},,Team,Worker,IRO {number % 3},G{number % 4},School,M"
        for number in range(12)
    ]
    return "\r\n".join([HEADINGS, *rows, ""]).encode()
