package org.pal4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pal4j verify}. */
@Command(
        name = "verify",
        description = {
            "Follows golden trajectories with the simulator and with the double-precision reference model.",
            "Exit status 1 if any case fails."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders with case.json and arrays.npz (see docs/verify.md).")
    private List<Path> folders;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() {
        vector.apply();
        int status = 0;
        for (Path folder : folders) {
            try {
                status = Math.max(status, verify(folder));
            } catch (InputException e) {
                // The other cases are still verified.
                Main.say(e.getMessage());
                status = Main.UNUSABLE;
            }
        }
        return status;
    }

    private static int verify(Path folder) {
        Verification.Result result = Catalog.golden(folder).verify();
        System.out.printf(Locale.ROOT, "%s  simd=%.2e reference=%.2e  %s%n", result.name(), result.simd().error(),
                result.reference().error(), result.passed() ? "PASS" : "FAIL");
        explain("simd", result.simd());
        explain("reference", result.reference());
        return result.passed() ? 0 : Main.FAILED;
    }

    private static void explain(String model, Comparison comparison) {
        comparison.divergence().ifPresent(at -> System.out.printf(Locale.ROOT,
                "    %s leaves the bound %.0e first after step %d: %s%s is %s, expected %s%n", model, comparison.bound(), at.step(), at.variable(),
                at.index(), at.got(), at.expected()));
    }
}
