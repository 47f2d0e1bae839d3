"""Writes the guide page of each source from the sentences that the app shows: `make guide`."""

from __future__ import annotations

from pathlib import Path

from amends.content.sources import SourceGuide, source_guides

FOLDER = Path(__file__).parent / "sources"


def page(guide: SourceGuide) -> str:
    """Return the page as Markdown."""
    parts = [f"# {guide.name}"]
    for way in guide.ways:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(way.steps, 1))
        parts += [f"## {way.on}", steps]
    parts += ["## What to give", guide.give]
    if guide.blocked:
        parts += ["## If it is blocked", guide.blocked]
    parts += ["## What gets lost", "\n".join(f"- {one}" for one in guide.lost)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for guide in source_guides().values():
        (FOLDER / f"{guide.id}.md").write_text(page(guide), encoding="utf-8")
