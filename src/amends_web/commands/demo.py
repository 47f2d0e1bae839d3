"""`amends demo`: a copy with two made-up people in it, gone when it is stopped."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from amends_web.commands import serve

HELP = "try Amends with two made-up people; nothing is kept"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port (8000)")


def run(arguments: argparse.Namespace) -> int:
    """Serve a throwaway data directory on this machine until stopped; raises CannotServe."""
    with tempfile.TemporaryDirectory(prefix="amends-demo-") as folder:
        os.environ["AMENDS_DATA"] = folder
        os.environ.setdefault("AMENDS_RUN_BY", "you, on this machine, as a demo")
        plan = serve.Plan(
            served_as="loopback",
            address="127.0.0.1",
            port=arguments.port,
            hosts=("127.0.0.1", "localhost"),
            url=f"http://127.0.0.1:{arguments.port}",
        )
        serve.check_port(plan.address, plan.port)
        serve.set_environment(plan, data=Path(folder))
        serve.prepare_database()
        print("“Try the demo” on its front page fills it with two made-up people.", flush=True)
        print("Nothing you write here is kept: the folder is deleted when the demo stops.", flush=True)
        serve.announce(plan, data=Path(folder))
        return serve.serve(plan)
