package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels side by side. */
final class KernelTableTest {
    private static final Fork ONE = Scores.profiled(2, new KernelTime("Noise.normals", 0.5, 250), new KernelTime("Neurons.soma", 1.492, 746),
            new KernelTime("CircuitBatch.show", 0.004, 2), new KernelTime("Clamped.step", 0.004, 2));

    private static List<String> words(KernelTable table) {
        return table.lines().stream().map(line -> line.strip().replaceAll(" {2,}", " | ")).toList();
    }

    @Test
    void theLongestComesFirstAndTheSmallestAreTogether() {
        assertEquals(
                List.of("kernel | 25, us | share", "Neurons.soma | 1.4920 | 74.6 %", "Noise.normals | 0.5000 | 25.0 %", "others | 0.0080 | 0.4 %",
                        "all | 2.0000 | 100.0 %"),
                words(new KernelTable(List.of("25"), List.of(ONE))));
    }

    @Test
    void otherJdksHaveRatiosToTheFirst() {
        Fork other = Scores.profiled(3, new KernelTime("Neurons.soma", 2.238, 746), new KernelTime("Noise.normals", 0.5, 167),
                new KernelTime("AbstractVector.convert", 0.262, 87));
        assertEquals(List.of("kernel | 25, us | share | 27, us | ratio", "Neurons.soma | 1.4920 | 74.6 % | 2.2380 | 1.50",
                "Noise.normals | 0.5000 | 25.0 % | 0.5000 | 1.00", "AbstractVector.convert | 0.0000 | 0.0 % | 0.2620",
                "others | 0.0080 | 0.4 % | 0.0000 | 0.00", "all | 2.0000 | 100.0 % | 3.0000 | 1.50"),
                words(new KernelTable(List.of("25", "27"), List.of(ONE, other))));
    }

    @Test
    void aJvmWithoutANumberIsAColumnOfZeros() {
        assertEquals("all | 2.0000 | 100.0 % | 0.0000 | 0.00",
                words(new KernelTable(List.of("25", "bad"), List.of(ONE, Fork.failed("killed")))).getLast());
    }
}
