"""The suite runs against the launcher of the checkout, or against ``PAL4J_COMMAND``."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "main" / "python"

try:
    import pal4j
except ImportError:
    sys.path.insert(0, str(PACKAGE))
    import pal4j

try:
    import matplotlib

    matplotlib.use("Agg")
except ImportError:
    pass

SMALL = {"train_samples": 60, "validation_samples": 30, "test_samples": 30}
"""Yin-Yang with few samples: an epoch takes 9000 steps."""


@pytest.fixture
def sim():
    with pal4j.Circuit("yinyang", seed=1, **SMALL) as network:
        yield network


@pytest.fixture
def python():
    """Starts another Python with a program that can import pal4j. Ctrl-C reaches it also where this one ignores it, as background jobs do."""
    started: list[subprocess.Popen[str]] = []

    def start(text: str, **options) -> subprocess.Popen[str]:
        program = (
            f"import signal, sys; sys.path[:0] = [{str(PACKAGE)!r}, {str(Path(__file__).parent)!r}]\n"
            f"signal.signal(signal.SIGINT, signal.default_int_handler)\n{textwrap.dedent(text)}"
        )
        started.append(subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
