package org.pal4j.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Driven;
import org.pal4j.model.Driven.Mode;
import org.pal4j.model.Experiment;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Place;
import org.pal4j.model.Series;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Course;
import org.pal4j.run.Scheduler;

/** Replicas of a session that advance together, with the course of their experiment. */
final class Part {
    private final Starter<?> starter;
    private final int threads;
    private final Experiment e;
    private Session.Progress progress = (place, steps, replicas) -> {};
    /** The numbers of the replicas in the session. */
    final List<Integer> members;
    private final Batch batch;
    private final Optional<Driven> driven;
    private final Course course;
    private final double microseconds;
    private final Scheduler.Pace pace;
    /** What is known of its replicas; nothing after values were set. */
    private Optional<Known> known = Optional.empty();

    /** Why replicas are not finite, by their numbers in the session, after a step. */
    private record Known(long step, Map<Integer, String> faults) {}

    Part(Starter<?> starter, List<Integer> members, int threads) {
        this(starter, members, threads, starter.begin(members, threads));
    }

    private Part(Starter<?> starter, List<Integer> members, int threads, Batch batch) {
        this.starter = starter;
        this.members = members;
        this.threads = threads;
        e = starter.study().replicas().get(members.getFirst());
        microseconds = e.cost().microseconds().applyAsDouble(members.size());
        pace = new Scheduler.Pace(microseconds);
        this.batch = batch;
        driven = batch.driven();
        course = new Course(batch, e, (place, steps) -> progress.at(place, steps, members));
        course.omitTest();
    }

    /** Creates one that continues from checkpoints, all of one position. */
    Part(Starter<?> starter, List<Integer> members, int threads, List<Checkpoint> checkpoints) {
        this(starter, members, threads, starter.start(members, threads));
        course.resume(checkpoints);
    }

    /** Returns an estimate of the time of a step. */
    double microseconds() {
        return microseconds;
    }

    Course course() {
        return course;
    }

    /**
     * Carries the course on until an epoch has been measured.
     *
     * @param stop checked every few milliseconds; if it is true, the course stops, and can be carried on later
     */
    void carryOn(int epoch, BooleanSupplier stop, Session.Progress report) {
        progress = report;
        known = Optional.empty();
        while (!course.hasEnded() && course.measuredEpochs() < epoch && !stop.getAsBoolean()) {
            course.carryOn(stop);
        }
    }

    /** Returns a batch that would continue as this one. */
    Batch copy() {
        Batch copy = starter.start(members, threads);
        copy.resume(IntStream.range(0, members.size()).mapToObj(batch::state).toList());
        return copy;
    }

    Batch batch() {
        return batch;
    }

    boolean isDriven() {
        return driven.isPresent();
    }

    Driven driven() {
        return driven.orElseThrow(() -> new InputException(
                "the model " + e.model().name() + " can't be driven by hand: it has no inputs that somebody could give; use epoch"));
    }

    /** Returns the variables, in the order of the documentation. */
    List<NetworkVariable> variables() {
        return driven.map(Driven::variables).orElseGet(() -> batch.state(0).entrySet().stream()
                .map(entry -> new NetworkVariable(entry.getKey(), "an array of the state", entry.getValue().kind(), entry.getValue().shape(), true))
                .toList());
    }

    NetworkVariable variable(String name) {
        List<NetworkVariable> all = variables();
        return all.stream().filter(one -> one.name().equals(name)).findFirst()
                .orElseThrow(() -> unknown(name, all.stream().map(NetworkVariable::name).toList()));
    }

    private InputException unknown(String name, List<String> known) {
        String kind = name.replaceFirst("\\d+$", "");
        List<String> numbered = known.stream().filter(one -> one.matches(Pattern.quote(kind) + "\\d+")).toList();
        String hint = numbered.isEmpty() ? Nearest.hint(name, known) : "; of " + Fault.shown(kind) + " there is " + String.join(", ", numbered);
        return new InputException("variable '" + Fault.shown(name) + "': must be one of " + String.join(", ", known) + hint);
    }

