package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.format.ElementKind;
import org.pal4j.measure.Alignment;
import org.pal4j.measure.UpdateAlignment;
import org.pal4j.memory.VectorView;

/**
 * Quantities that a run can record, named as in the key {@code record}. A quantity has one series, or one per population. Each row is the value
 * right after a step.
 */
enum Quantity {
    /** Forward weights. */
    W("W", Variable.W),
    /** Weights to interneurons. */
    WI("WI", Variable.WI),
    /** Feedback weights. */
    B("B", Variable.B),
    /** Weights from interneurons. */
    BI("BI", Variable.BI),
    /** Low-passed updates of W. */
    LOW_PASSED("lo", Variable.lo),
    /** Updates of W in this step: dt * eta * post pre^T. */
    W_UPDATE("dW", Variable.W),
    /** Updates of WI in this step. */
    WI_UPDATE("dWI", Variable.WI),
    /** Updates of B in this step. */
    B_UPDATE("dB", Variable.B),
    /** Updates of BI in this step. */
    BI_UPDATE("dBI", Variable.BI),
    /** Somatic voltages of pyramidal neurons. */
    SOMA("uP", Variable.uP),
    /** Prospective voltages of pyramidal neurons. */
    PROSPECTIVE("bP", Variable.bP),
    /** Rates of pyramidal neurons. */
    RATE("rP", Variable.rP),
    /** High-passed rates of pyramidal neurons, as used for learning in this step. */
    HIGH_PASSED("hi", Variable.hi),
    /** Somatic voltages of interneurons. */
    INTERNEURON_SOMA("uI", Variable.uI),
    /** Prospective voltages of interneurons. */
    INTERNEURON_PROSPECTIVE("bI", Variable.bI),
    /** Rates of interneurons. */
    INTERNEURON_RATE("rI", Variable.rI),
    /** Basal voltages. */
    BASAL("vbas", Variable.vbas),
    /** Dendritic voltages of interneurons. */
    DENDRITE("vden", Variable.vden),
    /** Apical voltages without noise. */
    APICAL("vapi", Variable.vapi),
    /** Apical voltages with the noise that entered the soma in this step. */
    NOISY_APICAL("vapi_noise", Variable.vapi),
    /** Noise after its update in this step. */
    NOISE("noise", Variable.noise),
    /** Prediction error of interneurons: their prospective voltage minus kP vbas of the mirrored neuron above. */
    LATERAL_MISMATCH("lateral_mismatch", Variable.uI),
    /** Input rates. */
    INPUT("input"),
    /** Target voltages; NaN in steps without target. */
    TARGET("target"),
    /** Prospective output voltages minus targets; NaN in steps without target. */
    ERROR("error"),
    /** The squared length of {@link #ERROR}. */
    SQUARED_ERROR("mse"),
    /** Angles between B_l and W_{l+1}^T, degrees. */
    WEIGHT_ANGLE("angle_B"),
    /** Angles between B_l and the matrix to which PAL converges, degrees. */
    CONVERGED_ANGLE("angle_phi"),
    /** Angles between the Jacobians of the feedback and of backpropagation, degrees. */
    JACOBIAN_ANGLE("angle_jacobian"),
    /** Mean angles between settled updates of W_l and the gradients of an artificial neural network, degrees. */
    UPDATE_ANGLE("angle_update");

    /** Angles that every run measures. */
    static final List<Quantity> MEASURED = List.of(WEIGHT_ANGLE, CONVERGED_ANGLE);
    /** Angles that the key {@code measure} adds. */
    static final List<Quantity> MEASURABLE = List.of(JACOBIAN_ANGLE, UPDATE_ANGLE);

    private final String label;
    private final List<Variable> variable;

    Quantity(String label, Variable... variable) {
        this.label = label;
        this.variable = List.of(variable);
    }

    /**
     * An array that grows by one row per record.
     *
     * @param name  name of the file, without extension
     * @param kind  type of the elements
     * @param shape shape of a row; empty for a single number
     * @param index index of the population, from 0
     */
    record Shape(String name, ElementKind kind, int[] shape, int index) {}

    /**
     * A recorded step: the circuit right after the step.
     *
     * @param circuit    circuit, which must not advance during the measurement
     * @param targeted   whether the step had a target
     * @param comparison samples for angle_update
     */
    record RecordedStep(CircuitExperiment experiment, Replica circuit, boolean targeted, UpdateComparison comparison) {}

    static List<String> labels() {
        return Arrays.stream(values()).map(Quantity::label).toList();
    }

    static Quantity of(String label) {
        return Arrays.stream(values()).filter(quantity -> quantity.label.equals(label)).findFirst().orElseThrow();
    }

