/*
 * The kernels of a step: the arithmetic of the Java kernels in the same order, so that results are equal to the bit. `wide` is a constant in every
 * call: 0 for a single network, whose presynaptic values are broadcast; 1 for 16 replicas in the lanes, whose presynaptic values are vectors.
 */
#pragma once

#include "lanes.h"

/* The value of input i that the outputs of a strand see. */
#define SEEN(x, i) (wide ? load((x) + PANEL * (i)) : all(get(x, i)))
/* Where a strand of a matrix begins, the outputs at byte o of a vector over the outputs. */
#define STRAND(w, o, inputs) ((w) + ((o) & -PANEL) * (inputs) + ((o) & (PANEL - 1)))
#define WITHIN(x, o) ((x) + (wide ? (o) & (PANEL - 1) : 0))

INLINE void product(char *m, long w, long pre, long out, long inputs, long outputs, int add, int wide) {
    long bytes = PADDED(outputs) * 4, fours = inputs & -4L;
    for (long o = 0; o < bytes; o += BYTES) {
        const char *at = STRAND(m + w, o, inputs), *p = WITHIN(m + pre, o);
        V s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
        long i = 0;
        for (; i < fours; i += 4) {
            s0 = madd(load(at + PANEL * i), SEEN(p, i), s0);
            s1 = madd(load(at + PANEL * (i + 1)), SEEN(p, i + 1), s1);
            s2 = madd(load(at + PANEL * (i + 2)), SEEN(p, i + 2), s2);
            s3 = madd(load(at + PANEL * (i + 3)), SEEN(p, i + 3), s3);
        }
        V sum = (s0 + s1) + (s2 + s3);
        if (add) sum = sum + load(m + out + o);
        for (; i < inputs; i++) sum = madd(load(at + PANEL * i), SEEN(p, i), sum);
        store(m + out + o, sum);
    }
}

/* What an update does with one vector of weights; it returns the weights before the update. */
typedef struct {
    long toOther; /* from the weights to the low-passed updates or the residuals */
    V rate, alpha;
} Rule;

INLINE void plain(char *at, V w, V post, V trace, Rule rule) {
    (void) rule;
    store(at, madd(post, trace, w));
}

INLINE void lowPassed(char *at, V w, V post, V trace, Rule rule) {
    char *low = at + rule.toOther;
    V l = load(low);
    l = madd(rule.rate, post * trace - l, l);
    store(low, l);
    store(at, w + l);
}

INLINE void aligned(char *at, V w, V noise, V high, Rule rule) {
    char *residual = at + rule.toOther;
    V change = madd(rule.alpha, w, noise * high);
    V step = madd(rule.rate, change, load(residual));
    V next = w + step;
    store(at, next);
    store(residual, step - (next - w));
}

typedef void Update(char *at, V w, V post, V trace, Rule rule);

/* A pass with at most three inputs: their values stay in registers. */
INLINE void fewInputs(
        char *m, long w, long pre, long trace, long post, long out, const long inputs, long outputs, int add, int wide, Update *update,
        long other, const char *rates, const char *alphas, float rate, float alpha) {
    long bytes = PADDED(outputs) * 4;
    for (long part = 0; part < PANEL; part += BYTES) {
        const char *p = WITHIN(m + pre, part), *t = WITHIN(m + trace, part);
        V x[3], y[3];
        for (long i = 0; i < inputs; i++) {
            x[i] = SEEN(p, i);
            y[i] = SEEN(t, i);
        }
        Rule rule = {other - w, rates ? load(rates + part) : all(rate), alphas ? -load(alphas + part) : all(-alpha)};
        for (long o = part; o < bytes; o += PANEL) {
            char *at = STRAND(m + w, o, inputs);
            V term = load(m + post + o), sum = zero(), weights[3];
            if (add) sum = sum + load(m + out + o);
            for (long i = 0; i < inputs; i++) {
                weights[i] = load(at + PANEL * i);
                sum = madd(weights[i], x[i], sum);
            }
            store(m + out + o, sum);
            for (long i = 0; i < inputs; i++) update(at + PANEL * i, weights[i], term, y[i], rule);
        }
    }
}

