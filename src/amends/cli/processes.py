"""Work that is shared out among processes of this machine, and outlives any of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    _Item = TypeVar("_Item")
    _Result = TypeVar("_Result")

# Handed to each process ahead of time, so that none waits for the next; no more, as these are what a crash throws away.
_AHEAD = 2


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, processes: int
) -> Generator[tuple[_Item, _Result | None], None, None]:
    """Yield each item with what `work` makes of it, in whatever order.

    None stands for an item whose process died of it (killed for its memory, say): where one dies, what was under way is
    tried again, each item in a process of its own. Raises whatever `work` raises.
    """
    waiting = deque(items)
    while waiting:
        under_way: dict[Future[_Result], _Item] = {}
        try:
            with _pool(processes) as pool:
                yield from _worked(pool, work, waiting, under_way, most=_AHEAD * processes)
        except BrokenProcessPool:
            for item in under_way.values():
                yield item, _alone(work, item)


def _worked(
    pool: ProcessPoolExecutor,
    work: Callable[[_Item], _Result],
    waiting: deque[_Item],
    under_way: dict[Future[_Result], _Item],
    *,
    most: int,
) -> Iterator[tuple[_Item, _Result]]:
    """Yield results; an item is in `waiting` or `under_way` until its result is there."""
    while waiting or under_way:
        while waiting and len(under_way) < most:
            under_way[pool.submit(work, waiting[0])] = waiting[0]
            waiting.popleft()
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            result = future.result()
            yield under_way.pop(future), result


def _alone(work: Callable[[_Item], _Result], item: _Item) -> _Result | None:
    try:
        with _pool(1) as pool:
            return pool.submit(work, item).result()
    except BrokenProcessPool:
        return None


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose processes end with it, also in the middle of their work."""
    others = multiprocessing.active_children()
    context = multiprocessing.get_context("spawn")  # a fork would copy the locks of other threads as they are
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_belong_to_the_parent)
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _belong_to_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
