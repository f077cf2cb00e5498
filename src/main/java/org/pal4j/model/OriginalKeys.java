package org.pal4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.Fault;
import org.pal4j.config.Nearest;
import org.pal4j.config.Range;
import org.pal4j.config.Value;

/**
 * One mapping in a file of an original program, read key by key into our own. Faults name the key as it is in the file; bounds are left to
 * whoever reads our own keys.
 */
public final class OriginalKeys {
    private final Map<String, ?> given;
    private final String path;
    private final List<Fault> faults;
    private final TranslationNotes notes;
    private final Map<String, Object> own;

    /**
     * A mapping.
     *
     * @param path   what stands before its keys in messages: empty, or "record."
     * @param known  all keys that it may have
     * @param faults where sentences go, unknown keys first
     * @param own    where translated keys go
     */
    public OriginalKeys(Map<String, ?> given, String path, List<String> known, List<Fault> faults, TranslationNotes notes, Map<String, Object> own) {
        this.given = given;
        this.path = path;
        this.faults = faults;
        this.notes = notes;
        this.own = own;
        given.keySet().forEach(key -> {
            if (!known.contains(key)) {
                faults.add(Fault.saying(path + key, "key '" + Fault.shown(path + key) + "' is not known" + Nearest.hint(key, known)));
            }
        });
    }

    /** The mapping under a key; empty, with a fault, if there is none. */
    public OriginalKeys section(String key, List<String> known) {
        Map<String, Object> section = new LinkedHashMap<>();
        boolean there = given.get(key) instanceof Map<?, ?>;
        if (given.get(key) instanceof Map<?, ?> keys) {
            keys.forEach((name, value) -> section.put((String) name, value));
        } else {
            fault(key, given.containsKey(key) ? "must hold keys and values: " + String.join(", ", known) : "is missing");
        }
        // A section that is not there lacks no keys of its own.
        return new OriginalKeys(section, path + key + ".", known, there ? faults : new ArrayList<>(), notes, own);
    }

    /** The value of a key that may be left out, or be null. */
    public Optional<Value> optional(String key) {
        return Optional.ofNullable(given.get(key)).map(value -> new Value(path + key, value, faults));
    }

    /** The value of a key without which the original program does not run either. */
    public Value needed(String key) {
        return optional(key).orElseGet(() -> {
            fault(key, "is missing; the original program needs it, too");
            // What is read of it has no faults besides.
            return Value.missing(path + key, new ArrayList<>());
        });
    }

    /** Whether a key is given and is not null. */
    public boolean has(String key) {
        return optional(key).isPresent();
    }

    /** Whether a key that may be left out is there, and true. */
    public boolean isTrue(String key) {
        return optional(key).filter(Value::truth).isPresent();
    }

    /** Adds a fault of a key. */
    public void fault(String key, String bound) {
        faults.add(Fault.of(path + key, bound));
    }

    /** A key that has no effect. */
    public void idle(String key, String why) {
        notes.idle(path + key, why);
    }

    /** A number under another name. */
    public double number(String key, String ownKey) {
        return number(needed(key), ownKey);
    }

    /** A number under another name, which was read already. */
    public double number(Value value, String ownKey) {
        put(ownKey, value);
        return value.number();
    }

    /** True or false under another name. */
    public boolean truth(String key, String ownKey) {
        Value value = needed(key);
        put(ownKey, value);
        return value.truth();
    }

    /** A whole number under another name. */
    public long integer(String key, String ownKey, long least, long most) {
        Value value = needed(key);
        put(ownKey, value);
        return value.integer(least, most);
    }

    /** A range under another name. */
    public Range range(String key, String ownKey) {
        Value value = needed(key);
        put(ownKey, value);
        return value.range();
    }

    private void put(String ownKey, Value value) {
        if (!value.isMissing()) {
            own.put(ownKey, value.given());
        }
    }

    /** Numbers, one for each of so many areas, of which {@code first} come before that of the first area. */
    public void numbers(String key, String ownKey, int first, int areas, String each) {
        Value value = needed(key);
        value.numbers();
        areas(value, ownKey, first, areas, each);
    }

    /**
     * A value for each area. The original programs count areas, so entries beyond the last one are never looked at; one value for several
     * areas they don't know in a list.
     */
    public void areas(Value value, String ownKey, int first, int areas, String each) {
        if (!(value.given() instanceof List<?> list) || areas < 0) {
            put(ownKey, value);
            return;
        }
        if (list.size() < first + areas) {
            faults.add(Fault.of(value.key(), "has " + list.size() + " entries, and must have " + (first + areas) + ": one for each " + each
                    + (first > 0 ? ", after one that is not used" : "")));
            return;
        }
        if (list.size() > first + areas) {
            notes.idle(value.key(), "entries beyond the last " + each);
        }
        if (areas > 0) {
            own.put(ownKey, List.copyOf(list.subList(first, first + areas)));
        }
    }
}
