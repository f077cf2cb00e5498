package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;

class DecisionRegionsTest {
    /** Where the vote is clear, it is that of a circuit that has settled on the point for a long time. */
    @Test
    void clearVotesAreThoseOfASettledCircuit() {
        for (String more : new String[] {"layers=[4, 12, 3]", "layers=[4, 12, 8, 3]", "connectivity=skip"}) {
            CircuitExperiment e = Tiny.yinYang("layers=[4, 12, 8, 3]", more, "eta_fw=1", "init_W=[-6, 6]", "Tpres=1", "epochs=0");
            Map<String, NpyArray> weights = Tiny.run(e).outcome().weights();
            DecisionRegions regions = DecisionRegions.simulate(e, weights).orElseThrow();

            double most = Arrays.stream(regions.margin()).max().orElseThrow();
            int[] clear = IntStream.range(0, regions.votes().length).filter(i -> regions.margin()[i] > most / 3).toArray();
            assertTrue(clear.length > 50);
            for (int k = 0; k < clear.length; k += clear.length / 50) {
                double x = (clear[k] % regions.side() + 0.5) / regions.side();
                double y = (clear[k] / regions.side() + 0.5) / regions.side();
                assertEquals(settled(e, weights, x, y), regions.votes()[clear[k]], more + ": " + x + ", " + y);
            }
        }
    }

    private static int settled(CircuitExperiment e, Map<String, NpyArray> weights, double x, double y) {
        Circuit circuit = new Circuit(e.circuit(), new NoiseSource.Counter(1));
        for (Variable variable : List.of(Variable.W, Variable.B, Variable.WI, Variable.BI)) {
            for (int i = 0; i < variable.count(e.circuit()); i++) {
                circuit.write(variable, i, weights.get(CircuitBatch.name(e.circuit(), variable, i)).toDoubles());
            }
        }
        circuit.input().set(new double[] {x, y, 1 - x, 1 - y});
        circuit.advance(Phase.SETTLE, 5000);
        float[] output = circuit.prospective(e.circuit().areas()).toArray();
        return IntStream.range(0, output.length).reduce(0, (best, i) -> output[i] > output[best] ? i : best);
    }

    @Test
    void onlyTheDiscIsVotedOn() {
        CircuitExperiment e = Tiny.yinYang();
        DecisionRegions regions = DecisionRegions.simulate(e, Tiny.run(e).outcome().weights()).orElseThrow();
        int side = regions.side();
        for (int i = 0; i < side * side; i++) {
            boolean inside = Math.hypot((i % side + 0.5) / side - 0.5, (i / side + 0.5) / side - 0.5) <= 0.5;
            assertEquals(inside, regions.votes()[i] >= 0);
        }
    }
}
