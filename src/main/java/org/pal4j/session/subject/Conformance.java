package org.pal4j.session.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;
import org.pal4j.random.CounterRandom;
import org.pal4j.session.Session;
import org.pal4j.session.pipe.Client;
import org.pal4j.session.pipe.Client.Broken;
import org.pal4j.session.subject.CaseResult.Verdict;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.GoldenFiles;
import org.pal4j.verify.GoldenMaker;
import org.pal4j.verify.GoldenMaker.Draft;
import org.pal4j.verify.GoldenMaker.Request;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Verification;

/**
 * Lets a subject, a program that speaks the session protocol, follow golden cases of all models. One child does all cases; after one in which it
 * breaks, another is started.
 */
public final class Conformance implements AutoCloseable {
    /** Random cases have parts of a stream of their own, so that those of a model do not depend on the others. */
    private static final int PARTS_OF_MODEL = 1 << 20;

    private final List<String> command;
    private final Duration patience;
    private final Optional<Path> keep;
    private final Path scratch;
    private @Nullable Client client;

    /**
     * Creates it; the subject is started when it is needed.
     *
     * @param command  the subject and its arguments
     * @param patience how long one reply may take
     * @param keep     a folder for the cases that fail, but for those that are given as folders
     */
    public Conformance(List<String> command, Duration patience, Optional<Path> keep) {
        this.command = List.copyOf(command);
        this.patience = patience;
        this.keep = keep;
        try {
            scratch = Files.createTempDirectory("pal4j-cases");
        } catch (IOException e) {
            throw new InputException("a temporary folder can't be made (" + e.getMessage() + ")", e);
        }
    }

    private Client client() throws Broken {
        if (client == null) {
            client = Client.start(command, patience);
        }
        return client;
    }

