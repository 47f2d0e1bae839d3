"""What was said before in a thread, to tell whether a line was only quoted."""

from __future__ import annotations

import re

_ADDRESSES = re.compile(r"https?://\S{1,2000}|<[^<>\s]{1,400}>|\[[^\[\]\s]{1,400}\]")
# A word, or one character of a script that does not part its words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_RUN = 4  # words in a row that show that a line was said before; two people hardly ever write the same four
_MOST_RUNS = 2_000_000  # kept of one thread, about 150 MB


class Known:
    """The runs of words of the earlier letters of a thread, which stay the same where lines are broken elsewhere."""

    def __init__(self) -> None:
        self._runs: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._runs)

    def add(self, text: str) -> None:
        """Learn a letter; what it quotes with marks will have marks again, or was learned before."""
        if len(self._runs) >= _MOST_RUNS:
            return
        words: list[str] = []
        for line in text.split("\n"):
            if line.startswith(">"):
                continue
            here = words_of(line)
            if 0 < len(here) < _RUN:
                self._runs.add(hash(tuple(here)))
            words += here
        self._runs.update(hash(tuple(words[place : place + _RUN])) for place in range(len(words) - _RUN + 1))

    def among(self, lines: list[str]) -> list[tuple[int, bool]]:
        """Say of each line how many words it has, and whether all of them were said before in this order."""
        by_line = [words_of(line) for line in lines]
        words = [word for here in by_line for word in here]
        said = [False] * len(words)
        reach = 0
        for place in range(len(words) - _RUN + 1):
            if hash(tuple(words[place : place + _RUN])) in self._runs:
                for covered in range(max(place, reach), place + _RUN):
                    said[covered] = True
                reach = place + _RUN
        found: list[tuple[int, bool]] = []
        place = 0
        for here in by_line:
            whole = len(here) < _RUN and hash(tuple(here)) in self._runs
            found.append((len(here), bool(here) and (whole or all(said[place : place + len(here)]))))
            place += len(here)
        return found


def words_of(line: str) -> list[str]:
    """Return the words of a line in small letters, without addresses, which programs change as they quote."""
    return _WORD.findall(_ADDRESSES.sub(" ", line.lstrip("> ")).casefold())
