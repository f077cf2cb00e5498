package org.pal4j.bench.columns;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.kernel.Noise;
import org.pal4j.memory.Lanes;

/** Writes the structure Net of step.c: where the regions of a circuit's block lie, and the constants of a step. */
final class NativeNet {
    private static final int MOST = 8;

    private final MemorySegment net = Arena.ofAuto().allocate(Native.netBytes(), 8);
    private final StructLayout layout;
    private long at;

    private NativeNet(StructLayout layout) {
        this.layout = layout;
    }

    /**
     * The structure for a circuit, or for 16 replicas of one, of which {@code replica} is the first.
     *
     * @param learned updates of W_1 since the presentation began
     * @throws IllegalArgumentException if the circuit is not of the kind that step.c has
     */
    static MemorySegment of(Replica replica, int lanes, long learned) {
        CircuitParameters p = replica.parameters();
        if (p.areas() >= MOST || lanes != 1 && lanes != Lanes.COUNT || !p.updateLowPass() || p.traceLowPass() || p.postLowPass()) {
            throw new IllegalArgumentException("step.c has no step for this circuit");
        }
        return new NativeNet(replica.layout()).write(replica, p, lanes, learned);
    }

    private MemorySegment write(Replica replica, CircuitParameters p, int lanes, long learned) {
        for (String name : new String[] {"look_ahead", "dendrite", "attenuation", "post_gain", "u", "b", "r", "r_old", "post", "high_pass",
            "high_pass_seen", "apical", "apical_post", "apical_gain", "noise", "noise_seen", "noise_gain", "draw", "random_words_a", "random_words_b",
            "noise_plan", "noise_places", "input", "input_old", "input_seen", "target", "clamped_product", "clamped_low_pass_product", "clamped_sum",
            "clamped_step", "clamped_input", "clamped_square", "clamped_cross", "zeros"}) {
            put(region(name));
        }
        put(floats("u"));
        put(floats("high_pass"));
        put(floats("noise"));
        int areas = p.areas();
        int blocks = 0;
        for (int l = 1; l < areas; l++) {
            blocks += Noise.blocks(p.size(l), lanes);
        }
        put(blocks);
        put(areas);
        put(p.clampedInput() ? 1 : 0);
        putAll(l -> l <= areas ? p.size(l) : 0);
        long[] starts = new long[MOST];
        for (int l = 1; l < areas; l++) {
            starts[l + 1] = starts[l] + bytes(p.size(l) * lanes);
        }
        putAll(l -> starts[l]);
        long[] inter = new long[MOST];
        inter[0] = floats("high_pass") * Float.BYTES;
        for (int k = 0; k + 1 < areas; k++) {
            inter[k + 1] = inter[k] + bytes(p.size(k + 2) * lanes);
        }
        putAll(k -> inter[k]);
        for (String name : new String[] {"W", "lo"}) {
            putAll(l -> l < areas ? region(name + (l + 1)) : 0);
        }
        for (String name : new String[] {"WI", "B", "residual_B", "BI", "align_rate", "align_alpha"}) {
            putAll(l -> l < areas - 1 ? region(name + (l + 1)) : 0);
        }
        put(replica.step());
        put(0);
        put(learned > 0 ? 1 : 0);
        writeReals(p, learned);
        if (at != net.byteSize() && at + Integer.BYTES != net.byteSize()) {
            throw new IllegalStateException("wrote " + at + " bytes of a structure of " + net.byteSize());
        }
        return net;
    }

    private void writeReals(CircuitParameters p, long learned) {
        double decay = 1 - p.dt() / p.tauLO();
        double sum = 0;
        double power = 1;
        for (long k = 0; k < learned; k++) {
            power *= decay;
            sum += power;
        }
        put(sum);
        put(power);
        put(decay);
        int areas = p.areas();
        double inter = p.tauInterneuron();
        double hidden = p.tau(1);
        double output = p.tau(areas);
        for (double value : new double[] {decay, p.dt() / p.tauLO(), p.dt() / p.tauHP(), p.taur(), 1 - p.dt() / p.tauxi(), inter * p.gden(),
            inter * p.gnI(), p.dt() / inter, hidden * p.gbas(), hidden * p.gapi(), p.dt() / hidden, output * p.gbas(), output * p.gntgt(),
            p.dt() / output}) {
            put((float) value);
        }
        for (int l = 0; l < MOST; l++) {
            put(l < areas - 1 ? (float) (p.dt() * p.etaBackward().get(l)) : 0f);
        }
        for (int l = 0; l < MOST; l++) {
            put(l < areas - 1 ? p.alpha().get(l).floatValue() : 0f);
        }
    }

    private static long bytes(int floats) {
        return (long) Lanes.padded(floats) * Float.BYTES;
    }

    private long region(String name) {
        return layout.byteOffset(MemoryLayout.PathElement.groupElement(name));
    }

    private long floats(String name) {
        return layout.select(MemoryLayout.PathElement.groupElement(name)).byteSize() / Float.BYTES;
    }

    private interface Values {
        long get(int l);
    }

    private void putAll(Values values) {
        for (int l = 0; l < MOST; l++) {
            put(values.get(l));
        }
    }

    private void put(long value) {
        net.set(ValueLayout.JAVA_LONG, at, value);
        at += Long.BYTES;
    }

    private void put(double value) {
        net.set(ValueLayout.JAVA_DOUBLE, at, value);
        at += Double.BYTES;
    }

    private void put(float value) {
        net.set(ValueLayout.JAVA_FLOAT, at, value);
        at += Float.BYTES;
    }
}
