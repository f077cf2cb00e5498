package org.pal4j.bench.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.kernel.Clamped;
import org.pal4j.kernel.Neurons;
import org.pal4j.kernel.Noise;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;

/** What is done for each neuron of a population. */
final class NeuronsCase extends Case {
    /** What that is. */
    enum Kind {
        RESPOND, HIGH_PASS, SOMA, WORDS, NORMALS, CLAMPED_STEP
    }

    private static final int REGIONS = 8;
    private static final float KEEP = 0.99f;
    private static final float RATE = 1e-3f;

    private final int size;
    private final int[] at = new int[REGIONS];
    private final int square;
    private final int noisePlan;
    private final int places;
    private final int first;
    private final int second;
    private final int draw;
    private final int blocks;
    private final Twins twins;
    private final float[][] plain = new float[REGIONS][];
    private final int[] plainFirst;
    private final int[] plainSecond;
    private final float[] plainDraw;
    private int vectorStep;
    private int nativeStep;
    private int plainStep;

    NeuronsCase(Kind kind, int size, long seed) {
        super(1);
        this.size = size;
        // The draws of whole groups of 32 neurons.
        int neurons = Math.ceilDiv(size, 32) * 32;
        Block.Plan plan = new Block.Plan();
        for (int i = 0; i < REGIONS; i++) {
            at[i] = plan.vector("region" + i, size);
        }
        blocks = Noise.blocks(neurons);
        square = plan.vector("square", Lanes.COUNT);
        noisePlan = plan.vector("plan", 3 * blocks);
        places = plan.vector("places", 2 * blocks);
        first = plan.vector("first", blocks);
        second = plan.vector("second", blocks);
        draw = plan.vector("draw", neurons);
        twins = new Twins(plan.bytes(), seed);
        for (int k = 0; k < Lanes.COUNT; k++) {
            twins.m.setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, square / Float.BYTES + k, 3f);
        }
        Noise.plan(twins.m, noisePlan, places, 0, 0, neurons, 1);
        Noise.putKey(twins.m, noisePlan, 0, seed * 0x9E3779B97F4A7C15L, 0, neurons, 1);
        Noise.words(twins.m, noisePlan, 7, first, second, blocks);
        twins.copy();
        for (int i = 0; i < REGIONS; i++) {
            plain[i] = twins.floats(at[i], Lanes.padded(size));
        }
        plainFirst = twins.ints(first, blocks);
        plainSecond = twins.ints(second, blocks);
        plainDraw = twins.floats(draw, neurons);
        addVector(kind);
        addPlain(kind);
        if (Native.fault().isEmpty()) {
            addNative(kind);
        }
    }

    private void addVector(Kind kind) {
        add(Column.VECTOR, switch (kind) {
            case RESPOND -> () -> Neurons.respondLogistic(twins.m, at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7], size);
            case HIGH_PASS -> () -> Neurons.highPass(twins.m, at[0], at[1], at[2], at[3], 1 - KEEP, size);
            case SOMA -> () -> Neurons.noisySoma(twins.m, at[0], at[1], at[2], 0.5f, at[3], at[4], 0.3f, 1f, RATE, size);
            case WORDS -> () -> Noise.words(twins.m, noisePlan, vectorStep++, first, second, blocks);
            case NORMALS -> () -> Noise.normals(twins.m, first, second, places, draw, blocks);
            case CLAMPED_STEP -> () -> Clamped.step(twins.m, at[0], at[1], at[2], at[3], 0.5f, square, at[4], KEEP, RATE, at[5], size);
        });
    }

    private void addNative(Kind kind) {
        add(Column.C, switch (kind) {
            case RESPOND -> () -> Native.respondLogistic(twins.n, at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7], size);
            case HIGH_PASS -> () -> Native.highPass(twins.n, at[0], at[1], at[2], at[3], 1 - KEEP, size);
            case SOMA -> () -> Native.noisySoma(twins.n, at[0], at[1], at[2], 0.5f, at[3], at[4], 0.3f, 1f, RATE, size);
            case WORDS -> () -> Native.words(twins.n, noisePlan, nativeStep++, first, second, blocks);
            case NORMALS -> () -> Native.normals(twins.n, first, second, places, draw, blocks);
            case CLAMPED_STEP -> () -> Native.clampedStep(twins.n, at[0], at[1], at[2], at[3], 0.5f, square, at[4], KEEP, RATE, at[5], size);
        });
    }

    private void addPlain(Kind kind) {
        int[] counter = planned(0);
        int[] key0 = planned(1);
        int[] key1 = planned(2);
        add(Column.PLAIN, switch (kind) {
            case RESPOND -> () -> PlainLoops.respondLogistic(plain[0], plain[1], plain[2], plain[3], plain[4], plain[5], plain[6], plain[7]);
            case HIGH_PASS -> () -> PlainLoops.highPass(plain[0], plain[1], plain[2], plain[3], 1 - KEEP);
            case SOMA -> () -> PlainLoops.noisySoma(plain[0], plain[1], plain[2], 0.5f, plain[3], plain[4], 0.3f, 1f, RATE);
            case WORDS -> () -> PlainLoops.words(counter, key0, key1, plainStep++, plainFirst, plainSecond);
            case NORMALS -> () -> PlainLoops.normals(plainFirst, plainSecond, plainDraw);
            case CLAMPED_STEP -> () -> PlainLoops.clampedStep(plain[0], plain[1], plain[2], plain[3], 0.5f, 3f, plain[4], KEEP, RATE, plain[5]);
        });
    }

    /** The numbers of the blocks (0) or a half of their keys (1, 2) from the plan, which has them in groups of 16. */
    private int[] planned(int part) {
        int[] all = twins.ints(noisePlan, 3 * blocks);
        int[] own = new int[blocks];
        for (int i = 0; i < blocks; i++) {
            own[i] = all[i / Lanes.COUNT * 3 * Lanes.COUNT + part * Lanes.COUNT + i % Lanes.COUNT];
        }
        return own;
    }

    @Override
    public Optional<String> difference() {
        List<Optional<String>> all = new ArrayList<>();
        all.add(Native.fault().isEmpty() ? twins.blocks() : Optional.empty());
        for (int i = 0; i < REGIONS; i++) {
            all.add(twins.vector("region " + i + " neuron", at[i], plain[i]));
        }
        all.add(twins.vector("draw", draw, plainDraw));
        for (int i = 0; i < blocks; i++) {
            if (twins.ints(first, blocks)[i] != plainFirst[i] || twins.ints(second, blocks)[i] != plainSecond[i]) {
                all.add(Optional.of("Vector API and plain loops, the words of block " + i));
            }
        }
        return all.stream().flatMap(Optional::stream).findFirst();
    }
}
