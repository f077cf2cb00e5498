/*
 * The step of a circuit as a programmer in C writes it: plain loops, left to the compiler and its vector library, with sizes known when it is compiled.
 *
 *   cc -O3 -march=native -ffast-math -DLAYERS=4,30,3 -DAREAS=2 -DREPLICAS=16 circuit.c -lm
 *
 * A contender of run.py; arguments: the folder of the case, the folder for results.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N = AREAS, R = REPLICAS, MOST = N + 2 };
static const int n[] = {LAYERS};

static float *W[MOST], *L[MOST], *WI[MOST], *B[MOST], *BI[MOST];
static float *u[MOST], *e[MOST], *r[MOST], *old[MOST], *post[MOST], *vbas[MOST], *vapi[MOST], *xi[MOST], *seen[MOST], *high[MOST];
static float *uI[MOST], *eI[MOST], *rI[MOST], *oldI[MOST], *postI[MOST], *vden[MOST], *y, *scratch;
static uint32_t *seeds;
static float etaW, etaB, etaWI, etaBI, scale, alpha, tauLO;

static float *floats(long count, float value) {
    float *x = aligned_alloc(64, (count * sizeof(float) + 63) & -64L);
    for (long i = 0; i < count; i++) x[i] = value;
    return x;
}

static inline float sigmoid(float x) { return 1 / (1 + expf(-x)); }

/* out = w x, or out += w x; a matrix is [inputs][outputs][R]. */
static inline void multiply(float *restrict out, const float *restrict w, const float *restrict x, int inputs, int outputs, int add) {
    if (!add) memset(out, 0, sizeof(float) * outputs * R);
    for (int j = 0; j < inputs; j++) {
#if REPLICAS == 1
        float rate = x[j];
        for (int i = 0; i < outputs; i++) out[i] += w[j * outputs + i] * rate;
#else
        for (int i = 0; i < outputs; i++)
            for (int k = 0; k < R; k++) out[i * R + k] += w[(j * outputs + i) * R + k] * x[j * R + k];
#endif
    }
}

static inline void learn(float *restrict w, const float *restrict y, const float *restrict x, float eta, int inputs, int outputs) {
    for (int j = 0; j < inputs; j++)
        for (int i = 0; i < outputs; i++)
            for (int k = 0; k < R; k++) w[(j * outputs + i) * R + k] += eta * y[i * R + k] * x[j * R + k];
}

static inline void learnFiltered(float *restrict w, float *restrict low, const float *restrict y, const float *restrict x, float eta, float rate,
        int inputs, int outputs) {
    for (int j = 0; j < inputs; j++)
        for (int i = 0; i < outputs; i++)
            for (int k = 0; k < R; k++) {
                long at = (j * outputs + i) * R + k;
                low[at] += rate * (eta * y[i * R + k] * x[j * R + k] - low[at]);
                w[at] += low[at];
            }
}

static inline void align(float *restrict b, const float *restrict noise, const float *restrict h, float eta, int inputs, int outputs) {
    for (int j = 0; j < inputs; j++)
        for (int i = 0; i < outputs; i++)
            for (int k = 0; k < R; k++) {
                long at = (j * outputs + i) * R + k;
                b[at] += eta * (noise[i * R + k] * h[j * R + k] - alpha * b[at]);
            }
}

