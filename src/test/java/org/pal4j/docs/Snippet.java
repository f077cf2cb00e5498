package org.pal4j.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.pal4j.circuit.Circuit;

/**
 * Java code of a page.
 *
 * @param where  file and line, for messages
 * @param name   of its class; statements get one
 * @param source a whole file
 */
record Snippet(String where, String name, String source) {
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public |final )*(?:class|record|interface|enum) (\\w+)");

    /** The code of a block. Statements are put into a method that may throw anything, behind their imports. */
    static Snippet of(Page.Block block) {
        String code = block.content();
        Matcher type = TYPE.matcher(code);
        if (type.find()) {
            return new Snippet(block.where(), type.group(1), code);
        }
        String imports = block.lines().stream().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String statements = block.lines().stream().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return new Snippet(block.where(), "Statements", imports + "\nclass Statements {\n void run() throws Exception {\n" + statements + "\n}\n}\n");
    }

    /** Compiles it against the classes of the program; gives the compiler's messages if it fails. */
    Optional<String> compile(Path folder) throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder).resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-proc:none", "-nowarn", "-d", folder.toString(), "-classpath", classPath());
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file)).call();
            return compiled ? Optional.empty() : Optional.of(where + ": " + messages);
        }
    }

    private static String classPath() {
        return Path.of(URI.create(Circuit.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }

    /** Runs its method main and gives what it prints. */
    String run(Path folder) throws IOException, ReflectiveOperationException {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()}, Snippet.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            classes.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
