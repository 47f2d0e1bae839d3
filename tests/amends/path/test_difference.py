from __future__ import annotations

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from amends.path.difference import Change, Kind, around, difference, difference_by_line

LINES = st.lists(st.sampled_from(["We talked.\n", "Ana waited an hour.\n", "\n", "Ben called twice.", "a b a b "]))
TEXT = LINES.map("".join) | st.text()


STEPS = st.lists(st.sampled_from(["We talk.", "Phones off at supper.", "Phones off at breakfast.", "a b a b", "c"]))


def marked(changes):
    marks = {Kind.SAME: "{}", Kind.GONE: "[-{}-]", Kind.ADDED: "[+{}+]"}
    return "".join(marks[change.kind].format(change.text) for change in changes)


def shown(before, after):
    return marked(difference(before, after))


def by_line(before, after):
    return [marked(line) for line in difference_by_line(before, after)]


def one_side(lines, other):
    """The lines without what stands on the other side alone."""
    sides = [[change.text for change in line if change.kind != other] for line in lines]
    return ["".join(side) for side in sides if side]


@given(before=TEXT, after=TEXT)
def test_both_texts_can_be_read_out_of_their_difference(before, after):
    changes = difference(before, after)
    assert "".join(change.text for change in changes if change.kind != Kind.ADDED) == before
    assert "".join(change.text for change in changes if change.kind != Kind.GONE) == after


def test_words_that_changed_side_by_side_are_one_change():
    said = shown("I waited for an hour.\nThen I left.", "I waited for two hours.\nThen I left.")
    assert said == "I waited for [-an hour-][+two hours+].\nThen I left."


def test_changes_far_apart_are_two_and_what_lies_between_is_the_same():
    between = "A line that stays.\n" * 400
    assert shown(f"One.\n{between}Two.", f"Uno.\n{between}Due.") == f"[-One-][+Uno+].\n{between}[-Two-][+Due+]."


def test_the_same_text_has_no_change():
    assert difference("As it was.", "As it was.") == (Change(kind=Kind.SAME, text="As it was."),)
    assert difference("", "") == ()


def test_each_line_of_a_difference_stands_by_itself():
    before = ["Phones off at supper.", "We talk.", "Ana pours."]
    after = ["Phones off at breakfast.", "We talk.", "Nobody is late.", "Ben pours."]
    assert by_line(before, after) == [
        "Phones off at [-supper-][+breakfast+].",
        "We talk.",
        "[-Ana pours.-]",
        "[+Nobody is late.+]",
        "[+Ben pours.+]",
    ]
    assert by_line(["One."], ["One.", "Two."]) == ["One.", "[+Two.+]"]
    assert by_line(["One.", "Two."], ["Two."]) == ["[-One.-]", "Two."]


@given(before=STEPS, after=STEPS)
def test_both_lists_of_lines_can_be_read_out_of_their_difference(before, after):
    lines = difference_by_line(before, after)
    assert one_side(lines, Kind.ADDED) == before
    assert one_side(lines, Kind.GONE) == after


def test_lines_with_another_word_everywhere_are_compared_within_a_bound(monkeypatch):
    before, after = (
        [" ".join(chr(first + 250 * line + word) for word in range(250)) for line in range(22)]
        for first in (0x4E00, 0x6E00)
    )
    compared = []

    def counted(junk, one, other, **more):
        compared.append(len(one) * len(other))
        return SequenceMatcher(junk, one[:9], other[:9], **more)

    monkeypatch.setattr("amends.path.difference.SequenceMatcher", counted)
    difference_by_line(before, after)
    assert 250_000 < sum(compared) < 600_000


def test_around_the_changes_what_stays_the_same_is_left_out():
    between = "".join(f"Line {number}.\n" for number in range(9))
    changes = difference(f"{between}One.\n{between}Two.\n{between}", f"{between}Uno.\n{between}Due.\n{between}")
    assert "".join(change.text for change in around(changes) if change.kind != Kind.GONE) == (
        "…\nLine 7.\nLine 8.\nUno.\nLine 0.\n…\nLine 7.\nLine 8.\nDue.\nLine 0.\n…\n"
    )
    few = difference("One.\nTwo.\nThree.", "One.\nTwo.\nFour.")
    assert around(few) == few


def test_two_long_texts_of_little_in_common_are_shown_one_after_the_other():
    before, after = "a b c d " * 1000, "d c a b " * 1000 + "e"
    changes = difference(before, after)
    assert [change.kind for change in changes] == [Kind.GONE, Kind.ADDED]


def test_a_long_text_with_another_word_everywhere_is_compared_within_a_bound(monkeypatch):
    def text(first):
        lines = (" ".join(chr(first + 250 * line + word) for word in range(250)) for line in range(22))
        return "".join(f"{line}\nLine {number}.\n" for number, line in enumerate(lines))

    compared = []

    def counted(junk, before, after, **more):
        compared.append(len(before) * len(after))
        return SequenceMatcher(junk, before[:9], after[:9], **more)

    monkeypatch.setattr("amends.path.difference.SequenceMatcher", counted)
    difference(text(0x4E00), text(0x6E00))
    assert sum(compared) < 600_000


def test_past_that_bound_lines_stand_as_they_were_and_as_they_are():
    before, after = ("".join(f"{word} " * 300 + f"\nLine {number}.\n" for number in range(4)) for word in ("a", "b"))
    changes = difference(before, after)
    assert "".join(change.text for change in changes if change.kind != Kind.ADDED) == before
    assert "".join(change.text for change in changes if change.kind != Kind.GONE) == after


def test_a_word_in_each_of_many_long_lines_is_still_one_word():
    line = f"{'and so it went on ' * 100}{{}}.\nA line that stays.\n"
    before, after = (line.format(word) * 3 for word in ("late", "early"))
    changed = [change.text for change in difference(before, after) if change.kind != Kind.SAME]
    assert changed == ["late", "early"] * 3
