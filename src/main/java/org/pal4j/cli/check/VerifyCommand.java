package org.pal4j.cli.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.option.Messages;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.config.Json;
import org.pal4j.model.Model;
import org.pal4j.session.subject.CarriedCases;
import org.pal4j.session.subject.CaseResult;
import org.pal4j.session.subject.CaseResult.Verdict;
import org.pal4j.session.subject.Conformance;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pal4j verify}. */
@Command(
        name = "verify",
        description = {
            "Follows golden trajectories with the simulator and with the double-precision reference model.",
            "With --against, another program follows them, and random ones (see docs/conformance.md).",
            "Exit status 1 if any case fails."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final int USUAL_RANDOM = 20;
    private static final int MAX_RANDOM = 100_000;

    @Parameters(paramLabel = "DIR", arity = "0..*",
            description = "Folders with case.json and arrays.npz (see docs/verify.md). With --against, those that PAL4J carries if none is given.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--against", paramLabel = "COMMAND", description = "Lets this program follow the cases; it speaks the session protocol.")
    private Optional<String> against = Optional.empty();

    @Option(names = "--random", paramLabel = "N", description = "With --against, so many random cases; by default 20 if no DIR is given.")
    private Optional<Integer> random = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the random cases (default: 1).")
    private long seed = 1;

    @Option(names = "--keep", paramLabel = "DIR", description = "Where cases that fail are written, random ones in their simplest form.")
    private Optional<Path> keep = Optional.empty();

    @Option(names = "--patience", paramLabel = "SECONDS", description = "How long one reply of the program may take (default: 60).")
    private int patience = 60;

    @Option(names = "--json", description = "Prints one JSON document instead of text.")
    private boolean json;

    @Mixin
    private VectorOption vector;

    @SuppressWarnings("NullAway.Init") // The library sets it.
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        vector.apply();
        if (against.isPresent()) {
            return against(Words.of(against.get()));
        }
        if (random.isPresent() || keep.isPresent()) {
            throw new ParameterException(command.commandLine(), "--random and --keep go with --against COMMAND");
        }
        if (folders.isEmpty()) {
            throw new ParameterException(command.commandLine(), "verify needs DIR");
        }
        int status = 0;
        List<Map<String, Object>> results = new ArrayList<>();
        for (Path folder : folders) {
            try {
                Verification.Result result = Catalog.golden(folder).verify();
                status = Math.max(status, result.passed() ? 0 : Messages.FAILED);
                if (json) {
                    results.add(AgainstJson.of(result));
                } else {
                    print(result);
                }
            } catch (InputException e) {
                // The other cases are still verified.
                Messages.say(e.getMessage());
                status = Messages.UNUSABLE;
            }
        }
        if (json) {
            System.out.print(Json.indented(Map.of("cases", results)));
        }
        return status;
    }

    /** Verifies one case and prints the result. */
    static int verify(Path folder) {
        Verification.Result result = Catalog.golden(folder).verify();
        print(result);
        return result.passed() ? 0 : Messages.FAILED;
    }

    private static void print(Verification.Result result) {
        System.out.printf(Locale.ROOT, "%s  simd=%.2e reference=%.2e  %s%n", result.name(), result.simd().error(),
                result.reference().error(), result.passed() ? "PASS" : "FAIL");
        explain("simd", result.simd());
        explain("reference", result.reference());
    }

    private static void explain(String model, Comparison comparison) {
        comparison.divergence().ifPresent(at -> System.out.printf(Locale.ROOT,
                "    %s leaves the bound %.0e first after step %d: %s%s is %s, expected %s%n", model, comparison.bound(), at.step(), at.variable(),
                at.index(), at.got(), at.expected()));
    }

    private int against(List<String> words) {
        int count = random.orElse(folders.isEmpty() ? USUAL_RANDOM : 0);
        List<Fault> faults = new ArrayList<>();
        if (words.isEmpty()) {
            faults.add(Fault.of("--against", "must name a program, for example --against \"python3 subject.py\""));
        }
        if (count < 0 || count > MAX_RANDOM) {
            faults.add(Fault.of("--random", count, "must be from 0 to " + MAX_RANDOM));
        }
        if (patience < 1) {
            faults.add(Fault.of("--patience", patience, "must be 1 or more"));
        }
        // Before anything is compared: the program may take long.
        for (Path folder : folders) {
            if (!Files.isRegularFile(folder.resolve(GoldenArrays.FILE))) {
                faults.add(Fault.saying("DIR", folder + ": is no folder with " + GoldenArrays.FILE));
            }
        }
        InputException.throwIfAny("verify", faults);
        List<CaseResult> results = new ArrayList<>();
        int status = 0;
        try (Conformance kit = new Conformance(words, Duration.ofSeconds(patience), keep)) {
            Map<String, Object> greeting = kit.greeting();
            if (!json) {
                System.out.println(AgainstText.greeting(against.orElseThrow(), greeting));
            }
            if (folders.isEmpty()) {
                CarriedCases.NAMES.forEach(name -> add(results, kit.carried(name)));
            }
            for (Path folder : folders) {
                try {
                    add(results, kit.given(folder));
                } catch (InputException e) {
                    Messages.say(e.getMessage());
                    status = Messages.UNUSABLE;
                }
            }
            random(kit, greeting, count, results);
            boolean good = results.stream().noneMatch(result -> result.verdict() == Verdict.FAILED)
                    && results.stream().anyMatch(result -> result.verdict() == Verdict.PASSED);
            if (json) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("subject", greeting);
                all.put("passed", good && status == 0);
                all.put("cases", results.stream().map(AgainstJson::of).toList());
                System.out.print(Json.indented(all));
            } else {
                System.out.println(AgainstText.summary(results));
            }
            return status != 0 ? status : good ? 0 : Messages.FAILED;
        }
    }

    /** Takes random cases of the models that the subject has in turn. Of each other one there is a single case, which tells the subject's reason. */
    private void random(Conformance kit, Map<String, Object> greeting, int count, List<CaseResult> results) {
        List<Model<?>> models = new ArrayList<>(Conformance.models());
        if (greeting.get("models") instanceof List<?> there && count > 0) {
            models.stream().filter(model -> !there.contains(model.name())).forEach(model -> add(results, kit.random(model, seed, 0)));
            models.removeIf(model -> !there.contains(model.name()));
        }
        for (int k = 0; k < count && !models.isEmpty(); k++) {
            add(results, kit.random(models.get(k % models.size()), seed, k / models.size()));
        }
    }

    private void add(List<CaseResult> results, CaseResult result) {
        results.add(result);
        if (!json) {
            System.out.println(AgainstText.of(result));
        }
    }
}
