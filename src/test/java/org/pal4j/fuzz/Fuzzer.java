package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.fuzz.Trial.Outcome;

/** Reads many mutants with one reader, and keeps those that show a fault of it. */
final class Fuzzer implements AutoCloseable {
    /** Mutants that are kept of each kind of fault. */
    private static final int KEPT = 2;
    private static final Path KEEP = Path.of("target", "fuzz");

    private final Reader reader;
    private final long seed;
    private final Trial trial;
    private final Mutator mutator;
    private final Map<String, Integer> findings = new LinkedHashMap<>();
    private final Map<String, String> first = new LinkedHashMap<>();
    private long accepted;
    private long refused;
    private double mostMemory;
    private double seconds;
    private double longest;
    private long slowest;

    /** Makes the undamaged samples, all of which must be read. */
    Fuzzer(Reader reader, long seed) throws IOException {
        this.reader = reader;
        this.seed = seed;
        trial = Trial.open();
        List<Sample> samples = trial.samples(reader);
        for (Sample sample : samples) {
            Outcome outcome = trial.read(reader, sample);
            if (!outcome.accepted()) {
                throw new AssertionError(reader.name() + ": an undamaged sample is refused: " + outcome);
            }
        }
        mutator = new Mutator(reader, samples);
    }

    /** Reads a mutant. */
    Outcome read(long index) throws IOException {
        Sample mutant = mutator.mutant(seed, index);
        long start = System.nanoTime();
        Outcome outcome = trial.read(reader, mutant);
        double taken = (System.nanoTime() - start) * 1e-9;
        seconds += taken;
        if (taken > longest) {
            longest = taken;
            slowest = index;
        }
        accepted += outcome.accepted() && outcome.finding().isEmpty() ? 1 : 0;
        refused += outcome.accepted() || outcome.finding().isPresent() ? 0 : 1;
        mostMemory = Math.max(mostMemory, (double) outcome.allocated() / reader.bound(mutant.size()));
        if (outcome.finding().isPresent()) {
            String finding = outcome.finding().get();
            String kind = finding.lines().findFirst().orElse("");
            if (findings.merge(kind, 1, Integer::sum) <= KEPT) {
                first.putIfAbsent(kind,
                        "mutant " + index + ": " + finding + "\n  kept in " + keep(index, mutant, finding) + "; again: " + again(index));
            }
        }
        return outcome;
    }

    /** Keeps a mutant in the folder for that, and what it shows. */
    Path keep(long index, Sample mutant, String finding) throws IOException {
        Path folder = KEEP.resolve(reader.name().replace(' ', '-') + "-" + seed + "-" + index);
        Files.createDirectories(folder);
        Sample.clear(folder);
        for (String file : mutant.files()) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, mutant.bytes(file));
        }
        StringBuilder odd = new StringBuilder();
        mutant.nodes().forEach((path, node) -> odd.append(node instanceof Node.Odd ? path + " is " + node + "\n" : ""));
        Files.writeString(folder.resolve("finding.txt"), finding + "\n" + odd + again(index) + "\n");
        return folder;
    }

    /** Returns the mutant of a number. */
    Sample mutant(long index) {
        return mutator.mutant(seed, index);
    }

    private String again(long index) {
        return "mvn test-compile exec:exec@fuzz -Dfuzz=\"--reader '" + reader.name() + "' --seed " + seed + " --index " + index + "\"";
    }

    /** Returns each kind of fault once, with its first mutant. */
    List<String> findings() {
        return first.entrySet().stream().map(entry -> findings.get(entry.getKey()) + " times, first " + entry.getValue()).toList();
    }

    /** Returns the numbers of {@link Summary}. */
    Summary summary() {
        return new Summary(reader.name(), accepted, refused, findings.values().stream().mapToLong(k -> k).sum(), mostMemory, seconds, longest,
                slowest);
    }

    @Override
    public void close() throws IOException {
        trial.close();
    }
}
