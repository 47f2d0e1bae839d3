from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.chats.masking import MaskKind, fold, mask_rules, masked, masks_in

OTHERS = ("Cleo Marsh", "Will Stone", "Joy", "Jürgen Müller", "Marek Nowak", "Anna Weiß", "O'Brien", "王小明", "سارة")
INFLECTED = (*OTHERS, "Мария Иванова", "Саша", "Γιώργος", "Μαρία")


def shown(text, *, others=OTHERS, kept=("Ana", "Ben"), hidden=()):
    """The line as it would be shared; a doubt ends in "?"."""
    masks = masks_in(text, mask_rules(others=others, kept=kept, hidden=hidden))
    return masked(text, masks, stand_in=lambda mask: f"[{mask.kind}{'' if mask.is_sure else '?'}]")


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Cleo said no", "[name] said no"),
        ("ask Cleo Marsh again", "ask [name] again"),
        ("Marsh, Cleo", "[name?], [name]"),
        ("CLEO!!!", "[name]!!!"),
        ("Cleo's mum and Cleo’s dad", "[name]'s mum and [name]’s dad"),
        ("Cléo and Cle\u0301o", "[name] and [name]"),
        ("(Cleo)/Cleo-Marsh", "([name])/[name]"),
        ("Jurgen, Juergen, Jürgen", "[name], [name], [name]"),
        ("Jürgens Auto", "[name] Auto"),
        ("Frau Müller rief an", "Frau [name?] rief an"),
        ("Anna Weiss", "[name]"),
        ("ask O'Brien", "ask O'[name]"),
    ],
)
def test_full_and_first_names_are_found_whatever_the_case_and_the_accents(text, becomes):
    assert shown(text) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("dla Anny i Annie", "dla [name?] i [name?]"),
        ("powiedz Markowi", "powiedz [name?]"),
        ("Annalle", "[name?]"),
        ("Скажи Марии про Сашу", "Скажи [name?] про [name?]"),
        ("я видел Иванову", "я видел [name?]"),
        ("rozmawiałem z Nowakiem", "rozmawiałem z [name?]"),
        ("τον Γιώργο και της Μαρίας", "τον [name?] και της [name?]"),
    ],
)
def test_a_name_in_another_case_is_a_doubt(text, becomes):
    assert shown(text, others=INFLECTED) == becomes


@pytest.mark.parametrize(
    "text", ["annoying", "an open market", "Cleopatra's nose", "marshes", "O no", "mullered", "the marshal"]
)
def test_a_word_that_only_begins_like_a_name_stays(text):
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("I saw Will yesterday", "I saw [name] yesterday"),
        ("and then Joy left", "and then [name] left"),
        ("Will you come?", "[name?] you come?"),
        ("Fine. Will you come?", "Fine. [name?] you come?"),
        ("Fine!\n\nJoy came", "Fine!\n\n[name?] came"),
        ("“Joy” is a word", "“[name?]” is a word"),
        ("I TOLD WILL", "I TOLD [name?]"),
    ],
)
def test_a_name_that_is_also_a_word_is_found_by_its_capital_and_doubted_where_that_says_nothing(text, becomes):
    assert shown(text) == becomes


@pytest.mark.parametrize("text", ["will you come?", "it was a joy", "a heart of stone", "i will, joy"])
def test_a_name_that_is_also_a_word_stays_where_it_is_written_small(text):
    assert shown(text) == text


def test_another_name_written_small_is_masked_and_doubted():
    assert shown("i told cleo") == "i told [name?]"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [("我和王小明去", "我和[name]去"), ("قلت لسارة", "قلت ل[name]")],
)
def test_names_in_scripts_without_capitals_are_found_also_within_a_word(text, becomes):
    assert shown(text) == becomes


def test_the_names_of_those_who_are_there_stay():
    assert shown("Ben, Ana and @Ben") == "Ben, Ana and @Ben"
    assert shown("Ben Meyer was there with Ben", others=("Ben Meyer",)) == "Ben [name?] was there with Ben"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("call +49 171 2345678 now", "call [phone] now"),
        ("0171/234 56 78.", "[phone]."),
        ("(030) 123456-0", "[phone]"),
        ("it cost 1500000 in all", "it cost [phone?] in all"),
        ("cleo.marsh+x@mail.example.org, ok?", "[email], ok?"),
        ("see https://example.org/a?b=Cleo#c and www.example.org", "see [link] and [link]"),
        ("example.com/cleo", "[link]"),
        ("@cleo_m and @491712345678 and @\u2068Cleo Marsh\u2069!", "[mention] and [mention] and [mention]!"),
    ],
)
def test_numbers_addresses_links_and_mentions_are_found(text, becomes):
    assert shown(text) == becomes


@pytest.mark.parametrize(
    "text", ["on 14/03/2025 18:05", "14.03.25", "2025-03-14", "at 18:05", "room 12", "3.14159", "a@b"]
)
def test_dates_times_and_small_numbers_stay(text):
    assert shown(text) == text


def test_words_that_the_author_hides_are_found_in_any_case():
    assert shown("The old House, the old", hidden=("the old house", " ", "OLD")) == "[words], the [words]"


def test_a_number_for_a_name_and_a_title_hide_nothing_else():
    assert shown("Dr who, 49 and work", others=("+49 171 234", "Dr Evans", "Tom from work")) == "Dr who, 49 and work"


near_a_name = st.from_regex(
    r"(?:[Cc]leo|[Ww]ill|JOY|Anny|@cleo|\+?49 171 23456|a@b\.org|https?://x|[ .!\n'’-]){0,12}", fullmatch=True
)


@given(st.text(max_size=80) | near_a_name)
def test_masks_are_in_order_within_the_line_and_do_not_overlap(text):
    masks = masks_in(text, mask_rules(others=OTHERS, hidden=("the old house",)))
    ends = [0, *(mask.end for mask in masks)]
    assert all(before <= mask.start < mask.end <= len(text) for before, mask in zip(ends, masks, strict=False))


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["Cleo", "CLEO MARSH", "Müller", "王小明"]))
def test_a_name_between_blanks_is_never_left(before, after, name):
    text = f"{before} {name} {after}"
    assert name not in shown(text).replace("[name", "")


@given(st.text(max_size=60))
def test_without_masks_the_line_stays_as_it_is(text):
    assert masked(text, (), stand_in=lambda mask: "[someone]") == text


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(word):
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a.", "a@", "@", "a-", "www.", "Cleo ", "'", "\u2068@\u2068", "(1)", "x@x."]
)
def test_a_long_line_takes_time_in_step_with_its_length(piece):
    rules = mask_rules(others=OTHERS)
    started = time.process_time()
    masks_in(piece * (100_000 // len(piece)), rules)
    assert time.process_time() - started < 2


def test_the_kinds_of_masks_are_those_that_pages_have_words_for():
    assert set(MaskKind) == {"name", "mention", "phone", "email", "link", "words"}
