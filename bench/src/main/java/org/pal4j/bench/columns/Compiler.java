package org.pal4j.bench.columns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles the C sources, which are resources of this program, by the system's compiler. */
final class Compiler {
    private static final List<String> SOURCES = List.of("lanes.h", "kernels.h", "batches.h", "kernels.c", "step.c");

    /** The system property that names a library which is there already. */
    static final String PROPERTY = "pal4j.columns.library";

    private Compiler() {}

    /** Why there is no library, in words for the table. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String reason) {
            super(reason);
        }
    }

    /**
     * The shared library that {@value #PROPERTY} names, or a new one in a temporary folder, which goes when the JVM ends.
     *
     * @param bits the width of its vectors
     * @throws Missing if there is no compiler or it fails
     */
    static Path library(int bits) throws Missing {
        String made = System.getProperty(PROPERTY);
        if (made != null) {
            return Path.of(made);
        }
        List<String> compiler = find();
        try {
            Path folder = Files.createTempDirectory("pal4j-c-");
            folder.toFile().deleteOnExit();
            for (String name : SOURCES) {
                copy(name, folder.resolve(name));
            }
            Path library = folder.resolve(System.mapLibraryName("pal4j-columns"));
            library.toFile().deleteOnExit();
            compile(command(compiler, bits, folder, library));
            return library;
        } catch (IOException fault) {
            throw new Missing("the C sources can't be compiled (" + fault.getMessage() + ")");
        }
    }

    /** The words of the variable CC, a compiler and its first arguments, or the first of cc, gcc and clang on the path. */
    static List<String> find() throws Missing {
        return find(System.getenv("CC"));
    }

    static List<String> find(@Nullable String chosen) throws Missing {
        List<List<String>> commands = chosen == null || chosen.isBlank() ? List.of(List.of("cc"), List.of("gcc"), List.of("clang"))
                : isThere(chosen.strip()) ? List.of(List.of(chosen.strip())) : List.of(List.of(chosen.strip().split("\\s+")));
        for (List<String> command : commands) {
            if (isThere(command.getFirst())) {
                return command;
            }
        }
        throw new Missing("no C compiler (" + String.join(", ", commands.stream().map(List::getFirst).toList()) + ")");
    }

    private static boolean isThere(String name) {
        if (name.contains("/") && Files.isExecutable(Path.of(name))) {
            return true;
        }
        Stream<String> folders = Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator));
        return folders.filter(folder -> !folder.isBlank()).anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** What the compiler says of itself, and the arguments that it was given with. */
    static String version() {
        try {
            List<String> compiler = find();
            List<String> command = new ArrayList<>(compiler);
            command.add("--version");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("unknown");
            return String.join(" ", said, String.join(" ", compiler.subList(1, compiler.size()))).strip();
        } catch (Missing | IOException fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    private static List<String> command(List<String> compiler, int bits, Path folder, Path library) {
        List<String> command = new ArrayList<>(compiler);
        // Operations stay as they are written: no contraction, no reordering.
        command.addAll(List.of("-O3", "-std=gnu11", "-ffp-contract=off", "-fno-math-errno", "-fPIC", "-shared", tuned(), "-DWIDTH=" + bits, "-o",
                library.toString(), folder.resolve("kernels.c").toString(), folder.resolve("step.c").toString()));
        return command;
    }

    private static String tuned() {
        return System.getProperty("os.arch").equals("amd64") ? "-march=native" : "-mcpu=native";
    }

    private static void compile(List<String> command) throws IOException, Missing {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status;
        try {
            status = process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Missing("stopped while compiling");
        }
        if (status != 0) {
            List<String> lines = new ArrayList<>(said.lines().filter(line -> line.contains("error")).toList());
            throw new Missing(String.join(" ", command.subList(0, 2)) + " .. failed: " + (!lines.isEmpty() ? lines.getFirst()
                    : said.isBlank() ? "it ended with status " + status + " and without a word" : said.strip()));
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream source = Compiler.class.getResourceAsStream("c/" + name)) {
            if (source == null) {
                throw new IOException("no " + name + " in this program");
            }
            Files.copy(source, to);
        }
        to.toFile().deleteOnExit();
    }
}
