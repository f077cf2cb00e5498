package org.pal4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.pal4j.run.Experiment.Learns;

/** The keys of an experiment that are not those of its circuit ({@link CircuitKeys}). */
public final class ExperimentKeys {
    /**
     * One key.
     *
     * @param name  in files and after {@code --set}
     * @param about what it means, for {@code show}
     * @param set   gives a value to a draft
     * @param get   the value as it is shown
     */
    record Key(String name, String about, BiConsumer<ExperimentDraft, Value> set, Function<Experiment, Object> get) {}

    static final List<Key> ALL = List.of(
            new Key("name", "of the experiment and its run folder", (d, v) -> d.name = v.text(), Experiment::name),
            new Key("title", "what it shows", (d, v) -> d.title = v.text(), Experiment::title),
            new Key("task", "yinyang, mnist, or uniform (inputs without targets)",
                    (d, v) -> d.task = v.choice(TaskKind.values(), TaskKind::label), e -> e.task().label()),
            new Key("seed", "of weights, noise and the order of samples",
                    (d, v) -> d.seed = v.integer(Long.MIN_VALUE, Long.MAX_VALUE), Experiment::seed),
            new Key("epochs", "passes over the training samples", (d, v) -> d.epochs = (int) v.integer(0, 100_000_000),
                    Experiment::epochs),
            new Key("preview_epochs", "passes of a plain run: about 20 s", (d, v) -> d.previewEpochs = (int) v.integer(0, 100_000_000),
                    Experiment::previewEpochs),
            new Key("Tpres", "time for which a sample is shown, ms", (d, v) -> d.presentation = v.number(), Experiment::presentation),
            new Key("settling_time", "time before learning, ms", (d, v) -> d.settling = v.number(), Experiment::settling),
            new Key("learn", "weights that learn: forward (W), lateral (WI, BI), backward (B)",
                    (d, v) -> {
                        d.learns = EnumSet.noneOf(Learns.class);
                        d.learns.addAll(v.choices(Learns.values(), Learns::label));
                    },
                    e -> e.learns().stream().map(Learns::label).toList()),
            new Key("train_samples", "training samples", (d, v) -> d.trainSamples = samples(v, 1), Experiment::trainSamples),
            new Key("validation_samples", "samples shown before each epoch and after the last",
                    (d, v) -> d.validationSamples = samples(v, 0), Experiment::validationSamples),
            new Key("test_samples", "samples shown at the end", (d, v) -> d.testSamples = samples(v, 0), Experiment::testSamples),
            new Key("data_seed", "of the training samples; +1 validation, +2 test",
                    (d, v) -> d.dataSeed = v.integer(0, (1L << 32) - 3), Experiment::dataSeed),
            new Key("target_high", "target voltage of the own class", (d, v) -> d.targetHigh = v.voltage(), Experiment::targetHigh),
            new Key("target_low", "target voltage of the other classes", (d, v) -> d.targetLow = v.voltage(), Experiment::targetLow),
            new Key("shuffle", "a new order of samples in each epoch", (d, v) -> d.shuffle = v.truth(), Experiment::shuffle),
            new Key("init_W", "range of the initial W", (d, v) -> d.forwardRange = v.range(), e -> ends(e.forwardRange())),
            new Key("init_B", "range of the initial B", (d, v) -> d.feedbackRange = v.range(), e -> ends(e.feedbackRange())),
            new Key("init_in_SPS", "WI and BI start in the self-predicting state; else at 0", (d, v) -> d.selfPredicting = v.truth(),
                    Experiment::selfPredicting),
            new Key("snapshot_every", "epochs between snapshots of W and B in recordings.npz; 0 for none",
                    (d, v) -> d.snapshotEvery = (int) v.integer(0, 100_000_000), Experiment::snapshotEvery));

    private static final JsonMapper JSON = new JsonMapper();

    private ExperimentKeys() {}

    private static int samples(Value value, int least) {
        return (int) value.integer(least, 10_000_000);
    }

    private static List<Double> ends(Range range) {
        return List.of(range.low(), range.high());
    }

    /** The names of all keys, those of the circuit included. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        ALL.forEach(key -> names.add(key.name()));
        CircuitKeys.ALL.forEach(key -> names.add(key.name()));
        return names;
    }

    /** {@link #names}, and the keys of a study. */
    static List<String> all() {
        List<String> all = names();
        all.add(Study.SEEDS);
        all.add(Study.EACH);
        return all;
    }

    /** The experiment as a YAML file with a comment on each key; it reads back as the same experiment. */
    public static String show(Experiment e) {
        StringBuilder text = new StringBuilder();
        for (Key key : ALL) {
            line(text, key.name(), key.get().apply(e), key.about());
        }
        text.append("\n# The circuit. Times in ms, conductances in 1/ms; one value for all areas, or a list with one for each.\n");
        for (CircuitKeys.Key key : CircuitKeys.ALL) {
            line(text, key.name(), key.get().apply(e.circuit()), key.about());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, Object value, String about) {
        try {
            // A JSON value is a YAML value. A list holds numbers and plain words, in which no comma is.
            String json = JSON.writeValueAsString(value);
            String line = key + ": " + (value instanceof List ? json.replace(",", ", ") : json);
            text.append(key.equals("title") ? line : String.format("%-34s # %s", line, about)).append('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
