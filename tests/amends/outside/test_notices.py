from __future__ import annotations

import base64
import json
import logging
import socket
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from tests.amends.outside.receiver import answering, dripping, flooding, receiving

from amends.outside.notices import (
    NoticeFailed,
    PushKey,
    Way,
    apart,
    check_chat_address,
    check_push_address,
)
from amends.outside.notices.chat import send_chat
from amends.outside.notices.push import post_push, push_headers
from amends.outside.notices.reach import NotPublic, is_public, public_only

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
KEY = PushKey(b"a secret of this copy")
WORDS = {"name": "Notes", "title": "Something is ready", "body": "There is something for you."}
PUSH = {"key": KEY, "contact": "https://amends.example.org", "topic": "a" * 32, "now": NOW}


def send_push(url, *, anywhere, **push):
    post_push(url, headers=push_headers(url, **push), anywhere=anywhere)


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize(
    "url",
    [
        "ntfy://192.168.1.5:8080/ana-1",
        "ntfys://ntfy.example.org/ana-1?auth=token&token=tk_1",
        "ntfys://ana-1",
        "matrixs://ana:secret@matrix.example.org/#room",
        "matrixs://ana:secret@matrix.example.org/#room?mode=matrix",
        "tgram://123456789:ABCdefGHIjklMNOpqrsTUVwxyz/12315544/",
    ],
)
def test_the_services_that_were_looked_at_are_taken(url):
    check_chat_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ntfy",
        "ntfys://",
        "https://ntfy.example.org/topic",
        "json://127.0.0.1/",
        "xml://127.0.0.1/",
        "mailto://ana:pw@example.org",
        "file:///etc/passwd",
        "syslog://",
        "dbus://",
        "exec://ls",
        "ntfys://ntfy.example.org/t?attach=http://127.0.0.1/secret",
        "ntfys://ntfy.example.org/t?email=ben@example.org",
        "ntfys://ntfy.example.org/t?redirect=yes",
        "ntfys://ntfy.example.org/t?verify=no",
        # The same where only Apprise, not the standard library, takes it for an option.
        "ntfys://ntfy.example.org/t#?attach=http://127.0.0.1/secret",
        "ntfys://ntfy.example.org/t#?redirect=yes",
        "ntfys://ntfy.example.org/t#?+X-Email=ben@example.org",
        "ntfys://ntfy.example.org/t?mode=private;rto=99999",
        "ntfys://ntfy.example.org/t?:id=1",
        "matrixs://ana:secret@matrix.example.org/#room?verify=no",
        "ntfys://ntfy.example.org/t?actions=http,Look,http://192.168.1.1",
        "ntfys://ntfy.example.org/t\r\nX-Header: 1",
        "ntfys://ntfy.example.org/" + "t" * 600,
        "ntfys://[::1/t",
        "tgram://no-token/1",
    ],
)
def test_every_other_address_is_refused_without_a_word_of_it(url):
    with pytest.raises(NoticeFailed) as refused:
        check_chat_address(url)
    assert (refused.value.reason, str(refused.value)) == ("address", "address")


def test_a_message_arrives_with_nothing_but_its_neutral_words():
    with receiving() as server:
        send_chat(f"ntfy://127.0.0.1:{server.port}/ana-1", **WORDS, anywhere=True)
    ((path, headers, body),) = server.taken
    assert json.loads(body) == {"topic": "ana-1", "title": WORDS["title"], "message": WORDS["body"]}
    assert path == "/"
    assert headers["User-Agent"] == "Notes"
    # No picture that the phone would load from elsewhere, and no name of a program.
    assert "X-Icon" not in headers
    assert "apprise" not in str(headers).lower()


def test_a_service_that_refuses_is_a_failure_and_nothing_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    with receiving(status=500) as server, pytest.raises(NoticeFailed, match="failed"):
        send_chat(f"ntfy://127.0.0.1:{server.port}/anas-topic", **WORDS, anywhere=True)
    assert "anas-topic" not in caplog.text


def test_a_server_that_talks_oddly_puts_neither_the_address_nor_its_own_words_into_the_log(caplog):
    answer = b"HTTP/1.1 200 OK\r\nno header\r\nAna wrote this\r\n\r\n{}"
    with answering(answer) as port:
        send_chat(f"matrix://ana:anas-token@127.0.0.1:{port}/room?mode=slack", **WORDS, anywhere=True)
    assert "anas-token" not in caplog.text
    assert "Ana wrote this" not in caplog.text


