package org.pal4j.model.circuit.golden;

import java.util.Map;
import java.util.Objects;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.verify.Trajectory.Evidence;

/**
 * The reference's variables around the step that differs, by area as in the paper. {@code back} counts steps: 0 is the state after the step, 1 the
 * one before.
 *
 * @param step the number of completed steps
 */
record States(CircuitParameters p, CircuitCourse course, Evidence evidence, int step) {
    States(CircuitParameters p, CircuitCourse course, Evidence evidence) {
        this(p, course, evidence, evidence.step());
    }

    /** Returns whether there was a state so many steps back. */
    boolean has(int back) {
        return step - back >= 0;
    }

    double[] of(int back, Variable variable, int area) {
        int at = step - back;
        Map<String, double[]> state = evidence.states().apply(Math.max(0, at));
        String name = variable.name() + area;
        double[] values = Objects.requireNonNull(state.get(name), name);
        if (at > 0) {
            return values;
        }
        // Before the first step there is no past: b = u, and rates and the high-pass follow from it.
        return switch (variable) {
            case bP -> of(back, Variable.uP, area);
            case bI -> of(back, Variable.uI, area);
            case rP, hi -> Vectors.map(of(back, Variable.uP, area), p.activation(area)::value);
            case rI -> Vectors.map(of(back, Variable.uI, area), p.activation(area + 1)::value);
            default -> values;
        };
    }

    /** Returns the rates of an area, those of the input included. */
    double[] rates(int back, int area) {
        if (area > 0) {
            return of(back, Variable.rP, area);
        }
        return step - back > 0 ? course.input()[step - back - 1] : new double[p.size(0)];
    }

    /** Returns the noise that the somata saw. */
    double[] seen(int back, int area) {
        boolean noisy = step - back > 0 && course.noise()[step - back - 1] && p.noisy();
        return noisy ? of(back + 1, Variable.noise, area) : new double[p.size(area)];
    }

    double[][] matrix(int back, Variable variable, int area) {
        double[] values = of(back, variable, area);
        int rows = switch (variable) {
            case WI -> p.size(area + 1);
            default -> p.size(area);
        };
        return Vectors.rows(values, rows);
    }

    /** Returns the area of the interneurons from which a hidden area gets its input. */
    int inter(int l) {
        return p.interneuronArea(p.feedbackInterneurons(l));
    }

    boolean hasInterneurons(int l) {
        return l < p.areas() && (p.connectivity() == Connectivity.LAYERED || l == p.areas() - 1);
    }

    /** Returns the draws of a step for a hidden area; nothing if the case has none. */
    double[] draws(int number, int l) {
        return number < 1 || number > course.noise().length || course.draws().isEmpty() ? new double[p.size(l)]
                : course.draws().get(l - 1)[number - 1];
    }

}
