package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Public members of exported packages have a comment. The compiler's doclint can check this too, but then it also requires {@code @param} and
 * {@code @return}, which this project does not.
 */
class CommentsTest {
    private static final int MAX_COLUMNS = 150;
    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java");

    @Test
    void publicMembersHaveComments() throws IOException, URISyntaxException {
        List<Path> packages;
        Path classes = Path.of(InputException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            packages = ModuleDescriptor.read(in).exports().stream().map(exports -> SOURCES.resolve(exports.source().replace('.', '/'))).toList();
        }
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources = files.filter(file -> packages.contains(file.getParent()) && file.toString().endsWith(".java")).toList();
            assertEquals(List.of(), withoutComment(sources, List.of()));
        }
    }

    /** The formatter wraps code and leaves comments alone. */
    @Test
    void noLineIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/test/java", "bench/src/main/java")) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve("../../..").resolve(root))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Files.readAllLines(file).stream().filter(line -> line.length() > MAX_COLUMNS)
                            .forEach(line -> tooLong.add(file.getFileName() + ": " + line));
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }

    /** Shows that the first test can fail. */
    @Test
    void aMissingCommentIsFound() throws IOException {
        String text = """
                public interface A { int x = 1; void f(); /** Has one. */ void g(); enum E { ONE } }
                /** Has one. */ class B { public int hidden; }
                /** Has one. */ public record C(int i) {
                  @Override public String toString() { return ""; }
                  private int f() { return 1; }
                }
                """;
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        assertEquals(List.of("A.java: A", "A.java: x", "A.java: f", "A.java: E", "A.java: ONE"), withoutComment(List.of(), List.of(source)));
    }

    private static List<String> withoutComment(List<Path> files, List<JavaFileObject> more) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<JavaFileObject> sources = new ArrayList<>(more);
            manager.getJavaFileObjectsFromPaths(files).forEach(sources::add);
            JavacTask task = (JavacTask) javac.getTask(null, manager, null, List.of("-proc:none"), null, sources);
            Scanner scanner = new Scanner(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                scanner.scan(unit, false);
            }
            return scanner.found;
        }
    }

    /** Visits public declarations. The argument says whether members are public without a modifier, as in interfaces. */
    private static final class Scanner extends TreePathScanner<Void, Boolean> {
        private final DocTrees trees;
        private final List<String> found = new ArrayList<>();

        Scanner(DocTrees trees) {
            this.trees = trees;
        }

        private boolean isPublic(ModifiersTree modifiers, boolean implied) {
            return implied || modifiers.getFlags().contains(Modifier.PUBLIC) || modifiers.getFlags().contains(Modifier.PROTECTED);
        }

        private void look(CharSequence name) {
            if (trees.getDocComment(getCurrentPath()) == null) {
                Path file = Path.of(getCurrentPath().getCompilationUnit().getSourceFile().getName());
                found.add(file.getFileName() + ": " + name);
            }
        }

        @Override
        public Void visitClass(ClassTree type, Boolean implied) {
            if (isPublic(type.getModifiers(), implied)) {
                look(type.getSimpleName());
                boolean isInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
                scan(type.getMembers(), isInterface);
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Boolean implied) {
            boolean inherits = method.getModifiers().getAnnotations().stream().anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
            // In an interface, methods are public unless they say private.
            if (!inherits && isPublic(method.getModifiers(), implied) && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                look(method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Boolean implied) {
            if (isPublic(field.getModifiers(), implied)) {
                look(field.getName());
            }
            return null;
        }
    }
}