    /** Returns a variable, or the current value of a series that could be recorded. */
    NpyArray read(int k, String name) {
        if (variables().stream().anyMatch(one -> one.name().equals(name))) {
            return driven.map(by -> by.read(k, name)).orElseGet(() -> batch.state(k).get(name));
        }
        return value(named(k, name).orElseThrow(() -> unknown(name, names())));
    }

    /** Returns all names that can be read, without those of quantities. */
    private List<String> names() {
        return Stream.concat(variables().stream().map(NetworkVariable::name), others().stream().map(Series::name)).toList();
    }

    /** Returns the series that are no variables, each once. */
    List<Series> others() {
        Set<String> known = new HashSet<>(variables().stream().map(NetworkVariable::name).toList());
        return series(0).stream().filter(series -> known.add(series.name())).toList();
    }

    private List<Series> series(int k) {
        return batch.series(k, e.model().quantities());
    }

    private Optional<Series> named(int k, String name) {
        return series(k).stream().filter(series -> series.name().equals(name)).findFirst();
    }

    private static NpyArray value(Series series) {
        return NpyArray.ofDoubles(series.row().get(), series.shape()).to(series.kind());
    }

    /** Returns the series of a variable, a series or a quantity. */
    private List<Series> recorded(int k, String name) {
        if (e.model().quantities().contains(name)) {
            List<Series> own = batch.series(k, List.of(name));
            if (!own.isEmpty()) {
                return own;
            }
        }
        // A variable is recorded as get gives it, even if a series has its name: hi1 of a run's recordings is what plasticity saw.
        return variables().stream().filter(one -> one.name().equals(name)).findFirst()
                .map(variable -> List.of(new Series(name, variable.kind(), variable.shape(), value(k, name))))
                .orElseGet(() -> List.of(named(k, name).orElseThrow(() -> unknown(name, names()))));
    }

    private Supplier<double[]> value(int k, String variable) {
        return driven.<Supplier<double[]>>map(by -> () -> by.read(k, variable).toDoubles()).orElseGet(() -> () -> read(k, variable).toDoubles());
    }

    /**
     * Sets variables of replicas; by index here, then by name.
     *
     * @return the parts that take the place of this one. Replicas in shared vectors have parts of their own if they are set differently: setting W1
     *         settles what a clamped input has learned, and nothing of that may reach the bits of the others
     */
    List<Part> write(Map<Integer, Map<String, NpyArray>> values) {
        if (driven.isPresent() && driven.get().canWrite()) {
            known = Optional.empty();
            values.forEach((k, own) -> own.forEach((name, array) -> driven.get().write(k, name, array)));
            course.disturb();
            return List.of(this);
        }
        List<Checkpoint> moment = new ArrayList<>(course.moment());
        values.forEach((k, own) -> moment.set(k, written(moment.get(k), k, own)));
        Map<Set<String>, List<Integer>> alike = new LinkedHashMap<>();
        for (int k = 0; k < members.size(); k++) {
            alike.computeIfAbsent(values.getOrDefault(k, Map.of()).keySet(), names -> new ArrayList<>()).add(k);
        }
        List<Part> others = alike.values().stream()
                .map(own -> new Part(starter, own.stream().map(members::get).toList(), threads, own.stream().map(moment::get).toList())).toList();
        others.forEach(part -> part.course.disturb());
        return others;
    }

    /** Returns a checkpoint with other values of variables. */
    private Checkpoint written(Checkpoint checkpoint, int k, Map<String, NpyArray> values) {
        Map<String, NpyArray> network = new LinkedHashMap<>(checkpoint.network());
        if (driven.isEmpty()) {
            network.putAll(values);
        } else {
            Batch alone = starter.start(List.of(members.get(k)), 1);
            alone.resume(List.of(network));
            values.forEach((name, array) -> alone.driven().orElseThrow().write(0, name, array));
            network = alone.state(0);
        }
        return checkpoint.with(network);
    }

