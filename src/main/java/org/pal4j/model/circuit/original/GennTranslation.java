package org.pal4j.model.circuit.original;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.config.Documents;
import org.pal4j.config.Value;
import org.pal4j.data.Mnist;
import org.pal4j.data.MnistFiles;
import org.pal4j.data.YinYang;
import org.pal4j.model.OriginalKeys;
import org.pal4j.model.Translation;
import org.pal4j.model.TranslationNotes;
import org.pal4j.random.NumpyRandom;

/**
 * Format 2: the two mappings of the original GeNN program. The first describes the experiment and the second the network ({@link GennNetwork}).
 * docs/original-files.md has the table of keys.
 */
final class GennTranslation {
    static final List<String> EXPERIMENT_KEYS = List.of("backend", "dataset_key", "dt", "name", "numpy_seed", "print_every_n_recs", "record",
            "sim_config", "input_rates", "output_rates");
    static final List<String> SIMULATION_KEYS = List.of("data_noise", "data_seed", "n_class", "n_epochs", "n_test", "n_train", "n_valid",
            "pat_t", "recs_per_sample", "shuffle_samples", "uhigh", "ulow", "sim_time", "idx_epoch", "idx_rec", "idx_sample", "idx_test",
            "idx_train", "idx_valid");

    private static final String MNIST = "mnist";
    private static final String OURS = "PAL4J has its own ways";

    private final List<Fault> faults = new ArrayList<>();
    private final TranslationNotes notes = new TranslationNotes();
    private final Map<String, Object> own = new LinkedHashMap<>();
    private final OriginalKeys experiment;
    private final OriginalKeys network;
    private final OriginalKeys simulation;
    private final ToLongBiFunction<CircuitParameters, String> recordBytes;

    private GennTranslation(Map<String, ?> first, Map<String, ?> second, ToLongBiFunction<CircuitParameters, String> recordBytes) {
        experiment = new OriginalKeys(first, "", EXPERIMENT_KEYS, faults, notes, own);
        network = new OriginalKeys(second, "", GennNetwork.KEYS, faults, notes, own);
        simulation = experiment.section("sim_config", SIMULATION_KEYS);
        this.recordBytes = recordBytes;
    }

    /**
     * Translates the file into PAL4J's keys.
     *
     * @param source name of the file, for messages
     * @param first  mapping of the experiment
     * @param second mapping of the network
     * @throws InputException with all keys that are unknown, missing, of the wrong type, or not supported
     */
    static Translation translate(
            String source, Map<String, ?> first, Map<String, ?> second, ToLongBiFunction<CircuitParameters, String> recordBytes) {
        GennTranslation yaml = new GennTranslation(first, second, recordBytes);
        yaml.notes.say("random numbers are PAL4J's own, as those of GeNN can't be followed");
        yaml.experiment();
        double dt = yaml.experiment.number("dt", "dt");
        new GennNetwork(yaml.network, yaml.notes, yaml.own).read(dt);
        yaml.samples(dt);
        InputException.throwIfAny(source, yaml.faults);
        return Translation.of(source, yaml.own, yaml.notes);
    }

    private void experiment() {
        own.put("title", "Configuration of the original GeNN program");
        experiment.optional("name").ifPresentOrElse(value -> own.put("name", value.text()), () -> own.put("name", "genn"));
        experiment.integer("numpy_seed", "seed", 0, NumpyRandom.MAX_SEED);
        idle(experiment, "backend", Value::text, OURS);
        idle(experiment, "print_every_n_recs", value -> value.integer(0, Long.MAX_VALUE), OURS);
        for (String key : List.of("input_rates", "output_rates")) {
            boolean filled = experiment.optional(key).filter(value -> Documents.PYTHON_OBJECTS.equals(value.given())).isPresent();
            if (filled) {
                // The program saves what it has filled in.
                experiment.idle(key, "they follow from dataset_key");
            } else if (experiment.has(key)) {
                experiment.fault(key, "must be null, as the program fills it in from dataset_key; rates of one's own can't be used");
            }
        }
        simulation.optional("data_noise").filter(value -> value.number() != 0)
                .ifPresent(value -> simulation.fault("data_noise", "must be 0; yinyang and mnist have no noise"));
    }

