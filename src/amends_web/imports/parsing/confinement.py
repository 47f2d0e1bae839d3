"""What a process that reads a stranger's file may no longer do: nearly everything.

Two walls. The limits hold on every Unix: no new file, socket or pipe (RLIMIT_NOFILE of 0; those that are open go on
working), nothing written to a file, no further process, bounded memory and time. The filter of system calls (seccomp,
Linux on x86-64 and ARM64) lets through what computing and the open pipes need; every other call fails with EPERM:
opening, connecting, starting, signalling, deleting, changing a limit back. It needs no rights, and works in containers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

# 1,000,000 messages of WhatsApp take 300 MiB, as many pasted lines twice that.
MEMORY = 1536 * 1024**2

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_FILTER = 2

# linux/audit.h, and the numbers of the calls in asm/unistd.h.
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CALLS = {  # on x86-64, on ARM64
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "getpid": (39, 172),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "gettid": (186, 178),
    "futex": (202, 98),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "getrandom": (318, 278),
}

# Classic BPF: load a word of the call's description; jump where it equals; return.
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_KILL_PROCESS, _ALLOW, _FAIL = 0x80000000, 0x7FFF0000, 0x00050000


def confine(*, seconds: int) -> None:
    """Give up every right but to compute, to read what is open and to write to open pipes; there is no way back.

    What is yet to be imported or loaded must be so before. Where a system offers less, it does less: `probe` tells.
    """
    _die_with_the_parent()
    _be_the_first_to_go()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, 0)
    _filter_calls()


def probe() -> None:
    """End this process with 0 where the filter of system calls stands, with 1 where it does not."""
    os._exit(0 if _filter_calls() else 1)


def _limit(which: int, most: int) -> None:
    # A lower limit may be in force already; macOS refuses some.
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most))


def _die_with_the_parent() -> None:
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _be_the_first_to_go() -> None:
    """Where the whole machine runs out of memory, let it be this process that ends, and not the server."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _filter_calls() -> bool:
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _ARCHITECTURES:
        return False
    program = _program(machine)
    code = ctypes.create_string_buffer(program, len(program))
    about = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(about))


def _program(machine: str) -> bytes:
    numbers = [pair[machine == "aarch64"] for pair in _CALLS.values()]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_IF_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        # To the last step of all; the second last is for those that are none of these.
        *((_JUMP_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _FAIL | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _prctl(what: int, *values: int) -> bool:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    try:
        return bool(ctypes.CDLL(None).prctl(what, *padded) == 0)
    except (OSError, AttributeError):
        return False
