package org.pal4j.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pal4j.Cancellation;
import org.pal4j.Cancellation.Cancelled;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.data.SampleSet;
import org.pal4j.model.Batch;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Experiment;
import org.pal4j.model.Memory;
import org.pal4j.model.Place;
import org.pal4j.model.Samples;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;

/**
 * Asks the trained networks in the folder of a study about samples. Each sample is presented as in the test of the run. A network continues from its
 * checkpoint before the test, so the experiment's own test gives the bits of the run. Without a checkpoint it starts with the weights of the run, and
 * settles as the run did.
 */
public final class Prediction<E extends Experiment> {
    private final Study<E> study;
    private final Path folder;
    private final Samples<E> samples;
    private final Optional<SampleSet> further;
    private final Stage stage;

    /**
     * The answer of a replica.
     *
     * @param label  its label in the study
     * @param from   where the network comes from, in words
     * @param result the outputs, and accuracy or error where they are known
     */
    public record Answer(String label, String from, TestResult result) {}

    private Prediction(Study<E> study, Path folder, Samples<E> samples, Optional<SampleSet> further, Stage stage) {
        this.study = study;
        this.folder = folder;
        this.samples = samples;
        this.further = further;
        this.stage = stage;
    }

    /**
     * Reads what is needed for the experiment's own samples.
     *
     * @param folder the folder of the study
     * @param data   the folder of samples that are read from files
     * @param stage  training, validation or test
     * @throws InputException if samples can't be read, or are others than those of the run
     */
    public static <E extends Experiment> Prediction<E> own(Study<E> study, Path folder, DataFolder data, Stage stage) {
        return new Prediction<>(study, folder, samples(study, folder, data), Optional.empty(), stage);
    }

    /**
     * Reads further samples, with or without classes or targets; otherwise as {@link #own}.
     *
     * @param file npz or CSV
     */
    public static <E extends Experiment> Prediction<E> further(Study<E> study, Path folder, DataFolder data, Path file) {
        Samples<E> samples = samples(study, folder, data);
        return new Prediction<>(study, folder, samples, Optional.of(samples.read(study.base(), file)), Stage.TEST);
    }

    private static <E extends Experiment> Samples<E> samples(Study<E> study, Path folder, DataFolder data) {
        study.base().requireMemory();
        Samples<E> samples = study.model().samples(study.base(), data);
        RunFolder.requireData(folder, samples.files());
        return samples;
    }

    /** Returns the names of the classes; empty if there are none. */
    public List<String> classNames() {
        return samples.classNames().isEmpty() ? study.base().classNames() : samples.classNames();
    }

    /**
     * Presents the samples to all replicas.
     *
     * @param threads the number of threads
     * @param stop    checked every few milliseconds by several threads
     * @return the answers in the order of the replicas; nothing if it was stopped
     * @throws InputException if a replica has neither a checkpoint nor weights, or if its values are not finite
     */
    public Optional<List<Answer>> answers(int threads, BooleanSupplier stop) {
        int size = study.replicas().size();
        List<Optional<Answer>> answers = new ArrayList<>(Collections.nCopies(size, Optional.empty()));
        List<Scheduler.Task> tasks = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int replica = k;
            tasks.add(() -> {
                try {
                    answers.set(replica, Cancellation.within(stop, () -> answer(replica, size == 1 ? threads : 1, stop)));
                } catch (Cancelled e) {
                    // There is no answer.
                }
                return false;
            });
        }
        try {
            Scheduler.run(tasks, threads);
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(study.base(), error);
        }
        return answers.stream().allMatch(Optional::isPresent) ? Optional.of(answers.stream().map(Optional::orElseThrow).toList()) : Optional.empty();
    }

    private Optional<Answer> answer(int replica, int threads, BooleanSupplier stop) {
        E e = study.replicas().get(replica);
        Path path = study.hasReplicas() ? folder.resolve(study.labels().get(replica)) : folder;
        Optional<Checkpoint> checkpoint = Checkpoint.readBeforeTest(path, e);
        // The checkpoint of such a run may be older.
        if (RunFolder.isNonFinite(path) || checkpoint.flatMap(Checkpoint::fault).isPresent()) {
            throw new InputException(path + ": the run has ended because its values were not finite any more, so there is no network to ask");
        }
        Batch batch = samples.start(List.of(e), threads);
        String from;
        if (checkpoint.isPresent()) {
            batch.resume(List.of(checkpoint.get().network()));
            from = "from its checkpoint " + checkpoint.get().position().words();
        } else {
            if (!Files.exists(path.resolve(RunFiles.WEIGHTS))) {
                throw new InputException(path + ": has neither " + Checkpoint.FILE + " nor " + RunFiles.WEIGHTS + " as yet, so there is no network");
            }
            new StartWeights().start(batch, 0, e.with(e.settings().withWeights(path)));
            if (!presentFinite(batch, Stage.SETTLING, e, stop) || !presentFinite(batch, Stage.READOUT, e, stop)) {
                return Optional.empty();
            }
            from = "from the weights alone, without a checkpoint";
        }
        further.ifPresentOrElse(batch::testOn, () -> {
            if (stage != Stage.TEST) {
                batch.testOn(stage);
            }
        });
        if (!presentFinite(batch, Stage.TEST, e, stop)) {
            return Optional.empty();
        }
        TestResult result = batch.prediction(0)
                .orElseThrow(() -> new InputException(e.name() + ": has no " + stage.label() + " samples; name others, or a file"));
        return Optional.of(new Answer(study.labels().get(replica), from, result));
    }

    /** Presents the samples of a stage, and checks that the network is finite. */
    private static boolean presentFinite(Batch batch, Stage now, Experiment e, BooleanSupplier stop) {
        boolean whole = present(batch, now, e.epochs(), e.cost().microseconds().applyAsDouble(1), stop);
        batch.fault(0, new Place(e.epochs(), now, 0, batch.presentations(now))).ifPresent(fault -> {
            throw new InputException(e.name() + ": " + fault);
        });
        return whole;
    }

    /**
     * Presents the samples of a stage.
     *
     * @param epoch        the number of completed epochs
     * @param microseconds an estimate of the time of a step
     * @param stop         checked every few milliseconds
     * @return whether all were presented; otherwise it was stopped
     */
    public static boolean present(Batch batch, Stage now, int epoch, double microseconds, BooleanSupplier stop) {
        long presentations = batch.presentations(now);
        if (presentations == 0) {
            return true;
        }
        batch.begin(now, epoch);
        Scheduler.Pace pace = new Scheduler.Pace(microseconds);
        for (long presentation = 0; presentation < presentations; presentation++) {
            int steps = batch.steps(now, presentation);
            batch.show(now, presentation);
            int slice;
            for (int taken = 0; taken < steps; taken += slice) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                slice = pace.slice(steps - taken);
                pace.advance(batch, now, taken, slice);
            }
            batch.shown(now, presentation);
        }
        return true;
    }
}
