"""Lines copied out of messengers: who stands in a head, and what the messenger puts around the words."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from tests.amends.growing import in_step

from amends.chats import read_pasted
from amends.errors import AmendsError, UnreadableExport

# A head of each messenger; what a name may be is the same in all of them.
HEADS = {
    "Discord with a date": "{name} — 25/03/2025 18:0{n}\n{words}\n",
    "Discord with a day": "{name} — Yesterday at 6:0{n} PM\n{words}\n",
    "Discord with a comma": "{name} — 3/25/25, 6:0{n} PM\n{words}\n",
    "Discord with the time alone": "{name} — 6:0{n} PM\n{words}\n",
    "Discord with the time twice": "{name} — 6:0{n} PMTuesday, March 25, 2025 6:0{n} PM\n{words}\n",
    "Discord with the time below": "{name}\n — Yesterday at 6:0{n} PM\n{words}\n",
    "Discord with a tag": "{name}\n[DAD]\n — Yesterday at 6:0{n} PM\n{words}\n",
    "Discord with a tag after a blank line": "{name}\n\nDAD\n — Yesterday at 6:0{n} PM\n{words}\n",
    "Discord with a blank line": "{name}\n\n — Yesterday at 6:0{n} PM\n{words}\n",
    "Discord on one line": "[6:0{n} PM]{name}: {words}\n",
    "Google Chat": "{name} • Tue 6:0{n} PM\n{words}\n",
    "Slack": "{name}  6:0{n} PM\n{words}\n",
    "Slack with other blanks": "{name}\u00a0\u00a06:0{n} PM\n{words}\n",
    "Slack with brackets": "{name}  [6:0{n} PM]\n{words}\n",
    "Slack as it was": "{name} [6:0{n} PM]\n{words}\n\n",
    "Slack with the time below": "{name}\n  6:0{n} PM\n{words}\n\n\n",
    "Teams as it was": "[Yesterday 6:0{n} PM] {name}\n{words}\n\n",
    "Teams on one line": "[18:0{n}] {name}: {words}\n",
    "Teams": "{name}\n25/03/2025 6:0{n} pm\n{words}\n\n",
    "Teams without the year": "{name}\n3/25 6:0{n} PM\n{words}\n\n",
    "Teams of yesterday": "{name}\nYesterday 6:0{n} PM\n{words}\n\n",
    "Telegram": "{name}, [25.03.2025 18:0{n}]\n{words}\n\n",
    "Telegram on a Mac": "{name}, [Mar 25, 2025 at 6:0{n}:11 PM]:\n{words}\n\n",
    "Telegram on a Mac, by 24 hours": "{name}, [25 Mar 2025 18:0{n}:11]:\n{words}\n\n",
    "WhatsApp": "[25/03, 18:0{n}] {name}: {words}\n",
}


def talk(head: str, *names: str) -> str:
    """Write down a talk in which each says something three times over."""
    said = [(name, turn) for turn in (1, 4, 7) for name in names]
    return "".join(head.format(name=name, n=n, words=f"line {n}") for n, (name, _) in enumerate(said))


def said(text: str) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in read_pasted(text).conversation.messages]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize(
    "name",
    ["v...", "J.R.", "Jo!", "1234", "Update", "*jo*", "Jo / Ops", "<Titans> Jo", "Jo Anne of the Two Long Names"],
)
def test_whoever_stands_in_the_head_of_a_messenger_speaks_whatever_they_are_called(head: str, name: str) -> None:
    assert said(talk(head, "Mara", name)) == [
        (speaker, f"line {n}") for n, speaker in enumerate(["Mara", name, "Mara", name, "Mara", name])
    ]


def test_what_is_typed_like_a_head_makes_no_new_person_without_a_doubt() -> None:
    lines = "mara — Today at 6:05 PM\nsee you\nat the pier — 18:00\njo — Today at 6:06 PM\nyes\n"
    talk = lines + "mara — Today at 6:07 PM\nok\njo — Today at 6:08 PM\nso\n"

    assert "rare_speaker" in read_pasted(talk).report.doubts


def test_a_time_that_somebody_says_in_slack_stays() -> None:
    lines = "Mara Lee\n  6:05 PM\nwhen?\nJo\n  6:06 PM\n6:07\nMara Lee\n  6:08 PM\nor\n9:45\nthen\n"
    lines += "Jo\n  6:09 PM\nat\n6:10\n\n\n"

    assert said(lines) == [("Mara Lee", "when?"), ("Jo", "6:07"), ("Mara Lee", "or\n9:45\nthen"), ("Jo", "at\n6:10")]


def test_names_and_times_without_words_are_no_talk() -> None:
    with pytest.raises(UnreadableExport):
        read_pasted("Bus  8:30\nBus  9:30\nTrain  10:30\n")


def test_of_today_teams_gives_the_time_alone() -> None:
    lines = "Lee, Mara\nYesterday 6:05 PM\nhi\nJo\nYesterday 6:06 PM\nyes\n"
    lines += "Lee, Mara\n9:05 AM\nlunch\n12:30\nJo\n9:06 AM\nok\n"

    assert said(lines) == [("Lee, Mara", "hi"), ("Jo", "yes"), ("Lee, Mara", "lunch\n12:30"), ("Jo", "ok")]


def test_a_line_that_only_ends_like_a_preview_of_teams_stays() -> None:
    lines = "Mara\n25/03/2025 18:05\nthe song is by Jo\nJo\n25/03/2025 18:06\nno\n"
    lines += "Mara\n25/03/2025 18:07\nyes\n"

    assert said(lines) == [("Mara", "the song is by Jo"), ("Jo", "no"), ("Mara", "yes")]


def test_words_in_brackets_that_people_type_stay() -> None:
    lines = "Mara, [25.03.2025 18:05]\n[sigh]\nno\n\nJo, [25.03.2025 18:06]\n[ok]\n"

    assert said(lines) == [("Mara", "[sigh]\nno"), ("Jo", "[ok]")]


def test_whoever_writes_in_teams_today_for_the_first_time_speaks_with_a_doubt() -> None:
    lines = "Mara\nYesterday 6:05 PM\nhi\n\nJo\nYesterday 6:06 PM\nyes\n\nKim\n09:00\nhello\n\nMara\n09:01\nso\n"

    assert said(lines) == [("Mara", "hi"), ("Jo", "yes"), ("Kim", "hello"), ("Mara", "so")]
    assert "rare_speaker" in read_pasted(lines).report.doubts


@pytest.mark.parametrize("head", ["{name} — Today at 6:0{n} PM\n", "{name}\n3/25 6:0{n} PM\n"])
def test_two_messages_are_a_talk_where_nothing_but_a_messenger_writes_so(head: str) -> None:
    lines = "".join(f"{head.format(name=name, n=n)}line {n}\n" for n, name in enumerate(["Mara", "Jo"]))

    assert said(lines) == [("Mara", "line 0"), ("Jo", "line 1")]
    with pytest.raises(UnreadableExport):
        read_pasted("Breakfast — 8:30\neggs\nLunch — 12:30\nsoup\n")


def test_quoted_lines_have_no_quotation_mark_in_a_name() -> None:
    with pytest.raises(UnreadableExport):
        read_pasted("“Mara: hi”\n“Jo: yes”\n“Mara: ok”\n")


@pytest.mark.parametrize("day", ["Today", "Yesterday", "Monday, March 24th", "March 24, 2025"])
def test_the_day_of_what_follows_is_not_said_by_anybody(day: str) -> None:
    slack = f"Mara\n  6:05 PM\nhi\n\n\n{day}\nJo\n  6:06 PM\n{day}\nMara\n  6:07 PM\nok\n"
    discord = f"mara — 6:05 PM\nhi\n{day}\n\njo — 6:06 PM\n{day}\nmara — 6:07 PM\non\n{day}\n"

    assert said(slack) == [("Mara", "hi"), ("Jo", day), ("Mara", "ok")]
    assert said(discord) == [("mara", "hi"), ("jo", day), ("mara", f"on\n{day}")]


def test_how_somebody_is_just_now_is_no_part_of_their_name() -> None:
    lines = "Mara Lee:palm_tree:\n  6:05 PM\nhi\nJo\n  6:06 PM\nyes\nMara Lee\n  6:07 PM\nok\n"

    assert said(lines) == [("Mara Lee", "hi"), ("Jo", "yes"), ("Mara Lee", "ok")]


@pytest.mark.parametrize(
    "piece",
    [
        " — 6:05 PM\n",
        "[AB]\n\n",
        "6:06\n",
        ":a:\n3\n",
        "q by Jo\nJo\n3/25 6:05 PM\n",
        " to the group. — 6:05 PM\n",
        "Jo  6:05 PM\nhi\n",
        "Jo, [Mar 25, 2025 at 6:05:11 PM]:\n[ Photo ]\n",
    ],
)
def test_pasted_lines_take_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = talk(HEADS["Slack"], "Mara", "Jo") + piece * count
        start = time.process_time()
        with suppress(AmendsError):
            read_pasted(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 4_000, 16_000, most=8, floor=0.5)
