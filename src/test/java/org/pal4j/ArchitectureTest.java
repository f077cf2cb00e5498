package org.pal4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The architecture in docs/contributing.md: each layer uses only layers below it. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.pal4j");
    private static final Set<String> TRANSCENDENTAL = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log1p", "log10", "pow", "cbrt", "sinh", "cosh", "tanh", "hypot");

    private static ArchRule layers() {
        return layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("root").definedBy("org.pal4j")
                .layer("memory").definedBy("org.pal4j.memory..")
                .layer("random").definedBy("org.pal4j.random..")
                .layer("kernel").definedBy("org.pal4j.kernel..")
                .layer("circuit").definedBy("org.pal4j.circuit..")
                .layer("rate").definedBy("org.pal4j.rate..")
                .layer("measure").definedBy("org.pal4j.measure..")
                .layer("data").definedBy("org.pal4j.data..")
                .layer("format").definedBy("org.pal4j.format..")
                .layer("run").definedBy("org.pal4j.run..")
                .layer("report").definedBy("org.pal4j.report..")
                .layer("cli").definedBy("org.pal4j.cli..")
                .whereLayer("root").mayNotAccessAnyLayer()
                .whereLayer("memory").mayOnlyAccessLayers("root")
                .whereLayer("random").mayOnlyAccessLayers("root")
                .whereLayer("kernel").mayOnlyAccessLayers("root", "memory", "random")
                .whereLayer("circuit").mayOnlyAccessLayers("root", "memory", "random", "kernel")
                .whereLayer("rate").mayOnlyAccessLayers("root", "memory", "random", "kernel")
                .whereLayer("measure").mayOnlyAccessLayers("root", "memory", "random", "kernel", "circuit", "rate")
                .whereLayer("data").mayOnlyAccessLayers("root", "memory", "random", "kernel", "circuit")
                .whereLayer("format").mayOnlyAccessLayers("root", "memory", "random", "kernel", "circuit", "rate", "measure", "data")
                // A run stores its results in files: in layer 5, run may use format, but not the reverse.
                .whereLayer("run")
                .mayOnlyAccessLayers("root", "memory", "random", "kernel", "circuit", "rate", "measure", "data", "format")
                // In layer 6, cli may use report, but not the reverse.
                .whereLayer("report")
                .mayOnlyAccessLayers("root", "memory", "random", "kernel", "circuit", "rate", "measure", "data", "format", "run")
                .whereLayer("cli").mayNotBeAccessedByAnyLayer();
    }

    @Test
    void layersUseOnlyLayersBelow() {
        layers().check(MAIN);
    }

    /** Checks that the rule above can fail, with a class in the root package that uses a higher layer. */
    @Test
    void upwardDependencyIsDetected() {
        JavaClasses withOffender = new ClassFileImporter().importClasses(Offender.class, org.pal4j.memory.Lanes.class);
        assertThrows(AssertionError.class, () -> layers().allowEmptyShould(true).check(withOffender));
    }

    /** The root package may depend on no other package; this class does. */
    static final class Offender {
        int width() {
            return org.pal4j.memory.Lanes.padded(3);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.pal4j.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyKernelsUseTheVectorApi() {
        noClasses().that().resideOutsideOfPackage("org.pal4j.kernel..").and().doNotHaveFullyQualifiedName("org.pal4j.VectorWidth")
                .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..").check(MAIN);
    }

    @Test
    void librariesAreUsedOnlyInTheirLayers() {
        noClasses().that().resideOutsideOfPackage("org.pal4j.cli..")
                .should().dependOnClassesThat().resideInAnyPackage("picocli..", "me.tongfei..").check(MAIN);
        noClasses().that().resideOutsideOfPackages("org.pal4j.cli..", "org.pal4j.report..", "org.pal4j.run..", "org.pal4j.format..")
                .should().dependOnClassesThat().resideInAnyPackage("com.fasterxml..", "org.apache.commons..").check(MAIN);
    }

    @Test
    void onlyTheCommandLineExits() {
        noClasses().that().resideOutsideOfPackage("org.pal4j.cli..").should().callMethod(System.class, "exit", int.class).check(MAIN);
    }

    /** The bits of library functions depend on the machine and on warm-up (docs/numerics.md). */
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
