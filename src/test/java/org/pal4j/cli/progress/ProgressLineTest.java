package org.pal4j.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String MESSAGE = "epoch 7/60\t79.0 %\tB1 55.6 deg\t1.44 M steps/s";
    private static final String DEEP = "epoch 7/100\tB1 20.7 deg\tB2 10.3 deg\tB3 11.4 deg\t0.83 M steps/s";

    @Test
    void ordinaryTerminalsShowAll() {
        assertEquals("yinyang  12% [=           ] epoch 7/60, 79.0 %, B1 55.6 deg, 1.44 M steps/s     ".strip(),
                ProgressLine.render("yinyang", 0.125, MESSAGE, 75).strip());
        assertEquals(75, ProgressLine.render("yinyang", 0.125, MESSAGE, 75).length());
        assertTrue(ProgressLine.render("yinyang", 0.5, MESSAGE, 120).contains("[===============               ]"));
        assertTrue(ProgressLine.render("fig3abc", 0.5, DEEP, 120).contains("B1 20.7 deg, B2 10.3 deg, B3 11.4 deg, 0.83 M steps/s"));
    }

    /** The bar shrinks, then angles go from the last one, then the bar goes, then the name. */
    @Test
    void narrowTerminalsShowTheMostImportant() {
        assertEquals("fig3abc  50% [=====      ] epoch 7/100, B1 20.7 deg, B2 10.3 deg, 0.83 M steps/s",
                ProgressLine.render("fig3abc", 0.5, DEEP, 80).strip());
        assertEquals("12% epoch 7/60, 79.0 %, 1.44 M steps/s", ProgressLine.render("yinyang", 0.125, MESSAGE, 39).strip());
        assertEquals("12% epoch 7", ProgressLine.render("yinyang", 0.125, MESSAGE, 11));
        assertEquals("", ProgressLine.render("yinyang", 0.125, MESSAGE, 0));
    }

    /** A line that is longer than the terminal wraps, and the next one can't be drawn over it. */
    @Property
    void noLineIsWiderThanTheTerminal(
            @ForAll @IntRange(min = 0, max = 250) int width, @ForAll @IntRange(min = 1, max = 120) int name, @ForAll boolean deep) {
        String line = ProgressLine.render("n".repeat(name), name / 100.0, deep ? DEEP : MESSAGE, width);
        assertEquals(width, line.length());
        assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 127));
    }

    @Test
    void nothingIsSaidBeforeThereIsSomething() {
        assertEquals("yinyang   0% [                              ]", ProgressLine.render("yinyang", 0, "", 100).strip());
        assertEquals("yinyang 100% [==============================]", ProgressLine.render("yinyang", 1, "", 100).strip());
    }
}
