package org.pal4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.config.Keys.Reading;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;

/** The keys of all models: what they show reads back, and what is wrong is told, all of it and as data. */
class KeysTest {
    static final List<String> EXPERIMENTS = Catalog.NAMES;
    static final List<Model<?>> MODELS = Models.all();

    @SuppressWarnings("unchecked") // An experiment's model is that of its class.
    private static Keys<?, Experiment> keys(Experiment e) {
        return (Keys<?, Experiment>) e.model().keys();
    }

    @ParameterizedTest
    @FieldSource("EXPERIMENTS")
    void eachKeyReadsBackWhatItShows(String name) {
        Experiment e = Catalog.experiment(name, List.of());
        Keys<?, Experiment> keys = keys(e);
        Map<String, Object> shown = Documents.yaml(keys.show(e), name);
        for (Key<?, Experiment> key : keys.all()) {
            assertEquals(key.shown().test(e), shown.containsKey(key.name()), key.name());
            if (key.shown().test(e)) {
                assertEquals(Json.text(key.get().apply(e)), Json.text(shown.get(key.name())), key.name());
            }
        }
        assertEquals(e, keys.read(name, shown, Study.KEYS));
        assertEquals(keys.names().stream().filter(shown::containsKey).toList(), List.copyOf(shown.keySet()), "in this order");
    }

