package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;

/** Tables as text: cells, quotes, ends of lines, byte order marks, and what is refused. */
class CsvTest {
    @TempDir
    private Path folder;

    private List<String> rows(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("table.csv"), bytes);
        List<String> rows = new ArrayList<>();
        Csv.read(file, (line, cells) -> rows.add(line + String.join("|", cells)));
        return rows;
    }

    private List<String> rows(String text) throws IOException {
        return rows(text.getBytes(StandardCharsets.UTF_8));
    }

    private String refused(byte[] bytes) {
        return assertThrows(InputException.class, () -> rows(bytes)).getMessage();
    }

    @Test
    void cellsAndLines() throws IOException {
        List<String> three = List.of("1a|b", "21|2", "33|4");
        assertEquals(three, rows("a,b\n1,2\n3,4\n"));
        assertEquals(three, rows("a,b\r\n1,2\r\n3,4"));
        assertEquals(three, rows("\uFEFFa,b\n1,2\n3,4\n"), "a byte order mark");
        assertEquals(three, rows("\"a\",\"b\"\n 1 , 2\n3,\"4\"\n\n"));
        assertEquals(List.of("1a|b", "3|", "51|2"), rows("a,b\n\n,\n   \n1,2\n"), "blank lines count, and are no rows");
        assertEquals(List.of("1a,b|c \"d\"", "21\n2|3", "44|5"), rows("\"a,b\",\"c \"\"d\"\"\"\n\"1\n2\",3\n4,5\n"));
        assertEquals(List.of("1é"), rows("é"));
        assertEquals(List.of(), rows(""));
        assertEquals(List.of(), rows("\n\n"));
    }

    @Test
    void whatIsNoTable() {
        assertTrue(refused(new byte[] {'a', ',', (byte) 0xe9, '\n'}).contains("is not text in UTF-8; save it as"));
        assertTrue(refused("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16)).contains("is text in UTF-16"));
        assertTrue(refused("a,b\n1,2\n\"x\"y,3\n".getBytes(StandardCharsets.UTF_8)).contains("has broken quotes near line 3"));
        assertTrue(refused("a,b\n1,\"2\n3,4\n".getBytes(StandardCharsets.UTF_8)).contains("has broken quotes near line"));
        String missing = assertThrows(InputException.class, () -> Csv.read(folder.resolve("none.csv"), (line, cells) -> {})).getMessage();
        assertTrue(missing.contains("none.csv does not exist"), missing);
    }

    /** {@code printf abc | sha256sum}. */
    @Test
    void checksums() throws IOException {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Checksum.sha256(Files.writeString(folder.resolve("abc"), "abc")));
    }
}
