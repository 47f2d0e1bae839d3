"""A break, one's own or another's, holds back every form whose words go to others; closing and taking back never wait.

Two people walk through all rooms. Before such a form is sent, it is sent during a break of each of the two: it is
refused, and nothing that more than one person can open is another than before.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from conftest import again
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone
from tests.journeys.every_room import use_every_room
from tests.journeys.people import people_in
from tests.journeys.visitor import Visitor

from amends.content.protocols import templates
from amends_web.acknowledgements.tests.conftest import Owning
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story
from amends_web.clarifying.models import Cue, Reply
from amends_web.clarifying.tests import conftest as clarifying
from amends_web.listening.tests.conftest import asked
from amends_web.loops.actions import begin_loop
from amends_web.loops.tests.conftest import Below
from amends_web.openness.tests import conftest as openness
from amends_web.pauses.models import Pause
from amends_web.promises.tests import conftest as promises
from amends_web.protocols.tests import conftest as protocols
from amends_web.rhythm.tests import conftest as rhythm
from amends_web.spaces.models import Space
from amends_web.vault.models import Box, SealedRow

# What it sends is for others to read or to answer.
HELD = {
    "breakdowns": {"create", "share"},
    "imports": {"share_lines", "ask_now", "say_yes"},
    "listening": {"create", "say", "back", "answer", "leave_it", "more", "no_more", "propose"},
    "clarifying": {"send_question", "answer_question", "let_guess", "ask_what_it_was", "say", "show"}
    | {"send_reply", "landed"},
    "acknowledgements": {"ask", "send", "remind", "check", "respond"},
    "loops": {"create", "share", "put_in", "change", "take_out"},
    "promises": {"offer", "accept", "decline", "send_proposal", "take", "leave", "send_change", "send_warning"}
    | {"say", "send_mending"},
    "openness": {"offer_list", "offer_change", "suggest", "suggestion", "send_note", "show_things"},
    "protocols": {"send", "keep", "agreed_keep", "send_change", "accept"},
    "summaries": {"begin", "save", "keep_voice"},
    "practice": {"begin", "write"},
    "rhythm": {"begin_now", "give", "share", "show_answer"},
}

# Of these, what the walk through the rooms does not come by.
RARER = {
    "listening": {"leave_it", "more", "no_more", "propose"},
    "clarifying": {"ask_what_it_was", "say", "show", "landed"},
    "acknowledgements": {"remind"},
    "loops": {"take_out"},
    "promises": {"accept", "decline", "leave", "send_change", "say", "send_mending"},
    "openness": {"offer_change"},
    "protocols": {"agreed_keep"},
    "rhythm": {"give"},
}

# For oneself alone, before there is a space, about an account: nothing in it is for anybody else here.
FOR_ONESELF = {
    "shell": {"second_look"},
    "accounts": {"sign_up", "sign_up_another", "sign_in", "sign_out", "unlock", "lock", "recover", "recover_another"}
    | {"rename", "change_settings", "passphrase", "passphrase_another", "recovery_key_check", "recovery_key_new"}
    | {"end_other_sessions", "end_session", "keep_first_step", "delete_first_step", "mark_again", "export", "delete"},
    "reminders": {"put_away", "keep_wishes", "add", "confirm", "code", "arrived", "remove", "switch"}
    | {"make_feed", "name_feed", "remove_feed"},
    "imports": {"bring", "cancel", "arrive", "take_arrival", "discard_arrival", "answer", "bring_more", "take_seat"}
    | {"choose_talk", "choose_days", "choose_whole", "read_by_model", "without_model", "wave_away", "go_to_day"}
    | {"search", "pick", "look_again", "delete_now"},
    "breakdowns": {"keep_kinds", "keep_ask", "move", "leave", "keep_draft", "next", "later", "switch", "delete_side"}
    | {"keep_choice", "known"},
    "listening": {"keep"},
    "clarifying": {"guess", "be_guessed"},
    "acknowledgements": {"keep_page", "next_page", "delete", "keep_draft", "next"},
    "loops": {"keep", "later", "next", "delete"},
    "promises": {"look", "look_at_proposal", "look_at_change", "note_break"},
    "openness": {"preview_list", "preview_change", "keep_things", "preview_things"}
    | {"keep_plan", "change_plan", "put_plan_away"},
    "protocols": {"read"},
    "summaries": {"write"},
    "practice": {"let_plan_go", "delete", "pick", "try", "plan"},
    "rhythm": {"keep_topic", "delete_topic", "keep_draft", "next_part", "keep_pulse", "delete_pulse", "put_help_away"}
    | {"keep_word", "delete_answer", "keep_answer", "keep_time"},
    "support": {"put_away", "sheet"},
    "home": {"look_at_draft", "demo_start", "demo_switch", "demo_reset", "demo_end"},
}

# A no, an end, a way out, something taken back: that never waits. And the break itself.
NEVER_WAITS = {
    "pauses": {"take", "move", "back"},
    "spaces": {"leave_now", "withdraw", "turn_away", "not_now", "no", "stop_waiting"},
    "imports": {"take_out", "withdraw"},
    "breakdowns": {"take_back"},
    "listening": {"not_now", "withdraw", "stop"},
    "clarifying": {"take_back_question", "take_back_cue", "take_back_reply"},
    "acknowledgements": {"keep_pace", "heard"},
    "loops": {"put_away", "take_up", "take_back"},
    "promises": {"let_go"},
    "openness": {"answer_list", "end_list", "take_back_note", "take_back_things"},
    "protocols": {"delete_note", "set_aside", "retire"},
    "summaries": {"take_back", "withdraw", "keep"},
    "practice": {"take_back", "put_away"},
    "rhythm": {"let_go", "decline", "leave_out", "end", "go_out", "take_back", "take_shown_back"},
}

# A tap without words: a yes to a time, a mark, who comes in.
NO_WORDS = {
    "spaces": {"create", "make_invite", "compare", "let_in", "open", "accept", "enter"},
    "breakdowns": {"news"},
    "listening": {"yes"},
    "summaries": {"answer"},
    "rhythm": {"propose", "propose_move", "yes", "go_on"},
}


def names(*groups):
    return sorted(f"{area}:{name}" for group in groups for area, forms in group.items() for name in forms)


def forms_of(resolver, area=""):
    """Every address that takes a form, as area:name."""
    for pattern in resolver.url_patterns:
        if not isinstance(pattern, URLPattern):
            yield from forms_of(pattern, pattern.namespace or area)
        elif pattern.callback is not None and takes_a_form(pattern.callback):
            yield f"{area}:{pattern.name}"


def takes_a_form(view):
    """Say whether a view, or one that it wraps, was let through for POST by Django's decorators."""
    while view is not None:
        kept = inspect.getclosurevars(view).nonlocals.get("request_method_list", ()) if inspect.isfunction(view) else ()
        if "POST" in kept:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_of_every_form_it_is_said_whether_a_break_holds_it_back():
    assert sorted(set(forms_of(get_resolver()))) == names(HELD, FOR_ONESELF, NEVER_WAITS, NO_WORDS)


