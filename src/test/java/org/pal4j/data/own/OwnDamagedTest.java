package org.pal4j.data.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/** Own data from bad files: each fault names the file, the place, the value and what to do; nothing is allocated for what a file only claims. */
class OwnDamagedTest {
    @TempDir
    private Path folder;

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String refused(OwnData own) {
        return assertThrows(InputException.class, () -> OwnFiles.read(own)).getMessage();
    }

    private static String refused(Path file) {
        return refused(OwnFiles.data(file, Scale.NONE, 0, 0));
    }

    private String npz(NpyArray x, NpyArray y) {
        return refused(OwnFiles.npz(folder.resolve("bad.npz"), x, y));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~~|bad.csv: is empty",
        "a,class|has no rows below the header",
        "a,class/1,x/,y|line 3, column a: is missing",
        "a,class/1,x/ NA ,y|line 3, column a = NA: is missing",
        "a,class/1,x/NaN,y|line 3, column a = NaN: is missing",
        "a,class/1,x/inf,y|line 3, column a = inf: must be a number",
        "a,class/1,x/red,y|line 3, column a = red: must be a number",
        "a,class/1,x/0x1p3,y|column a = 0x1p3: must be a number",
        "a,class/1,x/1f,y|column a = 1f: must be a number",
        "a,class/1,x/\"0,5\",y|column a = 0,5: must be a number; with a point instead of the comma",
        "a,class/1,x/1e39,y|column a = 1e39: is too large for a float",
        "a,class/1,x/1,|line 3, column class: is missing",
        "a,class/1,0/1,-1|line 3, column class = -1: must be a class, a whole number from 0 to 4095",
        "a,class/1,0/1,1.5|column class = 1.5: must be a class",
        "a,class/1,0/1,5000|column class = 5000: must be a class",
        "a,class/1,0/1,x|column class = x: must be a class, a whole number from 0 to 4095, as in the first row",
        "a,class/1,x/1,0|column class = 0: is a number, and the class in the first row is a word",
        "a,class/1,x/1,x|has samples of one class only, x",
        "a,class/1,3/1,3|has samples of one class only, 3",
        "a,class/1,x/1|line 3: has 1 cells",
        "a,class/1,x/1,y,z|line 3: has 3 cells, and the header has 2 names; a comma within",
        "a,b/1,2|has no column with classes (class, or y) and none with targets",
        "a,class,y/1,2,3|has more than one of class, y, and y1, y2",
        "a,class,y1/1,2,3|has more than one of class",
        "a,y1,y3/1,2,3|header = y3: is beyond the 2 target columns",
        "y1,y2/1,2|has no column besides its targets",
        "class/1|header = class: is one column",
        "a;class/1;2|is one column, so the cells are not separated by commas",
        "1,2/3,4|must be names, and these are numbers",
        ",a,class/0,1,x|column 1 has no name; if it numbers the rows",
        "a,class,/1,x,|column 3 has no name; give it one, or end the lines without a comma",
        "a,a,class/1,1,x|header = a: names two columns",
        "a,class/1,x/\"1,y|has broken quotes near line"})
    void damagedTables(String text, String fault) {
        String message = refused(write(folder.resolve("bad.csv"), text.replace("/", "\n")));
        assertTrue(message.contains(fault) && message.contains("bad.csv"), message);
    }

    /** Classes of another type, as NumPy has them, come with the way to convert them. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<u2 | these are whole numbers: array.astype('int64')", "<i2 | these are whole numbers: array.astype('int64')",
        "<U5 | these are texts: numpy.unique(array, return_inverse=True)[1] numbers them, for example as classes",
        "|S3 | these are texts: numpy.unique", "<f2 | array.astype('float32')", "|O | these are Python objects", "<M8[ns] | these are times"})
    void classesOfOtherTypesAreExplained(String line) throws IOException {
        String[] parts = line.split(" \\| ");
        Path file = OwnFiles.npz(folder.resolve("bad.npz"), NpyArray.ofFloats(new float[4], 2, 2), NpyArray.ofInts(new int[] {0, 1}, 2));
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            entries.put("x.npy", zip.getInputStream(zip.getEntry("x.npy")).readAllBytes());
        }
        String header = "{'descr': '" + parts[0] + "', 'fortran_order': False, 'shape': (2,), }";
        entries.put("y.npy", ("\u0093NUMPY\1\0\u0076\0" + header + " ".repeat(117 - header.length()) + "\n" + "x".repeat(40))
                .getBytes(StandardCharsets.ISO_8859_1));
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        String message = refused(file);
        assertTrue(message.contains("array 'y', holds elements of dtype '" + parts[0] + "'") && message.contains(parts[1]), message);
    }

    @Test
    void allFaultsComeInOneMessageAndNotTooMany() {
        StringBuilder text = new StringBuilder("a,class\n");
        for (int k = 0; k < 1000; k++) {
            text.append("red,").append(k % 2 == 0 ? "x" : "y").append('\n');
        }
        InputException e = assertThrows(InputException.class, () -> OwnFiles.read(OwnFiles.data(write(folder.resolve("bad.csv"), text.toString()),
                Optional.of(folder.resolve("gone.csv")), Optional.of(write(folder.resolve("empty.csv"), "")))));
        List<String> faults = e.faults().stream().map(Fault::text).toList();
        assertEquals(13, faults.size());
        assertTrue(faults.get(9).endsWith("bad.csv, line 11, column a = red: must be a number"), faults.get(9));
        assertTrue(faults.get(10).endsWith("bad.csv: has 990 more faults"), faults.get(10));
        assertTrue(faults.get(11).contains("gone.csv does not exist"), faults.get(11));
        assertTrue(faults.get(12).contains("empty.csv: is empty"), faults.get(12));
    }

    @Test
    void otherFilesMustBeLikeTheTrainingFile() {
        Path train = write(folder.resolve("train.csv"), "a,b,class\n1,2,x\n3,4,y\n");
        for (Map.Entry<String, String> bad : Map.of(
                "a,c,class\n1,2,x\n", "must have the columns of ",
                "a,b,class\n1,2,z\n", "column class = z: must be one of the classes of ",
                "a,class\n1,x\n", "missing: b",
                "a,b,d,class\n1,2,3,x\n", "not there: d").entrySet()) {
            Path test = write(folder.resolve("test.csv"), bad.getKey());
            String message = refused(OwnFiles.data(train, Optional.empty(), Optional.of(test)));
            assertTrue(message.contains(bad.getValue()) && message.contains("test.csv"), message);
        }
        write(folder.resolve("train.csv"), "a,class\n1,0\n3,1\n");
        write(folder.resolve("test.csv"), "a,class\n1,0\n3,2\n");
        String beyond = refused(OwnFiles.data(train, Optional.of(folder.resolve("test.csv")), Optional.empty()));
        assertTrue(beyond.contains("test.csv, line 3, column class = 2: must be a class, a whole number from 0 to 1, the last class of "), beyond);
        NpyArray x = NpyArray.ofFloats(new float[] {1, 2, 3, 4}, 2, 2);
        Path classes = OwnFiles.npz(folder.resolve("train.npz"), x, NpyArray.ofInts(new int[] {0, 1}, 2));
        Path targets = OwnFiles.npz(folder.resolve("targets.npz"), x, NpyArray.ofFloats(new float[] {0, 1}, 2));
        Path wide = OwnFiles.npz(folder.resolve("wide.npz"), NpyArray.ofFloats(new float[6], 2, 3), NpyArray.ofInts(new int[] {0, 2}, 2));
        String other = refused(OwnFiles.data(classes, Optional.of(targets), Optional.empty()));
        assertTrue(other.contains("targets.npz: has 1 target, and "), other);
        assertTrue(refused(OwnFiles.data(classes, Optional.of(wide), Optional.empty()))
                .contains("row 1 of y = 2: must be a class, from 0 to 1, the last class of "));
        OwnFiles.npz(wide, NpyArray.ofFloats(new float[6], 2, 3), NpyArray.ofInts(new int[] {0, 1}, 2));
        assertTrue(refused(OwnFiles.data(classes, Optional.of(wide), Optional.empty()))
                .contains("has inputs of 3 values, and "));
    }

    @Test
    void damagedArchives() throws IOException {
        NpyArray x = NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        NpyArray y = NpyArray.ofInts(new int[] {0, 1, 0}, 3);
        assertTrue(npz(NpyArray.ofFloats(new float[3], 3), y).contains("x is float32 of shape (3,), and must be samples x inputs; x.reshape(-1, 1)"));
        assertTrue(npz(x, NpyArray.ofInts(new int[] {0, 1}, 2)).contains("both must have the same number of samples"));
        assertTrue(npz(x, NpyArray.ofInts(new int[] {1}, new int[0])).contains("both must have the same number of samples"));
        assertTrue(npz(x, NpyArray.ofInts(new int[6], 3, 2)).contains("integers are classes, one for each sample; y.argmax(axis=1)"));
        assertTrue(npz(x, NpyArray.ofInts(new int[] {0, -1, 1}, 3)).contains("row 1 of y = -1: must be a class"));
        assertTrue(npz(x, NpyArray.ofInts(new int[] {0, 4096, 1}, 3)).contains("row 1 of y = 4096: must be a class, from 0 to 4095; y.astype"));
        assertTrue(npz(x, NpyArray.ofInts(new int[] {1, 1, 1}, 3)).contains("has samples of one class only, 1"));
        assertTrue(npz(NpyArray.ofFloats(new float[0], 0, 2), NpyArray.ofInts(new int[0], 0)).contains("so there is nothing in it"));
        assertTrue(npz(NpyArray.ofFloats(new float[0], 3, 0), y).contains("so there is nothing in it"));
        assertTrue(npz(NpyArray.ofFloats(new float[] {1, 2, 3, Float.NaN, 5, 6}, 3, 2), y)
                .contains("bad.npz, row 1, column 1 of x (x[1, 1]) = NaN: must be a finite number"));
        float[] maps = new float[24];
        maps[23] = Float.POSITIVE_INFINITY;
        assertTrue(npz(NpyArray.ofFloats(maps, 3, 2, 2, 2), y).contains("row 2, column 7 of x (x[2, 1, 1, 1]) = Infinity"));
        NpyArray large = NpyArray.ofDoubles(new double[] {1, 2, 3, 1e39, 5, 6}, 3, 2);
        assertTrue(npz(large, y).contains("(x[1, 1]) = 1.0E39: must be a finite number that a float can hold"));
        assertTrue(npz(x, NpyArray.ofFloats(new float[] {1, Float.NaN, 2}, 3)).contains("row 1, column 0 of y (y[1]) = NaN"));
        Npz.write(folder.resolve("bad.npz"), Map.of("X", x, "labels", y));
        String missing = refused(folder.resolve("bad.npz"));
        assertTrue(missing.contains("has no array x, only X, labels") && missing.contains("has no array y"), missing);
        OwnFiles.npz(folder.resolve("bad.npz"), x, y);
        OwnData named = new OwnData(folder.resolve("bad.npz"), Optional.empty(), Optional.empty(), List.of("y1"), Scale.NONE, Scale.UNIT, 0, 0, 0);
        assertTrue(refused(named).contains("target_columns = [y1]: is for CSV files"));
        OwnData scaled = new OwnData(folder.resolve("bad.npz"), Optional.empty(), Optional.empty(), List.of(), Scale.NONE, Scale.UNIT, 0, 0, 0);
        assertTrue(refused(scaled).contains("scale_targets = unit: is for targets, and "));
    }

    /** Cut anywhere, or with any byte changed, a file is read or refused, and never crashes the reader. */
    @Test
    void cutAndChangedFilesAreRefusedOrRead() throws IOException {
        Path file = OwnFiles.npz(folder.resolve("cut.npz"), NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                NpyArray.ofInts(new int[] {0, 1, 0}, 3));
        byte[] whole = Files.readAllBytes(file);
        for (int size = 0; size < whole.length; size++) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertFalse(refused(file).isEmpty());
        }
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            Files.write(file, changed);
            try {
                OwnFiles.read(OwnFiles.data(file, Scale.STANDARD, 0, 0));
            } catch (InputException e) {
                refused++;
            }
        }
        assertTrue(refused > whole.length / 2, refused + " of " + whole.length);
    }

    /** A megabyte of zeros, packed a thousand times, claims a gigabyte. */
    @Test
    void aSmallFileThatClaimsALotIsRefusedBeforeItIsUnpacked() throws IOException {
        Path file = folder.resolve("bomb.npz");
        bomb(file, 8_000);
        assertTrue(Files.size(file) < 200_000, "small");
        List<Fault> faults = new ArrayList<>();
        TableFaults found = new TableFaults("bomb.npz", faults);
        assertEquals(Optional.empty(), NpzTable.read(file, Optional.empty(), found, new MemoryBudget(10_000_000)));
        assertEquals("bomb.npz: needs 48 MB of memory with what is read before it, and this JVM takes at most 10 MB; give the JVM more: "
                + "PAL4J_JAVA_OPTS=-Xmx1g, or use a smaller file", faults.getFirst().text());
        // More than a hundred times the bytes of the file are never unpacked.
        bomb(file, 100_000);
        faults.clear();
        assertEquals(Optional.empty(), NpzTable.read(file, Optional.empty(), new TableFaults("bomb.npz", faults), new MemoryBudget(1L << 40)));
        assertTrue(faults.getFirst().text().contains("array 'x', unpacks to 100000128 bytes, and is "), faults.getFirst().text());
        assertTrue(faults.getFirst().text().endsWith("if it is right, write it without compression, with numpy.savez"), faults.getFirst().text());
    }

    /** Writes a thousand samples with so many zeros each, and their classes. */
    private void bomb(Path file, int inputs) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            String shape = "{'descr': '|u1', 'fortran_order': False, 'shape': (1000, " + inputs + "), }";
            String header = shape + " ".repeat(118 - 1 - shape.length()) + "\n";
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
            zip.write(header.getBytes(StandardCharsets.ISO_8859_1));
            byte[] zeros = new byte[inputs];
            for (int k = 0; k < 1000; k++) {
                zip.write(zeros);
            }
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("y.npy"));
            zip.write(npy(NpyArray.ofInts(new int[1000], 1000)));
        }
    }

    private byte[] npy(NpyArray array) throws IOException {
        Path file = folder.resolve("one.npy");
        Npy.write(file, array);
        return Files.readAllBytes(file);
    }

    @Test
    void aTableStopsWhereTheMemoryDoes() {
        Path file = write(folder.resolve("long.csv"), "a,class\n" + "1,x\n2,y\n".repeat(500));
        List<Fault> faults = new ArrayList<>();
        CsvTable.read(OwnFiles.data(file, Scale.NONE, 0, 0), file, Optional.empty(), new TableFaults("long.csv", faults), new MemoryBudget(10_000));
        assertEquals(1, faults.size());
        assertTrue(faults.getFirst().text().startsWith("long.csv: needs 0 MB of memory"), faults.getFirst().text());
    }
}
