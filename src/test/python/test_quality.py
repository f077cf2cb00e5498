"""Types and style of the package, and the notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PACKAGE, ROOT


def _run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=PACKAGE, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_types():
    pytest.importorskip("mypy")
    _run("mypy", "--cache-dir", str(ROOT / "target" / "mypy"))


def test_style():
    pytest.importorskip("ruff")
    for path in (PACKAGE, Path(__file__).parent, ROOT / "src" / "test" / "session", ROOT / "docs" / "images"):
        _run("ruff", "check", "--no-cache", "--config", "pyproject.toml", str(path))
        _run("ruff", "format", "--check", "--no-cache", "--config", "pyproject.toml", str(path))


def test_the_notebook_runs():
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("matplotlib")
    pytest.importorskip("pandas")
    stored = nbformat.read(ROOT / "docs" / "first-minute.ipynb", as_version=4)
    notebook = nbformat.from_dict(stored)
    setup = nbformat.v4.new_code_cell(f"import sys; sys.path.insert(0, {str(PACKAGE)!r})")
    notebook.cells.insert(0, setup)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    # The same numbers as when it was stored: they are the same on every machine.
    for old, new in zip(stored.cells, notebook.cells[1:], strict=True):
        if old.cell_type == "code":
            assert _texts(old) == _texts(new), old.source


def _texts(cell) -> str:
    """Returns the text of the outputs, without that of pictures. Streams come in pieces of any length."""
    texts = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs if "image/png" not in out.get("data", {})]
    return "".join(texts)
