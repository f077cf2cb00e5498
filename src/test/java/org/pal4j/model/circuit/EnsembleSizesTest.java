package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.circuit.CircuitParameters;

/** How a group of replicas is cut into ensembles. */
class EnsembleSizesTest {
    @Test
    void largeCircuitsAreBestAlone() {
        CircuitParameters large = CircuitParameters.builder().layers(784, 100, 10).etaForward(List.of(0.1)).etaBackward(List.of(0.1))
                .etaPyramidalToInter(List.of(0.1)).etaInterToPyramidal(List.of(0.1)).build();
        assertEquals(16, EnsembleSizes.mostSideBySide(Tiny.yinYang().circuit()));
        assertEquals(1, EnsembleSizes.mostSideBySide(large));
        CircuitExperiment e = Tiny.yinYang();
        assertEquals(16, CircuitModel.INSTANCE.replicasTogether(e));
    }

    /** Whatever the network is, a group is cut into what there are lanes for, never worse than what one would do without thinking. */
    @Test
    void cuts() {
        CircuitParameters tiny = Tiny.experiment("fig4ab", List.of()).circuit();
        CircuitParameters small = Tiny.yinYang().circuit();
        CircuitParameters middling = Tiny.experiment("fig3abc", List.of()).circuit();
        for (CircuitParameters p : List.of(tiny, small, middling)) {
            for (int size = 1; size <= 40; size++) {
                assertEquals(size, EnsembleSizes.of(p, size).stream().mapToInt(Integer::intValue).sum());
                double time = StepCost.together(p, size);
                assertTrue(time <= size * StepCost.microseconds(p, 1) + 1e-9);
                assertTrue(size > 16 || time <= StepCost.microseconds(p, size) + 1e-9);
            }
        }
        assertEquals(List.of(5), EnsembleSizes.of(tiny, 5));
        assertEquals(List.of(4, 1), EnsembleSizes.of(middling, 5));
        assertEquals(List.of(8, 1, 1), EnsembleSizes.of(middling, 10));
        assertEquals(List.of(16), EnsembleSizes.of(middling, 16));
        assertEquals(List.of(16, 4), EnsembleSizes.of(middling, 20));
        assertEquals(List.of(1), EnsembleSizes.of(middling, 1));
    }

    /** 90 weights move in a step of 4-30-3, and take the longer the more of them there are. */
    @Test
    void backpropagationMovesWeights() {
        CircuitParameters fa = Tiny.experiment("yinyang-fa", List.of()).circuit();
        CircuitParameters bp = Tiny.experiment("yinyang-bp", List.of()).circuit();
        for (int lanes : new int[] {1, 4, 8, 16}) {
            double more = StepCost.microseconds(bp, lanes) - StepCost.microseconds(fa, lanes);
            assertEquals(lanes == 1 ? 0.14 : 0.26, more, 0.02);
        }
    }
}
