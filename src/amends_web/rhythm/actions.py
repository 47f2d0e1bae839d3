"""Agreeing on a time, beginning a check-in or leaving it out, giving one's parts, going on, ending it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from amends.errors import NotYet, Refused
from amends.path import checkin
from amends.path.checkin import PARTS, How, Meeting, Part, Terms
from amends.path.feedback import minutes
from amends_web.accounts.models import Person
from amends_web.pauses.queries import check_open
from amends_web.reminders.actions import forget, remind
from amends_web.reminders.models import Reminder
from amends_web.rhythm.models import CheckIn, Plan, Share
from amends_web.rhythm.own import change_own
from amends_web.rhythm.queries import all_gave, company_of, shares_of
from amends_web.rhythm.signing import sign_yes
from amends_web.rhythm.tempo import begin_step
from amends_web.rhythm.times import Rhythm, Time, as_planned, is_agreed, is_off, opened_rows, rhythm_of, stored_terms
from amends_web.spaces.blind import digest, save_share
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring

# So many are told of beforehand; whoever comes plans on (`plan_on`). Where nobody comes any more, it falls silent.
_TOLD = 4
_TOLD_WITHIN = timedelta(weeks=20)


def propose_time(*, keyring: Keyring, person: Person, space: Space, terms: Terms, now: datetime) -> Plan:
    """Propose a time that comes again, with one's own yes; it takes the place of another that waits.

    Raises Refused ("time", "zone") for one that nobody could keep, and ("somebody else") where nobody else is here.
    """
    checkin.check_terms(terms, now=now)
    return _propose(keyring, person, space, {"terms": stored_terms(terms), "moves": "", "to": ""}, now)


def propose_move(
    *, keyring: Keyring, person: Person, space: Space, meeting: Meeting, to: datetime, now: datetime
) -> Plan:
    """Propose another time for one check-in; no reason is asked. Raises Refused ("time") as path.checkin.check_move."""
    checkin.check_move(meeting, to, now=now)
    words = {"terms": None, "moves": meeting.planned_at.isoformat(), "to": to.astimezone(UTC).isoformat()}
    return _propose(keyring, person, space, words, now)


def say_yes(*, keyring: Keyring, person: Person, plan: Plan, now: datetime) -> None:
    """Agree to a time, signed. With the last yes it takes the place of the one before.

    The yes of somebody who came later adds them to a time that holds, and changes nothing else. Raises Http404 where
    somebody has taken it away meanwhile.
    """
    with transaction.atomic():
        plan = _locked(plan)
        words = plan.words(keyring)
        here = _here(plan.space)
        held_before = is_agreed(plan, words, here, keyring)
        words["yes"][str(person.pk)] = sign_yes(keyring, plan, words)
        _put(keyring, plan, words)
        holds = is_agreed(plan, words, here, keyring)
        if holds and not held_before:
            rows = Plan.objects.select_related("box").filter(space=plan.space).exclude(pk=plan.pk)
            for other, before in opened_rows(rows, keyring):
                if words["terms"] or before["moves"] == words["moves"]:
                    other.delete()
            if words["terms"]:
                forget(about_prefix=f"checkin:{plan.space_id}:")
        if holds:
            plan_reminders(keyring=keyring, person=person, space=plan.space, now=now)


def let_go(*, keyring: Keyring, person: Person, plan: Plan, now: datetime) -> None:
    """Take a time away that waits, or that was agreed on: anybody here may, and no reason is asked."""
    with transaction.atomic():
        plan.delete()
        # One that was moved goes back to its own time.
        plan_reminders(keyring=keyring, person=person, space=plan.space, now=now)
        if rhythm_of(plan.space, person, keyring, now=now).time is None:
            forget(about_prefix=f"checkin:{plan.space_id}:")
            for other, words in opened_rows(Plan.objects.select_related("box").filter(space=plan.space), keyring):
                if words["moves"]:
                    other.delete()


def forget_yes(person: Person, space: Space, keyring: Keyring) -> None:
    """Take out what somebody who comes back had agreed to before they left, as spaces.returning asks."""
    for plan, words in opened_rows(Plan.objects.select_related("box").filter(space=space), keyring):
        words["yes"].pop(str(person.pk), None)
        words["back"] = sorted({*words.get("back", ()), str(person.pk)})
        _put(keyring, plan, words)
    forget(about_prefix=f"checkin:{space.pk}:", person=person)


def keep_time(*, keyring: Keyring, person: Person, plan: Plan, now: datetime) -> None:
    """Keep that somebody was asked about this time and would keep it, so that it is not asked again."""
    change_own(person, keyring, lambda own: own["asked"].append(str(plan.pk)))
    plan_reminders(keyring=keyring, person=person, space=plan.space, now=now)


def decline(*, keyring: Keyring, person: Person, plan: Plan) -> None:
    """Keep, for oneself alone, that the time that others agreed on doesn't suit; they may still say yes to it."""
    change_own(person, keyring, lambda own: own["declined"].append(str(plan.pk)))


