package org.pal4j.rate;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.pal4j.kernel.ScalarMath.fma;

import org.pal4j.kernel.Program;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchMaps;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Lanes;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * The calls of a convolution. Its products are those of dense layers, one per position. Tables give the location of each step's
 * row of samples relative to the position, so nothing is gathered first.
 *
 * <p>The steps of a kernel are ordered (channel, row, column). For backward errors the kernel is repacked with the steps (row,
 * column, filter), so that the steps valid for a position at the border are contiguous. The gradient of a weight is summed over
 * blocks, rows of the map, positions and halves of the block, lane by lane, and then over the lanes.
 */
final class ConvolutionCalls extends RateLayout.Calls {
    private static final int TILE_BYTES = BatchMaps.FILTERS * BatchMaps.CHANNELS * Lanes.BYTES;
    /** What the strips of a tile may take together: a small L1 cache. */
    private static final int STRIP_BYTES = 32 << 10;

    ConvolutionCalls(RateLayout at, WorkSplitter splitter) {
        super(at, splitter);
        for (int l = 1; l <= p.depth(); l++) {
            if (at.table[l] >= 0) {
                fillTables(l);
            }
        }
    }

    private void fillTables(int l) {
        Shape below = at.shape[l - 1];
        Shape own = at.shape[l];
        int k = p.layer(l).window();
        for (int c = 0, step = 0; c < below.channels(); c++) {
            for (int tap = 0; tap < k * k; tap++, step++) {
                putInt(at.table[l], step, (c * below.positions() + tap / k * below.width() + tap % k) * Batches.ROW);
            }
        }
        for (int column = 0, step = 0; column < k; column++) {
            for (int f = 0; f < own.channels(); f++, step++) {
                putInt(at.backTable[l], step, (f * own.positions() - column) * Batches.ROW);
            }
        }
    }

    private void putInt(int region, int index, int value) {
        m.set(JAVA_INT, region + 4L * index, value);
    }

    private double cost(int l) {
        return (double) at.fanIn(l) * at.rows[l] * p.batch();
    }

    /** Adds the calls of one row of all maps to the program of its thread. */
    private interface Row {
        void add(Program calls, int part, int block, int y);
    }

    /** Adds the calls that follow the voltages of one row of one map. */
    interface RowEnd {
        /**
         * Adds the calls.
         *
         * @param calls   the program of the thread that has the row
         * @param block   of samples
         * @param first   the row's first neuron in the layer
         * @param count   neurons of the row
         * @param voltage where the row's voltages are; the next row overwrites them
         */
        void add(Program calls, int block, int first, int count, int voltage);
    }

    private void rows(Program program, int l, Row row) {
        int height = at.shape[l].height();
        splitter.build(program, cost(l), at.blocks * height, 1, (calls, from, to, part) -> {
            for (int unit = from; unit < to; unit++) {
                row.add(calls, part, unit / height, unit % height);
            }
        });
    }

    /** Where a row finds the rates below. */
    private int below(int l, int block, int y) {
        return at.r[l - 1] + block * at.rateBlockBytes[l - 1] + y * at.shape[l - 1].width() * Batches.ROW;
    }

    /** Where a row is in a region of this layer. */
    private int place(int l, int region, int block, int y) {
        return region + block * at.blockBytes[l] + y * at.shape[l].width() * Batches.ROW;
    }

    /** a = K * r_below + b, kept for all maps. */
    void forward(Program program, int l, int out) {
        int map = at.shape[l].positions() * Batches.ROW;
        rows(program, l, (calls, part, block, y) -> {
            int x = below(l, block, y);
            int to = place(l, out, block, y);
            calls.add(() -> biasedRow(l, x, to, map));
        });
    }

    /**
     * a = K * r_below + b, row by row. What follows finds the voltages of a row in the cache, and they need no memory beyond those of a row of all
     * maps.
     */
    void forward(Program program, int l, RowEnd end) {
        Shape own = at.shape[l];
        int row = own.width() * Batches.ROW;
        rows(program, l, (calls, part, block, y) -> {
            int x = below(l, block, y);
            int voltage = at.voltage + part * own.channels() * row;
            calls.add(() -> biasedRow(l, x, voltage, row));
            for (int f = 0; f < own.channels(); f++) {
                end.add(calls, block, f * own.positions() + y * own.width(), own.width(), voltage + f * row);
            }
        });
    }

