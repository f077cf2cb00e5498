package org.pal4j.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;

/**
 * The weights that a run left, of the shapes that its configuration says.
 *
 * @param parameters of the circuit
 * @param tensors    by name: W1 .., B1 .., WI1 .., BI1 ..; C order, post x pre
 */
record Weights(CircuitParameters parameters, Map<String, NpyArray> tensors) {

    /**
     * Reads weights.safetensors.
     *
     * @return nothing if there is no such file, or its tensors are not those of this circuit
     * @throws org.pal4j.InputException if the file is damaged
     */
    static Optional<Weights> read(Path folder, CircuitParameters parameters) {
        Path file = folder.resolve(RunReader.WEIGHTS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Weights weights = new Weights(parameters, Safetensors.read(file).tensors());
        return weights.fit() ? Optional.of(weights) : Optional.empty();
    }

    private boolean fit() {
        for (Variable variable : new Variable[] {Variable.W, Variable.B, Variable.WI, Variable.BI}) {
            for (int i = 0; i < variable.count(parameters); i++) {
                NpyArray tensor = tensors.get(name(variable, i));
                if (tensor == null || !java.util.Arrays.equals(tensor.shape(), variable.shape(parameters, i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Named by its area, as in the paper; {@code index} counts populations from 0. */
    private String name(Variable variable, int index) {
        return variable + variable.population(parameters, index).substring(1);
    }

    /** A matrix in C order; {@code index} counts populations from 0. */
    double[] get(Variable variable, int index) {
        return tensors.get(name(variable, index)).toDoubles();
    }

    /** Whether there is no NaN and no infinity in them. */
    boolean finite() {
        return tensors.values().stream().allMatch(tensor -> {
            for (double value : tensor.toDoubles()) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
            return true;
        });
    }

    /**
     * What B_l should be: W_{l+1}^T; with skip connectivity W_{l+1}^T .. W_N^T.
     *
     * @param l a hidden area, from 1
     * @return of the shape of B_l, C order
     */
    double[] transported(int l) {
        double[] product = transpose(get(Variable.W, l), parameters.size(l + 1), parameters.size(l));
        int last = parameters.connectivity() == Connectivity.SKIP ? parameters.areas() : l + 1;
        for (int area = l + 2; area <= last; area++) {
            double[] next = transpose(get(Variable.W, area - 1), parameters.size(area), parameters.size(area - 1));
            product = times(product, next, parameters.size(l), parameters.size(area - 1), parameters.size(area));
        }
        return product;
    }

    private static double[] transpose(double[] matrix, int rows, int columns) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = matrix[i * columns + j];
            }
        }
        return result;
    }

    private static double[] times(double[] a, double[] b, int rows, int inner, int columns) {
        double[] result = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    result[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return result;
    }
}
