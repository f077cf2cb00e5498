package org.pal4j.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.config.Key;
import org.pal4j.config.Keys;
import org.pal4j.config.Kind;
import org.pal4j.config.Nearest;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;

/** JSON Schemas of configurations, made from the keys that {@code show} prints: types, bounds, defaults and comments. */
final class Schemas {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private Schemas() {}

    /**
     * Returns the schema of a model, or of an experiment, whose values are then the defaults.
     *
     * @throws Problem if there is neither
     */
    static Map<String, Object> of(String name) {
        if (Catalog.NAMES.contains(name)) {
            return of(name, Catalog.study(name, List.of()));
        }
        Model<?> model = Models.named(name).orElseThrow(() -> {
            List<String> known = new ArrayList<>(Models.names());
            known.addAll(Catalog.NAMES);
            return Problem.of(404, "found", "there is no model and no experiment with this name" + Nearest.hint(name, known));
        });
        return schema("Configurations of the model " + name, model, Map.of(), properties(model, Optional.empty()));
    }

    private static <E extends Experiment> Map<String, Object> of(String name, Study<E> study) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("x-experiment", name);
        all.put("x-title", study.base().title());
        all.put("x-description", study.base().description());
        return schema("The experiment " + name, study.model(), all, properties(study.model(), Optional.of(study.base())));
    }

    private static Map<String, Object> schema(String title, Model<?> model, Map<String, Object> more, Map<String, Object> properties) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.put("title", title);
        schema.putAll(more);
        schema.put("type", "object");
        properties.put(Study.MODEL, Map.of("const", model.name(), "description", "the class of the model"));
        properties.put("based_on", Map.of("enum", Catalog.NAMES, "description", "the experiment that supplies the other keys"));
        properties.put(Study.SEEDS, Map.of("description", "seeds of replicas: their number, or a list", "anyOf", List.of(Map.of("type", "integer",
                "minimum", 1), Map.of("type", "array", "items", Map.of("type", "integer"), "minItems", 1))));
        Map<String, Object> each = new LinkedHashMap<>();
        model.replicaKeys().forEach(key -> each.put(key, Map.of("type", "array", "minItems", 1)));
        properties.put(Study.EACH, Map.of("description", "a list of values for each key in which replicas differ", "type", "object", "properties",
                each, "additionalProperties", false));
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static <E extends Experiment> Map<String, Object> properties(Model<E> model, Optional<E> experiment) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Keys<?, E> keys = model.keys();
        String heading = "";
        for (Key<?, E> key : keys.all()) {
            heading = key.heading().isBlank() ? heading : key.heading().replaceAll("(?m)^#+ ?", "").strip();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("description", key.about());
            if (!key.unit().isEmpty()) {
                one.put("x-unit", key.unit());
            }
            if (!heading.isEmpty()) {
                one.put("x-heading", heading);
            }
            one.putAll(type(key.kind()));
            boolean applies = experiment.map(e -> key.shown().test(e)).orElse(true);
            Optional<Object> value = experiment.isPresent() ? experiment.filter(e -> applies).map(e -> key.get().apply(e))
                    : keys.defaultOf(key.name());
            value.filter(given -> !given.equals("")).ifPresent(given -> one.put("default", given));
            if (experiment.isPresent()) {
                one.put("x-applies", applies);
            }
            properties.put(key.name(), one);
        }
        return properties;
    }

    private static Map<String, Object> type(Kind<?> kind) {
        Map<String, Object> single = new LinkedHashMap<>();
        switch (kind.type()) {
            case "number", "integer", "boolean" -> single.put("type", kind.type());
            case "choice" -> single.put("enum", kind.choices());
            case "range" -> {
                single.put("type", "array");
                single.put("items", Map.of("type", "number"));
                single.put("minItems", 2);
                single.put("maxItems", 2);
            }
            case "layers" -> {
                single.put("type", "array");
                single.put("minItems", 1);
            }
            default -> single.put("type", "string");
        }
        if (kind.type().equals(Kind.FILE)) {
            single.put("format", "x-path");
        }
        if (Double.isFinite(kind.least())) {
            single.put("minimum", kind.least());
        }
        if (Double.isFinite(kind.most())) {
            single.put("maximum", kind.most());
        }
        return kind.list() ? Map.of("anyOf", List.of(single, Map.of("type", "array", "items", single))) : single;
    }
}