static inline uint32_t next(uint32_t *state) {
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

static inline float normal(uint32_t *first, uint32_t *second) {
    float a = ((next(first) >> 8) + 1) * 0x1p-24f, b = (next(second) >> 8) * 0x1p-24f;
    return sqrtf(-2 * logf(a)) * cosf(6.2831853f * b);
}

/* One step; draws of all hidden areas of one replica after the other, or none to draw here. */
static void step(const float *draws) {
    const float gl = .03f, gb = .1f, ga = .06f, gd = .1f, gn = .06f, gt = .06f, dt = .01f, tauHP = .1f, tauXi = .1f;
    const float tauI = 1 / (gl + gd + gn), kI = gd / (gl + gd);
    int hidden = 0;
    for (int l = 1; l < N; l++) hidden += n[l];
    for (int l = 1; l <= N; l++) {
        float k = l < N ? gb / (gl + gb + ga) : gb / (gl + gb);
        for (int i = 0; i < n[l] * R; i++) {
            float rate = sigmoid(e[l][i]);
            old[l][i] = r[l][i];
            r[l][i] = rate;
            post[l][i] = rate - sigmoid(k * vbas[l][i]);
        }
    }
    for (int l = 1; l < N; l++)
        for (int i = 0; i < n[l + 1] * R; i++) {
            float rate = sigmoid(eI[l][i]);
            oldI[l][i] = rI[l][i];
            rI[l][i] = rate;
            postI[l][i] = rate - sigmoid(kI * vden[l][i]);
        }
    long first = 0;
    for (int l = 1; l < N; l++) {
        int size = n[l] * R;
        memcpy(seen[l], xi[l], sizeof(float) * size);
        if (draws) {
            for (int i = 0; i < n[l]; i++)
                for (int k = 0; k < R; k++) scratch[i * R + k] = draws[(long) k * hidden + first + i];
        } else {
            for (int i = 0; i < size; i++) scratch[i] = normal(seeds + first * R + i, seeds + (hidden + first) * R + i);
        }
        float gain = sqrtf(dt * tauXi) * scale;
        for (int i = 0; i < size; i++) xi[l][i] += (gain * scratch[i] - dt * xi[l][i]) / tauXi;
        first += n[l];
    }
    for (int l = 1; l < N; l++) {
        float *before = scratch;
        memcpy(before, vapi[l], sizeof(float) * n[l] * R);
        multiply(vapi[l], B[l], r[l + 1], n[l + 1], n[l], 0);
        multiply(vapi[l], BI[l], rI[l], n[l + 1], n[l], 1);
        learn(BI[l], before, oldI[l], -dt * etaBI, n[l + 1], n[l]);
        align(B[l], xi[l], high[l + 1], dt * etaB, n[l + 1], n[l]);
        multiply(vden[l], WI[l], r[l], n[l], n[l + 1], 0);
        learn(WI[l], postI[l], old[l], dt * etaWI, n[l], n[l + 1]);
    }
    for (int l = 1; l <= N; l++) {
        multiply(vbas[l], W[l], r[l - 1], n[l - 1], n[l], 0);
        learnFiltered(W[l], L[l], post[l], old[l - 1], dt * etaW, dt / tauLO, n[l - 1], n[l]);
    }
    for (int l = 1; l < N; l++)
        for (int i = 0; i < n[l + 1] * R; i++) {
            eI[l][i] = tauI * (gd * vden[l][i] + gn * e[l + 1][i]);
            uI[l][i] += dt / tauI * (eI[l][i] - uI[l][i]);
        }
    for (int l = 1; l < N; l++) {
        float tau = 1 / (gl + gb + ga);
        for (int i = 0; i < n[l] * R; i++) {
            e[l][i] = tau * (gb * vbas[l][i] + ga * (vapi[l][i] + seen[l][i]));
            u[l][i] += dt / tau * (e[l][i] - u[l][i]);
        }
    }
    float tau = 1 / (gl + gb + gt);
    for (int i = 0; i < n[N] * R; i++) {
        e[N][i] = tau * (gb * vbas[N][i] + gt * y[i]);
        u[N][i] += dt / tau * (e[N][i] - u[N][i]);
    }
    for (int l = 1; l <= N; l++)
        for (int i = 0; i < n[l] * R; i++) high[l][i] += (r[l][i] - old[l][i]) - dt / tauHP * high[l][i];
    memcpy(old[0], r[0], sizeof(float) * n[0] * R);
}

static char *folder;

static float *file(const char *name, long *count) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.f32", folder, name);
    FILE *in = fopen(path, "rb");
    if (!in) { perror(path); exit(1); }
    fseek(in, 0, SEEK_END);
    *count = ftell(in) / 4;
    rewind(in);
    float *values = malloc(*count * 4);
    if (fread(values, 4, *count, in) != (size_t) *count) exit(1);
    fclose(in);
    return values;
}

/* Matrices of the files are [R][outputs][inputs]. */
static void exchange(float *w, const char *kind, int l, int inputs, int outputs, const char *out) {
    char name[4096];
    long count = (long) R * inputs * outputs;
    snprintf(name, sizeof name, "start_%s%d", kind, l);
    float *values = out ? malloc(count * 4) : file(name, &count);
    for (int k = 0; k < R; k++)
        for (int i = 0; i < outputs; i++)
            for (int j = 0; j < inputs; j++) {
                float *mine = w + ((long) j * outputs + i) * R + k, *theirs = values + ((long) k * outputs + i) * inputs + j;
                if (out) *theirs = *mine; else *mine = *theirs;
            }
    if (out) {
        snprintf(name, sizeof name, "%s/end_%s%d.f32", out, kind, l);
        FILE *to = fopen(name, "wb");
        if (!to || fwrite(values, 4, count, to) != (size_t) count) exit(1);
        fclose(to);
    }
    free(values);
}

