"""The ring as a picture: it goes round, its words fit their boxes, and nothing lies over anything else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.path.loop import FEWEST, LONGEST, MOST
from amends_web.loops.picture import WIDTH, Step, broken_lines, picture_of

COUNTS = range(FEWEST, MOST + 1)
words = st.text(min_size=1, max_size=LONGEST).filter(lambda text: text.split())


def steps(count, text="When I go quiet"):
    return [Step(name="Ana", words=text, tone="one") for _ in range(count)]


def end_of(way):
    """Where a path of M, H, V and Q ends."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MHVQ])([-\d. ]+)", way):
        values = [float(number) for number in numbers.split()]
        if command == "H":
            x = values[-1]
        elif command == "V":
            y = values[-1]
        else:
            x, y = values[-2:]
    return x, y


def touches(box, point, margin=6):
    x, y = point
    return box.x - margin <= x <= box.x + box.width + margin and box.y - margin <= y <= box.y + box.height + margin


@pytest.mark.parametrize("count", COUNTS)
def test_an_arrow_leads_from_each_box_to_the_next_and_from_the_last_to_the_first(count):
    picture = picture_of(steps(count))
    assert len(picture.boxes) == len(picture.ways) == count
    for number, way in enumerate(picture.ways):
        begin = tuple(float(part) for part in re.match(r"M([\d.]+) ([\d.]+)", way).groups())
        assert touches(picture.boxes[number], begin)
        assert touches(picture.boxes[(number + 1) % count], end_of(way))


@given(texts=st.lists(words, min_size=FEWEST, max_size=MOST))
def test_boxes_stay_inside_and_apart_and_hold_their_lines_whatever_is_written(texts):
    picture = picture_of([Step(name="Ana", words=text, tone="") for text in texts])
    for box in picture.boxes:
        assert 0 <= box.x < box.x + box.width <= picture.width == WIDTH
        assert 0 <= box.y < box.y + box.height <= picture.height
        assert all(box.y < line.y < box.y + box.height for line in (box.name, *box.lines))
    for one, two in combinations(picture.boxes, 2):
        beside = one.x + one.width <= two.x or two.x + two.width <= one.x
        above = one.y + one.height <= two.y or two.y + two.height <= one.y
        assert beside or above


@given(text=words)
def test_no_letter_is_lost_in_the_lines(text):
    assert "".join("".join(broken_lines(text)).split()) == "".join(text.split())


def test_a_long_word_is_cut_and_wide_letters_take_more_room():
    assert list(broken_lines("n" * 40)) == ["n" * 18, "n" * 18, "n" * 4]
    assert max(map(len, broken_lines("沈黙する" * 10))) < 10