def test_a_redirect_is_not_followed():
    with receiving() as inner:
        place = f"http://127.0.0.1:{inner.port}/elsewhere"
        with receiving(status=307, Location=place) as server, pytest.raises(NoticeFailed):
            send_chat(f"ntfy://127.0.0.1:{server.port}/t", **WORDS, anywhere=True)
        with receiving(status=307, Location=place) as server, pytest.raises(NoticeFailed):
            send_push(f"http://127.0.0.1:{server.port}/t", **PUSH, anywhere=True)
    assert inner.taken == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "127.1"])
def test_unless_the_host_allows_it_no_address_in_the_house_is_reached(host):
    with receiving() as server:
        with pytest.raises(NoticeFailed):
            send_chat(f"ntfy://{host}:{server.port}/t", **WORDS, anywhere=False)
        with pytest.raises(NoticeFailed):
            send_push(f"http://{host}:{server.port}/t", **PUSH, anywhere=False)
    assert server.taken == []


def test_a_name_that_leads_elsewhere_the_second_time_gains_nothing(monkeypatch):
    """DNS rebinding: what counts is where the connection goes, not what a look-up said before."""
    look = socket.getaddrinfo
    answers = iter(["93.184.215.14"])

    def rebinding(host, port, *rest, **options):
        if host != "rebind.example.org":
            return look(host, port, *rest, **options)
        address = next(answers, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with receiving() as server:
        assert socket.getaddrinfo("rebind.example.org", server.port)[0][4][0] == "93.184.215.14"
        with pytest.raises(NoticeFailed):
            send_chat(f"ntfy://rebind.example.org:{server.port}/t", **WORDS, anywhere=False)
    assert server.taken == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("not an address", False),
        ("", False),
    ],
)
def test_what_counts_as_the_open_network(address, public):
    assert is_public(address) == public


def test_the_look_at_connections_ends_with_the_send():
    with receiving() as server:
        with public_only(), pytest.raises(NotPublic):
            socket.create_connection(("127.0.0.1", server.port))
        socket.create_connection(("127.0.0.1", server.port)).close()


def test_a_push_carries_no_byte_and_is_signed_as_rfc_8292_says():
    with receiving(status=201) as server:
        send_push(f"http://127.0.0.1:{server.port}/push/abc", **PUSH, anywhere=True)
    ((path, headers, body),) = server.taken
    assert (path, body) == ("/push/abc", b"")
    assert (headers["TTL"], headers["Topic"], headers["Urgency"]) == ("86400", "a" * 32, "low")
    scheme, _, rest = headers["Authorization"].partition(" ")
    fields = dict(part.split("=", 1) for part in rest.split(", "))
    head, claims, signature = fields["t"].split(".")
    assert scheme == "vapid"
    assert json.loads(unbase64(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(unbase64(claims)) == {
        "aud": f"http://127.0.0.1:{server.port}",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "https://amends.example.org",
    }
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unbase64(fields["k"]))
    raw = unbase64(signature)
    as_der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(as_der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert fields["k"] == KEY.public


def test_the_key_follows_from_the_secret_alone():
    assert PushKey(b"a secret of this copy").public == KEY.public
    assert PushKey(b"another secret").public != KEY.public
    assert len(unbase64(KEY.public)) == 65


@pytest.mark.parametrize(("status", "reason"), [(404, "gone"), (410, "gone"), (429, "failed"), (500, "failed")])
def test_a_subscription_that_ended_is_gone_and_all_else_may_work_later(status, reason):
    with receiving(status=status) as server, pytest.raises(NoticeFailed) as failure:
        send_push(f"http://127.0.0.1:{server.port}/push/abc", **PUSH, anywhere=True)
    assert failure.value.reason == reason


@pytest.mark.parametrize("answer", [b"what?\r\n\r\n", b"HTTP/1.1 200 " + b"k" * 70000 + b"\r\n\r\n", b""])
def test_an_answer_that_is_none_is_a_failure(answer):
    with answering(answer) as port, pytest.raises(NoticeFailed, match="failed"):
        send_push(f"http://127.0.0.1:{port}/", **PUSH, anywhere=True)
    with answering(answer) as port, pytest.raises(NoticeFailed, match="failed"):
        send_chat(f"ntfy://127.0.0.1:{port}/t", **WORDS, anywhere=True)


def test_a_client_that_stumbles_over_an_answer_is_a_failure():
    answer = b"HTTP/1.1 400 no\r\nContent-Type: application/json\r\n\r\n" + b"[" * 200_000
    with answering(answer) as port, pytest.raises(NoticeFailed, match="failed"):
        send_chat(f"ntfy://127.0.0.1:{port}/t", **WORDS, anywhere=True)


@pytest.mark.parametrize("host", ["a" * 70 + ".example.org", "a..example.org"])
def test_a_name_that_nothing_can_have_is_a_failure(host):
    with pytest.raises(NoticeFailed):
        send_push(f"https://{host}/", **PUSH, anywhere=True)
    with pytest.raises(NoticeFailed):
        send_chat(f"ntfys://{host}/t", **WORDS, anywhere=True)


def test_nobody_there_is_a_failure():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NoticeFailed, match="failed"):
        send_push(f"http://127.0.0.1:{port}/", **PUSH, anywhere=True)
    with pytest.raises(NoticeFailed, match="failed"):
        send_chat(f"ntfy://127.0.0.1:{port}/t", **WORDS, anywhere=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://push.example.org/1",
        "https://",
        "https://ana@push.example.org/1",
        "https://push.example.org:x/1",
        "https://push.example.org/\n1",
        "https://push.example.org/" + "1" * 1000,
        "https://püsh.example.org/",
    ],
)
def test_what_no_push_service_gives_out_is_refused(url):
    with pytest.raises(NoticeFailed, match="address"):
        check_push_address(url)


