"""Between two, or some, of a space: what is written after one of them left does not open to them, until they are back.

Ben left without a word, and kept what whoever leaves can keep: his keys, each grant that he ever had, and the database.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from conftest import again
from django.apps import apps
from django.utils import timezone

from amends.errors import NoGrant
from amends.path.guess import Felt, Kind
from amends.path.promise import Terms
from amends_web.acknowledgements.actions import set_pace
from amends_web.acknowledgements.tests.conftest import Owning
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story
from amends_web.clarifying import actions as asking
from amends_web.loops.actions import begin_loop, put_away
from amends_web.openness import actions as telling
from amends_web.promises import actions as promising
from amends_web.promises.models import Promise
from amends_web.promises.queries import opened
from amends_web.protocols import actions as agreeing
from amends_web.spaces.actions import add_member, leave_space
from amends_web.spaces.models import Space
from amends_web.vault.models import Box, Grant, SealedRow

# What put the boxes of older copies within their spaces, by area.
MIGRATIONS = {
    "acknowledgements": "0002_within_its_space",
    "clarifying": "0002_within_its_space",
    "openness": "0002_within_its_space",
    "promises": "0003_within_its_space",
}
HURT = Felt(word="hurt", strength="strong")


class Between:
    """What lies between Ana, Ben and Cleo, where each kind of it is begun by Ana and by Ben."""

    def __init__(self, ana, ben, cleo, space):
        self.ana, self.ben, self.cleo, self.space = ana, ben, cleo, space
        self.kept = []
        self._share()
        add_member(keyring=again(ana), space=space, person=cleo.person)
        self._ask()
        self.promises = {"Ana": self._promise(ana, ben, cleo), "Ben": self._promise(ben, ana, cleo)}
        self.lists = {"Ana": self._list(ana, ben, cleo), "Ben": self._list(ben, ana, cleo)}

    def _share(self):
        ana, ben = self.ana, self.ben
        begun = begin_breakdown(**self._by(ana, now=False), name="The late dinner", day=None)
        story = Story(begun)
        for who in (ana, ben):
            story.answer(who, "impact", text="I sat there alone for an hour")
        for who in (ana, ben):
            story.share(who, "impact")
        self.of_ana, self.of_ben = Owning(begun, ana, ben), Owning(begun, ben, ana)
        self.of_ana.write("impact", "You sat there alone.")
        assert self.of_ana.pass_on("impact").status_code == 302
        self.of_ana.hear()
        self.of_ben.sent()
        answered = {"share": Share.objects.get(person=ana.person), "words": "I can see why, given that you sat there."}
        self.reply = asking.send_reply(keyring=again(ben), person=ben.person, now=timezone.now(), **answered)

    def _ask(self):
        ana, ben = self.ana, self.ben
        line = {"line": "Fine. Do what you like.", "one": "You were tired.", "two": "You were annoyed."}
        self.question = asking.ask_which_way(**self._by(ben), asked=ana.person, **line)
        about = {"about": "when you came home"}
        self.of_her = asking.guess_first(**self._by(ben), owner=ana.person, guessed=HURT, **about)
        self.of_him = asking.let_guess(**self._by(ben), guesser=ana.person, kind=Kind.FEELING, answer=HURT, **about)

    def _promise(self, who, *to):
        return promising.offer(**self._by(who), to=[one.person for one in to], terms=self._terms())

    def _list(self, who, *to):
        return telling.offer_list(**self._by(who), to=[one.person for one in to], items=("when I will be late",))

    def ben_leaves(self):
        self.kept = list(Grant.objects.filter(person=self.ben.person).values())
        leave_space(**self._by(self.ben), is_told=False)

    def the_others_write(self):
        """Each kind of row between some, by whoever began it and by who did not, and whole new ones to all of them."""
        self.ana_goes_on_between_the_two()
        self.ana_and_cleo_go_on_between_the_three()

    def ana_goes_on_between_the_two(self):
        ana, now = self.ana, timezone.now()
        asking.answer_which_way(keyring=again(ana), question=self.question, pick="other", said="I was cold.", now=now)
        asking.say_what_it_was(keyring=again(ana), cue=self.of_her, answer=HURT, now=now)
        asking.keep_guess(keyring=again(ana), cue=self.of_him, guessed=HURT)
        self.of_him.refresh_from_db()
        asking.show_guess(keyring=again(ana), cue=self.of_him, now=now)
        asking.mark_landed(keyring=again(ana), reply=self.reply, is_landed=True, now=now)
        self.of_ana.write("words", "I went upstairs without a word. I am sorry.")
        assert self.of_ana.pass_on("words").status_code == 302
        assert self.of_ben.respond("thank_you").status_code == 302

    def ana_and_cleo_go_on_between_the_three(self):
        ana, ben, cleo, now = self.ana, self.ben, self.cleo, timezone.now()
        promising.change(**self._step(ana, "Ana"), terms=self._terms("write to you"))
        for who, of in ((cleo, "Ana"), (ana, "Ben"), (cleo, "Ben")):
            promising.propose(**self._step(who, of), terms=self._terms("come home"))
        telling.offer_version(
            keyring=again(ana), agreement=self.lists["Ana"], seen=1, items=("when I hear from them",), now=now
        )
        for who, of in ((cleo, "Ana"), (ana, "Ben"), (cleo, "Ben")):
            said = {"agreement": self.lists[of], "item": "when you are tired"}
            telling.suggest(keyring=again(who), person=who.person, now=now, **said)
        to = [ben.person, cleo.person]
        telling.send_note(**self._by(ana), to=to, kind="heads_up", text="I will be late.", item="")
        telling.show_things(**self._by(ana), to=to, things=("a coffee",))
        self._promise(ana, ben, cleo)
        self._list(ana, ben, cleo)

    def ben_comes_back(self):
        add_member(keyring=again(self.cleo), space=self.space, person=self.ben.person)

    def ben_opens_with_all_that_he_kept(self):
        """His keys as they were, beside what the database has for him now."""
        Grant.objects.bulk_create([Grant(**grant) for grant in self.kept], ignore_conflicts=True)
        return again(self.ben)

    def _by(self, who, *, now=True):
        here = {"keyring": again(who), "person": who.person, "space": self.space}
        return here | ({"now": timezone.now()} if now else {})

    def _step(self, who, of):
        by = {"keyring": again(who), "person": who.person, "now": timezone.now()}
        return by | {"row": Promise.objects.get(pk=self.promises[of].pk)}

    def _terms(self, act="call you"):
        return Terms(act=act, day=(timezone.now() + timedelta(days=3)).date(), zone="UTC")


@pytest.fixture
def between(ana, ben, actor, space):
    return Between(ana, ben, actor("Cleo"), space)


def rows_between():
    """Every row that lies between some, by its kind and key."""
    models = [model for model in apps.get_models() if issubclass(model, SealedRow)]
    rows = [row for model in models for row in model.objects.filter(box__kind=Box.Kind.PAIR).select_related("box")]
    return {(row._meta.label, row.pk): row for row in rows}


def rows_in(space):
    """Every row that lies in a space's box, by its kind and key."""
    models = [model for model in apps.get_models() if issubclass(model, SealedRow)]
    rows = [row for model in models for row in model.objects.filter(box=space.box_id).select_related("box")]
    return {(row._meta.label, row.pk): row for row in rows}


