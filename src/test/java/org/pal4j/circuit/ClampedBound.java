package org.pal4j.circuit;

import static org.pal4j.circuit.ErrorTable.gamma;
import static org.pal4j.circuit.ErrorTable.maxAbs;

import java.util.Arrays;

/**
 * The bounds of W_1, of its low-passed updates and of the basal voltages of area 1 in the form for a clamped input: W = W_s + S
 * D_s + c x^T, D = P D_s + d x^T and W x = p + S q + c |x|^2 with p = W_s x and q = D_s x. They follow the rules of
 * {@link RunningErrorBound}, from the errors of W_s, D_s, c, d, p and q; S and P are exact except for their rounding to float.
 */
final class ClampedBound {
    private final ErrorTable table;
    private final CircuitParameters p;
    private final int inputs;
    private final boolean filters;
    private final double keep;
    private final double rate;

    private boolean startPending = true;
    private boolean updatesPending;
    private double[] clamped;
    private double square;
    private double sum;
    private double power = 1;
    /** Errors and magnitudes: of the stored matrices, of c and d, of p and q. */
    private double weights;
    private double weightsSize;
    private double low;
    private double lowSize;
    private double c;
    private double cSize;
    private double d;
    private double dSize;
    private double product;
    private double productSize;
    private double lowProduct;
    private double lowProductSize;

    ClampedBound(ErrorTable table) {
        this.table = table;
        p = table.p;
        inputs = p.size(0);
        clamped = new double[inputs];
        filters = p.updateLowPass();
        keep = filters ? 1 - p.dt() / p.tauLO() : 0;
        rate = filters ? p.dt() / p.tauLO() : 1;
    }

    /** Advances by one step, given the bound and the magnitude of its post term. */
    void step(boolean learns, double term, double termSize, double[] input) {
        if (startPending || !Arrays.equals(input, clamped)) {
            start(learns, term, termSize, input);
        } else {
            double voltage = product + sum * lowProduct + c * square + gamma(inputs + 4) * cSize * square;
            table.set(Variable.vbas, 0, voltage + gamma(4) * (productSize + sum * lowProductSize + cSize * square));
            if (learns) {
                advance(term, termSize);
            }
        }
        table.set(Variable.W, 0, weightsNow());
        table.set(Variable.lo, 0, lowNow());
    }

    private void advance(double term, double termSize) {
        d = keep * d + rate * term + gamma(3) * (keep * dSize + rate * termSize);
        dSize = keep * dSize + rate * termSize + d;
        c += d + gamma(1) * (cSize + dSize);
        cSize += dSize;
        power *= keep;
        sum += power;
        updatesPending = true;
    }

    private double weightsNow() {
        double x = maxAbs(clamped);
        return !updatesPending ? weights : weights + sum * low + c * x + gamma(3) * (weightsSize + sum * lowSize + cSize * x);
    }

    private double lowNow() {
        double x = maxAbs(clamped);
        return !filters ? 0 : !updatesPending ? low : power * low + d * x + gamma(3) * (power * lowSize + dSize * x);
    }

    /**
     * The matrices absorb the pending updates, including this step's update with the previous input; p and q are computed with
     * the new input.
     */
    private void start(boolean learns, double term, double termSize, double[] input) {
        double x = maxAbs(input);
        double cross = 0;
        double length = 0;
        for (int i = 0; i < inputs; i++) {
            cross += Math.abs(clamped[i] * input[i]);
            length += input[i] * input[i];
        }
        double before = inputs * weights * x + gamma(inputs + 4) * table.rowSumBefore(Variable.W, 0) * x;
        double beforeSize = table.rowSumBefore(Variable.W, 0) * x;
        if (learns) {
            advance(term, termSize);
        }
        boolean settles = updatesPending;
        double settled = weightsNow();
        low = lowNow();
        weights = settled;
        weightsSize = maxAbs(table.reference.read(Variable.W, 0)) + weights;
        lowSize = maxAbs(table.reference.read(Variable.lo, 0)) + low;
        double rows = table.largestRowSum(Variable.W, 0, weights);
        double lowRows = filters ? table.largestRowSum(Variable.lo, 0, low) : 0;
        productSize = rows * x;
        lowProductSize = lowRows * x;
        lowProduct = inputs * low * x + gamma(inputs + 4) * lowProductSize;
        product = filters || !settles
                ? inputs * weights * x + gamma(inputs + 4) * productSize
                : before + (c + gamma(inputs + 4) * cSize) * cross + gamma(2) * (beforeSize + cSize * cross);
        double voltage = product + gamma(2) * productSize;
        if (learns) {
            voltage += filters ? lowProduct + gamma(2) * lowProductSize : (d + gamma(inputs + 6) * dSize) * cross;
        }
        table.set(Variable.vbas, 0, voltage);
        clamped = input.clone();
        square = length;
        c = cSize = d = dSize = sum = 0;
        power = 1;
        updatesPending = false;
        startPending = false;
    }
}