/* A product and an update of the same weights in one pass. `other` is an offset in m, and so are the rates and alphas of replicas, or 0. */
INLINE void pass(
        char *m, long w, long other, long pre, long trace, long post, long out, long inputs, long outputs, int add, int wide, Update *update,
        long rates, long alphas, float rate, float alpha) {
    const char *r = rates ? m + rates : 0, *a = alphas ? m + alphas : 0;
    switch (inputs) {
        case 1: fewInputs(m, w, pre, trace, post, out, 1, outputs, add, wide, update, other, r, a, rate, alpha); return;
        case 2: fewInputs(m, w, pre, trace, post, out, 2, outputs, add, wide, update, other, r, a, rate, alpha); return;
        case 3: fewInputs(m, w, pre, trace, post, out, 3, outputs, add, wide, update, other, r, a, rate, alpha); return;
    }
    long bytes = PADDED(outputs) * 4, fours = inputs & -4L;
    for (long o = 0; o < bytes; o += BYTES) {
        char *at = STRAND(m + w, o, inputs);
        const char *p = WITHIN(m + pre, o), *t = WITHIN(m + trace, o);
        long part = o & (PANEL - 1);
        Rule rule = {other - w, r ? load(r + part) : all(rate), a ? -load(a + part) : all(-alpha)};
        V term = load(m + post + o), s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
        long i = 0;
        for (; i < fours; i += 4) {
            V w0 = load(at), w1 = load(at + PANEL), w2 = load(at + 2 * PANEL), w3 = load(at + 3 * PANEL);
            s0 = madd(w0, SEEN(p, i), s0);
            s1 = madd(w1, SEEN(p, i + 1), s1);
            s2 = madd(w2, SEEN(p, i + 2), s2);
            s3 = madd(w3, SEEN(p, i + 3), s3);
            update(at, w0, term, SEEN(t, i), rule);
            update(at + PANEL, w1, term, SEEN(t, i + 1), rule);
            update(at + 2 * PANEL, w2, term, SEEN(t, i + 2), rule);
            update(at + 3 * PANEL, w3, term, SEEN(t, i + 3), rule);
            at += 4 * PANEL;
        }
        V sum = (s0 + s1) + (s2 + s3);
        if (add) sum = sum + load(m + out + o);
        for (; i < inputs; i++) {
            V weight = load(at);
            sum = madd(weight, SEEN(p, i), sum);
            update(at, weight, term, SEEN(t, i), rule);
            at += PANEL;
        }
        store(m + out + o, sum);
    }
}

/* The end of a presentation and the beginning of the next. */
INLINE void writeBack(
        char *m, long w, long low, long x, long y, long c, long d, long p, long q, long inputs, long outputs, float s, float power, int wide) {
    long bytes = PADDED(outputs) * 4, fours = inputs & -4L;
    V sums = all(s), powers = all(power);
    for (long o = 0; o < bytes; o += BYTES) {
        char *at = STRAND(m + w, o, inputs), *lowAt = STRAND(m + low, o, inputs);
        const char *xs = WITHIN(m + x, o), *ys = WITHIN(m + y, o);
        V cs = load(m + c + o), ds = load(m + d + o), ps[4] = {}, qs[4] = {};
        long i = 0;
        for (; i < fours; i += 4) {
#pragma GCC unroll 4
            for (int k = 0; k < 4; k++) {
                V rate = SEEN(xs, i + k), seen = SEEN(ys, i + k), old = load(lowAt);
                V weight = madd(cs, rate, madd(sums, old, load(at)));
                V next = madd(ds, rate, powers * old);
                store(at, weight);
                store(lowAt, next);
                ps[k] = madd(weight, seen, ps[k]);
                qs[k] = madd(next, seen, qs[k]);
                at += PANEL;
                lowAt += PANEL;
            }
        }
        V sumP = (ps[0] + ps[1]) + (ps[2] + ps[3]), sumQ = (qs[0] + qs[1]) + (qs[2] + qs[3]);
        for (; i < inputs; i++) {
            V rate = SEEN(xs, i), seen = SEEN(ys, i), old = load(lowAt);
            V weight = madd(cs, rate, madd(sums, old, load(at)));
            V next = madd(ds, rate, powers * old);
            store(at, weight);
            store(lowAt, next);
            sumP = madd(weight, seen, sumP);
            sumQ = madd(next, seen, sumQ);
            at += PANEL;
            lowAt += PANEL;
        }
        store(m + p + o, sumP);
        store(m + q + o, sumQ);
    }
}

/* out = c * square + (s * q + p) */
INLINE void clampedProduct(char *m, long p, long q, long c, float s, long square, long out, long outputs) {
    long bytes = PADDED(outputs) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V start = madd(all(s), load(m + q + at), load(m + p + at));
        store(m + out + at, madd(load(m + c + at), load(m + square + (at & (PANEL - 1))), start));
    }
}

