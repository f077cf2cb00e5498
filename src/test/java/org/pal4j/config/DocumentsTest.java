package org.pal4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;

/** Documents become plain Java, and a document that can't be read is refused with the place in it. */
class DocumentsTest {
    @TempDir
    private Path folder;

    @Test
    void unreadableTextIsRefusedWithItsPlace() throws IOException {
        assertFault("based_on: yinyang\nseed: 1\nseed: 2\n", "e.yaml, line 3, column ", "the key 'seed' is there twice; leave one out");
        assertFault("based_on: yinyang\n\tseed: 1\n", "e.yaml, line 2, column 1: a tab can't be here; YAML is indented by blanks");
        assertFault("based_on: yinyang\n---\nseed: 1\n", "e.yaml, line 3", "a second document begins here");
        assertFault("based_on: yinyang\ndt: .nan\n", "line 2", "'.nan' is not a finite number");
        assertFault("a: [1, 2\n", "line 2");
        assertFault("a: " + "[".repeat(50_000), "nest");
        for (String text : List.of("", "# nothing\n", "- a\n- b\n", "text", "42", "~")) {
            assertFault(text, "must hold keys and values");
        }
        assertFault("x".repeat(Documents.MAX_BYTES + 1), "has more than 1048576 bytes");
        byte[] latin = {'a', ':', ' ', (byte) 0xe4, '\n'};
        assertFault(Files.write(folder.resolve("latin.yaml"), latin), "is not text in UTF-8");
        assertFault(folder, "is a folder");
        assertFault(folder.resolve("none.yaml"), "there is no such file");
    }

    /** Whatever reads a document calls itself for each level of it. */
    @Test
    void depthIsBounded() throws IOException {
        Documents.read(Files.writeString(folder.resolve("d.yaml"), "a: " + "[".repeat(90) + "]".repeat(90)));
        assertFault("a: " + "[".repeat(101) + "]".repeat(101), "e.yaml: is nested more than 100 levels deep");
        assertFault(Files.writeString(folder.resolve("e.json"), "{\"a\":".repeat(101) + "1" + "}".repeat(101)), "e.json: is nested more than 100");
        StringBuilder aliases = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 101; i++) {
            aliases.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertFault(aliases.toString(), "e.yaml: is nested more than 100 levels deep");
    }

    /** An alias of aliases of aliases is 10^9 values in 200 bytes. */
    @Test
    void aBombOfAliasesCostsNothing() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(7), i - 1));
        }
        long before = AllocatedBytes.ofThisThread();
        assertFault(bomb.toString(), "line 6: aliases stand for more than 100000 values");
        assertTrue(AllocatedBytes.ofThisThread() - before < 100 << 20);
    }

    private void assertFault(String text, String... parts) throws IOException {
        assertFault(Files.writeString(folder.resolve("e.yaml"), text), parts);
    }

    private static void assertFault(Path file, String... parts) {
        InputException e = assertThrows(InputException.class, () -> Documents.mapping(Documents.read(file), file.toString()));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        }
    }

    @Test
    void whatComesOutIsPlainJava() throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("b", Arrays.asList(1, 2.5, null, true, "x"));
        expected.put("a", Map.of("c", 12_345_678_901L));
        expected.put("big", new BigInteger("123456789012345678901234567890"));
        String json = "{\"b\": [1, 2.5, null, true, \"x\"], \"a\": {\"c\": 12345678901}, \"big\": 123456789012345678901234567890}";
        for (String name : List.of("a.json", "a.yaml", "a", "a.txt")) {
            Object read = Documents.read(Files.writeString(folder.resolve(name), json));
            assertEquals(expected, read);
            assertEquals(List.of("b", "a", "big"), List.copyOf(((Map<?, ?>) read).keySet()), "in the order of the file");
        }
        assertEquals(expected, Documents.json(folder.resolve("a.json")));
        assertEquals(expected, Documents.yaml(json, "text"));
        // What is written reads back.
        assertEquals(expected, Documents.yaml(Json.text(expected), "compact"));
        assertEquals(expected, Documents.yaml(Json.indented(expected), "indented"));
    }

    /** Nothing after the sign of equality is not the same as null. */
    @Test
    void aValueThatIsTypedIsYaml() {
        assertEquals(Value.MISSING, Documents.value("", "key"));
        assertEquals(Value.MISSING, Documents.value("  # a remark", "key"));
        assertEquals(null, Documents.value("null", "key"));
        assertEquals(3, Documents.value(" 3", "key"));
        assertEquals("3", Documents.value("'3'", "key"));
        assertEquals(List.of(1, 2), Documents.value("[1, 2]", "key"));
        InputException e = assertThrows(InputException.class, () -> Documents.value("[1, 2", "key"));
        assertTrue(e.getMessage().startsWith("--set key=[1, 2: "), e.getMessage());
    }

    @Test
    void commentsInJsonAreKeysThatMayRepeat() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{\"_comment\": {\"x\": 1, \"x\": 2}, \"a\": 1, \"_comment\": 3}");
        assertEquals(Map.of("a", 1), Documents.read(file));
        assertFault(Files.writeString(folder.resolve("d.json"), "{\"a\": 1,\n \"a\": 2}"), "d.json, line 2, column ", "the key 'a' is there twice");
    }
}
