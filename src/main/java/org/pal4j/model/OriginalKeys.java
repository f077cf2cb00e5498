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
 * Translates one mapping of an original program's file key by key into PAL4J's keys. Faults use the names in the file. Bounds are checked later,
 * when PAL4J's keys are read.
 */
public final class OriginalKeys {
    private final Map<String, ?> given;
    private final String path;
    private final List<Fault> faults;
    private final TranslationNotes notes;
    private final Map<String, Object> own;

    /**
     * Creates a translator, and adds a fault for each unknown key.
     *
     * @param given  the mapping
     * @param path   the prefix of its keys in messages: empty, or "record."
     * @param known  all keys that it may have
     * @param faults the list to which faults are added
     * @param notes  collects keys without effect
     * @param own    the map to which translated keys are added
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

    /** Returns the mapping under a key; if there is none, adds a fault and returns an empty one. */
    public OriginalKeys section(String key, List<String> known) {
        Map<String, Object> section = new LinkedHashMap<>();
        boolean there = given.get(key) instanceof Map<?, ?>;
        if (given.get(key) instanceof Map<?, ?> keys) {
            keys.forEach((name, value) -> section.put((String) name, value));
        } else {
            fault(key, given.containsKey(key) ? "must hold keys and values: " + String.join(", ", known) : "is missing");
        }
        // A missing section gets no further faults for its missing keys.
        return new OriginalKeys(section, path + key + ".", known, there ? faults : new ArrayList<>(), notes, own);
    }

    /** Returns the value of an optional key, which may also be null. */
    public Optional<Value> optional(String key) {
        return Optional.ofNullable(given.get(key)).map(value -> new Value(path + key, value, faults));
    }

    /** Returns the value of a key that the original program needs, too; adds a fault if it is missing. */
    public Value needed(String key) {
        return optional(key).orElseGet(() -> {
            fault(key, "is missing; the original program needs it, too");
            // The readers of this value add no further faults.
            return Value.missing(path + key, new ArrayList<>());
        });
    }

    /** Returns whether a key is given and not null. */
    public boolean has(String key) {
        return optional(key).isPresent();
    }

    /** Returns whether an optional key is given and true. */
    public boolean isTrue(String key) {
        return optional(key).filter(Value::truth).isPresent();
    }

    /** Adds a fault for a key. */
    public void fault(String key, String bound) {
        faults.add(Fault.of(path + key, bound));
    }

    /** Notes a key that has no effect. */
    public void idle(String key, String why) {
        notes.idle(path + key, why);
    }

    /** Translates a number, and returns it. */
    public double number(String key, String ownKey) {
        return number(needed(key), ownKey);
    }

    /** Translates a number from a given value, and returns it. */
    public double number(Value value, String ownKey) {
        put(ownKey, value);
        return value.number();
    }

    /** Translates a Boolean, and returns it. */
    public boolean truth(String key, String ownKey) {
        Value value = needed(key);
        put(ownKey, value);
        return value.truth();
    }

    /** Translates an integer, and returns it. */
    public long integer(String key, String ownKey, long least, long most) {
        Value value = needed(key);
        put(ownKey, value);
        return value.integer(least, most);
    }

    /** Translates a range, and returns it. */
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

    /** Translates numbers, one per area, preceded by {@code first} entries that are not used. */
    public void numbers(String key, String ownKey, int first, int areas, String each) {
        Value value = needed(key);
        value.numbers();
        areas(value, ownKey, first, areas, each);
    }

    /**
     * Translates a value per area, preceded by {@code first} entries that are not used. The original programs ignore entries beyond the last area.
     * They do not accept lists with one value for several areas.
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
            // An entry may be null, which is a fault of our own key.
            own.put(ownKey, new ArrayList<>(list.subList(first, first + areas)));
        }
    }
}
