package org.pal4j.model.circuit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.data.SampleSet;
import org.pal4j.data.YinYang;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.MeanOutput;
import org.pal4j.model.TrainedNetwork;

/**
 * Decision regions of a trained circuit on the Yin-Yang disc. The circuit is simulated here: each grid point is presented like a test sample,
 * without learning and without target. Noise is off, so the borders are sharp.
 *
 * @param side   points along an edge of the grid
 * @param votes  predicted class of each point, row by row from y = 0; -1 outside of the disc
 * @param margin largest mean output minus the second largest
 */
record DecisionRegions(int side, int[] votes, double[] margin) {
    private static final int FINEST = 56;
    private static final int COARSEST = 16;
    /** Operations of about three seconds, including the fixed costs of a step. */
    private static final double MAX_OPERATIONS = 3e9;
    private static final double OPERATIONS_OF_STEP = 800;
    private static final double RADIUS = 0.5;
    private static final int LEVELS = 9;

    /** Returns the chart if the task is Yin-Yang and the simulation is short enough. */
    static Optional<Chart> of(TrainedNetwork<CircuitExperiment> network) {
        return simulate(network.experiment(), network.weights()).map(regions -> regions.chart(network));
    }

    /** Simulates the regions; empty for other tasks, if weights are missing, or if the simulation would take too long. */
    static Optional<DecisionRegions> simulate(CircuitExperiment e, Map<String, NpyArray> weights) {
        if (e.task() != Task.YINYANG || e.circuit().size(0) != YinYang.INPUTS || e.stepsOfPresentation() < 2 || !Feedback.fit(e.circuit(), weights)) {
            return Optional.empty();
        }
        double size = OPERATIONS_OF_STEP + weights.values().stream().mapToLong(NpyArray::size).sum();
        double points = MAX_OPERATIONS / size / e.stepsOfPresentation();
        int side = (int) Math.min(FINEST, Math.sqrt(points));
        return side < COARSEST ? Optional.empty() : Optional.of(simulate(e, circuit(e, weights), side));
    }

    private static Circuit circuit(CircuitExperiment e, Map<String, NpyArray> weights) {
        Circuit circuit = new Circuit(e.circuit(), new NoiseSource.Counter(e.seed()));
        for (Variable variable : new Variable[] {Variable.W, Variable.B, Variable.WI, Variable.BI}) {
            for (int i = 0; i < variable.count(e.circuit()); i++) {
                circuit.write(variable, i, Objects.requireNonNull(weights.get(CircuitBatch.name(e.circuit(), variable, i))).toDoubles());
            }
        }
        return circuit;
    }

    private static DecisionRegions simulate(CircuitExperiment e, Circuit circuit, int side) {
        int[] votes = new int[side * side];
        double[] margin = new double[side * side];
        Arrays.fill(votes, -1);
        MeanOutput mean = new MeanOutput(e.outputs());
        for (int row = 0; row < side; row++) {
            for (int k = 0; k < side; k++) {
                // Alternate directions: consecutive points are neighbours, so the previous state is close.
                int column = row % 2 == 0 ? k : side - 1 - k;
                double x = (column + 0.5) / side;
                double y = (row + 0.5) / side;
                if (Math.hypot(x - RADIUS, y - RADIUS) <= RADIUS) {
                    present(e, circuit, x, y, mean);
                    votes[row * side + column] = mean.argmax();
                    margin[row * side + column] = margin(mean, e.outputs());
                }
            }
        }
        return new DecisionRegions(side, votes, margin);
    }

    /** Presents a point as a run presents a sample; the mean excludes the first step. */
    private static void present(CircuitExperiment e, Circuit circuit, double x, double y, MeanOutput mean) {
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
        return mean.get(best) - IntStream.range(0, outputs).filter(i -> i != best).mapToDouble(mean::get).max().orElse(Double.NEGATIVE_INFINITY);
    }

    /** Returns the chart, including the run's test samples. */
    private Chart chart(TrainedNetwork<CircuitExperiment> network) {
        CircuitExperiment e = network.experiment();
        String title = "Decision regions";
        ChartData data = ChartData.of("regions").put("title", title).put("side", side);
        data.list("classes").addAll(e.classNames());
        double most = Arrays.stream(margin).max().orElse(1);
        StringBuilder cells = new StringBuilder();
        StringBuilder levels = new StringBuilder();
        for (int i = 0; i < votes.length; i++) {
            cells.append(votes[i] < 0 ? "." : Integer.toString(votes[i]));
            levels.append(votes[i] < 0 || most <= 0 ? 0 : Math.clamp(Math.round(LEVELS * margin[i] / most), 0, LEVELS));
        }
        data.put("cells", cells.toString()).put("margin", levels.toString());
        List<Object> points = data.list("points");
        int wrong = addSamples(points, network.arrays(), e);
        String taken = (wrong == 0 ? "; none was" : "; the " + Numbers.count(wrong) + " with a cross " + (wrong == 1 ? "was" : "were"))
                + " taken for another one in the test" + (e.circuit().noisy() ? ", where noise is on." : ".");
        String samples = points.isEmpty() ? "" : " Dots are " + (points.size() < e.testSamples() ? "" : "the ") + Numbers.count(points.size())
                + " test samples in the colour of their class" + taken;
        return new Chart(title, "Which class the trained circuit" + network.whose() + " votes for at each point of the disc, of " + side
                + " \u00d7 " + side + " that were presented to it without noise; the fainter the colour, the closer the vote." + samples,
                Size.SQUARE, data);
    }

    /** Adds the test samples if they still match the recordings. Returns the number of misclassified samples. */
    private static int addSamples(List<Object> points, Map<String, NpyArray> arrays, CircuitExperiment e) {
        int[] expected = classes(arrays.get("test_class"), e.testSamples());
        int[] predicted = classes(arrays.get("test_prediction"), e.testSamples());
        if (expected.length == 0 || predicted.length == 0) {
            return 0;
        }
        SampleSet samples = YinYang.generate(e.dataSeed() + 2, e.testSamples(), e.targetHigh(), e.targetLow());
        if (!Arrays.equals(samples.classes(), expected)) {
            return 0;
        }
        int wrong = 0;
        for (int i : Thinning.evenly(samples.size(), 1000)) {
            List<Object> point = ChartData.appendList(points);
            Numbers.add(point, samples.input(i)[0]);
            Numbers.add(point, samples.input(i)[1]);
            point.add(expected[i]);
            point.add(predicted[i]);
            wrong += expected[i] == predicted[i] ? 0 : 1;
        }
        return wrong;
    }

    /** Returns the classes of so many samples; nothing if there are others. */
    private static int[] classes(@Nullable NpyArray array, int samples) {
        return array == null || array.size() != samples ? new int[0] : IntStream.range(0, samples).map(k -> (int) array.at(k)).toArray();
    }
}
