from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# English is whole; another language may have some of the files.
LANGUAGES = ("en", "de")


@cache
def load_toml(name: str, language: str = "en") -> Mapping[str, Any]:
    """Return `<language>/<name>.toml`: tables as read-only mappings, lists as tuples.

    Raises FileNotFoundError where the language has no such file: content ships with the code, so that is a
    slip in the code, never a person's doing.
    """
    frozen: Mapping[str, Any] = _frozen(tomllib.loads(_text(f"{name}.toml", language)))
    return frozen


@cache
def load_lines(name: str, language: str = "en") -> tuple[str, ...]:
    """Return the lines of `<language>/<name>.txt` without blank ones and those that begin with "# "."""
    lines = _text(f"{name}.txt", language).split("\n")
    return tuple(line for line in lines if line.strip() and not line.startswith("# "))


def _text(filename: str, language: str) -> str:
    if language not in LANGUAGES:
        raise FileNotFoundError(f"no content in the language {language!r}")
    return files("amends.content").joinpath(language, filename).read_text(encoding="utf-8")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value
