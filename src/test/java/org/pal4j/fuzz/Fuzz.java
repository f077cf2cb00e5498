package org.pal4j.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pal4j.fuzz.Trial.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries any number of mutants in several processes, or one mutant again. docs/contributing.md has the command. */
@Command(name = "fuzz", description = "Damages files, and looks for faults of what reads them.", mixinStandardHelpOptions = true)
final class Fuzz implements java.util.concurrent.Callable<Integer> {
    @Option(names = "--mutants", defaultValue = "20000", description = "Mutants of all readers together; ${DEFAULT-VALUE} unless given.")
    private long mutants;

    @Option(names = "--seed", defaultValue = "1", description = "Another seed makes other mutants; ${DEFAULT-VALUE} unless given.")
    private long seed;

    @Option(names = "--processes", description = "All processors unless given.")
    private int processes = Runtime.getRuntime().availableProcessors();

    @Option(names = "--reader", description = "Only this reader.")
    private String only = "";

    @Option(names = "--index", description = "Only this mutant; it is kept in target/fuzz.")
    private long index = -1;

    @Option(names = "--part", hidden = true, description = "What a process does by itself: each so many-th mutant.")
    private int part = -1;

    private Fuzz() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Fuzz()).execute(arguments));
    }

    private List<Reader> readers() {
        List<Reader> readers = Readers.all().stream().filter(reader -> only.isEmpty() || reader.name().equals(only)).toList();
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("no reader " + only + "; there are " + Readers.all().stream().map(Reader::name).toList());
        }
        return readers;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return index >= 0 ? one() : part >= 0 ? part() : all();
    }

    private int one() throws IOException {
        Reader reader = readers().getFirst();
        try (Fuzzer fuzzer = new Fuzzer(reader, seed)) {
            Outcome outcome = fuzzer.read(index);
            String text = outcome.finding().orElse(outcome.accepted() ? "it was read" : "it was refused: " + outcome.message());
            System.out.println(reader.name() + ", mutant " + index + ", " + outcome.allocated() + " bytes: " + text);
            System.out.println("kept in " + fuzzer.keep(index, fuzzer.mutant(index), text));
            return outcome.finding().isPresent() ? 1 : 0;
        }
    }

    /** How many mutants each reader gets. */
    static long share(Reader reader, List<Reader> readers, long mutants) {
        return Math.max(1, mutants * reader.weight() / readers.stream().mapToLong(Reader::weight).sum());
    }

    private int part() throws IOException {
        List<Reader> readers = readers();
        for (Reader reader : readers) {
            try (Fuzzer fuzzer = new Fuzzer(reader, seed)) {
                for (long k = part; k < share(reader, readers, mutants); k += processes) {
                    fuzzer.read(k);
                }
                fuzzer.findings().forEach(finding -> System.out.println(reader.name() + ": " + finding));
                System.out.println(fuzzer.summary().sent());
            }
        }
        return 0;
    }

    private int all() throws IOException, InterruptedException {
        List<Process> children = new ArrayList<>();
        for (int k = 0; k < processes; k++) {
            List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx1g",
                    "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    Fuzz.class.getName(), "--part", Integer.toString(k), "--processes", Integer.toString(processes), "--seed", Long.toString(seed),
                    "--mutants", Long.toString(mutants), "--reader", only));
            children.add(new ProcessBuilder(command).redirectErrorStream(true).start());
        }
        Map<String, Summary> summaries = new TreeMap<>();
        List<Thread> listeners = children.stream().map(child -> Thread.ofPlatform().start(() -> listen(child, summaries))).toList();
        for (Thread listener : listeners) {
            listener.join();
        }
        boolean broken = false;
        for (Process child : children) {
            broken |= child.waitFor() != 0;
        }
        System.out.println(Summary.HEAD);
        summaries.values().forEach(summary -> System.out.println(summary.line()));
        Summary sum = summaries.values().stream().reduce(new Summary("all", 0, 0, 0, 0, 0, 0, 0), Summary::plus);
        System.out.println(sum.line());
        return broken || sum.faulty() > 0 ? 1 : 0;
    }

    private static void listen(Process child, Map<String, Summary> summaries) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (summaries) {
                    if (Summary.isOne(line)) {
                        Summary summary = Summary.received(line);
                        summaries.merge(summary.reader(), summary, Summary::plus);
                    } else if (!line.startsWith("WARNING")) {
                        System.out.println(line);
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
