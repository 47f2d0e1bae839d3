"""Work that is shared out among processes."""

from __future__ import annotations

import multiprocessing
import operator
import os
from functools import partial

import pytest

from amends.cli.processes import in_processes


def test_each_item_comes_with_what_was_made_of_it() -> None:
    assert dict(in_processes(abs, [-3, 2, -1, 0], processes=2)) == {-3: 3, 2: 2, -1: 1, 0: 0}


def test_a_process_that_dies_costs_its_own_item_and_no_other() -> None:
    dying = partial(os._exit, 1)
    items = [partial(abs, -number) for number in range(1, 5)]
    results = list(in_processes(operator.call, [*items[:2], dying, *items[2:]], processes=2))
    assert [result for item, result in results if item is dying] == [None]
    assert sorted(result for item, result in results if item is not dying) == [1, 2, 3, 4]


def test_what_the_work_raises_ends_it_and_every_process() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_processes(operator.call, [partial(divmod, 1, 0)], processes=1))
    assert multiprocessing.active_children() == []


def test_whoever_stops_listening_leaves_no_process() -> None:
    answers = in_processes(operator.call, [partial(abs, -1), partial(pow, 2, 3)], processes=1)
    next(answers)
    answers.close()
    assert multiprocessing.active_children() == []
