"""Programs of the documentation's pages print what the pages show."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PACKAGE, ROOT
from pal4j._command import command

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(page: str) -> list[tuple[str, str]]:
    return FENCE.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


def _program(page: str, words: str) -> tuple[str, str]:
    """Returns the program of a page that has these words, and the block below it."""
    blocks = _blocks(page)
    [at] = [k for k, (kind, text) in enumerate(blocks) if kind == "python" and words in text]
    return blocks[at][1], blocks[at + 1][1]


def _run(program: str, folder: Path) -> str:
    start = f"import sys; sys.path.insert(0, {str(PACKAGE)!r})\n"
    done = subprocess.run([sys.executable, "-c", start + program], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_data_of_the_tutorial(tmp_path):
    program, below = _program("tutorial.md", "rings.csv")
    _run(program, tmp_path)
    lines = (tmp_path / "rings.csv").read_text(encoding="utf-8").splitlines()
    assert below.splitlines() == ["$ python3 rings.py", "$ head -3 rings.csv", *lines[:3]]
    assert len(lines) == 1201


@pytest.mark.parametrize("words", ["print(sim)\n", "answer.vapi1.std()"])
def test_programs_in_python(words, tmp_path):
    program, shown = _program("python.md", words)
    assert _run(program, tmp_path) == shown


def test_a_case_of_a_script(tmp_path):
    program, shown = _program("verify.md", "my-2-3-2")
    _run(program, tmp_path)
    done = subprocess.run([*command(), "verify", "my-2-3-2"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.sub("=[^ ]+", "=", done.stdout) == re.sub("=[^ ]+", "=", shown.splitlines(keepends=True)[-1])
