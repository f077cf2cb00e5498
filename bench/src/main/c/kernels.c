/* The kernels by themselves, for the foreign-function interface: offsets in bytes from m, as in Java. */
#include "kernels.h"
#include "batches.h"

void pal_product(char *m, long w, long pre, long out, long inputs, long outputs, int add) {
    product(m, w, pre, out, inputs, outputs, add, 0);
}

void pal_update(char *m, long w, long pre, long trace, long post, long out, long inputs, long outputs, int add) {
    pass(m, w, w, pre, trace, post, out, inputs, outputs, add, 0, plain, 0, 0, 0, 0);
}

void pal_low_pass_update(char *m, long w, long low, long pre, long trace, long post, long out, long inputs, long outputs, float rate) {
    pass(m, w, low, pre, trace, post, out, inputs, outputs, 0, 0, lowPassed, 0, 0, rate, 0);
}

void pal_align(
        char *m, long w, long residual, long pre, long high, long noise, long out, long inputs, long outputs, float rate, float alpha, int add) {
    pass(m, w, residual, pre, high, noise, out, inputs, outputs, add, 0, aligned, 0, 0, rate, alpha);
}

void pal_write_back(
        char *m, long w, long low, long x, long y, long c, long d, long p, long q, long inputs, long outputs, float s, float power) {
    writeBack(m, w, low, x, y, c, d, p, q, inputs, outputs, s, power, 0);
}

void pal_clamped_step(
        char *m, long p, long q, long c, long d, float s, long square, long post, float keep, float rate, long out, long outputs) {
    clampedStep(m, p, q, c, d, s, square, post, keep, rate, out, outputs);
}

void pal_product16(char *m, long w, long pre, long out, long inputs, long outputs, int add) {
    product(m, w, pre, out, inputs, outputs, add, 1);
}

void pal_update16(char *m, long w, long pre, long trace, long post, long out, long inputs, long outputs, int add) {
    pass(m, w, w, pre, trace, post, out, inputs, outputs, add, 1, plain, 0, 0, 0, 0);
}

void pal_low_pass_update16(char *m, long w, long low, long pre, long trace, long post, long out, long inputs, long outputs, float rate) {
    pass(m, w, low, pre, trace, post, out, inputs, outputs, 0, 1, lowPassed, 0, 0, rate, 0);
}

void pal_align16(
        char *m, long w, long residual, long pre, long high, long noise, long out, long inputs, long outputs, long rate, long alpha, int add) {
    pass(m, w, residual, pre, high, noise, out, inputs, outputs, add, 1, aligned, rate, alpha, 0, 0);
}

void pal_respond_logistic(
        char *m, long lookAhead, long dendrite, long attenuation, long gain, long b, long r, long old, long post, long size) {
    respondLogistic(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size);
}

void pal_high_pass(char *m, long r, long old, long h, long seen, float decay, long size) { highPass(m, r, old, h, seen, decay, size); }

void pal_noisy_soma(
        char *m, long u, long lookAhead, long dendrite, float dendriteGain, long nudge, long noise, float nudgeGain, float prospect, float step,
        long size) {
    noisySoma(m, u, lookAhead, dendrite, dendriteGain, nudge, noise, nudgeGain, prospect, step, size);
}

void pal_words(char *m, long plan, long step, long first, long second, long blocks) { words(m, plan, (uint32_t) step, first, second, blocks); }

void pal_normals(char *m, long first, long second, long places, long draw, long blocks) { normals(m, first, second, places, draw, blocks); }

void pal_batch_product(char *m, long w, long panel, long table, long steps, long x, long out, long stride, long rows) {
    batchProduct(m, w, panel, table, steps, x, out, stride, rows);
}

void pal_batch_transposed(char *m, long w, long panel, long steps, long x, long out, long rows) {
    batchTransposed(m, w, panel, steps, x, out, rows);
}

void pal_batch_update(
        char *m, long x, long block, long e, long ePanel, long samples, long w, long wPanel, long steps, long panels, float gain, float decay) {
    batchUpdate(m, x, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
}
