"""The conformance kit with a NumPy circuit as its subject: right, with planted mistakes, and with bad manners."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import subjects
from numpy_circuit import MISTAKES, NumpyCircuit

from pal4j import conformance
from pal4j.conformance import NonConformant, check

ROOT = Path(__file__).resolve().parents[4]
GOLDEN = ROOT / "src/test/resources/golden"
PARTLY = GOLDEN / "pal-partly-prospective"
HERE = Path(__file__).resolve().parent

# By mistake: the step of pal-partly-prospective, where learning begins with step 41, the first variable, and the guess.
EXPECTED = {
    "sign": (41, "BI1", "an update of the opposite sign"),
    "no-dt": (41, "WI1", "no dt in the update"),
    "new-rate": (41, "lo1", "rates below of this step instead of the step before"),
    "transpose": (1, "vapi1", "B transposed, or taken column by column"),
    "attenuation": (41, "lo1", "kP of an output in a hidden area"),
    "early-noise": (41, "uP1", "the noise as it is after it has advanced"),
    "late-noise": (41, "B1", "the noise of the step before"),
    "no-low-pass": (41, "W1", "no low-pass of the update"),
    "high-pass": (1, "hi1", "a decay without dt"),
    "look-ahead": (2, "bP1", "u after the Euler step"),
    "nudging": (1, "uP3", "an attenuation that does not ignore nudging"),
    "old-above": (2, "vapi1", "the rates of the area above of the step before"),
    "no-decay": (13, "W2", "no decay of W"),
    "new-own": (13, "B1", "rates of this step instead of the step before"),
}
# Mistakes in the rule of Kolen and Pollack show in its case, where learning begins with step 13, and in one of seven random cases.
KOLEN_POLLACK = GOLDEN / "kp-plain"
OF_KOLEN_POLLACK = {"no-decay", "new-own"}


def test_the_numpy_circuit_passes() -> None:
    report = check(NumpyCircuit, sorted(GOLDEN.iterdir()), random=12)
    assert report.passed
    assert [case.verdict for case in report.cases].count("passed") == 11 + 12
    assert all(case.bound == 1e-9 and case.error < 1e-12 for case in report.cases if case.verdict == "passed")
    (rate,) = report.unsupported
    assert rate.model == "rate"
    assert rate.reason == "this program has circuits only"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found_and_named(mistake: str) -> None:
    step, variable, guess = EXPECTED[mistake]
    kp = mistake in OF_KOLEN_POLLACK
    case, random = (KOLEN_POLLACK, 40) if kp else (PARTLY, 3)
    report = check([sys.executable, str(HERE / "numpy_circuit.py"), mistake], [case], random=random, raises=False)
    assert not report.passed
    golden = report.cases[0]
    assert golden.verdict == "failed"
    at = golden.divergence
    assert at is not None
    assert (at.step, at.variable) == (step, variable)
    assert guess in at.guess
    assert at.got != at.expected
    assert set(at.before) >= {"W1", "uP1", "B1"}
    assert at.before["W1"].shape == ((5, 3) if kp else (9, 6))
    # The random cases find it too, and are made small.
    found = [case.divergence for case in report.failed[1:]]
    assert found
    for other in found:
        assert other is not None
        assert other.variable.rstrip("123456789") in {variable.rstrip("123456789"), "W"}


def test_every_mistake_is_expected() -> None:
    assert set(EXPECTED) == set(MISTAKES)
    assert len(MISTAKES) >= 10


def test_a_failure_is_raised_with_a_readable_report() -> None:
    with pytest.raises(NonConformant) as failure:
        check(subjects.NotANumber, [PARTLY])
    text = str(failure.value)
    assert "first after step 3: vden1[0] is nan" in text
    assert "one step before, all within the bound:" in text
    assert "1 cases: 0 passed, 1 failed, 0 not supported" in text


def test_single_precision_has_its_own_bound_and_prints_do_not_disturb() -> None:
    report = check(subjects.Single, [PARTLY])
    assert report.cases[0].bound == 5e-5
    assert 1e-9 < report.cases[0].error < 1e-6


def test_refusals_need_a_reason() -> None:
    report = check(subjects.LayeredOnly, [PARTLY, GOLDEN / "bp-deep"], random=8, raises=False)
    layered, other, *random = report.cases
    assert layered.verdict == "passed"
    assert other.verdict == "failed"
    assert "without a reason" in other.reason
    assert any(case.verdict == "unsupported" and case.reason == "no skip connectivity yet" for case in random)


def test_variables_that_are_missing_need_a_reason() -> None:
    few = check(subjects.WithoutLow, [PARTLY], raises=False).cases[0]
    assert few.verdict == "failed"
    assert "gives no reason" in few.reason
    assert '"without"' in few.reason
    everything = dict.fromkeys(("bI", "rI", "vden", "vapi", "noise", "uI", "WI", "BI", "B", "hi"), "not there")
    subjects.WithoutLow.without.update(everything)
    # Another process reads the class anew, so the reasons come by a program of its own.
    program = f"import subjects; subjects.WithoutLow.without.update({everything!r}); from pal4j.conformance import serve; serve(subjects.WithoutLow)"
    enough = check([sys.executable, "-c", program], [PARTLY])
    assert enough.cases[0].without["lo"] == "updates are not stored"
    assert enough.cases[0].verdict == "passed"


def test_a_subject_that_raises_is_told_with_its_place() -> None:
    case = check(subjects.Raising, [PARTLY], raises=False).cases[0]
    assert case.verdict == "failed"
    assert "ZeroDivisionError: a fault of mine (subjects.py, line" in case.reason


def test_a_subject_that_dies_is_started_again() -> None:
    first, second = check(subjects.Dying, [PARTLY, GOLDEN / "pal-chain"], raises=False).cases
    for case in (first, second):
        assert case.verdict == "failed"
        assert "exit status 7" in case.reason
        assert "out of coffee" in case.reason


def test_a_subject_that_hangs_is_ended() -> None:
    case = check(subjects.Hanging, [PARTLY], patience=3, raises=False).cases[0]
    assert case.verdict == "failed"
    assert "did not reply within 3 s" in case.reason


def test_wrong_shapes_and_orders() -> None:
    assert "in the shape [1, 6, 9]; must be [1, 9, 6]" in check(subjects.WrongShape, [PARTLY], raises=False).cases[0].reason
    at = check(subjects.Fortran, [PARTLY], raises=False).cases[0].divergence
    assert at is not None
    assert (at.step, at.variable) == (0, "W1")
    assert "taken column by column" in at.guess


def test_a_class_is_found_by_its_place() -> None:
    report = check(f"{HERE / 'numpy_circuit.py'}:NumpyCircuit", [GOLDEN / "pal-chain"])
    assert report.passed

    class Local(NumpyCircuit):
        pass

    with pytest.raises(ValueError, match="within a function"):
        check(Local)


def test_failing_cases_are_kept(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "numpy_circuit.py"), "sign"]
    report = check(command, [PARTLY], random=3, keep=tmp_path / "kept", raises=False)
    folders = sorted((tmp_path / "kept").iterdir())
    assert folders
    names = {case.name.replace(" ", "-") for case in report.failed}
    assert {folder.name for folder in folders} <= names
    kept = json.loads((folders[0] / "case.json").read_text())
    assert kept["steps"] <= 5
    again = check(command, folders, raises=False)
    assert all(case.verdict == "failed" for case in again.cases)


def test_a_kit_that_cannot_run_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="can't be started"):
        check(["/no/such/program"], [PARTLY])
    with pytest.raises(RuntimeError, match=r"is no folder with case\.json"):
        check(NumpyCircuit, [tmp_path / "nowhere"])


def _frame(head: dict, arrays: dict | None = None) -> bytes:
    sink = io.BytesIO()
    conformance._Frames(io.BytesIO(), sink).write(head, arrays or {})
    return sink.getvalue()


def test_the_server_speaks_frames() -> None:
    asked = [(1, "hello"), ("two", "dance"), (3, "quit"), (4, "hello")]
    requests = b"".join(_frame({"id": number, "do": operation}) for number, operation in asked)
    sink = io.BytesIO()
    conformance.serve(NumpyCircuit, io.BytesIO(requests), sink)
    frames = conformance._Frames(io.BytesIO(sink.getvalue()), io.BytesIO())
    greeting, _ = frames.read()
    assert greeting["hello"] == "numpy-circuit"
    assert greeting["protocol"] == 1
    assert frames.read()[0]["id"] == 1
    refusal = frames.read()[0]
    assert refusal["id"] == "two"
    assert not refusal["ok"]
    assert "must be one of" in refusal["error"]["message"]
    assert frames.read()[0] == {"id": 3, "ok": True}
    with pytest.raises(EOFError):
        frames.read()


def test_arrays_survive_frames() -> None:
    arrays = {"a": np.arange(6, dtype=np.float32).reshape(2, 3).T, "b": np.array([True, False, True]), "c": np.array(2.5), "d": np.zeros((0, 3))}
    head, read = conformance._Frames(io.BytesIO(_frame({"id": 1}, arrays)), io.BytesIO()).read()
    assert head["id"] == 1
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].dtype == array.dtype


def test_the_module_is_a_program() -> None:
    usage = subprocess.run([sys.executable, conformance.__file__], capture_output=True, text=True, check=False)
    assert usage.returncode == 1
    assert "usage: python -m pal4j.conformance module:Class" in usage.stderr