def test_what_push_services_give_out_is_taken():
    check_push_address("https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB")
    check_push_address("https://fcm.googleapis.com/fcm/send/c1:APA91b")


HERE = Way(anywhere=True)


@pytest.fixture
def long(monkeypatch):
    """As long as a process may take to start on a busy machine."""
    monkeypatch.setattr(apart, "SECONDS", 60)


def by_chat(port, way=HERE):
    apart.send_chat(f"ntfy://127.0.0.1:{port}/t", **WORDS, way=way)


def by_push(port, way=HERE):
    apart.send_push(f"http://127.0.0.1:{port}/p", **PUSH, way=way)


@pytest.mark.slow
@pytest.mark.parametrize("send", [by_chat, by_push])
def test_what_goes_by_a_process_of_its_own_arrives(long, send):
    with receiving() as server:
        send(server.port)
    assert len(server.taken) == 1


@pytest.mark.slow
def test_why_it_did_not_go_is_known_also_from_another_process(long):
    with receiving(status=410) as server, pytest.raises(NoticeFailed, match="gone"):
        by_push(server.port)
    with receiving() as server, pytest.raises(NoticeFailed, match="failed"):
        by_push(server.port, Way())
    assert server.taken == []


@pytest.mark.slow
@pytest.mark.parametrize("send", [by_chat, by_push])
def test_a_service_that_answers_byte_by_byte_is_left_before_it_ends(monkeypatch, send):
    """Each byte comes in time; only all of them together take too long."""
    monkeypatch.setattr(apart, "SECONDS", 4)
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: " + b"k" * 60 + b"\r\n\r\n{}"
    with dripping(answer, seconds=30) as port, pytest.raises(NoticeFailed, match="failed"):
        send(port)


@pytest.mark.slow
def test_a_service_that_answers_at_great_length_does_not_fill_the_memory(long):
    with flooding(apart.MEMORY) as port, pytest.raises(NoticeFailed, match="failed"):
        by_chat(port)


@pytest.mark.slow
@pytest.mark.parametrize("send", [by_chat, by_push])
def test_a_proxy_that_the_host_has_for_other_programs_is_not_taken(long, monkeypatch, send):
    with receiving() as proxy, receiving() as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        send(server.port)
    assert (len(proxy.taken), len(server.taken)) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize("send", [by_chat, by_push])
def test_a_proxy_that_the_host_set_for_it_is_taken(long, send):
    with receiving() as proxy, receiving() as server:
        send(server.port, Way(proxy=f"http://127.0.0.1:{proxy.port}"))
    assert (len(proxy.taken), len(server.taken)) == (1, 0)


@pytest.mark.slow
def test_no_password_of_the_hosts_netrc_goes_along(long, monkeypatch, tmp_path):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login host password hosts-own\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with receiving() as server:
        by_chat(server.port)
    ((_, headers, _),) = server.taken
    assert "Authorization" not in headers
