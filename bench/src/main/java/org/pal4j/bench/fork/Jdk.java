package org.pal4j.bench.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.pal4j.InputException;

/**
 * A JDK with flags, on which these benchmarks run or those of another checkout.
 *
 * @param name  that it is called
 * @param home  its folder
 * @param other the benchmarks of another checkout; empty for these
 * @param flags for its JVM
 */
public record Jdk(String name, Path home, Optional<Path> other, List<String> flags) {
    private static final int OLDEST = 25;
    private static final String MODULE = "jdk.incubator.vector";
    /** Where a checkout has its benchmarks. */
    private static final Path JAR = Path.of("bench", "target", "benchmarks.jar");
    private static final String FORM = "give NAME=PATH, NAME=PATH,FLAG... or, for the JDK that runs this, NAME=,FLAG...";

    /** Copies the list. */
    public Jdk {
        flags = List.copyOf(flags);
    }

    /** With these benchmarks. */
    public Jdk(String name, Path home, List<String> flags) {
        this(name, home, Optional.empty(), flags);
    }

    /** The JDK that runs this program. */
    public static Jdk own() {
        return new Jdk(Integer.toString(Runtime.version().feature()), Path.of(System.getProperty("java.home")), List.of());
    }

    /** Reads the values of {@code --jdk}. A comma ends the path or a flag only before a minus, because flags may have commas. */
    public static List<Jdk> parse(List<String> options) {
        List<Jdk> jdks = new ArrayList<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 1 || option.substring(0, equals).isBlank()) {
                throw new InputException("--jdk " + option + ": has no name; " + FORM);
            }
            String name = option.substring(0, equals).strip();
            List<String> parts = Arrays.asList(option.substring(equals + 1).split(",(?=-)", -1));
            String path = parts.getFirst().replaceFirst(",$", "");
            List<String> flags = parts.subList(1, parts.size()).stream().map(String::strip).toList();
            if (path.startsWith("-")) {
                throw new InputException("--jdk " + option + ": a flag where the path is expected; " + FORM);
            }
            if (path.isEmpty() && flags.isEmpty()) {
                throw new InputException("--jdk " + option + ": has neither a path nor flags; " + FORM);
            }
            if (jdks.stream().anyMatch(other -> other.name.equals(name))) {
                throw new InputException("--jdk " + option + ": another one has the name " + name + "; give each its own");
            }
            jdks.add(path.isEmpty() ? new Jdk(name, own().home, flags) : isCheckout(Path.of(path))
                    ? new Jdk(name, own().home, Optional.of(Path.of(path).resolve(JAR)), flags) : new Jdk(name, Path.of(path), flags));
        }
        return jdks.isEmpty() ? List.of(own()) : jdks;
    }

    private static boolean isCheckout(Path folder) {
        return Files.isDirectory(folder.resolve(JAR.getName(0)).resolve("src"));
    }

    /** What is wrong with it, as far as its files tell. */
    public Optional<String> fault() {
        if (other.isPresent() && !Files.isReadable(other.get())) {
            return Optional.of("its benchmarks are not built: run ./pal4j bench -l there");
        }
        if (!Files.isExecutable(java())) {
            return Optional.of(home + " is no JDK: it has no bin/java");
        }
        Properties release = new Properties();
        Path file = home.resolve("release");
        if (Files.isReadable(file)) {
            try (var in = Files.newBufferedReader(file)) {
                release.load(in);
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty(); // Its JVM will tell.
            }
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        String feature = version.replaceFirst("[^0-9].*", "");
        if (!feature.isEmpty() && Integer.parseInt(feature) < OLDEST) {
            return Optional.of(home + " is JDK " + version + ", and PAL4J needs " + OLDEST + " or newer");
        }
        String modules = release.getProperty("MODULES", "").replace("\"", "");
        if (!modules.isEmpty() && !List.of(modules.split(" ")).contains(MODULE)) {
            return Optional.of(home + " is a JDK without the module " + MODULE);
        }
        return Optional.empty();
    }

    /** Its program that starts a JVM. */
    Path java() {
        return home.resolve("bin").resolve(System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java");
    }
}
