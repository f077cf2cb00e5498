package org.pal4j.bench.score;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;
import org.pal4j.format.WholeFile;

/** The table as a file of JSON: an array with an object for each row. */
public final class ResultFile {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFile() {}

    /** Writes all rows, with the environment's {@code cpu} and {@code commit} in each. */
    public static void write(Path file, List<Row> rows, Map<String, String> environment) {
        ArrayNode array = JSON.createArrayNode();
        for (Row row : rows) {
            ObjectNode node = array.addObject();
            node.put("benchmark", row.benchmark());
            node.put("network", row.network());
            node.put("mode", row.mode());
            node.put("width", row.width());
            node.put("threads", row.threads());
            put(node, "us_per_step", row.microseconds());
            put(node, "roofline_fraction", row.rooflineFraction());
            node.put("valid", row.isValid());
            ArrayNode reasons = node.putArray("reasons");
            row.reasons()
                    .forEach(reason -> reasons.addObject().put("kind", reason.kind().name().toLowerCase(Locale.ROOT)).put("text", reason.text()));
            put(node, "allocated", row.allocated());
            ArrayNode sites = node.putArray("sites");
            row.sites().forEach(site -> sites.addObject().put("kernel", site.kernel()).put("vector", site.vector()).put("bytes", site.bytes())
                    .put("cold", site.cold()));
            ArrayNode forks = node.putArray("forks");
            row.forks().forEach(forks::add);
            ArrayNode ratios = node.putArray("ratios");
            row.ratios().forEach(ratios::add);
            node.put("jdk", row.jdk());
            node.put("java", row.java());
            put(node, "intensity", row.intensity());
            put(node, "gigaflops", row.gigaflops());
            node.put("cpu", environment.get("cpu"));
            node.put("commit", environment.get("commit"));
        }
        try {
            byte[] bytes = JSON.writeValueAsBytes(array);
            WholeFile.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new InputException("--json " + file + ": can't be written (" + e.getMessage() + ")", e);
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    /**
     * The rows of a file.
     *
     * @param rows in their order
     * @param cpu  of the first one; empty in older files
     */
    public record Read(List<Row> rows, String cpu) {}

    /**
     * Reads a file. Rows of older files, which have fewer keys, count as valid and measured once.
     *
     * @param option which names the file, for messages
     * @throws InputException if there is no such file, or no table in it
     */
    public static Read read(String option, Path file) {
        JsonNode array = json(option, file);
        List<Row> rows = new ArrayList<>();
        for (JsonNode node : array) {
            if (!array.isArray() || !node.path("benchmark").isTextual() || !node.has("us_per_step")) {
                throw refusal(option, file, "has no rows of benchmarks", null);
            }
            double microseconds = number(node, "us_per_step");
            List<Double> forks = numbers(node, "forks");
            List<Double> ratios = numbers(node, "ratios");
            if (!node.path("us_per_step").isNull() && !isTime(microseconds) || !forks.stream().allMatch(ResultFile::isTime)
                    || !ratios.stream().allMatch(ResultFile::isTime)) {
                throw refusal(option, file, "row " + (rows.size() + 1) + " has a time that is no number above 0", null);
            }
            if (forks.isEmpty() && microseconds > 0) {
                forks.add(microseconds);
            }
            List<Site> sites = new ArrayList<>();
            node.path("sites").forEach(
                    site -> sites.add(new Site(site.path("kernel").asText(), site.path("vector").asText(), site.path("bytes").asDouble(),
                            site.path("cold").asBoolean())));
            List<Reason> reasons = new ArrayList<>();
            node.path("reasons").forEach(reason -> reasons.add(new Reason(kind(reason.path("kind").asText()), reason.path("text").asText())));
            rows.add(new Row(node.path("benchmark").asText(), node.path("network").asText(), node.path("mode").asText(), node.path("width").asText(),
                    node.path("threads").asInt(1), node.path("jdk").asText(), node.path("java").asText(), microseconds,
                    number(node, "roofline_fraction"), number(node, "intensity"), number(node, "gigaflops"), number(node, "allocated"), forks, ratios,
                    sites,
                    reasons));
        }
        if (rows.isEmpty()) {
            throw refusal(option, file, "has no rows of benchmarks", null);
        }
        return new Read(rows, array.path(0).path("cpu").asText());
    }

    private static JsonNode json(String option, Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw refusal(option, file, "there is no such file", e);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw refusal(option, file, "is no JSON" + (at == null ? "" : " from line " + at.getLineNr() + ", column " + at.getColumnNr() + " on"),
                    e);
        } catch (IOException e) {
            throw refusal(option, file, "can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static InputException refusal(String option, Path file, String fault, @Nullable Exception cause) {
        return new InputException(option + " " + file + ": " + fault + "; give a file that --json wrote", cause);
    }

    private static boolean isTime(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    private static List<Double> numbers(JsonNode node, String name) {
        List<Double> numbers = new ArrayList<>();
        node.path(name).forEach(value -> numbers.add(value.isNumber() ? value.asDouble() : Double.NaN));
        return numbers;
    }

    private static Reason.Kind kind(String name) {
        for (Reason.Kind kind : Reason.Kind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        return Reason.Kind.FAILED;
    }

    private static double number(JsonNode node, String name) {
        return node.path(name).isNumber() ? node.path(name).asDouble() : Double.NaN;
    }
}
