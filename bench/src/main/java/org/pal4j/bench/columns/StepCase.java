package org.pal4j.bench.columns;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.pal4j.bench.Networks;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.memory.VectorView;

/**
 * Presentations of a whole network, of 100 steps each, in which everything learns, with noise and a target. C works on a copy of the circuit's block;
 * after as many presentations all of it has the same bits. The scalar twins, which are this case's plain loops, need a JVM of their own ({@code
 * -Dpal4j.vector=scalar}).
 */
public final class StepCase extends Case {
    /** Steps of a presentation. */
    public static final int PRESENTATION = 100;

    private final Simulator simulator;
    private final float[][] inputs;
    private final int replicas;
    private final MemorySegment block;
    private final Twins twins;
    private final VectorView[] nativeInputs;
    private MemorySegment net;
    private int shown;
    private int nativeShown;

    /** A case of {@code replicas} (1 or 16) networks. */
    public StepCase(String network, boolean clamped, int replicas, long seed) {
        super(PRESENTATION);
        this.replicas = replicas;
        CircuitParameters p = Networks.parameters(network, clamped);
        simulator = Networks.simulator(p, replicas, 1);
        inputs = Networks.inputs(p);
        shown = Math.floorMod(seed, inputs.length);
        // The first step is special: it sets up voltages and noise.
        present();
        nativeShown = shown;
        Replica first = simulator.replicas().getFirst();
        block = first.memory();
        twins = new Twins(block);
        nativeInputs = new VectorView[replicas];
        long input = first.layout().byteOffset(MemoryLayout.PathElement.groupElement("input"));
        for (int k = 0; k < replicas; k++) {
            nativeInputs[k] = new VectorView(twins.n, (int) input + k * Float.BYTES, p.size(0), replicas);
        }
        add(Column.VECTOR, this::present);
        if (Native.fault().isEmpty()) {
            // The first step of a presentation counts for the one before.
            net = NativeNet.of(first, replicas, PRESENTATION - 1L);
            add(Column.C, this::presentInC);
        }
    }

    private void present() {
        for (int k = 0; k < replicas; k++) {
            simulator.replicas().get(k).input().set(inputs[(shown + k) % inputs.length]);
        }
        shown++;
        simulator.present();
        simulator.advance(Phase.LEARN, PRESENTATION);
    }

    private void presentInC() {
        for (int k = 0; k < replicas; k++) {
            nativeInputs[k].set(inputs[(nativeShown + k) % inputs.length]);
        }
        nativeShown++;
        if (replicas == 1) {
            Native.present(twins.n, net, PRESENTATION);
        } else {
            Native.present16(twins.n, net, PRESENTATION);
        }
    }

    /** A number that tells states apart: two JVMs compare their states by it. */
    public long fingerprint() {
        long hash = 1;
        for (long at = 0; at < block.byteSize(); at += Long.BYTES) {
            hash = hash * 31 + block.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return hash;
    }

    @Override
    public Optional<String> difference() {
        return Native.fault().isEmpty() ? twins.blocks() : Optional.empty();
    }
}
