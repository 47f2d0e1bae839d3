from __future__ import annotations

from importlib.resources import files

import pytest

from amends.content import LANGUAGES, load_lines, load_toml

FILES = [
    (language, path.name)
    for language in LANGUAGES
    for path in files("amends.content").joinpath(language).iterdir()
    if path.name.endswith((".toml", ".txt"))
]


@pytest.mark.parametrize(("language", "filename"), FILES)
def test_every_file_of_content_loads_and_holds_something(language: str, filename: str) -> None:
    name, _, kind = filename.rpartition(".")
    load = load_toml if kind == "toml" else load_lines
    assert load(name, language)


def test_content_cannot_be_changed_by_who_reads_it() -> None:
    with pytest.raises(TypeError):
        load_toml("moves")["pattern"] = ()  # type: ignore[index]
    with pytest.raises(TypeError):
        load_toml("moves")["pattern"][0]["move"] = "contempt"


def test_content_is_read_once() -> None:
    assert load_toml("moves") is load_toml("moves")


def test_a_language_that_is_not_there_is_refused_and_never_looked_for_on_disk() -> None:
    with pytest.raises(FileNotFoundError):
        load_toml("moves", "../en")