    /** K * x without biases, for values x of the layer below. */
    void product(Program program, int l, int x, int out) {
        int map = at.shape[l].positions() * Batches.ROW;
        rows(program, l, (calls, part, block, y) -> {
            int from = place(l - 1, x, block, y);
            int to = place(l, out, block, y);
            calls.add(() -> productRow(l, from, to, map));
        });
    }

    /** One row of all maps, with b, which is added while the row is in the cache. */
    private void biasedRow(int l, int x, int out, int map) {
        productRow(l, x, out, map);
        Shape own = at.shape[l];
        for (int f = 0; f < own.channels(); f++) {
            BatchMaps.shift(m, out + f * map, m.get(JAVA_FLOAT, at.bias[l] + 4L * f), own.width() * Batches.ROW);
        }
    }

    /** One row of all maps, {@code map} bytes apart. */
    private void productRow(int l, int x, int out, int map) {
        Shape own = at.shape[l];
        for (int column = 0; column < own.width(); column++) {
            int place = column * Batches.ROW;
            Batches.product(m, at.w[l], at.panel(l), at.table[l], at.steps(l), x + place, out + place, map, own.channels());
        }
    }

    /** M e: the feedback to the maps below. */
    void backward(Program program, int l, int out) {
        if (p.algorithm() == RateAlgorithm.BP) {
            program.add(() -> pack(l, at.w[l]));
        }
        Shape below = at.shape[l - 1];
        splitter.add(program, cost(l), at.blocks * below.height(), 1, (from, to, part) -> {
            for (int unit = from; unit < to; unit++) {
                for (int x = 0; x < below.width(); x++) {
                    backward(l, unit / below.height(), unit % below.height(), x, out, at.scratch + part * at.scratchBytes);
                }
            }
        });
    }

    private void backward(int l, int block, int y, int x, int out, int scratch) {
        Shape below = at.shape[l - 1];
        Shape own = at.shape[l];
        int k = p.layer(l).window();
        int filters = own.channels();
        int map = below.positions() * Batches.ROW;
        int to = out + block * at.blockBytes[l - 1] + (y * below.width() + x) * Batches.ROW;
        int panel = k * k * filters * Lanes.BYTES;
        int firstColumn = Math.max(0, x - own.width() + 1);
        int lastColumn = Math.min(k - 1, x);
        int steps = (lastColumn - firstColumn + 1) * filters;
        int first = Math.max(0, y - own.height() + 1);
        for (int row = first; row <= Math.min(k - 1, y); row++) {
            int weights = at.packed[l] + (row * k + firstColumn) * filters * Lanes.BYTES;
            int table = at.backTable[l] + firstColumn * filters * Integer.BYTES;
            int errors = at.e[l] + block * at.blockBytes[l] + ((y - row) * own.width() + x) * Batches.ROW;
            if (row == first) {
                Batches.product(m, weights, panel, table, steps, errors, to, map, below.channels());
            } else {
                sumInto(weights, panel, table, steps, errors, to, map, below.channels(), scratch);
            }
        }
    }

    /** Adds a product to {@code out}, as many rows at a time as the scratch memory holds. */
    private void sumInto(int weights, int panel, int table, int steps, int errors, int out, int stride, int rows, int scratch) {
        for (int from = 0; from < rows; from += Lanes.COUNT) {
            int count = Math.min(Lanes.COUNT, rows - from);
            Batches.product(m, weights + from / Lanes.COUNT * panel, panel, table, steps, errors, scratch, Batches.ROW, count);
            BatchMaps.addRows(m, scratch, out + from * stride, stride, count);
        }
    }

    /** Repacks a kernel into the step order used for backward errors. */
    void pack(int l, int kernel) {
        int channels = at.shape[l - 1].channels();
        int filters = at.shape[l].channels();
        int taps = p.layer(l).window() * p.layer(l).window();
        for (int tap = 0; tap < taps; tap++) {
            for (int f = 0; f < filters; f++) {
                int from = kernel + f / Lanes.COUNT * at.panel(l) + tap * Lanes.BYTES + f % Lanes.COUNT * Float.BYTES;
                int to = at.packed[l] + (tap * filters + f) * Lanes.BYTES;
                for (int c = 0; c < channels; c++) {
                    m.set(JAVA_FLOAT, to + c / Lanes.COUNT * taps * filters * Lanes.BYTES + c % Lanes.COUNT * 4L,
                            m.get(JAVA_FLOAT, from + (long) c * taps * Lanes.BYTES));
                }
            }
        }
    }

