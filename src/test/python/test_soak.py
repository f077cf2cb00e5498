"""The short form of src/test/session/soak.py: a few hundred sessions, bounded by their number."""

from __future__ import annotations

import importlib.util
import sys

import pytest

import pal4j
from conftest import ROOT

spec = importlib.util.spec_from_file_location("soak", ROOT / "src" / "test" / "session" / "soak.py")
soak = importlib.util.module_from_spec(spec)
sys.modules["soak"] = soak
spec.loader.exec_module(soak)


@pytest.fixture
def own(tmp_path):
    """A soak in a child of its own."""
    pal4j.close()
    try:
        started = soak.Soak(tmp_path)
        if not started.jcmd.exists():
            pytest.skip("needs Linux and the program jcmd of a JDK")
        yield started
    finally:
        pal4j.close()


def test_nothing_grows_with_the_number_of_sessions(own):
    for _ in range(30):
        own.round()
    first = own.measure()
    for _ in range(70):
        own.round()
    last = own.measure()
    assert last.made > 300
    assert soak.faults(first, last) == []
    # A network that somebody has is there, and is seen.
    kept = [own.open(3) for _ in range(10)]
    now = own.measure()
    assert now.sessions >= len(kept)
    assert any("sessions are live" in fault for fault in soak.faults(first, now))
