"""Words for people, as data: one folder a language, read once and handed out as values nobody can change."""

from amends.content.loader import LANGUAGES, load_lines, load_toml

__all__ = ["LANGUAGES", "load_lines", "load_toml"]
