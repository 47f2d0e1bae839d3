"""Run every test; get what the tests need first; say in the last lines what could not run, and why.

`make test` calls this. With CI=true a test that could not run is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The same damaged exports each time, so that a red run can be repeated.
FUZZ = [sys.executable, "-m", "bench.fuzz", "--seconds", "60", "--seed", "1"]
# Two at a time; whoever is done first takes over what still waits for the other.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> int:
    browser = find_browser() or install_browser()
    could_not_run = [] if browser else ["tests/browser: there is no Chromium here, and none could be installed"]
    environment = os.environ | ({"AMENDS_CHROMIUM": browser} if browser else {})

    code = run([*PYTEST, "-m", "not browser", *sys.argv[1:]], environment)
    if browser:
        code = run([*PYTEST, "-m", "browser", *(sys.argv[1:] or ["tests/browser"])], environment) or code
    if not sys.argv[1:]:
        code = run(FUZZ, environment) or code

    for reason in could_not_run:
        print(f"Could not run: {reason}")
    if not could_not_run:
        print("Every test ran.")
    return code or (1 if could_not_run and os.environ.get("CI") else 0)


def find_browser() -> str | None:
    return os.environ.get("AMENDS_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def install_browser() -> str | None:
    """Install Debian's Chromium where that is allowed: as root, with apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("The browser tests need Chromium: installing Debian's package (apt-get install chromium) ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet)
    return find_browser()


def run(command: list[str], environment: dict[str, str]) -> int:
    code = subprocess.run(command, check=False, env=environment, cwd=Path(__file__).parent.parent).returncode
    return 0 if code == 5 else code  # 5: the arguments left no test of this half


if __name__ == "__main__":
    sys.exit(main())
