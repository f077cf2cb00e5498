package org.pal4j.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.config.Key;
import org.pal4j.config.Kind;

/**
 * The keys of {@link RunSettings}, which each model includes among its own keys.
 *
 * <p>An object is a draft with default values. {@link #finish} checks it.
 */
public final class SharedKeys {
    private static final int MAX_EPOCHS = 100_000_000;
    private static final long MAX_STEPS = 1_000_000_000_000L;
    private static final int MAX_TITLE = 200;
    private static final String WEIGHTS = "weights";

    private String name = "experiment";
    private String title = "";
    private long seed = 1;
    private int epochs = 1;
    private int previewEpochs;
    private int snapshotEvery;
    private List<String> record = List.of();
    private long recordEvery;
    private Optional<Path> weights = Optional.empty();

    /** The key for the name. */
    public static Key<SharedKeys, RunSettings> name() {
        return Key.of("name", "of the experiment and its run folder", Kind.text(), (d, v) -> d.name = v, RunSettings::name);
    }

    /** The key for the title. */
    public static Key<SharedKeys, RunSettings> title() {
        return Key.of("title", "what it shows", Kind.text(), (d, v) -> d.title = v, RunSettings::title);
    }

    /** The key for the seed. */
    public static Key<SharedKeys, RunSettings> seed() {
        return Key.of("seed", "of weights, noise and the order of samples", Kind.integer(Long.MIN_VALUE, Long.MAX_VALUE), (d, v) -> d.seed = v,
                RunSettings::seed);
    }

    /** The key for the number of epochs. */
    public static Key<SharedKeys, RunSettings> epochs() {
        return Key.of("epochs", "passes over the training samples", Kind.integer(0, MAX_EPOCHS), (d, v) -> d.epochs = v.intValue(),
                RunSettings::epochs);
    }

    /**
     * The key for the epochs of a plain run.
     *
     * @param about the description of the key
     */
    public static Key<SharedKeys, RunSettings> previewEpochs(String about) {
        return Key.of("preview_epochs", about, Kind.integer(0, MAX_EPOCHS), (d, v) -> d.previewEpochs = v.intValue(),
                RunSettings::previewEpochs);
    }

    /** The key for the number of epochs between snapshots. */
    public static Key<SharedKeys, RunSettings> snapshotEvery() {
        return Key.of("snapshot_every", "epochs between snapshots of W and B in recordings.npz; 0 for none", Kind.integer(0, MAX_EPOCHS),
                (d, v) -> d.snapshotEvery = v.intValue(), RunSettings::snapshotEvery);
    }

    /**
     * The key for the recorded quantities.
     *
     * @param quantities all quantities that can be recorded
     * @param example    an example list, as YAML
     */
    public static Key<SharedKeys, RunSettings> record(List<String> quantities, String example) {
        return Key.of("record", "what is written into the folder recordings as the run goes on, for example " + example,
                Kind.choices(quantities.toArray(String[]::new), Function.identity()), (d, v) -> d.record = v.stream().distinct().toList(),
                RunSettings::record);
    }

    /** The key for the number of steps between records. It is shown only if something is recorded. */
    public static Key<SharedKeys, RunSettings> recordEvery(Terms terms) {
        return Key.<SharedKeys, RunSettings, Long>of("record_every", terms.steps() + " between two records; 0: once an epoch",
                Kind.integer(0, MAX_STEPS), (d, v) -> d.recordEvery = v, RunSettings::recordEvery).shownIf(s -> !s.record().isEmpty());
    }

    /** The key for the file with the first weights. It is shown only if there is one. */
    public static Key<SharedKeys, RunSettings> weights() {
        return Key.<SharedKeys, RunSettings, Optional<Path>>of(WEIGHTS, "file or run folder with the first weights, all or some of them",
                Kind.of(Kind.FILE, value -> value.given() == null ? Optional.empty() : Optional.of(value.file())), (d, v) -> d.weights = v,
                s -> s.weights().map(Path::toString).orElse("")).shownIf(s -> s.weights().isPresent());
    }

    /**
     * Returns the key {@code model} and then all shared keys, for models that keep them together.
     *
     * @param draft returns the shared part of a model's draft
     */
    public static <D, E extends Experiment> List<Key<D, E>> all(Model<E> model, Function<D, SharedKeys> draft) {
        Key<D, E> own = Key.of(Study.MODEL, "the class of models", Kind.choice(new String[] {model.name()}, Function.identity()), (d, v) -> {},
                e -> model.name());
        Stream<Key<D, E>> settings = Stream.of(name(), title(), seed(), epochs(), previewEpochs("passes of a plain run; 0: all"), snapshotEvery(),
                record(model.quantities(), model.quantities().toString()), recordEvery(model.terms()), weights())
                .map(key -> key.<D, E>in(draft, Experiment::settings));
        return Stream.concat(Stream.of(own), settings).toList();
    }

    /** Returns the settings, and adds their faults to a list. */
    public RunSettings finish(List<Fault> faults) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            faults.add(new Fault("name", quoted(name), "must be of letters, digits, dots, dashes and underscores, at most 100, as it names a folder",
                    ""));
        }
        boolean oneLine = title.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        });
        if (!oneLine || title.length() > MAX_TITLE) {
            faults.add(new Fault("title", quoted(title), "must be one line of text, at most " + MAX_TITLE + " characters", ""));
        }
        if (recordEvery > 0 && record.isEmpty()) {
            faults.add(new Fault("record_every", Long.toString(recordEvery), "nothing is recorded",
                    "name it with record, for example record: [B, angle_B]"));
        }
        return settings();
    }

    /** Returns the settings read so far, unchecked. */
    public RunSettings settings() {
        return new RunSettings(name, title, seed, epochs, previewEpochs, snapshotEvery, record, recordEvery, weights);
    }

    private static String quoted(String text) {
        return "\"" + Fault.shown(text) + "\"";
    }
}