    /** Takes steps with the inputs as they are; none if no replica is finite. Returns false if it was cancelled. */
    boolean step(Mode mode, long steps, BooleanSupplier stop) {
        Driven hand = driven();
        hand.require(mode);
        if (hasDiverged()) {
            return true;
        }
        course.disturb();
        for (long taken = 0; taken < steps;) {
            if (stop.getAsBoolean()) {
                return false;
            }
            int next = pace.slice((int) Math.min(Integer.MAX_VALUE, steps - taken));
            pace.advance(next, number -> hand.advance(mode, number));
            taken += next;
        }
        return true;
    }

    /** Returns why replicas are not finite now, by their numbers in the session. One that ended in an epoch is told with that. */
    Map<Integer, String> faults() {
        if (known.isEmpty() || known.get().step() != batch.step()) {
            known = Optional.of(new Known(batch.step(), faults(Place.BY_HAND)));
        }
        return known.get().faults();
    }

    /**
     * Returns whether no replica is finite. All weights would have to be looked at after each step, so this is what the last look said; after other
     * steps without a look it is false.
     */
    private boolean hasDiverged() {
        if (known.isEmpty()) {
            faults();
        }
        return known.filter(last -> last.step() == batch.step() && last.faults().size() == members.size()).isPresent();
    }

    private Map<Integer, String> faults(Place place) {
        Map<Integer, String> faults = new TreeMap<>();
        for (int k = 0; k < members.size(); k++) {
            int replica = members.get(k);
            Optional<String> ended = course.fault(k);
            batch.fault(k, place).ifPresent(fault -> faults.put(replica, ended.orElse(fault)));
        }
        return faults;
    }

    /** Presents what somebody gives; nothing if no replica is finite. */
    void present(Given given, Answers answers, BooleanSupplier stop) {
        Driven hand = driven();
        hand.require(given.mode());
        List<List<Series>> records = IntStream.range(0, members.size())
                .mapToObj(k -> given.record().stream().flatMap(name -> recorded(k, name).stream()).toList()).toList();
        answers.prepare(records.getFirst());
        if (hasDiverged()) {
            answers.completed(members, 0, faults());
            return;
        }
        course.disturb();
        float[] output = new float[answers.outputs()];
        double[][] sums = new double[members.size()][given.mean() ? output.length : 0];
        for (int n = 0; n < given.presentations(); n++) {
            for (int k = 0; k < members.size(); k++) {
                given.show(hand, k, members.get(k), n);
            }
            hand.begin();
            for (int taken = 0; taken < given.steps();) {
                if (stop.getAsBoolean()) {
                    return;
                }
                int next = given.draw(hand, members.size(), n, taken) || given.mean() ? 1
                        : pace.slice(Math.min(given.steps() - taken, given.every() - taken % given.every()));
                pace.advance(next, number -> hand.advance(given.mode(), number));
                taken += next;
                for (int k = 0; k < members.size(); k++) {
                    if (given.mean() && taken > 1) {
                        hand.output(k, output, 0);
                        for (int i = 0; i < output.length; i++) {
                            sums[k][i] += output[i];
                        }
                    }
                    if (taken % given.every() == 0) {
                        answers.record(members.get(k), n, taken / given.every() - 1, records.get(k));
                    }
                }
            }
            for (int k = 0; k < members.size(); k++) {
                hand.output(k, output, 0);
                answers.output(members.get(k), n, output, sums[k], given.steps() - 1);
            }
            Map<Integer, String> faults = faults(Place.driven(n));
            known = Optional.of(new Known(batch.step(), faults));
            answers.completed(members, n + 1, faults);
            if (faults.size() == members.size()) {
                return;
            }
        }
    }
}
