package org.pal4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/** The networks that are measured: PAL with everything learning, noise and target on, weights as in the experiments. */
public final class Networks {
    /** Inputs that are shown in turn: drawing them is not what is measured. */
    private static final int INPUTS = 64;

    private Networks() {}

    /** Parameters of a network that is named by its layers, {@code 4-30-3}. */
    public static CircuitParameters parameters(String name, boolean clamped) {
        return CircuitParameters.builder()
                .layers(Arrays.stream(name.split("-")).mapToInt(Integer::parseInt).toArray())
                .clampedInput(clamped)
                .etaForward(List.of(0.1))
                .etaBackward(List.of(0.5))
                .etaPyramidalToInter(List.of(0.05))
                .etaInterToPyramidal(List.of(0.02))
                .noiseScale(List.of(1e-2))
                .alpha(List.of(1e-6))
                .build();
    }

    /** One circuit, perhaps on several threads, or replicas side by side. */
    public static Simulator simulator(CircuitParameters p, int replicas, int threads) {
        List<NoiseSource> noise = new ArrayList<>();
        for (int k = 0; k < replicas; k++) {
            noise.add(new NoiseSource.Counter(k));
        }
        Simulator simulator = replicas == 1 ? new Circuit(p, noise.getFirst(), threads) : new Ensemble(Collections.nCopies(replicas, p), noise);
        CounterRandom random = new CounterRandom(1, Stream.INPUTS);
        for (Replica replica : simulator.replicas()) {
            for (int l = 1; l <= p.areas(); l++) {
                draw(replica, Variable.W, l, 0.1, random);
                if (l < p.areas()) {
                    draw(replica, Variable.B, l, 1, random);
                }
            }
            replica.startSelfPredicting();
            replica.target().fill(0.1f);
        }
        return simulator;
    }

    private static void draw(Replica replica, Variable variable, int l, double range, CounterRandom random) {
        int[] shape = variable.shape(replica.parameters(), l - 1);
        double[] values = new double[shape[0] * shape[1]];
        Arrays.setAll(values, i -> random.uniform(-range, range));
        replica.write(variable, l - 1, values);
    }

    /** Inputs to be shown in turn. */
    public static float[][] inputs(CircuitParameters p) {
        CounterRandom random = new CounterRandom(2, Stream.INPUTS);
        float[][] inputs = new float[INPUTS][p.size(0)];
        for (float[] input : inputs) {
            for (int i = 0; i < input.length; i++) {
                input[i] = random.nextFloat();
            }
        }
        return inputs;
    }
}
