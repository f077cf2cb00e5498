package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.rate.golden.RateCase;
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Divergence;

@Tag("width")
class RateVerificationTest {
    @TempDir
    private Path temp;

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(RateVerificationTest.class.getResource("/golden-rate/" + name + "/case.json").toURI()).getParent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ae-dfa", "ae-pal-lowpass", "conv-bp", "conv-pal", "kp-conv", "kp-dense-lowpass", "wm-conv"})
    void goldenTrajectoriesAreFollowed(String name) throws URISyntaxException {
        Verification.Result result = follow(golden(name));
        assertTrue(result.passed(), result.toString());
        // Far inside the bound, so that a loss of accuracy shows before it fails anybody.
        assertTrue(result.reference().error() < 1e-13, result.toString());
    }

    private static Verification.Result follow(Path folder) {
        return RateModel.INSTANCE.golden(folder).orElseThrow().verify();
    }

    private Path changed(String name, UnaryOperator<String> json, Consumer<Map<String, NpyArray>> change) throws IOException, URISyntaxException {
        Files.writeString(temp.resolve("case.json"), json.apply(Files.readString(golden(name).resolve("case.json"))));
        Map<String, NpyArray> arrays = new LinkedHashMap<>(Npz.read(golden(name).resolve("arrays.npz")));
        change.accept(arrays);
        Npz.write(temp.resolve("arrays.npz"), arrays);
        return temp;
    }

    private static void shift(Map<String, NpyArray> arrays, String name, int index, double by) {
        double[] values = arrays.get(name).toDoubles();
        values[index] += by;
        arrays.put(name, NpyArray.ofDoubles(values, arrays.get(name).shape()));
    }

    @Test
    void aShiftedExpectationIsFoundWhereItIs() throws IOException, URISyntaxException {
        // exp_e1 has 5 times of 4 samples of 3 x 12 x 12 neurons; times are after updates 1, 2, 3, 5, 13. Its values are at most 2e-3.
        int index = ((3 * 4 + 2) * 3 + 1) * 144 + 5 * 12 + 7;
        Path folder = changed("conv-bp", json -> json, arrays -> shift(arrays, "exp_e1", index, 1e-6));
        Verification.Result result = follow(folder);
        assertFalse(result.passed());
        Divergence at = result.reference().divergence().orElseThrow();
        assertEquals(5, at.step());
        assertEquals("e1", at.variable());
        assertEquals("[2, 1, 5, 7]", at.index());
        assertEquals(1e-6, at.expected() - at.got(), 1e-12);
        assertTrue(result.reference().error() > 4e-4, "relative to what is expected of e1: " + result.reference().error());
    }

    @Test
    void anotherDrawFailsInTheUpdateThatUsesIt() throws IOException, URISyntaxException {
        // Of the second max-pool, in the third update.
        Path folder = changed("conv-pal", json -> json, arrays -> shift(arrays, "ou4", 2 * 64 + 5, 0.1));
        Divergence first = follow(folder).reference().divergence().orElseThrow();
        assertEquals("r4", first.variable());
        assertEquals(3, first.step());
    }

    private String said(String name, UnaryOperator<String> json, Consumer<Map<String, NpyArray>> change) throws IOException, URISyntaxException {
        Path folder = changed(name, json, change);
        return assertThrows(InputException.class, () -> follow(folder)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"tau_xi\": 1.0 | \"tau_x\": 1.0 | tau_x is not known; did you mean tau_xi?",
        "\"tau_xi\": 1.0, | '' | tau_xi is missing",
        "\"steps\": 5 | \"steps\": 0 | steps = 0",
        "\"target\": \"mse\" | \"target\": \"rat\" | target = \"rat\": must be one of rate, mse, softmax; did you mean rate?",
        "\"algorithm\": \"PAL\" | \"algorithm\": \"pal\" | algorithm = \"pal\": must be one of BP, FA, DFA, PAL",
        "\"kind\": \"projection\" | \"kind\": \"project\" | layers[4].kind = \"project\": must be one of",
        "\"kind\": \"projection\" | \"kind\": \"projection\", \"units\": 3 | layers[4].units is not known",
        "\"kind\": \"projection\" | \"kind\": \"projection\", \"kernel\": 3 | layers[4].kernel: a layer of kind projection has none",
        "\"kind\": \"projection\" | \"kind\": \"dense\" | layer 5 (dense): the layer below has maps of 4 x 2 x 2",
        "\"dt\": 0.1 | \"dt\": -0.1 | dt = -0.1: must be above 0",
        "\"sigma\": [ | \"sigma\": [0.1, | sigma = 7 values: must be 6, one for each layer",
        "\"layers\": [ | \"layers\": 3, \"x\": [ | layers = 3: must be a list of objects"
    })
    void aCaseThatMeansNothingSaysWhy(String from, String to, String message) throws IOException, URISyntaxException {
        UnaryOperator<String> change = json -> {
            String after = json.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
            assertFalse(after.equals(json), "nothing to replace: " + from);
            return after;
        };
        String said = said("conv-pal", change, arrays -> {});
        assertTrue(said.contains(message), said);
    }

