package org.pal4j.bench.columns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pal4j.VectorWidth;

/** A JVM of its own for one row, so that no row's kernels are compiled for another's data. It prints one line of JSON. */
public final class Fork {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int COMPARED_RUNS = 3;

    private Fork() {}

    /** Arguments: the number of the row in {@link Rows#all}, or {@code compare} for {@link Rows#toCompare}; seconds. */
    public static void main(String[] arguments) throws IOException {
        ObjectNode answer = arguments[0].equals("compare") ? compare() : measure(Integer.parseInt(arguments[0]), Double.parseDouble(arguments[1]));
        System.out.println(JSON.writeValueAsString(answer));
    }

    private static ObjectNode compare() {
        ObjectNode answer = JSON.createObjectNode();
        List<Row> rows = Rows.toCompare();
        answer.put("rows", rows.size());
        Rows.whyNoC().ifPresent(why -> answer.put("no_c", why));
        for (Row row : rows) {
            Rows.difference(row, 5, COMPARED_RUNS).ifPresent(what -> answer.withArray("differences").add(row.name() + ": " + what));
        }
        return answer;
    }

    private static ObjectNode measure(int number, double seconds) {
        Row row = Rows.all().get(number);
        ObjectNode answer = JSON.createObjectNode();
        boolean twins = VectorWidth.current() == VectorWidth.SCALAR;
        if (!twins) {
            Rows.difference(row, 11, COMPARED_RUNS).ifPresent(what -> answer.put("difference", what));
        }
        Case measured = row.prepare(3);
        if (measured instanceof StepCase steps) {
            steps.runAll();
            answer.put("fingerprint", steps.fingerprint());
        }
        Set<Column> columns = twins ? EnumSet.of(Column.VECTOR) : EnumSet.allOf(Column.class);
        Steady.Score score = Steady.measure(measured, columns, seconds);
        ObjectNode times = answer.putObject("us");
        score.microseconds().forEach((column, microseconds) -> times.put(column.label(), microseconds));
        score.fault().ifPresent(fault -> answer.put("fault", fault));
        return answer;
    }

    /**
     * Starts such a JVM and waits for its answer.
     *
     * @param library compiled already, if there is one
     * @param width   of the vectors, or scalar
     * @throws IOException with what the JVM said, if it gives no answer
     */
    public static JsonNode run(Optional<Path> library, String width, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        library.ifPresent(file -> command.add("-D" + Compiler.PROPERTY + "=" + file));
        command.addAll(List.of("-D" + VectorWidth.PROPERTY + "=" + width, "-cp", System.getProperty("java.class.path"), Fork.class.getName()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("pal4j-fork-", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectError(said.toFile()).start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            try {
                process.waitFor();
            } catch (InterruptedException stopped) {
                process.destroy();
                Thread.currentThread().interrupt();
                throw new IOException("stopped", stopped);
            }
            if (process.exitValue() != 0) {
                throw new IOException(Files.readString(said).lines().filter(line -> !line.startsWith("WARNING")).findFirst()
                        .orElse("status " + process.exitValue()));
            }
            return JSON.readTree(answer);
        } finally {
            Files.deleteIfExists(said);
        }
    }

    /** The library for a width, for all forks; empty if it can't be made, which every fork finds out and says. */
    public static Optional<Path> library(VectorWidth width) {
        try {
            return Optional.of(Compiler.library(Math.max(width.bits(), 128)));
        } catch (Compiler.Missing missing) {
            return Optional.empty();
        }
    }
}
