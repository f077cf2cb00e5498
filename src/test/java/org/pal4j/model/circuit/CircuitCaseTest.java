package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
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
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Divergence;

@Tag("width")
class CircuitCaseTest {
    @TempDir
    private Path temp;

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(CircuitCaseTest.class.getResource("/golden/" + name + "/case.json").toURI()).getParent();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "pal-chain", "pal-yinyang-shape", "pal-partly-prospective", "pal-phi-regularizer", "pal-white-noise-unfiltered", "bp-deep", "fa-deep",
        "kp-plain", "kp-deep-low-pass", "kp-traces", "pal-differing"
    })
    void goldenTrajectoriesAreFollowed(String name) throws URISyntaxException {
        Verification.Result result = CircuitCase.read(golden(name)).verify();
        assertTrue(result.passed(), result.toString());
        // Far inside the bounds, so that a loss of accuracy shows before it fails anybody.
        assertTrue(result.reference().error() < 1e-13 && result.simd().error() < 1e-5, result.toString());
    }

    /** A copy of a case with some arrays changed. */
    private Path changed(Consumer<Map<String, NpyArray>> change) throws IOException, URISyntaxException {
        Path source = golden("pal-yinyang-shape");
        Files.copy(source.resolve("case.json"), temp.resolve("case.json"));
        Map<String, NpyArray> arrays = new LinkedHashMap<>(Npz.read(source.resolve("arrays.npz")));
        change.accept(arrays);
        Npz.write(temp.resolve("arrays.npz"), arrays);
        return temp;
    }

    /** Arrays that nobody asks for may be of any kind: texts, objects, other floats. */
    @Test
    void otherArraysAreNotRead() throws IOException, URISyntaxException {
        Path folder = changed(arrays -> {});
        Path file = folder.resolve("arrays.npz");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        for (String dtype : List.of("<U5", "|O", "<f2", "<c16")) {
            String header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': (1,), }";
            entries.put("note" + entries.size() + ".npy",
                    ("\u0093NUMPY\1\0\u0076\0" + header + " ".repeat(117 - header.length()) + "\n" + "x".repeat(40))
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        entries.put("remark.txt", "hello".getBytes(StandardCharsets.ISO_8859_1));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        assertTrue(CircuitCase.read(folder).verify().passed());
    }

    private static void shift(Map<String, NpyArray> arrays, String name, int index, double by) {
        double[] values = arrays.get(name).toDoubles();
        values[index] += by;
        arrays.put(name, NpyArray.ofDoubles(values, arrays.get(name).shape()));
    }

    @Test
    void aShiftedExpectationIsFoundWhereItIs() throws IOException, URISyntaxException {
        // exp_vapi0 has 11 times of 30 neurons; times are after steps 1, 2, 3, 5, 100, ...
        Path folder = changed(arrays -> shift(arrays, "exp_vapi0", 3 * 30 + 7, 1e-3));
        Verification.Result result = CircuitCase.read(folder).verify();
        assertFalse(result.passed());
        Divergence simd = result.simd().divergence().orElseThrow();
        assertEquals(5, simd.step());
        assertEquals("vapi0", simd.variable());
        assertEquals("[7]", simd.index());
        assertEquals(1e-3, simd.expected() - simd.got(), 1e-5);
        assertEquals(simd.step(), result.reference().divergence().orElseThrow().step());
    }

    @Test
    void anotherStartFails() throws IOException, URISyntaxException {
        Path folder = changed(arrays -> shift(arrays, "init_W1", 4, 1e-2));
        Divergence first = CircuitCase.read(folder).verify().simd().divergence().orElseThrow();
        assertEquals(1, first.step());
    }

    @Test
    void notANumberIsAnError() throws IOException, URISyntaxException {
        Path folder = changed(arrays -> shift(arrays, "init_W0", 0, Double.NaN));
        Verification.Result result = CircuitCase.read(folder).verify();
        assertEquals(Double.POSITIVE_INFINITY, result.simd().error());
        assertFalse(result.passed());
    }

    @ParameterizedTest
    @CsvSource({"init_W0, init_W1", "at, at", "exp_nonsense, exp_nonsense", "xi0, xi0"})
    void aMissingOrUnknownArrayIsNamed(String name, String shown) throws IOException, URISyntaxException {
        Path folder = changed(arrays -> {
            if (arrays.remove(name) == null) {
                arrays.put(name, NpyArray.ofDoubles(new double[] {1}, 1));
            }
        });
        InputException e = assertThrows(InputException.class, () -> CircuitCase.read(folder).verify());
        assertTrue(e.getMessage().contains(name), e.getMessage());
    }

    @Test
    void aWrongShapeIsNamedWithBothShapes() throws IOException, URISyntaxException {
        Path folder = changed(arrays -> arrays.put("input", NpyArray.ofDoubles(new double[8], 2, 4)));
        InputException e = assertThrows(InputException.class, () -> CircuitCase.read(folder).verify());
        assertTrue(e.getMessage().contains("[500, 4]") && e.getMessage().contains("[2, 4]"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"layers\": [2, 2], \"steps\": 1, \"parameters\": {\"tauHPs\": 1}} | tauHPs is not known; did you mean tauHP?",
        "{\"layers\": [2, 2], \"steps\": 0, \"parameters\": {}} | steps = 0",
        "{\"steps\": 1, \"parameters\": {}} | layers is missing",
        "{\"layers\": [2, 2] | line 1",
        "[] | must hold a JSON object"
    })
    void aCaseThatMeansNothingSaysWhy(String json, String message) throws IOException {
        Files.writeString(temp.resolve("case.json"), json);
        InputException e = assertThrows(InputException.class, () -> CircuitCase.read(temp));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    /** Other models read their own cases; a model that does not exist is refused. */
    @Test
    void aCaseOfAnotherModelIsNotOurs() throws IOException {
        Files.writeString(temp.resolve("case.json"), "{\"model\": \"rate\"}");
        assertTrue(CircuitModel.INSTANCE.golden(temp).isEmpty());
        for (String ours : List.of("PAL", "BP", "FA", "DFA", "KP", "circuit")) {
            Files.writeString(temp.resolve("case.json"), "{\"model\": \"" + ours + "\"}");
            assertThrows(InputException.class, () -> CircuitModel.INSTANCE.golden(temp));
        }
        Files.writeString(temp.resolve("case.json"), "{\"model\": \"rates\"}");
        InputException e = assertThrows(InputException.class, () -> Catalog.golden(temp));
        assertTrue(e.getMessage().contains("model = \"rates\": must be one of circuit, rate"), e.getMessage());
        assertTrue(e.getMessage().endsWith("did you mean rate?"), e.getMessage());
    }

    @Test
    void aFolderThatIsNoCaseSaysSo() {
        assertThrows(InputException.class, () -> CircuitCase.read(temp.resolve("nowhere")));
        assertThrows(InputException.class, () -> CircuitCase.read(temp));
    }
}
