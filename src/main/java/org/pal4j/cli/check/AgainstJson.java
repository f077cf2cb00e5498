package org.pal4j.cli.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.session.subject.CaseResult;
import org.pal4j.session.subject.CaseResult.Divergence;
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Comparison;

/** Results for programs, in plain Java for JSON. Numbers that are not finite are words, as JSON has none: "NaN". */
final class AgainstJson {
    /** The most values of a variable that are given. */
    private static final int MOST = 10_000;

    private AgainstJson() {}

    static Map<String, Object> of(CaseResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("model", result.model());
        json.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        json.put("steps", result.steps());
        json.put("error", finite(result.error()));
        json.put("bound", result.bound());
        json.put("reason", result.reason());
        json.put("without", result.left());
        result.folder().ifPresent(folder -> json.put("folder", folder.toString()));
        result.divergence().ifPresent(at -> json.put("divergence", of(at)));
        return json;
    }

    private static Map<String, Object> of(Divergence at) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", at.step());
        json.put("variable", at.variable());
        json.put("index", at.index());
        json.put("got", finite(at.got()));
        json.put("expected", finite(at.expected()));
        json.put("guess", at.cause());
        json.put("agree", at.agree());
        json.put("differ", at.differ());
        Map<String, Object> before = new LinkedHashMap<>();
        at.before().forEach((name, values) -> before.put(name, Map.of("shape", values.shape(), "values",
                Arrays.stream(values.values()).limit(MOST).mapToObj(AgainstJson::finite).toList())));
        json.put("before", before);
        return json;
    }

    static Map<String, Object> of(Verification.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("passed", result.passed());
        List<Map<String, Object>> models = new ArrayList<>();
        models.add(of("simd", result.simd()));
        models.add(of("reference", result.reference()));
        json.put("models", models);
        return json;
    }

    private static Map<String, Object> of(String name, Comparison comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("error", finite(comparison.error()));
        json.put("bound", comparison.bound());
        comparison.divergence().ifPresent(at -> {
            Map<String, Object> where = new LinkedHashMap<>();
            where.put("step", at.step());
            where.put("variable", at.variable());
            where.put("index", at.index());
            where.put("got", finite(at.got()));
            where.put("expected", finite(at.expected()));
            json.put("divergence", where);
        });
        return json;
    }

    /** Returns the number, or a word for one that JSON has not. */
    private static Object finite(double value) {
        return Double.isFinite(value) ? value : Double.toString(value);
    }
}