def begin(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    meeting: Meeting | None,
    how: How,
    length: int,
    now: datetime,
) -> CheckIn:
    """Begin a check-in, the planned one or one now; one that goes on already is returned as it is.

    Raises NotYet where too few are left of it. `length` holds where none was planned.
    """
    check_open(space, keyring, now=now)
    with transaction.atomic():
        Space.objects.select_for_update().only("pk").get(pk=space.pk)
        rhythm = rhythm_of(space, person, keyring, now=now)
        if rhythm.going is not None:
            return rhythm.going
        row, words = _row_of(keyring, space, rhythm.time, meeting)
        if words["how"] or is_off(words, rhythm.here):
            raise NotYet(step="begin", missing="somebody else is in it")
        row.made_at = now
        tempo = begin_step(space, keyring)
        agreed = rhythm.time.terms.minutes if rhythm.time and meeting else length
        words |= {"how": how.value, "minutes": minutes(agreed, tempo), "is_slow": tempo.slower > 0}
        row.number += 1
        _put(keyring, row, words)
        plan_reminders(keyring=keyring, person=person, space=space, now=now)
    return row


def leave_out(*, keyring: Keyring, person: Person, space: Space, meeting: Meeting, now: datetime) -> None:
    """Say that a planned check-in goes without oneself; no reason is asked."""
    with transaction.atomic():
        Space.objects.select_for_update().only("pk").get(pk=space.pk)
        rhythm = rhythm_of(space, person, keyring, now=now)
        row, words = _row_of(keyring, space, rhythm.time, meeting)
        _go_without(keyring, row, words, person)
        plan_reminders(keyring=keyring, person=person, space=space, now=now)


def go_out(*, keyring: Keyring, person: Person, check_in: CheckIn) -> None:
    """Go out of a check-in that has begun, with what one gave there and nobody has seen."""
    with transaction.atomic():
        row = _locked(check_in)
        words = row.words(keyring)
        if words["is_over"] or row.revealed_at is not None:
            raise NotYet(step="go out", missing="a check-in is going on")
        if words["how"] != How.LIVE:
            Share.objects.filter(check_in=row, person=person).delete()
        _go_without(keyring, row, words, person)
        _open_if_ready(keyring, row, words)
        if _open_part(row, words, keyring):
            _put(keyring, row, words)


def give_part(*, keyring: Keyring, person: Person, check_in: CheckIn, part: Part, text: str, now: datetime) -> None:
    """Give one's words for the part that a live check-in is at; "" where one would rather say it.

    Raises NotYet ahead of the others, a second time, and during a break.
    """
    check_open(check_in.space, keyring, now=now)
    with transaction.atomic():
        row = _locked(check_in)
        words = row.words(keyring)
        given = _given_by(row, person, keyring)
        place = len(PARTS) if words["is_over"] else words["place"]
        checkin.check_may_give(part, how=How(words["how"]), place=place, is_given=part in given)
        _save_share(keyring, person, row, words, given | {part.value: text})
        _forget_draft(keyring, person, row, [part])
        if _open_part(row, words, keyring):
            row.number += 1
            _put(keyring, row, words)


def go_on(*, keyring: Keyring, check_in: CheckIn, seen: int) -> None:
    """Lead everybody in a live check-in on to the next part; raises NotYet before all have given this one."""
    with transaction.atomic():
        row = _locked(check_in)
        words = row.words(keyring)
        place = words["place"]
        words["place"] = checkin.go_on(place, seen=seen, is_open=_open_part(row, words, keyring))
        words["is_over"] = words["place"] == len(PARTS)
        row.number += 1
        _put(keyring, row, words)


def end(*, keyring: Keyring, check_in: CheckIn) -> None:
    """End a live check-in before its last part; anybody in it may. What has opened stays, nothing else ever opens."""
    with transaction.atomic():
        row = _locked(check_in)
        words = row.words(keyring)
        if words["how"] == How.LIVE and not words["is_over"]:
            words["place"] += _open_part(row, words, keyring)
            words["is_over"] = True
            row.number += 1
            _put(keyring, row, words)


def keep_draft(*, keyring: Keyring, person: Person, check_in: CheckIn, part: Part, text: str) -> None:
    """Keep, for oneself alone, what is typed for a part."""
    change_own(person, keyring, lambda own: own["drafts"].setdefault(str(check_in.pk), {}).update({part.value: text}))


