"""Work that is shared out among machines, through dask.distributed (the extra `amends[cluster]`).

What goes over the wire are the items and the results; files are read by the workers, from a folder that all machines
have at the same place.
"""

from __future__ import annotations

import ipaddress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from amends.errors import UnusableCluster

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    _Item = TypeVar("_Item")
    _Result = TypeVar("_Result")

PATIENCE = 30  # seconds for a scheduler to answer, and for its first worker to be there
_AHEAD = 2  # items a thread of the workers, so that none waits for the next
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
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise UnusableCluster(reason="no_workers") from None
        yield from _worked(client, work, iter(items))


def _worked(
    client: Any, work: Callable[[_Item], _Result], items: Iterator[_Item]
) -> Iterator[tuple[_Item, _Result | None]]:
    from distributed import KilledWorker, as_completed

    ahead = _AHEAD * sum(client.nthreads().values())
    under_way = {client.submit(work, item, pure=False): item for item in islice(items, ahead)}
    done = as_completed(list(under_way), loop=client.loop)
    suspects = []
    for future in done:
        item = under_way.pop(future)
        try:
            yield item, future.result()
        except KilledWorker:
            suspects.append(item)
        future.release()
        for following in islice(items, 1):
            submitted = client.submit(work, following, pure=False)
            under_way[submitted] = following
            done.add(submitted)
    for item in suspects:
        try:
            yield item, client.submit(work, item, pure=False).result()
        except KilledWorker:
            yield item, None


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
