package org.pal4j.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Series;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.EpochRow;
import org.pal4j.run.Listener;
import org.pal4j.run.Outcome;
import org.pal4j.run.StudyRunner;
import org.pal4j.session.Session.Options;

/** Sessions give the bits of a run, whatever else was done with copies of them, and take what users give. */
class SessionTest {
    private static final Session.Progress QUIET = (place, steps, replicas) -> {};
    private static final List<String> TINY = List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=4",
            "epochs=3");
    private static final List<String> NONE = List.of();

    @TempDir
    private Path temporary;

    private static Study<?> study(String kind, String... more) {
        List<String> settings = new ArrayList<>(switch (kind) {
            case "circuit" -> TINY;
            case "alignment" -> List.of("layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6", "settling_time=0.5", "epochs=3");
            case "perceptron" -> List.of("model=perceptron", "epochs=3");
            default -> throw new IllegalArgumentException(kind);
        });
        settings.addAll(List.of(more));
        return switch (kind) {
            case "perceptron" -> Catalog.study("src/test/resources/org/pal4j/session/perceptron.yaml", List.of(more));
            default -> Catalog.study(kind.equals("circuit") ? "yinyang" : "fig3abc", settings);
        };
    }

    private static List<Outcome> run(Study<?> study) {
        return StudyRunner.of(study, 1, new Listener() {}, () -> false, DataFolder.of(Optional.empty())).run().outcomes();
    }

    private static Session open(Study<?> study) {
        return Session.open(study, Options.usual());
    }

    private static List<Map<String, Double>> columns(List<EpochRow> rows) {
        return rows.stream().map(row -> row.measures().columns()).toList();
    }

    private static void assertSameWeights(Outcome outcome, Session session, int replica) {
        outcome.weights().forEach((name, array) -> assertEquals(array, session.get(replica, name.equals("W1") && session.study().model().name()
                .equals("perceptron") ? "W" : name), name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"circuit", "alignment", "perceptron"})
    void epochsHaveTheBitsOfARun(String kind) {
        Study<?> study = study(kind);
        Outcome outcome = run(study).getFirst();
        Session session = open(study);
        assertTrue(session.settle(QUIET));
        for (int epoch = 1; epoch <= 3; epoch++) {
            assertEquals(epoch - 1, session.epochs());
            assertTrue(session.epoch(QUIET));
        }
        assertEquals(columns(outcome.rows()), columns(session.history(0)));
        Optional<TestResult> test = outcome.test();
        test.ifPresent(expected -> assertEquals(expected.numbers(), session.test(Stage.TEST).orElseThrow().get(0).numbers()));
        if (test.isEmpty()) {
            assertSameWeights(outcome, session, 0);
        }
    }

    @Test
    void replicasHaveTheBitsOfARunInSharedVectorsAndOnTwoThreads() {
        Study<?> study = study("circuit", "seeds=[3, 4, 5, 6, 7]");
        List<Outcome> outcomes = run(study);
        for (int threads = 1; threads <= Math.min(2, Runtime.getRuntime().availableProcessors()); threads++) {
            Session session = Session.open(study, new Options(DataFolder.of(Optional.empty()), threads, false));
            for (int epoch = 0; epoch < 3; epoch++) {
                session.epoch(QUIET);
            }
            for (int k = 0; k < 5; k++) {
                assertEquals(columns(outcomes.get(k).rows()), columns(session.history(k)));
                assertEquals(outcomes.get(k).test().orElseThrow().numbers(), session.test(Stage.TEST).orElseThrow().get(k).numbers());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"circuit", "alignment", "perceptron"})
    void copiesAndSavedSessionsContinueAlike(String kind) {
        Study<?> study = study(kind);
        Session session = open(study);
        session.epoch(QUIET);
        Session copy = session.copy();
        Path folder = temporary.resolve("saved");
        session.save(folder);
        Session loaded = Session.load(folder, Catalog.study(folder.resolve("configuration.yaml").toString(), NONE), Options.usual());
        session.epoch(QUIET);
        copy.epoch(QUIET);
        loaded.epoch(QUIET);
        assertEquals(columns(session.history(0)), columns(copy.history(0)));
        assertEquals(columns(session.history(0)), columns(loaded.history(0)));
        for (NetworkVariable variable : session.variables()) {
            assertEquals(session.get(0, variable.name()), copy.get(0, variable.name()), variable.name());
            assertEquals(session.get(0, variable.name()), loaded.get(0, variable.name()), variable.name());
        }
        session.save(folder); // again into its own folder
    }

    @Test
    void seriesAreWhatElseCanBeRead() {
        Session session = open(study("circuit"));
        List<String> variables = session.variables().stream().map(NetworkVariable::name).toList();
        List<String> series = session.series().stream().map(Series::name).toList();
        assertTrue(series.containsAll(List.of("dW1", "mse", "angle_B")), series::toString);
        assertTrue(series.stream().noneMatch(variables::contains), series::toString);
        session.series().forEach(one -> assertArrayEquals(one.shape(), session.get(0, one.name()).shape(), one.name()));
    }

    /** A cancel stops within an epoch; the next call completes it, with the bits of an epoch that was not cancelled. */
    @Test
    void aCancelledEpochIsCompletedLater() {
        Study<?> study = study("circuit", "train_samples=200", "Tpres=40");
        Session whole = open(study);
        whole.epoch(QUIET);
        Session session = open(study);
        session.settle(QUIET);
        cancelLater(session);
        assertFalse(session.epoch(QUIET));
        assertEquals(0, session.epochs());
        assertTrue(session.epoch(QUIET));
        assertEquals(columns(whole.history(0)), columns(session.history(0)));
    }

    private static NpyArray inputs(int presentations, int size) {
        float[] values = new float[presentations * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + 0.4 * Math.sin(i));
        }
        return NpyArray.ofFloats(values, presentations, size);
    }

    /** Presentations in one call equal presentations one by one, and records are what can be read between them. */
    @Test
    void manyPresentationsEqualManyCalls() {
        Session many = open(study("circuit"));
        Session single = many.copy();
        NpyArray inputs = inputs(3, 4);
        NpyArray targets = inputs(3, 3);
        Presented all = many.present(Presentations.of(inputs, 20).withTargets(targets).learning("forward", "backward", "lateral")
                .recording(10, "vapi1", "rP", "angle_B"));
        float[] flat = inputs.toFloats();
        float[] wanted = targets.toFloats();
        for (int n = 0; n < 3; n++) {
            Presented one = single.present(Presentations.of(NpyArray.ofFloats(Arrays.copyOfRange(flat, 4 * n, 4 * n + 4), 1, 4), 20)
                    .withTargets(NpyArray.ofFloats(Arrays.copyOfRange(wanted, 3 * n, 3 * n + 3), 1, 3)).learning("forward", "backward", "lateral"));
            assertEquals(1, one.completed());
            float[] vapi = single.get(0, "vapi1").toFloats();
            float[] recorded = all.records().get("vapi1").toFloats();
            for (int i = 0; i < 5; i++) {
                assertEquals(vapi[i], recorded[(n * 2 + 1) * 5 + i]);
            }
        }
        assertEquals(3, all.completed());
        assertEquals(List.of(1, 3, 2, 5), Arrays.stream(all.records().get("rP1").shape()).boxed().toList());
        assertEquals(List.of(1, 3, 2, 1), Arrays.stream(all.records().get("angle_B").shape()).boxed().toList());
        for (NetworkVariable variable : many.variables()) {
            assertEquals(many.get(0, variable.name()), single.get(0, variable.name()), variable.name());
        }
    }

    @Test
    void stepsContinueAPresentation() {
        Session presented = open(study("circuit"));
        Session stepped = presented.copy();
        presented.present(Presentations.of(inputs(1, 4), 30).learning("backward"));
        stepped.present(Presentations.of(inputs(1, 4), 10).learning("backward"));
        assertTrue(stepped.step(20, Set.of("backward"), true, false));
        assertEquals(30, stepped.steps());
        for (NetworkVariable variable : presented.variables()) {
            assertEquals(presented.get(0, variable.name()), stepped.get(0, variable.name()), variable.name());
        }
    }

    /** Replicas in shared vectors can be set in the middle of a run, each with the bits of a session of its own. */
    @Test
    void variablesCanBeSetAtAnyTime() {
        Study<?> study = study("circuit", "seeds=[1, 2, 3, 4, 5]");
        Session all = open(study);
        Session alone = open(study("circuit", "seed=3"));
        all.epoch(QUIET);
        alone.epoch(QUIET);
        NpyArray w = inputs(5, 4);
        all.set(2, "W1", w);
        alone.set(0, "W1", w);
        assertEquals(w, all.get(2, "W1"));
        all.epoch(QUIET);
        alone.epoch(QUIET);
        assertEquals(columns(alone.history(0)), columns(all.history(2)));
        assertEquals(alone.get(0, "W1"), all.get(2, "W1"));
        assertEquals(alone.get(0, "B1"), all.get(2, "B1"));
    }

    /** Driving a network by hand in the middle of an epoch leaves the rest of the epoch to the samples of the experiment. */
    @Test
    void aPresentationThatSomebodyDisturbedIsShownAgain() {
        Session session = open(study("circuit", "train_samples=2", "Tpres=4000"));
        session.settle(QUIET);
        cancelLater(session);
        assertFalse(session.epoch(QUIET));
        NpyArray shown = session.get(0, "input");
        session.present(Presentations.of(inputs(1, 4), 5));
        assertEquals(inputs(1, 4).toFloats()[0], session.get(0, "input").toFloats()[0]);
        cancelLater(session);
        assertFalse(session.epoch(QUIET));
        assertEquals(shown, session.get(0, "input"));
    }

    /** Cancels what the session does next, after a slice of it. */
    private static void cancelLater(Session session) {
        int[] asked = {0};
        session.meanwhile(() -> {
            if (++asked[0] == 2) {
                session.cancel();
            }
        });
    }

    @Test
    void givenNoiseIsTaken() {
        Study<?> study = study("alignment", "noise_scale=[0.1, 0.1]");
        Session session = Session.open(study, Options.usual().withGivenNoise());
        assertEquals(List.of("xi1", "xi2"), session.draws().stream().map(NetworkVariable::name).toList());
        NpyArray zero1 = NpyArray.ofFloats(new float[4 * 10], 1, 10, 4);
        NpyArray zero2 = NpyArray.ofFloats(new float[5 * 10], 1, 10, 5);
        session.present(Presentations.of(inputs(1, 3), 10).withDraws(Map.of("xi1", zero1, "xi2", zero2)));
        assertEquals(NpyArray.ofFloats(new float[4], 4), session.get(0, "noise1"));
        InputException missing = assertThrows(InputException.class, () -> session.present(Presentations.of(inputs(1, 3), 10)));
        assertTrue(missing.getMessage().contains("xi1 is missing") || missing.getMessage().contains("xi1"), missing.getMessage());
        assertThrows(InputException.class, () -> session.epoch(QUIET));
    }

    @Test
    void aNetworkThatDivergesByHandSaysSo() {
        Session session = open(study("circuit"));
        float[] huge = new float[20];
        Arrays.fill(huge, 1e30f);
        session.set(0, "W1", NpyArray.ofFloats(huge, 5, 4));
        assertEquals(Map.of(), session.faults());
        session.set(0, "input", NpyArray.ofFloats(new float[] {1, 1, 1, 1}, 4));
        session.step(50, Set.of(), true, false);
        assertTrue(session.faults().get(0).contains("driven by hand"), () -> session.faults().toString());
        assertThrows(InputException.class, () -> session.epoch(QUIET));
    }

    /** Sets all that can be set to what another session has. */
    private static void heal(Session session, int replica, Session from) {
        Map<String, NpyArray> values = new LinkedHashMap<>();
        from.variables().stream().filter(NetworkVariable::settable).forEach(one -> values.put(one.name(), from.get(replica, one.name())));
        session.set(Map.of(replica, values));
    }

    @Test
    void aNetworkThatHasDivergedStaysAsItWas() {
        Session session = open(study("circuit"));
        Session good = session.copy();
        float[] huge = new float[20];
        Arrays.fill(huge, 1e30f);
        session.set(0, "W1", NpyArray.ofFloats(huge, 5, 4));
        NpyArray shown = inputs(3, 4);
        Presented first = session.present(Presentations.of(shown, 20));
        assertEquals(Map.of(0, session.faults().get(0)), first.faults());
        assertEquals(1, first.completed());
        NpyArray voltages = session.get(0, "uP1");

        Presented second = session.present(Presentations.of(shown, 20));
        assertEquals(0, second.completed());
        assertEquals(first.faults(), second.faults());
        assertTrue(session.step(5, Set.of(), true, false));
        assertEquals(20, session.steps());
        assertEquals(voltages, session.get(0, "uP1"));
        assertEquals(session.faults(), session.ended());
        // A copy and what is not asked for its faults between two calls are the same.
        Session copy = session.copy();
        copy.step(5, Set.of(), true, false);
        assertEquals(20, copy.steps());
        assertEquals(voltages, copy.get(0, "uP1"));

        heal(session, 0, good);
        assertEquals(Map.of(), session.faults());
        assertEquals(3, session.present(Presentations.of(shown, 20)).completed());
        assertEquals(80, session.steps());
        assertTrue(session.epoch(QUIET));
    }

    /** With given noise each replica is simulated alone. */
    @Test
    void othersGoOnWithoutOneThatHasDiverged() {
        Session session = Session.open(study("circuit", "seeds=[1, 2]", "noise_scale=0"), Options.usual().withGivenNoise());
        Session good = session.copy();
        float[] huge = new float[20];
        Arrays.fill(huge, 1e30f);
        session.set(0, "W1", NpyArray.ofFloats(huge, 5, 4));
        Presented presented = session.present(Presentations.of(inputs(3, 4), 20).withNoise(false));
        assertEquals(Set.of(0), presented.faults().keySet());
        assertTrue(session.step(7, Set.of(), false, false));
        assertEquals(67, session.steps());
        assertEquals(Set.of(0), session.faults().keySet());

        heal(session, 0, good);
        assertTrue(session.step(7, Set.of(), false, false));
        assertEquals(Map.of(), session.faults());
        assertEquals(74, session.steps());
    }

    @Test
    void whoEndedInAnEpochIsDrivenByHandOnly() {
        Session session = open(study("circuit", "eta_bw=1e30"));
        Session good = session.copy();
        session.epoch(QUIET);
        String cause = session.faults().get(0);
        assertTrue(cause.contains("in epoch 1"), cause);
        long steps = session.steps();
        assertEquals(0, session.present(Presentations.of(inputs(3, 4), 20)).completed());
        assertEquals(steps, session.steps());
        assertThrows(InputException.class, () -> session.epoch(QUIET));
        heal(session, 0, good);
        assertEquals(Map.of(), session.faults());
        assertEquals(Map.of(0, cause), session.ended());
        assertTrue(session.step(5, Set.of(), true, false));
        assertEquals(steps + 5, session.steps());
        assertThrows(InputException.class, () -> session.epoch(QUIET));
    }

    @Test
    void badInputIsNamed() {
        Session session = open(study("circuit"));
        assertMessage(() -> session.get(0, "vapi3"), "vapi3", "vapi1");
        assertMessage(() -> session.get(7, "W1"), "replica 7");
        assertMessage(() -> session.set(0, "rP1", NpyArray.ofFloats(new float[5], 5)), "derived");
        assertMessage(() -> session.set(0, "W1", NpyArray.ofFloats(new float[5], 5)), "shape (5, 4)");
        assertMessage(() -> session.set(0, "uP2", NpyArray.ofFloats(new float[] {1, Float.NaN, 1}, 3)), "finite");
        assertMessage(() -> session.step(-1, Set.of(), true, false), "steps");
        assertMessage(() -> session.step(1, Set.of("sideways"), true, false), "sideways", "forward, lateral, backward");
        assertMessage(() -> session.present(Presentations.of(inputs(2, 5), 0)), "inputs", "steps");
        assertMessage(() -> session.present(Presentations.of(inputs(2, 4), 4).recording(3, "vapi9")), "vapi9");
        assertMessage(() -> session.present(Presentations.of(inputs(2, 4), 4).withDraws(Map.of("xi1", inputs(2, 4)))), "draws itself");
        assertMessage(() -> session.predict(inputs(2, 5)), "samples x 4");
        assertEquals(0, session.steps());
    }

    private static void assertMessage(org.junit.jupiter.api.function.Executable task, String... parts) {
        String message = assertThrows(InputException.class, task).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void predictionsLeaveTheNetworkAsItIs() {
        Session session = open(study("circuit"));
        session.epoch(QUIET);
        NpyArray before = session.get(0, "uP1");
        Map<Integer, TestResult> first = session.predict(inputs(4, 4)).orElseThrow();
        assertEquals(first, session.predict(inputs(4, 4)).orElseThrow());
        assertEquals(before, session.get(0, "uP1"));
        assertEquals(4, first.get(0).samples());
    }

    /** Moments of all kinds: fresh, by hand, in the middle of an epoch, after one. */
    private static void advance(Session session, int moment) {
        if (moment > 0) {
            session.epoch((place, steps, replicas) -> {
                if (moment == 2) {
                    session.cancel();
                }
            });
        }
        if (moment == 3 && session.isDriven()) {
            session.step(7, Set.of(), true, false);
        }
    }

    private static void assertSameState(Session expected, Session session) {
        for (int k = 0; k < session.size(); k++) {
            for (NetworkVariable variable : session.variables()) {
                assertEquals(expected.get(k, variable.name()), session.get(k, variable.name()), variable.name());
            }
            assertEquals(columns(expected.history(k)), columns(session.history(k)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "circuit | eta_fw=[50.0, 0.01] | ", "circuit | noise_scale=0.01 | seeds=[1, 2, 3]", "circuit | alpha=1e-6 | each={eta_bw: [0.1, 0.5]}",
        "alignment | eta_bw=1 | eta_bw=1", "perceptron | eta=0.25 | eta=0.25"})
    void aCopyWithTheSameValuesGoesOnWithTheSameBits(String kind, String same, @Nullable String more) {
        for (int moment = 0; moment < 4; moment++) {
            Session session = open(more == null ? study(kind) : study(kind, more));
            advance(session, moment);
            Session copy = session.copy(Map.of(key(same), value(same)));
            assertSameState(session, copy);
            session.epoch(QUIET);
            copy.epoch(QUIET);
            assertSameState(session, copy);
        }
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    private static Object value(String setting) {
        return Objects.requireNonNull(Documents.yaml(setting.replaceFirst("=", ": "), "test").get(key(setting)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "circuit | eta_fw=[5.0, 0.1] | ", "circuit | noise_scale=0.05 | seeds=[1, 2, 3]",
        "circuit | each={eta_bw: [1, 2]} | each={eta_bw: [0.1, 0.5]}",
        "perceptron | eta=0.5 | "})
    void aCopyWithOtherValuesHasTheBitsOfANetworkThatBeganWithThem(String kind, String other, @Nullable String more) {
        Session begun = open(study(kind, other.startsWith("each") || more == null ? new String[] {other} : new String[] {more, other}));
        Session plain = open(more == null ? study(kind) : study(kind, more));
        Session session = plain.copy(Map.of(key(other), value(other)));
        assertEquals(begun.study().show(), session.study().show());
        begun.epoch(QUIET);
        session.epoch(QUIET);
        assertSameState(begun, session);
        // The values are other ones: the network that was copied goes elsewhere. Back again, the copy goes on as any copy does.
        plain.epoch(QUIET);
        assertFalse(columns(plain.history(0)).equals(columns(session.history(0))));
        Session back = plain.copy(Map.of(key(other), value(other))).copy(Map.of(key(other),
                other.startsWith("each") ? Map.of("eta_bw", List.of(0.1, 0.5)) : plain.study().base().model().keys().all().stream()
                        .filter(known -> known.name().equals(key(other))).findFirst()
                        .map(known -> Objects.requireNonNull(Documents.yaml(plain.study().show(), "test").get(known.name()))).orElseThrow()));
        plain.epoch(QUIET);
        back.epoch(QUIET);
        assertSameState(plain, back);
    }

    /** A look is what presenting the sample to a copy gives, and leaves every bit of the state. */
    @ParameterizedTest
    @ValueSource(strings = {"circuit", "seeds=[1, 2, 3]", "target_share=0.5"})
    void aLookShowsASampleToACopyAndLeavesTheState(String more) {
        for (int moment = 0; moment < 4; moment++) {
            Session session = open(more.equals("circuit") ? study("circuit") : study("circuit", more));
            advance(session, moment);
            Session before = session.copy();
            int replica = session.size() - 1;
            Looked seen = session.look(Look.at(Stage.VALIDATION, 2).of(replica).withTarget().recording(12, 5, "vapi1", "angle_B"));
            assertEquals(List.of(4, 12, 5), List.of(seen.samples(), seen.steps(), seen.every()));
            assertTrue(seen.complete() && seen.fault().isEmpty() && seen.ofClass().isPresent());
            float[] target = seen.target().orElseThrow().toFloats();
            assertEquals(seen.ofClass().getAsInt(), IntStream.range(0, target.length).reduce(0, (a, b) -> target[b] > target[a] ? b : a));
            Presented shown = before.copy().present(Presentations.of(NpyArray.stacked(List.of(seen.input())), 12)
                    .withTargets(NpyArray.stacked(List.of(seen.target().orElseThrow()))).withNoise(false).recording(5, "vapi1", "angle_B"));
            assertEquals(shown.output().part(replica).part(0), seen.output());
            assertEquals(Set.of("vapi1", "angle_B"), seen.records().keySet());
            assertArrayEquals(new int[] {2, 5}, Objects.requireNonNull(seen.records().get("vapi1")).shape());
            assertEquals(Objects.requireNonNull(shown.records().get("vapi1")).part(replica).part(0), seen.records().get("vapi1"));
            Looked free = session.look(Look.at(Stage.VALIDATION, 2).of(replica));
            assertEquals(session.presentationSteps(), free.steps());
            assertFalse(free.output().equals(seen.output()));
            assertSameState(before, session);
            session.epoch(QUIET);
            before.epoch(QUIET);
            assertSameState(before, session);
        }
    }

    @Test
    void aLookIsRefusedWithWhatIsWrong() {
        Session session = open(study("circuit"));
        assertMessage(() -> session.look(Look.at(Stage.TEST, 4)), "look", "sample = 4: must be from 0 to 3");
        assertMessage(() -> session.look(Look.at(Stage.TEST, 0).of(1)), "replica 1");
        assertMessage(() -> session.look(Look.at(Stage.SETTLING, 0)), "training, validation or test");
        assertMessage(() -> session.look(Look.at(Stage.TEST, 0).recording(5, 6, "vapi1")), "every = 6");
        assertMessage(() -> session.look(Look.at(Stage.TEST, 0).recording(5, 5, "angel_B")), "did you mean angle_B");
        assertMessage(() -> open(study("perceptron")).look(Look.at(Stage.TRAINING, 0)), "this model can't show a single sample");
        assertMessage(() -> open(study("alignment")).look(Look.at(Stage.TEST, 0)), "there are no test samples");
        Session given = Session.open(study("alignment", "noise_scale=[0.1, 0.1]"), Options.usual().withGivenNoise());
        assertTrue(given.look(Look.at(Stage.TRAINING, 1)).complete());
        assertMessage(() -> given.look(Look.at(Stage.TRAINING, 1).withTarget()), "this sample has no target");
        assertMessage(() -> given.look(new Look(0, Stage.TRAINING, 1, false, true, OptionalInt.empty(), List.of(), OptionalInt.empty())), "noise");
    }

    /** A session that changes goes where a copy with the same values goes, and with the values that there are where it went. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "circuit | eta_fw=[50.0, 0.01] | ", "circuit | eta_bw=2 | seeds=[1, 2, 3]", "circuit | target_share=1 | ", "circuit | target_share=0.5 | ",
        "circuit | target_share=0.25 | target_share=0.5", "circuit | target_share=1 | target_share=0.5", "alignment | eta_bw=2 | ",
        "perceptron | eta=0.25 | eta=0.25"})
    void aSessionChangesInPlaceAsACopy(String kind, String other, @Nullable String more) {
        for (int moment = 0; moment < 4; moment++) {
            Session session = open(more == null ? study(kind) : study(kind, more));
            advance(session, moment);
            Session plain = session.copy();
            Session copy = session.copy(Map.of(key(other), value(other)));
            session.change(Map.of(key(other), value(other)));
            assertEquals(copy.study().show(), session.study().show());
            assertSameState(plain, session);
            for (Session one : List.of(plain, copy, session)) {
                one.epoch(QUIET);
                one.epoch(QUIET);
            }
            assertSameState(copy, session);
            boolean same = plain.study().show().equals(session.study().show());
            assertEquals(same, columns(plain.history(0)).equals(columns(session.history(0))), () -> other + " of " + session.study().show());
        }
    }

    /** The share of presentations with a target acts from the next epoch on; where there were no gaps, the current epoch has none to its end. */
    @Test
    void theShareOfTargetsChanges() {
        Session begun = open(study("circuit", "target_share=0.5"));
        Session changed = open(study("circuit"));
        changed.change(Map.of("target_share", 0.5));
        assertTrue(begun.epoch(QUIET) && changed.epoch(QUIET));
        assertSameState(begun, changed);

        Session plain = open(study("circuit", "Tpres=100"));
        Session half = open(study("circuit", "Tpres=100"));
        half.settle(QUIET);
        cancelLater(half);
        assertFalse(half.epoch(QUIET));
        half.meanwhile(() -> {});
        assertTrue(half.steps() > 0);
        half.change(Map.of("target_share", 0));
        assertTrue(plain.epoch(QUIET) && half.epoch(QUIET));
        assertSameState(plain, half);
        Session back = half.copy(Map.of("target_share", 1));
        assertTrue(plain.epoch(QUIET) && half.epoch(QUIET) && back.epoch(QUIET));
        assertFalse(columns(plain.history(0)).equals(columns(half.history(0))));
        assertSameState(plain, back);
        // Saved in the middle, it goes on with its gaps.
        cancelLater(half);
        assertFalse(half.epoch(QUIET));
        half.meanwhile(() -> {});
        half.save(temporary.resolve("half"));
        Session loaded = Session.load(temporary.resolve("half"), half.study(), Options.usual());
        assertTrue(loaded.epoch(QUIET) && half.epoch(QUIET));
        assertSameState(half, loaded);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "circuit | alpha | -1 | alpha", "circuit | layers | [4, 6, 3] | 'layers' can't change",
        "circuit | target_share | 2 | must be", "circuit | each | {target_share: [1]} | 'each' can't change",
        "fig | target_share | 0.5 | no targets"})
    void aChangeThatCanNotBeLeavesTheSessionAsItWas(String kind, String key, String value, String told) {
        Session session = open(kind.equals("circuit") ? study(kind) : Catalog.study("fig3abc", List.of("task=uniform", "layers=[3, 4, 2]")));
        session.step(9, Set.copyOf(session.plasticities()), true, false);
        Session before = session.copy();
        InputException refused = assertThrows(InputException.class,
                () -> session.change(Map.of(key, Objects.requireNonNull(Documents.yaml("x: " + value, "test").get("x")))));
        assertTrue(refused.getMessage().contains(told), refused.getMessage());
        assertEquals(before.study().show(), session.study().show());
        session.step(5, Set.copyOf(session.plasticities()), true, false);
        before.step(5, Set.copyOf(session.plasticities()), true, false);
        assertSameState(before, session);
    }

    /** What somebody has shown within a presentation is not what the rest of it is about, in a copy neither. */
    @Test
    void aDisturbedPresentationIsShownAgainAfterAChange() {
        Session session = open(study("circuit", "train_samples=2", "Tpres=4000"));
        session.settle(QUIET);
        cancelLater(session);
        assertFalse(session.epoch(QUIET));
        NpyArray shown = session.get(0, "input");
        session.present(Presentations.of(inputs(1, 4), 5));
        session.change(Map.of("eta_bw", 2));
        assertEquals(inputs(1, 4).toFloats()[0], session.get(0, "input").toFloats()[0]);
        cancelLater(session);
        assertFalse(session.epoch(QUIET));
        assertEquals(shown, session.get(0, "input"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "layers | [4, 6, 3] | 'layers' can't change in a network that goes on; these keys can: eta_fw, eta_bw",
        "seed | 2 | 'seed' can't change", "dt | 0.02 | 'dt' can't change", "epochs | 5 | 'epochs' can't change",
        "eta_wb | 1 | did you mean eta_bw?", "alpha | -1 | alpha", "each | {layers: [1]} | 'each' can't change",
    })
    void aCopyRefusesWhatCanNotChange(String key, String value, String told) {
        Session session = open(study("circuit"));
        session.step(3, Set.of(), true, false);
        InputException refused = assertThrows(InputException.class,
                () -> session.copy(Map.of(key, Objects.requireNonNull(Documents.yaml("x: " + value, "test").get("x")))));
        assertTrue(refused.getMessage().contains(told), refused.getMessage());
    }

    @Test
    void aCopyRefusesOneValueWhereReplicasDifferAndAnotherNumberOfReplicas() {
        Session session = open(study("circuit", "each={eta_bw: [0.1, 0.5]}"));
        InputException one = assertThrows(InputException.class, () -> session.copy(Map.of("eta_bw", 1)));
        assertTrue(one.getMessage().contains("eta_bw differs among these replicas"), one.getMessage());
        InputException three = assertThrows(InputException.class, () -> session.copy(Map.of("each", Map.of("eta_bw", List.of(1, 2, 3)))));
        assertTrue(three.getMessage().contains("each has values for 3 replicas, and here are 2"), three.getMessage());
        InputException shapes = assertThrows(InputException.class,
                () -> session.copy(Map.of("each", Map.of("layers", List.of(List.of(4, 6, 3), List.of(4, 7, 3))))));
        assertTrue(shapes.getMessage().contains("'layers' can't change"), shapes.getMessage());
    }

    @Test
    void aFaultThatAllReplicasShareIsToldOnce() {
        Session session = open(study("circuit", "seeds=[1, 2, 3]"));
        NpyArray wrong = NpyArray.ofFloats(new float[2], 2);
        InputException refused = assertThrows(InputException.class,
                () -> session.set(Map.of(0, Map.of("B1", wrong), 1, Map.of("B1", wrong), 2, Map.of("B1", wrong))));
        assertEquals(1, refused.faults().size(), refused.getMessage());
    }
}
