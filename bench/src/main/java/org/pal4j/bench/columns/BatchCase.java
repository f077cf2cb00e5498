package org.pal4j.bench.columns;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;

/** Products with a batch of 32 samples, and the update of weights from one, as rate networks have them. */
final class BatchCase extends Case {
    /** W r, W^T e, or W += gain e r^T. */
    enum Kind {
        PRODUCT, TRANSPOSED, UPDATE
    }

    private static final int SAMPLES = Batches.SAMPLES;
    private static final float GAIN = 1e-3f;
    private static final float DECAY = 1e-5f;

    private final Kind kind;
    private final int inputs;
    private final int outputs;
    private final int panel;
    private final int w;
    private final int rates;
    private final int errors;
    private final int turned;
    private final int out;
    private final int back;
    private final int table;
    private final Twins twins;
    private final float[][] plainW;
    private final float[][] plainRates;
    private final float[][] plainErrors;
    private final float[][] plainTurned;
    private final float[][] plainOut;
    private final float[][] plainBack;
    private final float[] sums;
    private FloatPointer blasW;
    private FloatPointer blasRates;
    private FloatPointer blasErrors;
    private FloatPointer blasTurned;
    private FloatPointer blasOut;
    private FloatPointer blasBack;

    BatchCase(Kind kind, int inputs, int outputs, long seed) {
        super(1);
        this.kind = kind;
        this.inputs = inputs;
        this.outputs = outputs;
        int padded = Lanes.padded(outputs);
        Block.Plan plan = new Block.Plan();
        w = plan.matrix("w", outputs, inputs);
        panel = inputs * Lanes.BYTES;
        rates = plan.vector("rates", inputs * SAMPLES);
        errors = plan.vector("errors", padded * SAMPLES);
        turned = plan.matrix("turned", outputs, SAMPLES);
        out = plan.vector("out", outputs * SAMPLES);
        back = plan.vector("back", inputs * SAMPLES);
        table = plan.vector("table", inputs);
        twins = new Twins(plan.bytes(), seed);
        for (int i = 0; i < inputs; i++) {
            twins.m.setAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, table / Integer.BYTES + i, i * Batches.ROW);
        }
        twins.copy();
        plainW = twins.rows(w, inputs, outputs);
        plainRates = lines(rates, inputs);
        plainErrors = lines(errors, outputs);
        plainTurned = twins.rows(turned, SAMPLES, outputs);
        plainOut = lines(out, outputs);
        plainBack = lines(back, inputs);
        sums = new float[padded];
        int panels = padded / Lanes.COUNT;
        add(Column.VECTOR, switch (kind) {
            case PRODUCT -> () -> Batches.product(twins.m, w, panel, table, inputs, rates, out, Batches.ROW, outputs);
            case TRANSPOSED -> () -> Batches.transposedProduct(twins.m, w, panel, outputs, errors, back, inputs);
            case UPDATE ->
                    () -> Batches.update(twins.m, rates, inputs * Batches.ROW, turned, SAMPLES * Lanes.BYTES, SAMPLES, w, panel, inputs, panels,
                            GAIN, DECAY);
        });
        if (Native.fault().isEmpty()) {
            add(Column.C, switch (kind) {
                case PRODUCT -> () -> Native.batchProduct(twins.n, w, panel, table, inputs, rates, out, Batches.ROW, outputs);
                case TRANSPOSED -> () -> Native.batchTransposed(twins.n, w, panel, outputs, errors, back, inputs);
                case UPDATE ->
                        () -> Native.batchUpdate(twins.n, rates, inputs * Batches.ROW, turned, SAMPLES * Lanes.BYTES, SAMPLES, w, panel, inputs,
                                panels, GAIN, DECAY);
            });
        }
        add(Column.PLAIN, switch (kind) {
            case PRODUCT -> this::plainProduct;
            case TRANSPOSED -> this::plainTransposed;
            case UPDATE -> this::plainUpdate;
        });
        addBlas();
    }

    private float[][] lines(int offset, int neurons) {
        float[][] lines = new float[neurons][];
        for (int i = 0; i < neurons; i++) {
            lines[i] = twins.floats(offset + (long) i * Batches.ROW, SAMPLES);
        }
        return lines;
    }

    private void plainProduct() {
        for (int o = 0; o < outputs; o++) {
            Arrays.fill(plainOut[o], 0f);
            for (int i = 0; i < inputs; i++) {
                PlainLoops.accumulate(plainRates[i], plainW[i][o], plainOut[o]);
            }
        }
    }

    private void plainTransposed() {
        for (int i = 0; i < inputs; i++) {
            Arrays.fill(plainBack[i], 0f);
            for (int o = 0; o < outputs; o++) {
                PlainLoops.accumulate(plainErrors[o], plainW[i][o], plainBack[i]);
            }
        }
    }

    private void plainUpdate() {
        for (int i = 0; i < inputs; i++) {
            Arrays.fill(sums, 0f);
            for (int n = 0; n < SAMPLES; n++) {
                PlainLoops.accumulate(plainTurned[n], plainRates[i][n], sums);
            }
            add(plainW[i], sums);
        }
    }

    private static void add(float[] row, float[] sums) {
        for (int o = 0; o < row.length; o++) {
            row[o] += Math.fma(-DECAY, row[o], GAIN * sums[o]);
        }
    }

    private void addBlas() {
        openblas.blas_set_num_threads(1);
        // Weights inputs x outputs and a row for each sample, as a user of OpenBLAS has them.
        blasW = new FloatPointer(turn(plainW, inputs, outputs, false));
        blasRates = new FloatPointer(turn(plainRates, inputs, SAMPLES, true));
        blasErrors = new FloatPointer(turn(plainErrors, outputs, SAMPLES, true));
        blasTurned = new FloatPointer(turn(plainTurned, SAMPLES, outputs, false));
        blasOut = new FloatPointer((long) outputs * SAMPLES);
        blasBack = new FloatPointer((long) inputs * SAMPLES);
        add(Column.BLAS, switch (kind) {
            case PRODUCT -> () -> openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, SAMPLES, outputs, inputs,
                    1f, blasRates, inputs, blasW, outputs, 0f, blasOut, outputs);
            case TRANSPOSED ->
                    () -> openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasTrans, SAMPLES, inputs, outputs,
                            1f, blasErrors, outputs, blasW, outputs, 0f, blasBack, inputs);
            case UPDATE ->
                    () -> openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasTrans, openblas.CblasNoTrans, inputs, outputs, SAMPLES, GAIN,
                            blasRates, inputs, blasTurned, outputs, 1 - DECAY, blasW, outputs);
        });
    }

    /** {@code rows} x {@code columns} of an array in one, perhaps transposed. */
    private static float[] turn(float[][] array, int rows, int columns, boolean transposed) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                values[transposed ? k * rows + i : i * columns + k] = array[i][k];
            }
        }
        return values;
    }

    @Override
    public Optional<String> difference() {
        return (Native.fault().isEmpty() ? twins.blocks() : Optional.<String>empty())
                .or(() -> twins.vector("output", out, flat(plainOut))).or(() -> twins.vector("value that comes back", back, flat(plainBack)))
                .or(() -> twins.matrix("weight", w, plainW)).or(this::ofBlas);
    }

    private static float[] flat(float[][] lines) {
        return turn(lines, lines.length, SAMPLES, false);
    }

    private Optional<String> ofBlas() {
        float bound = 1e-5f * Math.max(inputs, outputs);
        return switch (kind) {
            case PRODUCT -> twins.near("output", out, swap(values(blasOut, outputs * SAMPLES), outputs), bound);
            case TRANSPOSED -> twins.near("value that comes back", back, swap(values(blasBack, inputs * SAMPLES), inputs), bound);
            case UPDATE -> {
                float[] weights = values(blasW, inputs * outputs);
                float most = 0;
                for (int i = 0; i < weights.length; i++) {
                    most = Math.max(most, Math.abs(weights[i] - plainW[i / outputs][i % outputs]));
                }
                yield most <= bound ? Optional.empty() : Optional.of("weights of OpenBLAS are up to " + most + " from those of plain loops");
            }
        };
    }

    private static float[] values(FloatPointer pointer, int size) {
        float[] values = new float[size];
        pointer.get(values);
        return values;
    }

    /** From a row for each sample to a row for each neuron. */
    private static float[] swap(float[] values, int neurons) {
        float[] swapped = new float[values.length];
        for (int n = 0; n < SAMPLES; n++) {
            for (int i = 0; i < neurons; i++) {
                swapped[i * SAMPLES + n] = values[n * neurons + i];
            }
        }
        return swapped;
    }
}
