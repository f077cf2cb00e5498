package org.pal4j.session.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.session.pipe.Client;
import org.pal4j.session.pipe.Client.Answer;
import org.pal4j.session.pipe.Client.Broken;
import org.pal4j.session.subject.CaseResult.Divergence;
import org.pal4j.session.subject.CaseResult.Values;
import org.pal4j.session.subject.CaseResult.Verdict;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Trajectory.Evidence;
import org.pal4j.verify.Trajectory.Reference;
import org.pal4j.verify.Trajectory.Step;

/** Lets a subject follow one case beside the reference, step by step, up to the first difference. */
final class CaseRun {
    /** The most steps of one request, so that a reply stays small. */
    private static final int MOST_STEPS = 64;
    /** The most values of a reply. */
    private static final long MOST_VALUES = 1 << 22;
    /** The states of the reference that a guess may look at. */
    private static final int MEMORY = 4;
    /**
     * A subject in double precision that leaves the bound is looked for where it leaves this one: a mistake grows for some steps before it is seen,
     * and the order of sums alone gives less than 1e-13.
     */
    private static final double FIRST_SIGN = 1e-12;

    private final Client client;
    private final Trajectory golden;
    private final SequencedMap<String, int[]> variables;
    private final Map<Integer, Map<String, double[]>> states = new HashMap<>();
    private final Map<String, Double> scales = new HashMap<>();
    private final Map<String, String> left = new TreeMap<>();
    private SequencedMap<String, Values> before = new LinkedHashMap<>();
    private boolean single;
    private double worst;
    private int compared;
    /** The first sign of a difference; it counts once something leaves the bound. */
    private Optional<Divergence> sign = Optional.empty();

    /** The case ends here, with this. */
    private static final class End extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Verdict verdict;