@dataclass
class Breaks:
    """Sends every held form during a break of either of the two first. `held` are those that went through after it."""

    send: Callable[..., HttpResponse]
    people: list[Visitor] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    def post(self, client, path, data=None, **extra):
        name = resolve(urlsplit(path).path).view_name
        if name not in names(HELD) or not self.people:
            return self.send(client, path, data, **extra)
        before = what_several_open()
        during = [self.during_a_break_of(person, client, path, data) for person in self.people]
        assert what_several_open() == before, name
        answer = self.send(client, path, data, **extra)
        # Some forms can be for oneself as well, or only show a page: a note at a step, a second look at a draft.
        if what_several_open() != before:
            assert during == [409, 409], name
            self.held.add(name)
        return answer

    def during_a_break_of(self, person, client, path, data):
        taken = {"back": "20", "submission": uuid4()}
        space = Space.objects.get()
        assert self.send(person.client, f"/pauses/take/{space.pk}/", taken).status_code == 302
        status = self.send(client, path, data).status_code
        Pause.objects.all().delete()
        return status


def what_several_open():
    """Every row that more than one person can open, as it lies there."""
    return {
        (model.__name__, row.pk, bytes(row.sealed))
        for model in apps.get_models()
        if issubclass(model, SealedRow)
        for row in model.objects.exclude(box__kind__in=[Box.Kind.PRIVATE, Box.Kind.IMPORT])
    }


@pytest.fixture
def breaks(monkeypatch):
    breaks = Breaks(Client.post)
    monkeypatch.setattr(Client, "post", lambda *args, **extra: breaks.post(*args, **extra))
    return breaks


