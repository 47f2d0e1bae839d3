"""Reading on a cluster: the same rows, and no word in the clear."""

from __future__ import annotations

import json
import operator
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
import distributed
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from amends.cli import main
from amends.cli.folder import entries_of
from amends.cli.rows import Entry, read_entry
from amends.errors import UnusableCluster
from amends.outside import cluster
from amends.outside.cluster import on_cluster
from amends.reports import as_row_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXPORTS = Path(__file__).parents[2] / "exports"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One certificate that vouches for itself, with its key, as docs/scaling.md makes it; by the names of dask."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "amends-cluster")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cluster.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "cluster.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    roles = ("client", "worker", "scheduler")
    return (
        {"ca-file": folder / "cluster.pem"}
        | {f"{role}.cert": folder / "cluster.pem" for role in roles}
        | {f"{role}.key": folder / "cluster.key" for role in roles}
    )


@contextmanager
def started(folder: Path, certificate: dict[str, Path], *workers: str) -> Iterator[str]:
    """A scheduler and workers as they are started from a shell, on this machine; gives its address."""
    told = folder / "scheduler.json"
    environment = os.environ | {
        f"DASK_DISTRIBUTED__COMM__TLS__{name.upper().replace('.', '__').replace('-', '_')}": str(path)
        for name, path in certificate.items()
    }
    environment |= {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}
    environment |= {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        command = [Path(sys.executable).with_name("dask"), *arguments, "--no-dashboard", "--scheduler-file", told]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, cwd=folder)

    processes = [start("scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0")]
    try:
        processes.append(start("worker", "--nthreads", "1", "--death-timeout", "60", *workers))
        while not (told.exists() and told.read_text().endswith("}")):
            assert processes[0].poll() is None
            time.sleep(0.05)
        address = json.loads(told.read_text())["address"]
        assert address.startswith("tls://127.0.0.1:")
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory, certificate: dict[str, Path]) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("cluster"), certificate, "--nworkers", "2") as address:
        with dask.config.set({f"distributed.comm.tls.{name}": str(path) for name, path in certificate.items()}):
            wait_for_nannies(address, 2)
        yield address


def wait_for_nannies(address: str, count: int) -> None:
    """Wait until each knows its worker: of a worker that dies before that, it takes it that none can be started."""
    security = distributed.Security(require_encryption=True)
    with distributed.Client(address, security=security, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=120)
        while set(client.run(lambda dask_worker: dask_worker.status.name, nanny=True).values()) != {"running"}:
            time.sleep(0.05)


@pytest.fixture
def trusted(certificate: dict[str, Path]) -> Iterator[None]:
    with dask.config.set({f"distributed.comm.tls.{name}": str(path) for name, path in certificate.items()}):
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("trusted")
def test_a_cluster_writes_the_same_rows_as_this_machine(scheduler: str, tmp_path: Path) -> None:
    folder, rows = tmp_path / "exports", tmp_path / "rows.jsonl"
    shutil.copytree(EXPORTS / "convokit" / "corpus", folder / "corpus")
    for export in (EXPORTS / "whatsapp").glob("*.txt"):
        shutil.copy(export, folder)
    assert main(["read", str(folder), "--rows", str(rows), "--cluster", scheduler]) == 0
    entries = entries_of(folder, without=(), said=Entry(path="", name=""))
    here = [as_row_line(row) for entry in entries for row in read_entry(entry).rows or ()]
    assert rows.read_text(encoding="utf-8") == "".join(here)
    assert len(here) > 20


@pytest.mark.slow
@pytest.mark.usefixtures("trusted")
def test_a_worker_that_is_killed_costs_its_own_item_and_no_other(scheduler: str) -> None:
    dying = partial(os._exit, 1)
    items = [partial(abs, -1), dying, *(partial(abs, -number) for number in range(2, 100))]
    results = list(on_cluster(operator.call, items, address=scheduler))
    assert [result for item, result in results if item is dying] == [None]
    assert sorted(result for item, result in results if item is not dying) == list(range(1, 100))


@pytest.mark.slow
@pytest.mark.usefixtures("trusted")
def test_where_no_worker_is_left_it_ends_and_says_so(
    certificate: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying() -> Iterator[Callable[[], int]]:
        monkeypatch.setattr(cluster, "PATIENCE", 1)  # items are asked for once there is a worker
        yield partial(os._exit, 1)

    with started(tmp_path, certificate, "--no-nanny") as address, pytest.raises(UnusableCluster) as caught:
        list(on_cluster(operator.call, dying(), address=address))
    assert caught.value.reason == "no_workers"


@pytest.mark.slow
@pytest.mark.usefixtures("trusted")
def test_where_the_scheduler_goes_it_ends_and_says_so(certificate: dict[str, Path], tmp_path: Path) -> None:
    with started(tmp_path, certificate) as address:
        done = on_cluster(operator.call, [partial(time.sleep, 0.1)] * 1_000, address=address)
        next(done)
        security = distributed.Security(require_encryption=True)
        with distributed.Client(address, security=security, set_as_default=False) as client:
            client.shutdown()
        with pytest.raises(UnusableCluster) as caught:
            list(done)
    assert caught.value.reason == "no_answer"


@pytest.mark.parametrize(("count", "size"), [(0, 0), (3, 1), (100, 3), (10_000, 32)])
def test_batches_hold_every_item_once_and_go_round(count: int, size: int) -> None:
    batches = cluster._batches(range(count), threads=4)
    assert [item for batch in batches for item in batch] == list(range(count))
    assert max(map(len, batches), default=0) == size


def refused(address: str) -> str:
    with pytest.raises(UnusableCluster) as caught:
        list(on_cluster(abs, [1], address=address))
    assert str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "tcp://scheduler.example:8786", "tcp://[fd00::7]:8786"])
def test_no_other_machine_is_spoken_to_in_the_clear(address: str) -> None:
    assert refused(address) == "plain"


@pytest.mark.parametrize("address", ["10.0.0.7:8786", "localhost", "http://localhost:8786", "inproc://x", "tls://", ""])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    assert refused(address) == "unknown"


def test_tls_needs_all_of_its_files() -> None:
    with dask.config.set({"distributed.comm.tls.ca-file": "ca.pem"}):
        assert refused("tls://scheduler.example:8786") == "no_certificates"


def test_where_nothing_answers_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    assert refused("tcp://127.0.0.1:9") == "no_answer"


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    rows = tmp_path / "rows.jsonl"
    status = main(["read", str(EXPORTS / "whatsapp"), "--rows", str(rows), "--cluster", "tcp://127.0.0.1:9"])
    assert status == 1
    assert capsys.readouterr().err == "Reading on a cluster needs one more package; install amends[cluster].\n"
    assert not rows.exists()
