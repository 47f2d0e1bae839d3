"""Questions that a person could ask themselves after a talk, from a language model. Never a word to send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from amends.content import load_toml
from amends.drafts import Kind, check_draft
from amends.outside.model.endpoint import Model, json_in, texts_in
from amends.outside.model.marks import talk_in_words
from amends.outside.model.sayings import sayings_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amends.conversation import Conversation

LEAST = 2
MOST = 5
LONGEST = 160  # characters
_MOST_SAID = 40

# One sentence that ends asking. No quotation, colon or line break: there words to send would stand. No number, address
# or link, which a stranger could have put into the talk for a model to pass on.
_QUESTION = re.compile(r"[^\W\d_][^?!:;\"“”„«»<>@/\\\d\n]*\?")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def questions_by_model(conversation: Conversation, *, model: Model, language: str = "en") -> tuple[str, ...]:
    """Return from `LEAST` to `MOST` questions, or none. Raises ModelFailed."""
    said = json_in(
        model.answer(
            order=load_toml("model", language)["asked"]["questions"],
            words=talk_in_words(conversation.messages, people=conversation.people),
        )
    )
    asked = (" ".join(one.split()) for one in texts_in(said.get("questions"), most=_MOST_SAID))
    kept = [one for one in dict.fromkeys(asked) if may_be_suggested(one, people=conversation.people, language=language)]
    return tuple(kept[:MOST]) if len(kept) >= LEAST else ()


def may_be_suggested(question: str, *, people: Iterable[str], language: str = "en") -> bool:
    """Say whether words are a question and nothing else: they name nobody, take no side, push nowhere."""
    plain = question.translate(_APOSTROPHES)
    if len(question) > LONGEST or not _QUESTION.fullmatch(plain):
        return False
    words = re.findall(r"[^\W_]+", plain.casefold())
    names = {part for name in people for part in re.findall(r"[^\W_]+", name.casefold()) if len(part) > 1}
    opens = load_toml("model", language)["opens"]
    if words[0] not in opens["words"] or names & set(words):
        return False
    if any(re.search(pattern, plain, re.IGNORECASE) for pattern in opens["suggests"]):
        return False
    return not sayings_in(question, language=language) and not check_draft(question, kind=Kind.QUESTION).marks