@pytest.fixture
def clock(monkeypatch):
    clock = promises.Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.mark.slow
def test_whatever_goes_to_others_waits_while_any_of_them_is_on_a_break(db, breaks):
    (ana, ben), _, space = people_in("friends", ["Ana", "Ben"])
    breaks.people = [ana, ben]
    use_every_room(ana, ben, space)
    assert set(names(HELD)) - breaks.held == set(names(RARER))


@pytest.mark.slow
def test_so_does_what_people_do_more_rarely(clock, ana, ben, space, breaks):
    breaks.people = [ana, ben]
    finish_a_round(ana, ben, space)
    say_what_it_was(ana, ben, clarifying.Room(space))
    remind_and_draw(ana, ben, space)
    keep_promises(ana, ben, promises.Room(space), clock)
    change_what_holds(ana, ben, openness.Room(space), protocols.Room(space))
    check_in_live(ana, ben, rhythm.Room(space))
    assert set(names(RARER)) - breaks.held == set()


def finish_a_round(ana, ben, space):
    talk = asked(ana, space)
    talk.post(ben, "yes")
    talk.say(ana, "I sat there alone")
    talk.back(ben, "you sat alone")
    talk.answer(ana, "got_it")
    talk.post(ana, "more")
    talk.say(ana, "and it got cold")
    talk.back(ben, "it was late")
    talk.post(ana, "leave_it")
    talk.turn(ben, ana, "I was ashamed", "you were ashamed")
    talk = asked(ben, space)
    talk.post(ana, "yes")
    talk.turn(ben, ana, "I was ashamed", "you were ashamed")
    talk.turn(ana, ben, "I sat there alone", "you sat alone")
    talk.post(ana, "propose", words="I could ring when it gets late", submission=uuid4())


def say_what_it_was(ana, ben, room):
    room.guess_first(ana, ben)
    cue = Cue.objects.get()
    room.post(ben, "say", cue.pk, word="hurt", strength="quite")
    room.post(ana, "show", cue.pk)


def remind_and_draw(ana, ben, space):
    story = Story(begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The dinner", day=None))
    owning = Owning(story.breakdown, ana, ben).sent()
    owning.later(days=2)
    owning.remind()
    story.answer(ana, "meant", text="an hour with you")
    story.answer(ben, "felt", **{"feelings": ["hurt"], "strength-hurt": "strong"})
    story.share(ana, "meant")
    story.share(ben, "felt")
    room = clarifying.Room(space)
    words = "I can see why you’d feel hurt, given that you sat there for an hour."
    room.post(ana, "send_reply", story.breakdown.pk, Share.objects.get(person=ben.person).pk, words=words)
    room.post(ben, "landed", Reply.objects.get().pk, landed="yes")
    below = Below(begin_loop(keyring=again(ana), person=ana.person, space=space, name="Sundays", breakdown=None))
    below.open(ana, ben).put_in(ana, "go quiet")
    below.post(ben, "take_out", below.arrows(ben)[0], seen=1)


def keep_promises(ana, ben, room, clock):
    other = {**promises.TERMS, "act": "write to you"}
    row = room.offer(ana, ben)
    room.post(ben, "send_proposal", row.pk, **other)
    room.post(ana, "leave", row.pk, of=ben.person.pk)
    room.post(ben, "decline", row.pk, offer=1)
    row = room.offer(ana, ben)
    room.post(ana, "send_change", row.pk, **other)
    room.accept(ben, row, offer=2)
    clock.go(days=4, hours=10)
    room.say(ben, row, "not", offer=2)
    lines = {"own": "I forgot it", "impact": "you waited", "plan": "an alarm at six"}
    room.post(ana, "send_mending", row.pk, 2, promises.FRIDAY, **lines)


def change_what_holds(ana, ben, telling, talking):
    telling.change(ana, telling.offer(ana, ben), "when I will be late")
    lines = [step.line for step in templates()["weekly-check-in"].steps]
    protocol = talking.agree(ana, ben, what="\n".join(lines), template="weekly-check-in")
    talking.keep_agreed(ben, protocol, 5, "A walk on Sunday")


def check_in_live(ana, ben, room):
    room.give(ana, room.begin(ana, how="live"), "thanks", "for the soup")
