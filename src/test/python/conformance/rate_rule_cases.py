"""Makes golden cases of rate networks with the rules KP and WM, in double precision.

Written from docs/rate-networks.md alone, in the order of its steps; a program of its own, which shares nothing with the Java code.
It needs NumPy. The folder must be there; each case becomes a folder in it.

    python3 src/test/python/conformance/rate_rule_cases.py src/test/resources/golden-rate
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

PHI = {
    "linear": (lambda x: x, lambda x: np.ones_like(x)),
    "logistic": (lambda x: 1 / (1 + np.exp(-x)), lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
}


def windows(x: np.ndarray, k: int) -> np.ndarray:
    """Returns im2col of maps (N, C, H, W): (N, C k k, positions)."""
    n, _, height, width = x.shape
    view = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
    return view.transpose(0, 1, 4, 5, 2, 3).reshape(n, -1, (height - k + 1) * (width - k + 1))


def spread(columns: np.ndarray, shape: tuple[int, ...], k: int) -> np.ndarray:
    """Returns col2im, the transpose of ``windows``."""
    n, channels, height, width = shape
    rows, cols = height - k + 1, width - k + 1
    parts = columns.reshape(n, channels, k, k, rows, cols)
    maps = np.zeros(shape)
    for i in range(k):
        for j in range(k):
            maps[:, :, i : i + rows, j : j + cols] += parts[:, :, i, j]
    return maps


class Network:
    """One network; lists are indexed by layer, 0 is the input."""

    def __init__(self, case: dict[str, Any], sizes: list[int], rng: np.random.Generator) -> None:
        self.case = case
        self.layers = [None, *case["layers"]]
        self.depth = len(case["layers"])
        n = case["batch"]
        self.shapes: list[tuple[int, ...]] = [tuple(case["input_shape"])]
        self.W: list[Any] = [None]
        self.B: list[Any] = [None]
        self.b: list[Any] = [None]
        for layer, size in zip(case["layers"], sizes):
            below = self.shapes[-1]
            if layer["kind"] == "maxpool":
                self.shapes.append((below[0], below[1] // 2, below[2] // 2))
                self.W.append(None)
                self.B.append(None)
                self.b.append(None)
                continue
            if layer["kind"] == "convolution":
                k = layer["kernel"]
                self.shapes.append((size, below[1] - k + 1, below[2] - k + 1))
                inputs = below[0] * k * k
                self.W.append(rng.uniform(-0.5, 0.5, (size, inputs)))
            else:
                self.shapes.append((size,))
                inputs = int(np.prod(below))
                self.W.append(rng.uniform(-0.5, 0.5, (inputs, size)))
            self.b.append(rng.uniform(-0.5, 0.5, size))
            self.B.append(rng.uniform(-0.5, 0.5, (size, inputs)) if len(self.shapes) > 2 else None)
        zeros = lambda: [np.zeros((n, *shape)) for shape in self.shapes]
        self.r, self.slope, self.u, self.e, self.xi = zeros(), zeros(), zeros(), zeros(), zeros()
        self.m = [None if w is None else np.zeros_like(w) for w in self.W]
        self.mb = [None if b is None else np.zeros_like(b) for b in self.b]
        self.winner: list[Any] = [None] * (self.depth + 1)

    def is_map(self, l: int) -> bool:
        return self.layers[l]["kind"] == "convolution"

    def forward(self, l: int, x: np.ndarray, bias: bool) -> np.ndarray:
        n = len(x)
        if self.is_map(l):
            a = (self.W[l] @ windows(x, self.layers[l]["kernel"])).reshape(n, *self.shapes[l])
            return a + self.b[l][:, None, None] if bias else a
        a = x.reshape(n, -1) @ self.W[l]
        return a + self.b[l] if bias else a

    def backward(self, l: int) -> np.ndarray:
        e = self.e[l]
        n = len(e)
        if self.is_map(l):
            columns = self.B[l].T @ e.reshape(n, e.shape[1], -1)
            return spread(columns, (n, *self.shapes[l - 1]), self.layers[l]["kernel"])
        return (e @ self.B[l]).reshape(n, *self.shapes[l - 1])

    def correlation(self, l: int, above: np.ndarray, below: np.ndarray) -> np.ndarray:
        """Returns the mean over the batch, in the shape of B."""
        n = len(above)
        if self.is_map(l):
            columns = windows(below, self.layers[l]["kernel"])
            return np.einsum("nfp,nkp->fk", above.reshape(n, above.shape[1], -1), columns) / n
        return above.T @ below.reshape(n, -1) / n

    def update(self, x: np.ndarray, y: np.ndarray, train: bool, draws: dict[int, np.ndarray]) -> None:
        c, depth = self.case, self.depth
        dt = c["dt"]
        # 1.
        r_old = [x, *self.r[1:]]
        slope_old = list(self.slope)
        g = {"rate": lambda: self.slope[depth] * (y - self.r[depth]), "mse": lambda: y - self.u[depth]}[c["target"]]
        E = c["beta"] * g() if train else np.zeros_like(self.e[depth])
        # 2.
        back: list[Any] = [None] * (depth + 1)
        for l in range(1, depth + 1):
            if self.layers[l]["kind"] == "maxpool":
                n, channels, height, width = self.r[l].shape
                split = lambda v: v.reshape(n, channels, height, 2, width, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, channels, height, width, 4)
                four = split(r_old[l - 1])
                self.winner[l] = four.argmax(axis=-1)[..., None]
                self.r[l] = np.take_along_axis(four, self.winner[l], -1)[..., 0]
                self.slope[l] = np.take_along_axis(split(slope_old[l - 1]), self.winner[l], -1)[..., 0]
                continue
            phi, phi_slope = PHI[self.layers[l]["activation"]]
            self.u[l] = self.forward(l, r_old[l - 1], bias=True)
            self.r[l], self.slope[l] = phi(self.u[l]), phi_slope(self.u[l])
            if l > 1:
                back[l] = slope_old[l - 1] * self.backward(l)
        # 3.
        self.e[depth] = E
        for l in range(depth - 1, 0, -1):
            if self.layers[l + 1]["kind"] == "maxpool":
                n, channels, height, width = self.e[l + 1].shape
                four = np.zeros((n, channels, height, width, 4))
                np.put_along_axis(four, self.winner[l + 1], self.e[l + 1][..., None], -1)
                self.e[l] = four.reshape(n, channels, height, width, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, channels, 2 * height, 2 * width)
            else:
                self.e[l] = back[l + 1]
        if not train:
            return
        # 4. and 5.
        for l, sigma in enumerate(c.get("sigma", [])[: depth - 1], start=1):
            self.xi[l] = sigma * draws[l]
        for l in range(1, depth + 1):
            if self.W[l] is None:
                continue
            W_before = self.W[l].copy()
            G = self.correlation(l, self.e[l], r_old[l - 1])
            G_W = G if self.is_map(l) else G.T
            G_b = self.e[l].mean(axis=(0, 2, 3) if self.is_map(l) else 0)
            if c.get("tau_LO", 0) > 0:
                self.m[l] += dt / c["tau_LO"] * (dt * G_W - self.m[l])
                self.mb[l] += dt / c["tau_LO"] * (dt * G_b - self.mb[l])
                self.W[l] = self.W[l] + c["eta"][l - 1] * self.m[l]
                self.b[l] = self.b[l] + c["eta"][l - 1] * self.mb[l]
            else:
                self.W[l] = self.W[l] + dt * c["eta"][l - 1] * G_W
                self.b[l] = self.b[l] + dt * c["eta"][l - 1] * G_b
            if l == 1:
                continue
            rate, alpha = dt * c["eta_backward"][l - 1], c["regularizer"][l - 1]
            if c["algorithm"] == "KP":
                self.B[l] = self.B[l] + rate * (G - alpha * self.B[l])
                if c["eta"][l - 1] > 0:
                    self.W[l] = self.W[l] - rate * alpha * W_before
            else:
                phi = PHI[self.layers[l]["activation"]][0]
                risen = phi(self.forward(l, self.xi[l - 1], bias=False)) - phi(np.zeros(1))
                self.B[l] = self.B[l] + rate * (self.correlation(l, risen, self.xi[l - 1]) - alpha * self.B[l])


DENSE = [{"kind": "dense", "activation": phi} for phi in ("tanh", "logistic", "linear")]
MAPS = [
    {"kind": "convolution", "activation": "tanh", "kernel": 3},
    {"kind": "maxpool", "kernel": 2},
    {"kind": "convolution", "activation": "logistic", "kernel": 2},
    {"kind": "projection", "activation": "logistic"},
    {"kind": "dense", "activation": "linear"},
]
CASES: dict[str, tuple[int, list[int], dict[str, Any]]] = {
    "kp-dense-lowpass": (
        1,
        [7, 5, 4],
        {
            "algorithm": "KP",
            "target": "rate",
            "input_shape": [12],
            "batch": 3,
            "layers": DENSE,
            "eta": [1.0, 0.8, 0.8],
            "eta_backward": [0.0, 0.8, 0.8],
            "regularizer": [0.0, 0.3, 0.2],
            "tau_LO": 0.5,
        },
    ),
    "kp-conv": (
        2,
        [3, 0, 4, 6, 3],
        {
            "algorithm": "KP",
            "target": "mse",
            "input_shape": [2, 10, 8],
            "batch": 3,
            "layers": MAPS,
            "eta": [1.0, 0.0, 0.5, 0.0, 0.8],
            "eta_backward": [0.0, 0.0, 0.7, 0.8, 0.8],
            "regularizer": [0.0, 0.0, 0.3, 0.2, 0.2],
            "tau_LO": 0.0,
        },
    ),
    "wm-conv": (
        3,
        [3, 0, 4, 6, 3],
        {
            "algorithm": "WM",
            "target": "mse",
            "input_shape": [2, 10, 8],
            "batch": 3,
            "layers": MAPS,
            "eta": [1.0, 0.0, 0.5, 0.5, 0.8],
            "eta_backward": [0.0, 0.0, 0.7, 0.8, 0.8],
            "regularizer": [0.0, 0.0, 0.3, 0.2, 0.2],
            "sigma": [0.0, 0.6, 0.5, 0.4, 0.0],
            "tau_LO": 0.0,
        },
    ),
}


def make(folder: Path, name: str) -> None:
    seed, sizes, keys = CASES[name]
    hold, steps, at = 7, 28, [1, 2, 3, 8, 20, 28]
    case = {"name": name, "model": "rate", **keys, "hold": hold, "steps": steps, "dt": 0.1, "beta": 0.5}
    rng = np.random.default_rng(seed)
    network = Network(case, sizes, rng)
    depth, n = network.depth, case["batch"]
    arrays: dict[str, np.ndarray] = {
        "x": rng.uniform(-1, 1, (steps // hold, n, *network.shapes[0])),
        "y": rng.uniform(-1, 1, (steps // hold, n, *network.shapes[depth])),
        "train": np.arange(steps) // hold != 2,
        "ou_noise_on": np.arange(steps) % 2 == 0,
    }
    learned = {"W": network.W, "b": network.b, "B": network.B}
    for variable, values in learned.items():
        arrays |= {f"init_{variable}{l}": value.copy() for l, value in enumerate(values) if value is not None}
    if case["algorithm"] == "WM":
        arrays |= {f"ou{l}": rng.standard_normal((steps, n, *network.shapes[l])) for l in range(1, depth)}
    expected: dict[str, list[np.ndarray]] = {}
    for k in range(steps):
        draws = {l: arrays[f"ou{l}"][k] for l in range(1, depth)} if case["algorithm"] == "WM" else {}
        network.update(arrays["x"][k // hold], arrays["y"][k // hold], bool(arrays["train"][k]), draws)
        if k + 1 in at:
            state = {"r": network.r, "e": network.e, **learned, **({"xi": network.xi[:depth]} if case["algorithm"] == "WM" else {})}
            for variable, values in state.items():
                for l in range(1, len(values)):
                    pool = network.layers[l]["kind"] == "maxpool"
                    if values[l] is not None and not (variable == "e" and pool):
                        expected.setdefault(f"exp_{variable}{l}", []).append(values[l].copy())
    arrays |= {"at": np.array(at), **{key: np.stack(rows) for key, rows in expected.items()}}
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "case.json").write_text(json.dumps(case, indent=1) + "\n")
    np.savez_compressed(folder / name / "arrays.npz", **arrays)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("which folder? python3 src/test/python/conformance/rate_rule_cases.py src/test/resources/golden-rate")
    for case_name in CASES:
        make(Path(sys.argv[1]), case_name)
