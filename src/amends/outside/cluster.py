"""Work that is shared out among machines, through dask.distributed (the extra `amends[cluster]`).

What goes over the wire are the items and the results; files are read by the workers, from a folder that all machines
have at the same place.
"""

from __future__ import annotations

import ipaddress
from concurrent.futures import CancelledError
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from amends.errors import UnusableCluster

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    _Item = TypeVar("_Item")
    _Result = TypeVar("_Result")

PATIENCE = 30  # seconds for a scheduler to answer, and for a worker to be there, or there again
_AHEAD = 2  # batches a thread of the workers, so that none waits for the next
# To hand out a batch costs 4 to 9 ms of computing here and at the scheduler (dask 2026.8, on two busy cores of an AMD
# EPYC), to read a short conversation 15 ms. A small batch is soon shared out anew, and little of it is read twice.
_LARGEST_BATCH = 32  # items
_BATCHES = 8  # a thread, at least
_CERTIFICATES = ("ca-file", "client.cert", "client.key")


def on_cluster(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, address: str
) -> Generator[tuple[_Item, _Result | None], None, None]:
    """Yield each item with what `work` makes of it on some worker, in whatever order.

    None stands for an item of which workers died again and again: what was on a worker that died is tried once more at
    the end, each item alone. Raises UnusableCluster, and whatever `work` raises.
    """
    try:
        import distributed
    except ImportError:
        raise UnusableCluster(reason="not_installed") from None
    encrypted = _is_encrypted(address)
    security = distributed.Security(require_encryption=True) if encrypted else distributed.Security()
    try:
        client = distributed.Client(address, security=security, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise UnusableCluster(reason="no_answer") from None
    with client:
        _wait_for_a_worker(client)
        try:
            yield from _worked(client, work, list(items))
        except CancelledError:  # what is under way is given up where the scheduler is lost
            raise UnusableCluster(reason="no_answer") from None


def _wait_for_a_worker(client: Any) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise UnusableCluster(reason="no_workers") from None


def _worked(
    client: Any, work: Callable[[_Item], _Result], items: Sequence[_Item]
) -> Iterator[tuple[_Item, _Result | None]]:
    from distributed import KilledWorker

    threads = sum(client.nthreads().values())
    waiting = iter(_batches(items, threads=threads))
    under_way: dict[Any, Sequence[_Item]] = {}
    suspects: list[_Item] = []
    while True:
        for batch in islice(waiting, _AHEAD * threads - len(under_way)):
            under_way[client.submit(_each, work, batch, pure=False)] = batch
        if not under_way:
            break
        for future in _done_of(client, under_way):
            batch = under_way.pop(future)
            try:
                yield from zip(batch, _result_of(client, future), strict=True)
            except KilledWorker:
                suspects += batch
            future.release()
    for item in suspects:
        try:
            yield item, _result_of(client, client.submit(work, item, pure=False))
        except KilledWorker:
            yield item, None


def _done_of(client: Any, futures: Iterable[Any]) -> list[Any]:
    """Wait until some are done, as long as there is a worker; raises UnusableCluster."""
    from distributed import wait

    while True:
        try:
            with client.as_current():
                return list(wait(list(futures), timeout=PATIENCE, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            _wait_for_a_worker(client)


def _result_of(client: Any, future: Any) -> Any:
    """Return the result, which is worked out anew where it was lost with its worker; raises UnusableCluster."""
    while True:
        _done_of(client, [future])
        try:
            return future.result(timeout=PATIENCE)
        except TimeoutError:
            # Else it is what the work itself raised.
            if future.status == "error":
                raise
            _wait_for_a_worker(client)


def _batches(items: Sequence[_Item], *, threads: int) -> list[Sequence[_Item]]:
    """Return the items in batches that are small enough for every thread to get several of them."""
    size = max(1, min(_LARGEST_BATCH, len(items) // (_BATCHES * threads)))
    return [items[start : start + size] for start in range(0, len(items), size)]


def _each(work: Callable[[_Item], _Result], batch: Sequence[_Item]) -> list[_Result]:
    return [work(item) for item in batch]


def _is_encrypted(address: str) -> bool:
    """Say whether an address may be spoken to through TLS, and not in the clear. Raises UnusableCluster."""
    parts = urlsplit(address)
    if parts.scheme == "tcp" and parts.hostname:
        if not _is_loopback(parts.hostname):
            raise UnusableCluster(reason="plain")
        return False
    if parts.scheme != "tls" or not parts.hostname:
        raise UnusableCluster(reason="unknown")
    import dask

    if not all(dask.config.get(f"distributed.comm.tls.{name}", None) for name in _CERTIFICATES):
        raise UnusableCluster(reason="no_certificates")
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
