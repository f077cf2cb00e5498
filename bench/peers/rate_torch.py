"""Updates of the two rate networks in PyTorch 2, eager or compiled. A contender of run.py; arguments: folder of the case, folder for results, threads,
network, algorithm, and eager or compiled."""

import math
import sys

import torch
import torch.nn.functional as F

from peer import Case, serve, write

DT = BETA = 0.1
KEEP = 1 - DT  # tau_xi and tau_HP are 1
BASE = 0.8


def dense(rates, errors):
    return rates.T @ errors / rates.shape[0]


class Autoencoder:
    """784-200-2-200-784; layers are counted from 0 here."""

    sizes = [784, 200, 2, 200, 784]
    tanh = [True, False, True, False]
    eta = [1e-2, 1e-2, 1e-2, 1e-3]
    sigma = [1e-2, 1e-2, 1e-2, 0]
    alpha = 1e-4

    def __init__(self, case, algorithm):
        self.algorithm, self.batch = algorithm, case.whole("batch")[0]
        load = lambda name, *shape: torch.from_numpy(case.array(name, *shape))
        n = self.sizes
        zeros = lambda: [torch.zeros(self.batch, size) for size in n[1:]]
        self.state = dict(W=[load(f"start_W{l + 1}", n[l], n[l + 1]) for l in range(4)], b=[load(f"start_b{l + 1}", -1) for l in range(4)],
                          B=[load(f"start_B{l + 1}", n[l + 1], n[l]) if l and algorithm != "BP" else torch.zeros(0) for l in range(4)],
                          r=zeros(), slope=zeros(), e=zeros(), xi=zeros(), h=zeros())
        self.noisy = [l for l in range(4) if self.sigma[l]] if algorithm == "PAL" else []
        self.x, self.y = load("inputs", self.batch, 784), load("targets", self.batch, 784)

    def draw_shapes(self):
        return {l: (self.batch, self.sizes[l + 1]) for l in self.noisy}

    def update(self, s, x, y, draws, first=False):
        W, b, B, r, slope, e = s["W"], s["b"], s["B"], s["r"], s["slope"], s["e"]
        pal = self.algorithm == "PAL"
        out = BETA * slope[3] * (y - r[3])
        below = [x] + r[:3]
        new_r, new_slope, xi, h, back = [], [], list(s["xi"]), list(s["h"]), []
        for l in range(4):
            u = below[l] @ W[l] + b[l]
            if l in draws:
                xi[l] = KEEP * xi[l] + math.sqrt(DT) * self.sigma[l] * draws[l]
                u = u + xi[l]
            new_r.append(torch.tanh(u) if self.tanh[l] else u)
            new_slope.append(1 - new_r[l] * new_r[l] if self.tanh[l] else torch.ones_like(u))
            if pal and l:
                h[l] = KEEP * h[l] + (0 if first else new_r[l] - r[l])
            if l:
                back.append(slope[l - 1] * (e[l] @ (W[l].T if self.algorithm == "BP" else B[l])))
        new_e = back + [out]
        return dict(
            W=[W[l] + DT * BASE * self.eta[l] * dense(below[l], new_e[l]) for l in range(4)],
            b=[b[l] + DT * BASE * self.eta[l] * new_e[l].mean(0) for l in range(4)],
            B=[B[l] + DT * BASE * (dense(h[l], xi[l - 1]) - self.alpha * B[l]) if pal and l else B[l] for l in range(4)],
            r=new_r, slope=new_slope, e=new_e, xi=xi, h=h)

    def weights(self, s):
        for l in range(4):
            yield f"W{l + 1}", s["W"][l]
            yield f"b{l + 1}", s["b"][l]
            if l and self.algorithm != "BP":
                yield f"B{l + 1}", s["B"][l]