def written_since(before):
    return {
        key: row
        for key, row in rows_between().items()
        if key not in before or bytes(before[key].sealed) != bytes(row.sealed)
    }


def opens_to(keyring, row):
    try:
        return bool(row.words(keyring))
    except NoGrant:
        return False


def test_what_is_written_between_some_after_one_of_them_left_opens_to_the_others_alone(between, ana, ben):
    old = rows_between()
    between.ben_leaves()
    between.the_others_write()
    new = written_since(old)
    kinds = ("Question", "Cue", "Reply", "Piece", "Step", "Entry", "Note", "SharedThings")
    assert {label.split(".")[1] for label, _ in new} == set(kinds)
    assert len(new) == 18

    of_ben, of_ana, of_cleo = between.ben_opens_with_all_that_he_kept(), again(ana), again(between.cleo)
    assert [key for key, row in new.items() if opens_to(of_ben, row)] == []
    assert all(opens_to(of_ana, row) for row in rows_between().values())
    assert all(opens_to(of_ben, row) for row in old.values())
    of_three = [row for key, row in rows_between().items() if key[0].startswith(("promises.", "openness."))]
    assert all(opens_to(of_cleo, row) for row in of_three)
    with pytest.raises(NoGrant):
        between.reply.__class__.objects.get().words(of_cleo)


def test_whoever_comes_back_opens_at_once_what_was_written_to_them_while_they_were_away(between, ana, ben):
    between.ben_leaves()
    between.the_others_write()
    between.ben_comes_back()
    of_ben = again(ben)
    assert all(opens_to(of_ben, row) for row in rows_between().values())
    for row in Promise.objects.select_related("box", "space").prefetch_related("receivers", "steps__box", "steps__by"):
        assert opened(row, of_ben).told
    asked = f"/clarifying/questions/{between.question.pk}/"
    assert "I was cold." in ben.client.get(asked).content.decode()