def share_all(
    *, keyring: Keyring, person: Person, check_in: CheckIn, parts: Mapping[str, str], previewed: str, now: datetime
) -> None:
    """Share every part blind, where each fills in theirs apart; all of it opens once everybody has.

    `previewed` is the digest of the parts as the person saw them. Raises Refused ("preview") where they have changed
    since, and NotYet once it is open, and during a break.
    """
    check_open(check_in.space, keyring, now=now)
    with transaction.atomic():
        row = _locked(check_in)
        words = row.words(keyring)
        if words["how"] != How.APART or row.revealed_at is not None:
            raise NotYet(step="share", missing="another check-in has begun")
        if digest(parts) != previewed or not any(text.strip() for text in parts.values()):
            raise Refused(rule="preview")
        _save_share(keyring, person, row, words, parts)
        _forget_draft(keyring, person, row, PARTS)
        _open_if_ready(keyring, row, words)


def take_back(*, keyring: Keyring, person: Person, check_in: CheckIn) -> None:
    """Take back what one shared, to one's drafts, as long as nothing has opened; raises NotYet after that."""
    with transaction.atomic():
        row = _locked(check_in)
        if row.words(keyring)["how"] != How.APART or row.revealed_at is not None:
            raise NotYet(step="take back", missing="nobody has read it")
        parts = _given_by(row, person, keyring)
        Share.objects.filter(check_in=row, person=person).delete()
        if parts:
            change_own(person, keyring, lambda own: own["drafts"].update({str(row.pk): parts}))


def open_if_ready(*, keyring: Keyring, check_in: CheckIn) -> None:
    """Open what is ready by no share of anybody: the last one who was waited for has left, and told it."""
    if check_in.revealed_at is not None:
        return
    with transaction.atomic():
        row = _locked(check_in)
        _open_if_ready(keyring, row, row.words(keyring))


def plan_on(rhythms: Iterable[Rhythm], *, keyring: Keyring, person: Person, now: datetime) -> None:
    """Plan on where somebody comes who is told of too few, or of the next one at another hour than it has by now.

    Only whoever has a key can tell when the next ones are; a country may have changed its clocks by law since.
    """
    mine = [rhythm for rhythm in rhythms if rhythm.has(person)]
    spaces = [rhythm.space for rhythm in mine]
    rows = Reminder.objects.filter(person=person, kind="checkin_soon", space__in=spaces, due_at__gt=now)
    told = set(rows.values_list("space_id", "due_at"))
    for rhythm in mine:
        ahead = {at for space_id, at in told if space_id == rhythm.space.pk}
        next_at = rhythm.upcoming.at - checkin.SOON if rhythm.upcoming else now
        if len(ahead) < _TOLD or (next_at > now and next_at not in ahead):
            with transaction.atomic():
                plan_reminders(keyring=keyring, person=person, space=rhythm.space, now=now)


def plan_reminders(*, keyring: Keyring, person: Person, space: Space, now: datetime) -> None:
    """Plan the word before each of the next check-ins, for each of those who are in it, and take back every other."""
    rhythm = rhythm_of(space, person, keyring, now=now)
    if rhythm.time is None:
        return
    time = rhythm.time
    opened = opened_rows(_planned_rows(space, now), keyring)
    known = {row.planned_at: as_planned(words, time) for row, words in opened if row.planned_at}
    settled = {at for at, words in known.items() if words["how"] or is_off(words, rhythm.here)}
    soon = checkin.next_checkins(time.terms, moved=time.moved, after=now + checkin.SOON, before=now + _TOLD_WITHIN)
    wanted = {
        f"{_about(space, meeting.planned_at)}:{who}": (other, meeting.at - checkin.SOON)
        for meeting in [one for one in soon if one.planned_at not in settled][:_TOLD]
        for who, other in time.people.items()
        if str(who) not in known.get(meeting.planned_at, {}).get("without", ())
    }
    without = {f"{_about(space, at)}:{who}" for at, words in known.items() for who in words["without"]}
    over = tuple(_about(space, at) for at in settled)
    planned = dict(Reminder.objects.filter(about__startswith=f"checkin:{space.pk}:").values_list("about", "due_at"))
    for about in planned.keys() - wanted.keys():
        if planned[about] > now or about in without or about.startswith(over):
            forget(about_prefix=about)
    for about, (other, at) in wanted.items():
        if planned.get(about) != at:
            remind(person=other, kind="checkin_soon", at=at, about=about, space=space)


def _about(space: Space, planned_at: datetime) -> str:
    """Return the opaque key of one planned check-in."""
    return f"checkin:{space.pk}:{planned_at:%Y%m%dT%H%M}"