    /** Updates K and b: the gradient of K is summed over positions, that of b is averaged over them. */
    void learn(Program program, int l) {
        Layer layer = p.layer(l);
        correlate(program, l, at.e[l], at.r[l - 1], at.rateBlockBytes[l - 1]);
        int bytes = weightBytes(l);
        double rate = p.dt() / p.batch();
        if (p.tauLO() > 0) {
            program.add(() -> BatchNeurons.lowPassUpdate(m, at.gradient, (float) rate, (float) (p.dt() / p.tauLO()), at.low[l], (float) layer.eta(),
                    at.w[l], bytes));
        } else {
            program.add(() -> BatchNeurons.addScaled(m, at.gradient, (float) (rate * layer.eta()), at.w[l], bytes));
        }
        program.add(() -> learnBias(l));
    }

    private void learnBias(int l) {
        Shape own = at.shape[l];
        for (int f = 0; f < own.channels(); f++) {
            float sum = 0;
            for (int b = 0; b < at.blocks; b++) {
                BatchMaps.sum(m, at.e[l] + b * at.blockBytes[l] + f * own.positions() * Batches.ROW, own.positions(), at.scratch);
                for (int n = 0; n < Math.min(Batches.SAMPLES, p.batch() - b * Batches.SAMPLES); n++) {
                    sum += m.get(JAVA_FLOAT, at.scratch + 4L * n);
                }
            }
            double rate = p.dt() / p.batch() / own.positions();
            long place = at.bias[l] + 4L * f;
            float change = (float) rate * sum;
            if (p.tauLO() > 0) {
                float before = m.get(JAVA_FLOAT, at.lowBias[l] + 4L * f);
                change = fma((float) (p.dt() / p.tauLO()), change - before, before);
                m.set(JAVA_FLOAT, at.lowBias[l] + 4L * f, change);
            }
            m.set(JAVA_FLOAT, place, fma((float) p.layer(l).eta(), change, m.get(JAVA_FLOAT, place)));
        }
    }

    /** Lets K decay, but not the biases. */
    void decay(Program program, int l, float decay) {
        program.add(() -> BatchNeurons.addScaled(m, at.w[l], -decay, at.w[l], weightBytes(l)));
    }

    private int weightBytes(int l) {
        return at.panel(l) * Lanes.padded(at.shape[l].channels()) / Lanes.COUNT;
    }

    /** Updates B from values of this layer and the noise below, with the same correlation as a kernel. */
    void align(Program program, int l, int values, int noiseBelow) {
        correlate(program, l, values, noiseBelow, at.blockBytes[l - 1]);
        updateFeedback(program, l);
    }

    /**
     * Updates B as K: from the errors and the rates below.
     *
     * @param learned whether K has learned just now, so that their correlation is there
     */
    void reciprocate(Program program, int l, boolean learned) {
        if (!learned) {
            correlate(program, l, at.e[l], at.r[l - 1], at.rateBlockBytes[l - 1]);
        }
        updateFeedback(program, l);
    }

    private void updateFeedback(Program program, int l) {
        double rate = p.dt() * p.layer(l).etaBackward();
        int bytes = weightBytes(l);
        float gain = (float) (rate / p.batch());
        float decay = (float) (-rate * p.layer(l).alpha());
        program.add(() -> BatchNeurons.addScaled(m, at.feedback[l], decay, at.feedback[l], bytes));
        program.add(() -> BatchNeurons.addScaled(m, at.gradient, gain, at.feedback[l], bytes));
        program.add(() -> pack(l, at.feedback[l]));
    }

