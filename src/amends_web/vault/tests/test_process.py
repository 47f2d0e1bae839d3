from __future__ import annotations

import subprocess
import sys

LOOK = """
import ctypes, resource, sys
from amends_web.vault.process import harden
before = resource.getrlimit(resource.RLIMIT_CORE)[1]
harden()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
print(resource.getrlimit(resource.RLIMIT_CORE), dumpable)
"""


def test_a_hardened_process_leaves_no_core_and_shows_nothing_to_a_debugger():
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"


def test_importing_it_changes_nothing():
    look = (
        "import resource; b = resource.getrlimit(4); import amends_web.vault.process; print(b == resource.getrlimit(4))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
