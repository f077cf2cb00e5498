package org.pal4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what to tell about a translated file. */
public final class TranslationNotes {
    private final List<String> sentences = new ArrayList<>();
    /** Keys without an effect, by the reason. */
    private final Map<String, List<String>> idle = new LinkedHashMap<>();

    /** Something that is not like in the original program, or that nobody said. */
    public void say(String sentence) {
        sentences.add(sentence);
    }

    /**
     * A key that has no effect.
     *
     * @param why a few words, the same for keys with one reason
     */
    public void idle(String key, String why) {
        idle.computeIfAbsent(why, reason -> new ArrayList<>()).add(key);
    }

    /** All of it; keys without an effect together, in the order in which they came. */
    public List<String> all() {
        List<String> all = new ArrayList<>(sentences);
        if (!idle.isEmpty()) {
            List<String> groups = idle.entrySet().stream().map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")").toList();
            all.add("without effect: " + String.join(", ", groups));
        }
        return all;
    }
}
