package org.pal4j.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Driven;
import org.pal4j.model.Driven.Mode;
import org.pal4j.model.Experiment;
import org.pal4j.model.Memory;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Place;
import org.pal4j.model.Series;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.EpochRow;
import org.pal4j.run.Grouping;
import org.pal4j.run.Scheduler;
import org.pal4j.run.StudyFolder;

/**
 * Running networks that somebody drives: the replicas of a study of any model. They follow the course of their experiment ({@link #epoch}), with the
 * bits of {@code run}, or what somebody shows them ({@link #present}, {@link #step}), in any order. Replicas are numbered from 0, in the order of
 * the study.
 *
 * <p>A session is used by one thread at a time, except for {@link #cancel}. There may be any number of sessions. Memory is freed when a session is no
 * longer reachable.
 */
public final class Session {
    private volatile Starter<?> starter;
    private final int threads;
    private volatile List<Part> parts;
    private volatile boolean cancelled;
    /** Called between slices of work; for a face that has something to do meanwhile. */
    private Runnable meanwhile = () -> {};

    /** What is shown while an epoch advances. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Reports progress of some replicas, on the thread that advances them. Their variables may be read, nothing else.
         *
         * @param steps the number of steps of each replica so far
         */
        void at(Place place, long steps, List<Integer> replicas);
    }

    /**
     * How a session is opened.
     *
     * @param data    the folder of samples that are read from files
     * @param threads the number of threads for replicas, or for one large network
     * @param given   whether somebody gives the noise of each step; each replica is then simulated alone
     */
    public record Options(DataFolder data, int threads, boolean given) {
        /** Returns the usual options: one thread, and noise from the seed. */
        public static Options usual() {
            return new Options(DataFolder.of(Optional.empty()), 1, false);
        }

        /** Returns a copy with given noise. */
        public Options withGivenNoise() {
            return new Options(data, threads, true);
        }
    }

    private Session(Starter<?> starter, int threads, List<Optional<Checkpoint>> checkpoints) {
        this(starter, threads, checkpoints, Set.of());
    }

    private Session(Starter<?> starter, int threads, List<Optional<Checkpoint>> checkpoints, Set<Integer> disturbed) {
        this.starter = starter;
        this.threads = threads;
        int together = starter.given() ? 1 : together(starter.study());
        List<List<Integer>> plan = Checkpoint.alike(checkpoints, starter.study().model().sharedState()).stream()
                .flatMap(alike -> alike.stream().collect(Collectors.partitioningBy(disturbed::contains)).values().stream())
                .filter(alike -> !alike.isEmpty())
                .flatMap(alike -> Grouping.even(together, alike.size(), threads).stream().map(group -> group.stream().map(alike::get).toList()))
                .toList();
        int own = Math.max(1, threads / plan.size());
        parts = new ArrayList<>();
        try {
            for (List<Integer> members : plan) {
                parts.add(checkpoints.getFirst().isEmpty() ? new Part(starter, members, own)
                        : new Part(starter, members, own, members.stream().map(k -> checkpoints.get(k).orElseThrow()).toList()));
                if (disturbed.contains(members.getFirst())) {
                    parts.getLast().course().disturb();
                }
            }
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(starter.study().base(), error);
        }
    }

    private static <E extends Experiment> int together(Study<E> study) {
        return study.model().replicasTogether(study.base());
    }

    /**
     * Opens a session at the start of a study.
     *
     * @throws InputException if samples can't be read, memory does not suffice, or the model can't be given noise
     */
    public static Session open(Study<?> study, Options options) {
        Scheduler.requireThreads(options.threads());
        return new Session(Starter.of(study, options.data(), options.given()), options.threads(),
                Collections.nCopies(study.replicas().size(), Optional.empty()));
    }

    /**
     * Opens a session from checkpoints.
     *
     * @param checkpoints one for each replica, all of one position, none of a replica that has ended
     * @throws InputException as {@link #open}, and if a checkpoint does not fit
     */
    public static Session resume(Study<?> study, Options options, List<Checkpoint> checkpoints) {
        Scheduler.requireThreads(options.threads());
        if (checkpoints.stream().map(Checkpoint::position).distinct().count() > 1) {
            throw new InputException(study.name() + ": the replicas stand at different places, so they can't go on together; carry the run on first, "
                    + "or load one replica");
        }
        for (int k = 0; k < checkpoints.size(); k++) {
            if (checkpoints.get(k).fault().isPresent()) {
                throw new InputException(study.labels().get(k) + ": has ended because its values were not finite any more, so there is no network");
            }
        }
        return new Session(Starter.of(study, options.data(), options.given()), options.threads(), checkpoints.stream().map(Optional::of).toList());
    }

    /**
     * Opens a session from the folder of a run, a study or a {@linkplain #save saved} session, where its checkpoints are.
     *
     * @param study the study that the folder says
     * @throws InputException as {@link #resume}, and if a replica has no checkpoint
     */
    public static Session load(Path folder, Study<?> study, Options options) {
        return resume(study, options, checkpoints(folder, study));
    }

    /**
     * Opens a session again from the folder where one was {@linkplain #save saved}. Unlike with {@link #load}, replicas may stand at different
     * places: those that advance on different threads do so after a cancelled epoch, and go on as they would have.
     *
     * @param study the study that the folder says
     * @throws InputException if a replica has no checkpoint, or one that does not fit
     */
    public static Session reopen(Path folder, Study<?> study, Options options) {
        Scheduler.requireThreads(options.threads());
        return new Session(Starter.of(study, options.data(), options.given()), options.threads(),
                checkpoints(folder, study).stream().map(Optional::of).toList());
    }

    private static List<Checkpoint> checkpoints(Path folder, Study<?> study) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (int k = 0; k < study.replicas().size(); k++) {
            String label = study.labels().get(k);
            checkpoints.add(StudyFolder.checkpointBeforeTest(folder, study, k)
                    .orElseThrow(() -> new InputException(folder + ": " + label + " has no checkpoint, so there is no network to load")));
        }
        return checkpoints;
    }

    /** Returns the study. */
    public Study<?> study() {
        return starter.study();
    }

    /** Returns the number of replicas. */
    public int size() {
        return starter.study().replicas().size();
    }

    /** Returns the number of steps of each replica so far, of those that are finite. */
    public long steps() {
        // Those that are no longer finite lag behind.
        return parts.stream().mapToLong(part -> part.batch().step()).max().orElseThrow();
    }

    /** Returns the number of epochs that all replicas have completed with their measurement. */
    public int epochs() {
        return parts.stream().map(Part::course).filter(course -> !course.hasEnded()).mapToInt(course -> Math.max(0, course.measuredEpochs())).min()
                .orElse(0);
    }

    /** Returns the names of the classes of samples; empty if there are none. */
    public List<String> classNames() {
        return starter.classNames();
    }

    /** Sets what is called every few milliseconds while the session works, on the thread that works. */
    public void meanwhile(Runnable task) {
        meanwhile = task;
    }

    /**
     * Makes what the session is doing stop within some milliseconds. For any thread. Between two calls it has no effect: a loop of epochs needs a
     * condition of its own.
     */
    public void cancel() {
        cancelled = true;
    }

    private BooleanSupplier begin() {
        cancelled = false;
        return () -> {
            meanwhile.run();
            return cancelled;
        };
    }

    private Part part(int replica) {
        if (replica < 0 || replica >= size()) {
            throw new InputException("replica " + replica + ": must be from 0 to " + (size() - 1));
        }
        return parts.stream().filter(part -> part.members.contains(replica)).findFirst().orElseThrow();
    }

    // --- variables ---------------------------------------------------------------------------------------------------------------------------

    /** Returns the variables of each replica, in the order of the documentation. */
    public List<NetworkVariable> variables() {
        return parts.getFirst().variables();
    }

    /** Returns what can be recorded and read, but not set, beside the {@linkplain #variables variables}: angles and the like. */
    public List<Series> series() {
        return parts.getFirst().others();
    }

    /**
     * Returns a copy of a variable of a replica. Series that can be recorded are read too, by their names: {@code angle_B}.
     *
     * @throws InputException if there is no such variable, with the nearest one
     */
    public NpyArray get(int replica, String name) {
        Part part = part(replica);
        return part.read(part.members.indexOf(replica), name);
    }

    /** Sets a variable of a replica; otherwise as {@link #set(Map)}. */
    public void set(int replica, String name, NpyArray values) {
        set(Map.of(replica, Map.of(name, values)));
    }

    /**
     * Sets variables. What follows from them changes with them: a learned W1 of a clamped input is settled first, and the round-off of B is dropped.
     * Replicas in shared vectors are started anew for this from their states, so set all that there is in one call.
     *
     * @param values for each replica finite values by name, in the shapes of {@link #variables}
     * @throws InputException with all that does not fit; then nothing has changed
     */
    public void set(Map<Integer, Map<String, NpyArray>> values) {
        NewValues checked = new NewValues();
        Map<Part, Map<Integer, Map<String, NpyArray>>> byPart = new LinkedHashMap<>();
        values.forEach((replica, own) -> {
            Part part = part(replica);
            Map<String, NpyArray> converted = new LinkedHashMap<>();
            own.forEach((name, array) -> checked.converted(part.variable(name), array).ifPresent(one -> converted.put(name, one)));
            byPart.computeIfAbsent(part, key -> new TreeMap<>()).put(part.members.indexOf(replica), converted);
        });
        checked.requireFaultless();
        byPart.forEach((part, own) -> {
            int place = parts.indexOf(part);
            parts.remove(place);
            parts.addAll(place, part.write(own));
        });
    }

    // --- by hand -----------------------------------------------------------------------------------------------------------------------------

    /** Returns whether the networks can be driven by hand. */
    public boolean isDriven() {
        return parts.getFirst().isDriven();
    }

    /**
     * Returns the names of what can learn, for {@code learn}.
     *
     * @throws InputException if the model can't be driven by hand
     */
    public List<String> plasticities() {
        return parts.getFirst().driven().plasticities();
    }

    /** Returns the noise to give for each step, by name and shape; none if the networks draw it themselves. */
    public List<NetworkVariable> draws() {
        return parts.getFirst().driven().draws();
    }

    /** Returns the shape of one input. */
    public int[] inputShape() {
        return parts.getFirst().driven().inputShape();
    }

    /** Returns the shape of one target, and of one output. */
    public int[] targetShape() {
        return parts.getFirst().driven().targetShape();
    }

    /** Returns the number of steps for which the experiment shows a training sample: the first one, if they have times of their own. */
    public int presentationSteps() {
        return parts.getFirst().batch().steps(Stage.TRAINING, 0);
    }

    /**
     * Takes steps with the inputs and targets as they are. A network stays as it is once it is known that it is no longer finite ({@link #faults},
     * {@link #present}); in an ensemble, those that advance with others go on. It can be driven again after finite values were {@link #set}.
     *
     * @param learn  what learns
     * @param noise  whether there is noise
     * @param target whether the targets act
     * @return whether no step was left out because somebody cancelled; {@link #faults} tells of those that are not finite
     * @throws InputException if the model can't do this, or if noise is given, which goes with {@link #present}
     */
    public boolean step(long steps, Set<String> learn, boolean noise, boolean target) {
        List<Fault> faults = new ArrayList<>();
        if (steps < 0) {
            faults.add(Fault.of("steps", steps, "must be 0 or more"));
        }
        Driven driven = parts.getFirst().driven();
        if ((noise || driven.drawsAlways()) && !driven.draws().isEmpty()) {
            faults.add(Fault.saying("noise", "noise is given in this session; give it with present"
                    + (driven.drawsAlways() ? "" : ", or take steps without noise")));
        }
        Given.requireKnown(learn, driven.plasticities(), faults);
        InputException.throwIfAny("step", faults);
        Mode mode = new Mode(learn, noise, target);
        BooleanSupplier stop = begin();
        AtomicBoolean complete = new AtomicBoolean(true);
        each(part -> {
            if (!part.step(mode, steps, stop)) {
                complete.set(false);
            }
        });
        return complete.get();
    }

    /** Does something for all parts: here if there is one, otherwise on several threads. */
    private void each(Consumer<Part> task) {
        try {
            if (parts.size() == 1) {
                task.accept(parts.getFirst());
                return;
            }
            Scheduler.run(parts.stream().map(part -> (Scheduler.Task) () -> {
                task.accept(part);
                return false;
            }).toList(), threads);
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(study().base(), error);
        }
    }

    /**
     * Shows inputs, one after the other, and returns what the networks answer. Nothing is reset between presentations. Those that are no longer
     * finite are shown nothing, as in {@link #step}; the answer tells of them.
     *
     * @throws InputException with all that does not fit; then nothing has changed
     */
    public Presented present(Presentations asked) {
        Driven driven = parts.getFirst().driven();
        Given given = Given.of("present", asked, driven, size(), driven.plasticities());
        Answers answers = new Answers("present", given, 0, size(), driven.targetShape());
        BooleanSupplier stop = begin();
        each(part -> part.present(given, answers, stop));
        return answers.all();
    }

    /**
     * Shows a sample of the experiment to a copy of one network, alone. The networks of the session stay as they are. Nothing learns, unless the
     * target acts and does so only while something learns, as in rate networks.
     *
     * @throws InputException with all that does not fit, or if the model can't show a single sample
     */
    public Looked look(Look asked) {
        Part part = part(asked.replica());
        Checkpoint moment = part.course().moment().get(part.members.indexOf(asked.replica()));
        Part copy = new Part(starter, List.of(asked.replica()), threads, List.of(moment));
        return Looking.at(asked, copy, presentationSteps(), begin());
    }

    // --- the course of the experiment --------------------------------------------------------------------------------------------------------

    /**
     * Settles the networks and takes the first measurement, as a run does before its first epoch. Does nothing if that was done.
     *
     * @return whether it was completed; otherwise somebody cancelled, and the next call goes on
     * @throws InputException if no replica was finite any more before ({@link #faults})
     */
    public boolean settle(Progress progress) {
        return carryOn(0, progress);
    }

    /**
     * Trains for an epoch and measures, after {@link #settle} if that was not done. There may be more epochs than the experiment has.
     *
     * @return whether it was completed; otherwise somebody cancelled, and the next call completes this epoch
     * @throws InputException if no replica was finite any more before ({@link #faults}), or if noise is given
     */
    public boolean epoch(Progress progress) {
        return carryOn(epochs() + 1, progress);
    }

    private boolean carryOn(int epoch, Progress progress) {
        if (starter.given()) {
            throw new InputException("epoch: the noise is given in this session, and an epoch has none; open another session");
        }
        Map<Integer, String> ended = ended();
        if (ended.size() == size()) {
            throw new InputException(study().name() + ": has ended, as " + ended.values().iterator().next());
        }
        BooleanSupplier stop = begin();
        each(part -> part.carryOn(epoch, stop, progress));
        return parts.stream().map(Part::course).allMatch(course -> course.hasEnded() || course.measuredEpochs() >= epoch);
    }

    /** Returns copies of the weights of a replica by their names, which are those of weights.safetensors. */
    public Map<String, NpyArray> weights(int replica) {
        Part part = part(replica);
        return part.batch().weights(part.members.indexOf(replica));
    }

    /** Returns whether a replica trains no more, nor any with which it advances. For any thread; it may then be read while others train. */
    public boolean hasEnded(int replica) {
        return part(replica).course().hasEnded();
    }

    /** Returns the measurements of a replica so far, the first one before the first epoch. */
    public List<EpochRow> history(int replica) {
        Part part = part(replica);
        return part.course().rows(part.members.indexOf(replica));
    }

    /** Returns why replicas are not finite, by number; empty if all are. */
    public Map<Integer, String> faults() {
        Map<Integer, String> faults = new TreeMap<>();
        parts.forEach(part -> faults.putAll(part.faults()));
        return faults;
    }

    /** Returns why replicas train no more, by number: those of {@link #faults}, and those that ended in an epoch and have other values now. */
    public Map<Integer, String> ended() {
        Map<Integer, String> ended = faults();
        for (Part part : parts) {
            for (int k = 0; k < part.members.size(); k++) {
                int replica = part.members.get(k);
                part.course().fault(k).ifPresent(fault -> ended.put(replica, fault));
            }
        }
        return ended;
    }

    /**
     * Tests the networks as a run does at its end. The networks of the session stay as they are.
     *
     * @param stage the samples: training, validation or test
     * @return the results by replica, of those that are finite; nothing if somebody cancelled
     * @throws InputException if there are no such samples
     */
    public Optional<Map<Integer, TestResult>> test(Stage stage) {
        return tested(batch -> {
            if (stage != Stage.TEST) {
                batch.testOn(stage);
            }
        });
    }

    /**
     * Presents other samples as {@link #test} does.
     *
     * @param inputs samples x input
     */
    public Optional<Map<Integer, TestResult>> predict(NpyArray inputs) {
        SampleSet samples = Testing.samples(parts.getFirst().driven(), inputs);
        return tested(batch -> batch.testOn(samples));
    }

    private Optional<Map<Integer, TestResult>> tested(Consumer<Batch> samples) {
        Testing testing = new Testing(this, samples, begin());
        each(testing::test);
        return testing.results();
    }

    // --- copies ------------------------------------------------------------------------------------------------------------------------------

    /** Returns an independent session that continues from here, bit for bit as this one would. It shares the samples. */
    public Session copy() {
        return copy(starter, moment());
    }

    private Session copy(Starter<?> to, List<Checkpoint> moment) {
        // A checkpoint does not say that a presentation is to be shown again.
        Set<Integer> disturbed = parts.stream().filter(part -> part.course().isDisturbed()).flatMap(part -> part.members.stream())
                .collect(Collectors.toSet());
        return new Session(to, threads, moment.stream().map(Optional::of).toList(), disturbed);
    }

    /**
     * Returns an independent session that continues from here with other values of some keys: learning rates and the like, as {@link #changeable}
     * lists them. With the values that there are it has the bits of {@link #copy()}. Updates that are still in a low-pass filter keep the rate with
     * which they were made.
     *
     * @param keys the values in plain Java, as a configuration has them. {@code each} gives replicas different ones
     * @throws InputException with all that can't change, or with all that is wrong with the values
     */
    public Session copy(Map<String, Object> keys) {
        return changed(starter, "copy", keys);
    }

    /**
     * Goes on with other values of some keys from here, as a {@linkplain #copy(Map) copy} would. With the values that there are, no bit changes.
     *
     * @throws InputException as {@link #copy(Map)}; then nothing has changed
     */
    public void change(Map<String, Object> keys) {
        Session changed = changed(starter, "change", keys);
        starter = changed.starter;
        parts = changed.parts;
    }

    private <E extends Experiment> Session changed(Starter<E> from, String operation, Map<String, Object> keys) {
        Starter<E> to = from.with(Change.of(from.study(), operation, keys));
        List<Checkpoint> now = moment();
        List<Checkpoint> moment = IntStream.range(0, size()).mapToObj(k -> now.get(k).with(to.adapted(k, now.get(k).network()))).toList();
        Change.requireSameState(to, operation, moment);
        return copy(to, moment);
    }

    /** Returns the keys that may have other values in a {@linkplain #copy(Map) copy}, or after a {@link #change}. */
    public List<String> changeable() {
        return study().model().changeableKeys();
    }

    private List<Checkpoint> moment() {
        Checkpoint[] all = new Checkpoint[size()];
        for (Part part : parts) {
            List<Checkpoint> own = part.course().moment();
            for (int k = 0; k < own.size(); k++) {
                all[part.members.get(k)] = own.get(k);
            }
        }
        return List.of(all);
    }

    /**
     * Saves everything into a folder, as that of an unfinished run: {@code run --resume} goes on with it too, and {@code report} shows it. The folder
     * may be new, or one that was saved from this study before.
     *
     * @throws InputException if the folder holds something else, or can't be written
     */
    public void save(Path folder) {
        if (starter.given()) {
            throw new InputException("save: the noise is given in this session, so no run could continue it; copy it instead");
        }
        List<Map<String, NpyArray>> weights = new ArrayList<>();
        for (int k = 0; k < size(); k++) {
            weights.add(weights(k));
        }
        StudyFolder.save(folder, study(), starter.inputs(), moment(), weights);
    }
}
