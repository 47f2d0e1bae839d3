"""The house keeps its own rules: layers are import-linter's; these are the ones it can't say."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent

# What each room of the library may use beyond the standard library.
THIRD_PARTY = {
    "amends.chats": {"pypdf"},
    "amends.moves": {"numpy", "onnxruntime"},
    "amends.outside": {"apprise", "cryptography", "dask", "distributed"},
    "amends.path": {"dateutil"},
    "amends.reading": {"py3langid"},
    "amends.sealing": {"nacl"},
}

AREAS = (
    "shell",
    "vault",
    "accounts",
    "spaces",
    "pauses",
    "reminders",
    "imports",
    "breakdowns",
    "clarifying",
    "acknowledgements",
    "openness",
    "promises",
    "loops",
    "protocols",
    "practice",
    "summaries",
    "rhythm",
    "support",
    "home",
)


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_the_library_imports_only_its_listed_third_party_packages():
    graph = grimp.build_graph("amends", include_external_packages=True)
    standard = sys.stdlib_module_names | {"_typeshed"}  # for type checkers alone
    found = {}
    for module in graph.modules:
        room = ".".join(module.split(".")[:2])
        for imported in graph.find_modules_directly_imported_by(module):
            package = imported.split(".")[0]
            if module.startswith("amends") and package != "amends" and package not in standard:
                found.setdefault(room, set()).add(package)
    assert found == THIRD_PARTY


def test_no_file_names_a_package_index(tracked):
    hosts = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.org", r"deb\." + "debian")))
    naming = [path for path in tracked if hosts.search(path.read_bytes().decode("utf-8", "replace"))]
    assert naming == []


@pytest.mark.parametrize("lock", ["build", "run", "cluster", "dev"])
def test_every_locked_package_carries_hashes_and_no_address(lock):
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    assert "://" not in text
    for package in re.split(r"\n(?=[a-z0-9])", text):
        if not package.startswith("#"):
            assert "--hash=sha256:" in package, package.split("\n")[0]


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements/run.lock").read_text(), re.MULTILINE))
    asked = {re.split(r"[\[<>=]", name)[0] for name in project["project"]["dependencies"]}
    assert asked <= locked


def test_templates_never_switch_escaping_off(tracked):
    loud = re.compile(r"\|\s*safe\b|autoescape\s+off|\bmark_safe\(")
    switched_off = [
        path.relative_to(ROOT)
        for path in tracked
        if path.suffix in {".html", ".py"} and "amends_web" in path.parts and loud.search(path.read_text())
    ]
    assert switched_off == []


def test_no_template_holds_a_style_or_a_script_of_its_own(tracked):
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=", re.IGNORECASE)
    found = [
        p.relative_to(ROOT)
        for p in tracked
        if p.suffix == ".html" and "amends_web" in p.parts and inline.search(p.read_text())
    ]
    assert found == []


def test_no_room_is_named_for_everything_and_nothing(tracked):
    rooms = {path.stem for path in tracked if path.suffix == ".py" and "src" in path.parts}
    assert rooms & {"utils", "util", "helpers", "common", "misc", "tools", "services", "managers"} == set()


def test_the_glossary_has_a_line_for_every_area():
    glossary = (ROOT / "docs/glossary.md").read_text()
    for area in AREAS:
        assert f"`{area}`" in glossary, area


def test_every_decision_is_numbered_in_order_and_listed_once():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_picture_of_the_rooms_shows_every_room():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rooms = {
        room.strip(" ()")
        for contract in contracts
        if contract["type"] == "layers"
        for layer in contract["layers"]
        for room in layer.split("|")
    }
    drawn = set(re.findall(r">([a-z_]+)</text>", (ROOT / "docs/pictures/architecture.svg").read_text()))
    assert rooms - drawn == set()
