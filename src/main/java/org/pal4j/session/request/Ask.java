package org.pal4j.session.request;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;
import org.pal4j.format.NpyArray;

/** Reads the fields of a request. {@link #done} reports all that is wrong at once, unknown fields as well. */
public final class Ask {
    private static final String ID = "id";
    private static final String DO = "do";

    private final Map<String, Object> head;
    private final Map<String, NpyArray> arrays;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> known = new HashSet<>(Set.of(ID, DO, "arrays"));
    private boolean takesArrays;

    /** Reads a message. */
    public Ask(Message message) {
        head = message.head();
        arrays = new LinkedHashMap<>(message.arrays());
    }

    /** Returns the number or text by which the reply is known. */
    @Nullable
    public Object id() {
        return head.get(ID);
    }

    /** Returns the name of the operation. */
    public String operation() {
        return head.get(DO) instanceof String name ? name : "";
    }

    /** Returns whether a field is there. */
    public boolean has(String field) {
        known.add(field);
        return head.get(field) != null;
    }

    private Value value(String field) {
        known.add(field);
        return new Value(field, head.getOrDefault(field, Value.MISSING), faults);
    }

    /** Reads text. */
    public String text(String field) {
        return head.get(field) instanceof String ? value(field).text() : fault(field, "must be text", "");
    }

    /** Reads text that may be left out. */
    public Optional<String> optionalText(String field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    /** Reads one of several words. */
    public String choice(String field, String... choices) {
        known.add(field);
        return List.of(choices).contains(head.get(field)) ? text(field) : fault(field, "must be one of " + String.join(", ", choices), choices[0]);
    }

    /** Reads the path of a file or folder, as it is given. */
    public Path path(String field) {
        known.add(field);
        if (!(head.get(field) instanceof String text) || text.isBlank()) {
            return fault(field, "must be the path of a file or folder", Path.of(""));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return fault(field, "can't be a path here", Path.of(""));
        }
    }

    private <T> T fault(String field, String bound, T harmless) {
        known.add(field);
        faults.add(head.get(field) == null ? Fault.of(field, "is missing; " + bound)
                : Fault.of(field,
                        head.get(field) instanceof String text ? '"' + Fault.shown(text) + '"' : Fault.shown(String.valueOf(head.get(field))),
                        bound));
        return harmless;
    }

    /** Reads a whole number. */
    public long integer(String field, long least, long most) {
        known.add(field);
        return head.get(field) instanceof Number ? value(field).integer(least, most) : fault(field, "must be a whole number", least);
    }

    /** Reads a whole number that may be left out. */
    public long integer(String field, long least, long most, long usual) {
        return has(field) ? integer(field, least, most) : usual;
    }

    /** Reads a number that may be left out. */
    public double number(String field, double usual) {
        return has(field) ? value(field).number() : usual;
    }

    /** Reads true or false, which may be left out. */
    public boolean flag(String field, boolean usual) {
        return has(field) ? value(field).truth() : usual;
    }

    /** Reads one name or a list of names. */
    public List<String> names(String field) {
        if (!has(field)) {
            return List.of();
        }
        Object given = head.get(field);
        List<?> list = given instanceof List<?> all ? all : List.of(given);
        if (list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        return fault(field, "must be a name or a list of names", List.of());
    }

    /** Reads an object. */
    @SuppressWarnings("unchecked") // JSON has text as keys.
    public Map<String, Object> object(String field) {
        if (!has(field)) {
            return Map.of();
        }
        return head.get(field) instanceof Map<?, ?> map ? (Map<String, Object>) map : fault(field, "must be an object", Map.of());
    }

    /**
     * Reads what learns: names, true or "all", false or "none".
     *
     * @param all what can learn
     */
    public Set<String> learn(String field, List<String> all) {
        if (!has(field)) {
            return Set.of();
        }
        if (head.get(field) instanceof Boolean on) {
            return on ? Set.copyOf(all) : Set.of();
        }
        List<String> names = names(field);
        return names.equals(List.of("all")) ? Set.copyOf(all) : names.equals(List.of("none")) ? Set.of() : Set.copyOf(names);
    }

    /** Takes an array out of the request. */
    public Optional<NpyArray> optionalArray(String name) {
        takesArrays = true;
        return Optional.ofNullable(arrays.remove(name));
    }

    /** Takes an array out of the request, which must be there. */
    public NpyArray array(String name) {
        return optionalArray(name).orElseGet(() -> {
            faults.add(Fault.of(name, "is missing; must be an array in the body"));
            return NpyArray.ofFloats(new float[0], 0);
        });
    }

    /** Returns all arrays that were not taken. */
    public Map<String, NpyArray> otherArrays() {
        takesArrays = true;
        Map<String, NpyArray> rest = new LinkedHashMap<>(arrays);
        arrays.clear();
        return rest;
    }

    /** Throws if something is wrong with the fields that were read so far. */
    public void requireFaultless() {
        InputException.throwIfAny(operation(), faults);
    }

    /** Says that two fields exclude each other, if both are there. */
    public void exclude(String one, String other) {
        if (head.get(one) != null && head.get(other) != null) {
            known.add(one);
            known.add(other);
            faults.add(Fault.saying(other, "give either " + one + " or " + other + ", not both"));
        }
    }

    /**
     * Ends the reading.
     *
     * @throws InputException with everything that is wrong
     */
    public void done() {
        head.keySet().stream().filter(field -> !known.contains(field)).forEach(field -> faults.add(Fault.saying(field, "field '" + Fault.shown(field)
                + "' is not known here" + Nearest.hint(field, known))));
        arrays.keySet().forEach(name -> faults.add(Fault.saying(name, "array '" + Fault.shown(name) + "' is not known here"
                + (takesArrays ? "" : "; this operation takes no arrays"))));
        InputException.throwIfAny(operation(), faults);
    }
}
