"""From Join to being in: five words, a yes, signatures."""

from __future__ import annotations

from django.urls import reverse

from amends_web.accounts.models import Person
from amends_web.spaces.actions import confirm_person
from amends_web.spaces.consents import COME_IN, LET_IN, is_signed
from amends_web.spaces.models import Consent, Invite, Joining, Member
from amends_web.spaces.tests.at_the_door import again, go_in, invited, joined, let_in
from amends_web.vault.models import Grant
from amends_web.vault.pins import is_pinned, safety_words_with


def status(actor, name, *args):
    return actor.client.get(reverse(f"spaces:{name}", args=args)).status_code


def test_before_the_yes_the_space_is_not_there_for_whoever_waits(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    assert status(ben, "space", space.pk) == 404
    assert not Grant.objects.filter(box=space.box, person=ben.person).exists()
    assert ben.client.get(reverse("spaces:wait_poll", args=[joining.pk])).status_code == 204
    waiting = ben.client.get(reverse("spaces:wait", args=[joining.pk])).content.decode()
    assert "The flat" not in waiting


def test_pressing_go_in_before_the_yes_leads_back_to_waiting(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    answer = ben.client.post(reverse("spaces:enter", args=[joining.pk]))
    assert answer.url == reverse("spaces:wait", args=[joining.pk])
    assert not is_pinned(again(ben), ben.person, ana.person)


def test_both_see_the_same_five_words(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    words = safety_words_with(ana.person, ben.person)
    assert len(words.split()) == 5
    assert words in ana.client.get(reverse("spaces:confirm", args=[joining.pk])).content.decode()
    assert words in ben.client.get(reverse("spaces:wait", args=[joining.pk])).content.decode()


def test_a_yes_opens_the_space_and_each_keeps_the_others_keys(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    let_in(ana, joining)
    assert is_pinned(again(ana), ana.person, ben.person)
    assert ben.client.get(reverse("spaces:wait_poll", args=[joining.pk]))["HX-Refresh"] == "true"
    assert "opened the space to you" in ben.client.get(reverse("spaces:wait", args=[joining.pk])).content.decode()
    entered = go_in(ben, joining, follow=True)
    assert "The flat" in entered.content.decode()
    assert is_pinned(again(ben), ben.person, ana.person)
    assert ben.client.get(reverse("spaces:wait", args=[joining.pk])).url == reverse("spaces:space", args=[space.pk])


def test_both_signed_what_they_agreed_to_and_ben_who_hosts(ana, ben, shared):
    rows = Consent.objects.select_related("space", "person", "box").filter(space=shared)
    signed = {row.person_id: row.words(again(ana)) for row in rows}
    assert signed[ben.person.pk]["purpose"] == COME_IN
    assert "run_by" in signed[ben.person.pk]
    assert (signed[ana.person.pk]["purpose"], signed[ana.person.pk]["about"]) == (LET_IN, str(ben.person.pk))
    assert all(is_signed(row, row.words(again(ben))) for row in rows)


def test_a_consent_that_is_changed_or_given_to_another_is_not_signed(ana, ben, shared):
    row = Consent.objects.select_related("space", "person").get(space=shared, person=ben.person)
    words = row.words(again(ana))
    assert not is_signed(row, words | {"run_by": "Somebody else"})
    row.person = ana.person
    assert not is_signed(row, words)


def test_a_join_that_somebody_planted_is_not_let_in(ana, ben, stranger, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    Joining.objects.filter(pk=joining.pk).update(person=stranger.person)
    assert let_in(ana, joining).status_code == 409
    assert not Grant.objects.filter(box=space.box, person=stranger.person).exists()
    assert Joining.objects.get(pk=joining.pk).let_in_at is None


def test_somebody_whose_keys_were_swapped_is_not_let_in(ana, ben, stranger, space):
    confirm_person(keyring=again(ana), person=ana.person, other=ben.person)
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    type(ben.person).objects.filter(pk=ben.person.pk).update(public_key=bytes(stranger.person.public_key))
    assert let_in(ana, joining).status_code == 409
    assert not Member.objects.filter(space=space, person=ben.person).exists()


def test_letting_in_twice_changes_nothing_more(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    answers = {let_in(ana, joining).url for _ in range(2)}
    assert answers == {reverse("spaces:space", args=[space.pk])}
    assert Member.objects.filter(space=space, person=ben.person).count() == 1
    assert Consent.objects.filter(space=space).count() == 2


def test_a_no_at_the_door_closes_it_and_shows_no_reason(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    ana.client.post(reverse("spaces:turn_away", args=[joining.pk]))
    assert not Invite.objects.exists()
    assert status(ben, "wait", joining.pk) == 404
    assert status(ben, "space", space.pk) == 404


def test_whoever_waits_can_take_their_join_back(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    ben.client.post(reverse("spaces:stop_waiting", args=[joining.pk]))
    assert not Joining.objects.exists()
    assert status(ana, "confirm", joining.pk) == 404


def test_only_whoever_asked_lets_in(ana, ben, shared, stranger):
    _, token, _ = invited(ana, shared)
    joining = joined(stranger, token)
    assert let_in(ben, joining).status_code == 404
    assert let_in(stranger, joining).status_code == 404
    assert status(ben, "confirm", joining.pk) == 404


def test_home_leads_both_on(ana, ben, space):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    home = reverse("home:home")
    assert reverse("spaces:confirm", args=[joining.pk]) in ana.client.get(home).content.decode()
    assert reverse("spaces:wait", args=[joining.pk]) in ben.client.get(home).content.decode()
    let_in(ana, joining)
    assert "opened the space to you" in ben.client.get(home).content.decode()
    go_in(ben, joining)
    assert "opened the space to you" not in ben.client.get(home).content.decode()


def swap_keys(one, other):
    """The host writes: somebody's keys are another's, from now on."""
    keys = {"public_key": other.person.public_key, "verify_key": other.person.verify_key}
    Person.objects.filter(pk=one.person.pk).update(**keys)


def test_keys_that_were_swapped_after_the_words_were_read_are_not_kept_as_the_true_ones(ana, ben, shared, actor):
    cleo, host = actor("Cleo"), actor("Host")
    _, token, _ = invited(ana, shared)
    let_in(ana, joined(cleo, token))
    words = safety_words_with(ben.person, cleo.person)
    swap_keys(cleo, host)
    address = reverse("spaces:compare", args=[shared.pk, cleo.person.pk])
    for data in ({"compared": words}, {}):
        assert ben.client.post(address, data).status_code == 409
        assert not is_pinned(again(ben), ben.person, cleo.person)


def test_nobody_is_let_in_with_keys_other_than_those_whose_words_were_read(ana, ben, space, actor):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    host = actor("Host")
    words = safety_words_with(ana.person, ben.person)
    Person.objects.filter(pk=ben.person.pk).update(public_key=host.person.public_key)
    assert ana.client.post(reverse("spaces:let_in", args=[joining.pk]), {"compared": words}).status_code == 409
    assert not Member.objects.filter(person=ben.person).exists()


def test_nobody_goes_in_on_keys_other_than_those_whose_words_were_read(ana, ben, space, actor):
    _, token, _ = invited(ana, space)
    joining = joined(ben, token)
    let_in(ana, joining)
    host = actor("Host")
    words = safety_words_with(ben.person, ana.person)
    swap_keys(ana, host)
    assert ben.client.post(reverse("spaces:enter", args=[joining.pk]), {"compared": words}).status_code == 409
    assert not is_pinned(again(ben), ben.person, ana.person)


def test_a_third_compares_words_with_the_second_on_the_space_page(ana, ben, shared, actor):
    cleo = actor("Cleo")
    _, token, _ = invited(ana, shared)
    let_in(ana, joined(cleo, token))
    page = reverse("spaces:space", args=[shared.pk])
    assert safety_words_with(ben.person, cleo.person) in ben.client.get(page).content.decode()
    compared = {"compared": safety_words_with(ben.person, cleo.person)}
    ben.client.post(reverse("spaces:compare", args=[shared.pk, cleo.person.pk]), compared)
    assert is_pinned(again(ben), ben.person, cleo.person)
    assert safety_words_with(ben.person, cleo.person) not in ben.client.get(page).content.decode()
