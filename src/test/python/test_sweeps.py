"""Sweeps over executors."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

import pal4j
from conftest import SMALL

GRID = {"eta_bw": [0.1, 2.0], "noise_scale": [0.01, 0.1]}


@pytest.fixture(scope="module")
def result():
    return pal4j.sweep("yinyang", GRID, seeds=[1, 2], epochs=1, **SMALL)


def test_a_row_for_each_point_and_seed(result):
    assert [(row["eta_bw"], row["noise_scale"], row["seed"]) for row in result] == [
        (a, b, s) for a in GRID["eta_bw"] for b in GRID["noise_scale"] for s in (1, 2)
    ]
    assert {"angle_B1", "validation_accuracy", "test_accuracy"} <= set(result.measures)
    assert "4 points, 8 networks" in repr(result)
    point, mean, deviation = result.mean("angle_B1")[1]
    assert point == {"eta_bw": 0.1, "noise_scale": 0.1}
    angles = result.column("angle_B1")[2:4]
    np.testing.assert_allclose([mean, deviation], [angles.mean(), angles.std(ddof=1)])
    with pytest.raises(pal4j.InputError, match="did you mean angle_B1"):
        result.column("angle_B")
    with pal4j.Circuit("yinyang", seed=2, eta_bw=2, noise_scale=0.1, **SMALL) as sim:
        sim.fit(1)
        assert sim.history["angle_B1"][-1] == result[-1]["angle_B1"]


def test_as_a_frame(result):
    pytest.importorskip("pandas")
    assert result.to_pandas().groupby("eta_bw")["angle_B1"].mean().shape == (2,)


def test_what_is_wrong_with_a_sweep():
    with pytest.raises(pal4j.InputError, match="did you mean eta_bw"):
        pal4j.sweep("yinyang", {"eta_bww": [1, 2]}, epochs=1, **SMALL)
    with pytest.raises(pal4j.InputError, match="no values"):
        pal4j.sweep("yinyang", {"eta_bw": []})


def test_a_point_that_diverges_has_its_fault():
    (row,) = pal4j.sweep("yinyang", {"eta_fw": [[1e6, 1e6]]}, seeds=[1], epochs=1, activation="linear", **SMALL)
    assert "finite" in row["fault"]


def test_processes(result):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        again = pal4j.sweep("yinyang", GRID, seeds=[1, 2], epochs=1, executor=executor, **SMALL)
    assert list(again) == list(result)


def test_a_dask_cluster(result):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        again = pal4j.sweep("yinyang", GRID, seeds=[1, 2], epochs=1, executor=executor, **SMALL)
    assert list(again) == list(result)
