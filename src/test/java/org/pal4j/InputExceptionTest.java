package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A fault is data and a sentence; an exception has all faults and one text for people. */
class InputExceptionTest {
    /** A file may hold lists of any length. */
    @Test
    void whatIsLongIsCut() {
        String list = "[" + "1, ".repeat(30_000) + "1]";
        assertEquals("layers = " + list.substring(0, 197) + "...: must be shorter", Fault.of("layers", list, "must be shorter").text());
        Fault named = new Fault("k".repeat(60_000), "", "is not known", "leave it out");
        assertEquals("k".repeat(197) + "...: is not known; leave it out", named.text());
        assertTrue(Fault.saying("", "x".repeat(60_000)).text().length() <= 4000);
    }

    @Test
    void theSentenceOfAFaultHasThePartsThatThereAre() {
        assertEquals("dt = -1.0: must be above 0", Fault.of("dt", -1.0, "must be above 0").text());
        assertEquals("layers: is missing", Fault.of("layers", "is missing").text());
        assertEquals("dt = 3: must be less; use 2", new Fault("dt", "3", "must be less", "use 2").text());
        assertEquals("is empty; write something", new Fault("", "", "is empty", "write something").text());
        Fault own = Fault.saying("seeed", "key 'seeed' is not known");
        assertEquals("key 'seeed' is not known", own.text());
        assertEquals("key 'seeed' is not known", own.toString());
        assertEquals(List.of("seeed", "", "key 'seeed' is not known", ""), List.of(own.field(), own.value(), own.bound(), own.fix()));
    }

    @Test
    void aTextIsShownOnOneLineAndCut() {
        assertEquals("a?b?c?d", Fault.shown("a\nb\u2028c\u0000d"));
        assertEquals("x".repeat(60), Fault.shown("x".repeat(60)));
        assertEquals("x".repeat(57) + "...", Fault.shown("x".repeat(61)));
        assertEquals("", Fault.shown(""));
    }

    @Test
    void oneFaultIsASentenceBehindItsSource() {
        Fault fault = Fault.of("dt", -1.0, "must be above 0");
        InputException e = new InputException("mine.yaml", List.of(fault));
        assertEquals("mine.yaml: dt = -1.0: must be above 0", e.getMessage());
        assertEquals(List.of(fault), e.faults());
    }

    @Test
    void severalAreAList() {
        List<Fault> faults = List.of(Fault.of("dt", -1.0, "must be above 0"), Fault.of("layers", "is missing"));
        InputException e = new InputException("mine.yaml", faults);
        assertEquals("mine.yaml has 2 faults:\n  - dt = -1.0: must be above 0\n  - layers: is missing", e.getMessage());
        assertEquals(faults, e.faults());
    }

    @Property
    void allFaultsAreThereAsDataHoweverManyAreShown(@ForAll @IntRange(min = 2, max = 100) int count) {
        List<Fault> faults = IntStream.range(0, count).mapToObj(i -> Fault.of("key" + i, i, "is too much")).toList();
        InputException e = new InputException("file", faults);
        assertEquals(faults, e.faults());
        List<String> lines = e.getMessage().lines().toList();
        assertEquals("file has " + count + " faults:", lines.getFirst());
        assertEquals(1 + Math.min(count, 20) + (count > 20 ? 1 : 0), lines.size());
        assertEquals("  - key19 = 19: is too much".equals(lines.get(Math.min(20, lines.size() - 1))), count >= 20);
        assertEquals(count > 20, lines.getLast().equals("  - and " + (count - 20) + " more"));
    }

    @Test
    void aMessageAloneIsAFaultOfTheWhole() {
        InputException e = new InputException("--out is empty; give the name of a folder");
        assertEquals("--out is empty; give the name of a folder", e.getMessage());
        assertEquals(List.of(Fault.saying("", "--out is empty; give the name of a folder")), e.faults());
        IOException behind = new IOException("no such file");
        InputException caused = new InputException("a: can't be read", behind);
        assertSame(behind, caused.getCause());
        assertFalse(caused.getMessage().contains("no such file"));
    }

    @Test
    void whatIsThrownDoesNotChangeWithTheListThatItCameFrom() {
        List<Fault> faults = new ArrayList<>();
        assertDoesNotThrow(() -> InputException.throwIfAny("file", faults));
        faults.add(Fault.of("a", "is wrong"));
        InputException e = assertThrows(InputException.class, () -> InputException.throwIfAny("file", faults));
        faults.add(Fault.of("b", "is wrong"));
        assertEquals(1, e.faults().size());
        assertThrows(UnsupportedOperationException.class, () -> e.faults().clear());
        assertTrue(e.getMessage().endsWith("a: is wrong"));
    }
}
