package org.pal4j.session.request;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.EpochRow;
import org.pal4j.session.Look;
import org.pal4j.session.Looked;
import org.pal4j.session.Presentations;
import org.pal4j.session.Presented;
import org.pal4j.session.Session;

/** Does what a request asks of a session. One field of a reply for each fact; numbers that may not be finite are arrays. */
public final class Operations {
    /** Operations of a session, in the order of the documentation. */
    public static final List<String> OF_SESSION =
            List.of("info", "show", "get", "set", "step", "present", "settle", "look", "epoch", "history", "test", "predict", "copy",
                    "change", "save", "close");
    /** Operations of a session that usually take less than a millisecond. */
    public static final Set<String> SHORT = Set.of("info", "show", "get", "set", "step", "present", "history", "close");

    private static final String COMPLETE = "complete";
    private static final String STEPS = "steps";

    private Operations() {}

    /**
     * What an operation gives.
     *
     * @param head   the fields of the reply
     * @param arrays its arrays
     */
    public record Reply(Map<String, Object> head, SequencedMap<String, NpyArray> arrays) {
        /** Creates an empty reply. */
        public Reply() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        /** Adds a field. */
        public Reply say(String field, @Nullable Object value) {
            head.put(field, value);
            return this;
        }

        /** Adds an array. */
        public Reply add(String name, NpyArray array) {
            arrays.put(name, array);
            return this;
        }
    }

    /** Sends events of a request while it is being done. */
    public interface Events {
        /** Sends an event. */
        void send(Reply event);

        /**
         * Called every few milliseconds while an epoch advances, on the thread that advances these replicas; those may be read.
         *
         * @param steps the number of steps of each replica so far
         */
        default void at(Place place, long steps, List<Integer> replicas) {}
    }

    /** Where the variables and measurements of replicas are read. */
    public interface Reading {
        /** Returns a variable or series of a replica. */
        NpyArray get(int replica, String name);

        /** Returns the measurements of a replica so far. */
        List<EpochRow> history(int replica);

        /** Returns the number of epochs that all replicas have completed. */
        int epochs();

        /** Returns why replicas are no longer finite. */
        Map<Integer, String> faults();

        /** Reads a session. */
        static Reading of(Session session) {
            return new Reading() {
                @Override
                public NpyArray get(int replica, String name) {
                    return session.get(replica, name);
                }

                @Override
                public List<EpochRow> history(int replica) {
                    return session.history(replica);
                }

                @Override
                public int epochs() {
                    return session.epochs();
                }

                @Override
                public Map<Integer, String> faults() {
                    return session.faults();
                }
            };
        }
    }

    /**
     * Does an operation of a session.
     *
     * @param events receives what happens before the reply
     * @param access the files that the request may name
     */
    public static Reply of(Session session, Ask ask, Events events, Access access) {
        return switch (ask.operation()) {
            case "info" -> done(ask, () -> info(session));
            case "show" -> done(ask, () -> new Reply().say("config", session.study().show())
                    .say("keys", Documents.yaml(session.study().show(), session.study().name())));
            case "get" -> get(session, ask, Reading.of(session));
            case "set" -> set(session, ask);
            case "step" -> step(session, ask);
            case "present" -> present(session, ask);
            case "look" -> look(session, ask);
            case "settle" -> course(session, ask, events, false);
            case "epoch" -> course(session, ask, events, true);
            case "history" -> history(session, ask, Reading.of(session));
            case "test" -> test(session, ask);
            case "predict" -> predict(session, ask);
            case "change" -> change(session, ask);
            case "save" -> save(session, ask, access);
            default -> throw new IllegalArgumentException(ask.operation());
        };
    }

    private static Reply done(Ask ask, Supplier<Reply> reply) {
        ask.done();
        return reply.get();
    }

