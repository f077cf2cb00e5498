package org.pal4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation in its parts.
 *
 * @param file   relative to the project
 * @param blocks the fenced blocks, in their order
 * @param text   all else: lines outside of blocks
 */
record Page(Path file, List<Block> blocks, List<String> text) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** Of Markdown, or in the tag of a picture. */
    private static final Pattern LINK = Pattern.compile("(?:]\\(|src=\"|srcset=\")([^)\\s\"]+)[)\"]");
    private static final String FENCE = "```";

    /**
     * A fenced block.
     *
     * @param where file and line, for messages
     * @param kind  the word after the fence; empty if there is none
     * @param lines what is in it, without the block's own indentation
     */
    record Block(String where, String kind, List<String> lines) {
        String content() {
            return String.join("\n", lines) + "\n";
        }
    }

    /** README.md and all pages of the folder docs. */
    static List<Page> all() {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs.filter(file -> file.toString().endsWith(".md")).sorted()).map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a page. */
    static Page read(Path file) {
        List<Block> blocks = new ArrayList<>();
        List<String> text = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n);
            if (!line.strip().startsWith(FENCE)) {
                text.add(line);
                continue;
            }
            int start = n;
            int indentation = line.indexOf(FENCE);
            List<String> inside = new ArrayList<>();
            for (n++; !lines.get(n).strip().equals(FENCE); n++) {
                inside.add(lines.get(n).substring(Math.min(indentation, lines.get(n).length())));
            }
            blocks.add(new Block(file + ":" + (start + 1), line.strip().substring(FENCE.length()), inside));
        }
        return new Page(file, blocks, text);
    }

    /** The blocks of a kind. */
    List<Block> blocks(String kind) {
        return blocks.stream().filter(block -> block.kind.equals(kind)).toList();
    }

    /** What stands between backticks. A piece of code may go on in the next line. */
    List<String> code() {
        return CODE.matcher(String.join("\n", text)).results().map(match -> match.group(1).replaceAll("\\s*\n\\s*", " ")).toList();
    }

    /** Targets of links within the project. */
    List<String> links() {
        return LINK.matcher(String.join("\n", text).replaceAll("`[^`]*`", "")).results().map(match -> match.group(1))
                .filter(target -> !target.contains("://") && !target.startsWith("mailto:")).toList();
    }

    /** The anchors of its headings, as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        for (String line : text) {
            if (line.matches("#+ .*")) {
                String anchor = line.replaceFirst("#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
                String unique = anchor;
                for (int k = 1; !anchors.add(unique); k++) {
                    unique = anchor + "-" + k;
                }
            }
        }
        return Collections.unmodifiableSet(anchors);
    }
}