INLINE void clampedAdvance(char *m, long c, long d, long post, float keep, float rate, long outputs) {
    long bytes = PADDED(outputs) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V next = madd(all(rate), load(m + post + at), all(keep) * load(m + d + at));
        store(m + d + at, next);
        store(m + c + at, load(m + c + at) + next);
    }
}

INLINE void clampedStep(
        char *m, long p, long q, long c, long d, float s, long square, long post, float keep, float rate, long out, long outputs) {
    long bytes = PADDED(outputs) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V start = madd(all(s), load(m + q + at), load(m + p + at)), sum = load(m + c + at);
        store(m + out + at, madd(sum, load(m + square + (at & (PANEL - 1))), start));
        V next = madd(all(rate), load(m + post + at), all(keep) * load(m + d + at));
        store(m + d + at, next);
        store(m + c + at, sum + next);
    }
}

/* 1 / (1 + e^-x), as ScalarMath.logistic. */
INLINE V logistic(V x) {
    x = clamp(x, -89.f, 80.f);
    V shifted = madd(x, all(-0x1.715476p+0f), all(12583038.f));
    V n = shifted - all(12583038.f);
    V s = madd(n, all(0x1.62e43p-1f), x);
    s = madd(n, all(-0x1.05c61p-29f), s);
    V q = madd(all(-0x1.6d7594p-10f), s, all(0x1.120ba6p-7f));
    q = madd(q, s, all(-0x1.5554b8p-5f));
    q = madd(q, s, all(0x1.5554dcp-3f));
    q = madd(q, s, all(-0.5f));
    V y = all(1.f) - madd(s * s, q, s);
    V half = y * (V) ((VI) shifted << 23);
    return all(1.f) / madd(half, all(2.f), all(1.f));
}

INLINE void respondLogistic(
        char *m, long lookAhead, long dendrite, long attenuation, long gain, long b, long r, long old, long post, long size) {
    long bytes = PADDED(size) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V voltage = load(m + lookAhead + at);
        V rate = logistic(voltage), prediction = logistic(load(m + attenuation + at) * load(m + dendrite + at));
        store(m + b + at, voltage);
        store(m + old + at, load(m + r + at));
        store(m + r + at, rate);
        store(m + post + at, load(m + gain + at) * (rate - prediction));
    }
}

INLINE void highPass(char *m, long r, long old, long h, long seen, float decay, long size) {
    long bytes = PADDED(size) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V before = load(m + h + at);
        V after = madd(all(-decay), before, before + (load(m + r + at) - load(m + old + at)));
        store(m + seen + at, before);
        store(m + h + at, greater(all(0x1p-100f), magnitude(after), zero(), after));
    }
}

INLINE void multiply(char *m, long x, long y, long out, long size) {
    long bytes = PADDED(size) * 4;
    for (long at = 0; at < bytes; at += BYTES) store(m + out + at, load(m + x + at) * load(m + y + at));
}

INLINE void euler(char *m, long u, long lookAhead, V steady, float prospect, float step) {
    V before = load(m + u), distance = steady - before;
    store(m + lookAhead, madd(all(prospect), distance, before));
    store(m + u, madd(all(step), distance, before));
}

INLINE void soma(
        char *m, long u, long lookAhead, long dendrite, float dendriteGain, long nudge, float nudgeGain, float prospect, float step, long size) {
    long bytes = PADDED(size) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V drive = all(nudgeGain) * load(m + nudge + at);
        euler(m, u + at, lookAhead + at, madd(all(dendriteGain), load(m + dendrite + at), drive), prospect, step);
    }
}

INLINE void noisySoma(
        char *m, long u, long lookAhead, long dendrite, float dendriteGain, long nudge, long noise, float nudgeGain, float prospect, float step,
        long size) {
    long bytes = PADDED(size) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V drive = all(nudgeGain) * (load(m + nudge + at) + load(m + noise + at));
        euler(m, u + at, lookAhead + at, madd(all(dendriteGain), load(m + dendrite + at), drive), prospect, step);
    }
}