    /** Returns everything that is known of a session before it does something. */
    public static Reply info(Session session) {
        Study<?> study = session.study();
        Reply reply = new Reply()
                .say("name", study.name()).say("title", study.base().title()).say("model", study.model().name())
                .say("algorithm", study.base().algorithm()).say("layers", study.base().layers()).say("description", study.base().description())
                .say("replicas", session.size()).say("labels", study.labels()).say("seeds", study.seeds())
                .say("experiment_epochs", study.epochs()).say(STEPS, session.steps()).say("epochs", session.epochs())
                .say("classes", session.classNames()).say("quantities", study.model().quantities())
                .say("changeable", session.changeable())
                .say("variables", described(session.variables()))
                .say("series", session.series().stream().map(series -> described(series.name(), series.kind(), series.shape())).toList());
        if (session.isDriven()) {
            reply.say("learn", session.plasticities()).say("input_shape", session.inputShape()).say("target_shape", session.targetShape())
                    .say("presentation_steps", session.presentationSteps())
                    .say("noise", described(session.draws()));
        }
        return reply;
    }

    private static List<Map<String, Object>> described(List<NetworkVariable> variables) {
        return variables.stream().map(variable -> {
            Map<String, Object> one = described(variable.name(), variable.kind(), variable.shape());
            one.put("meaning", variable.meaning());
            one.put("settable", variable.settable());
            return one;
        }).toList();
    }

