package org.pal4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects notes for the user about a translated file. */
public final class TranslationNotes {
    private final List<String> sentences = new ArrayList<>();
    /** Keys without effect, by reason. */
    private final Map<String, List<String>> idle = new LinkedHashMap<>();

    /** Adds a note about a difference from the original program or an assumption. */
    public void say(String sentence) {
        sentences.add(sentence);
    }

    /**
     * Notes a key that has no effect.
     *
     * @param why the reason in a few words; keys with the same reason are listed together
     */
    public void idle(String key, String why) {
        idle.computeIfAbsent(why, reason -> new ArrayList<>()).add(key);
    }

    /** Returns all notes. The last one lists all keys without effect, in the order in which they were added. */
    public List<String> all() {
        List<String> all = new ArrayList<>(sentences);
        if (!idle.isEmpty()) {
            List<String> groups = idle.entrySet().stream().map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")").toList();
            all.add("without effect: " + String.join(", ", groups));
        }
        return all;
    }
}
