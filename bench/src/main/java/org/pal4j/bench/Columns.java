package org.pal4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;
import org.pal4j.bench.columns.Column;
import org.pal4j.bench.columns.Fork;
import org.pal4j.bench.columns.Row;
import org.pal4j.bench.columns.Rows;
import org.pal4j.format.WholeFile;
import org.pal4j.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How far the Vector API is from C: each kernel, and steps of whole networks, in plain loops, with the Vector API, in C with intrinsics, and by
 * OpenBLAS. Bits are compared before anything is measured. Each row has a JVM of its own, which measures its columns in turn until they are steady.
 */
@Command(
        name = "pal4j bench columns",
        description = {
            "Measures kernels and steps in plain Java loops, with the Vector API, in C with intrinsics, and by OpenBLAS, and compares their bits.",
            "The C sources are compiled by the system's compiler (the variable CC, perhaps with arguments, cc, gcc or clang). "
                    + "Takes one to eight minutes."},
        footer = {"", "Exit status: 0 all rows are valid, 1 a row is not (bits differ, it allocates, or it did not become steady), 2 usage."},
        mixinStandardHelpOptions = true)
public final class Columns implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String FORMAT = "%-36s %-12s %10s %10s %10s %10s %8s  %s%n";

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the table as an object, too.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--width", paramLabel = "BITS", description = "Of vectors in Java and C: 512, 256, 128, or preferred (the default).")
    private String width = "preferred";

    @Option(
            names = "--only", paramLabel = "PATTERN",
            description = "Only rows that have this regular expression in \"kernel size\"; of several, those that have one of them: --only 'step "
                    + "4-30-3'.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "N", description = "Longest time for a row; what is not steady by then is marked (default 12).")
    private double seconds = 12;

    private boolean valid = true;

    Columns() {}

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(Commands.execute(new Columns(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        VectorWidth chosen = VectorWidth.choose(width);
        if (chosen == VectorWidth.SCALAR) {
            throw new InputException("--width " + width + ": this compares vectors with C; give 512, 256, 128 or preferred, on a JVM that has them");
        }
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new InputException("--seconds " + seconds + ": give a number above 0 and up to 3600");
        }
        List<Row> all = Rows.all();
        List<Pattern> patterns = Commands.patterns(only);
        List<Row> rows = all.stream().filter(row -> Commands.matches(patterns, row.name())).toList();
        if (rows.isEmpty()) {
            throw new InputException(
                    "--only " + String.join(" --only ", only) + ": there is no such row; the names are "
                            + String.join("; ", all.stream().map(Row::name).toList()));
        }
        json.ifPresent(file -> Commands.requireWritable("--json", file));
        Optional<Path> library = Fork.library(chosen);
        ObjectNode table = JSON.createObjectNode();
        head(table, chosen);
        compare(table, library, chosen);
        System.out.printf(FORMAT, "us a call or a step", "size", "plain", "Vector API", "C", "OpenBLAS", "VA / C", "bits");
        ArrayNode list = table.putArray("rows");
        for (Row row : rows) {
            list.add(measure(row, all.indexOf(row), library, chosen));
        }
        table.put("valid", valid);
        json.ifPresent(file -> write(file, table));
        return valid ? 0 : 1;
    }

    private void head(ObjectNode table, VectorWidth chosen) {
        Map<String, String> environment = Environment.describe();
        environment.forEach(table::put);
        table.put("vector_width", chosen.label());
        table.put("compiler", Rows.compiler());
        System.out.printf("PAL4J %s, commit %s%n%s, %s%nvectors of %s bits, one thread; C: %s -O3%n", environment.get("pal4j"),
                environment.get("commit"),
                environment.get("cpu"), environment.get("jdk"), chosen.label(), Rows.compiler());
        String kernels = System.getenv("OPENBLAS_CORETYPE");
        if (kernels != null) {
            table.put("openblas_coretype", kernels);
            System.out.println("OPENBLAS_CORETYPE is set: OpenBLAS uses its kernels for " + kernels + ", not those for this processor");
        }
    }

    private void compare(ObjectNode table, Optional<Path> library, VectorWidth chosen) throws IOException {
        JsonNode compared = Fork.run(library, chosen.label(), "compare");
        table.put("compared", compared.get("rows").asInt());
        if (compared.has("no_c")) {
            table.put("no_c", compared.get("no_c").asText());
            System.out.println("no column in C: " + compared.get("no_c").asText());
        }
        JsonNode differences = compared.path("differences");
        System.out.printf("bits of %d kernels and sizes compared: %s%n%n", compared.get("rows").asInt(),
                differences.isEmpty() ? "equal" : differences.size() + " differ");
        for (JsonNode difference : differences) {
            valid = false;
            System.out.println("  " + difference.asText());
        }
        table.set("differences", differences.isEmpty() ? JSON.createArrayNode() : differences);
    }

    private ObjectNode measure(Row row, int number, Optional<Path> library, VectorWidth chosen) throws IOException {
        String[] arguments = {String.valueOf(number), String.valueOf(seconds)};
        JsonNode answer = Fork.run(library, chosen.label(), arguments);
        ObjectNode node = JSON.createObjectNode();
        node.put("kernel", row.kernel());
        node.put("size", row.size());
        ObjectNode times = node.putObject("us");
        times.setAll((ObjectNode) answer.get("us"));
        String difference = answer.path("difference").asText("");
        String fault = answer.path("fault").asText("");
        if (answer.has("fingerprint")) {
            // The plain form of a step are the scalar twins, which take a JVM of their own.
            JsonNode twins = Fork.run(library, VectorWidth.SCALAR.label(), arguments);
            times.put(Column.PLAIN.label(), twins.get("us").get(Column.VECTOR.label()).asDouble());
            fault = fault.isEmpty() ? twins.path("fault").asText("") : fault;
            if (difference.isEmpty() && twins.get("fingerprint").asLong() != answer.get("fingerprint").asLong()) {
                difference = "the scalar twins have other bits";
            }
        }
        boolean equal = difference.isEmpty();
        valid &= equal && fault.isEmpty();
        node.put("bits_equal", equal);
        String note = equal ? "equal" : "DIFFER: " + difference;
        if (!equal) {
            node.put("difference", difference);
        }
        if (!fault.isEmpty()) {
            node.put("fault", fault);
            note += "; NOT VALID: " + fault;
        }
        JsonNode ours = times.get(Column.VECTOR.label());
        JsonNode native_ = times.get(Column.C.label());
        String ratio = "";
        if (native_ != null) {
            node.put("vector_api_to_c", ours.asDouble() / native_.asDouble());
            ratio = String.format(Locale.ROOT, "%.2f", ours.asDouble() / native_.asDouble());
        }
        System.out.printf(FORMAT, row.kernel(), row.size(), shown(times, Column.PLAIN), shown(times, Column.VECTOR),
                native_ == null ? "none" : shown(times, Column.C), shown(times, Column.BLAS), ratio, note);
        return node;
    }

    /** Three digits that count. */
    private static String shown(JsonNode times, Column column) {
        JsonNode time = times.get(column.label());
        if (time == null) {
            return "";
        }
        double value = time.asDouble();
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static void write(Path file, ObjectNode table) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(table);
            WholeFile.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new InputException("--json " + file + ": can't be written (" + e.getMessage() + ")", e);
        }
    }
}
