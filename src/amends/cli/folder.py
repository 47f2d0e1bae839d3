"""A folder of many exports, read into one row for each conversation: on all cores, or on a cluster."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amends.cli.ledger import opened_ledger
from amends.cli.private import write_private
from amends.cli.processes import in_processes
from amends.cli.progress import counting_up
from amends.cli.rows import NOT_FINISHED, Entry, EntryRead, own_version, read_entry, refusal_row
from amends.errors import UnreadableExport, UnusableCluster
from amends.outside.cluster import on_cluster
from amends.reports import as_row_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from amends.cli.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many exports there are, how many conversations were read, and how many rows are refusals."""

    exports: int
    conversations: int
    refusals: int


def entries_of(folder: Path, *, without: Sequence[Path], said: Entry) -> list[Entry]:
    """Return each export directly in a folder in the order of names; hidden ones and `without` are none.

    `said` holds what the person said of all of them.
    """
    kept_out = {path.resolve() for path in without}
    return [
        replace(said, path=str(path.resolve()), name=path.name)
        for path in sorted(folder.iterdir())
        if not path.name.startswith((".", "__MACOSX")) and path.resolve() not in kept_out
    ]


def read_folder(entries: Sequence[Entry], rows: Path, *, ledger: Path, processes: int, cluster: str | None) -> Tally:
    """Write the rows of every export, in the order of `entries`, into the file `rows`.

    What the ledger knows is not read again. Raises UnusableCluster, BadLedger and OSError; what was read by then is in
    the ledger.
    """
    with opened_ledger(ledger) as known, counting_up("Reading", len(entries)) as progress:
        asked = (replace(entry, known=known.key_of(entry.name)) for entry in entries)
        if cluster is None:
            answers = in_processes(read_entry, asked, processes=processes)
        else:
            answers = on_cluster(read_entry, asked, address=cluster)
        with closing(answers):  # whatever stops this stops the processes
            for count, (entry, answer) in enumerate(answers, start=1):
                _keep(known, entry, answer)
                progress(count)
        counted: Counter[str] = Counter()
        write_private(rows, _lines(known, entries, counted))
    return Tally(exports=len(entries), conversations=counted["read"], refusals=counted["refused"])


def _keep(known: Ledger, entry: Entry, answer: EntryRead | None) -> None:
    if answer is None:
        lost = refusal_row(entry, UnreadableExport(reason=NOT_FINISHED))
        known.add(entry.name, key="", rows=[lost])
    elif answer.version != own_version():
        raise UnusableCluster(reason="other_version")
    elif answer.rows is not None:
        known.add(entry.name, key=answer.key, rows=answer.rows)


def _lines(known: Ledger, entries: Sequence[Entry], counted: Counter[str]) -> Iterator[str]:
    for entry in entries:
        for row in known.rows_of(entry.name):
            counted["refused" if row["refusal"] else "read"] += 1
            yield as_row_line(row)
