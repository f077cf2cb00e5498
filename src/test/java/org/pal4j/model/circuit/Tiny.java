package org.pal4j.model.circuit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Place;
import org.pal4j.model.Study;
import org.pal4j.run.Course;
import org.pal4j.run.EpochRow;
import org.pal4j.run.Outcome;
import org.pal4j.run.RunFolder;

/** Experiments with circuits that take a moment, and their runs. */
public final class Tiny {
    /** Weights, in the order in which {@link #bits} reads them. */
    static final List<Variable> WEIGHTS = List.of(Variable.W, Variable.WI, Variable.B, Variable.BI);
    /** Where samples are that are drawn. */
    public static final DataFolder NO_DATA = DataFolder.of(Optional.empty());

    private Tiny() {}

    /**
     * What a run gave.
     *
     * @param outcome of the replica
     * @param circuit as the run left it
     */
    public record Run(Outcome outcome, Replica circuit) {}

    /** A named experiment with a circuit, or one in a file. */
    public static CircuitExperiment experiment(String nameOrFile, List<String> settings) {
        return (CircuitExperiment) Catalog.experiment(nameOrFile, settings);
    }

    /** A study of circuits. */
    @SuppressWarnings("unchecked") // Its experiments are circuits: the first cast fails if not.
    public static Study<CircuitExperiment> study(String nameOrFile, List<String> settings) {
        Study<?> study = Catalog.study(nameOrFile, settings);
        var _ = CircuitExperiment.class.cast(study.base());
        return (Study<CircuitExperiment>) study;
    }

    /** Yin-Yang with a network of 4-5-3, 6 training and 4 other samples, presented for 20 steps. */
    public static CircuitExperiment yinYang(String... settings) {
        return experiment("yinyang", all(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4",
                "test_samples=4", "epochs=2", "snapshot_every=1"), settings));
    }

    /** Alignment in a network of 3-4-5-2 with 6 samples, presented for 20 steps, after 50 steps of settling. */
    public static CircuitExperiment alignment(String... settings) {
        return experiment("fig3abc", all(List.of("name=tiny", "layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6", "settling_time=0.5",
                "epochs=2", "init_u=0", "random=counter"), settings));
    }

    private static List<String> all(List<String> first, String... settings) {
        return Stream.concat(first.stream(), Stream.of(settings)).toList();
    }

    /** The circuit of an experiment before its first step. */
    public static Circuit initial(CircuitExperiment e) {
        return (Circuit) InitialCircuit.of(List.of(e), List.of(InitialCircuit.noise(e)), 1);
    }

    static CircuitBatch batch(List<CircuitExperiment> replicas, DataFolder data) {
        return new CircuitBatch(replicas, replicas.getFirst().task().samples(replicas.getFirst(), data), 1);
    }

    /** Runs an experiment to its end. */
    public static Run run(CircuitExperiment e) {
        return run(e, new Heard(), () -> false);
    }

    /** Runs an experiment to its end, with samples that are read. */
    public static Run run(CircuitExperiment e, DataFolder data) {
        return run(List.of(e), data, new Heard(), () -> false).getFirst();
    }

    /**
     * Runs an experiment.
     *
     * @param stop asked after each slice of steps; the run ends when it has said true once
     */
    public static Run run(CircuitExperiment e, Course.Observer observer, BooleanSupplier stop) {
        return run(List.of(e), NO_DATA, observer, stop).getFirst();
    }

    /** Runs an experiment to its end, and records into a folder. */
    public static Run run(CircuitExperiment e, RunFolder folder) {
        CircuitBatch batch = batch(List.of(e), NO_DATA);
        Course course = new Course(batch, e, new Heard());
        course.recordInto(0, folder);
        return carriedOn(course, batch, () -> false).getFirst();
    }

    /** Runs replicas in one batch. */
    public static List<Run> run(List<CircuitExperiment> replicas, DataFolder data, Course.Observer observer, BooleanSupplier stop) {
        CircuitBatch batch = batch(replicas, data);
        return carriedOn(new Course(batch, replicas.getFirst(), observer), batch, stop);
    }

    private static List<Run> carriedOn(Course course, CircuitBatch batch, BooleanSupplier stop) {
        AtomicBoolean stopped = new AtomicBoolean();
        BooleanSupplier remembered = () -> {
            stopped.compareAndSet(false, stop.getAsBoolean());
            return stopped.get();
        };
        while (!stopped.get() && course.carryOn(remembered)) {
            // The next part.
        }
        course.interrupt();
        List<Outcome> outcomes = course.outcomes();
        return IntStream.range(0, batch.size()).mapToObj(k -> new Run(outcomes.get(k), batch.circuit(k))).toList();
    }

    /** A checksum of all weights, little endian, in the order W, WI, B, BI. */
    public static String bits(Replica circuit) {
        CRC32 crc = new CRC32();
        for (Variable variable : WEIGHTS) {
            for (int i = 0; i < variable.count(circuit.parameters()); i++) {
                for (float weight : circuit.matrix(variable, i).toArray()) {
                    crc.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(weight).flip());
                }
            }
        }
        return "%08x".formatted(crc.getValue());
    }

    /** Remembers what an observer is told. */
    public static final class Heard implements Course.Observer {
        /** What it was told, in order. */
        public final List<String> calls = new ArrayList<>();

        @Override
        public void progress(Place place, long steps) {
            calls.add("progress " + place.epoch() + " " + steps);
        }

        @Override
        public void measured(int replica, EpochRow row) {
            calls.add("measured " + row.epoch() + " " + row.steps());
        }

        @Override
        public void failed(int replica, String fault) {
            calls.add("failed " + replica);
        }
    }
}
