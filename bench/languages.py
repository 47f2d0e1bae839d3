"""How well English is told from other languages: `python -m bench.languages DIR [--others FILE]`.

DIR holds Breakdowns files: what each person wrote in a talk counts as English. FILE has a language code, a tab and a
sentence in each line; three sentences of one language are taken as what one person wrote.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from amends.conversation import Conversation, Message
from amends.reading.languages import languages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SENTENCES = 3
MOST = 200  # of each language


def main() -> None:
    """Print how much English was declined, and how much of other languages was."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--others", type=Path)
    given = options.parse_args()
    english = [told(texts) for texts in people_in(given.folder)]
    declined = [code for code in english if code is not None]
    print(
        f"people in English talks: {len(english)}, taken for another language: {len(declined)} {sorted(set(declined))}"
    )
    if given.others is None:
        return
    others = [(code, told(texts)) for code, texts in sentences_in(given.others) if code != "en"]
    print(f"texts in {len({code for code, _ in others})} other languages: {len(others)}")
    print(f"  not taken for English: {sum(found is not None for _, found in others) / len(others):.3f}")
    print(f"  named, and rightly: {sum(found == code for code, found in others) / len(others):.3f}")


def told(texts: Sequence[str]) -> str | None:
    """Return the language that one person's words are taken for; None where they are read as English."""
    messages = tuple(Message(n=n, at=None, speaker="A", text=text) for n, text in enumerate(texts))
    return next(iter(languages_of(Conversation(source="bench", people=("A",), messages=messages)).others), None)


def people_in(folder: Path) -> Iterator[list[str]]:
    """Give what each person wrote in each talk."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
            talk = json.loads(line)
            for who in talk["people"]:
                yield [message["text"] for message in talk["messages"] if message["from"] == who]


def sentences_in(path: Path) -> Iterable[tuple[str, list[str]]]:
    """Give the sentences of each language, some at a time."""
    by_language: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        code, _, sentence = line.partition("\t")
        if sentence:
            by_language[code].append(sentence)
    for code, sentences in by_language.items():
        for first in range(0, min(len(sentences) - SENTENCES + 1, SENTENCES * MOST), SENTENCES):
            yield code, sentences[first : first + SENTENCES]


if __name__ == "__main__":
    main()
