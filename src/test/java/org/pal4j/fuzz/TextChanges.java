package org.pal4j.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Changes of texts that keep most of their form: YAML, JSON, CSV, headers, options. */
final class TextChanges {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern VALUE = Pattern.compile("(?<=[:=,\\[])[^,:=\\[\\]{}\"#\\n]+|\"[^\"\\n]*\"|\\[[^\\[\\]\\n]*]");
    private static final String LONG = "9".repeat(1001);
    private static final String[] NUMBERS = {
        "0", "-1", "1", "-0", "2", "NaN", ".nan", ".inf", "-.inf", "Infinity", "1e999", "-1e999", "1e-999", "1e308", "1e38", "4e-320", LONG,
        "0." + LONG,
        "1e" + LONG, "9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483648", "4294967296", "18446744073709551616",
        "1000000", "100000000", "07", "010", "08", "0x1F", "0b1", "0o7", "1_000", "1e5", "0.1", ".5", "5.", "+1", "1:30", "2026-01-01", "null", "~",
        "true", "\"1\"", "'1'", "[]", "{}", "[1, 2]", "[[1], 2]", "{a: 1}", "{\"a\": 1}", "\"\"", "", "1,5", "1 000", "1f", "\u0661"
    };
    private static final String[] SIGNS = {
        "\u0000", "\u0007", "\u001b[31m", "\u202e", "\ufeff", "\u2028", "\u0085", "\u00e9", "e\u0301", "\ud83d\ude00", "\ud800", "\ufffe", "\r", "\t",
        "\\u0000", "\\", "\"", "'", "\"\"\"", "#", "%", "@", "`", "|", ">", "!", "&a ", "*a", "<<: *a", "!!int ", "!!python/object:os.system ",
        "!!binary ",
        "---\n", "...\n", "%YAML 1.1\n---\n", "? ", ": ", "- ", ",", "[", "]", "{", "}", "//x\n", "/*", "(", ")", "\n", " ", "</script>", "=", "../",
        "~/",
        "\u0000\u0000", "%s%n", "${x}", "$(x)"
    };

    private TextChanges() {}

