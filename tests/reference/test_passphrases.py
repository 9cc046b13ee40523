"""Passphrases made by chance, and check words: what they are made of, and that anybody can make them again."""

from __future__ import annotations

import hashlib
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from iro_desk.reference.passphrases import check_words, generate_passphrase, word_list
from iro_desk.storage.keys import SHORTEST_PASSPHRASE
from resources.passphrases.make_words import text

FOLDER = Path(__file__).parents[2] / "resources" / "passphrases"
RECOVERY_KEY = (FOLDER.parents[1] / "tests" / "data" / "shape-1" / "recovery-key.txt").read_text().strip()


def test_the_word_list_is_the_one_that_the_task_makes() -> None:
    """Made again out of the package, it is the same; and its licence lies beside it."""
    assert (FOLDER / "words.txt").read_bytes() == text().encode()
    assert "Creative Commons Attribution 3.0 United States" in (FOLDER / "LICENSE-EFF-words.txt").read_text("utf-8")


def test_the_word_list_is_large_enough() -> None:
    """7,776 distinct words in small letters; five of them hold 64 bits, and four would not."""
    words = word_list()
    assert len(words) == len(set(words)) == 7776
    assert all(word == word.lower() and word.replace("-", "").isalpha() for word in words)
    assert 5 * math.log2(len(words)) >= 64 > 4 * math.log2(len(words))


def test_a_generated_passphrase_is_words_of_the_list() -> None:
    """Six unless asked otherwise, always long enough for a desk, and not the same twice."""
    made = [generate_passphrase() for _ in range(200)]
    assert len(set(made)) == 200
    assert {len(phrase.split(" ")) for phrase in made} == {6}
    assert {word for phrase in made for word in phrase.split(" ")} <= set(word_list())
    assert min(len(word) for word in word_list()) * 5 + 4 >= SHORTEST_PASSPHRASE
    assert len(generate_passphrase(5).split(" ")) == 5
    with pytest.raises(ValueError, match="at least 5 words"):
        generate_passphrase(4)


def test_every_part_of_the_list_is_drawn_from() -> None:
    """In 12,000 words each of ten stretches of the list turns up about as often (six standard deviations)."""
    place = {word: number for number, word in enumerate(word_list())}
    drawn = Counter(place[word] * 10 // 7776 for _ in range(2000) for word in generate_passphrase().split())
    assert len(drawn) == 10
    assert all(abs(times - 1200) < 6 * math.sqrt(1200 * 0.9) for times in drawn.values())


def test_check_words_can_be_worked_out_by_anybody() -> None:
    """By the file, SHA-256 and long division alone."""
    lines = (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines()
    number = int(hashlib.sha256(RECOVERY_KEY.encode()).hexdigest(), 16)
    assert check_words(RECOVERY_KEY) == tuple(lines[number // 7776**each % 7776] for each in range(6))
    assert check_words(RECOVERY_KEY) == ("washboard", "retinal", "never", "perish", "line", "daisy")


def test_check_words_do_not_depend_on_how_the_key_is_typed() -> None:
    """Groups, small letters and line ends make no difference; one other character makes other words."""
    typed = "\n".join(RECOVERY_KEY.lower()[each : each + 4] for each in range(0, len(RECOVERY_KEY), 4))
    assert check_words(f" {typed}\n") == check_words(RECOVERY_KEY)
    assert check_words(RECOVERY_KEY[:-1] + "Q") != check_words(RECOVERY_KEY)


def test_the_list_is_read_only_when_it_is_used() -> None:
    """Importing the module opens no file of words."""
    script = (
        "from iro_desk.reference import passphrases as p\n"
        "assert p.word_list.cache_info().currsize == 0\n"
        "p.generate_passphrase()\n"
        "assert p.word_list.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=FOLDER.parents[1])
