"""Offline means offline: the commands run under strace, which sees native sockets that pytest-socket cannot.

onnxruntime 1.30 and 1.31 look up and call a telemetry host some seconds after a model is loaded, whatever is asked of
them; 1.27.0 does not (seen with strace, 2026-12-01). The process is therefore kept alive after the work is done.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "backstop" / "articles"
WAIT = """
import sys, time
from onrecord.cli import main
begun = time.monotonic()
for line in sys.argv[1:]:
    try:
        main(line.split("\\x1f"))
    except SystemExit:
        pass
time.sleep(max(0.0, 15 - (time.monotonic() - begun)))
"""
# what goes to an address of the network; local sockets and the kernel's own (netlink) are no network
OUTWARD = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_INET6?\b.*")


def outward_calls(log: str) -> list[str]:
    """The traced calls that name an address of the network."""
    return OUTWARD.findall(log)


def strace(log: Path, code: str, *arguments: str) -> None:
    """Runs Python code with its network calls, and those of its children, written to ``log``."""
    command = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(log)]
    done = subprocess.run([*command, sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("strace may not trace here: " + done.stderr.strip().splitlines()[0])
    assert done.returncode == 0, done.stderr


@pytest.fixture(autouse=True)
def _needs_strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian: apt-get install strace)")


def test_a_call_to_the_network_would_be_seen(tmp_path: Path) -> None:
    """A datagram to a name server's port on this machine itself counts: that is what a lookup looks like."""
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))"
    strace(tmp_path / "log", code)
    assert len(outward_calls((tmp_path / "log").read_text())) == 1


def test_build_find_show_and_export_call_nobody(tmp_path: Path) -> None:
    story, first = tmp_path / "story", sorted(EXAMPLE.glob("*.txt"))[0]
    lines = (
        ("build", str(EXAMPLE), "-o", str(story), "--jobs", "1"),
        ("find", str(first)),
        ("show", str(story)),
        ("export", str(story), "csv", "-o", str(tmp_path / "rows.csv")),
    )
    strace(tmp_path / "log", WAIT, *("\x1f".join(line) for line in lines))
    assert outward_calls((tmp_path / "log").read_text()) == []
