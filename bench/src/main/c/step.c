/*
 * One step of PAL in which everything learns, as org.pal4j.circuit.CircuitStep composes it: logistic neurons, layered areas, Ornstein-Uhlenbeck noise
 * from the counter-based generator, low-passed updates, a high-pass, the plain regularizer. For a single network, or for 16 replicas in the lanes.
 *
 * The state is the block of the Java program (or a copy of it); the fields below say where its regions are. A presentation of the same length leaves the
 * same bits in all of the block.
 */
#include <string.h>

#include "kernels.h"

#define MOST 8

typedef struct {
    /* Byte offsets of regions. */
    int64_t lookAhead, dendrite, attenuation, gain, u, b, r, rOld, post, high, highSeen, apical, apicalPost, apicalGain, noise, noiseSeen, noiseGain,
            draw, firstWords, secondWords, noisePlan, noisePlaces, input, inputOld, inputSeen, target, clampedProduct, clampedLow, clampedSum,
            clampedStep, clamped, clampedSquare, clampedCross, zeros;
    int64_t allFloats, pyramidalFloats, hiddenFloats, blocks, areas, clamps;
    /* Sizes of areas 0 to N of one replica; byte offsets of P_l (l = 0 is not there) and of the interneurons within a region of all neurons. */
    int64_t size[MOST], pyramidal[MOST], interneuron[MOST];
    /* Byte offsets of matrices, from area 1 on, and of the rates and alphas of replicas. */
    int64_t forward[MOST], low[MOST], toInter[MOST], feedback[MOST], residual[MOST], fromInter[MOST], alignRate[MOST], alignAlpha[MOST];
    int64_t step, starts, learned;
    double sum, power, decay;
    float keep, lowPassRate, highPassRate, prospect, noiseKeep;
    float interDendrite, interNudge, interStep, basal, nudge, hiddenStep, outBasal, outNudge, outStep;
    float rate[MOST], alpha[MOST];
} Net;

/* x . y in the order of a product with one output; for replicas, spread values are a matrix with one row. */
INLINE void dot(char *m, const Net *n, long x, long y, long out, int wide) {
    long inputs = n->size[0];
    if (wide) {
        product(m, x, y, out, inputs, 16, 0, 1);
        return;
    }
    float s[4] = {0, 0, 0, 0};
    long i = 0;
    for (; i < inputs - 3; i += 4)
        for (int k = 0; k < 4; k++) s[k] = __builtin_fmaf(get(m + x, i + k), get(m + y, i + k), s[k]);
    float sum = (s[0] + s[1]) + (s[2] + s[3]);
    for (; i < inputs; i++) sum = __builtin_fmaf(get(m + x, i), get(m + y, i), sum);
    for (int k = 0; k < 16; k++) set(m + out, k, sum);
}

INLINE void countUpdate(Net *n) {
    n->power *= n->decay;
    n->sum += n->power;
    n->learned = 1;
}

/* The first step of a presentation: the update of this step still has the previous input. */
INLINE void start(char *m, Net *n, int wide) {
    const long lanes = wide ? 16 : 1, rows = n->size[1] * lanes, inputs = n->size[0];
    dot(m, n, n->clamped, n->input, n->clampedCross, wide);
    clampedAdvance(m, n->clampedSum, n->clampedStep, n->post, n->keep, n->lowPassRate, rows);
    countUpdate(n);
    writeBack(m, n->forward[0], n->low[0], n->clamped, n->input, n->clampedSum, n->clampedStep, n->clampedProduct, n->clampedLow, inputs, rows,
            (float) n->sum, (float) n->power, wide);
    clampedProduct(m, n->clampedProduct, n->clampedLow, n->clampedSum, -1.f, n->zeros, n->dendrite, rows);
    memcpy(m + n->inputSeen, m + n->clamped, 4 * inputs * lanes);
    memcpy(m + n->clamped, m + n->input, 4 * inputs * lanes);
    dot(m, n, n->clamped, n->clamped, n->clampedSquare, wide);
    memset(m + n->clampedSum, 0, 4 * rows);
    memset(m + n->clampedStep, 0, 4 * rows);
    n->sum = 0;
    n->power = 1;
    n->learned = 0;
    n->starts = 0;
}

