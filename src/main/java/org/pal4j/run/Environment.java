package org.pal4j.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.pal4j.VectorWidth;

/** The software and hardware of a run, stored with its results and shown by {@code pal4j doctor}. */
public final class Environment {
    /** The entry with the command line. */
    public static final String COMMAND = "command";
    /** The entry with a note of the user. */
    public static final String NOTE = "note";
    /** The system property with the command line that started this program, if there was one. */
    public static final String COMMAND_PROPERTY = "pal4j.command";
    /** The system property with a note of the user, if there is one. */
    public static final String NOTE_PROPERTY = "pal4j.note";

    private Environment() {}

    /** Returns what tells one run from another, and then the software and hardware: when it began, its command line, host and note. */
    static Map<String, String> ofRun() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("started",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)));
        put(values, COMMAND, System.getProperty(COMMAND_PROPERTY));
        put(values, NOTE, System.getProperty(NOTE_PROPERTY));
        put(values, "host", host());
        values.putAll(describe());
        return values;
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.put(name, value);
        }
    }

    /** Returns the name of this machine. Java's own way asks the network, which may take seconds. */
    private static @Nullable String host() {
        try {
            Path linux = Path.of("/proc/sys/kernel/hostname");
            if (Files.isReadable(linux)) {
                return Files.readString(linux).strip();
            }
        } catch (IOException e) {
            // The environment may know it.
        }
        String name = System.getenv("HOSTNAME");
        return name != null ? name : System.getenv("COMPUTERNAME");
    }

    /** Returns names and values of software and hardware in display order. */
    public static Map<String, String> describe() {
        Map<String, String> values = new LinkedHashMap<>();
        Properties build = build();
        values.put("pal4j", build.getProperty("git.build.version", "unknown"));
        values.put("commit", commit(build));
        values.put("jdk", System.getProperty("java.vendor.version", System.getProperty("java.vendor")) + ", "
                + System.getProperty("java.runtime.version"));
        values.put("jvm", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info"));
        values.put("cpu", cpu());
        values.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        values.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        values.put("vector_width", VectorWidth.current().label());
        values.put("widest_vectors", VectorWidth.widestBits() + " bits");
        return values;
    }

    private static String commit(Properties build) {
        String commit = build.getProperty("git.commit.id.full", "unknown");
        return commit + (build.getProperty("git.dirty", "false").equals("true") ? " with changes" : "");
    }

    /** Reads version and commit from the build. They are missing if the sources were built without their Git history. */
    private static Properties build() {
        Properties properties = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // The values stay unknown.
        }
        return properties;
    }

    private static String cpu() {
        try {
            Path linux = Path.of("/proc/cpuinfo");
            if (Files.isReadable(linux)) {
                return Files.readString(linux).lines()
                        .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst().orElse(System.getProperty("os.arch"));
            }
            if (System.getProperty("os.name").startsWith("Mac")) {
                Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            // The architecture is shown instead.
        }
        return System.getProperty("PROCESSOR_IDENTIFIER", System.getProperty("os.arch"));
    }
}
