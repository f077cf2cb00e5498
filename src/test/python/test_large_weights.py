"""The border of large weights (docs/alignment.md), from the equations alone: the spectral radius of the linear step of a deep circuit."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

SIZES = (4, 20, 20, 20, 3)
GL, GBAS, GAPI, GDEN = 0.03, 0.1, 0.06, 0.1
PYRAMIDAL = GL + GBAS + GAPI  # also of the output, whose nudging by the target is as strong as the apical conductance


def radius(w: float, gni: float, seed: int) -> float:
    """B is the transpose of W, lateral weights are self-predicting, hidden neurons have slope 1 and the output has 1/4."""
    random = np.random.default_rng(seed)
    top = len(SIZES) - 1
    forward = [random.uniform(-w, w, (SIZES[area + 1], SIZES[area])) for area in range(top)]
    slope = [1.0] * (top - 1) + [0.25]
    ends = np.cumsum([0, *SIZES[1:], *SIZES[2:]])
    neurons = [slice(ends[k], ends[k + 1]) for k in range(2 * top - 1)]  # pyramidal neurons of all areas, then interneurons of the hidden ones
    inter = GL + GDEN + gni
    step = np.zeros((ends[-1], ends[-1]))
    for area in range(top):
        if area > 0:
            step[neurons[area], neurons[area - 1]] += GBAS / PYRAMIDAL * slope[area - 1] * forward[area]
        if area < top - 1:
            back = GAPI / PYRAMIDAL * slope[area + 1] * forward[area + 1].T
            predicting = GBAS * (GL + GDEN) / (GDEN * (PYRAMIDAL if area < top - 2 else GL + GBAS)) * forward[area + 1]
            above = neurons[top + area]
            step[neurons[area], neurons[area + 1]] += back
            step[neurons[area], above] -= back
            step[above, neurons[area]] += GDEN / inter * slope[area] * predicting
            step[above, neurons[area + 1]] += gni / inter * np.eye(SIZES[area + 2])
    return float(abs(np.linalg.eigvals(step)).max())


@pytest.mark.parametrize("w", [0.125, 0.25, 0.5, 1.0])
@pytest.mark.parametrize("gni", [0.06, 0.02, 0.006, 0.002])
def test_circuits_beyond_the_border(w: float, gni: float) -> None:
    beyond = {(0.5, 0.06): 6, (1.0, 0.06): 10, (1.0, 0.02): 10, (1.0, 0.006): 3}
    assert sum(radius(w, gni, seed) > 1 for seed in range(10)) == beyond.get((w, gni), 0)
