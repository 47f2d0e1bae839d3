"""What an invite promises to whoever makes it, and to whoever opens it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.shell.hosting import name_host
from amends_web.spaces.models import Invite, Joining, Member
from amends_web.spaces.tests.at_the_door import fresh, invited, joined, let_in, opened
from amends_web.vault.pins import safety_words_with

WRONG_TOKEN = "0" * 26


def page(client, name, *args):
    return client.get(reverse(f"spaces:{name}", args=args))


def text_of(answer):
    """A page without what differs by chance: the keys of its forms."""
    lines = answer.content.decode().split("\n")
    return [line for line in lines if "csrfmiddlewaretoken" not in line and 'name="submission"' not in line]


@pytest.fixture
def outside(db):
    """Somebody who has no account."""
    return Client(REMOTE_ADDR="192.0.2.7")


def test_whoever_opens_the_link_reads_who_asks_what_for_and_who_hosts_without_an_account(ana, space, outside):
    _, token, _ = invited(ana, space, message="About Sunday, when you like.")
    assert opened(outside, token=token).url == reverse("spaces:join")
    shown = page(outside, "join").content.decode()
    assert "Ana asks you in" in shown
    assert "About Sunday, when you like." in shown
    assert "who runs this copy" in shown
    assert "about 10 min" in shown


def test_the_six_words_open_the_same_page_however_they_are_typed(ana, space, outside):
    _, token, typed = invited(ana, space)
    opened(outside, token=token)
    by_link = text_of(page(outside, "join"))
    by_words = Client()
    assert opened(by_words, typed=typed.upper().replace(" ", " , ")).status_code == 302
    assert text_of(page(by_words, "join")) == by_link


def test_join_not_now_and_no_are_buttons_of_one_kind(ana, ben, space):
    _, token, _ = invited(ana, space)
    opened(ben.client, token=token)
    shown = page(ben.client, "join").content.decode()
    for word in ("Join", "Not now", "No"):
        assert f'<button type="submit" class="button plain">{word}</button>' in shown


def test_wrong_used_expired_withdrawn_and_declined_look_the_same(ana, ben, space, actor):
    answers = {"wrong": opened(Client(), token=WRONG_TOKEN)}

    _, token, _ = invited(ana, space)
    joined(ben, token)
    answers["used"] = opened(Client(), token=token)

    invite, token, _ = invited(ana, space)
    Invite.objects.filter(pk=invite.pk).update(expires_at=timezone.now())
    answers["expired"] = opened(Client(), token=token)

    invite, token, _ = invited(ana, space)
    ana.client.post(reverse("spaces:withdraw", args=[invite.pk]))
    answers["withdrawn"] = opened(Client(), token=token)

    _, token, _ = invited(ana, space)
    cleo = actor("Cleo")
    opened(cleo.client, token=token)
    cleo.client.post(reverse("spaces:no"))
    answers["declined"] = opened(Client(), token=token)

    assert {answer.status_code for answer in answers.values()} == {404}
    pages = [text_of(answer) for answer in answers.values()]
    assert all(shown == pages[0] for shown in pages)


def test_an_invite_that_went_stale_in_the_open_page_is_closed_like_any_other(ana, ben, space, stranger):
    _, token, _ = invited(ana, space)
    opened(ben.client, token=token)
    opened(stranger.client, token=token)
    stranger.client.post(reverse("spaces:accept"), fresh())
    late = ben.client.post(reverse("spaces:accept"), fresh())
    assert late.status_code == 404
    assert text_of(late) == text_of(opened(ben.client, token=WRONG_TOKEN))
    assert not Joining.objects.filter(person=ben.person).exists()


def test_a_no_changes_nothing_that_the_asker_or_the_database_shows(ana, ben, space):
    invite, token, _ = invited(ana, space)
    columns = ("space", "asked_by", "made_at", "expires_at", "sealed", "for_guest", "key_by_token", "key_by_typed")
    before = text_of(page(ana.client, "invited", invite.pk)), text_of(page(ana.client, "space", space.pk))
    row_before = Invite.objects.values(*columns).get(pk=invite.pk)
    opened(ben.client, token=token)
    said = ben.client.post(reverse("spaces:no"), follow=True)
    assert "No is fine" in said.content.decode()
    after = text_of(page(ana.client, "invited", invite.pk)), text_of(page(ana.client, "space", space.pk))
    assert after == before
    assert Invite.objects.values(*columns).get(pk=invite.pk) == row_before
    assert ana.client.get(reverse("spaces:invited_poll", args=[invite.pk])).status_code == 204


def test_reading_and_not_now_leave_the_invite_open(ana, ben, space):
    _, token, _ = invited(ana, space)
    opened(ben.client, token=token)
    assert ben.client.post(reverse("spaces:not_now"), follow=True).status_code == 200
    assert settings.JOIN_COOKIE_NAME not in {key for key, cookie in ben.client.cookies.items() if cookie.value}
    assert opened(ben.client, token=token).status_code == 302


def test_the_secret_is_in_no_address_and_in_a_cookie_that_scripts_cannot_read(ana, space, outside):
    _, token, _ = invited(ana, space)
    answer = opened(outside, token=token)
    assert token not in answer.url
    cookie = answer.cookies[settings.JOIN_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert token not in page(outside, "join").content.decode()


def test_neither_secret_nor_message_lies_plain_in_the_database(ana, space):
    invite, token, typed = invited(ana, space, message="Heliotrope")
    row = Invite.objects.filter(pk=invite.pk).values().get()
    stored = b"|".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in row.values()
    )
    assert token.encode() not in stored
    assert typed.encode() not in stored
    assert b"Heliotrope" not in stored
    assert b"Ana" not in stored


def test_wrong_words_are_slowed_down_and_a_link_is_not(ana, space, outside):
    _, token, _ = invited(ana, space)
    statuses = {opened(outside, typed=f"six wrong words number {number}").status_code for number in range(12)}
    assert statuses == {404, 429}
    assert opened(outside, token=token).status_code == 302
    assert opened(Client(REMOTE_ADDR="198.51.100.4"), typed="six other wrong words").status_code == 404


@pytest.mark.parametrize("sent", [{}, {"token": ""}, {"token": "é" * 26}, {"typed": "x" * 100_000}, {"typed": "\0"}])
def test_anything_else_is_the_closed_page_too(sent, outside):
    assert opened(outside, **sent).status_code == 404


def test_an_account_is_needed_only_to_join(ana, space, outside):
    _, token, _ = invited(ana, space)
    opened(outside, token=token)
    assert reverse("accounts:sign_up") in page(outside, "join").content.decode()
    answer = outside.post(reverse("spaces:accept"), fresh())
    assert (answer.status_code, answer.url) == (302, reverse("accounts:sign_in"))


def test_whoever_is_locked_is_led_to_unlock_and_back(ana, ben, space):
    _, token, _ = invited(ana, space)
    opened(ben.client, token=token)
    del ben.client.cookies[settings.UNLOCK_COOKIE_NAME]
    assert f"{reverse('accounts:unlock')}?next=/join/" in page(ben.client, "join").content.decode()


def test_joining_twice_from_one_form_is_joining_once(ana, ben, space):
    _, token, _ = invited(ana, space)
    opened(ben.client, token=token)
    form = fresh()
    urls = {ben.client.post(reverse("spaces:accept"), form).url for _ in range(2)}
    assert urls == {reverse("spaces:wait", args=[Joining.objects.get().pk])}


def test_making_an_invite_twice_from_one_form_makes_one(ana, space):
    form = fresh(message="No rush.")
    urls = {ana.client.post(reverse("spaces:make_invite", args=[space.pk]), form).url for _ in range(2)}
    assert len(urls) == 1
    assert Invite.objects.count() == 1


def test_whoever_is_here_already_is_not_asked_in_once_more(ana, ben, space):
    address = reverse("spaces:invite", args=[space.pk])
    assert "Ask your friend in" in ana.client.get(address).content.decode()
    _, token, _ = invited(ana, space)
    let_in(ana, joined(ben, token))
    page = ana.client.get(address).content.decode()
    assert "Ask somebody else in" in page
    assert "your friend" not in page


def test_one_does_not_join_by_ones_own_invite_nor_twice(ana, ben, shared):
    _, token, _ = invited(ana, shared)
    opened(ana.client, token=token)
    assert "You made this invite" in page(ana.client, "join").content.decode()
    assert ana.client.post(reverse("spaces:accept"), fresh()).status_code == 404
    opened(ben.client, token=token)
    assert "already" in page(ben.client, "join").content.decode()
    assert ben.client.post(reverse("spaces:accept"), fresh()).status_code == 404


def test_made_up_people_and_real_ones_do_not_meet(ana, ben, space):
    _, token, _ = invited(ana, space)
    type(ben.person).objects.filter(pk=ben.person.pk).update(is_demo=True)
    refused = opened(ben.client, token=token)
    assert refused.status_code == 404
    assert text_of(refused) == text_of(opened(ben.client, token=WRONG_TOKEN))


def test_a_thirteenth_is_not_asked_in(ana, space, actor):
    for number in range(11):
        Member.objects.create(space=space, person=actor(f"Member {number}").person)
    answer = ana.client.post(reverse("spaces:make_invite", args=[space.pk]), fresh(message="Come"))
    assert answer.status_code == 409
    assert "twelve" in answer.content.decode()


def test_open_doors_keep_their_place(ana, ben, space, actor):
    for number in range(10):
        Member.objects.create(space=space, person=actor(f"Member {number}").person)
    _, token, _ = invited(ana, space)
    assert ana.client.post(reverse("spaces:make_invite", args=[space.pk]), fresh(message="Come")).status_code == 409
    joining = joined(ben, token)
    assert ana.client.post(reverse("spaces:make_invite", args=[space.pk]), fresh(message="Come")).status_code == 409
    assert let_in(ana, joining).url == reverse("spaces:space", args=[space.pk])


def test_the_link_can_be_shown_again_until_it_is_used(ana, ben, space):
    invite, token, typed = invited(ana, space)
    for _ in range(2):
        shown = page(ana.client, "invited", invite.pk).content.decode()
        assert f"http://testserver/join/#{token}" in shown
        assert typed in shown
        assert '<svg class="qr"' in shown
    joining = joined(ben, token)
    after = page(ana.client, "invited", invite.pk)
    assert after.url == reverse("spaces:confirm", args=[joining.pk])
    told = ana.client.get(reverse("spaces:invited_poll", args=[invite.pk]))
    assert told["HX-Redirect"] == reverse("spaces:confirm", args=[joining.pk])


def test_an_invite_past_its_time_says_so_to_its_maker_and_shows_no_link(ana, space):
    invite, token, _ = invited(ana, space)
    Invite.objects.filter(pk=invite.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    shown = page(ana.client, "invited", invite.pk).content.decode()
    assert "three days are over" in shown
    assert token not in shown


def test_an_empty_message_is_asked_for_again(ana, space):
    answer = ana.client.post(reverse("spaces:make_invite", args=[space.pk]), fresh(message=" "))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_home_tells_whoever_opened_an_invite_and_then_signed_in(ana, ben, space):
    _, token, _ = invited(ana, space)
    opened(ben.client, token=token)
    assert "You were invited" in ben.client.get(reverse("home:home")).content.decode()
    ben.client.post(reverse("spaces:not_now"))
    assert "You were invited" not in ben.client.get(reverse("home:home")).content.decode()


def test_an_invite_is_carried_through_signing_up(ana, space):
    name_host(name="Ana")
    _, token, _ = invited(ana, space)
    newcomer = Client()
    opened(newcomer, token=token)
    form = fresh(name="Dana", passphrase="the kettle sings at seven", noted="on", time_zone="UTC", next="/join/")
    signed_up = newcomer.post(reverse("accounts:sign_up"), form)
    assert (signed_up.status_code, signed_up.url.partition("?")[2]) == (302, "next=%2Fjoin%2F")
    dana = Person.objects.get(name="Dana")
    Person.objects.filter(pk=dana.pk).update(recovery_checked=True)
    assert "With “Join” you sign" in page(newcomer, "join").content.decode()
    newcomer.post(reverse("spaces:accept"), fresh())
    joining = Joining.objects.get(person=dana)
    assert let_in(ana, joining).status_code == 302
    compared = {"compared": safety_words_with(dana, ana.person)}
    newcomer.post(reverse("spaces:enter", args=[joining.pk]), compared)
    assert "The flat" in page(newcomer, "space", space.pk).content.decode()


def test_a_copy_for_this_machine_only_says_that_its_link_goes_no_further(ana, space, settings):
    invite, _, _ = invited(ana, space)
    for served_as, is_said in (("loopback", True), ("lan", False), ("proxy", False)):
        settings.SERVED_AS = served_as
        shown = ana.client.get(reverse("spaces:invited", args=[invite.pk])).content.decode()
        assert ("amends serve --lan" in shown) == is_said