    /** What a file says has nothing of what it is based on, if it says everything. */
    @Test
    void whatIsShownDecidesEverything() {
        for (String base : EXPERIMENTS) {
            Experiment below = Catalog.experiment(base, List.of());
            Map<String, Object> first = Documents.yaml(below.show(), base);
            for (String name : EXPERIMENTS) {
                Experiment e = Catalog.experiment(name, List.of());
                Map<String, Object> all = new LinkedHashMap<>(first);
                Map<String, Object> own = Documents.yaml(e.show(), name);
                all.putAll(own);
                if (e.model() == below.model() && own.keySet().containsAll(first.keySet())) {
                    assertEquals(e, keys(e).read(name, all, Study.KEYS), name + " over " + base);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void noKeyIsThereTwice(Model<?> model) {
        List<String> names = model.keys().names();
        assertEquals(names, List.copyOf(new LinkedHashSet<>(names)));
        names.forEach(name -> assertEquals(name, model.keys().named(name).orElseThrow().name()));
        assertTrue(model.keys().named("nothing").isEmpty());
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void anUnknownKeyIsToldWithTheNearestName(Model<?> model) {
        for (String name : model.keys().names()) {
            for (String wrong : List.of(name.toUpperCase(Locale.ROOT) + "_", name + name.charAt(name.length() - 1))) {
                InputException e = assertThrows(InputException.class, () -> model.keys().read("file", Map.of(wrong, 1), Study.KEYS));
                Fault fault = e.faults().stream().filter(each -> each.field().equals(wrong)).findFirst().orElseThrow();
                assertEquals("key '" + wrong + "' is not known; did you mean " + name + "?", fault.text());
            }
        }
    }

    /** Keys that others read are known to the hint, and not to the reader. */
    @ParameterizedTest
    @FieldSource("MODELS")
    void keysOfOthersAreHints(Model<?> model) {
        InputException e = assertThrows(InputException.class, () -> model.keys().read("file", Map.of("swep", 1), Study.KEYS));
        assertTrue(e.faults().contains(Fault.saying("swep", "key 'swep' is not known; did you mean sweep?")), e.getMessage());
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void allFaultsOfAMappingComeInOneException(Model<?> model) {
        Map<String, Object> values = new LinkedHashMap<>();
        model.keys().names().forEach(name -> values.put(name, Map.of("a", 1)));
        values.put("nonsense", 3);
        InputException e = assertThrows(InputException.class, () -> model.keys().read("file", values, Study.KEYS));
        assertEquals(new ArrayList<>(values.keySet()), e.faults().stream().map(Fault::field).toList());
        e.faults().stream().limit(values.size() - 1L).forEach(fault -> {
            assertEquals("{\"a\":1}", fault.value(), fault.field());
            assertTrue(fault.bound().startsWith("must be "), fault.text());
            assertEquals(fault.field() + " = " + fault.value() + ": " + fault.bound(), fault.text());
        });
    }

    /** What a page or a schema is told of a key is what its reader takes. */
    @ParameterizedTest
    @FieldSource("MODELS")
    void kindsAreWhatTheirReadersTake(Model<?> model) {
        for (Key<?, ?> key : model.keys().all()) {
            Kind<?> kind = key.kind();
            switch (kind.type()) {
                case "integer" -> {
                    if (Double.isFinite(kind.least())) {
                        assertTakes(key, (long) kind.least());
                        assertTakes(key, (long) kind.most());
                        if (kind.least() > Long.MIN_VALUE) {
                            assertRefuses(key, (long) kind.least() - 1);
                            assertRefuses(key, (long) kind.most() + 1);
                        }
                    }
                    assertRefuses(key, 1.5);
                }
                case "number" -> {
                    assertTakes(key, 1.25);
                    assertRefuses(key, "much");
                    assertEquals(kind.list(), takes(key, List.of(1, 2)), key.name());
                }
                case "choice" -> {
                    assertFalse(kind.choices().isEmpty());
                    kind.choices().forEach(choice -> assertTakes(key, choice));
                    assertEquals(kind.list(), takes(key, kind.choices()), key.name());
                    assertRefuses(key, "no such choice");
                }
                case "boolean" -> {
                    assertTakes(key, true);
                    assertRefuses(key, "perhaps");
                }
                case "range" -> {
                    assertTakes(key, List.of(-1, 0.5));
                    assertRefuses(key, List.of(0.5, -1));
                }
                case "text" -> {
                    assertTakes(key, "words");
                    assertRefuses(key, 3);
                }
                default -> assertRefuses(key, Map.of());
            }
        }
    }

    private static boolean takes(Key<?, ?> key, Object given) {
        List<Fault> faults = new ArrayList<>();
        var _ = key.kind().reader().apply(new Value(key.name(), given, faults));
        return faults.isEmpty();
    }

    private static void assertTakes(Key<?, ?> key, Object given) {
        assertTrue(takes(key, given), () -> key.name() + " does not take " + given);
    }

    private static void assertRefuses(Key<?, ?> key, Object given) {
        assertFalse(takes(key, given), () -> key.name() + " takes " + given);
    }

    /** What nobody gives is what is shown of an experiment that gives all the rest. */
    @ParameterizedTest
    @FieldSource("EXPERIMENTS")
    void aKeyThatIsLeftOutHasItsDefault(String name) {
        Experiment e = Catalog.experiment(name, List.of());
        Keys<?, Experiment> keys = keys(e);
        for (String key : List.of("title", "seed", "epochs", "snapshot_every", "record")) {
            Map<String, Object> values = Documents.yaml(keys.show(e), name);
            values.remove(key);
            values.remove("record_every");
            Experiment plain = keys.read(name, values, Study.KEYS);
            Object shown = keys.named(key).orElseThrow().get().apply(plain);
            keys.defaultOf(key).ifPresent(value -> assertEquals(value, shown, key));
        }
    }

    private static final class Draft {
        private long count = 3;
        private double size = 0.5;
        private boolean on;
        private final List<String> words = new ArrayList<>(List.of("first"));
    }

    private record Plan(long count, double size, boolean on, List<String> words) {}

    private final List<Reading<Draft>> readings = new ArrayList<>();
    private final Keys<Draft, Plan> plans = new Keys<>(Draft::new, List.of(
            Key.of("count", "how many", Kind.integer(0, 9), (d, v) -> d.count = v, Plan::count),
            Key.of("size", "how large", "ms", Kind.number(), (d, v) -> d.size = v, Plan::size),
            Key.<Draft, Plan, Boolean>of("on", "whether", Kind.truth(), (d, v) -> d.on = v, Plan::on).shownIf(plan -> plan.count() > 0)
                    .below("\n# Below.\n"),
            // Writes into the draft before it finds what is wrong.
            Key.<Draft, Plan, List<String>>of("words", "some", Kind.of("text", value -> List.of(value.text())), (d, v) -> d.words.addAll(v),
                    Plan::words).asBlock()),
            this::finish);

    private Optional<Plan> finish(Reading<Draft> reading, List<Fault> faults) {
        readings.add(reading);
        Draft d = reading.draft();
        if (d.count > 5 && d.size > 1) {
            faults.add(Fault.of("count", d.count, "must be at most 5 where size is above 1"));
        }
        return Optional.of(new Plan(d.count, d.size, d.on, d.words));
    }

    private InputException refused(Map<String, ?> values) {
        readings.clear();
        return assertThrows(InputException.class, () -> plans.read("plan", values, List.of("other")));
    }

    @Test
    void aWrongValueLeavesTheDefault() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", "many");
        values.put("size", 2);
        values.put("words", 7);
        InputException e = refused(values);
        assertEquals(List.of(Fault.of("count", "\"many\"", "must be a whole number from 0 to 9"),
                Fault.of("words", "7", "must be text; what looks like something else needs quotes")), e.faults());
        Draft draft = readings.getFirst().draft();
        assertEquals(List.of(3L, 2.0, List.of("first")), List.of(draft.count, draft.size, draft.words));
        assertEquals(Set.of("size"), readings.getFirst().given());
        assertEquals(Set.of("count", "words"), readings.getFirst().wrong());
    }

    @Test
    void whatIsWrongTogetherIsToldBesideWhatIsWrongAlone() {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("count", 6));
        values.put("size", 2);
        values.put("on", 3);
        assertEquals(List.of("on", "count"), refused(values).faults().stream().map(Fault::field).toList());
        // One that is wrong is not wrong together with others as well.
        values.put("size", "x");
        assertEquals(List.of("size", "on"), refused(values).faults().stream().map(Fault::field).toList());
    }

    @Property
    void asManyFaultsAreToldAsThereAre(@ForAll @Size(4) List<Boolean> wrong) {
        List<String> names = plans.names();
        Map<String, Object> good = Map.of("count", 1, "size", 2.5, "on", true, "words", "w");
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            values.put(names.get(k), wrong.get(k) ? List.of("x") : good.get(names.get(k)));
            if (wrong.get(k)) {
                expected.add(names.get(k));
            }
        }
        if (expected.isEmpty()) {
            assertEquals(new Plan(1, 2.5, true, List.of("first", "w")), plans.read("plan", values, List.of()));
        } else {
            InputException e = refused(values);
            assertEquals(expected, e.faults().stream().map(Fault::field).toList());
            assertTrue(e.getMessage().startsWith(
                    expected.size() == 1 ? "plan: " + expected.getFirst() + " = " : "plan has " + expected.size() + " faults:"));
        }
    }

    @Test
    void whatIsShownHasCommentsUnitsHeadingsAndBlocks() {
        assertEquals("""
                count: 2                           # how many
                size: 0.25                         # how large, ms

                # Below.
                on: true                           # whether
                words:  # some
                  - a
                  - b
                """, plans.show(new Plan(2, 0.25, true, List.of("a", "b"))));
        // A key that says nothing still has its heading, and an empty block fits into a line.
        assertEquals(List.of("count", "size", "words"), List.copyOf(
                Documents.yaml(plans.show(new Plan(0, 1, true, List.of())), "shown").keySet()));
        assertTrue(plans.show(new Plan(0, 1, true, List.of())).contains("\n# Below.\nwords: []  "));
    }

    @Test
    void defaultsAreThoseOfADraft() {
        assertEquals(Optional.of(3L), plans.defaultOf("count"));
        assertEquals(Optional.of(List.of("first")), plans.defaultOf("words"));
        assertEquals(Optional.empty(), plans.defaultOf("other"));
        // Without layers there is no network.
        assertEquals(Optional.empty(), Models.standard().keys().defaultOf("layers"));
    }
}