/* Threefry-2x32 with 20 rounds, of `count` vectors interleaved. */
INLINE void rounds(char *m, long plan, uint32_t step, long first, long second, long at, const int count) {
    VU k[4][3], x0[4], x1[4];
#pragma GCC unroll 4
    for (int v = 0; v < count; v++) {
        long from = at + v * BYTES, within = from & (PANEL - 1);
        const char *p = m + plan + 3 * (from - within) + within;
        k[v][0] = (VU) load(p + PANEL);
        k[v][1] = (VU) load(p + 2 * PANEL);
        k[v][2] = k[v][0] ^ k[v][1] ^ 0x1BD11BDAu;
        x0[v] = (VU) load(p) + k[v][0];
        x1[v] = k[v][1] + step;
    }
#define ROUND(left) _Pragma("GCC unroll 4") for (int v = 0; v < count; v++) { x0[v] += x1[v]; x1[v] = rotate(x1[v], left) ^ x0[v]; }
#define KEY(a, b, n) _Pragma("GCC unroll 4") for (int v = 0; v < count; v++) { x0[v] += k[v][a]; x1[v] += k[v][b] + n; }
    ROUND(13) ROUND(15) ROUND(26) ROUND(6) KEY(1, 2, 1u)
    ROUND(17) ROUND(29) ROUND(16) ROUND(24) KEY(2, 0, 2u)
    ROUND(13) ROUND(15) ROUND(26) ROUND(6) KEY(0, 1, 3u)
    ROUND(17) ROUND(29) ROUND(16) ROUND(24) KEY(1, 2, 4u)
    ROUND(13) ROUND(15) ROUND(26) ROUND(6) KEY(2, 0, 5u)
#undef ROUND
#undef KEY
#pragma GCC unroll 4
    for (int v = 0; v < count; v++) {
        store(m + first + at + v * BYTES, (V) x0[v]);
        store(m + second + at + v * BYTES, (V) x1[v]);
    }
}

INLINE void words(char *m, long plan, uint32_t step, long first, long second, long blocks) {
    long bytes = blocks * 4, at = 0;
    for (; at + 4 * BYTES <= bytes; at += 4 * BYTES) rounds(m, plan, step, first, second, at, 4);
    for (; at + 2 * BYTES <= bytes; at += 2 * BYTES) rounds(m, plan, step, first, second, at, 2);
    if (at < bytes) rounds(m, plan, step, first, second, at, 1);
}

/* sin(2 pi f) for |f| <= 1/4 */
INLINE V sine(V f) {
    V z = f * f;
    V p = madd(all(-0x1.d04c50p+3f), z, all(0x1.503718p+5f));
    p = madd(p, z, all(-0x1.32d214p+6f));
    p = madd(p, z, all(0x1.466bc6p+6f));
    p = madd(p, z, all(-0x1.4abbcep+5f));
    p = madd(p, z, all(-0x1.777a5cp-23f));
    return madd(f, all(0x1.921fb6p+2f), f * p);
}

/* Normal draws by the Box-Muller transform. */
INLINE void normals(char *m, long first, long second, long places, long draw, long blocks) {
    long bytes = blocks * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        VI word = (VI) ((VU) load(m + first + at) >> 8);
        VI bits = (VI) madd(floats(word), all(0x1p-24f), all(0x1p-25f));
        VI exponent = (bits - 0x3F3504F3) >> 23;
        V f = (V) (bits - (exponent << 23)) - all(1.f), e = floats(exponent), z = f * f;
        V p = madd(all(0x1.2c5732p-4f), f, all(-0x1.dd973ep-4f));
        p = madd(p, f, all(0x1.dc8e46p-4f));
        p = madd(p, f, all(-0x1.fbc4d2p-4f));
        p = madd(p, f, all(0x1.23dd1ap-3f));
        p = madd(p, f, all(-0x1.55625cp-3f));
        p = madd(p, f, all(0x1.999d36p-3f));
        p = madd(p, f, all(-0x1.ffffe6p-3f));
        p = madd(p, f, all(0x1.555554p-2f));
        V y = f * z * p;
        y = madd(e, all(-0x1.05c61p-29f), y);
        y = madd(all(-0.5f), z, y);
        V radius = root(all(-2.f) * madd(e, all(0x1.62e43p-1f), f + y));
        V turn = floats((VI) load(m + second + at) >> 8) * all(0x1p-24f), size = magnitude(turn);
        const I *place = (const I *) (m + places) + at / PANEL * 2;
        char *to = m + draw + (at & (PANEL - 1));
        store(to + place[0], radius * sine(all(0.25f) - size));
        if (place[1] >= 0) {
            V half = (V) ((VI) all(0.5f) ^ ((VI) turn & (int32_t) 0x80000000));
            store(to + place[1], radius * sine(greater(size, all(0.25f), half - turn, turn)));
        }
    }
}

INLINE void advanceNoise(char *m, long xi, long seen, long draw, long gain, float keep, long size) {
    long bytes = PADDED(size) * 4;
    for (long at = 0; at < bytes; at += BYTES) {
        V old = load(m + xi + at);
        store(m + seen + at, old);
        store(m + xi + at, madd(all(keep), old, load(m + gain + at) * load(m + draw + at)));
    }
}
