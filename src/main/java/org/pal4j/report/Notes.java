package org.pal4j.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pal4j.Fault;
import org.pal4j.InputException;

/** What a page leaves out because it can't be read, in sentences. A file that is read several times is noted once. */
final class Notes {
    /** Nobody reads more. */
    private static final int MAX = 20;

    /** The faults of one file that its sentence names: a configuration of another kind has one for each of its keys. */
    private static final int MAX_FAULTS = 5;

    private final Set<String> all = Collections.synchronizedSet(new LinkedHashSet<>());

    void add(String sentence) {
        all.add(sentence);
    }

    /** Reads something. What can't be read is noted and left out. */
    <T> Optional<T> attempt(Supplier<? extends T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (InputException e) {
            add("Left out is what can't be read: " + words(e));
            return Optional.empty();
        }
    }

    /** Returns the first faults in one sentence, and how many more there are. */
    static String words(InputException e) {
        int more = e.faults().size() - MAX_FAULTS;
        return e.faults().stream().limit(MAX_FAULTS).map(Fault::text).collect(Collectors.joining("; ")) + (more > 0 ? "; and " + more + " more" : "");
    }

    /** Returns the first sentences, and how many more there are. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>(all);
        if (sentences.size() <= MAX) {
            return sentences;
        }
        List<String> first = new ArrayList<>(sentences.subList(0, MAX));
        first.add("And " + (sentences.size() - MAX) + " more could not be read.");
        return first;
    }
}
