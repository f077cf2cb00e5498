package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.kernel.Trial.Values;
import org.pal4j.memory.Lanes;
import org.pal4j.memory.MatrixView;

/**
 * The kernels for replicas side by side. The SIMD kernel and the public entry point equal the scalar twin bit for bit and write
 * only their regions. Each replica's part equals the result of the kernel for one network on that replica alone.
 */
@Tag("width")
class EnsembleSynapsesTest {
    private static final int TRIES = 200;

    @Provide
    Arbitrary<Integer> inputs() {
        return Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 65);
    }

    @Provide
    Arbitrary<Integer> outputs() {
        return Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20);
    }

    @Provide
    Arbitrary<Integer> lanes() {
        return Arbitraries.of(4, 8, 16);
    }

    @Provide
    Arbitrary<Integer> lanesOrOne() {
        return Arbitraries.of(1, 4, 8, 16);
    }

    /** How a region is divided among the replicas. */
    private enum Kind { MATRIX, VECTOR, SPREAD, PER_REPLICA }

    private record Region(int offset, Kind kind) {}

    /** The regions of an ensemble, and the same regions of a single replica. */
    private static final class Replicas {
        private final Trial trial;
        private final int inputs;
        private final int outputs;
        private final int lanes;
        private final List<Region> regions = new ArrayList<>();

        Replicas(Values values, long seed, int inputs, int outputs, int lanes) {
            trial = new Trial(values, seed);
            this.inputs = inputs;
            this.outputs = outputs;
            this.lanes = lanes;
        }

        int region(Kind kind) {
            int offset = switch (kind) {
                case MATRIX -> trial.matrix(outputs * lanes, inputs);
                case VECTOR -> trial.vector(outputs * lanes);
                case SPREAD -> trial.region(spread(inputs));
                case PER_REPLICA -> trial.region(spread(1));
            };
            regions.add(new Region(offset, kind));
            return offset;
        }

        private float[] spread(int values) {
            float[] content = new float[values * Lanes.COUNT];
            for (int i = 0; i < values; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    float value = trial.parameter();
                    for (int copy = lane; copy < Lanes.COUNT; copy += lanes) {
                        content[i * Lanes.COUNT + copy] = value;
                    }
                }
            }
            return content;
        }

        /** Offset of a region in the memory of a single replica: its index times a sufficiently large distance. */
        private int singleOffset(int offset) {
            int number = 0;
            while (regions.get(number).offset != offset) {
                number++;
            }
            return number * distance();
        }

        private int distance() {
            return (Lanes.padded(outputs) * inputs + Lanes.padded(inputs) + Lanes.padded(outputs)) * Float.BYTES;
        }

        /** Copies one replica's part of the ensemble into the memory of a single network. */
        MemorySegment extract(MemorySegment m, int lane) {
            MemorySegment one = Arena.ofAuto().allocate((long) regions.size() * distance(), Lanes.BYTES);
            for (Region region : regions) {
                int to = singleOffset(region.offset);
                switch (region.kind) {
                    case MATRIX -> new MatrixView(one, to, outputs, inputs)
                            .set(new MatrixView(m, region.offset, outputs, inputs, lanes, lane).toArray());
                    case VECTOR -> copy(m, region.offset, lanes, lane, one, to, outputs);
                    case SPREAD -> copy(m, region.offset, Lanes.COUNT, lane, one, to, inputs);
                    case PER_REPLICA -> copy(m, region.offset, Lanes.COUNT, lane, one, to, 1);
                }
            }
            return one;
        }

        private static void copy(MemorySegment m, int from, int stride, int lane, MemorySegment one, int to, int size) {
            for (int i = 0; i < size; i++) {
                ScalarSynapses.set(one, to, i, ScalarSynapses.get(m, from, i * stride + lane));
            }
        }

        /** The result of the kernel for one network on each replica equals that replica's part of the ensemble's result. */
        void assertEqualsSingleNetworks(MemorySegment after, List<Integer> written, Trial.Kernel kernel) {
            for (int lane = 0; lane < lanes; lane++) {
                MemorySegment expected = extract(trial.memory(), lane);
                kernel.run(expected);
                MemorySegment actual = extract(after, lane);
                for (int offset : written) {
                    int at = singleOffset(offset);
                    boolean matrix = regions.get(at / distance()).kind == Kind.MATRIX;
                    for (int o = 0; o < outputs; o++) {
                        for (int i = 0; i < (matrix ? inputs : 1); i++) {
                            int k = matrix ? ScalarSynapses.at(o, i, inputs) : o;
                            assertEquals(ScalarSynapses.get(expected, at, k), ScalarSynapses.get(actual, at, k));
                        }
                    }
                }
            }
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void product(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll("lanes") int lanes, @ForAll Values values,
            @ForAll boolean add, @ForAll long seed) {
        Replicas r = new Replicas(values, seed, inputs, outputs, lanes);
        int rows = outputs * lanes;
        int w = r.region(Kind.MATRIX);
        int pre = r.region(Kind.SPREAD);
        int out = r.region(Kind.VECTOR);
        MemorySegment after = r.trial.assertAgree(List.of(out),
                m -> ScalarSynapses.product(m, w, pre, out, inputs, rows, add, Lanes.COUNT),
                m -> EnsembleSynapses.product(m, w, pre, out, inputs, rows, add));
        r.assertEqualsSingleNetworks(after, List.of(out),
                m -> ScalarSynapses.product(m, r.singleOffset(w), r.singleOffset(pre), r.singleOffset(out), inputs, outputs, add, 1));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndUpdate(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll("lanes") int lanes,
            @ForAll Values values, @ForAll boolean add, @ForAll long seed) {
        Replicas r = new Replicas(values, seed, inputs, outputs, lanes);
        int rows = outputs * lanes;
        int w = r.region(Kind.MATRIX);
        int pre = r.region(Kind.SPREAD);
        int trace = r.region(Kind.SPREAD);
        int post = r.region(Kind.VECTOR);
        int out = r.region(Kind.VECTOR);
        MemorySegment after = r.trial.assertAgree(List.of(w, out),
                m -> ScalarSynapses.productAndUpdate(m, w, pre, trace, post, out, inputs, rows, add, Lanes.COUNT),
                m -> EnsembleSynapses.productAndUpdate(m, w, pre, trace, post, out, inputs, rows, add));
        r.assertEqualsSingleNetworks(after, List.of(w, out),
                m -> ScalarSynapses.productAndUpdate(m, r.singleOffset(w), r.singleOffset(pre), r.singleOffset(trace),
                        r.singleOffset(post), r.singleOffset(out), inputs, outputs, add, 1));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndLowPassUpdate(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll("lanes") int lanes,
            @ForAll Values values, @ForAll long seed) {
        Replicas r = new Replicas(values, seed, inputs, outputs, lanes);
        int rows = outputs * lanes;
        int w = r.region(Kind.MATRIX);
        int low = r.region(Kind.MATRIX);
        int pre = r.region(Kind.SPREAD);
        int trace = r.region(Kind.SPREAD);
        int post = r.region(Kind.VECTOR);
        int out = r.region(Kind.VECTOR);
        float rate = r.trial.parameter();
        MemorySegment after = r.trial.assertAgree(List.of(w, low, out),
                m -> ScalarSynapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, rows, rate, Lanes.COUNT),
                m -> EnsembleSynapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, rows, rate));
        r.assertEqualsSingleNetworks(after, List.of(w, low, out),
                m -> ScalarSynapses.productAndLowPassUpdate(m, r.singleOffset(w), r.singleOffset(low), r.singleOffset(pre),
                        r.singleOffset(trace), r.singleOffset(post), r.singleOffset(out), inputs, outputs, rate, 1));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndAlign(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll("lanes") int lanes,
            @ForAll Values values, @ForAll boolean add, @ForAll long seed) {
        Replicas r = new Replicas(values, seed, inputs, outputs, lanes);
        int rows = outputs * lanes;
        int w = r.region(Kind.MATRIX);
        int residual = r.region(Kind.MATRIX);
        int pre = r.region(Kind.SPREAD);
        int high = r.region(Kind.SPREAD);
        int noise = r.region(Kind.VECTOR);
        int out = r.region(Kind.VECTOR);
        int rate = r.region(Kind.PER_REPLICA);
        int alpha = r.region(Kind.PER_REPLICA);
        MemorySegment after = r.trial.assertAgree(List.of(w, residual, out),
                m -> ScalarEnsembleSynapses.productAndAlign(m, w, residual, pre, high, noise, out, inputs, rows, rate, alpha, add),
                m -> EnsembleSynapses.productAndAlign(m, w, residual, pre, high, noise, out, inputs, rows, rate, alpha, add));
        r.assertEqualsSingleNetworks(after, List.of(w, residual, out),
                m -> ScalarSynapses.productAndAlign(m, r.singleOffset(w), r.singleOffset(residual),
                        r.singleOffset(pre), r.singleOffset(high), r.singleOffset(noise), r.singleOffset(out), inputs, outputs,
                        ScalarSynapses.get(m, r.singleOffset(rate), 0),
                        ScalarSynapses.get(m, r.singleOffset(alpha), 0), add));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndAlignScaled(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll("lanes") int lanes,
            @ForAll Values values, @ForAll boolean add, @ForAll long seed) {
        Replicas r = new Replicas(values, seed, inputs, outputs, lanes);
        int rows = outputs * lanes;
        int w = r.region(Kind.MATRIX);
        int residual = r.region(Kind.MATRIX);
        int pre = r.region(Kind.SPREAD);
        int high = r.region(Kind.SPREAD);
        int decay = r.region(Kind.SPREAD);
        int noise = r.region(Kind.VECTOR);
        int slope = r.region(Kind.VECTOR);
        int out = r.region(Kind.VECTOR);
        int rate = r.region(Kind.PER_REPLICA);
        MemorySegment after = r.trial.assertAgree(List.of(w, residual, out),
                m -> ScalarEnsembleSynapses.productAndAlignScaled(m, w, residual, pre, high, decay, noise, slope, out, inputs, rows, rate, add),
                m -> EnsembleSynapses.productAndAlignScaled(m, w, residual, pre, high, decay, noise, slope, out, inputs, rows, rate, add));
        r.assertEqualsSingleNetworks(after, List.of(w, residual, out),
                m -> ScalarSynapses.productAndAlignScaled(m, r.singleOffset(w), r.singleOffset(residual),
                        r.singleOffset(pre), r.singleOffset(high), r.singleOffset(decay), r.singleOffset(noise), r.singleOffset(slope),
                        r.singleOffset(out), inputs, outputs,
                        ScalarSynapses.get(m, r.singleOffset(rate), 0), add));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void writeBack(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll("lanes") int lanes, @ForAll Values values,
            @ForAll long seed) {
        Replicas r = new Replicas(values, seed, inputs, outputs, lanes);
        int rows = outputs * lanes;
        int w = r.region(Kind.MATRIX);
        int low = r.region(Kind.MATRIX);
        int x = r.region(Kind.SPREAD);
        int y = r.region(Kind.SPREAD);
        int c = r.region(Kind.VECTOR);
        int d = r.region(Kind.VECTOR);
        int p = r.region(Kind.VECTOR);
        int q = r.region(Kind.VECTOR);
        float s = r.trial.parameter();
        float power = r.trial.parameter();
        r.trial.assertAgree(List.of(w, low),
                m -> ScalarSynapses.writeBack(m, w, low, x, c, d, inputs, rows, s, power, Lanes.COUNT),
                m -> VectorEnsembleSynapses.writeBack(
                        m.address() + w, m.address() + low, m.address() + x, m.address() + c, m.address() + d, inputs, rows, s, power));
        MemorySegment after = r.trial.memory();
        EnsembleSynapses.writeBack(after, w, low, x, y, c, d, p, q, inputs, rows, s, power);
        r.assertEqualsSingleNetworks(after, List.of(w, low, p, q),
                m -> ScalarClamped.writeBack(m, r.singleOffset(w), r.singleOffset(low), r.singleOffset(x), r.singleOffset(y),
                        r.singleOffset(c), r.singleOffset(d), r.singleOffset(p), r.singleOffset(q), inputs, outputs, s, power));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void spread(@ForAll("inputs") int size, @ForAll boolean four, @ForAll Values values, @ForAll long seed) {
        int lanes = four ? 4 : 8;
        Trial t = new Trial(values, seed);
        int from = t.vector(size * lanes);
        int to = t.vector(Lanes.padded(size * lanes) / lanes * Lanes.COUNT);
        t.assertAgree(List.of(to),
                m -> ScalarEnsembleSynapses.spread(m, from, to, size, lanes),
                m -> EnsembleSynapses.spread(m, from, to, size, lanes));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void transport(@ForAll("outputs") int rows, @ForAll("inputs") int columns, @ForAll boolean single, @ForAll long seed) {
        int lanes = single ? 1 : 4;
        Trial t = new Trial(Values.BITS, seed);
        int w = t.matrix(rows * lanes, columns);
        int b = t.matrix(columns * lanes, rows);
        int inverse = t.matrix(columns * lanes, rows);
        MemorySegment m = t.memory();
        EnsembleSynapses.transport(m, w, b, inverse, rows, columns, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            MatrixView forward = new MatrixView(m, w, rows, columns, lanes, lane);
            MatrixView feedback = new MatrixView(m, b, columns, rows, lanes, lane);
            MatrixView negative = new MatrixView(m, inverse, columns, rows, lanes, lane);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertEquals(forward.get(i, j), feedback.get(j, i));
                    assertEquals(-forward.get(i, j), negative.get(j, i));
                }
            }
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void transport(@ForAll Values values, @ForAll long seed, @ForAll("inputs") int columns, @ForAll("outputs") int rows,
            @ForAll("lanesOrOne") int lanes) {
        Trial trial = new Trial(values, seed);
        int w = trial.matrix(rows * lanes, columns);
        int b = trial.matrix(columns * lanes, rows);
        int inverse = trial.matrix(columns * lanes, rows);
        MemorySegment m = trial.assertAgree(List.of(b, inverse),
                all -> ScalarEnsembleSynapses.transport(all, w, b, inverse, rows, columns, lanes),
                all -> EnsembleSynapses.transport(all, w, b, inverse, rows, columns, lanes));
        for (int lane = 0; lane < lanes; lane++) {
            MatrixView from = new MatrixView(m, w, rows, columns, lanes, lane);
            MatrixView to = new MatrixView(m, b, columns, rows, lanes, lane);
            MatrixView negative = new MatrixView(m, inverse, columns, rows, lanes, lane);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    assertEquals(from.get(row, column), to.get(column, row));
                    assertEquals(-from.get(row, column), negative.get(column, row));
                }
            }
        }
    }
}
