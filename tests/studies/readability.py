"""The Flesch-Kincaid grade of a text, with syllables counted by the groups of vowels."""

from __future__ import annotations

import re

#: words that the rule of vowel groups counts wrongly
_KNOWN = {"being": 2, "area": 3, "idea": 3, "science": 2, "diabetic": 4}


def syllables(word: str) -> int:
    """Syllables of an English word, at least one."""
    text = re.sub(r"[^a-z]", "", word.lower())
    if text in _KNOWN:
        return _KNOWN[text]
    count = len(re.findall(r"[aeiouy]+", text))
    if text.endswith("e") and not text.endswith(("le", "ee", "ye")):
        count -= 1
    if text.endswith("ed") and not text.endswith(("ted", "ded", "eed", "ied")):
        count -= 1
    if text.endswith("es") and not re.search(r"(s|x|z|ch|sh|c|g|i)es$", text):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """Years of school that a text asks for: 0.39 words/sentence + 11.8 syllables/word - 15.59."""
    sentences = [part for part in re.split(r"[.!?:;]+(?=\s|$)|\n\n", text)
                 if re.search(r"\w", part)]  # fmt: skip
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9,.'-]*", text)
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
