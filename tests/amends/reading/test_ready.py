"""The first reading of a program waits for nothing that could have been loaded before."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from amends.reading import make_ready
from amends.reading.rules import rules_of
assert "numpy" not in sys.modules and not rules_of.cache_info().currsize
make_ready()
assert "numpy" in sys.modules
rules_of("en")
print(rules_of.cache_info().hits)
"""


def test_once_ready_a_reading_loads_no_rules() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    assert done.stdout == "1\n"
