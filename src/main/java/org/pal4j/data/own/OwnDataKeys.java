package org.pal4j.data.own;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pal4j.Fault;
import org.pal4j.config.Key;
import org.pal4j.config.Keys.Reading;
import org.pal4j.config.Kind;

/**
 * The keys of own data, which a model includes among its own keys.
 *
 * <p>An object is a draft with default values. {@link #finish} checks it. The finished object is empty for experiments with another task.
 */
public final class OwnDataKeys {
    /** The value of the key {@code task} for own data. */
    public static final String TASK = "data";

    /** The name of the key for the seed of the split. */
    public static final String SPLIT_SEED = "split_seed";

    static final String TARGET_COLUMNS = "target_columns";
    private static final String VALIDATION_SHARE = "validation_share";
    private static final String TEST_SHARE = "test_share";

    private Optional<Path> train = Optional.empty();
    private Optional<Path> validation = Optional.empty();
    private Optional<Path> test = Optional.empty();
    private List<String> targets = OwnData.DEFAULTS.targets();
    private Scale scale = OwnData.DEFAULTS.scale();
    private Scale targetScale = OwnData.DEFAULTS.targetScale();
    private double validationShare = OwnData.DEFAULTS.validationShare();
    private double testShare = OwnData.DEFAULTS.testShare();
    private long splitSeed = OwnData.DEFAULTS.splitSeed();

    /** The keys of the files and of what is in them, shown only with the task {@code data}. */
    public static List<Key<OwnDataKeys, Optional<OwnData>>> all() {
        return List.of(
                key("train", "file with the training samples: npz, or CSV with a header", Kind.file(), (d, v) -> d.train = Optional.of(v),
                        own -> own.train().toString(), own -> true),
                key("validation", "file with the validation samples", Kind.file(), (d, v) -> d.validation = Optional.of(v),
                        own -> own.validation().map(Path::toString).orElse(""), own -> own.validation().isPresent()),
                key("test", "file with the test samples", Kind.file(), (d, v) -> d.test = Optional.of(v),
                        own -> own.test().map(Path::toString).orElse(""), own -> own.test().isPresent()),
                key(TARGET_COLUMNS, "columns of a CSV file that are targets; unless given, y1, y2, ...", Kind.texts(), (d, v) -> d.targets = v,
                        OwnData::targets, own -> !own.targets().isEmpty()),
                key("scale", "of inputs, as the training samples ask for: none, unit (0 to 1) or standard (mean 0, deviation 1)",
                        Kind.choice(Scale.values(), Scale::label), (d, v) -> d.scale = v, own -> own.scale().label(), own -> true),
                key("scale_targets", "of targets, which classes do not have: none, unit or standard", Kind.choice(Scale.values(), Scale::label),
                        (d, v) -> d.targetScale = v, own -> own.targetScale().label(), own -> true),
                key(VALIDATION_SHARE, "of the training file, for validation, if validation_samples is 0", Kind.number().within(0, 1),
                        (d, v) -> d.validationShare = v, OwnData::validationShare, own -> own.validation().isEmpty()),
                key(TEST_SHARE, "of the training file, for the test, if test_samples is 0", Kind.number().within(0, 1), (d, v) -> d.testShare = v,
                        OwnData::testShare, own -> own.test().isEmpty()));
    }

    /** The key for the seed of the split, for models without one. */
    public static Key<OwnDataKeys, Optional<OwnData>> splitSeed() {
        return key(SPLIT_SEED, "decides which samples of the training file are for validation and test", Kind.integer(Long.MIN_VALUE, Long.MAX_VALUE),
                (d, v) -> d.splitSeed = v, OwnData::splitSeed, OwnData::mayBeSplit);
    }

    private static <T> Key<OwnDataKeys, Optional<OwnData>> key(
            String name, String about, Kind<T> kind, BiConsumer<OwnDataKeys, T> set, Function<OwnData, Object> get, Predicate<OwnData> shown) {
        return Key.<OwnDataKeys, Optional<OwnData>, T>of(name, about, kind, set, own -> get.apply(own.orElse(OwnData.DEFAULTS)))
                .shownIf(own -> own.filter(shown).isPresent());
    }

    /** Takes the seed of the split from a model that has a key of its own for it. */
    public void splitSeed(long seed) {
        splitSeed = seed;
    }

    /**
     * Returns what the configuration says of own data, and adds the faults.
     *
     * @param task   the task, for messages
     * @param keys   which keys were given, and which of them can't be read
     * @param counts numbers of samples
     * @param faults takes the faults
     * @return nothing with another task, or without a training file
     */
    public Optional<OwnData> finish(String task, Reading<?> keys, OwnData.Counts counts, List<Fault> faults) {
        Set<String> given = keys.given();
        if (!task.equals(TASK)) {
            all().stream().map(Key::name).filter(given::contains).forEach(name -> faults.add(misplaced(name, task)));
            return Optional.empty();
        }
        if (train.isEmpty() && !keys.wrong().contains("train")) {
            faults.add(Fault.of("train", "must be given with the task " + TASK + ": an npz or CSV file, for example train: samples.npz"));
        }
        share(VALIDATION_SHARE, validationShare, validation, counts.validation(), given, faults);
        share(TEST_SHARE, testShare, test, counts.test(), given, faults);
        double both =
                (validation.isEmpty() && counts.validation() == 0 ? validationShare : 0) + (test.isEmpty() && counts.test() == 0 ? testShare : 0);
        if (both >= 1 && validationShare < 1 && testShare < 1) {
            faults.add(Fault.of(VALIDATION_SHARE + " + " + TEST_SHARE, both, "must be below 1, so that training samples are left"));
        }
        if (targets.stream().distinct().count() < targets.size()) {
            faults.add(Fault.of(TARGET_COLUMNS, targets, "names a column twice"));
        }
        // Shares without effect are 0, so that equal samples have equal keys.
        return train.map(file -> new OwnData(file, validation, test, targets, scale, targetScale,
                validation.isPresent() || counts.validation() > 0 ? 0 : validationShare, test.isPresent() || counts.test() > 0 ? 0 : testShare,
                splitSeed));
    }

    /** Returns the fault of a key that another task does not have. */
    public static Fault misplaced(String name, String task) {
        return new Fault(name, "", "is for samples from your own files, and the task is " + task, "use task: " + TASK);
    }

    private static void share(String key, double share, Optional<Path> file, int count, Set<String> given, List<Fault> faults) {
        String what = key.substring(0, key.indexOf('_'));
        if (!(share >= 0 && share < 1)) {
            faults.add(Fault.of(key, share, "must be from 0 to less than 1"));
        }
        if (given.contains(key) && share > 0 && file.isPresent()) {
            faults.add(new Fault(key, Double.toString(share), "is a part of the training file, and there is a file for " + what,
                    "leave one of them out"));
        } else if (given.contains(key) && share > 0 && count > 0) {
            faults.add(new Fault(key, Double.toString(share), what + "_samples = " + count + " says how many samples that is",
                    "leave one of them out, or " + what + "_samples: 0"));
        }
    }
}
