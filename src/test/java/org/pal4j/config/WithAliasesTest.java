package org.pal4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;

/** Aliases, as PyYAML writes them for a list or a mapping that is in a document twice. */
class WithAliasesTest {
    @Test
    void anAliasIsWhatItStandsFor() {
        assertEquals(Map.of("a", List.of(0.02, 0), "b", List.of(0.02, 0), "c", 1),
                Documents.yaml("a: &id001\n- 0.02\n- 0\nb: *id001\nc: 1\n", "text"));
        assertEquals(Map.of("a", Map.of("x", List.of(1)), "b", List.of(Map.of("x", List.of(1)), List.of(1))),
                Documents.yaml("a: &m {x: &l [1]}\nb: [*m, *l]\n", "text"));
        // An anchor may be given anew.
        assertEquals(Map.of("a", List.of(1), "b", List.of(2), "c", List.of(2)), Documents.yaml("a: &l [1]\nb: &l [2]\nc: *l\n", "text"));
        assertEquals(Map.of("a", List.of(), "b", List.of(), "c", Map.of(), "d", Map.of()),
                Documents.yaml("a: &l []\nb: *l\nc: &m {}\nd: *m\n", "text"));
        assertEquals(List.of(List.of(1), List.of(1)), Documents.value("[&l [1], *l]", "key"));
        assertEquals(Map.of("a", 1.5, "b", "x", "c", List.of(1)), Documents.yaml("a: !!float 1.5\nb: !!str x\nc: !!seq [1]\n", "text"));
        assertEquals(Map.of("a", "*x"), Documents.yaml("a: '*x'\n", "text"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'a: *x' | line 1: the alias *x stands for no list and no mapping; write the value itself",
        "'a: &x 3\nb: *x' | line 2: the alias *x stands for no list and no mapping",
        "'a: &x [1, *x]' | line 1: the alias *x stands for what it is itself a part of",
        "'a: &x [1]\n? *x\n: 2' | key",
        "'a: !!python/tuple [1, 2]' | line 1: the tag !!python/tuple is not read; write the value itself",
        "'a: 1\nb: !mine x' | line 2: the tag !mine is not read",
        "'a: &x {b: 1}\nc:\n  <<: *x' | be merged by <<; write the keys themselves",
    })
    void whatStandsForNothingIsRefused(String text, String said) {
        String message = assertThrows(InputException.class, () -> Documents.yaml(text, "text")).getMessage();
        assertTrue(message.contains(said), message);
    }

    /** Anchors within anchors are kept several times. */
    @Test
    void anchorsWithinAnchorsAreLimited() {
        StringBuilder text = new StringBuilder("a: ");
        for (int k = 0; k < 900; k++) {
            text.append("&x").append(k).append(" [");
        }
        text.append("1,".repeat(10_000)).append("1").append("]".repeat(900));
        String message = assertThrows(InputException.class, () -> Documents.yaml(text.toString(), "text")).getMessage();
        assertTrue(message.contains("too much is within anchors; write fewer"), message);
    }
}
