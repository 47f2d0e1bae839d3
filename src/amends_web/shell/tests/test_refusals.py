from __future__ import annotations

import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.views.decorators.http import require_POST

from amends_web.shell import errors
from amends_web.shell.logs import NoWords
from amends_web.shell.middleware import MethodPageMiddleware

pytestmark = pytest.mark.django_db


def test_not_there_is_the_same_calm_page_for_everybody(client, ana):
    signed_out = client.get("/nothing-here/")

    assert signed_out.status_code == 404
    assert b"There is nothing here for you" in signed_out.content
    assert b"There is nothing here for you" in ana.client.get("/nothing-here/").content


def test_a_refusal_says_one_sentence_and_the_way_back(rf):
    answer = errors.refuse(
        rf.get("/"), title="Used already", sentence="This link was used.", status=410, back_url="/back/"
    )

    assert answer.status_code == 410
    assert b"This link was used." in answer.content
    assert b'href="/back/"' in answer.content


def test_a_form_without_its_token_is_explained():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/nothing-here/", {"words": "kept in the form"})

    assert answer.status_code in {403, 404}
    page = errors.form_expired(RequestFactory().get("/")).content.decode()
    assert "nothing was changed" in page


def test_too_much_at_once_is_413(rf):
    from django.core.exceptions import RequestDataTooBig, SuspiciousOperation

    assert errors.bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413
    assert errors.bad_request(rf.get("/"), SuspiciousOperation()).status_code == 400


def test_not_open_to_you_is_403(rf):
    assert errors.forbidden(rf.get("/"), PermissionError()).status_code == 403


def test_a_fault_has_a_page_that_asks_nothing_of_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert b"nothing that you did" in answer.content


def test_a_wrong_method_gets_a_page_with_what_is_allowed(rf):
    @require_POST
    def only_post(request):
        return HttpResponse()

    answer = MethodPageMiddleware(only_post)(rf.get("/"))

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert b"not a page" in answer.content


def test_an_answer_of_its_own_is_left_alone(rf):
    assert MethodPageMiddleware(lambda request: HttpResponse("fine"))(rf.get("/")).content == b"fine"


def test_the_log_keeps_where_it_broke_and_not_what_was_typed():
    record = logging.makeLogRecord({"msg": "Internal Server Error"})
    try:
        raise ValueError("words somebody typed")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)

    assert NoWords().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert "ValueError" in line
    assert "test_refusals.py" in line
    assert "words somebody typed" not in line


def _lines_of(requests, caplog):
    logger = logging.getLogger("django")  # which hands nothing on to the root
    logger.addHandler(caplog.handler)
    try:
        requests()
    finally:
        logger.removeHandler(caplog.handler)
    for record in caplog.records:
        assert NoWords().filter(record)
    return [logging.Formatter("%(message)s").format(record) for record in caplog.records]


def test_the_log_names_the_kind_of_page_and_no_address(ana, caplog):
    def requests():
        ana.client.get("/practice/soft-start/how-i-left-the-tickets/")
        ana.client.get("/how-i-left-the-tickets/?why=the-tickets")

    lines = _lines_of(requests, caplog)

    assert lines == ["404 GET /practice/<slug:skill>/<slug:card>/", "404 GET (no page of ours)"]


def test_the_log_of_a_form_without_its_token_holds_neither_its_address_nor_the_one_before(ana, caplog):
    strict = Client(enforce_csrf_checks=True, headers={"referer": "https://testserver.example/the-tickets/"})
    card = "/practice/soft-start/the-tickets/try/"
    lines = _lines_of(lambda: strict.post(card, {"words": "the tickets"}, secure=True), caplog)

    assert lines == ["403 POST /practice/<slug:skill>/<slug:card>/try/"]


def test_the_log_of_what_is_no_page_for_us_does_not_quote_it(caplog):
    lines = _lines_of(lambda: Client().get("/", headers={"host": "the tickets"}), caplog)

    assert len(lines) == 1
    assert lines[0].startswith("400 GET (no page of ours)\nDisallowedHost")
    assert "tickets" not in lines[0]


def _broken(request):
    raise ValueError("words somebody typed")


_broken.login_required = False
handler500 = "amends_web.shell.errors.server_error"
urlpatterns = [path("broken/", _broken), path("", include("amends_web.urls"))]


@override_settings(ROOT_URLCONF=__name__)
def test_a_broken_page_shows_no_words_and_no_code():
    client = Client(raise_request_exception=False)
    answer = client.get("/broken/")

    assert answer.status_code == 500
    assert b"words somebody typed" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "rot13", "idna", "undefined", "utf-16", "none-at-all"])
def test_a_form_is_read_as_our_pages_send_it_whatever_it_says_of_its_letters(ana, charset):
    fields = {"words": rb"\ud800+2AA-", "submission": b"0c6f8b2e-0b0f-4c39-9d55-0e7f0d0c1a11"}
    part = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
    body = b"".join(part % (name.encode(), words) for name, words in fields.items()) + b"--x--\r\n"
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    card = "/practice/soft-start/the-tickets/"
    assert ana.client.generic("POST", f"{card}try/", body, kind).status_code == 302
    assert "\\ud800+2AA-" in ana.client.get(f"{card}after/").content.decode()
