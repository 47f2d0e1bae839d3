"""How good and how fast the reading is: `python -m bench.reading DIR`, with DIR a folder of Breakdowns files.

Side by side, in one run: the careful pass, the fast one, the words weighed alone (the linear floor), and a lexicon. The
weights that are shipped have seen the development talks, so figures on those flatter them: what they are worth on talks
that they have not seen is told by `make train`, which holds whole files out. Beside the figures of the reading it
prints how fast each pass is, and how fast a bare loop goes through the same words.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amends.conversation import Conversation, Message
from amends.moves import HURTING, Move, mark_messages
from amends.reading import Reading, read_conversation
from amends.reading.read import CAREFUL
from amends.reading.rules import rules_of
from bench.baselines import by_lexicon, by_words_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Pairs = Sequence[tuple[dict[str, Any], Reading]]

SPEED_MESSAGES = 50_000


def main() -> None:
    """Print the figures of the folder named on the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    given = options.parse_args()
    lines = [
        line
        for path in sorted(given.folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    talks = [json.loads(line) for line in lines]
    print(f"{len(talks)} talks, {sum(len(talk['messages']) for talk in talks)} messages")
    print(f"{'':42} {' '.join(f'{name:>12}' for name in PASSES)}")
    of_passes = [quality([(talk, read(conversation_from(talk))) for talk in talks]) for read in PASSES.values()]
    for name in of_passes[0]:
        print(f"{name:42} {' '.join(f'{figures[name]:12.3f}' for figures in of_passes)}")
    for name, rate in speed(talks).items():
        print(f"{name:42} {rate:12,.0f} messages/s")


def _fast(conversation: Conversation) -> Reading:
    return read_conversation(conversation, marked=mark_messages(conversation, rules=rules_of("en")))


def _words_alone(conversation: Conversation) -> Reading:
    return read_conversation(conversation, marked=by_words_alone(conversation, rules=rules_of("en")))


def _lexicon(conversation: Conversation) -> Reading:
    return read_conversation(conversation, marked=by_lexicon(conversation))


PASSES = {"careful": read_conversation, "fast": _fast, "words alone": _words_alone, "lexicon": _lexicon}


def conversation_from(talk: dict[str, Any]) -> Conversation:
    """Return the conversation of one Breakdowns line, without its labels."""
    messages = tuple(
        Message(n=one["n"], at=datetime.fromisoformat(one["at"]), speaker=one["from"], text=one["text"])
        for one in talk["messages"]
    )
    return Conversation(source="breakdowns", people=tuple(talk["people"]), messages=messages)


def quality(pairs: Pairs) -> dict[str, float]:
    """Return every figure of quality, by its name."""
    scores = {move.value: _move_score(pairs, move) for move in Move}
    every = [(talk["id"], one["n"], move) for talk, _ in pairs for one in talk["messages"] for move in one["moves"]]
    found = [(talk["id"], one.n, move) for talk, reading in pairs for one in reading.marked for move in one.moves]
    feelings = [
        label["feeling"] == one.feeling
        for talk, reading in pairs
        for label, one in zip(talk["messages"], reading.marked, strict=True)
    ]
    return {
        "moves, micro-F1": f1(found, every),
        "moves, macro-F1": sum(scores.values()) / len(scores),
        **{f"  {name}, F1": score for name, score in scores.items()},
        "feeling, accuracy": sum(feelings) / len(feelings),
        **_turning_points(pairs),
        "missed bids, F1": _numbers_score(pairs, "missed_bids"),
        "open questions, F1": _numbers_score(pairs, "open_questions"),
        "outcome, accuracy": _share(talk["outcome"] == reading.outcome for talk, reading in pairs),
        "concerns, F1": _concerns_score(pairs),
        "false hurting marks per 100, calm talks": 100 * _false_hurting(pairs),
        **_shown(pairs),
    }


def f1(found: Iterable[Any], right: Iterable[Any]) -> float:
    """Return F1 of what was found against what is right."""
    found_set, right_set = set(found), set(right)
    return 2 * len(found_set & right_set) / max(1, len(found_set) + len(right_set))


def _move_score(pairs: Pairs, move: Move) -> float:
    return f1(
        ((talk["id"], one.n) for talk, reading in pairs for one in reading.marked if move in one.moves),
        ((talk["id"], one["n"]) for talk, _ in pairs for one in talk["messages"] if move in one["moves"]),
    )


def _turning_points(pairs: Pairs) -> dict[str, float]:
    turned = [(talk, reading) for talk, reading in pairs if talk["turning_point"] is not None]
    return {
        "turning point, there or not": _share(
            (talk["turning_point"] is None) == (reading.turning_point is None) for talk, reading in pairs
        ),
        "turning point, within 2": _share(
            reading.turning_point is not None and abs(reading.turning_point.message - talk["turning_point"]) <= 2
            for talk, reading in turned
        ),
    }


def _numbers_score(pairs: Pairs, name: str) -> float:
    return f1(
        ((talk["id"], one.message) for talk, reading in pairs for one in getattr(reading, name)),
        ((talk["id"], n) for talk, _ in pairs for n in talk[name]),
    )


def _concerns_score(pairs: Pairs) -> float:
    return f1(
        (
            (talk["id"], who, one.need)
            for talk, reading in pairs
            for who, concerns in reading.concerns.items()
            for one in concerns
        ),
        ((talk["id"], who, need) for talk, _ in pairs for who, needs in talk["concerns"].items() for need in needs),
    )


def _false_hurting(pairs: Pairs) -> float:
    calm = [(talk, reading) for talk, reading in pairs if talk["outcome"] == "no_conflict"]
    messages = sum(len(talk["messages"]) for talk, _ in calm)
    false = sum(
        len((one.moves & HURTING) - set(label["moves"]))
        for talk, reading in calm
        for label, one in zip(talk["messages"], reading.marked, strict=True)
    )
    return false / max(1, messages)


def _shown(pairs: Pairs) -> dict[str, float]:
    """Return precision and recall of the marks that a person would see on their own words."""
    counts: Counter[str] = Counter()
    for talk, reading in pairs:
        for label, one in zip(talk["messages"], reading.marked, strict=True):
            shown = {mark.move for mark in one.marks if mark.confidence >= reading.shown_from[mark.move]}
            counts["shown"] += len(shown)
            counts["right"] += len(shown & set(label["moves"]))
            counts["there"] += len(label["moves"])
    return {
        "shown of one's own words, precision": counts["right"] / max(1, counts["shown"]),
        "shown of one's own words, recall": counts["right"] / max(1, counts["there"]),
    }


def _share(answers: Iterable[bool]) -> float:
    all_answers = list(answers)
    return sum(all_answers) / max(1, len(all_answers))


def speed(talks: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Read one long chat out of the calm talks, and one out of the others; every text is made to differ."""
    calm = [talk for talk in talks if talk["outcome"] == "no_conflict"]
    others = [talk for talk in talks if talk["outcome"] != "no_conflict"]
    chats = {
        "a calm chat": _long(calm or talks, SPEED_MESSAGES),
        "a tense chat": _long(others or talks, SPEED_MESSAGES),
    }
    passes = {"marks of the fast pass": _marks, "reading, fast pass": _fast, "bare loop over the words": _bare}
    return {
        **{f"{name}, {kind}": _rate(once, chat) for kind, chat in chats.items() for name, once in passes.items()},
        "reading, careful pass, a tense chat": _rate(read_conversation, _long(others or talks, CAREFUL)),
    }


def _long(talks: Sequence[dict[str, Any]], count: int) -> Conversation:
    messages = [message for talk in talks for message in conversation_from(talk).messages]
    repeated = (messages * (count // len(messages) + 1))[:count]
    people = ("Ana", "Ben")
    return Conversation(
        source="bench",
        people=people,
        messages=tuple(
            replace(message, n=n, speaker=people[n % 2], text=f"{message.text} {n}")
            for n, message in enumerate(repeated)
        ),
    )


def _rate(once: Callable[[Conversation], object], conversation: Conversation) -> float:
    """Return the messages a second of computing, the best of three: other work on the machine only ever slows it."""
    seconds = []
    for _ in range(3):
        started = time.process_time()
        once(conversation)
        seconds.append(time.process_time() - started)
    return len(conversation.messages) / min(seconds)


def _marks(conversation: Conversation) -> object:
    return mark_messages(conversation, rules=rules_of("en"))


def _bare(conversation: Conversation) -> object:
    counts: Counter[str] = Counter()
    for message in conversation.messages:
        counts.update(re.findall(r"[a-z']+", message.text.lower()))
    return counts


if __name__ == "__main__":
    main()
