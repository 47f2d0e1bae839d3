from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from amends_web.commands import demo, serve
from amends_web.commands.certificate import certificate_for

# A machine that is busy starts a server late; how late is no test's matter.
PATIENCE_SECONDS = 120


def arguments(*words):
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)
    return parser.parse_args(words)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_answer(url, process):
    """Wait until a server answers."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    for _ in range(PATIENCE_SECONDS * 10):
        assert process.poll() is None, "it ended before it answered"
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(url, context=unchecked, timeout=PATIENCE_SECONDS),
        ):
            return
        time.sleep(0.1)
    pytest.fail("it never answered")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A data directory of a copy that was started before: its tables are there."""
    folder = tmp_path_factory.mktemp("migrated")
    environment = {**os.environ, "AMENDS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "amends_web.settings.live"}
    subprocess.run([sys.executable, "-m", "amends_web", "migrate", "--verbosity", "0"], env=environment, check=True)
    return folder


@contextmanager
def running(tmp_path, *words, url):
    """A real server in its own process and data directory."""
    code = (
        "import argparse; from amends_web.commands import serve; parser = argparse.ArgumentParser(); "
        f"serve.add_arguments(parser); serve.run(parser.parse_args({list(words)!r}))"
    )
    environment = {**os.environ, "AMENDS_DATA": str(tmp_path / "data")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        # A shell that runs this in the background has switched Ctrl+C off for its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        wait_for_answer(url, process)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()


def test_this_machine_alone_is_served_by_default(tmp_path):
    plan = serve.plan_for(arguments(), data=tmp_path)
    assert (plan.served_as, plan.address, plan.url) == ("loopback", "127.0.0.1", "http://127.0.0.1:8000")
    assert plan.certificate is None


def test_plain_http_on_an_address_that_others_reach_is_refused_unless_insecure_says_so(tmp_path):
    with pytest.raises(serve.CannotServe, match="--lan"):
        serve.plan_for(arguments("--address", "0.0.0.0"), data=tmp_path)
    assert serve.plan_for(arguments("--address", "0.0.0.0", "--insecure"), data=tmp_path).served_as == "insecure"


def test_a_proxy_gets_the_name_that_people_open(tmp_path):
    plan = serve.plan_for(arguments("--proxy", "amends.example.org"), data=tmp_path)
    assert (plan.served_as, plan.address, plan.hosts) == ("proxy", "127.0.0.1", ("amends.example.org",))


def test_behind_a_proxy_too_plain_http_that_others_reach_is_refused_unless_insecure_says_so(tmp_path):
    """They could go around the proxy, and say in its name over HTTPS, and from where, they come."""
    words = ("--proxy", "amends.example.org", "--address", "0.0.0.0")
    with pytest.raises(serve.CannotServe, match="around the proxy"):
        serve.plan_for(arguments(*words), data=tmp_path)
    plan = serve.plan_for(arguments(*words, "--insecure"), data=tmp_path)
    assert (plan.served_as, plan.address) == ("proxy", "0.0.0.0")


def test_a_busy_port_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(serve.CannotServe, match=rf"^Port {port} on 127.0.0.1 is taken .*--port {port + 1}\.$"):
            serve.check_port("127.0.0.1", port)


def test_a_data_directory_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(serve.CannotServe, match=r"can't write to its data directory .* AMENDS_DATA"):
        serve.check_data_directory(tmp_path / "file" / "data")


def test_the_home_networks_certificate_names_this_machine_and_is_kept(tmp_path):
    certificate, key = certificate_for(("192.168.1.5", "house.local"), folder=tmp_path)
    first = certificate.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    certificate_for(("192.168.1.5", "house.local"), folder=tmp_path)
    assert certificate.read_bytes() == first
    certificate_for(("192.168.1.6", "house.local"), folder=tmp_path)
    assert certificate.read_bytes() != first


@pytest.mark.slow
def test_the_server_answers_and_keeps_its_data_to_this_account(tmp_path):
    port = free_port()
    with running(tmp_path, "--port", str(port), url=f"http://127.0.0.1:{port}/") as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE_SECONDS) as answer:
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert process.poll() is None
    for path in (tmp_path / "data").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.slow
def test_the_home_network_gets_https_with_cookies_bound_to_the_host(tmp_path, migrated):
    shutil.copytree(migrated, tmp_path / "data")
    port = free_port()
    url = f"https://127.0.0.1:{port}/sign-in/"
    with running(tmp_path, "--lan", "--port", str(port), url=url):
        trusted = ssl.create_default_context(cafile=str(tmp_path / "data" / "lan-certificate.pem"))
        with urllib.request.urlopen(url, context=trusted, timeout=PATIENCE_SECONDS) as answer:
            assert "__Host-c=" in answer.headers["Set-Cookie"]
            assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.slow
def test_stopping_it_at_the_keyboard_stops_every_process(tmp_path, migrated):
    shutil.copytree(migrated, tmp_path / "data")
    port = free_port()
    with running(tmp_path, "--port", str(port), url=f"http://127.0.0.1:{port}/sign-in/") as process:
        # Ctrl+C reaches the whole group of the terminal, not the first process alone.
        os.killpg(process.pid, signal.SIGINT)
        process.wait(PATIENCE_SECONDS)
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE_SECONDS)


def lease_becomes(database, *, is_held):
    """Say whether somebody comes to hold the lease of the loop, or nobody does any more."""
    for _ in range(PATIENCE_SECONDS * 10):
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(database)) as rows:
            if bool(rows.execute("SELECT 1 FROM reminders_lease").fetchall()) == is_held:
                return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_what_is_due_is_sent_from_beside_the_server_as_long_as_it_runs(tmp_path, migrated):
    database = shutil.copytree(migrated, tmp_path / "data") / "amends.sqlite3"
    port = free_port()
    with running(tmp_path, "--port", str(port), url=f"http://127.0.0.1:{port}/sign-in/"):
        assert lease_becomes(database, is_held=True)
    assert lease_becomes(database, is_held=False)


@pytest.mark.slow
def test_the_loop_alone_works_until_it_is_stopped_and_lets_go_of_the_lease(tmp_path, migrated):
    database = shutil.copytree(migrated, tmp_path / "data") / "amends.sqlite3"
    environment = {**os.environ, "AMENDS_DATA": str(database.parent)}
    environment["DJANGO_SETTINGS_MODULE"] = "amends_web.settings.live"
    code = "from amends_web.commands import worker; import argparse; worker.run(argparse.Namespace())"
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE) as process:
        assert lease_becomes(database, is_held=True)
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
        assert process.stderr.read() == b""
    assert lease_becomes(database, is_held=False)


def test_a_demo_leaves_nothing_behind(monkeypatch):
    folders = []
    monkeypatch.setattr(serve, "set_environment", lambda plan, *, data: folders.append(data))
    monkeypatch.setattr(serve, "prepare_database", lambda: None)
    monkeypatch.setattr(serve, "serve", lambda plan: 0)
    monkeypatch.setenv("AMENDS_DATA", "elsewhere")
    assert demo.run(argparse.Namespace(port=free_port())) == 0
    assert not Path(folders[0]).exists()