    /** Computes the sum over samples and positions of e x^T into the gradient region. */
    private void correlate(Program program, int l, int e, int x, int xBlock) {
        int filterTiles = Math.ceilDiv(at.shape[l].channels(), BatchMaps.FILTERS);
        int channelTiles = Math.ceilDiv(at.shape[l - 1].channels(), BatchMaps.CHANNELS);
        int window = p.layer(l).window();
        splitter.add(program, cost(l), window * filterTiles * channelTiles, 1, (from, to, part) -> {
            for (int unit = from; unit < to; unit++) {
                int tile = unit / window;
                tile(l, unit % window, tile / channelTiles * BatchMaps.FILTERS, tile % channelTiles * BatchMaps.CHANNELS, e, x, xBlock,
                        at.scratch + part * at.scratchBytes);
            }
        });
    }

    /**
     * Gradients of one row of taps for a tile of filters and channels. The map is processed strip by strip, so that all taps find its
     * rows in the L1 cache.
     */
    private void tile(int l, int tapRow, int filter, int channel, int e, int x, int xBlock, int sums) {
        Shape below = at.shape[l - 1];
        Shape own = at.shape[l];
        int window = p.layer(l).window();
        int eMap = own.positions() * Batches.ROW;
        int xMap = below.positions() * Batches.ROW;
        int xRow = below.width() * Batches.ROW;
        int strip = Math.max(1, STRIP_BYTES / (BatchMaps.FILTERS * own.width() * Batches.ROW + BatchMaps.CHANNELS * xRow));
        int partial = sums + window * TILE_BYTES;
        zero(sums, 2 * window * TILE_BYTES);
        for (int b = 0; b < at.blocks; b++) {
            int samples = Math.min(Batches.SAMPLES, p.batch() - b * Batches.SAMPLES);
            for (int y = 0; y < own.height(); y += strip) {
                int height = Math.min(strip, own.height() - y);
                int errors = e + b * at.blockBytes[l] + filter * eMap + y * own.width() * Batches.ROW;
                int rates = x + b * xBlock + channel * xMap + (y + tapRow) * xRow;
                for (int column = 0; column < window; column++) {
                    strip(errors, eMap, rates + column * Batches.ROW, xMap, xRow, own.width(), height, samples, sums + column * TILE_BYTES,
                            partial + column * TILE_BYTES);
                }
            }
        }
        int lanes = p.batch() % Lanes.COUNT;
        for (int column = 0; column < window; column++) {
            sumLanes(l, tapRow * window + column, filter, channel, Lanes.COUNT, sums + column * TILE_BYTES, false);
            if (lanes > 0) {
                sumLanes(l, tapRow * window + column, filter, channel, lanes, partial + column * TILE_BYTES, true);
            }
        }
    }

    /**
     * Correlates one strip. Groups of 16 valid samples and a last group of up to 15 have separate sums, because the other lanes
     * hold arbitrary values.
     */
    private void strip(int errors, int eMap, int rates, int xMap, int xRow, int width, int height, int samples, int sums, int partial) {
        if (samples == Batches.SAMPLES) {
            BatchMaps.correlate(m, errors, eMap, rates, xMap, xRow, width, height, sums);
            return;
        }
        BatchMaps.correlateHalf(m, errors, eMap, rates, xMap, xRow, width, height, samples >= Lanes.COUNT ? sums : partial);
        if (samples > Lanes.COUNT) {
            BatchMaps.correlateHalf(m, errors + Lanes.BYTES, eMap, rates + Lanes.BYTES, xMap, xRow, width, height, partial);
        }
    }

    /** Sums the lanes of valid samples into the gradients. */
    private void sumLanes(int l, int tap, int filter, int channel, int lanes, int sums, boolean add) {
        int taps = p.layer(l).window() * p.layer(l).window();
        for (int f = filter; f < Math.min(filter + BatchMaps.FILTERS, at.shape[l].channels()); f++) {
            for (int c = channel; c < Math.min(channel + BatchMaps.CHANNELS, at.shape[l - 1].channels()); c++) {
                long from = sums + ((f - filter) * (long) BatchMaps.CHANNELS + c - channel) * Lanes.BYTES;
                float sum = 0;
                for (int lane = 0; lane < lanes; lane++) {
                    sum += m.get(JAVA_FLOAT, from + lane * 4L);
                }
                long place = at.gradient + f / Lanes.COUNT * at.panel(l) + (c * taps + tap) * Lanes.BYTES + f % Lanes.COUNT * 4L;
                m.set(JAVA_FLOAT, place, add ? m.get(JAVA_FLOAT, place) + sum : sum);
            }
        }
    }
}