    /** Returns the name in configurations. */
    String label() {
        return label;
    }

    boolean needsTarget() {
        return this == TARGET || this == ERROR || this == SQUARED_ERROR;
    }

    boolean needsHiddenArea() {
        return switch (this) {
            case WEIGHT_ANGLE, CONVERGED_ANGLE, JACOBIAN_ANGLE, B, BI, B_UPDATE, BI_UPDATE, APICAL, NOISY_APICAL, NOISE, WI, WI_UPDATE,
                    INTERNEURON_SOMA, INTERNEURON_PROSPECTIVE, INTERNEURON_RATE, DENDRITE, LATERAL_MISMATCH -> true;
            default -> false;
        };
    }

    /** Returns the series of a quantity for a circuit. */
    List<Shape> series(CircuitParameters p) {
        if (variable.isEmpty()) {
            return List.of(new Shape(label, kind(), shape(p), 0));
        }
        List<Shape> all = new ArrayList<>();
        Variable of = variable.getFirst();
        for (int i = 0; i < of.count(p); i++) {
            all.add(new Shape(label + of.population(p, i).substring(1), ElementKind.FLOAT32, of.shape(p, i), i));
        }
        return all;
    }

    /** Returns the bytes of one record of all its series. */
    long bytes(CircuitParameters p) {
        return series(p).stream().mapToLong(series -> Arrays.stream(series.shape()).asLongStream().reduce(series.kind().bytes(), (a, b) -> a * b))
                .sum();
    }

    private ElementKind kind() {
        return switch (this) {
            case INPUT, TARGET, ERROR -> ElementKind.FLOAT32;
            default -> ElementKind.FLOAT64;
        };
    }

    /** Returns the shape of a row. */
    int[] shape(CircuitParameters p) {
        return switch (this) {
            case INPUT -> new int[] {p.size(0)};
            case TARGET, ERROR -> new int[] {p.size(p.areas())};
            case SQUARED_ERROR -> new int[0];
            case UPDATE_ANGLE -> new int[] {p.areas()};
            default -> new int[] {p.areas() - 1};
        };
    }

    /** Returns a row of a series, in C order. */
    double[] row(RecordedStep step, int index) {
        Replica circuit = step.circuit();
        CircuitParameters p = circuit.parameters();
        return switch (this) {
            case W, WI, B, BI, LOW_PASSED, SOMA, PROSPECTIVE, RATE, INTERNEURON_SOMA, INTERNEURON_PROSPECTIVE, INTERNEURON_RATE, BASAL, DENDRITE,
                    APICAL, NOISE -> circuit.read(variable.getFirst(), index);
            case W_UPDATE, WI_UPDATE, B_UPDATE, BI_UPDATE -> circuit.update(variable.getFirst(), index);
            case HIGH_PASSED -> values(circuit.highPassSeen(index + 1));
            case NOISY_APICAL -> plus(circuit.read(Variable.vapi, index), values(circuit.noiseSeen(index + 1)), 1);
            case LATERAL_MISMATCH -> {
                int above = p.interneuronArea(index) + 1;
                yield plus(circuit.read(Variable.bI, index), circuit.read(Variable.vbas, above - 1), -p.basalAttenuation(above));
            }
            case INPUT -> values(circuit.input());
            case TARGET -> step.targeted() ? values(circuit.target()) : missing(p.size(p.areas()));
            case ERROR -> step.targeted() ? error(circuit) : missing(p.size(p.areas()));
            case SQUARED_ERROR -> new double[] {step.targeted() ? Arrays.stream(error(circuit)).map(x -> x * x).sum() : Double.NaN};
            case WEIGHT_ANGLE -> angles(p, l -> Alignment.weightAngle(circuit, l));
            case CONVERGED_ANGLE -> angles(p, l -> Alignment.convergedAngle(circuit, l));
            case JACOBIAN_ANGLE -> angles(p, l -> Alignment.jacobianAngle(circuit, l));
            case UPDATE_ANGLE -> UpdateAlignment.angles(circuit, step.comparison().inputs(), step.comparison().targets(),
                    step.experiment().stepsOfPresentation());
        };
    }

    private static double[] angles(CircuitParameters p, IntToDoubleFunction angle) {
        return IntStream.range(1, p.areas()).mapToDouble(angle).toArray();
    }

    private static double[] error(Replica circuit) {
        return plus(values(circuit.prospective(circuit.parameters().areas())), values(circuit.target()), -1);
    }

    private static double[] missing(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double[] values(VectorView view) {
        double[] values = new double[view.size()];
        Arrays.setAll(values, view::get);
        return values;
    }

    private static double[] plus(double[] a, double[] b, double factor) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + factor * b[i]);
        return sum;
    }
}
