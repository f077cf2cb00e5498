/* The products and updates of batches of 32 samples of rate networks: every sum is one chain of fma over ascending steps. */
#pragma once

#include "lanes.h"

#define ROW 128
#define PAIR (2 * BYTES)

/* `rows` outputs for two vectors of samples; weights of a step lie `apart` bytes apart for the rows, and steps are addressed by `WEIGHT`. */
INLINE void someRows(const char *w, const I *table, long steps, const char *x, char *out, long stride, const int rows) {
    V a[8], b[8];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) a[r] = b[r] = zero();
    for (long s = 0; s < steps; s++) {
        const char *row = x + table[s];
        V x0 = load(row), x1 = load(row + BYTES);
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            V weight = all(get(w + PANEL * s, r));
            a[r] = madd(x0, weight, a[r]);
            b[r] = madd(x1, weight, b[r]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        store(out + r * stride, a[r]);
        store(out + r * stride + BYTES, b[r]);
    }
}

INLINE void batchProduct(char *m, long w, long panel, long table, long steps, long x, long out, long stride, long rows) {
    const I *rowsOfSteps = (const I *) (m + table);
    for (long r = 0; r < rows;) {
        const char *weights = m + w + (r >> 4) * panel + ((r & 15) << 2);
        long left = rows - r;
        for (long pair = 0; pair < ROW; pair += PAIR) {
            char *to = m + out + r * stride + pair;
            const char *from = m + x + pair;
            if (left >= 8) someRows(weights, rowsOfSteps, steps, from, to, stride, 8);
            else if (left >= 4) someRows(weights, rowsOfSteps, steps, from, to, stride, 4);
            else someRows(weights, rowsOfSteps, steps, from, to, stride, 1);
        }
        r += left >= 8 ? 8 : left >= 4 ? 4 : 1;
    }
}

INLINE void someInputs(const char *w, long panel, long steps, const char *x, char *out, const int rows) {
    V a[8], b[8];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) a[r] = b[r] = zero();
    for (long first = 0; first < steps; first += 16) {
        const char *weights = w + (first >> 4) * panel;
        long count = steps - first < 16 ? steps - first : 16;
        for (long s = 0; s < count; s++) {
            V x0 = load(x + (first + s) * ROW), x1 = load(x + (first + s) * ROW + BYTES);
#pragma GCC unroll 8
            for (int r = 0; r < rows; r++) {
                V weight = all(get(weights + r * PANEL, s));
                a[r] = madd(x0, weight, a[r]);
                b[r] = madd(x1, weight, b[r]);
            }
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        store(out + r * ROW, a[r]);
        store(out + r * ROW + BYTES, b[r]);
    }
}

INLINE void batchTransposed(char *m, long w, long panel, long steps, long x, long out, long rows) {
    for (long r = 0; r < rows;) {
        int many = rows - r >= 8;
        for (long pair = 0; pair < ROW; pair += PAIR) {
            char *to = m + out + r * ROW + pair;
            if (many) someInputs(m + w + r * PANEL, panel, steps, m + x + pair, to, 8);
            else someInputs(m + w + r * PANEL, panel, steps, m + x + pair, to, 1);
        }
        r += many ? 8 : 1;
    }
}

/* The updates of `rows` steps for `vectors` vectors of outputs. */
INLINE void someUpdates(
        const char *e, long ePanel, const char *x, long samples, char *w, long wPanel, long from, const int rows, const int vectors, float gain,
        float decay) {
    V sum[4][4];
#define AT(start, panel, v) ((start) + ((from + (v)) * BYTES / PANEL) * (panel) + ((from + (v)) * BYTES & (PANEL - 1)))
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) sum[r][v] = zero();
    for (long n = 0; n < samples; n++) {
        V error[4];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) error[v] = load(AT(e, ePanel, v) + n * PANEL);
#pragma GCC unroll 4
        for (int r = 0; r < rows; r++) {
            V rate = all(get(x + r * ROW, n));
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) sum[r][v] = madd(error[v], rate, sum[r][v]);
        }
    }
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
            char *at = AT(w, wPanel, v) + r * PANEL;
            V old = load(at);
            store(at, old + madd(all(-decay), old, all(gain) * sum[r][v]));
        }
#undef AT
}

INLINE void batchUpdate(
        char *m, long x, long block, long e, long ePanel, long samples, long w, long wPanel, long steps, long panels, float gain, float decay) {
    long vectors = panels * PANEL / BYTES;
    for (long v = 0; v < vectors;) {
        int four = v + 4 <= vectors;
        for (long k = 0; k < steps;) {
            int many = k + 4 <= steps;
            for (long first = 0; first < samples; first += 32) {
                long count = samples - first < 32 ? samples - first : 32;
                const char *errors = m + e + first * PANEL, *rates = m + x + first / 32 * block + k * ROW;
                char *weights = m + w + k * PANEL;
                float less = first == 0 ? decay : 0.f;
                if (four && many) someUpdates(errors, ePanel, rates, count, weights, wPanel, v, 4, 4, gain, less);
                else if (four) someUpdates(errors, ePanel, rates, count, weights, wPanel, v, 1, 4, gain, less);
                else if (many) someUpdates(errors, ePanel, rates, count, weights, wPanel, v, 4, 1, gain, less);
                else someUpdates(errors, ePanel, rates, count, weights, wPanel, v, 1, 1, gain, less);
            }
            k += many ? 4 : 1;
        }
        v += four ? 4 : 1;
    }
}
