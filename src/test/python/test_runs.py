"""Run folders as objects."""

from __future__ import annotations

import numpy as np
import pytest

import pal4j
from conftest import SMALL
from pal4j.runs import Recordings


def test_a_run_folder(tmp_path):
    run = pal4j.run("yinyang", seed=2, epochs=1, out=tmp_path / "one", record=["B", "angle_B"], **SMALL)
    assert run.path == tmp_path / "one"
    assert run.name == "yinyang"
    assert run.result["ending"] == "complete"
    assert run.environment["pal4j"]
    assert run.columns["epoch"].tolist() == [0, 1]
    assert np.isnan(run.columns["train_error"][0])
    assert run.weights["W1"].shape == (30, 4)
    recorded = run.recordings["B1"]
    assert isinstance(recorded, np.memmap)
    assert recorded.shape[1:] == (30, 3)
    np.testing.assert_array_equal(recorded[-1], run.weights["B1"])
    assert run.recordings["test_output"].shape == (30, 3)
    assert run.recordings.stored("W1").shape[1:] == (30, 4)
    with pytest.raises(KeyError, match="did you mean angle_B"):
        run.recordings["angle_Bb"]
    assert len(run.recordings) == len(list(run.recordings))
    assert "test_accuracy" in repr(run)
    assert "angle_B1" in repr(run)
    assert run.replicas == {}


def test_metrics_are_a_frame_where_pandas_is_there(tmp_path, monkeypatch):
    pandas = pytest.importorskip("pandas")
    run = pal4j.run({"based_on": "yinyang", "name": "two", **SMALL}, seeds=[3, 4], epochs=1, out=tmp_path / "two")
    assert isinstance(run.metrics, pandas.DataFrame)
    assert run.metrics.loc[1, "angle_B1_mean"] == run.columns["angle_B1_mean"][1]
    assert list(run.replicas) == ["seed-3", "seed-4"]
    assert run.replicas["seed-4"].weights["W1"].shape == (30, 4)
    assert "2 replicas" in repr(run)
    with pytest.raises(pal4j.InputError, match="seed-3"):
        run.weights
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    assert run.metrics["epoch"].tolist() == [0, 1]


def test_what_is_wrong_with_a_run(tmp_path):
    with pytest.raises(pal4j.InputError, match="no such folder"):
        pal4j.Run(tmp_path / "none")
    with pytest.raises(pal4j.InputError, match="no folder of a run"):
        pal4j.Run(tmp_path)
    with pytest.raises(pal4j.InputError, match="did you mean eta_bw"):
        pal4j.run("yinyang", eta_bww=1, out=tmp_path / "wrong")
    (tmp_path / "configuration.yaml").write_text("name: x\n")
    (tmp_path / "weights.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{}")
    with pytest.raises(pal4j.InputError, match="safetensors"):
        pal4j.Run(tmp_path).weights
    assert pal4j.Run(tmp_path).result == {}
    assert "not ended" in repr(pal4j.Run(tmp_path))
    assert len(Recordings(tmp_path)) == 0
