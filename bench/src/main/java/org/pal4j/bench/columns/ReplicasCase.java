package org.pal4j.bench.columns;

import java.util.Optional;
import org.pal4j.kernel.EnsembleSynapses;
import org.pal4j.memory.Block;

/** Passes over the matrices of 16 replicas side by side. */
final class ReplicasCase extends Case {
    private static final int REPLICAS = 16;
    private static final float RATE = 1e-4f;

    private final int inputs;
    private final int rows;
    private final int w;
    private final int low;
    private final int pre;
    private final int trace;
    private final int post;
    private final int out;
    private final int rates;
    private final int alphas;
    private final Twins twins;
    private final float[][] plainW;
    private final float[][] plainLow;
    private final float[] plainPre;
    private final float[] plainTrace;
    private final float[] plainPost;
    private final float[] plainOut;
    private final float[] plainRates;
    private final float[] plainAlphas;
    private final float[][] sums;

    ReplicasCase(PassCase.Kind kind, int inputs, int outputs, long seed) {
        super(1);
        this.inputs = inputs;
        rows = outputs * REPLICAS;
        Block.Plan plan = new Block.Plan();
        w = plan.matrix("w", rows, inputs);
        low = plan.matrix("low", rows, inputs);
        pre = plan.vector("pre", inputs * REPLICAS);
        trace = plan.vector("trace", inputs * REPLICAS);
        post = plan.vector("post", rows);
        out = plan.vector("out", rows);
        rates = plan.vector("rates", REPLICAS);
        alphas = plan.vector("alphas", REPLICAS);
        twins = new Twins(plan.bytes(), seed);
        for (int k = 0; k < REPLICAS; k++) {
            twins.m.setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, rates / Float.BYTES + k, RATE * (k + 1));
            twins.m.setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, alphas / Float.BYTES + k, RATE * (k + 2));
        }
        twins.copy();
        plainW = twins.rows(w, inputs, rows);
        plainLow = twins.rows(low, inputs, rows);
        plainPre = twins.floats(pre, inputs * REPLICAS);
        plainTrace = twins.floats(trace, inputs * REPLICAS);
        plainPost = twins.floats(post, rows);
        plainOut = twins.floats(out, rows);
        plainRates = twins.floats(rates, REPLICAS);
        plainAlphas = twins.floats(alphas, REPLICAS);
        sums = new float[4][rows];
        addVector(kind);
        addPlain(kind);
        if (Native.fault().isEmpty()) {
            addNative(kind);
        }
    }

    private void addVector(PassCase.Kind kind) {
        add(Column.VECTOR, switch (kind) {
            case PRODUCT -> () -> EnsembleSynapses.product(twins.m, w, pre, out, inputs, rows, false);
            case UPDATE -> () -> EnsembleSynapses.productAndUpdate(twins.m, w, pre, trace, post, out, inputs, rows, true);
            case LOW_PASS -> () -> EnsembleSynapses.productAndLowPassUpdate(twins.m, w, low, pre, trace, post, out, inputs, rows, RATE);
            case ALIGN -> () -> EnsembleSynapses.productAndAlign(twins.m, w, low, pre, trace, post, out, inputs, rows, rates, alphas, false);
            case WRITE_BACK -> throw new IllegalArgumentException("replicas have no such pass of their own");
        });
    }

    private void addNative(PassCase.Kind kind) {
        add(Column.C, switch (kind) {
            case PRODUCT -> () -> Native.product16(twins.n, w, pre, out, inputs, rows, false);
            case UPDATE -> () -> Native.update16(twins.n, w, pre, trace, post, out, inputs, rows, true);
            case LOW_PASS -> () -> Native.lowPassUpdate16(twins.n, w, low, pre, trace, post, out, inputs, rows, RATE);
            case ALIGN -> () -> Native.align16(twins.n, w, low, pre, trace, post, out, inputs, rows, rates, alphas, false);
            case WRITE_BACK -> throw new IllegalArgumentException("replicas have no such pass of their own");
        });
    }

    private void addPlain(PassCase.Kind kind) {
        add(Column.PLAIN, () -> {
            PlainLoops.product(plainW, plainPre, plainOut, sums, kind == PassCase.Kind.UPDATE, true);
            for (int i = 0; i < inputs; i++) {
                switch (kind) {
                    case UPDATE -> PlainLoops.update(plainW[i], plainPost, plainTrace, i * REPLICAS);
                    case LOW_PASS -> PlainLoops.lowPassUpdate(plainW[i], plainLow[i], plainPost, plainTrace, i * REPLICAS, RATE);
                    case ALIGN -> PlainLoops.align(plainW[i], plainLow[i], plainPost, plainTrace, i * REPLICAS, plainRates, plainAlphas);
                    case PRODUCT, WRITE_BACK -> {}
                }
            }
        });
    }

    @Override
    public Optional<String> difference() {
        return (Native.fault().isEmpty() ? twins.blocks() : Optional.<String>empty()).or(() -> twins.vector("output", out, plainOut))
                .or(() -> twins.matrix("weight", w, plainW)).or(() -> twins.matrix("second weight", low, plainLow));
    }
}
