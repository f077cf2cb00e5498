package org.pal4j.circuit;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.pal4j.Activation;

/**
 * Bounds of |simulator - reference| by variable and population, in the maximum norm, and the rules for their propagation through
 * an operation. {@link RunningErrorBound} explains the rules and applies them to the equations.
 */
class ErrorTable {
    /** The unit roundoff of float. */
    private static final double U = 0x1p-24;
    /** The error of an activation or a slope, for values up to 1: the polynomials have errors of less than 3 ULP. */
    static final double PHI = 6 * U;

    final CircuitParameters p;
    final ReferenceCircuit reference;
    /** Bounds and magnitudes; "before" refers to the time before the step. */
    private double[][] e = table();
    private double[][] eBefore = table();
    private double[][] size = table();
    private double[][] sizeBefore = table();
    private final double[][] rowSumBefore = table();

    ErrorTable(ReferenceCircuit reference) {
        this.reference = reference;
        p = reference.parameters();
    }

    private static double[][] table() {
        double[][] table = new double[Variable.values().length][];
        Arrays.setAll(table, v -> new double[5]);
        return table;
    }

    /** Saves the current values as those before the step. */
    final void startStep() {
        eBefore = Arrays.stream(e).map(double[]::clone).toArray(double[][]::new);
        sizeBefore = size;
        size = table();
        for (Variable v : new Variable[] {Variable.W, Variable.WI, Variable.B, Variable.BI}) {
            for (int i = 0; i < v.count(p); i++) {
                rowSumBefore[v.ordinal()][i] = largestRowSum(v, i, e(v, i));
            }
        }
    }

    /**
     * The largest sum over a row of the magnitudes of the simulator's weights, if they differ from the reference's by at most
     * {@code error}.
     */
    final double largestRowSum(Variable v, int i, double error) {
        double[] values = reference.read(v, i);
        int columns = v.shape(p, i)[1];
        double max = 0;
        for (int row = 0; row < values.length; row += columns) {
            double sum = 0;
            for (int k = row; k < row + columns; k++) {
                sum += Math.abs(values[k]);
            }
            max = Math.max(max, sum);
        }
        return max + columns * error;
    }

    final double e(Variable v, int i) {
        return e[v.ordinal()][i];
    }

    final double eBefore(Variable v, int i) {
        return eBefore[v.ordinal()][i];
    }

    /** The largest magnitude of the simulator's values. */
    final double size(Variable v, int i) {
        return size[v.ordinal()][i];
    }

    final double sizeBefore(Variable v, int i) {
        return sizeBefore[v.ordinal()][i];
    }

    final double rowSumBefore(Variable w, int i) {
        return rowSumBefore[w.ordinal()][i];
    }

    final void set(Variable v, int i, double bound) {
        e[v.ordinal()][i] = bound;
        size[v.ordinal()][i] = maxAbs(reference.read(v, i)) + bound;
    }

    final void setBefore(Variable v, int i, double bound, double size) {
        eBefore[v.ordinal()][i] = bound;
        sizeBefore[v.ordinal()][i] = size;
    }

    static double maxAbs(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** The bound of {@code operations} successive roundings, relative to the sum of the magnitudes of all terms (Higham, lemma 3.1). */
    static double gamma(int operations) {
        return operations * U / (1 - operations * U);
    }

    static double lipschitz(Activation phi) {
        return switch (phi) {
            case LINEAR, RELU, SOFT_RELU, TANH, CLIP01 -> 1;
            case LOGISTIC -> 0.25;
            case HARD_SIGMOID -> 1 / 6.0;
        };
    }

    /** {@code phi(x)}, with values up to {@code max}. */
    static double activation(Activation phi, double x, double max) {
        return lipschitz(phi) * x + PHI * Math.max(1, max);
    }

    /** {@code W r}, where r are the rates of population {@code from}. */
    final double product(Variable w, int i, Variable rate, int from) {
        return product(w, i, w.shape(p, i)[1], e(rate, from), size(rate, from));
    }

    /**
     * {@code W x} with the weights before the step. The partial sums and further addends are fewer than columns + 4 successive
     * operations.
     */
    final double product(Variable w, int i, int columns, double x, double max) {
        double rows = rowSumBefore(w, i);
        return columns * eBefore(w, i) * max + rows * x + gamma(columns + 4) * rows * max;
    }

    /** {@code state + dt/tauLO (x - state)}: the rate, the difference and the fma are rounded. */
    final double lowPass(double state, double stateSize, double x, double xSize) {
        double rate = p.dt() / p.tauLO();
        return (1 - rate) * state + rate * x + gamma(3) * rate * (stateSize + xSize) + gamma(1) * (stateSize + rate * xSize);
    }

    /** {@code w + term x}, one fma. */
    final void update(Variable w, int i, double term, double termSize, double x, double xSize) {
        set(w, i, e(w, i) + term * xSize + termSize * x);
        set(w, i, e(w, i) + gamma(1) * size(w, i));
    }

    /**
     * {@code eta (r - phi(k v_old))}: its bound and its magnitude. Rounded are k, k v, phi, the difference, eta, and the product
     * with eta.
     */
    final double[] postTerm(int l, double eta, double k, Variable rate, Variable dendrite, int i, boolean activated) {
        // With gains, their product with k is rounded, too.
        double factor = k * gain(dendrite == Variable.vden, i);
        double argument = factor * (eBefore(dendrite, i) + gamma(3) * sizeBefore(dendrite, i));
        double max = factor * sizeBefore(dendrite, i);
        double prediction = argument;
        if (activated) {
            // |phi(x)| <= L |x| + phi(0), and phi(0) is at most log 2.
            max = lipschitz(p.activation(l)) * max + 0.7;
            prediction = activation(p.activation(l), argument, max);
        }
        double whole = size(rate, i) + max;
        return new double[] {eta * (e(rate, i) + prediction + gamma(3) * whole), eta * whole};
    }

    /** The largest gain of a population, which both models have exactly. */
    final double gain(boolean interneurons, int i) {
        return p.spreadGain() == 0 ? 1 : maxAbs(reference.read(interneurons ? Variable.gainI : Variable.gainP, i));
    }

    /** The paces of a population, which both models have exactly. */
    final double[] paces(boolean interneurons, int i) {
        return p.spreadTau() == 0 ? new double[] {1} : reference.read(interneurons ? Variable.paceI : Variable.paceP, i);
    }

    /** The largest difference of f between the arguments of the two models. */
    static double largestDifference(double[] a, double[] b, DoubleUnaryOperator f) {
        double max = 0;
        for (int i = 0; i < a.length; i++) {
            max = Math.max(max, Math.abs(f.applyAsDouble(a[i]) - f.applyAsDouble(b[i])));
        }
        return max;
    }
}
