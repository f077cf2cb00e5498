package org.pal4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;

/** What is wrong with a text is said in words that its author can follow, with line and column. */
class UnparsableTest {
    @TempDir
    private Path folder;

    private String refused(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        String message = assertThrows(InputException.class, () -> Documents.read(file)).getMessage();
        for (String inner : new String[] {"Feature", "enable", "`", "REDACTED", "Constraints", "token", "parser", "reader", "Jackson",
            "ObjectNode"}) {
            assertFalse(message.contains(inner), message);
        }
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', value = {
        "// tiny\\n{\"a\": 1} # , line 1, column 1: JSON has no comments; leave it out, or write it as a key, \"_comment\": \"...\"",
        "{\"a\": 1, // x\\n \"b\": 2} # , line 1, column 10: JSON has no comments",
        "{\"a\": NaN} # , line 1, column 10: 'NaN' is not a finite number",
        "{\"a\": -Infinity} # '-Infinity' is not a finite number",
        "{\"a\": None} # 'None' is written null in JSON",
        "{\"a\": True} # 'True' is written true in JSON",
        "{\"a\": tanh} # 'tanh' must be a number, true, false, null, or text in double quotes",
        "{'a': 1} # , line 1, column 2: a key in double quotes must be here, not ': \"key\": value",
        "{a: 1} # a key in double quotes must be here, not a",
        "{\"a\": 1,} # , line 1, column 9: a comma is one too many before }",
        "[1,] # a value is missing before ], or a comma is one too many",
        "{\"a\": 'x'} # text is in double quotes, \"like this\", not '",
        "[1 2] # , line 1, column 4: a comma or a closing bracket must be here, not 2",
        "{\"a\" 1} # a colon must follow the key, not 1",
        "{\"a\": 1 # it ends too early: { of line 1, column 1 is not closed",
        "{\"a\": \"x # it ends too early: a text is not closed by a double quote",
        "{\"a\": 01} # a number has no leading zeros",
        "{\"a\": +1} # a number has no plus sign",
        "{\"a\": .5} # a number needs a digit before its point: 0.5",
        "{\"a\": 5.} # a number needs a digit after its point: 5.0",
        "{\"a\": 1e} # a number needs digits after its e: 1e-6",
        "{\"a\": -} # a minus sign needs a digit after it",
        "{\"a\": \"x\\ty\"} # a tab in a text is written \\t",
        "{\"a\": \"x\\ny\"} # a text must end on its line",
        "{\"a\": \"\\q\"} # \\q means nothing in a text; a backslash itself is written \\\\",
        "[1} # } does not close what was opened; ] must come first",
        "{\"a\": 1}] # ] closes nothing that was opened",
        "{\"a\": 1} {} # , line 1, column 10: a second document begins here; only one is taken",
        "{\"a\": 1, \"a\": 2} # the key 'a' is there twice; leave one out"})
    void json(String text, String said) throws IOException {
        String message = refused("a.json", text.replace("\\n", "\n").replace("\\t", "\t").getBytes(StandardCharsets.UTF_8));
        assertTrue(message.contains(said), said + " is not in: " + message);
        assertTrue(message.contains(", line "), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', value = {
        "a:\\n\\tb: 1 # , line 2, column 1: a tab can't be here; YAML is indented by blanks",
        "a: b: c # , line 1, column 5: a key and its colon can't be here",
        "a: [1, 2\\nb: 3 # a comma or the closing ] is missing before this",
        "a: @b # a value that begins with @ needs quotes",
        "a: 'x # it ends too early: a text is not closed by its quote",
        "- a\\nb: 1 # , line 2, column 1: this does not belong here",
        "a: \"x\\q\" # \\q means nothing in double quotes",
        "? [a]\\n: 1 # a key must be a word; a list or a mapping can't be one",
        "a: 1\\n---\\nb: 2 # , line 3, column 1: a second document begins here",
        "a: .nan # '.nan' is not a finite number",
        "a: !!binary |\\n  %%% # a value marked as !!binary is not base64",
        "a: & # this is no YAML"})
    void yaml(String text, String said) throws IOException {
        String message = refused("a.yaml", text.replace("\\n", "\n").replace("\\t", "\t").getBytes(StandardCharsets.UTF_8));
        assertTrue(message.contains(said), said + " is not in: " + message);
        assertTrue(message.contains(", line "), message);
    }

    @Test
    void longTextsAreCut() throws IOException {
        assertTrue(refused("a.json", ("{\"a\": " + "x".repeat(60_000) + "}").getBytes(StandardCharsets.UTF_8)).length() < 300);
        assertTrue(refused("a.json", ("{\"a\": " + "1".repeat(60_000) + "}").getBytes(StandardCharsets.UTF_8)).contains("60000 digits"));
        assertTrue(refused("a.json", ("{\"" + "k".repeat(60_000) + "\": 1}").getBytes(StandardCharsets.UTF_8)).contains("60000 characters"));
        assertTrue(refused("a.yaml", ("a: [" + "x".repeat(60_000) + ": 1}").getBytes(StandardCharsets.UTF_8)).length() < 400);
    }

    /** Editors of some systems begin a file with a mark, or write two bytes for each character. */
    @Test
    void aMarkAtTheBeginningIsSkipped() throws IOException {
        for (String name : new String[] {"a.json", "a.yaml", "a"}) {
            assertEquals(Map.of("a", 1), Documents.read(Files.writeString(folder.resolve(name), "\uFEFF{\"a\": 1}")));
        }
        for (var charset : new java.nio.charset.Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_32}) {
            for (String name : new String[] {"a.json", "a.yaml"}) {
                assertEquals(": is text in UTF-16 or UTF-32, or no text; save it as UTF-8", refused(name, "{\"a\": 1}".getBytes(charset)));
            }
        }
        assertTrue(refused("a.yaml", "a: \u00fc".getBytes(StandardCharsets.ISO_8859_1)).contains("is not text in UTF-8"));
    }

    /** A file that ends after a backslash: the library names the character with the code 0 there. */
    @Test
    void noMessageHasAControlCharacter() {
        InputException refused = assertThrows(InputException.class, () -> Documents.yaml("a: \"b\\", "x.yaml"));
        assertTrue(refused.getMessage().chars().noneMatch(Character::isISOControl), refused.getMessage());
    }
}
