package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One mapping in a file of an original program, read key by key into our own. Faults name the key as it is in the file; bounds are left to
 * whoever reads our own keys.
 */
final class OriginalKeys {
    private final ObjectNode given;
    private final String path;
    private final List<String> faults;
    private final Notes notes;
    private final ObjectNode own;

    /**
     * A mapping.
     *
     * @param path   what stands before its keys in messages: empty, or "record."
     * @param known  all keys that it may have
     * @param faults where sentences go, unknown keys first
     * @param own    where translated keys go
     */
    OriginalKeys(ObjectNode given, String path, List<String> known, List<String> faults, Notes notes, ObjectNode own) {
        this.given = given;
        this.path = path;
        this.faults = faults;
        this.notes = notes;
        this.own = own;
        given.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                faults.add("key '" + Faults.shown(path + key) + "' is not known" + Nearest.hint(key, known));
            }
        });
    }

    /** The mapping under a key; empty, with a fault, if there is none. */
    OriginalKeys section(String key, List<String> known) {
        JsonNode node = given.path(key);
        if (!node.isObject()) {
            fault(key, node.isMissingNode() ? "is missing" : "must hold keys and values: " + String.join(", ", known));
        }
        ObjectNode keys = node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        // A section that is not there lacks no keys of its own.
        return new OriginalKeys(keys, path + key + ".", known, node.isObject() ? faults : new ArrayList<>(), notes, own);
    }

    /** The value of a key that may be left out, or be null. */
    Optional<Value> optional(String key) {
        JsonNode node = given.path(key);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(new Value(path + key, node, faults));
    }

    /** The value of a key without which the original program does not run either. */
    Value needed(String key) {
        return optional(key).orElseGet(() -> {
            fault(key, "is missing; the original program needs it, too");
            // What is read of it has no faults besides.
            return new Value(path + key, MissingNode.getInstance(), new ArrayList<>());
        });
    }

    boolean has(String key) {
        return optional(key).isPresent();
    }

    /** Whether a key that may be left out is there, and true. */
    boolean isTrue(String key) {
        return optional(key).filter(Value::truth).isPresent();
    }

    void fault(String key, String bound) {
        faults.add(path + key + ": " + bound);
    }

    /** A key that has no effect. */
    void idle(String key, String why) {
        notes.idle(path + key, why);
    }

    /** A number under another name. */
    double number(String key, String ownKey) {
        return number(needed(key), ownKey);
    }

    double number(Value value, String ownKey) {
        put(ownKey, value);
        return value.number();
    }

    boolean truth(String key, String ownKey) {
        Value value = needed(key);
        put(ownKey, value);
        return value.truth();
    }

    long integer(String key, String ownKey, long least, long most) {
        Value value = needed(key);
        put(ownKey, value);
        return value.integer(least, most);
    }

    Range range(String key, String ownKey) {
        Value value = needed(key);
        put(ownKey, value);
        return value.range();
    }

    private void put(String ownKey, Value value) {
        if (!value.node().isMissingNode()) {
            own.set(ownKey, value.node());
        }
    }

    /** Numbers, one for each of so many areas, of which {@code first} come before that of the first area. */
    void numbers(String key, String ownKey, int first, int areas, String each) {
        Value value = needed(key);
        value.numbers();
        areas(value, ownKey, first, areas, each);
    }

    /**
     * A value for each area. The original programs count areas, so entries beyond the last one are never looked at; one value for several
     * areas they don't know in a list.
     */
    void areas(Value value, String ownKey, int first, int areas, String each) {
        JsonNode node = value.node();
        if (!node.isArray() || areas < 0) {
            put(ownKey, value);
            return;
        }
        if (node.size() < first + areas) {
            faults.add(value.key() + ": has " + node.size() + " entries, and must have " + (first + areas) + ": one for each " + each
                    + (first > 0 ? ", after one that is not used" : ""));
            return;
        }
        if (node.size() > first + areas) {
            notes.idle(value.key(), "entries beyond the last " + each);
        }
        ArrayNode used = JsonNodeFactory.instance.arrayNode();
        for (int i = first; i < first + areas; i++) {
            used.add(node.get(i));
        }
        if (!used.isEmpty()) {
            own.set(ownKey, used);
        }
    }
}
