package org.pal4j.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.pal4j.bench.Networks;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;

/**
 * A circuit, or replicas of one. The check has the same equations with rates of learning and noise so large, and a low-pass so short, that every term
 * of the step can be seen in the weights; its draws are given.
 */
final class CircuitContest implements Ours.Contest {
    private static final int PRESENTATION = 100;
    private static final int CHECKED = 2;
    private static final List<Variable> WEIGHTS = List.of(Variable.W, Variable.WI, Variable.B, Variable.BI);

    private final Simulator simulator;
    private final float[][] inputs;
    private final int replicas;
    private int shown;

    CircuitContest(String network, int replicas, boolean clamped, int threads, Ours.Files32 files) throws IOException {
        this.replicas = replicas;
        CircuitParameters p = Networks.parameters(network, clamped);
        inputs = Networks.inputs(p);
        check(p, files);
        simulator = Networks.simulator(p, replicas, threads);
    }

    private void check(CircuitParameters p, Ours.Files32 files) throws IOException {
        CircuitParameters strong = p.toBuilder().etaForward(List.of(50.0)).etaBackward(List.of(20.0)).etaPyramidalToInter(List.of(5.0))
                .etaInterToPyramidal(List.of(2.0)).noiseScale(List.of(0.5)).alpha(List.of(0.01)).tauLO(1).build();
        Simulator start = Networks.simulator(p, replicas, 1);
        List<NoiseSource.Given> given = Collections.nCopies(replicas, new NoiseSource.Given());
        Simulator checked = replicas == 1 ? new Circuit(strong, given.getFirst()) : new Ensemble(Collections.nCopies(replicas, strong), given);
        Map<String, List<double[]>> arrays = new TreeMap<>();
        for (int k = 0; k < replicas; k++) {
            Replica to = checked.replicas().get(k);
            Replica from = start.replicas().get(k);
            forAll(p, (variable, index) -> {
                double[] values = from.read(variable, index);
                to.write(variable, index, values);
                arrays.computeIfAbsent("start_" + variable + (index + 1), name -> new ArrayList<>()).add(values);
            });
            to.target().fill(0.1f);
        }
        int hidden = 0;
        for (int l = 1; l < p.areas(); l++) {
            hidden += p.size(l);
        }
        int steps = CHECKED * PRESENTATION;
        double[] draws = new double[steps * replicas * hidden];
        SplittableRandom random = new SplittableRandom(5);
        Arrays.setAll(draws, i -> (float) random.nextGaussian());
        double[] shownInputs = new double[CHECKED * replicas * p.size(0)];
        int draw = 0;
        for (int step = 0; step < steps; step++) {
            for (int k = 0; k < replicas; k++) {
                Replica replica = checked.replicas().get(k);
                if (step % PRESENTATION == 0) {
                    float[] input = inputs[(step / PRESENTATION + k) % inputs.length];
                    replica.input().set(input);
                    for (int i = 0; i < input.length; i++) {
                        shownInputs[(step / PRESENTATION * replicas + k) * input.length + i] = input[i];
                    }
                }
                for (int l = 1; l < p.areas(); l++) {
                    for (int i = 0; i < p.size(l); i++) {
                        replica.draws(l).set(i, (float) draws[draw++]);
                    }
                }
            }
            checked.advance(Phase.LEARN, 1);
        }
        for (Replica replica : checked.replicas()) {
            forAll(p, (variable, index) -> arrays.computeIfAbsent("end_" + variable + (index + 1), name -> new ArrayList<>())
                    .add(replica.read(variable, index)));
        }
        for (Map.Entry<String, List<double[]>> entry : arrays.entrySet()) {
            files.write(entry.getKey(), entry.getValue().stream().flatMapToDouble(Arrays::stream).toArray());
        }
        files.write("draws", draws);
        files.write("check_inputs", shownInputs);
        files.write("inputs", Arrays.stream(inputs).flatMapToDouble(row -> java.util.stream.IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray());
        files.text("layers " + String.join(" ", p.layers().stream().map(String::valueOf).toList()) + "\nreplicas " + replicas + "\npresentations "
                + CHECKED + "\ncheck " + numbers(strong) + "\nrun " + numbers(p) + "\n");
    }

    /** eta_fw, eta_bw, eta_IP, eta_PI, noise_scale, alpha, tauLO. */
    private static String numbers(CircuitParameters p) {
        return String.join(" ", List.of(p.etaForward().getFirst(), p.etaBackward().getFirst(), p.etaPyramidalToInter().getFirst(),
                p.etaInterToPyramidal().getFirst(), p.noiseScale().getFirst(), p.alpha().getFirst(), p.tauLO()).stream().map(String::valueOf)
                .toList());
    }

    private interface Use {
        void take(Variable variable, int index);
    }

    private static void forAll(CircuitParameters p, Use use) {
        for (Variable variable : WEIGHTS) {
            for (int index = 0; index < variable.count(p); index++) {
                use.take(variable, index);
            }
        }
    }

    @Override
    public void run(int units) {
        for (int unit = 0; unit < units; unit++) {
            for (int k = 0; k < replicas; k++) {
                simulator.replicas().get(k).input().set(inputs[(shown + k) % inputs.length]);
            }
            shown++;
            simulator.present();
            simulator.advance(Phase.LEARN, PRESENTATION);
        }
    }
}
