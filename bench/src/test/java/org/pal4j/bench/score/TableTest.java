package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed. */
final class TableTest {
    private static final Site CONVERT = new Site("Neurons.respondLogistic", "AbstractVector.convert0", 1440);

    private static Row boxing(String jdk, String java, String network, Site... sites) {
        Row row = Scores.row(jdk, 2.0, 2.1);
        return new Row(row.benchmark(), network, row.mode(), row.width(), 1, jdk, java, row.microseconds(), 0.1, 0.5, 20, 1440, row.forks(),
                List.of(),
                List.of(sites),
                List.of(new Reason(Reason.Kind.BOXES, "boxes, 1,440 B each")));
    }

    @Test
    void aValidRowHasNoMark() {
        Row row = Scores.row("25", 0.25);
        assertEquals(List.of("step                         4-30-3            clamped         0.2500      10 %"), new Table(false).lines(row));
    }

    @Test
    void aRowThatIsNotValidHasAMarkAndTheReason() {
        Row row = boxing("27", "27.0.1", "4-30-3", CONVERT);
        List<String> lines = new Table(false).lines(row);
        assertTrue(lines.getFirst().endsWith("  ! not valid"), lines.toString());
        assertEquals("    ! boxes, 1,440 B each", lines.get(1));
    }

    @Test
    void aRatioIsThatOfSamplesInTurnWhateverTheTimesOfForks() {
        Row row = Scores.compared(boxing("27", "27.0.1", "4-30-3"), 1.1, 1.1, 1.1);
        assertTrue(new Table(true).lines(row).getFirst().endsWith("  1.100 [1.100, 1.100]  ! not valid"), new Table(true).lines(row).toString());
        assertFalse(new Table(true).lines(boxing("27", "27.0.1", "4-30-3")).getFirst().contains("["));
    }

    @Test
    void aJdksFaultIsNamedOnceWithTheRowWhereItIsWorst() {
        List<Row> rows = List.of(Scores.row("25", 1.0), boxing("27", "27.0.1+9", "4-30-3", CONVERT),
                boxing("27", "27.0.1+9", "5-20-10-20-5", new Site(CONVERT.kernel(), CONVERT.vector(), 2880)));
        assertEquals(List.of("on 27 (27.0.1+9) Neurons.respondLogistic boxes: AbstractVector.convert0, 2,880 B a step of 5-20-10-20-5 clamped; "
                + "known as JDK-8392004, made by JDK-8371187, mended in JDK 28"), Table.boxes(rows));
    }

    @Test
    void fewKernelsAreNamed() {
        Site[] sites = new Site[7];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = new Site("Kernel" + i + ".run", "IntVector.add", 100 - i);
        }
        List<String> lines = Table.boxes(List.of(boxing("27", "27.0.1+9", "4-30-3", sites)));
        assertEquals(6, lines.size());
        assertEquals("on 27 2 more places allocate less", lines.getLast());
    }

    @Test
    void roofsThatAreNotValidShareALine() {
        List<Reason> loaded = List.of(new Reason(Reason.Kind.LOADED, "the machine is loaded"));
        Row row = new Row(Row.ROOF + "read", "24 KB", "single", "512", 1, "25", "25.0.3", 1, Double.NaN, 0, 0, 0, List.of(1.0), List.of(), List.of(),
                loaded);
        Row other = new Row(Row.ROOF + "read", "2 MB", "single", "512", 1, "25", "25.0.3", 1, Double.NaN, 0, 0, 0, List.of(1.0), List.of(), List.of(),
                loaded);
        assertEquals(List.of("roof, read, 25, 24 KB, 2 MB: the machine is loaded"), Table.invalidRoofs(List.of(row, other, Scores.row("25", 1.0))));
    }
}
