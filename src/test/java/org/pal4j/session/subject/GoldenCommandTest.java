package org.pal4j.session.subject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.cli.CommandLineProgram.Result;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/** {@code ./pal4j golden}. */
@Tag("width")
class GoldenCommandTest {
    @TempDir
    private Path temp;

    private Result golden(String out, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("golden"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--out", temp.resolve(out)));
        return CommandLineProgram.run(all.toArray());
    }

    /** Any configuration of circuits; verify follows what comes out. */
    @ParameterizedTest
    @ValueSource(strings = {
        "", "algorithm=FA noise_scale=0.2 inter_low_pass=true", "algorithm=DFA connectivity=skip layers=[4,6,5,3] dWPP_post_low_pass=true",
        "algorithm=BP layers=[4,7,6,3] dWPP_r_low_pass=true", "algorithm=KP layers=[4,7,6,3] dWPP_post_low_pass=true noise_scale=0.2",
        "connectivity=skip layers=[4,6,5,3] noise_mode=vapi regularizer=phi",
        "noise_type=hold_white_noise dtxi=0.03 taur=0.5 regularizer=gated", "learning_lag=0.05 random=numpy init_u=0.3",
        "task=uniform activation=tanh validation_samples=0 test_samples=0", "layers=[4,3]", "weights"
    })
    void aCaseOfAnyCircuitIsFollowed(String settings) {
        List<Object> arguments = new ArrayList<>(List.of("yinyang", "--steps", "45"));
        if (settings.equals("weights")) {
            Path run = temp.resolve("run");
            assertEquals(0, CommandLineProgram.run("run", "yinyang", "--epochs", "1", "--set", "train_samples=2", "--set", "validation_samples=2",
                    "--set", "test_samples=2", "-q", "--out", run).status());
            arguments.addAll(List.of("--set", "weights=" + run));
        } else {
            for (String setting : settings.split(" ")) {
                if (!setting.isEmpty()) {
                    arguments.addAll(List.of("--set", setting));
                }
            }
            if (settings.contains("layers")) {
                for (String each : List.of("eta_fw=1", "eta_bw=1", "eta_IP=1", "eta_PI=1", "alpha=0.01")) {
                    arguments.addAll(List.of("--set", each));
                }
            }
        }
        Result made = golden("case", arguments.toArray());
        assertEquals(0, made.status(), made.out() + made.err());
        assertTrue(made.out().contains("reference=0.00e+00  PASS"), made.out());
        assertEquals(0, CommandLineProgram.run("verify", temp.resolve("case")).status());
        Map<String, NpyArray> arrays = Npz.read(temp.resolve("case/arrays.npz"));
        // Every step is there, and something happens in it.
        assertEquals(45, arrays.get("at").size());
        boolean[] target = arrays.get("has_target").toBooleans();
        assertEquals(!settings.contains("uniform"), target[20] && !target[0] && !target[44]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noisy", "direct", "softmax"})
    void aCaseOfAnyRateNetworkIsFollowed(String kind) throws Exception {
        Path file = Files.writeString(temp.resolve("net.yaml"), """
                model: rate
                task: data
                train: samples.npz
                inputs: [2, 6, 6]
                layers: [convolution 3 3x3 tanh, maxpool, projection 5 logistic, dense 2 linear]
                target: %s
                batch: 3
                updates: 4
                lr_factors: 0.2
                bw_lr_factors: 0.1
                sigma: 0.1
                wn_sigma: %s
                algorithm: %s
                """.formatted(kind.equals("softmax") ? "softmax" : "mse", kind.equals("noisy") ? "0.05" : "0",
                kind.equals("direct") ? "DFA" : "PAL"));
        Result made = golden("case", file, "--steps", 30, "--inputs", "random", "--switches", kind.equals("softmax") ? "random" : "course");
        assertEquals(0, made.status(), made.out() + made.err());
        assertTrue(made.out().contains("PASS"), made.out());
    }

    @Test
    void theBytesDependOnTheSeedAlone() throws Exception {
        assertEquals(0, golden("a", "yinyang", "--steps", 30, "--seed", 5).status());
        assertEquals(0, golden("b", "yinyang", "--steps", 30, "--set", "seed=5").status());
        assertEquals(0, golden("c", "yinyang", "--steps", 30, "--seed", 6).status());
        for (String name : List.of("case.json", "arrays.npz")) {
            assertArrayEquals(Files.readAllBytes(temp.resolve("a").resolve(name)), Files.readAllBytes(temp.resolve("b").resolve(name)));
        }
        assertTrue(Files.mismatch(temp.resolve("a/arrays.npz"), temp.resolve("c/arrays.npz")) >= 0);
    }

    @Test
    void theStatesAskedForAreThere() {
        assertEquals(0, golden("some", "yinyang", "--steps", 30, "--at", "1,7,30", "--hold", 10).status());
        Map<String, NpyArray> arrays = Npz.read(temp.resolve("some/arrays.npz"));
        assertArrayEquals(new long[] {1, 7, 30}, arrays.get("at").toLongs());
        assertArrayEquals(new int[] {3, 30}, arrays.get("exp_uP0").shape());
        double[] input = arrays.get("input").toDoubles();
        assertEquals(input[0], input[9 * 4]);
        assertTrue(input[9 * 4] != input[10 * 4]);
    }

    @Test
    void whatCannotBeMadeIsRefused() throws Exception {
        assertEquals(0, golden("there", "yinyang", "--steps", 5).status());
        for (List<Object> wrong : List.<List<Object>>of(List.of("there", "yinyang", "--steps", 5), List.of("x", "yinyang", "--steps", 0),
                List.of("x", "yinyang", "--steps", 5, "--at", "3,2"), List.of("x", "yinyang", "--steps", 5, "--at", "6"),
                List.of("x", "yinyang", "--steps", 5, "--at", "two"), List.of("x", "yinyang", "--steps", 5, "--hold", 0),
                List.of("x", "nothing", "--steps", 5), List.of("x", "yinyang", "--steps", 9_000_000),
                List.of("x", "yinyang", "--steps", 3000, "--at", "all", "--set", "layers=[4,3000,3]"))) {
            Result refused = golden((String) wrong.getFirst(), wrong.subList(1, wrong.size()).toArray());
            assertEquals(2, refused.status(), wrong + refused.out() + refused.err());
        }
        assertTrue(Files.notExists(temp.resolve("x")));
    }

    /** A model of somebody else's without a reference says that it has none; the command knows no model. */
    @Test
    void aModelWithoutAReferenceSaysSo() throws Exception {
        Path file = Files.writeString(temp.resolve("other.yaml"), "model: perceptron\n");
        Result refused = golden("x", file, "--steps", 5);
        assertEquals(2, refused.status(), refused.out() + refused.err());
        assertTrue(refused.err().contains("the model perceptron has no reference in double precision"), refused.err());
    }
}