    /**
     * Returns a changed text.
     *
     * @param other another text of the same kind, for pieces of it
     */
    static byte[] changed(byte[] bytes, byte[] other, Draw draw) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (draw.once(40)) {
            return encoded(text, draw);
        }
        return changed(text, new String(other, StandardCharsets.UTF_8), draw).getBytes(StandardCharsets.UTF_8);
    }

    private static String changed(String text, String other, Draw draw) {
        return switch (draw.below(20)) {
            case 0, 1, 2, 3 -> replaced(text, NUMBER, draw, draw.of(NUMBERS));
            case 4, 5 -> replaced(text, VALUE, draw, draw.of(NUMBERS));
            case 6 -> replaced(text, draw.of(NUMBER, VALUE), draw, large(draw));
            case 7 -> swapped(text, VALUE, draw);
            case 8 -> swapped(text, draw.of(NUMBER, WORD), draw);
            case 9 -> lines(text, other, draw);
            case 10 -> lines(text, other, draw);
            case 11 -> lines(text, other, draw);
            case 12 -> replaced(text, WORD, draw, misspelt(text, draw));
            case 13 -> replaced(text, WORD, draw, foreign(other, draw));
            case 14 -> replaced(text, VALUE, draw, foreign(other, draw));
            case 15, 16 -> inserted(text, draw.of(SIGNS), draw);
            case 17 -> replaced(text, draw.of(VALUE, NUMBER), draw, draw.of(SIGNS) + draw.of(NUMBERS));
            case 18 -> text.substring(0, draw.below(text.length() + 1));
            default -> whole(text, draw);
        };
    }

    private static String replaced(String text, Pattern what, Draw draw, String by) {
        List<MatchResult> all = what.matcher(text).results().toList();
        if (all.isEmpty()) {
            return inserted(text, by, draw);
        }
        MatchResult one = draw.from(all);
        return text.substring(0, one.start()) + by + text.substring(one.end());
    }

    private static String inserted(String text, String piece, Draw draw) {
        int at = draw.below(text.length() + 1);
        return text.substring(0, at) + piece + text.substring(at);
    }

    private static String swapped(String text, Pattern what, Draw draw) {
        List<MatchResult> all = what.matcher(text).results().toList();
        if (all.size() < 2) {
            return text;
        }
        int first = draw.below(all.size() - 1);
        MatchResult a = all.get(first);
        MatchResult b = all.get(first + 1 + draw.below(all.size() - first - 1));
        return text.substring(0, a.start()) + b.group() + text.substring(a.end(), b.start()) + a.group() + text.substring(b.end());
    }

    private static String foreign(String other, Draw draw) {
        List<String> all = draw.of(WORD, VALUE, NUMBER).matcher(other).results().map(MatchResult::group).toList();
        return all.isEmpty() ? "x" : draw.from(all);
    }

    private static String misspelt(String text, Draw draw) {
        Matcher matcher = WORD.matcher(text);
        List<String> all = matcher.results().map(MatchResult::group).toList();
        String word = all.isEmpty() ? "x" : draw.from(all);
        int at = draw.below(word.length());
        return switch (draw.below(4)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.substring(0, at) + draw.of("a", "Z", "_", "-", "0", " ", ".") + word.substring(at);
            case 2 -> word.toUpperCase(java.util.Locale.ROOT);
            default -> word + word;
        };
    }

    /** Something far larger than what belongs there. */
    private static String large(Draw draw) {
        int size = draw.length(20_000);
        return switch (draw.below(7)) {
            case 0 -> "[" + String.join(",", Collections.nCopies(size, draw.of("1", "0.5", "a", "[1]", "{}", "null"))) + "]";
            case 1 -> "[".repeat(size) + (draw.once(2) ? "]".repeat(size) : "");
            case 2 -> "{a: ".repeat(size) + "1" + "}".repeat(size);
            case 3 -> "{\"a\":".repeat(size) + "1" + "}".repeat(size);
            case 4 -> "\"" + draw.of("x", "\u00e9", " ", "\\n").repeat(size) + "\"";
            case 5 -> "{from: 0, to: " + size + ", " + draw.of("points: ", "step: ") + draw.of(NUMBERS) + "}";
            default -> draw.of("x", "1", "-", "e", ".", " ").repeat(size);
        };
    }

    private static String lines(String text, String other, Draw draw) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int at = draw.below(lines.size());
        int more = draw.below(lines.size());
        switch (draw.below(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(more, lines.get(at));
            case 2 -> Collections.swap(lines, at, more);
            case 3 -> lines.add(at, draw.from(List.of(other.split("\n", -1))));
            case 4 -> lines.set(at, " ".repeat(draw.length(8)) + lines.get(at));
            case 5 -> lines.addAll(at, Collections.nCopies(draw.length(2000), lines.get(more)));
            default -> lines.subList(Math.min(at, more), Math.max(at, more)).clear();
        }
        return String.join("\n", lines);
    }

    private static String whole(String text, Draw draw) {
        return switch (draw.below(10)) {
            case 0 -> "\ufeff" + text;
            case 1 -> text.replace("\n", "\r\n");
            case 2 -> text.replace("\n", "\r");
            case 3 -> draw.of("", " ", "\n", "null", "[]", "{}", "0", "\"\"", "---", "# x", ",", "a", "a: b: c");
            case 4 -> text + draw.of("\n---\n", "\n", "}", "x", ", 1") + text;
            case 5 -> "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n" + text;
            case 6 -> bomb() + text;
            case 7 -> text.replace(":", draw.of("=", " ", "::"));
            case 8 -> text.replace(",", draw.of(";", "\t", " ", ",,"));
            default -> text.replace("\"", draw.of("'", "", "\"\""));
        };
    }

    /** Aliases that make a gigabyte. */
    private static String bomb() {
        return "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + java.util.stream.IntStream.range(1, 10)
                .mapToObj(k -> "a" + k + ": &a" + k + " [" + String.join(",", Collections.nCopies(10, "*a" + (k - 1))) + "]\n")
                .collect(Collectors.joining());
    }

    private static byte[] encoded(String text, Draw draw) {
        Charset charset = draw.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1, Charset.forName("UTF-32"));
        return ((draw.once(2) ? "\ufeff" : "") + text + (draw.once(2) ? "\u00e9" : "")).getBytes(charset);
    }
}
