package org.pal4j.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The types of the project, of its tests and of its benchmarks, and the files that declare them. */
final class Names {
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

    private final Map<String, List<String>> sources = new HashMap<>();

    Names() throws IOException {
        for (Path root : List.of(Path.of("src"), Path.of("bench/src"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    Matcher declared = DECLARED.matcher(source);
                    while (declared.find()) {
                        sources.computeIfAbsent(declared.group(1), name -> new ArrayList<>()).add(source);
                    }
                }
            }
        }
    }

    /** Simple names of all types. */
    Set<String> types() {
        return sources.keySet();
    }

    /**
     * Whether a type is there, and the words behind it are in its file or in that of a type that it extends or implements: {@code Type},
     * {@code Type.member} or {@code Type.Nested.member(x)}.
     */
    boolean has(String name) {
        List<String> words = List.of(name.replaceFirst("\\(.*", "").split("\\."));
        return has(words.getFirst(), words.subList(1, words.size()));
    }

    private boolean has(String type, List<String> members) {
        for (String source : sources.getOrDefault(type, List.of())) {
            if (members.stream().allMatch(member -> Pattern.compile("\\b" + member + "\\b").matcher(source).find())) {
                return true;
            }
            Matcher head = Pattern.compile("\\b" + type + "\\b[^{;]*?\\b(?:extends|implements) ([^{;]*)\\{").matcher(source);
            if (head.find() && Stream.of(head.group(1).split("\\W+")).anyMatch(parent -> has(parent, members))) {
                return true;
            }
        }
        return false;
    }
}
