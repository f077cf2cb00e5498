"""Writes the golden cases of the rule of Kolen and Pollack and of neurons that differ, from ``numpy_circuit``, written from docs/concepts.md alone.

    PYTHONPATH=src/main/python python3 src/test/python/conformance/circuit_cases.py src/test/resources/golden

Each case is a folder. The numbers depend on the seeds here only, but their last digits may differ with another NumPy.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy_circuit import NumpyCircuit

COMMON: dict[str, Any] = {
    "algorithm": "KP", "connectivity": "layered", "activation": "logistic", "gl": 0.03, "gbas": 0.1, "gapi": 0.06, "gden": 0.1, "gnI": 0.06,
    "gntgt": 0.06, "dt": 0.1, "dtxi": 0.1, "tauHP": 1.0, "tauLO": 2.0, "tauxi": 1.0, "taur": 1.0, "noise_type": "OU", "noise_mode": "const",
    "noise_scale": 0.0, "regularizer": "plain", "inter_low_pass": False, "pyr_hi_pass": True, "dWPP_low_pass": True, "dWPP_r_low_pass": False,
    "dWPP_post_low_pass": False, "dWPP_use_activation": True,
}  # fmt: skip

# By name: the seed, the layers, and the parameters that are not COMMON.
CASES: dict[str, tuple[int, list[int], dict[str, Any]]] = {
    # One hidden area, no low-pass, equal rates of B and of W above: their difference decays as the page says.
    "kp-plain": (1, [3, 5, 2], {"eta_fw": [2.0, 1.5], "eta_bw": [1.5], "eta_IP": [1.0], "eta_PI": [1.0], "alpha": [0.2], "dWPP_low_pass": False}),
    # Two hidden areas, low-passed updates of W, other rates of B, noise, which the rule does not read, and voltages in the post terms.
    "kp-deep-low-pass": (
        2,
        [4, 6, 5, 3],
        {"activation": ["tanh", "soft_relu", "linear"], "eta_fw": [1.0, 2.0, 0.5], "eta_bw": [3.0, 0.7], "eta_IP": [0.5, 1.0],
         "eta_PI": [1.0, 0.5], "alpha": [0.1, 0.3], "noise_scale": [0.1, 0.2], "taur": 0.7, "dWPP_use_activation": False},
    ),
    # Two hidden areas, low-passed rates and post terms, which B takes as well.
    "kp-traces": (
        3,
        [2, 4, 3, 2],
        {"eta_fw": [2.0, 2.0, 2.0], "eta_bw": [2.0, 1.0], "eta_IP": [1.0, 1.0], "eta_PI": [0.5, 0.5], "alpha": [0.4, 0.1],
         "dWPP_low_pass": False, "dWPP_r_low_pass": True, "dWPP_post_low_pass": True},
    ),
    # PAL with neurons that differ in their time constants and gains, two hidden areas.
    "pal-differing": (
        4,
        [3, 5, 4, 2],
        {"algorithm": "PAL", "activation": ["logistic", "tanh", "linear"], "eta_fw": [2.0, 1.0, 1.0], "eta_bw": [2.0, 1.0],
         "eta_IP": [1.0, 1.0], "eta_PI": [0.5, 0.5], "alpha": [0.4, 0.1], "noise_scale": [0.2, 0.1], "taur": 0.8, "spread_tau": 0.2,
         "spread_gain": 0.2},
    ),
}  # fmt: skip

STEPS = 120
HOLD = 12


def write(folder: Path, seed: int, layers: list[int], own: dict[str, Any]) -> None:
    """Writes one case. In its first 12 steps nothing learns, with a target from the 7th on; in the last 24 only W or only B learns."""
    rng = np.random.default_rng(seed)
    parameters = COMMON | own
    areas = len(layers) - 1
    n = layers
    shapes = {"W": (1, 0, 1), "WI": (2, 1, 0), "B": (1, 2, 0), "BI": (1, 2, 0)}  # rows, columns and first area from index i
    case: dict[str, np.ndarray] = {}
    for stem, (rows, columns, whole) in shapes.items():
        for i in range(areas if whole else areas - 1):
            case[f"init_{stem}{i}"] = rng.uniform(-1, 1, (n[i + rows], n[i + columns]))
    for i in range(areas):
        case[f"init_uP{i}"] = rng.normal(size=n[i + 1])
    for i in range(areas - 1):
        case[f"init_uI{i}"] = rng.normal(size=n[i + 2])
        case[f"xi{i}"] = rng.normal(size=(STEPS, n[i + 1]))
    spreads = {"pace": "spread_tau", "gain": "spread_gain"}
    differing = [stem + kind for stem, key in spreads.items() for kind in "PI" if parameters.get(key)]
    for stem in differing:
        for i in range(areas if stem.endswith("P") else areas - 1):
            case[f"init_{stem}{i}"] = np.exp(0.2 * rng.normal(size=n[i + (1 if stem.endswith("P") else 2)]))
    case["input"] = np.repeat(rng.uniform(0, 1, (STEPS // HOLD, n[0])), HOLD, axis=0)
    case["target"] = np.repeat(rng.uniform(-1, 1, (STEPS // HOLD, n[-1])), HOLD, axis=0)
    step = np.arange(STEPS)
    settled, late = step >= HOLD, step >= STEPS - 2 * HOLD
    case["has_target"] = step >= HOLD // 2
    case["learn_forward"] = settled & ~(late & (step < STEPS - HOLD))
    case["learn_lateral"] = settled
    case["learn_backward"] = settled & ~(step >= STEPS - HOLD)
    case["noise_on"] = settled
    case["at"] = np.array([1, 2, 12, 13, 14, 24, 25, 60, 96, 97, 108, 109, 120])

    circuit = NumpyCircuit()
    circuit.start(parameters | {"layers": layers})
    stems = {"uP": areas, "uI": areas - 1, "W": areas, "WI": areas - 1, "B": areas - 1, "BI": areas - 1}
    given = stems | {stem: areas if stem.endswith("P") else areas - 1 for stem in differing}
    for stem, count in given.items():
        for i in range(count):
            circuit.set(f"{stem}{i + 1}", case[f"init_{stem}{i}"])
    every = stems | {"bP": areas, "rP": areas, "vbas": areas, "hi": areas, "lo": areas}
    every |= dict.fromkeys(("bI", "rI", "vden", "vapi", "noise"), areas - 1)
    expected: dict[str, list[np.ndarray]] = {}
    for k in range(STEPS):
        learn = {name for name in ("forward", "lateral", "backward") if case[f"learn_{name}"][k]}
        draws = {f"xi{i + 1}": case[f"xi{i}"][k] for i in range(areas - 1)}
        circuit.step(case["input"][k], case["target"][k] if case["has_target"][k] else None, learn, bool(case["noise_on"][k]), draws)
        if k + 1 in case["at"]:
            for stem, count in every.items():
                for i in range(count):
                    expected.setdefault(f"exp_{stem}{i}", []).append(np.array(circuit.read(f"{stem}{i + 1}"), copy=True))

    folder.mkdir(parents=True, exist_ok=True)
    about = {"name": folder.name, "layers": layers, "steps": STEPS, "as_configured": True, "parameters": parameters}
    (folder / "case.json").write_text(json.dumps(about, indent=1) + "\n")
    np.savez_compressed(folder / "arrays.npz", **case, **{name: np.stack(values) for name, values in expected.items()})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for name, (seed, layers, own) in CASES.items():
        write(Path(sys.argv[1]) / name, seed, layers, own)
