package org.pal4j.extending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/extending.md shows is what the tests compile, and the files that it names are there. */
class ExtendingPageTest {
    private static final Path PAGE = Path.of("docs/extending.md");
    private static final Path SOURCE = Path.of("src/test/java/org/pal4j/extending/Perceptron.java");
    private static final Path MAIN = Path.of("src/main");

    private static String flat(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

    @Test
    void everyPieceOfCodeIsInTheSource() throws IOException {
        String source = flat(Files.readString(SOURCE));
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        int blocks = 0;
        while (block.find()) {
            blocks++;
            assertTrue(source.contains(flat(block.group(1))), block.group(1));
        }
        assertTrue(blocks > 5, "the page has code");
    }

    @Test
    void everyFileThatItNamesIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher named = Pattern.compile("`((?:\\w+/)*\\w+\\.(?:java|js))`").matcher(Files.readString(PAGE));
        while (named.find()) {
            String name = named.group(1);
            try (Stream<Path> files = Files.walk(MAIN)) {
                if (files.noneMatch(file -> file.toString().endsWith("/" + name) || file.endsWith(name))) {
                    missing.add(name);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void theLineOfRegistrationIsTheOneOfTheTests() throws IOException {
        String line = Files.readString(Path.of("src/test/resources/META-INF/services/org.pal4j.model.Model")).strip();
        assertTrue(Files.readString(PAGE).contains("```\n" + line + "\n```"), line);
    }
}