    private static Map<String, Object> described(String name, ElementKind kind, int[] shape) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", name);
        one.put("dtype", kind.toString());
        one.put("shape", shape);
        return one;
    }

    private static Optional<Integer> replica(Session session, Ask ask) {
        return ask.has("replica") ? Optional.of((int) ask.integer("replica", 0, session.size() - 1L)) : Optional.empty();
    }

    /**
     * Gives variables.
     *
     * @param from where their values are read
     */
    public static Reply get(Session session, Ask ask, Reading from) {
        List<String> names = ask.names("names");
        Optional<Integer> replica = replica(session, ask);
        ask.done();
        Reply reply = new Reply();
        for (String name : names) {
            reply.add(name, replica.map(k -> from.get(k, name)).orElseGet(() -> stacked(session, from, name)));
        }
        return reply;
    }

    /** Returns a variable of all replicas: replicas x shape. */
    private static NpyArray stacked(Session session, Reading from, String name) {
        return NpyArray.stacked(IntStream.range(0, session.size()).mapToObj(k -> from.get(k, name)).toList());
    }

    private static Reply set(Session session, Ask ask) {
        Optional<Integer> replica = replica(session, ask);
        Map<String, NpyArray> arrays = ask.otherArrays();
        ask.done();
        Map<Integer, Map<String, NpyArray>> values = new TreeMap<>();
        arrays.forEach((name, array) -> {
            boolean each = replica.isEmpty() && isOfEach(session, name, array);
            for (int k = replica.orElse(0); k < replica.map(only -> only + 1).orElse(session.size()); k++) {
                values.computeIfAbsent(k, key -> new LinkedHashMap<>()).put(name, each ? array.part(k) : array);
            }
        });
        session.set(values);
        return new Reply();
    }

    private static boolean isOfEach(Session session, String name, NpyArray array) {
        return session.variables().stream().filter(variable -> variable.name().equals(name)).anyMatch(variable -> {
            int[] shape = new int[variable.shape().length + 1];
            shape[0] = session.size();
            System.arraycopy(variable.shape(), 0, shape, 1, variable.shape().length);
            return Arrays.equals(array.shape(), shape);
        });
    }

    /**
     * Looks at a request for an operation that takes long, as far as this goes without the session.
     *
     * @throws InputException with everything that is wrong
     */
    public static void requireRight(Ask ask) {
        switch (ask.operation()) {
            case "step" -> Stepping.of(ask, List.of());
            case "present" -> presentations(ask, List.of(), 1);
            case "settle", "epoch" -> Watching.of(ask);
            case "test" -> stageOnly(ask);
            case "predict" -> inputs(ask);
            default -> throw new IllegalArgumentException(ask.operation());
        }
    }

    /** What is asked of steps. */
    private record Stepping(long steps, Set<String> learn, boolean noise, boolean target) {
        static Stepping of(Ask ask, List<String> plasticities) {
            Stepping asked = new Stepping(ask.integer(STEPS, 0, Long.MAX_VALUE, 1), ask.learn("learn", plasticities), ask.flag("noise", true),
                    ask.flag("target", false));
            ask.done();
            return asked;
        }
    }

    private static Reply step(Session session, Ask ask) {
        Stepping asked = Stepping.of(ask, session.plasticities());
        boolean complete = session.step(asked.steps, asked.learn, asked.noise, asked.target);
        return new Reply().say(STEPS, session.steps()).say(COMPLETE, complete).say("faults", texts(session.faults()));
    }

    private static Presentations presentations(Ask ask, List<String> plasticities, int usualSteps) {
        int steps = (int) ask.integer(STEPS, 1, Integer.MAX_VALUE, usualSteps);
        Set<String> learn = ask.learn("learn", plasticities);
        boolean noise = ask.flag("noise", true);
        List<String> record = ask.names("record");
        int every = (int) ask.integer("every", 1, Integer.MAX_VALUE, steps);
        boolean mean = ask.flag("mean", false);
        NpyArray inputs = ask.array("inputs");
        Optional<NpyArray> targets = ask.optionalArray("targets");
        Map<String, NpyArray> draws = ask.otherArrays();
        ask.done();
        return new Presentations(inputs, targets, steps, learn, noise, record, every, mean, draws);
    }

    private static Reply present(Session session, Ask ask) {
        Presentations asked = presentations(ask, session.plasticities(), session.presentationSteps());
        Presented presented = session.present(asked);
        int[] shape = asked.inputs().shape();
        Reply reply = new Reply().say(STEPS, session.steps()).say("presented", presented.completed())
                .say(COMPLETE, presented.completed() == shape[shape.length - session.inputShape().length - 1])
                .say("faults", texts(presented.faults())).add("output", presented.output());
        presented.mean().ifPresent(array -> reply.add("mean_output", array));
        presented.records().forEach(reply::add);
        return reply;
    }

    private static Reply look(Session session, Ask ask) {
        Stage stage = stage(ask);
        Look asked = new Look((int) ask.integer("replica", 0, session.size() - 1L, 0), stage, (int) ask.integer("sample", 0, Integer.MAX_VALUE, 0),
                ask.flag("target", false), ask.flag("noise", false), optional(ask, STEPS), ask.names("record"), optional(ask, "every"));
        ask.done();
        Looked looked = session.look(asked);
        Reply reply = new Reply().say("samples_of_stage", looked.samples());
        looked.ofClass().ifPresent(number -> reply.say("class", number));
        reply.say(STEPS, looked.steps()).say("every", looked.every()).say(COMPLETE, looked.complete())
                .say("faults", looked.fault().map(fault -> texts(Map.of(asked.replica(), fault))).orElse(Map.of()))
                .add("input", looked.input());
        looked.target().ifPresent(array -> reply.add("target", array));
        reply.add("output", looked.output());
        looked.records().forEach(reply::add);
        return reply;
    }

    private static OptionalInt optional(Ask ask, String field) {
        return ask.has(field) ? OptionalInt.of((int) ask.integer(field, 1, Integer.MAX_VALUE)) : OptionalInt.empty();
    }

    private static Map<String, String> texts(Map<Integer, String> faults) {
        Map<String, String> texts = new LinkedHashMap<>();
        faults.forEach((replica, fault) -> texts.put(Integer.toString(replica), fault));
        return texts;
    }

    /** What is to be told of an epoch or of settling. */
    private record Watching(boolean live, double interval, List<String> watch) {
        static Watching of(Ask ask) {
            Watching asked = new Watching(ask.flag("live", false), ask.number("interval", 0.1), ask.names("watch"));
            ask.done();
            return asked;
        }
    }

    private static Reply course(Session session, Ask ask, Events events, boolean epoch) {
        Watching asked = Watching.of(ask);
        asked.watch.forEach(name -> session.get(0, name));
        Session.Progress told = asked.live ? new LiveProgress(session, events, asked.interval, asked.watch) : (place, steps, replicas) -> {};
        Session.Progress progress = (place, steps, replicas) -> {
            events.at(place, steps, replicas);
            told.at(place, steps, replicas);
        };
        // As step and present do, this tells of networks that take no more steps; it is no fault of the request.
        boolean over = session.ended().size() == session.size();
        boolean complete = !over && (epoch ? session.epoch(progress) : session.settle(progress));
        Reply reply = new Reply().say(STEPS, session.steps()).say("epochs", session.epochs()).say(COMPLETE, complete)
                .say("faults", texts(over ? session.ended() : session.faults()));
        if (complete) {
            addRows(reply, IntStream.range(0, session.size()).mapToObj(session::history).toList(), session.epochs(), session.epochs());
        }
        return reply;
    }

    /**
     * Gives the measures of all epochs.
     *
     * @param from where they are read
     */
    public static Reply history(Session session, Ask ask, Reading from) {
        ask.done();
        List<List<EpochRow>> rows = IntStream.range(0, session.size()).mapToObj(from::history).toList();
        Reply reply = new Reply().say("epochs", from.epochs()).say("faults", texts(from.faults()));
        int last = rows.stream().mapToInt(List::size).max().orElse(0) - 1;
        if (last >= 0) {
            addRows(reply, rows, 0, last);
        }
        return reply;
    }

    /** Adds measures from one epoch to another: replicas x epochs; NaN for a replica that has ended before. */
    private static void addRows(Reply reply, List<List<EpochRow>> all, int from, int to) {
        int count = to - from + 1;
        reply.add("epoch", NpyArray.ofLongs(IntStream.rangeClosed(from, to).asLongStream().toArray(), count));
        SequencedMap<String, double[]> columns = new LinkedHashMap<>();
        for (int k = 0; k < all.size(); k++) {
            int at = k * count;
            for (EpochRow row : all.get(k)) {
                if (row.epoch() >= from && row.epoch() <= to) {
                    row.measures().columns().forEach((name, value) -> columns.computeIfAbsent(name, key -> missing(all.size() * count))[at
                            + row.epoch() - from] = value);
                }
            }
        }
        columns.forEach((name, values) -> reply.add(name, NpyArray.ofDoubles(values, all.size(), count)));
    }

    private static double[] missing(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static Reply test(Session session, Ask ask) {
        return results(session.test(stageOnly(ask)));
    }

    private static Stage stageOnly(Ask ask) {
        Stage stage = stage(ask);
        ask.done();
        return stage;
    }

    private static Stage stage(Ask ask) {
        String name = ask.optionalText("samples").orElse("test");
        return List.of(Stage.TRAINING, Stage.VALIDATION, Stage.TEST).stream().filter(one -> one.label().equals(name)).findFirst()
                .orElseThrow(() -> new InputException(ask.operation(),
                        List.of(Fault.of("samples", Fault.shown(name), "must be training, validation or test"))));
    }

    private static Reply predict(Session session, Ask ask) {
        return results(session.predict(inputs(ask)));
    }

    private static NpyArray inputs(Ask ask) {
        NpyArray inputs = ask.array("inputs");
        ask.done();
        return inputs;
    }

    private static Reply results(Optional<Map<Integer, TestResult>> results) {
        Reply reply = new Reply().say(COMPLETE, results.isPresent());
        results.ifPresent(all -> {
            List<TestResult> each = List.copyOf(all.values());
            reply.say("of_replicas", List.copyOf(all.keySet())).say("samples", each.isEmpty() ? 0 : each.getFirst().samples());
            if (!each.isEmpty()) {
                each.getFirst().numbers().keySet().forEach(name -> reply.add(name, NpyArray.ofDoubles(
                        each.stream().mapToDouble(one -> one.numbers().getOrDefault(name, Double.NaN)).toArray(), each.size())));
                each.getFirst().arrays().keySet().forEach(name -> reply.add(name, NpyArray.stacked(
                        each.stream().map(one -> Objects.requireNonNull(one.arrays().get(name), name)).toList())));
            }
        });
        return reply;
    }

    private static Reply change(Session session, Ask ask) {
        Map<String, Object> keys = ask.object("set");
        boolean given = ask.has("set");
        ask.done();
        if (!given) {
            throw new InputException("change", List.of(Fault.of("set", "is missing; must be an object with other values of keys")));
        }
        session.change(keys);
        return info(session);
    }

    private static Reply save(Session session, Ask ask, Access access) {
        Path named = ask.path("folder");
        ask.done();
        Path folder = access.folder("folder", named);
        session.save(folder);
        return new Reply().say("folder", folder.toAbsolutePath().toString());
    }
}