INLINE void basal(char *m, Net *n, int wide) {
    const long lanes = wide ? 16 : 1, rows = n->size[1] * lanes;
    if (!n->clamps) {
        pass(m, n->forward[0], n->low[0], n->input, n->inputOld, n->post, n->dendrite, n->size[0], rows, 0, wide, lowPassed, 0, 0, n->lowPassRate, 0);
    } else if (n->starts) {
        start(m, n, wide);
    } else {
        clampedStep(m, n->clampedProduct, n->clampedLow, n->clampedSum, n->clampedStep, (float) n->sum, n->clampedSquare, n->post, n->keep,
                n->lowPassRate, n->dendrite, rows);
        countUpdate(n);
    }
    for (long l = 2; l <= n->areas; l++) {
        long from = n->pyramidal[l - 1], to = n->pyramidal[l];
        pass(m, n->forward[l - 1], n->low[l - 1], n->r + from, n->rOld + from, n->post + to, n->dendrite + to, n->size[l - 1], n->size[l] * lanes, 0,
                wide, lowPassed, 0, 0, n->lowPassRate, 0);
    }
}

INLINE void step(char *m, Net *n, int wide) {
    const long lanes = wide ? 16 : 1, areas = n->areas;
    respondLogistic(m, n->lookAhead, n->dendrite, n->attenuation, n->gain, n->b, n->r, n->rOld, n->post, n->allFloats);
    highPass(m, n->r, n->rOld, n->high, n->highSeen, n->highPassRate, n->pyramidalFloats);
    multiply(m, n->apical, n->apicalGain, n->apicalPost, n->hiddenFloats);
    words(m, n->noisePlan, (uint32_t) n->step, n->firstWords, n->secondWords, n->blocks);
    normals(m, n->firstWords, n->secondWords, n->noisePlaces, n->draw, n->blocks);
    advanceNoise(m, n->noise, n->noiseSeen, n->draw, n->noiseGain, n->noiseKeep, n->hiddenFloats);
    for (long l = 1; l < areas; l++) {
        long own = n->pyramidal[l], above = n->pyramidal[l + 1], inter = n->interneuron[l - 1], inputs = n->size[l + 1], rows = n->size[l] * lanes;
        pass(m, n->feedback[l - 1], n->residual[l - 1], n->r + above, n->highSeen + above, n->noise + own, n->apical + own, inputs, rows, 0, wide,
                aligned, wide ? n->alignRate[l - 1] : 0, wide ? n->alignAlpha[l - 1] : 0, n->rate[l - 1], n->alpha[l - 1]);
        pass(m, n->fromInter[l - 1], n->fromInter[l - 1], n->r + inter, n->rOld + inter, n->apicalPost + own, n->apical + own, inputs, rows, 1, wide,
                plain, 0, 0, 0, 0);
    }
    for (long k = 0; k < areas - 1; k++) {
        long from = n->pyramidal[k + 1], own = n->interneuron[k];
        pass(m, n->toInter[k], n->toInter[k], n->r + from, n->rOld + from, n->post + own, n->dendrite + own, n->size[k + 1], n->size[k + 2] * lanes, 0,
                wide, plain, 0, 0, 0, 0);
    }
    basal(m, n, wide);
    if (areas > 1) {
        long inter = n->interneuron[0];
        soma(m, n->u + inter, n->lookAhead + inter, n->dendrite + inter, n->interDendrite, n->b + n->pyramidal[2], n->interNudge, n->prospect,
                n->interStep, n->allFloats - n->pyramidalFloats);
        noisySoma(m, n->u, n->lookAhead, n->dendrite, n->basal, n->apical, n->noiseSeen, n->nudge, n->prospect, n->hiddenStep, n->hiddenFloats);
    }
    long out = n->pyramidal[areas];
    soma(m, n->u + out, n->lookAhead + out, n->dendrite + out, n->outBasal, n->target, n->outNudge, n->prospect, n->outStep,
            n->size[areas] * lanes);
    if (!n->clamps) {
        memcpy(m + n->inputSeen, m + n->inputOld, 4 * n->size[0] * lanes);
        memcpy(m + n->inputOld, m + n->input, 4 * n->size[0] * lanes);
    }
    n->step++;
}

/* Steps of a new presentation of what stands at the input. */
void pal_present(char *m, Net *n, long steps) {
    n->starts = 1;
    for (long k = 0; k < steps; k++) step(m, n, 0);
}

/* The same of 16 replicas. */
void pal_present16(char *m, Net *n, long steps) {
    n->starts = 1;
    for (long k = 0; k < steps; k++) step(m, n, 1);
}

/* The size of Net in bytes: Java writes its fields one after the other. */
long pal_net_bytes(void) { return sizeof(Net); }
