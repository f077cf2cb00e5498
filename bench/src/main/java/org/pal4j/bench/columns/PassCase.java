package org.pal4j.bench.columns;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.pal4j.kernel.Clamped;
import org.pal4j.kernel.Synapses;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;

/** Passes over the matrix of a single network. */
final class PassCase extends Case {
    /** What is done in the pass. */
    enum Kind {
        PRODUCT, UPDATE, LOW_PASS, ALIGN, WRITE_BACK
    }

    private static final float RATE = 1e-4f;
    private static final float ALPHA = 1e-3f;
    private static final float SUM = 0.5f;
    private static final float POWER = 0.99f;

    private final int inputs;
    private final int outputs;
    private final Block.Plan plan = new Block.Plan();
    private final int w;
    private final int low;
    private final int pre;
    private final int trace;
    private final int post;
    private final int step;
    private final int out;
    private final int other;
    private final Twins twins;
    private final float[][] plainW;
    private final float[][] plainLow;
    private final float[] plainPre;
    private final float[] plainTrace;
    private final float[] plainPost;
    private final float[] plainStep;
    private final float[] plainOut;
    private final float[] plainOther;
    private final float[][] sums;
    private FloatPointer blasW;
    private FloatPointer blasLow;
    private FloatPointer blasPre;
    private FloatPointer blasTrace;
    private FloatPointer blasPost;
    private FloatPointer blasOut;

    PassCase(Kind kind, int inputs, int outputs, long seed) {
        super(1);
        this.inputs = inputs;
        this.outputs = outputs;
        w = plan.matrix("w", outputs, inputs);
        low = plan.matrix("low", outputs, inputs);
        pre = plan.vector("pre", inputs);
        trace = plan.vector("trace", inputs);
        post = plan.vector("post", outputs);
        step = plan.vector("step", outputs);
        out = plan.vector("out", outputs);
        other = plan.vector("other", outputs);
        twins = new Twins(plan.bytes(), seed);
        plainW = twins.rows(w, inputs, outputs);
        plainLow = twins.rows(low, inputs, outputs);
        plainPre = twins.floats(pre, inputs);
        plainTrace = twins.floats(trace, inputs);
        int padded = Lanes.padded(outputs);
        plainPost = twins.floats(post, padded);
        plainStep = twins.floats(step, padded);
        plainOut = twins.floats(out, padded);
        plainOther = twins.floats(other, padded);
        sums = new float[4][padded];
        addVector(kind);
        addPlain(kind);
        if (Native.fault().isEmpty()) {
            addNative(kind);
        }
        if (kind == Kind.PRODUCT || kind == Kind.LOW_PASS) {
            addBlas(kind);
        }
    }

    private void addVector(Kind kind) {
        add(Column.VECTOR, switch (kind) {
            case PRODUCT -> () -> Synapses.product(twins.m, w, pre, out, inputs, outputs, false);
            case UPDATE -> () -> Synapses.productAndUpdate(twins.m, w, pre, trace, post, out, inputs, outputs, true);
            case LOW_PASS -> () -> Synapses.productAndLowPassUpdate(twins.m, w, low, pre, trace, post, out, inputs, outputs, RATE);
            case ALIGN -> () -> Synapses.productAndAlign(twins.m, w, low, pre, trace, post, out, inputs, outputs, RATE, ALPHA, false);
            case WRITE_BACK -> () -> Clamped.writeBack(twins.m, w, low, pre, trace, post, step, out, other, inputs, outputs, SUM, POWER);
        });
    }

    private void addNative(Kind kind) {
        add(Column.C, switch (kind) {
            case PRODUCT -> () -> Native.product(twins.n, w, pre, out, inputs, outputs, false);
            case UPDATE -> () -> Native.update(twins.n, w, pre, trace, post, out, inputs, outputs, true);
            case LOW_PASS -> () -> Native.lowPassUpdate(twins.n, w, low, pre, trace, post, out, inputs, outputs, RATE);
            case ALIGN -> () -> Native.align(twins.n, w, low, pre, trace, post, out, inputs, outputs, RATE, ALPHA, false);
            case WRITE_BACK -> () -> Native.writeBack(twins.n, w, low, pre, trace, post, step, out, other, inputs, outputs, SUM, POWER);
        });
    }

