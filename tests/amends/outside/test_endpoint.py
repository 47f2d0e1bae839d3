"""A model is asked at one address of one's own, and whatever it does there ends in time and in one of six reasons."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from tests.amends.outside.scripted import completion, scripted

from amends.outside.model import endpoint
from amends.outside.model.endpoint import Model, ModelFailed, check_address, is_own, json_in


def ask(url: str, **more) -> str:
    return Model(name="m", url=url, **{"seconds": 5.0, **more}).answer(order="Do this.", words="These.")


def reason_of(url: str, **more) -> str:
    with pytest.raises(ModelFailed) as failed:
        ask(url, **more)
    return failed.value.reason


def names_lead_to(monkeypatch, *answers: str) -> list[str]:
    """Let every name lead to these addresses, one list of them for each look; returns the names looked up."""
    looked_up = []
    left = list(answers)
    look = socket.getaddrinfo

    def found(host, port, *rest, **more):
        if host.replace(".", "").isdigit() and host.count(".") == 3:  # no name: nobody is asked
            return look(host, port, *rest, **more)
        looked_up.append(host)
        addresses = (left.pop(0) if len(left) > 1 else left[0]).split()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(endpoint.socket, "getaddrinfo", found)
    return looked_up


def test_it_is_asked_as_openai_is_and_its_words_come_back():
    with scripted(lambda _: completion("So it is.")) as (url, asked):
        assert ask(url) == "So it is."
    (one,) = asked
    assert one["path"] == "/v1/chat/completions"
    assert one["model"] == "m"
    assert one["messages"] == [{"role": "system", "content": "Do this."}, {"role": "user", "content": "These."}]
    assert one["stream"] is False
    assert "Authorization" not in one["headers"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "::1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.178.20", "fd12::5"],
)
def test_this_machine_and_home_networks_are_ones_own(address):
    assert is_own(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "169.254.169.254",
        "0.0.0.0",
        "172.32.0.1",
        "100.64.0.1",
        "192.0.2.1",
        "255.255.255.255",
        "224.0.0.1",
        "2001:db8::1",
        "fe80::1",
        "fe80::1%eth0",
        "::",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "localhost",
        "",
    ],
)
def test_nothing_else_is_ones_own(address):
    assert not is_own(address)


def test_an_address_of_ones_own_in_the_dress_of_the_new_protocol_is_ones_own():
    assert is_own("::ffff:127.0.0.1")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:11434",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "http://",
        "http:///v1",
        "http://me@127.0.0.1/v1",
        "http://127.0.0.1@example.org/v1",
        "http://127.0.0.1:port/v1",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1/v1?to=example.org",
        "http://127.0.0.1/v1#there",
        "http://[::1/v1",
        "http://ünder.example/v1",
        "http://8.8.8.8/v1",
        "http://169.254.169.254/latest",
    ],
)
def test_what_is_no_address_of_ones_own_is_never_connected_to(url, monkeypatch):
    monkeypatch.setattr(endpoint.socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    assert reason_of(url) == "address"
    with pytest.raises(ModelFailed):
        check_address(url)


@pytest.mark.parametrize("odd", ["2130706433", "0x7f.1", "017700000001"])
def test_an_odd_way_to_write_an_address_is_judged_by_where_it_leads(odd, monkeypatch):
    names_lead_to(monkeypatch, "8.8.8.8")
    assert reason_of(f"http://{odd}/v1") == "address"


def test_a_name_with_one_address_elsewhere_is_not_asked(monkeypatch):
    names_lead_to(monkeypatch, "127.0.0.1 93.184.216.34")
    monkeypatch.setattr(endpoint.socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    assert reason_of("http://model.example/v1") == "address"


def test_a_name_is_looked_up_once_so_that_no_second_answer_can_lead_elsewhere(monkeypatch):
    with scripted(lambda _: completion("ok")) as (url, asked):
        port = url.rsplit(":", 1)[1]
        looked_up = names_lead_to(monkeypatch, "127.0.0.1", "93.184.216.34")
        connected = []
        connect = socket.create_connection

        def noted(place, **more):
            connected.append(place)
            return connect(place, **more)

        monkeypatch.setattr(endpoint.socket, "create_connection", noted)
        assert ask(f"http://rebinding.example:{port}") == "ok"
    assert looked_up == ["rebinding.example"]
    assert connected == [("127.0.0.1", int(port.split("/")[0]))]
    assert asked[0]["headers"]["Host"].startswith("rebinding.example")


def test_a_redirect_is_not_followed():
    with scripted(lambda _: completion("from elsewhere")) as (elsewhere, asked):
        target = {"Location": f"{elsewhere}/chat/completions", "Content-Length": "0"}
        with scripted(lambda _: b"", status=307, headers=target) as (url, _):
            assert reason_of(url) == "refused"
    assert asked == []


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    with scripted(lambda _: completion("from a proxy")) as (proxy, through):
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.removesuffix("/v1"))
        with scripted(lambda _: completion("straight")) as (url, _):
            assert ask(url) == "straight"
    assert through == []


@pytest.mark.parametrize("status", [201, 302, 400, 401, 404, 429, 500, 503])
def test_any_other_status_is_a_refusal(status):
    with scripted(lambda _: completion("words"), status=status) as (url, _):
        assert reason_of(url) == "refused"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"choices": []}',
        b'{"choices": [{"message": {}}]}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": ["a"]}}]}',
        b'{"choices": {"0": 1}}',
        b"[" * 200_000,
        b'{"choices": ' + b"9" * 10_000 + b"}",
    ],
)
def test_an_answer_that_is_none_is_garbled(body):
    with scripted(lambda _: body) as (url, _):
        assert reason_of(url) == "garbled"


def test_a_huge_answer_is_not_taken_in():
    with scripted(lambda _: completion("a" * (endpoint.LARGEST + 1))) as (url, _):
        assert reason_of(url) == "too_large"


def test_where_nothing_listens_it_is_unreachable():
    with scripted(lambda _: b"") as (url, _):
        pass
    assert reason_of(url) == "unreachable"


@contextmanager
def dripping(first: bytes):
    """Serve one byte every now and then, for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve():
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(first)
                while not done.wait(0.02):
                    connection.sendall(b" ")
            except OSError:
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
    finally:
        done.set()
        thread.join(5)
        server.close()


@pytest.mark.parametrize(
    "first",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{"],
    ids=["the status", "a header's name", "a header", "the answer"],
)
def test_an_answer_that_drips_for_ever_is_cut_off(first):
    with dripping(first) as url:
        assert reason_of(url, seconds=0.3) == "slow"


def test_an_answer_that_does_not_come_is_too_slow():
    with scripted(lambda _: time.sleep(1) or completion("late")) as (url, _):
        assert reason_of(url, seconds=0.2) == "slow"


def test_what_is_raised_holds_no_word_of_what_was_asked_or_said():
    with scripted(lambda _: completion("their words"), status=500) as (url, _), pytest.raises(ModelFailed) as failed:
        ask(url)
    assert str(failed.value) == "refused"
    assert failed.value.__cause__ is None


def test_one_object_is_read_out_of_an_answer():
    row = {"questions": ["What was it like?"]}
    said = json.dumps(row)
    assert json_in(said) == json_in(f"\n ```json\n{said}\n```\n") == json_in(f"<think>{{}}</think>{said}") == row
    for other in ("", "[]", "7", f"Here: {said}", said + said, "[" * 200_000):
        with pytest.raises(ModelFailed):
            json_in(other)
