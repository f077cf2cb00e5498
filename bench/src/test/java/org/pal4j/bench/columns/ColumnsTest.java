package org.pal4j.bench.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns of every row compute the same, and a row whose columns do not is noticed. */
final class ColumnsTest {
    @TempDir
    private Path folder;

    @Test
    void allKernelsHaveTheSameBitsInPlainLoopsAndWithTheVectorApi() {
        List<String> differences = new ArrayList<>();
        for (Row row : Rows.toCompare()) {
            Rows.difference(row, 7, 3).ifPresent(what -> differences.add(row.name() + ": " + what));
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void allKernelsAndStepsHaveTheSameBitsInC() {
        requireCompiler();
        for (Row row : Rows.toCompare()) {
            assertTrue(row.prepare(1).runs().containsKey(Column.C), row.name());
        }
        // 1100 steps with noise, and ten ends of presentations.
        for (Row row : Rows.steps()) {
            assertEquals(Optional.empty(), Rows.difference(row, 1, 10), row.name());
        }
    }

    @Test
    void whatIsMeasuredIsComparedInItsOwnSize() {
        for (Row row : Rows.all()) {
            assertEquals(Optional.empty(), Rows.difference(row, 3, 2), row.name());
        }
    }

    @Test
    void aCompilerMayHaveArguments() throws Compiler.Missing, IOException {
        Path compiler =
                Files.createFile(folder.resolve("some cc"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path link = Files.createSymbolicLink(folder.resolve("cc"), compiler);
        assertEquals(List.of(link.toString(), "-m64", "-g"), Compiler.find(" " + link + "  -m64 -g "));
        assertEquals(List.of(compiler.toString()), Compiler.find(compiler.toString()));
        Compiler.Missing fault = assertThrows(Compiler.Missing.class, () -> Compiler.find(folder.resolve("none") + " -g"));
        assertEquals("no C compiler (" + folder.resolve("none") + ")", fault.getMessage());
    }

    @Test
    void rowsHaveDifferentNames() {
        List<String> names = Rows.all().stream().map(Row::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void oneBitOfOneWeightIsNoticed() {
        requireCompiler();
        Twins twins = new Twins(256, 1);
        assertEquals(Optional.empty(), twins.blocks());
        int bits = twins.n.get(ValueLayout.JAVA_INT, 128);
        twins.n.set(ValueLayout.JAVA_INT, 128, bits ^ 1);
        assertTrue(twins.blocks().orElse("").startsWith("Vector API and C at byte 128: "), twins.blocks().toString());
        float[] plain = twins.floats(64, 4);
        plain[2] = Math.nextUp(plain[2]);
        assertTrue(twins.vector("output", 64, plain).orElse("").startsWith("Vector API and plain loops, output 2: "));
    }

    @Test
    void mediansApartAreNotSteady() {
        List<Column> columns = List.of(Column.VECTOR, Column.C);
        assertEquals(Optional.empty(), Steady.unsteady(columns, List.of(new double[] {100, 50}, new double[] {101, 51}, new double[] {102, 50})));
        assertEquals(Optional.of("not steady: medians of c from 0.05000 to 0.05500 us"),
                Steady.unsteady(columns, List.of(new double[] {100, 50}, new double[] {101, 55}, new double[] {102, 50})));
    }

    private static void requireCompiler() {
        assumeTrue(Rows.whyNoC().isEmpty(), () -> "no column in C here: " + Rows.whyNoC().orElseThrow());
    }
}