    private void addPlain(Kind kind) {
        add(Column.PLAIN, switch (kind) {
            case PRODUCT -> () -> PlainLoops.product(plainW, plainPre, plainOut, sums, false, false);
            case UPDATE -> () -> {
                PlainLoops.product(plainW, plainPre, plainOut, sums, true, false);
                for (int i = 0; i < inputs; i++) {
                    PlainLoops.update(plainW[i], plainPost, plainTrace[i]);
                }
            };
            case LOW_PASS -> () -> {
                PlainLoops.product(plainW, plainPre, plainOut, sums, false, false);
                for (int i = 0; i < inputs; i++) {
                    PlainLoops.lowPassUpdate(plainW[i], plainLow[i], plainPost, plainTrace[i], RATE);
                }
            };
            case ALIGN -> () -> {
                PlainLoops.product(plainW, plainPre, plainOut, sums, false, false);
                for (int i = 0; i < inputs; i++) {
                    PlainLoops.align(plainW[i], plainLow[i], plainPost, plainTrace[i], RATE, ALPHA);
                }
            };
            case WRITE_BACK -> () -> {
                for (int i = 0; i < inputs; i++) {
                    PlainLoops.settle(plainW[i], plainLow[i], plainPost, plainStep, plainPre[i], SUM, POWER);
                }
                PlainLoops.product(plainW, plainTrace, plainOut, sums, false, false);
                PlainLoops.product(plainLow, plainTrace, plainOther, sums, false, false);
            };
        });
    }

    private void addBlas(Kind kind) {
        openblas.blas_set_num_threads(1);
        blasW = flat(plainW);
        blasLow = flat(plainLow);
        blasPre = new FloatPointer(plainPre);
        blasTrace = new FloatPointer(plainTrace);
        blasPost = new FloatPointer(plainPost);
        blasOut = new FloatPointer(outputs);
        Runnable product = () -> openblas.cblas_sgemv(openblas.CblasColMajor, openblas.CblasNoTrans, outputs, inputs, 1f, blasW, outputs, blasPre, 1,
                0f, blasOut, 1);
        // For the update four passes: W x, low = (1 - a) low, low += a post trace^T, W += low.
        add(Column.BLAS, kind == Kind.PRODUCT ? product : () -> {
            product.run();
            openblas.cblas_sscal(inputs * outputs, 1 - RATE, blasLow, 1);
            openblas.cblas_sger(openblas.CblasColMajor, outputs, inputs, RATE, blasPost, 1, blasTrace, 1, blasLow, outputs);
            openblas.cblas_saxpy(inputs * outputs, 1f, blasLow, 1, blasW, 1);
        });
    }

    private FloatPointer flat(float[][] rows) {
        float[] values = new float[inputs * outputs];
        for (int i = 0; i < inputs; i++) {
            System.arraycopy(rows[i], 0, values, i * outputs, outputs);
        }
        return new FloatPointer(values);
    }

    @Override
    public Optional<String> difference() {
        return (Native.fault().isEmpty() ? twins.blocks() : Optional.<String>empty())
                .or(() -> twins.vector("output", out, plainOut)).or(() -> twins.vector("second output", other, plainOther))
                .or(() -> twins.matrix("weight", w, plainW)).or(() -> twins.matrix("second weight", low, plainLow)).or(this::ofBlas);
    }

    private Optional<String> ofBlas() {
        if (blasOut == null) {
            return Optional.empty();
        }
        float[] values = new float[outputs];
        blasOut.get(values);
        return twins.near("output", out, values, 1e-4f * inputs);
    }
}
