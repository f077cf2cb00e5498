package org.pal4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pal4j.memory.Lanes;

/** The house of docs/contributing.md: floors, each using only floors below it; small packages; a narrow public face. */
class HouseTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.pal4j");
    private static final Set<String> TRANSCENDENTAL = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log1p", "log10", "pow", "cbrt", "sinh", "cosh", "tanh",
            "hypot");
    private static final String ROOT = "org.pal4j";
    private static final int MAX_FILES = 25;
    private static final Path SOURCES = Path.of("src/main/java");

    /** The packages of each floor, from the ground. Packages of one floor do not use each other, but for those in {@link #SAME_FLOOR}. */
    private static final List<List<String>> FLOORS = List.of(
            List.of(""),
            List.of("format", "memory", "random"),
            List.of("config", "folder", "kernel", "kernel.batch"),
            List.of("circuit", "rate", "data", "data.own"),
            List.of("measure", "verify"),
            List.of("chart"),
            List.of("model"),
            List.of("run", "model.circuit", "model.circuit.golden", "model.circuit.original", "model.rate", "model.rate.golden"),
            List.of("sweep"),
            List.of("catalog"),
            List.of("session", "session.request", "session.pipe", "session.slice", "session.subject", "report", "report.sweep", "report.figure",
                    "report.page"),
            List.of("service"),
            List.of("cli", "cli.option", "cli.check", "cli.doctor", "cli.progress", "cli.look", "cli.shell", "cli.slurm"));
    /** A package and one inside it, or inside the same one, on the same floor: the first may use the second. */
    private static final Set<String> SAME_FLOOR = Set.of(
            "kernel.batch > kernel", "session.request > session", "session.pipe > session", "session.pipe > session.request",
            "session.slice > session", "session.slice > session.request",
            "session.subject > session", "session.subject > session.pipe", "data.own > data",
            "model.circuit > model.circuit.original", "model.circuit > model.circuit.golden", "model.rate > model.rate.golden",
            "report > report.sweep",
            "report > report.page", "report > report.figure", "report.figure > report.page",
            "report.sweep > report.page", "cli > cli.progress", "cli > cli.option", "cli > cli.check", "cli > cli.doctor", "cli.check > cli.option",
            "cli > cli.shell", "cli.shell > cli.option", "cli > cli.slurm",
            "cli > cli.look", "cli.look > cli.progress");

    private static String packageOf(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }

    private static int floor(String name) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(name)) {
                return floor;
            }
        }
        throw new AssertionError("package " + name + " stands on no floor");
    }

    /** Every use of a package that is not on a floor below, as {@code user > used}. */
    private static Set<String> looksUp(JavaClasses classes) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = packageOf(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)) {
                    String to = packageOf(target);
                    if (!from.equals(to) && floor(to) >= floor(from) && !SAME_FLOOR.contains(from + " > " + to)) {
                        wrong.add(from + " > " + to + ": " + type.getSimpleName() + " uses " + target.getSimpleName());
                    }
                }
            }
        }
        return wrong;
    }

    @Test
    void everyFloorUsesOnlyFloorsBelow() {
        assertEquals(Set.of(), looksUp(MAIN));
    }

    /** The rule above finds something: a class of these tests sits in the root package and uses a floor. */
    @Test
    void aFloorThatLooksUpIsFound() {
        JavaClasses withOffender = new ClassFileImporter().importClasses(Offender.class, Lanes.class);
        assertFalse(looksUp(withOffender).isEmpty());
    }

    /** The root package may use nothing; this does. */
    static final class Offender {
        int width() {
            return Lanes.padded(3);
        }
    }

    @Test
    void everyPackageStandsOnAFloor() {
        Set<String> there = new TreeSet<>();
        MAIN.forEach(type -> there.add(packageOf(type)));
        Set<String> planned = new TreeSet<>();
        FLOORS.forEach(planned::addAll);
        assertEquals(planned, there);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.pal4j.(**)").should().beFreeOfCycles().check(MAIN);
    }

    private static Map<String, List<Path>> filesByPackage() throws IOException {
        Map<String, List<Path>> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(SOURCES)) {
            all.filter(file -> file.toString().endsWith(".java")).sorted()
                    .forEach(file -> files.computeIfAbsent(SOURCES.relativize(file.getParent()).toString(), key -> new java.util.ArrayList<>())
                            .add(file));
        }
        return files;
    }

    @Test
    void packagesAreSmallEnoughToBeUnderstood() throws IOException {
        for (Map.Entry<String, List<Path>> entry : filesByPackage().entrySet()) {
            assertTrue(entry.getValue().size() <= MAX_FILES, entry.getKey() + " has " + entry.getValue().size() + " files");
        }
    }

    /** A package comment comes first, and says what the package may use. */
    @Test
    void everyPackageSaysWhatItMayUse() throws IOException {
        for (Map.Entry<String, List<Path>> entry : filesByPackage().entrySet()) {
            if (!entry.getKey().isEmpty()) {
                Path comment = SOURCES.resolve(entry.getKey()).resolve("package-info.java");
                assertTrue(Files.exists(comment), entry.getKey() + " has no package comment");
                String text = Files.readString(comment).replaceAll("\\s+\\*\\s+", " ");
                assertTrue(text.matches("(?s).*([Mm]ay use|[Uu]ses nothing|[Dd]epends (only )?on).*"),
                        entry.getKey() + ": its comment does not say what it may use");
            }
        }
    }

    @Test
    void onlyKernelsUseTheVectorApi() {
        noClasses().that().resideOutsideOfPackage("org.pal4j.kernel..").and().doNotHaveFullyQualifiedName("org.pal4j.VectorWidth")
                .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..").check(MAIN);
    }

    @Test
    void librariesStayInTheirRooms() {
        noClasses().that().resideOutsideOfPackage("org.pal4j.cli..")
                .should().dependOnClassesThat().resideInAnyPackage("picocli..", "me.tongfei..").check(MAIN);
        // The header of a safetensors file is JSON.
        noClasses().that().resideOutsideOfPackages("org.pal4j.config..", "org.pal4j.format..")
                .should().dependOnClassesThat().resideInAPackage("com.fasterxml..").check(MAIN);
        noClasses().that().resideOutsideOfPackage("org.pal4j.report.figure..")
                .should().dependOnClassesThat().resideInAnyPackage("org.mozilla..", "org.apache.pdfbox..", "org.apache.fontbox..", "java.awt..")
                .check(MAIN);
        noClasses().that().resideOutsideOfPackages("org.pal4j.config..", "org.pal4j.report..")
                .should().dependOnClassesThat().resideInAPackage("org.apache.commons..").check(MAIN);
    }

    /** What other programs see: no kernel, no command line, no library. */
    @Test
    void theModuleExportsWhatUsersNeed() throws IOException {
        String module = Files.readString(SOURCES.resolve("module-info.java"));
        Matcher exported = Pattern.compile("exports org\\.pal4j\\.?([\\w.]*);").matcher(module);
        Set<String> exports = new TreeSet<>();
        while (exported.find()) {
            exports.add(exported.group(1));
        }
        for (String inside : List.of("kernel", "kernel.batch", "cli", "cli.option", "cli.check", "cli.doctor", "cli.progress", "cli.look",
                "cli.shell", "cli.slurm", "report.sweep", "report.figure",
                "report.page", "session.request", "session.slice", "service", "model.circuit.original", "model.circuit.golden",
                "model.rate.golden")) {
            assertFalse(exports.contains(inside), inside + " is exported");
        }
        Set<String> packages = new TreeSet<>();
        MAIN.forEach(type -> packages.add(packageOf(type)));
        assertTrue(packages.containsAll(exports), exports.toString());
        for (JavaClass type : MAIN) {
            boolean shown = exports.contains(packageOf(type)) && type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC);
            type.getMethods().stream().filter(method -> shown && method.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
                    .forEach(method -> assertFalse(method.getRawReturnType().getName().startsWith("com.fasterxml")
                            || method.getRawParameterTypes().stream().anyMatch(parameter -> parameter.getName().startsWith("com.fasterxml")),
                            method.getFullName() + " shows a type of a library"));
        }
    }

    @Test
    void onlyTheCommandLineEndsTheJvm() {
        noClasses().that().resideOutsideOfPackage("org.pal4j.cli..").should().callMethod(System.class, "exit", int.class).check(MAIN);
    }

    /** Their bits depend on the machine and on warm-up (docs/numerics.md). The definitions of activations in double are not kernels. */
    @Test
    void kernelsUseNoLibraryTranscendentals() {
        DescribedPredicate<JavaMethodCall> transcendental = DescribedPredicate.describe("of a transcendental function of java.lang.Math",
                call -> call.getTargetOwner().isEquivalentTo(Math.class) && TRANSCENDENTAL.contains(call.getName()));
        noClasses().that().resideInAPackage("org.pal4j.kernel..").should().callMethodWhere(transcendental).check(MAIN);
    }

    @Test
    void kernelsNeverSumAcrossLanes() {
        DescribedPredicate<JavaMethodCall> reduction = DescribedPredicate.describe("of reduceLanes",
                call -> call.getName().equals("reduceLanes"));
        noClasses().should().callMethodWhere(reduction).check(MAIN);
    }
}
