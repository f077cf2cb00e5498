"""The step of a circuit in JAX: float32, a compiled loop over the steps of a presentation, vmap over replicas. A contender of run.py."""

import sys

import jax
import jax.numpy as jnp
import numpy as np

from peer import Case, serve, write

GL, GB, GA, GD, GN, GT, DT, TAU_HP, TAU_XI = 0.03, 0.1, 0.06, 0.1, 0.06, 0.06, 0.01, 0.1, 0.1
TAU = 1 / (GL + GB + GA)
TAU_N = 1 / (GL + GB + GT)
TAU_I = 1 / (GL + GD + GN)
sigmoid = jax.nn.sigmoid


def start(case, replicas):
    n = case.whole("layers")
    shapes = [("W", n[1:], n[:-1]), ("WI", n[2:], n[1:-1]), ("B", n[1:-1], n[2:]), ("BI", n[1:-1], n[2:])]
    state = {name: [jnp.asarray(case.array(f"start_{name}{l + 1}", replicas, *shape)) for l, shape in enumerate(zip(post, pre))]
             for name, post, pre in shapes}
    rows = lambda sizes, value=0.0: [jnp.full((replicas, size), value, jnp.float32) for size in sizes]
    state.update(lo=[jnp.zeros_like(w) for w in state["W"]], u=rows(n[1:]), e=rows(n[1:]), r=rows(n[1:], 0.5), vbas=rows(n[1:]),
                 high=rows(n[1:], 0.5), uI=rows(n[2:]), eI=rows(n[2:]), rI=rows(n[2:], 0.5), vden=rows(n[2:]), vapi=rows(n[1:-1]), xi=rows(n[1:-1]),
                 r0=jnp.zeros((replicas, n[0]), jnp.float32), key=jax.random.split(jax.random.key(1), replicas))
    return state


def step(s, x, y, numbers, draws):
    """One step of one replica; draws of all hidden areas, or None to draw here."""
    eta_w, eta_b, eta_wi, eta_bi, scale, alpha, tau_lo = numbers
    areas = len(s["W"])
    inner = range(areas - 1)
    k = [GB / (GL + GB + GA)] * (areas - 1) + [GB / (GL + GB)]
    r = [sigmoid(e) for e in s["e"]]
    rI = [sigmoid(e) for e in s["eI"]]
    post = [r[l] - sigmoid(k[l] * s["vbas"][l]) for l in range(areas)]
    postI = [rI[l] - sigmoid(GD / (GL + GD) * s["vden"][l]) for l in inner]
    sizes = [xi.shape[0] for xi in s["xi"]]
    key = s["key"]
    if draws is None:
        key, own = jax.random.split(key)
        draws = jax.random.normal(own, (sum(sizes),))
    parts = jnp.split(draws, np.cumsum(sizes)[:-1])
    xi = [s["xi"][l] + (jnp.sqrt(DT * TAU_XI) * scale * parts[l] - DT * s["xi"][l]) / TAU_XI for l in inner]
    pre, old = [x] + r[:-1], [s["r0"]] + s["r"][:-1]
    vbas = [s["W"][l] @ pre[l] for l in range(areas)]
    vden = [s["WI"][l] @ r[l] for l in inner]
    vapi = [s["B"][l] @ r[l + 1] + s["BI"][l] @ rI[l] for l in inner]
    eI = [TAU_I * (GD * vden[l] + GN * s["e"][l + 1]) for l in inner]
    e = [TAU * (GB * vbas[l] + GA * (vapi[l] + s["xi"][l])) for l in inner] + [TAU_N * (GB * vbas[-1] + GT * y)]
    tau = [TAU] * (areas - 1) + [TAU_N]
    lo = [s["lo"][l] + DT / tau_lo * (DT * eta_w * jnp.outer(post[l], old[l]) - s["lo"][l]) for l in range(areas)]
    return dict(
        W=[w + d for w, d in zip(s["W"], lo)], lo=lo,
        WI=[s["WI"][l] + DT * eta_wi * jnp.outer(postI[l], s["r"][l]) for l in inner],
        BI=[s["BI"][l] - DT * eta_bi * jnp.outer(s["vapi"][l], s["rI"][l]) for l in inner],
        B=[s["B"][l] + DT * eta_b * (jnp.outer(xi[l], s["high"][l + 1]) - alpha * s["B"][l]) for l in inner],
        u=[s["u"][l] + DT / tau[l] * (e[l] - s["u"][l]) for l in range(areas)], uI=[s["uI"][l] + DT / TAU_I * (eI[l] - s["uI"][l]) for l in inner],
        e=e, eI=eI, r=r, rI=rI, vbas=vbas, vden=vden, vapi=vapi, xi=xi, r0=x, key=key,
        high=[s["high"][l] + (r[l] - s["r"][l]) - DT / TAU_HP * s["high"][l] for l in range(areas)])


def presentation(s, x, y, numbers, draws):
    if draws is None:
        return jax.lax.fori_loop(0, 100, lambda i, t: step(t, x, y, numbers, None), s)
    return jax.lax.scan(lambda t, d: (step(t, x, y, numbers, d), None), s, draws)[0]


def main():
    case = Case(sys.argv[1])
    n, replicas = case.whole("layers"), case.whole("replicas")[0]
    count = case.whole("presentations")[0]
    target = jnp.full(n[-1], 0.1, jnp.float32)

    def compiled(numbers, given):
        one = lambda s, x, draws: presentation(s, x, target, numbers, draws if given else None)
        if replicas == 1:
            alone = lambda s, x, draws: jax.tree.map(lambda a: a[None], one(jax.tree.map(lambda a: a[0], s), x[0], draws[0]))
            return jax.jit(alone, donate_argnums=0)
        return jax.jit(jax.vmap(one), donate_argnums=0)

    state = start(case, replicas)
    draws = case.array("draws", count, 100, replicas, sum(n[1:-1]))
    check = compiled(case.numbers["check"], True)
    for k, x in enumerate(case.array("check_inputs", count, replicas, n[0])):
        state = check(state, jnp.asarray(x), jnp.asarray(draws[k].swapaxes(0, 1)))
    for name in ("W", "WI", "B", "BI"):
        for l, w in enumerate(state[name]):
            write(sys.argv[2], f"{name}{l + 1}", w)
    state = start(case, replicas)
    inputs = case.array("inputs", -1, n[0])
    shown = [jnp.asarray(np.roll(inputs, -k, 0)[:replicas]) for k in range(len(inputs))]
    none = jnp.zeros((replicas, 1, 1), jnp.float32)
    present = compiled(case.numbers["run"], False)
    presented = 0

    def run(units):
        nonlocal state, presented
        for _ in range(units):
            state = present(state, shown[presented % len(shown)], none)
            presented += 1
        jax.block_until_ready(state)

    run(1)
    serve("JAX " + jax.__version__, run)


main()
