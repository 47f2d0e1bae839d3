"""`amends serve`: one command from nothing to a served copy."""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from amends.errors import AmendsError
from amends_web.commands.worker import start_beside

HELP = "serve the web app on this machine, in the home network, or behind a proxy"

# The fastest and leanest tried: docs/decisions/0004-serving.md.
WORKERS = 2
THREADS = 16
# A page that is being sent may finish; then Ctrl+C means stop. What was acknowledged is on the disk by then.
SECONDS_TO_FINISH = 3


class CannotServe(AmendsError):
    """`str()` says in one sentence what is in the way and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where and how to serve. `served_as` is a mode of settings/live.py; `url` is what people open."""

    served_as: str
    address: str
    port: int
    hosts: tuple[str, ...]
    url: str
    certificate: tuple[Path, Path] | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port (8000)")
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (127.0.0.1: this machine only)")
    parser.add_argument("--lan", action="store_true", help="serve HTTPS in the home network")
    parser.add_argument("--proxy", metavar="NAME", help="serve behind an HTTPS proxy on this machine, under this name")
    parser.add_argument("--insecure", action="store_true", help="allow plain HTTP on an address that others can reach")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; raises CannotServe."""
    data = Path(os.environ.get("AMENDS_DATA", "data")).resolve()
    os.umask(0o077)  # whatever is made from here on is readable by this account alone
    check_data_directory(data)
    plan = plan_for(arguments, data=data)
    check_port(plan.address, plan.port)
    set_environment(plan, data=data)
    prepare_database()
    announce(plan, data=data)
    return serve(plan)


def check_data_directory(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError:
        message = f"Amends can't write to its data directory {data}; make it writable, or set AMENDS_DATA to another."
        raise CannotServe(message) from None


def check_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server itself does, so that a port that was just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except PermissionError:
            raise CannotServe(f"Port {port} needs more rights than this account has; try --port 8000.") from None
        except (OSError, OverflowError):
            message = f"Port {port} on {address} is taken or not on this machine; try --port {(port + 1) % 65536}."
            raise CannotServe(message) from None


def plan_for(arguments: argparse.Namespace, *, data: Path) -> Plan:
    if arguments.lan:
        return lan_plan(arguments.port, data=data)
    if arguments.proxy:
        return proxy_plan(arguments)
    loopback = arguments.address == "localhost" or _is_loopback(arguments.address)
    if not loopback and not arguments.insecure:
        message = (
            f"Plain HTTP on {arguments.address} could be read by others on the way; use --lan for HTTPS, "
            "or --insecure if you know that nobody can listen."
        )
        raise CannotServe(message)
    shown = f"[{arguments.address}]" if ":" in arguments.address else arguments.address
    hosts = ("127.0.0.1", "localhost", "[::1]", shown) if loopback else ("*",)
    return Plan(
        served_as="loopback" if loopback else "insecure",
        address="127.0.0.1" if arguments.address == "localhost" else arguments.address,
        port=arguments.port,
        hosts=hosts,
        url=f"http://{shown}:{arguments.port}",
    )


def lan_plan(port: int, *, data: Path) -> Plan:
    from amends_web.commands.certificate import certificate_for

    address = lan_address()
    names = (address, socket.gethostname(), f"{socket.gethostname()}.local", "localhost", "127.0.0.1")
    return Plan(
        served_as="lan",
        address="0.0.0.0",  # noqa: S104 (HTTPS, and asked for by --lan)
        port=port,
        hosts=names,
        url=f"https://{address}:{port}",
        certificate=certificate_for(names, folder=data),
    )


def proxy_plan(arguments: argparse.Namespace) -> Plan:
    # What the proxy says about a request is believed, so nobody else may get to where it is said.
    if not arguments.insecure and arguments.address != "localhost" and not _is_loopback(arguments.address):
        message = (
            f"On {arguments.address} others could go around the proxy; leave --address out for one on this machine, "
            "or add --insecure if you know that the proxy alone gets there."
        )
        raise CannotServe(message)
    return Plan(
        served_as="proxy",
        address=arguments.address,
        port=arguments.port,
        hosts=(arguments.proxy,),
        url=f"https://{arguments.proxy}",
    )


def lan_address() -> str:
    """Return this machine's address in its network; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation (RFC 5737)
            return str(probe.getsockname()[0])
        except OSError:
            message = "This machine is in no network; join one, or leave --lan out to serve this machine alone."
            raise CannotServe(message) from None


def set_environment(plan: Plan, *, data: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "amends_web.settings.live",
        "AMENDS_DATA": str(data),
        "AMENDS_SERVED_AS": plan.served_as,
        "AMENDS_HOSTS": ",".join(plan.hosts),
        "AMENDS_URL": os.environ.get("AMENDS_URL", plan.url),
    }


def prepare_database() -> None:
    """Bring the database to this version; in a moment where nothing is to be done."""
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def announce(plan: Plan, *, data: Path) -> None:
    print(f"Amends is at {plan.url}  (data in {data}; stop it with Ctrl+C)", flush=True)
    if plan.served_as == "lan":
        import segno

        segno.make(plan.url, error="m").terminal(compact=True)
        print(
            "The browser will warn once that it does not know this certificate: it was made here, for your network; "
            "choose “Advanced” and go on.",
            flush=True,
        )
    if plan.served_as == "insecure":
        print("Plain HTTP: whoever is on this network can read along (--insecure).", flush=True)


def serve(plan: Plan) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    cert, key = plan.certificate or (None, None)
    server = Granian(
        "amends_web.wsgi:application",
        address=plan.address,
        port=plan.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=cert,
        ssl_key=key,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    # Reminders go out from a process beside the server's, which ends with this one.
    process, line = start_beside()
    server.serve()
    line.close()
    process.join(SECONDS_TO_FINISH)
    sys.stdout.flush()
    return 0


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
