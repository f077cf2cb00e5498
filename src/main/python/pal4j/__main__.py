"""The program itself: ``python -m pal4j run yinyang``, or ``pal4j run yinyang``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import IO

from ._child import _ANNOUNCEMENT
from ._command import command
from .errors import ProgramError


def main() -> int:
    """Runs the program with the arguments of this one, and returns its exit status."""
    try:
        start = command()
    except ProgramError as error:
        sys.stderr.write(f"pal4j: {error}\n")
        return 2
    if os.path.basename(start[0]) not in ("java", "java.exe"):
        sys.stdout.flush()
        os.execvp(start[0], [*start, *sys.argv[1:]])
    return _java(start)


def _java(start: list[str]) -> int:
    """Runs Java without its announcement of the vector module, as the launcher does."""
    real = os.dup(2)
    os.set_inheritable(real, True)
    terminal = str(os.isatty(2)).lower()
    at = start.index("-p")
    called = "pal4j" if os.path.basename(sys.argv[0]).startswith("pal4j") else "python -m pal4j"  # for hints
    options = [f"-Dpal4j.stderr.fd={real}", f"-Dpal4j.stderr.terminal={terminal}", f"-Dpal4j.called={called}"]
    process = subprocess.Popen([*start[:at], *options, *start[at:], *sys.argv[1:]], stderr=subprocess.PIPE, pass_fds=(real,))
    assert process.stderr is not None
    listener = threading.Thread(target=_pass_on, args=(process.stderr,), daemon=True)
    listener.start()

    def hand_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    # A terminal sends its Ctrl-C to both; what others send to this process is for the program.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, hand_on)
    status = process.wait()
    listener.join(1)
    return 128 - status if status < 0 else status


def _pass_on(stream: IO[bytes]) -> None:
    for line in stream:
        if line.strip() != _ANNOUNCEMENT.encode():
            sys.stderr.buffer.write(line)
            sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