def _propose(keyring: Keyring, person: Person, space: Space, said: dict[str, Any], now: datetime) -> Plan:
    with transaction.atomic():
        Space.objects.select_for_update().only("pk").get(pk=space.pk)
        rhythm = rhythm_of(space, person, keyring, now=now)
        here = rhythm.here
        if len(here) < 2:
            raise Refused(rule="somebody else")
        for other, words in opened_rows(Plan.objects.select_related("box").filter(space=space), keyring):
            if not is_agreed(other, words, here, keyring) and words["moves"] == said["moves"]:
                other.delete()
        plan = Plan(box=space.box, space=space)
        in_time = rhythm.time.people if rhythm.time else {}
        people = checkin.waits_for(here=here, in_time=in_time, by=person.pk)
        words = said | {"by": str(person.pk), "people": sorted(map(str, people)), "yes": {}}
        words["yes"] = {str(person.pk): sign_yes(keyring, plan, words)}
        plan.put(keyring, words)
        plan.save(force_insert=True)
    return plan


def _row_of(
    keyring: Keyring, space: Space, time: Time | None, meeting: Meeting | None
) -> tuple[CheckIn, dict[str, Any]]:
    """Return the row of a check-in, made where there is none yet; the caller saves it."""
    if meeting is not None:
        row = CheckIn.objects.select_related("box").filter(space=space, planned_at=meeting.planned_at).first()
        if row is not None:
            return row, as_planned(row.words(keyring), time)
    people = time.people if time and meeting else _here(space)
    row = CheckIn(box=space.box, space=space, planned_at=meeting.planned_at if meeting else None)
    words = {"how": "", "minutes": 15, "is_slow": False, "place": 0, "is_over": False}
    return row, words | {"people": sorted(map(str, people)), "without": []}


def _go_without(keyring: Keyring, row: CheckIn, words: dict[str, Any], person: Person) -> None:
    words["without"] = sorted({*words["without"], str(person.pk)})
    row.number += 1
    _put(keyring, row, words)


def _given_by(row: CheckIn, person: Person, keyring: Keyring) -> dict[str, str]:
    given = [said["parts"] for share, said in shares_of(row, keyring) if share.person_id == person.pk]
    return given[0] if given else {}


def _save_share(
    keyring: Keyring, person: Person, row: CheckIn, words: Mapping[str, Any], parts: Mapping[str, str]
) -> None:
    Share.objects.filter(check_in=row, person=person).delete()
    share = Share(box=row.box, check_in=row, person=person)
    save_share(share, keyring, {"parts": dict(parts)}, audience=company_of(row, words).people.keys())


def _open_part(row: CheckIn, words: dict[str, Any], keyring: Keyring) -> bool:
    """Say whether the part that a live check-in is at is open, and keep in `words` for whom; the caller saves them."""
    if words["how"] != How.LIVE or words["is_over"]:
        return False
    part, company = PARTS[words["place"]], company_of(row, words)
    is_open = all_gave(part, company, shares_of(row, keyring))
    if is_open:
        words.setdefault("opened", {}).setdefault(part.value, sorted(map(str, company.people)))
    return is_open


def _open_if_ready(keyring: Keyring, row: CheckIn, words: Mapping[str, Any]) -> None:
    if words["how"] != How.APART or row.revealed_at is not None:
        return
    company, shares = company_of(row, words), shares_of(row, keyring)
    if all(all_gave(part, company, shares) for part in PARTS):
        row.revealed_at = timezone.now()
        row.number += 1
        row.save(update_fields=["revealed_at", "number"])
        # Somebody who left before it opened never saw the others' words; theirs are not shown either.
        Share.objects.filter(check_in=row).exclude(person__in=list(company.people)).delete()


def _forget_draft(keyring: Keyring, person: Person, row: CheckIn, parts: Iterable[Part]) -> None:
    def change(own: dict[str, Any]) -> None:
        drafts = own["drafts"].get(str(row.pk), {})
        for part in parts:
            drafts.pop(part.value, None)

    change_own(person, keyring, change)


def _here(space: Space) -> dict[Any, Person]:
    return {member.person_id: member.person for member in members(space)}


def _planned_rows(space: Space, now: datetime) -> list[CheckIn]:
    return list(CheckIn.objects.select_related("box").filter(space=space, planned_at__gt=now - checkin.CLOSES))


def _locked(row: Any) -> Any:
    """Return the row as it is now; all that is done with one waits here for each other."""
    locked = get_object_or_404(type(row).objects.select_for_update(of=("self",)), pk=row.pk)
    locked.box, locked.space = row.box, row.space
    return locked


def _put(keyring: Keyring, row: Plan | CheckIn, words: dict[str, Any]) -> None:
    row.put(keyring, words)
    row.save()
