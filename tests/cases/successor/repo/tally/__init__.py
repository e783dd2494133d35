"""Counts words."""

import collections
import pathlib


def words(text):
    """The words of a text, in small letters."""
    return [word.strip(".,;:!?").lower() for word in text.split()]


def count(folder):
    """How often each word stands in the texts of a folder."""
    counts = collections.Counter()
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        counts.update(words(path.read_text()))
    return counts


def most_common(folder, number=10):
    """The words that stand there most often."""
    return count(folder).most_common(number)


def table(folder, number=10):
    """The same as lines, to print."""
    found = most_common(folder, number)
    width = max((len(word) for word, _ in found), default=0)
    return "\n".join(f"{word:{width}} {times}" for word, times in found)
