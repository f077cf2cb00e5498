package org.pal4j.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pal4j.cli.option.Messages;
import org.pal4j.session.subject.CaseResult;
import org.pal4j.session.subject.CaseResult.Divergence;
import org.pal4j.session.subject.CaseResult.Values;
import org.pal4j.session.subject.CaseResult.Verdict;

/** What a subject did, for people. */
final class AgainstText {
    /** The most values of a variable that are printed. */
    private static final int MOST = 12;
    /** The bound of double precision is below this, that of float above. */
    private static final double DOUBLE = 1e-7;

    private AgainstText() {}

    static String greeting(String command, Map<String, Object> greeting) {
        Object name = greeting.getOrDefault("hello", "?");
        Object version = greeting.get("version");
        return Messages.clean("subject: " + name + (version == null ? "" : " " + version) + " (" + command + ")");
    }

    static String of(CaseResult result) {
        StringBuilder text = new StringBuilder(result.name()).append("  ");
        String precision = result.bound() < DOUBLE ? "double" : "float";
        text.append(switch (result.verdict()) {
            case PASSED -> String.format(Locale.ROOT, "steps=%d error=%.2e (%s)  PASS", result.steps(), result.error(), precision);
            case FAILED -> "FAIL";
            case UNSUPPORTED -> "NOT SUPPORTED: " + result.reason();
        });
        if (result.verdict() == Verdict.FAILED && !result.reason().isEmpty()) {
            text.append("\n    ").append(result.reason());
        }
        result.left().forEach((variable, reason) -> text.append("\n    without ").append(variable).append(": ").append(reason));
        result.divergence().ifPresent(at -> text.append(explained(result, at)));
        if (result.verdict() == Verdict.FAILED) {
            result.folder().ifPresent(folder -> text.append("\n    the case: ").append(folder));
        }
        return Messages.clean(text.toString());
    }

    private static String explained(CaseResult result, Divergence at) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s: %s%s is %s, expected %s (error %.1e, bound %.0e)",
                at.step() == 0 ? "after set" : "first after step " + at.step(), at.variable(), at.index(), at.got(), at.expected(), result.error(),
                result.bound()));
        lines.add("guess: " + at.cause());
        lines.add("agree in this step: " + (at.agree().isEmpty() ? "none" : String.join(", ", at.agree())));
        lines.add("differ: " + String.join(", ", at.differ()));
        if (at.step() > 0) {
            lines.add("one step before, all within the bound:");
            at.before().forEach((name, values) -> lines.add("  " + name + " = " + shown(values)));
        }
        return lines.stream().map(line -> "\n    " + line).collect(Collectors.joining());
    }

    private static String shown(Values values) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.values().length && i < MOST; i++) {
            // A matrix is shown row by row.
            boolean row = values.shape().length > 1 && i > 0 && i % values.shape()[values.shape().length - 1] == 0;
            text.append(i == 0 ? "" : row ? "; " : ", ").append(values.values()[i]);
        }
        int more = values.values().length - MOST;
        return text.append(more > 0 ? ", and " + more + " more]" : "]").toString();
    }

    static String summary(List<CaseResult> results) {
        Map<Verdict, Long> counts = results.stream().collect(Collectors.groupingBy(CaseResult::verdict, Collectors.counting()));
        return results.size() + " cases: " + counts.getOrDefault(Verdict.PASSED, 0L) + " passed, " + counts.getOrDefault(Verdict.FAILED, 0L)
                + " failed, " + counts.getOrDefault(Verdict.UNSUPPORTED, 0L) + " not supported";
    }
}
