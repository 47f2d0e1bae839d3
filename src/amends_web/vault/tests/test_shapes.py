"""What opened words have to look like."""

from __future__ import annotations

from enum import StrEnum

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, fits, is_clock, is_day, is_hex, is_id, is_number, is_time, is_zone


class Mood(StrEnum):
    CALM = "calm"


ID = "e594b3fe-b50f-4635-9c49-65f3ca02d697"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("", str),
        (0, int),
        (False, bool),
        ("calm", Mood),
        (None, (str, None)),
        ("", (is_day, "")),
        (15, (15, 30)),
        ([], [str]),
        (["a", "b"], [str]),
        (["a", 1], [str, int]),
        ({"name": "a"}, {"name": str}),
        ({"name": "a", "of a newer version": 1}, {"name": str}),
        ({}, {"name": Maybe(str)}),
        ({"name": 1, "a": "b"}, {"name": int, str: str}),
        ({"12": "calm"}, {is_number: Mood}),
        ("2026-11-27", is_day),
        ("2026-11-27T19:00:00+01:00", is_time),
        ("2026-11-27T19:00:00", is_clock),
        ("Europe/Berlin", is_zone),
        (ID, is_id),
        ("", is_hex),
        ("0aff", is_hex),
    ],
)
def test_what_is_of_a_shape_fits(value, shape):
    assert fits(value, shape)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (1, str),
        (True, int),
        (1, bool),
        (1.0, int),
        ("loud", Mood),
        ([], Mood),
        ("", (str, None)[1:]),
        (16, (15, 30)),
        (True, (1, 2)),
        ([1], [str]),
        ({}, [str]),
        (["a"], [str, int]),
        (["a", 1, 1], [str, int]),
        ({}, {"name": str}),
        ([], {}),
        ({"name": 1}, {"name": str}),
        ({"name": None}, {"name": Maybe(str)}),
        ({"name": 1, "a": 2}, {"name": int, str: str}),
        ({"1½": "calm"}, {is_number: Mood}),
        ({"²": "calm"}, {is_number: Mood}),
        ("yesterday", is_day),
        (20261127, is_day),
        ("2026-11-27T19:00:00", is_time),
        ("2026-11-27T19:00:00Z", is_clock),
        ("9999-12-31T23:00:00+00:00", is_time),
        ("0001-01-01T00:00:00", is_clock),
        ("Europe", is_zone),
        ("Atlantis/Poseidonis", is_zone),
        ("../etc/passwd", is_zone),
        (ID.upper(), is_id),
        (f"{ID}\n", is_id),
        ("0af", is_hex),
        (["0a"], is_hex),
    ],
)
def test_what_is_of_another_shape_does_not(value, shape):
    assert not fits(value, shape)


@given(value=JSON, shape=st.sampled_from([model.shape for model in apps.get_models() if issubclass(model, SealedRow)]))
def test_whatever_somebody_sealed_is_looked_at_without_an_error(value, shape):
    assert fits(value, shape) in {True, False}


def test_every_sealed_row_says_of_what_shape_its_words_are():
    assert [model for model in apps.get_models() if issubclass(model, SealedRow) and not hasattr(model, "shape")] == []