def test_whoever_left_twice_opens_nothing_of_the_second_time_either(between, ben):
    between.ben_leaves()
    between.ben_comes_back()
    old = rows_between()
    between.ben_leaves()
    between.ana_goes_on_between_the_two()
    of_ben = between.ben_opens_with_all_that_he_kept()
    new = written_since(old)
    assert len(new) == 6
    assert not any(opens_to(of_ben, row) for row in new.values())


def test_whoever_is_writing_while_somebody_leaves_writes_without_them_and_loses_nothing(between, ana, ben):
    of_ana, of_cleo = again(ana), again(between.cleo)
    for keyring in (of_ana, of_cleo):
        opened(Promise.objects.get(pk=between.promises["Ana"].pk), keyring)
    old = rows_between()
    between.ben_leaves()
    for who, keyring in ((ana, of_ana), (between.cleo, of_cleo)):
        telling.suggest(
            keyring=keyring,
            person=who.person,
            agreement=between.lists["Ben"],
            item=f"when {who.person.name} asks",
            now=timezone.now(),
        )
    new = written_since(old)
    assert len(new) == 2
    of_ben = between.ben_opens_with_all_that_he_kept()
    for row in new.values():
        assert opens_to(again(ana), row)
        assert opens_to(again(between.cleo), row)
        assert not opens_to(of_ben, row)


def test_what_is_written_to_all_while_somebody_leaves_is_sealed_with_the_new_key_too(between, ana, ben):
    now, stale = timezone.now(), Space.objects.select_related("box").get(pk=between.space.pk)
    words = {"title": "Tea", "when": "", "what": "We put the kettle on.", "who": "", "basis": None}
    by = {"keyring": again(ana), "person": ana.person}
    protocol = agreeing.propose(**by, space=stale, words=words, now=now)
    loop = begin_loop(**by, space=stale, name="Sundays", breakdown=None)
    old = rows_in(stale)
    between.ben_leaves()
    agreeing.change(**by, protocol=protocol, words=words | {"title": "Tea first"}, after=1, now=now)
    agreeing.keep_note(
        **by, space=stale, key=uuid4(), words={"title": "a", "ask": "b", "words": "c"}, is_shared=True, now=now
    )
    put_away(keyring=by["keyring"], loop=loop, is_put_away=True)
    begin_loop(**by, space=stale, name="Mondays", breakdown=None)
    set_pace(**by, space=stale, not_before=None, days_between=1)
    new = {key: row for key, row in rows_in(stale).items() if key not in old or old[key].sealed != row.sealed}
    assert {label.split(".")[1] for label, _ in new} == {"Version", "Acceptance", "Note", "Loop", "OwnPace"}
    of_ben = between.ben_opens_with_all_that_he_kept()
    assert [key for key, row in new.items() if opens_to(of_ben, row)] == []
    assert all(opens_to(again(between.cleo), row) for row in new.values())


def test_somebody_of_the_space_who_is_not_between_them_opens_none_of_it(between, stranger):
    add_member(keyring=again(between.ana), space=between.space, person=stranger.person)
    between.ben_leaves()
    between.the_others_write()
    assert not any(opens_to(again(stranger), row) for row in rows_between().values())


def test_boxes_from_before_close_to_whoever_leaves_after_the_copy_was_brought_up_to_date(between, ana, ben):
    telling.send_note(**between._by(ana), to=[ben.person], kind="heads_up", text="I will be late.", item="")
    telling.show_things(**between._by(ana), to=[ben.person], things=("a coffee",))
    boxes, of_ana = Box.objects.filter(kind=Box.Kind.PAIR), again(ana)
    words = {key: row.words(of_ana) for key, row in rows_between().items()}
    boxes.update(within=None)
    for key, row in rows_between().items():
        row.put(again(ana), words[key])
        row.save()
    for area, name in MIGRATIONS.items():
        import_module(f"amends_web.{area}.migrations.{name}").put_within_its_space(apps, None)
    assert set(boxes.values_list("within", flat=True)) == {between.space.box_id}

    old = rows_between()
    assert {row.key_version for row in old.values()} == {1}
    between.ben_leaves()
    between.ana_goes_on_between_the_two()
    new, of_ben = written_since(old), between.ben_opens_with_all_that_he_kept()
    assert len(new) == 6
    assert not any(opens_to(of_ben, row) for row in new.values())
    assert all(opens_to(again(ana), row) for row in rows_between().values())
