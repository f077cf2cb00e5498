"""The step of a circuit in Numba: loops over preallocated float32 arrays, one replica. A contender of run.py; arguments: case, results, threads."""

import sys

import numba
import numpy as np

from peer import Case, serve, write

f4 = np.float32
GL, GB, GA, GD, GN, GT, DT, TAU_HP, TAU_XI = (f4(x) for x in (0.03, 0.1, 0.06, 0.1, 0.06, 0.06, 0.01, 0.1, 0.1))


@numba.njit(fastmath=True)
def sigmoid(x):
    return f4(1) / (f4(1) + np.exp(-x))


@numba.njit(fastmath=True)
def multiply(out, w, x, add):
    """out = w x, or out += w x; a matrix is [inputs, outputs]."""
    if not add:
        out[:] = f4(0)
    for j in range(w.shape[0]):
        rate = x[j]
        for i in range(w.shape[1]):
            out[i] += w[j, i] * rate


@numba.njit(fastmath=True)
def learn(w, post, pre, eta):
    for j in range(w.shape[0]):
        rate = eta * pre[j]
        for i in range(w.shape[1]):
            w[j, i] += rate * post[i]


@numba.njit(fastmath=True)
def learn_filtered(w, low, post, pre, eta, part):
    for j in range(w.shape[0]):
        rate = eta * pre[j]
        for i in range(w.shape[1]):
            low[j, i] += part * (rate * post[i] - low[j, i])
            w[j, i] += low[j, i]


@numba.njit(fastmath=True)
def align(b, xi, high, eta, alpha):
    for j in range(b.shape[0]):
        for i in range(b.shape[1]):
            b[j, i] += eta * (xi[i] * high[j] - alpha * b[j, i])


@numba.njit(fastmath=True)
def steps(count, W, L, WI, B, BI, S, SI, R0, OLD0, y, draws, given, numbers):
    """S and SI: for each area the rows u, e, r, old, post, dendrite, vapi, xi, seen, high, -vapi; and u, e, r, old, post, dendrite."""
    eta_w, eta_b, eta_wi, eta_bi, scale, alpha, tau_lo = numbers
    areas = len(W)
    tau_i = f4(1) / (GL + GD + GN)
    gain = np.sqrt(DT * TAU_XI) * scale
    for s in range(count):
        for l in range(areas):
            a = S[l]
            k = GB / (GL + GB + GA) if l < areas - 1 else GB / (GL + GB)
            for i in range(a.shape[1]):
                a[3, i] = a[2, i]
                a[2, i] = sigmoid(a[1, i])
                a[4, i] = a[2, i] - sigmoid(k * a[5, i])
        first = 0
        for l in range(areas - 1):
            q = SI[l]
            for i in range(q.shape[1]):
                q[3, i] = q[2, i]
                q[2, i] = sigmoid(q[1, i])
                q[4, i] = q[2, i] - sigmoid(GD / (GL + GD) * q[5, i])
            a = S[l]
            for i in range(a.shape[1]):
                a[8, i] = a[7, i]
                z = draws[s, first + i] if given else f4(np.random.standard_normal())
                a[7, i] += (gain * z - DT * a[7, i]) / TAU_XI
                a[10, i] = -a[6, i]
            first += a.shape[1]
        for l in range(areas - 1):
            a = S[l]
            q = SI[l]
            above = S[l + 1]
            multiply(a[6], B[l], above[2], False)
            multiply(a[6], BI[l], q[2], True)
            learn(BI[l], a[10], q[3], DT * eta_bi)
            align(B[l], a[7], above[9], DT * eta_b, alpha)
            multiply(q[5], WI[l], a[2], False)
            learn(WI[l], q[4], a[3], DT * eta_wi)
        for l in range(areas):
            pre = R0 if l == 0 else S[l - 1][2]
            old = OLD0 if l == 0 else S[l - 1][3]
            multiply(S[l][5], W[l], pre, False)
            learn_filtered(W[l], L[l], S[l][4], old, DT * eta_w, DT / tau_lo)
        for l in range(areas - 1):
            q = SI[l]
            above = S[l + 1]
            for i in range(q.shape[1]):
                q[1, i] = tau_i * (GD * q[5, i] + GN * above[1, i])
                q[0, i] += DT / tau_i * (q[1, i] - q[0, i])
        for l in range(areas - 1):
            a = S[l]
            tau = f4(1) / (GL + GB + GA)
            for i in range(a.shape[1]):
                a[1, i] = tau * (GB * a[5, i] + GA * (a[6, i] + a[8, i]))
                a[0, i] += DT / tau * (a[1, i] - a[0, i])
        a = S[areas - 1]
        tau = f4(1) / (GL + GB + GT)
        for i in range(a.shape[1]):
            a[1, i] = tau * (GB * a[5, i] + GT * y[i])
            a[0, i] += DT / tau * (a[1, i] - a[0, i])
        for l in range(areas):
            a = S[l]
            for i in range(a.shape[1]):
                a[9, i] += (a[2, i] - a[3, i]) - DT / TAU_HP * a[9, i]
        OLD0[:] = R0


class Net:
    def __init__(self, case):
        n = case.whole("layers")
        self.areas = len(n) - 1
        post_pre = [("W", n[1:], n[:-1]), ("WI", n[2:], n[1:-1]), ("B", n[1:-1], n[2:]), ("BI", n[1:-1], n[2:])]
        self.weights = {
            name: tuple(np.ascontiguousarray(case.array(f"start_{name}{l + 1}", post, pre).T) for l, (post, pre) in enumerate(zip(posts, pres)))
            for name, posts, pres in post_pre
        }
        self.low = tuple(np.zeros_like(w) for w in self.weights["W"])
        self.state = tuple(np.zeros((11, size), f4) for size in n[1:])
        self.inter = tuple(np.zeros((6, size), f4) for size in n[2:])
        for a in self.state:
            a[2] = a[9] = 0.5
        for q in self.inter:
            q[2] = 0.5
        self.input, self.old = np.zeros(n[0], f4), np.zeros(n[0], f4)
        self.target = np.full(n[-1], 0.1, f4)
        self.none = np.zeros((1, 1), f4)

    def present(self, x, numbers, draws=None):
        self.input[:] = x
        w = self.weights
        steps(100, w["W"], self.low, w["WI"], w["B"], w["BI"], self.state, self.inter, self.input, self.old, self.target,
              self.none if draws is None else draws, draws is not None, numbers)


def main():
    case = Case(sys.argv[1])
    if case.whole("replicas") != [1]:
        sys.exit("one replica only")
    n = case.whole("layers")
    presentations = case.whole("presentations")[0]
    net = Net(case)
    draws = case.array("draws", presentations, 100, sum(n[1:-1]))
    for k, x in enumerate(case.array("check_inputs", presentations, n[0])):
        net.present(x, tuple(f4(v) for v in case.numbers["check"]), draws[k])
    for name, matrices in net.weights.items():
        for l, w in enumerate(matrices):
            write(sys.argv[2], f"{name}{l + 1}", w.T)
    net = Net(case)
    inputs = case.array("inputs", -1, n[0])
    numbers = tuple(f4(v) for v in case.numbers["run"])
    shown = 0

    def run(units):
        nonlocal shown
        for _ in range(units):
            net.present(inputs[shown % len(inputs)], numbers)
            shown += 1

    serve("Numba " + numba.__version__, run)


main()