class LeNet:
    """3x32x32, convolution 20, pool, convolution 50, pool, 500, 10; layers are counted from 0."""

    shapes = [(20, 28, 28), (20, 14, 14), (50, 10, 10), (50, 5, 5), (500,), (10,)]
    kernels = {0: (20, 3, 5, 5), 2: (50, 20, 5, 5), 4: (1250, 500), 5: (500, 10)}
    eta = [5, 0, 1, 0, 2, 0.2]
    eta_back, alpha, sigma = 10, 5e-5, 0.05

    def __init__(self, case, algorithm):
        self.algorithm, self.batch = algorithm, case.whole("batch")[0]
        load = lambda name, *shape: torch.from_numpy(case.array(name, *shape))
        zeros = lambda: [torch.zeros(self.batch, *shape) for shape in self.shapes]
        feedback = {2: (50, 20, 5, 5), 4: (500, 1250), 5: (10, 500)}
        self.state = dict(W={l: load(f"start_W{l + 1}", *shape) for l, shape in self.kernels.items()},
                          b={l: load(f"start_b{l + 1}", -1) for l in self.kernels},
                          B={l: load(f"start_B{l + 1}", *shape) for l, shape in feedback.items()} if algorithm != "BP" else {},
                          r=zeros(), slope=zeros(), e=zeros(), xi=zeros(), h=zeros())
        self.noisy = [1, 3, 4, 5] if algorithm == "PAL" else []
        self.x, self.y = load("inputs", self.batch, 3, 32, 32), load("targets", self.batch, 10)

    def draw_shapes(self):
        return {l: (self.batch, *self.shapes[l]) for l in self.noisy}

    def update(self, s, x, y, draws, first=False):
        W, b, r, slope, e = s["W"], s["b"], s["r"], s["slope"], s["e"]
        pal = self.algorithm == "PAL"
        M = W if self.algorithm == "BP" else s["B"]
        down = lambda l: W[l].T if self.algorithm == "BP" else s["B"][l]
        out = BETA * (y - r[5])
        xi, h = list(s["xi"]), list(s["h"])
        for l in draws:
            xi[l] = KEEP * xi[l] + math.sqrt(DT) * self.sigma * draws[l]
        logistic = lambda u: (lambda v: (v, v * (1 - v)))(torch.sigmoid(u))
        r0, slope0 = logistic(F.conv2d(x, W[0], b[0]))
        pool = lambda rates: F.max_pool2d(rates, 2, return_indices=True)
        chosen = lambda values, at: values.flatten(2).gather(2, at.flatten(2)).view_as(at)
        r1, at1 = pool(r[0])
        r2, slope2 = logistic(F.conv2d(r[1], W[2], b[2]))
        r3, at3 = pool(r[2])
        slope1, slope3 = chosen(slope[0], at1), chosen(slope[2], at3)
        flat = r[3].flatten(1)
        r4, slope4 = logistic(flat @ W[4] + b[4] + xi[4] if pal else flat @ W[4] + b[4])
        r5 = r[4] @ W[5] + b[5] + xi[5] if pal else r[4] @ W[5] + b[5]
        if pal:
            r1, r3 = r1 + xi[1], r3 + xi[3]
            for l, new in ((4, r4), (5, r5)):
                h[l] = KEEP * h[l] + (0 if first else new - r[l])
        e4 = slope[4] * (e[5] @ down(5))
        e3 = slope[3] * (e[4] @ down(4)).view_as(slope[3])
        e1 = slope[1] * F.conv_transpose2d(e[2], M[2])
        spread = lambda error, at, like: torch.zeros_like(like).flatten(2).scatter(2, at.flatten(2), error.flatten(2)).view_as(like)
        e2, e0 = spread(e3, at3, r[2]), spread(e1, at1, r[0])
        gradient = {0: torch.nn.grad.conv2d_weight(x, self.kernels[0], e0) / self.batch,
                    2: torch.nn.grad.conv2d_weight(r[1], self.kernels[2], e2) / self.batch, 4: dense(flat, e4), 5: dense(r[4], out)}
        bias = {0: e0.mean((0, 2, 3)), 2: e2.mean((0, 2, 3)), 4: e4.mean(0), 5: out.mean(0)}
        B = dict(s["B"])
        if pal:
            for l, noise in ((4, xi[3].flatten(1)), (5, xi[4])):
                B[l] = B[l] + DT * BASE * self.eta_back * (dense(h[l], noise) - self.alpha * B[l])
        return dict(W={l: W[l] + DT * BASE * self.eta[l] * gradient[l] for l in W}, b={l: b[l] + DT * BASE * self.eta[l] * bias[l] for l in b}, B=B,
                    r=[r0, r1, r2, r3, r4, r5], slope=[slope0, slope1, slope2, slope3, slope4, torch.ones_like(r5)], e=[e0, e1, e2, e3, e4, out],
                    xi=xi, h=h)

    def weights(self, s):
        for name in ("W", "b", "B"):
            for l, w in s[name].items():
                yield f"{name}{l + 1}", w


def main():
    folder, results, threads, network, algorithm, mode = sys.argv[1:]
    torch.set_num_threads(int(threads))
    torch.set_grad_enabled(False)
    case = Case(folder)
    net = (Autoencoder if network == "autoencoder" else LeNet)(case, algorithm)
    update = torch.compile(net.update, dynamic=False) if mode == "compiled" else net.update
    shapes = net.draw_shapes()
    count, held = case.whole("updates")[0], case.whole("held")[0]
    given = {l: torch.from_numpy(case.array(f"draws{l + 1}", count, *shape)) for l, shape in shapes.items()}
    state = net.state
    for k in range(count):
        draws = {l: given[l][k].clone() for l in shapes}
        # The high-pass has no past in the first update.
        state = net.update(state, net.x, net.y, draws, first=True) if k == 0 else update(state, net.x, net.y, draws)
    for name, w in net.weights(state):
        write(results, name, w.numpy())

    def run(units):
        nonlocal state
        for _ in range(units * held):
            state = update(state, net.x, net.y, {l: torch.randn(shape) for l, shape in shapes.items()})

    run(1)
    serve(f"PyTorch {torch.__version__} {mode}", run)


main()