    private void samples(double dt) {
        String dataSet = experiment.optional("dataset_key").map(value -> String.valueOf(value.given())).orElse("");
        Map<String, Integer> known = Map.of("yinyang", YinYang.CLASSES, MNIST, Mnist.CLASSES);
        boolean has = experiment.has("dataset_key");
        if (!has) {
            experiment.needed("dataset_key");
        } else if (!known.containsKey(dataSet)) {
            boolean others = List.of("bars", "mimic").contains(dataSet);
            experiment.fault("dataset_key", "\"" + Fault.shown(dataSet) + "\" "
                    + (others ? "is a data set that PAL4J does not have" : "is not known") + "; it has yinyang and mnist");
        }
        if (known.containsKey(dataSet)) {
            own.put("task", dataSet);
        }
        long classes = simulation.needed("n_class").integer(1, 10_000_000);
        if (simulation.has("n_class") && known.containsKey(dataSet) && classes != known.get(dataSet)) {
            simulation.fault("n_class", "must be " + known.get(dataSet) + ", as " + dataSet + " has so many classes");
        }
        Counts counts = new Counts(classes * perClass("n_train", 1), classes * perClass("n_valid", 0), classes * perClass("n_test", 0),
                simulation.integer("n_epochs", "epochs", 0, 100_000_000), simulation.number("pat_t", "Tpres"), dt,
                simulation.needed("recs_per_sample").integer(1, Integer.MAX_VALUE));
        own.put("train_samples", counts.train());
        own.put("validation_samples", counts.validation());
        own.put("test_samples", counts.test());
        simulation.truth("shuffle_samples", "shuffle");
        simulation.number("uhigh", "target_high");
        simulation.number("ulow", "target_low");
        dataSeed(dataSet.equals(MNIST), counts);
        network.optional("t_pattern").filter(value -> simulation.has("pat_t") && !near(value.number(), counts.presentation()))
                .ifPresent(value -> network.fault("t_pattern", "must be sim_config.pat_t, " + counts.presentation() + " ms"));
        derived(counts);
        new GennRecording(experiment, notes, own, recordBytes).read(counts, faults);
    }

    private long perClass(String key, long least) {
        return simulation.needed(key).integer(least, 10_000_000);
    }

    private void dataSeed(boolean mnist, Counts counts) {
        if (!mnist) {
            simulation.integer("data_seed", "data_seed", 0, NumpyRandom.MAX_SEED - 2);
            return;
        }
        idle(simulation, "data_seed", value -> value.integer(0, NumpyRandom.MAX_SEED), "nothing of mnist is drawn");
        if (counts.train() < MnistFiles.MAX_TRAIN) {
            notes.say("the first " + counts.train() + " images are shown in each epoch, where the original takes others each time");
        }
    }

    /** Checks the values that the original program fills in and saves. */
    private void derived(Counts counts) {
        if (counts.steps() == 0) {
            return;
        }
        derived(simulation, "idx_sample", (double) counts.steps());
        derived(simulation, "idx_rec", (double) counts.recordEvery());
        derived(simulation, "idx_epoch", counts.epochSteps());
        derived(simulation, "idx_train", counts.stepsOf(counts.train()));
        derived(simulation, "idx_valid", counts.stepsOf(counts.validation()));
        derived(simulation, "idx_test", counts.stepsOf(counts.test()));
        derived(simulation, "sim_time", counts.epochSteps() * counts.epochs() * counts.dt());
    }

    /** Checks a derived number: it must be null or correct. */
    static void derived(OriginalKeys keys, String key, double right) {
        keys.optional(key).map(Value::number).filter(value -> !near(value, right)).ifPresent(value -> {
            boolean whole = near(right, Math.rint(right)) && right < 1e15;
            keys.fault(key, "must be " + (whole ? String.valueOf(Math.round(right)) : String.valueOf(right)) + ", which follows from other keys; "
                    + "leave it null");
        });
    }

    /** Checks the type of an optional key that has no effect, and notes it. */
    static void idle(OriginalKeys keys, String key, Consumer<Value> type, String why) {
        keys.optional(key).ifPresent(value -> {
            type.accept(value);
            keys.idle(key, why);
        });
    }

    static boolean near(double a, double b) {
        return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
    }

    /**
     * Numbers of samples and epochs and times, which determine the number of steps.
     *
     * @param presentation  duration of a presentation, ms
     * @param dt            time step, ms
     * @param recsPerSample number of records in each presentation
     */
    record Counts(long train, long validation, long test, long epochs, double presentation, double dt, long recsPerSample) {
        /** Returns the steps of a presentation; 0 if the times are invalid. */
        long steps() {
            return dt > 0 && presentation > 0 ? Math.round(presentation / dt) : 0;
        }

        /** Returns the steps of samples, in double since the values of a file may overflow a long. */
        double stepsOf(long samples) {
            return (double) samples * steps();
        }

        long recordEvery() {
            return Math.max(1, steps() / recsPerSample);
        }

        double epochSteps() {
            return stepsOf(train) + stepsOf(validation);
        }
    }
}