    /**
     * Returns the greeting of the subject.
     *
     * @throws InputException if it can't be started or does not greet
     */
    public Map<String, Object> greeting() {
        try {
            return client().greeting();
        } catch (Broken e) {
            throw new InputException("--against " + String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Lets the subject follow a golden case in a folder.
     *
     * @throws InputException if the case can't be read, or if the reference does not follow it either
     */
    public CaseResult given(Path folder) {
        GoldenCase golden = Catalog.golden(folder);
        Trajectory trajectory = golden.trajectory().orElseThrow(() -> new InputException(folder + ": the model of this case does not say how others "
                + "follow it"));
        Verification.Comparison reference = golden.verify().reference();
        if (reference.divergence().isPresent()) {
            throw new InputException(folder + ": PAL4J's reference does not follow this case itself; ./pal4j verify " + folder + " says where");
        }
        return follow(trajectory).of(trajectory.name(), Optional.of(folder));
    }

    /**
     * Lets the subject follow a golden case that the program carries. One that fails is kept, like a random one.
     *
     * @param name one of {@link CarriedCases#NAMES}
     */
    public CaseResult carried(String name) {
        Path folder = scratch.resolve(name);
        CarriedCases.unpack(name, folder);
        CaseResult result = given(folder);
        return result.of(result.name(), result.verdict() == Verdict.FAILED ? kept(result.name(), target -> CarriedCases.unpack(name, target))
                : Optional.empty());
    }

    /** Writes a case that failed, if somebody wants it, and returns where. */
    private Optional<Path> kept(String name, Consumer<Path> writer) {
        Optional<Path> to = keep.map(parent -> parent.resolve(name.replace(' ', '-')));
        to.ifPresent(target -> {
            GoldenFiles.requireFree(target);
            writer.accept(target);
        });
        return to;
    }

    private CaseResult follow(Trajectory trajectory) {
        CaseRun run = null;
        try {
            Client subject = client();
            run = new CaseRun(subject, trajectory);
            return run.follow(scratch);
        } catch (Broken e) {
            stop();
            return run == null ? new CaseResult(trajectory.name(), trajectory.model(), Verdict.FAILED, 0, 0, 0, String.valueOf(e.getMessage()),
                    Optional.empty(), Map.of(), Optional.empty()) : run.broken(e);
        }
    }

    private void stop() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Returns the models of which there are random cases. */
    public static List<Model<?>> models() {
        return Models.all().stream().filter(model -> model.goldenMaker().isPresent()).<Model<?>>map(model -> model).toList();
    }

    /**
     * Lets the subject follow a random case. One that fails is made simpler until nothing can be left out.
     *
     * @param seed   decides the case, with its number
     * @param number from 0
     */
    public CaseResult random(Model<?> model, long seed, int number) {
        return new Shrinking<>(model, seed, number).run();
    }

    /** A random case of a model. */
    private final class Shrinking<E extends Experiment> {
        /** The most cases that are tried. */
        private static final int MOST_TRIES = 400;
        /** The largest value of a case that is kept. */
        private static final double TAME = 30;

        private final GoldenMaker<E> maker;
        private final String name;
        private final Draft drawn;
        private Path folder = scratch;
        private int tries;

        Shrinking(Model<E> model, long seed, int number) {
            maker = model.goldenMaker().orElseThrow();
            name = "random " + model.name() + " " + number + " of seed " + seed;
            int part = PARTS_OF_MODEL * (1 + models().indexOf(model)) + number;
            CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.GOLDEN, part);
            Draft draft = maker.random(random);
            while (largest(files(draft)) > TAME) {
                draft = maker.random(random);
            }
            drawn = draft;
        }

        /** Returns the largest value of the case: some of what is drawn runs away, and then rounding errors grow as well. */
        private static double largest(GoldenFiles files) {
            return files.arrays().entrySet().stream().filter(array -> array.getKey().startsWith(GoldenArrays.EXPECTED))
                    .flatMapToDouble(array -> Arrays.stream(array.getValue().toDoubles())).map(Math::abs)
                    .map(value -> Double.isNaN(value) ? TAME * 2 : value)
                    .max().orElse(0);
        }

        CaseResult run() {
            CaseResult result = follow(drawn);
            Draft draft = drawn;
            // A subject that breaks is not asked again and again: each time may take as long as its patience.
            boolean smaller = result.divergence().isPresent();
            while (smaller && tries < MOST_TRIES) {
                smaller = false;
                for (Draft other : maker.simpler(draft)) {
                    Optional<CaseResult> tried = tries < MOST_TRIES ? attempt(other) : Optional.empty();
                    if (tried.isPresent() && tried.get().divergence().isPresent()) {
                        draft = other;
                        result = tried.get();
                        smaller = true;
                        break;
                    }
                }
            }
            Draft simplest = draft;
            return result.of(name, result.verdict() == Verdict.FAILED ? kept(name, target -> files(simplest).write(target)) : Optional.empty());
        }

        private CaseResult follow(Draft draft) {
            tries++;
            folder = scratch.resolve("case");
            files(draft).write(folder);
            return Conformance.this.follow(Catalog.golden(folder).trajectory().orElseThrow());
        }

        /** Follows a simpler case, if the configuration is possible. */
        private Optional<CaseResult> attempt(Draft draft) {
            try {
                return Optional.of(follow(draft));
            } catch (InputException e) {
                return Optional.empty();
            }
        }

        private GoldenFiles files(Draft draft) {
            Study<?> study = Catalog.study(name, draft.keys(), List.of());
            return maker.make(experiment(study), draft.request(DataFolder.of(Optional.empty())));
        }

        @SuppressWarnings("unchecked") // The keys of a draft name its model.
        private E experiment(Study<?> study) {
            return (E) study.base();
        }
    }

    /**
     * Makes a golden case of an experiment.
     *
     * @throws InputException if its model can't, or the case would be too large
     */
    public static GoldenFiles golden(Study<?> study, Request request) {
        return made(study, request);
    }

    private static <E extends Experiment> GoldenFiles made(Study<E> study, Request request) {
        GoldenMaker<E> maker = study.model().goldenMaker().orElseThrow(() -> new InputException(study.name() + ": the model " + study.model().name()
                + " has no reference in double precision, so there are no golden cases of it"));
        Request with = study.base().settings().weights().isEmpty() ? request : new Request(request.steps(), request.hold(), request.at(),
                request.ownSamples(), request.data(), request.varied(), weights(study, request));
        return maker.make(study.replicas().getFirst(), with);
    }

    /** Returns the weights of a network that starts with given ones. */
    private static Map<String, NpyArray> weights(Study<?> study, Request request) {
        Session session = Session.open(study, new Session.Options(request.data(), 1, false));
        Map<String, NpyArray> weights = new LinkedHashMap<>();
        session.variables().stream().filter(variable -> variable.settable() && variable.name().matches("(W|WI|B|BI|b|D)\\d+"))
                .forEach(variable -> weights.put(variable.name(), session.get(0, variable.name())));
        return weights;
    }

    /** Ends the subject and removes what was written for it. */
    @Override
    public void close() {
        stop();
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path path : new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // The system clears its temporary files.
        }
    }
}
