package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.data.SampleSet;
import org.pal4j.data.YinYang;
import org.pal4j.measure.MeanOutput;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.RunData.TestClasses;
import org.pal4j.run.Experiment;
import org.pal4j.run.TaskKind;

/**
 * How a trained circuit divides the disc of Yin-Yang. It is simulated here: each point of a grid is presented as the runner presents a test
 * sample, without learning and without target, and without noise too, so that borders are sharp.
 *
 * @param side   points along an edge of the grid
 * @param votes  the class that the circuit votes for, row by row from y = 0; -1 outside of the disc
 * @param margin by how much the winner's mean output exceeds the next one's
 */
record DecisionRegions(int side, int[] votes, double[] margin) {
    private static final int FINEST = 56;
    private static final int COARSEST = 16;
    /** About what can be computed in three seconds, counting weights and a step's other costs. */
    private static final double MOST_OPERATIONS = 3e9;
    private static final double OPERATIONS_OF_STEP = 800;
    private static final double RADIUS = 0.5;
    private static final int LEVELS = 9;

    /** Simulates; nothing if the task is another, or it would take too long. */
    static Optional<DecisionRegions> of(Experiment e, Weights weights) {
        if (e.task() != TaskKind.YINYANG || e.circuit().size(0) != YinYang.INPUTS || e.stepsOfPresentation() < 2) {
            return Optional.empty();
        }
        double size = OPERATIONS_OF_STEP + weights.tensors().values().stream().mapToLong(tensor -> tensor.size()).sum();
        double points = MOST_OPERATIONS / size / e.stepsOfPresentation();
        int side = (int) Math.min(FINEST, Math.sqrt(points));
        return side < COARSEST ? Optional.empty() : Optional.of(simulate(e, circuit(e, weights), side));
    }

    private static Circuit circuit(Experiment e, Weights weights) {
        Circuit circuit = new Circuit(e.circuit(), new NoiseSource.Counter(e.seed()));
        for (Variable variable : new Variable[] {Variable.W, Variable.B, Variable.WI, Variable.BI}) {
            for (int i = 0; i < variable.count(e.circuit()); i++) {
                circuit.write(variable, i, weights.get(variable, i));
            }
        }
        return circuit;
    }

    private static DecisionRegions simulate(Experiment e, Circuit circuit, int side) {
        int[] votes = new int[side * side];
        double[] margin = new double[side * side];
        Arrays.fill(votes, -1);
        MeanOutput mean = new MeanOutput(e.circuit().size(e.circuit().areas()));
        for (int row = 0; row < side; row++) {
            for (int k = 0; k < side; k++) {
                // To and fro: a point follows its neighbour, so that nothing is left of one far away.
                int column = row % 2 == 0 ? k : side - 1 - k;
                double x = (column + 0.5) / side;
                double y = (row + 0.5) / side;
                if (Math.hypot(x - RADIUS, y - RADIUS) <= RADIUS) {
                    present(e, circuit, x, y, mean);
                    votes[row * side + column] = mean.argmax();
                    margin[row * side + column] = margin(mean, e.circuit().size(e.circuit().areas()));
                }
            }
        }
        return new DecisionRegions(side, votes, margin);
    }

    /** As the runner presents a sample: the first step is left out of the mean. */
    private static void present(Experiment e, Circuit circuit, double x, double y, MeanOutput mean) {
        circuit.input().set(new double[] {x, y, 1 - x, 1 - y});
        circuit.present();
        circuit.advance(Phase.SETTLE, 1);
        mean.clear();
        for (int step = 1; step < e.stepsOfPresentation(); step++) {
            circuit.advance(Phase.SETTLE, 1);
            mean.add(circuit.prospective(e.circuit().areas()));
        }
    }

    private static double margin(MeanOutput mean, int outputs) {
        int best = mean.argmax();
        double next = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < outputs; i++) {
            next = i == best ? next : Math.max(next, mean.get(i));
        }
        return mean.get(best) - next;
    }

    /** The chart, with the replica's test samples on it. */
    Chart chart(Shown shown) {
        ReplicaData replica = shown.example().orElseThrow();
        Experiment e = replica.experiment().orElseThrow();
        String title = "Decision regions";
        ObjectNode data = Chart.data("regions").put("title", title).put("side", side);
        ArrayNode names = data.putArray("classes");
        Confusion.names(shown.run(), YinYang.CLASSES).forEach(names::add);
        double most = Arrays.stream(margin).max().orElse(1);
        StringBuilder cells = new StringBuilder();
        StringBuilder levels = new StringBuilder();
        for (int i = 0; i < votes.length; i++) {
            cells.append(votes[i] < 0 ? "." : Integer.toString(votes[i]));
            levels.append(votes[i] < 0 || most <= 0 ? 0 : Math.clamp(Math.round(LEVELS * margin[i] / most), 0, LEVELS));
        }
        data.put("cells", cells.toString()).put("margin", levels.toString());
        ArrayNode points = data.putArray("points");
        int wrong = points(points, replica, e);
        String samples = points.isEmpty() ? "" : " Dots are " + (points.size() < e.testSamples() ? "" : "the ") + Numbers.count(points.size())
                + " test samples in the colour of their class; the "
                + Numbers.count(wrong) + " with a cross were taken for another one in the test, where noise is on.";
        return new Chart(title, "Which class the trained circuit" + shown.inBrackets() + " votes for at each point of the disc, of " + side
                + " \u00d7 " + side + " that were presented to it without noise; the fainter the colour, the closer the vote." + samples,
                Size.SQUARE, data);
    }

    /** The test samples, if they are still those of the recordings. Returns how many were taken for another class. */
    private static int points(ArrayNode points, ReplicaData replica, Experiment e) {
        Optional<TestClasses> test = replica.test().filter(classes -> classes.expected().length == e.testSamples());
        if (test.isEmpty()) {
            return 0;
        }
        SampleSet samples = YinYang.generate(e.dataSeed() + 2, e.testSamples(), e.targetHigh(), e.targetLow());
        if (!Arrays.equals(samples.classes(), test.get().expected())) {
            return 0;
        }
        int wrong = 0;
        for (int i : Thinning.evenly(samples.size(), 1000)) {
            ArrayNode point = points.addArray();
            Numbers.add(point, samples.input(i)[0]);
            Numbers.add(point, samples.input(i)[1]);
            point.add(test.get().expected()[i]);
            point.add(test.get().predicted()[i]);
            wrong += test.get().expected()[i] == test.get().predicted()[i] ? 0 : 1;
        }
        return wrong;
    }
}
