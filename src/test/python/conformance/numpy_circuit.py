"""The microcircuit of docs/concepts.md in NumPy, as a subject of the conformance kit.

Written from the page alone. The names are those of the page; area 0 is the input. ``step`` follows the page's numbering.

    ./pal4j verify --against "python3 src/test/python/conformance/numpy_circuit.py"

An argument plants one of the mistakes in ``MISTAKES``, to see the kit find it.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from pal4j.conformance import serve

MISTAKES = {
    "sign": "BI learns with the wrong sign",
    "no-dt": "WI learns without dt",
    "new-rate": "W learns from the presynaptic rate of this step",
    "transpose": "B is read in the order of its transpose",
    "attenuation": "hidden areas predict with the attenuation of the output",
    "early-noise": "the soma sees the noise after it has advanced",
    "late-noise": "B learns from the noise before it has advanced",
    "no-low-pass": "the low-pass of updates of W is forgotten",
    "high-pass": "the high-pass decays without dt",
    "look-ahead": "the look-ahead starts at u after the Euler step",
    "nudging": "an output without target has the attenuation that nudging would give",
    "old-above": "the apical compartment sees the rates above of the step before",
    "no-decay": "W does not decay with KP",
    "new-own": "B learns from the rates of this step with KP",
}

PHI = {
    "linear": (lambda x: x, lambda x: np.ones_like(x)),
    "relu": (lambda x: np.maximum(x, 0), lambda x: (x > 0).astype(float)),
    "soft_relu": (lambda x: np.logaddexp(0, x), lambda x: 1 / (1 + np.exp(-x))),
    "logistic": (lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (1 + np.exp(-x)) * (1 - 1 / (1 + np.exp(-x)))),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "hard_sigmoid": (lambda x: np.clip(x / 6 + 0.5, 0, 1), lambda x: ((x > -3) & (x < 3)).astype(float)),
    "clip01": (lambda x: np.clip(x, 0, 1), lambda x: ((x > 0) & (x < 1)).astype(float)),
}


class NumpyCircuit:
    """Dendritic microcircuits with any number of areas, in double precision."""

    name = "numpy-circuit"
    models = ["circuit"]
    without = {"rate": "this program has circuits only"}
    mistake = ""

    def start(self, config: dict[str, Any]) -> None:
        n = self.n = config["layers"]
        N = self.N = len(n) - 1
        for key in ("gl", "gbas", "gapi", "gden", "gnI", "gntgt", "dt", "tauHP", "tauLO", "tauxi", "taur"):
            setattr(self, key, float(config[key]))
        self.c = config
        each = lambda key, count: np.broadcast_to(np.atleast_1d(config[key]), count).tolist() if count else []
        self.phi = [None] + [PHI[name] for name in each("activation", N)]
        self.eta_fw = [None, *each("eta_fw", N)]
        self.eta_bw, self.eta_IP, self.eta_PI, self.alpha, self.noise_scale = (
            [None, *each(key, N - 1)] for key in ("eta_bw", "eta_IP", "eta_PI", "alpha", "noise_scale")
        )
        # Constants.
        self.tau = [None] + [1 / (self.gl + self.gbas + (self.gapi if l < N else self.gntgt)) for l in range(1, N + 1)]
        self.tauI = 1 / (self.gl + self.gden + self.gnI)
        self.kP = [None] + [self.gbas / (self.gl + self.gbas + (self.gapi if l < N else 0)) for l in range(1, N + 1)]
        self.kI = self.gden / (self.gl + self.gden)
        # Connectivity: where feedback comes from, and which hidden areas have interneurons.
        skip = config["connectivity"] == "skip"
        hidden = self.hidden = range(1, N)
        self.above = {l: N if skip else l + 1 for l in hidden}
        self.inter = {l: N - 1 if skip else l for l in hidden}
        self.areasI = sorted(set(self.inter.values()))
        # State: area 0 is the input.
        zeros = lambda: [np.zeros(size) for size in n]
        self.u, self.b, self.e, self.r, self.vbas, self.h = zeros(), zeros(), zeros(), zeros(), zeros(), zeros()
        self.vapi, self.noise, self.p, self.post = zeros(), zeros(), zeros(), zeros()
        self.uI, self.bI, self.eI, self.rI, self.vden = ({l: np.zeros(n[l + 1]) for l in self.areasI} for _ in range(5))
        self.W = {l: np.zeros((n[l], n[l - 1])) for l in range(1, N + 1)}
        self.lo = {l: np.zeros((n[l], n[l - 1])) for l in range(1, N + 1)}
        self.B = {l: np.zeros((n[l], n[self.above[l]])) for l in hidden}
        self.BI = {l: np.zeros((n[l], n[self.above[l]])) for l in hidden}
        self.WI = {l: np.zeros((n[l + 1], n[l])) for l in self.areasI}
        # Neurons that differ.
        self.paceP, self.gainP = [np.ones(size) for size in n], [np.ones(size) for size in n]
        self.paceI, self.gainI = {l: np.ones(n[l + 1]) for l in self.areasI}, {l: np.ones(n[l + 1]) for l in self.areasI}
        self.steps = self.clock = 0

    FIELDS = {"uP": "u", "bP": "b", "rP": "r", "hi": "h"}

    def place(self, name: str) -> tuple[Any, int]:
        stem = name.rstrip("0123456789")
        return getattr(self, self.FIELDS.get(stem, stem)), int(name[len(stem) :])

    def set(self, name: str, values: np.ndarray) -> None:
        of, area = self.place(name)
        of[area] = values.copy()

    def read(self, name: str) -> np.ndarray:
        of, area = self.place(name)
        return of[area]

    def step(self, input: np.ndarray, target: np.ndarray | None, learn: set[str], noise: bool, draws: dict[str, np.ndarray]) -> None:
        N, dt, hidden, areas, phi, bad = self.N, self.dt, self.hidden, range(1, self.N + 1), self.phi, self.mistake
        c, lo_rate = self.c, self.dt / self.tauLO
        if self.steps == 0:
            # No past: b = u, and the first rates and high-passed rates follow.
            for l in areas:
                self.b[l], self.r[l] = self.u[l], phi[l][0](self.gainP[l] * self.u[l])
                self.h[l] = self.r[l]
            for l in self.areasI:
                self.bI[l], self.rI[l] = self.uI[l], phi[l + 1][0](self.gainI[l] * self.uI[l])
        r_old, rI_old = list(self.r), dict(self.rI)
        vbas_old, vden_old, vapi_old, h = list(self.vbas), dict(self.vden), list(self.vapi), list(self.h)

        # 1. Prospective voltages, from the Euler step of the step before. 2. Rates.
        if self.steps > 0:
            for l in areas:
                u = self.u[l] if bad == "look-ahead" else self.u_old[l]
                self.b[l] = u + self.taur * self.paceP[l] * (self.e[l] - u)
            for l in self.areasI:
                self.bI[l] = self.uI_old[l] + self.taur * self.paceI[l] * (self.eI[l] - self.uI_old[l])
        self.r = [input] + [phi[l][0](self.gainP[l] * self.b[l]) for l in areas]
        self.rI = {l: phi[l + 1][0](self.gainI[l] * self.bI[l]) for l in self.areasI}

        # 3. Dendrites.
        for l in areas:
            self.vbas[l] = self.W[l] @ self.r[l - 1]
        for l in self.areasI:
            v = self.WI[l] @ self.r[l]
            self.vden[l] = self.vden[l] + lo_rate * (v - self.vden[l]) if c["inter_low_pass"] else v
        for l in hidden:
            B = self.B[l].reshape(self.B[l].shape[::-1]).T if bad == "transpose" else self.B[l]
            r_above = (r_old if bad == "old-above" else self.r)[self.above[l]]
            self.vapi[l] = B @ r_above + self.BI[l] @ self.rI[self.inter[l]]

        # 4. Noise: the soma sees it as it stands; then it advances, if it is drawn.
        noise_old = list(self.noise)
        if noise and any(s != 0 for s in self.noise_scale[1:]):
            if self.clock % round(c["dtxi"] / dt) == 0:
                for l in hidden:
                    m = {"const": 1, "uP": abs(self.u[l]), "uP_breve": abs(self.b[l]), "vapi": abs(self.vapi[l])}[c["noise_mode"]]
                    w = self.noise_scale[l] * draws[f"xi{l}"] * m
                    self.noise[l] = (
                        w
                        if c["noise_type"] == "hold_white_noise"
                        else (self.noise[l] + (np.sqrt(dt * self.tauxi) * w - dt * self.noise[l]) / self.tauxi)
                    )
            self.clock += 1
            seen = self.noise if bad == "early-noise" else noise_old
        else:
            seen = [np.zeros_like(x) for x in self.noise]

        # 5. Steady states and somata.
        self.u_old, self.uI_old = list(self.u), dict(self.uI)
        for l in self.areasI:
            self.eI[l] = self.tauI * (self.gden * self.vden[l] + self.gnI * self.b[l + 1])
        for l in hidden:
            self.e[l] = self.tau[l] * (self.gbas * self.vbas[l] + self.gapi * (self.vapi[l] + seen[l]))
        if target is not None:
            self.e[N] = self.tau[N] * (self.gbas * self.vbas[N] + self.gntgt * target)
        elif bad == "nudging":
            self.e[N] = self.tau[N] * self.gbas * self.vbas[N]
        else:
            self.e[N] = self.gbas / (self.gl + self.gbas) * self.vbas[N]
        for l in areas:
            self.u[l] = self.u[l] + dt / self.tau[l] * self.paceP[l] * (self.e[l] - self.u[l])
        for l in self.areasI:
            self.uI[l] = self.uI[l] + dt / self.tauI * self.paceI[l] * (self.eI[l] - self.uI[l])

        # 6. Plasticity. 7. Its application.
        if c["algorithm"] == "BP" and learn:
            for l in hidden:
                self.B[l] = self.W[l + 1].T.copy()
                self.BI[l] = -self.B[l]
        kp = c["algorithm"] == "KP" and "backward" in learn
        for l in areas if "forward" in learn or kp else ():
            pre = self.r[l - 1] if bad == "new-rate" else r_old[l - 1]
            k = self.gbas / (self.gl + self.gbas) if bad == "attenuation" else self.kP[l]
            post = self.r[l] - phi[l][0](self.gainP[l] * k * vbas_old[l]) if c["dWPP_use_activation"] else self.b[l] - k * vbas_old[l]
            if c["dWPP_r_low_pass"]:
                pre = self.p[l - 1] = self.p[l - 1] + lo_rate * (pre - self.p[l - 1])
            if c["dWPP_post_low_pass"]:
                post = self.post[l] = self.post[l] + lo_rate * (post - self.post[l])
            if "forward" in learn:
                change = dt * self.eta_fw[l] * np.outer(post, pre)
                if c["dWPP_low_pass"]:
                    self.lo[l] = self.lo[l] + lo_rate * (change - self.lo[l])
                    change = change if bad == "no-low-pass" else self.lo[l]
                decay = dt * self.eta_bw[l - 1] * self.alpha[l - 1] if kp and l > 1 and bad != "no-decay" else 0
                self.W[l] = self.W[l] + change - decay * self.W[l]
            if kp and l > 1:
                own = self.r[l - 1] if bad == "new-own" else pre
                self.B[l - 1] = self.B[l - 1] + dt * self.eta_bw[l - 1] * (np.outer(own, post) - self.alpha[l - 1] * self.B[l - 1])
        if "lateral" in learn:
            for l in self.areasI:
                post = self.rI[l] - phi[l + 1][0](self.gainI[l] * self.kI * vden_old[l])
                self.WI[l] = self.WI[l] + (1 if bad == "no-dt" else dt) * self.eta_IP[l] * np.outer(post, r_old[l])
            for l in hidden:
                sign = 1 if bad == "sign" else -1
                self.BI[l] = self.BI[l] + sign * dt * self.eta_PI[l] * np.outer(vapi_old[l], rI_old[self.inter[l]])
        if "backward" in learn and c["algorithm"] == "PAL":
            for l in hidden:
                a = self.above[l]
                pre = h[a] if c["pyr_hi_pass"] else self.r[a]
                R = {
                    "plain": lambda: self.B[l],
                    "gated": lambda: self.B[l] * (pre > 0),
                    "phi": lambda: np.outer(phi[l][1](self.b[l]), phi[a][1](self.b[a])) * self.B[l],
                }[c["regularizer"]]()
                xi = noise_old[l] if bad == "late-noise" else self.noise[l]
                self.B[l] = self.B[l] + dt * self.eta_bw[l] * (np.outer(xi, pre) - self.alpha[l] * R)

        # 8. High-pass, with PAL only.
        if c["algorithm"] == "PAL":
            for l in areas:
                decay = 1 / self.tauHP if bad == "high-pass" else dt / self.tauHP
                self.h[l] = h[l] + (self.r[l] - r_old[l]) - decay * h[l]
        self.steps += 1


if __name__ == "__main__":
    NumpyCircuit.mistake = sys.argv[1] if len(sys.argv) > 1 else ""
    if NumpyCircuit.mistake and NumpyCircuit.mistake not in MISTAKES:
        sys.exit(f"no mistake {NumpyCircuit.mistake}; there are {', '.join(MISTAKES)}")
    serve(NumpyCircuit)