        End(Verdict verdict, String reason) {
            super(reason);
            this.verdict = verdict;
        }
    }

    CaseRun(Client client, Trajectory golden) {
        this.client = client;
        this.golden = golden;
        variables = golden.variables();
    }

    /**
     * Follows the case.
     *
     * @param scratch a folder for files that the configuration names
     * @throws Broken if the subject is gone
     */
    CaseResult follow(Path scratch) throws Broken {
        try {
            supported();
            Object session = open(scratch);
            Optional<Divergence> found = compare(session);
            if (found.isEmpty()) {
                ask("close", Map.of("session", session), new LinkedHashMap<>());
            } else {
                // A subject that is wrong may refuse what comes now.
                client.ask("close", Map.of("session", session), new LinkedHashMap<>());
            }
            return result(found.isEmpty() ? Verdict.PASSED : Verdict.FAILED, "", found);
        } catch (End e) {
            return result(e.verdict, String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /** Returns the result of a subject that broke. */
    CaseResult broken(Broken fault) {
        return result(Verdict.FAILED, (compared > 0 ? "after step " + compared + ": " : "") + fault.getMessage(), Optional.empty());
    }

    private CaseResult result(Verdict verdict, String reason, Optional<Divergence> divergence) {
        return new CaseResult(golden.name(), golden.model(), verdict, compared, worst, golden.bound(single), reason, divergence, left,
                Optional.empty());
    }

    /** Checks the greeting: a model that is not in its list must have a reason. */
    private void supported() throws End {
        if (client.greeting().get("models") instanceof List<?> models && !models.contains(golden.model())) {
            String reason =
                    client.greeting().get("without") instanceof Map<?, ?> without && without.get(golden.model()) instanceof String text ? text : "";
            if (reason.isBlank()) {
                throw new End(Verdict.FAILED, "its greeting does not have the model " + golden.model() + ", and gives no reason: "
                        + "\"without\": {\"" + golden.model() + "\": \"the reason\"}");
            }
            throw new End(Verdict.UNSUPPORTED, reason);
        }
    }

    private Answer ask(String operation, Map<String, ?> fields, SequencedMap<String, NpyArray> arrays) throws Broken, End {
        Answer answer = client.ask(operation, fields, arrays);
        if (!answer.ok()) {
            throw new End(Verdict.FAILED, "it refused '" + operation + "': " + (answer.message().isBlank() ? "without a message" : answer.message()));
        }
        return answer;
    }

    private Object open(Path scratch) throws Broken, End {
        Answer answer = client.ask("open", Map.of("config", golden.config(scratch), "noise", "given"), new LinkedHashMap<>());
        if (!answer.ok() && answer.kind().equals("unsupported") && !answer.message().isBlank()) {
            throw new End(Verdict.UNSUPPORTED, answer.message());
        }
        if (!answer.ok()) {
            throw new End(Verdict.FAILED, "it refused 'open': " + (answer.message().isBlank() ? "without a reason" : answer.message())
                    + (answer.kind().equals("unsupported") ? ""
                            : " (a case that it does not support is an error of the kind unsupported, with a message)"));
        }
        if (answer.head().get("variables") instanceof List<?> list) {
            List<Object> names = new ArrayList<>(list.stream().map(one -> one instanceof Map<?, ?> map ? map.get("name") : one).toList());
            Map<?, ?> reasons = answer.head().get("without") instanceof Map<?, ?> map ? map : Map.of();
            for (String name : List.copyOf(variables.keySet())) {
                if (!names.contains(name)) {
                    leave(name, reasons);
                }
            }
        }
        if (variables.isEmpty()) {
            throw new End(Verdict.FAILED, "it has none of the variables of docs/conformance.md");
        }
        Object session = answer.head().get("session");
        if (session == null) {
            throw new End(Verdict.FAILED, "its reply to 'open' has no session");
        }
        return session;
    }

    private void leave(String name, Map<?, ?> reasons) throws End {
        String stem = name.replaceFirst("\\d+$", "");
        Object reason = reasons.get(name) == null ? reasons.get(stem) : reasons.get(name);
        if (!(reason instanceof String text) || text.isBlank()) {
            throw new End(Verdict.FAILED, "it does not have the variable " + name + ", and gives no reason: \"without\": {\"" + stem
                    + "\": \"the reason\"} in its reply to 'open'");
        }
        left.put(stem, text);
        variables.remove(name);
    }

    private Optional<Divergence> compare(Object session) throws Broken, End {
        measure();
        Reference reference = golden.reference();
        ask("set", Map.of("session", session), golden.start());
        remember(0, reference);
        Optional<Divergence> found = start(session);
        while (found.isEmpty() && compared < golden.steps()) {
            int count = golden.held(compared, mostSteps());
            Map<String, NpyArray> records = present(session, count);
            for (int k = 0; k < count && found.isEmpty(); k++) {
                reference.step();
                remember(compared + 1, reference);
                SequencedMap<String, Values> now = new LinkedHashMap<>();
                for (Map.Entry<String, int[]> variable : variables.entrySet()) {
                    now.put(variable.getKey(), new Values(variable.getValue(), row(records, variable.getKey(), variable.getValue(), count, k)));
                }
                compared++;
                found = difference(compared, now);
                before = now;
            }
        }
        return found;
    }

    private int mostSteps() {
        long state = variables.values().stream().mapToLong(shape -> Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b)).sum();
        return Math.clamp(MOST_VALUES / Math.max(1, state), 1, MOST_STEPS);
    }

    /** Reads back what was set. */
    private Optional<Divergence> start(Object session) throws Broken, End {
        List<String> names = golden.start().keySet().stream().filter(variables::containsKey).toList();
        Answer answer = ask("get", Map.of("session", session, "names", names), new LinkedHashMap<>());
        SequencedMap<String, Values> now = new LinkedHashMap<>();
        for (String name : names) {
            int[] shape = known(variables, name);
            now.put(name, new Values(shape, array(answer.arrays(), "get", name, prepended(shape, 1)).toDoubles()));
        }
        Optional<Divergence> found = difference(0, now);
        before = now;
        return found;
    }

    private Map<String, NpyArray> present(Object session, int count) throws Broken, End {
        Step step = golden.step(compared);
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("inputs", NpyArray.stacked(List.of(step.input())));
        step.target().ifPresent(target -> arrays.put("targets", NpyArray.stacked(List.of(target))));
        for (String draw : step.draws().keySet()) {
            List<NpyArray> rows = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                rows.add(golden.step(compared + k).draws().get(draw));
            }
            arrays.put(draw, NpyArray.stacked(List.of(NpyArray.stacked(rows))));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("session", session);
        fields.put("steps", count);
        fields.put("learn", List.copyOf(step.learn()));
        fields.put("noise", step.noise());
        fields.put("record", List.copyOf(variables.keySet()));
        fields.put("every", 1);
        return ask("present", fields, arrays).arrays();
    }

    private double[] row(Map<String, NpyArray> records, String name, int[] shape, int count, int k) throws End {
        double[] all = array(records, "present", name, prepended(prepended(prepended(shape, count), 1), 1)).toDoubles();
        int size = all.length / count;
        return Arrays.copyOfRange(all, k * size, (k + 1) * size);
    }

    private NpyArray array(Map<String, NpyArray> arrays, String operation, String name, int[] shape) throws End {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new End(Verdict.FAILED, "its reply to '" + operation + "' has no array '" + name + "'");
        }
        if (!Arrays.equals(array.shape(), shape)) {
            throw new End(Verdict.FAILED, "its reply to '" + operation + "' has '" + name + "' in the shape " + Arrays.toString(array.shape())
                    + "; must be " + Arrays.toString(shape));
        }
        if (array.kind() != ElementKind.FLOAT32 && array.kind() != ElementKind.FLOAT64) {
            throw new End(Verdict.FAILED, "its reply to '" + operation + "' has '" + name + "' as " + array.kind() + "; must be float64 or float32");
        }
        single |= array.kind() == ElementKind.FLOAT32;
        return array;
    }

    /** Finds the scale of each variable, its largest value in the whole case. */
    private void measure() {
        Reference reference = golden.reference();
        for (int n = 0; n <= golden.steps(); n++) {
            for (String name : golden.variables().keySet()) {
                double largest = Arrays.stream(reference.read(name)).map(Math::abs).max().orElse(0);
                scales.merge(name, Math.max(golden.least(), largest), Math::max);
            }
            if (n < golden.steps()) {
                reference.step();
            }
        }
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), key::toString);
    }

    private static int[] prepended(int[] shape, int size) {
        int[] all = new int[shape.length + 1];
        all[0] = size;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return all;
    }

    private void remember(int step, Reference reference) {
        Map<String, double[]> state = new HashMap<>();
        for (String name : golden.variables().keySet()) {
            state.put(name, reference.read(name));
        }
        states.put(step, state);
        states.remove(step - MEMORY);
    }

    /** Compares all variables of a step. Returns the first sign of a difference once something has left the bound. */
    private Optional<Divergence> difference(int step, SequencedMap<String, Values> now) {
        double limit = single ? golden.bound(true) : FIRST_SIGN;
        List<String> agree = new ArrayList<>();
        List<String> differ = new ArrayList<>();
        boolean outside = false;
        for (Map.Entry<String, Values> variable : now.entrySet()) {
            double error = error(step, variable.getKey(), variable.getValue().values());
            worst = Math.max(worst, error);
            outside |= error > golden.bound(single);
            (error > limit ? differ : agree).add(variable.getKey());
        }
        if (differ.isEmpty()) {
            sign = Optional.empty();
        } else if (sign.isEmpty()) {
            sign = Optional.of(divergence(step, now, agree, differ));
        }
        return outside ? sign : Optional.empty();
    }

    private double error(int step, String name, double[] got) {
        double[] expected = known(known(states, step), name);
        double error = 0;
        for (int i = 0; i < got.length; i++) {
            double one = Math.abs(got[i] - expected[i]) / known(scales, name);
            error = Math.max(error, Double.isNaN(one) ? Double.POSITIVE_INFINITY : one);
        }
        return error;
    }

    private Divergence divergence(int step, SequencedMap<String, Values> now, List<String> agree, List<String> differ) {
        String name = differ.getFirst();
        Values got = known(now, name);
        double[] expected = known(known(states, step), name);
        double limit = (single ? golden.bound(true) : FIRST_SIGN) * known(scales, name);
        int first = 0;
        while (Math.abs(got.values()[first] - expected[first]) <= limit) {
            first++;
        }
        String cause = golden.cause(new Evidence(step, name, got.values(), k -> known(states, Math.max(k, step - MEMORY + 1))));
        return new Divergence(step, name, index(first, got.shape()), got.values()[first], expected[first], cause, agree, differ, before);
    }

    private static List<Integer> index(int place, int[] shape) {
        List<Integer> index = new ArrayList<>();
        int rest = place;
        for (int i = shape.length - 1; i >= 0; i--) {
            index.addFirst(rest % shape[i]);
            rest /= shape[i];
        }
        return index;
    }
}