    @Test
    void anInputShapeOfTwoNumbersIsNone() throws IOException, URISyntaxException {
        String said = said("ae-dfa", json -> json.replace("  30\n", "  5,\n 6\n"), arrays -> {});
        assertTrue(said.contains("input_shape = [5,6]: must be [neurons] or [channels, height, width]"), said);
    }

    @Test
    void allFaultsOfArraysComeAtOnce() throws IOException, URISyntaxException {
        String said = said("conv-pal", json -> json, arrays -> {
            arrays.remove("init_B3");
            arrays.remove("ou2");
            arrays.put("x", NpyArray.ofDoubles(new double[8], 2, 4));
            arrays.put("exp_nonsense", NpyArray.ofDoubles(new double[1], 1));
            arrays.put("train", NpyArray.ofDoubles(new double[5], 5));
        });
        assertTrue(said.contains("has 5 faults") && said.contains("no array 'init_B3'") && said.contains("no array 'ou2'")
                && said.contains("x must have the shape [1, 4, 2, 14, 14], has [2, 4]") && said.contains("exp_nonsense")
                && said.contains("train must be of type bool"), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "init_W3 | no array 'init_W3'",
        "at | no array 'at'",
        "init_D2 | no array 'init_D2'",
        "y | no array 'y'"
    })
    void aMissingArrayIsNamed(String name, String message) throws IOException, URISyntaxException {
        String said = said("ae-dfa", json -> json, arrays -> arrays.remove(name));
        assertTrue(said.contains(message), said);
    }

    @Test
    void weightsOfTheWrongShapeAreNamed() throws IOException, URISyntaxException {
        // The number of neurons is that of the columns; the layer above then has another number of inputs.
        String said = said("ae-dfa", json -> json, arrays -> arrays.put("init_W2", NpyArray.ofDoubles(new double[36], 12, 3)));
        assertTrue(said.contains("init_W3 must have the shape [3, 12], has [2, 12]"), said);
        said = said("ae-dfa", json -> json, arrays -> arrays.put("init_W2", NpyArray.ofDoubles(new double[24], 24)));
        assertTrue(said.contains("init_W2 must have two dimensions"), said);
    }

    @Test
    void whatIsExpectedOfLayerOnesBMustRest() throws IOException, URISyntaxException {
        String said = said("conv-pal", json -> json, arrays -> shift(arrays, "exp_B1", 60, 1e-3));
        assertTrue(said.contains("exp_B1 must be init_B1 at all times"), said);
    }

    /** A case that claims more than memory holds is refused before anything is allocated. */
    @Test
    void aHugeClaimIsRefused() throws IOException, URISyntaxException {
        String said = said("conv-bp", json -> json.replace("\"batch\": 4", "\"batch\": 60000").replaceFirst("14,\n  14", "4002,\n  2002"),
                arrays -> {});
        assertTrue(said.contains("layer 1 is too large for a test case"), said);
    }

    @Test
    void aReaderOfTheOtherKindSaysSo() throws URISyntaxException {
        assertTrue(CircuitModel.INSTANCE.golden(golden("ae-dfa")).isEmpty());
        Path circuit = Path.of(RateVerificationTest.class.getResource("/golden/pal-chain/case.json").toURI()).getParent();
        assertTrue(RateModel.INSTANCE.golden(circuit).isEmpty());
    }

    @Test
    void aFolderThatIsNoCaseSaysSo() {
        assertThrows(InputException.class, () -> Catalog.golden(temp.resolve("nowhere")));
        assertThrows(InputException.class, () -> RateCase.read(temp.resolve("nowhere"), LayerText::of));
    }
}