static void weights(const char *out) {
    for (int l = 1; l <= N; l++) exchange(W[l], "W", l, n[l - 1], n[l], out);
    for (int l = 1; l < N; l++) {
        exchange(WI[l], "WI", l, n[l], n[l + 1], out);
        exchange(B[l], "B", l, n[l + 1], n[l], out);
        exchange(BI[l], "BI", l, n[l + 1], n[l], out);
    }
}

static void allocate(void) {
    long most = 1;
    for (int l = 0; l <= N; l++) {
        long size = (long) n[l] * R;
        if (size > most) most = size;
        r[l] = floats(size, l ? .5f : 0);
        old[l] = floats(size, 0);
        u[l] = floats(size, 0); e[l] = floats(size, 0); post[l] = floats(size, 0); vbas[l] = floats(size, 0); vapi[l] = floats(size, 0);
        xi[l] = floats(size, 0); seen[l] = floats(size, 0); high[l] = floats(size, .5f);
        if (l) { W[l] = floats(size * n[l - 1], 0); L[l] = floats(size * n[l - 1], 0); }
        if (l && l < N) {
            long above = (long) n[l + 1] * R;
            uI[l] = floats(above, 0); eI[l] = floats(above, 0); rI[l] = floats(above, .5f); oldI[l] = floats(above, 0); postI[l] = floats(above, 0);
            vden[l] = floats(above, 0);
            WI[l] = floats(above * n[l], 0); B[l] = floats(above * n[l], 0); BI[l] = floats(above * n[l], 0);
        }
    }
    scratch = floats(most, 0);
    y = floats((long) n[N] * R, .1f);
    long hidden = 0;
    for (int l = 1; l < N; l++) hidden += (long) n[l] * R;
    seeds = malloc(2 * hidden * sizeof *seeds);
    for (long i = 0; i < 2 * hidden; i++) seeds[i] = (uint32_t) (i * 2654435761u) | 1;
}

static void numbers(const char *key) {
    char path[4096], line[4096];
    snprintf(path, sizeof path, "%s/case.txt", folder);
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in))
        if (!strncmp(line, key, strlen(key)))
            sscanf(line + strlen(key), "%f %f %f %f %f %f %f", &etaW, &etaB, &etaWI, &etaBI, &scale, &alpha, &tauLO);
    if (in) fclose(in);
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    folder = arguments[1];
    allocate();
    weights(0);
    long drawn, shown, known;
    float *draws = file("draws", &drawn), *check = file("check_inputs", &shown), *inputs = file("inputs", &known);
    long presentations = shown / (n[0] * R), each = drawn / (presentations * 100), rows = known / n[0];
    numbers("check ");
    for (long s = 0; s < presentations * 100; s++) {
        if (s % 100 == 0)
            for (int k = 0; k < R; k++)
                for (int i = 0; i < n[0]; i++) r[0][i * R + k] = check[(s / 100 * R + k) * n[0] + i];
        step(draws + s * each);
    }
    weights(arguments[2]);
    numbers("run ");
    allocate();
    weights(0);
    printf("ready cc %s\n", __VERSION__);
    fflush(stdout);
    char line[256];
    long presented = 0;
    while (fgets(line, sizeof line, stdin)) {
        long units = atol(line + 4);
        struct timespec a, b;
        clock_gettime(CLOCK_MONOTONIC, &a);
        for (long p = 0; p < units; p++, presented++) {
            for (int k = 0; k < R; k++)
                for (int i = 0; i < n[0]; i++) r[0][i * R + k] = inputs[(presented + k) % rows * n[0] + i];
            for (int s = 0; s < 100; s++) step(0);
        }
        clock_gettime(CLOCK_MONOTONIC, &b);
        printf("%f\n", (b.tv_sec - a.tv_sec) * 1e6 + (b.tv_nsec - a.tv_nsec) * 1e-3);
        fflush(stdout);
    }
}
