package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Study;
import org.pal4j.run.Outcome;

/** Feedback weights stand beside the weights to which their angles are measured. */
class FeedbackPairsTest {
    @TempDir
    private Path folder;
    private DataFolder data;

    @BeforeEach
    void write() {
        data = TinyImages.write(folder);
    }

    private Outcome run(Study<RateExperiment> study) {
        return TinyImages.run(study, data).outcomes().getFirst();
    }

    private static List<FeedbackWeights> pairs(Study<RateExperiment> study, Map<String, NpyArray> weights) {
        return RateModel.INSTANCE.feedback(study.base(), weights);
    }

    private static double angle(FeedbackWeights pair) {
        double dot = 0;
        double squares = 0;
        double ideals = 0;
        for (int i = 0; i < pair.values().length; i++) {
            dot += pair.values()[i] * pair.ideals()[i];
            squares += pair.values()[i] * pair.values()[i];
            ideals += pair.ideals()[i] * pair.ideals()[i];
        }
        return Math.toDegrees(Math.acos(dot / Math.sqrt(squares * ideals)));
    }

    @Test
    void eachLayerWithAFeedbackHasAPair() {
        Study<RateExperiment> study = TinyImages.autoencoder();
        Outcome outcome = run(study);
        List<FeedbackWeights> pairs = pairs(study, outcome.weights());
        assertEquals(List.of("B2", "B3", "B4"), pairs.stream().map(FeedbackWeights::name).toList());
        FeedbackWeights third = pairs.get(1);
        assertEquals(List.of("W3\u1d40", 6, 2, "neuron of layer 3", "neuron of layer 2"),
                List.of(third.ideal(), third.rows(), third.columns(), third.row(), third.column()));
        // Of neuron 4 of layer 3 to neuron 1 of layer 2.
        assertEquals(outcome.weights().get("B3").toDoubles()[4 * 2 + 1], third.values()[4 * 2 + 1]);
        assertEquals(outcome.weights().get("W3").toDoubles()[1 * 6 + 4], third.ideals()[4 * 2 + 1]);
        pairs.forEach(pair -> assertEquals(outcome.last("angle_" + pair.name()), angle(pair), 1e-4, pair.name()));
    }

    @Test
    void kernelsAreNotTransposed() {
        Study<RateExperiment> study = TinyImages.cifar();
        Outcome outcome = run(study);
        List<FeedbackWeights> pairs = pairs(study, outcome.weights());
        assertEquals(List.of("B3", "B5", "B6"), pairs.stream().map(FeedbackWeights::name).toList());
        assertEquals(List.of("W3", "W5\u1d40", "W6\u1d40"), pairs.stream().map(FeedbackWeights::ideal).toList());
        FeedbackWeights kernels = pairs.getFirst();
        assertEquals(List.of(4, 75, "filter of layer 3", "position in a kernel"),
                List.of(kernels.rows(), kernels.columns(), kernels.row(), kernels.column()));
        assertEquals("neuron of layer 4", pairs.get(1).column());
        pairs.forEach(pair -> assertEquals(outcome.last("angle_" + pair.name()), angle(pair), 1e-4, pair.name()));
    }

    @Test
    void withoutFeedbackOrWithOtherWeightsThereIsNone() {
        Study<RateExperiment> study = TinyImages.autoencoder("epochs=0");
        Map<String, NpyArray> weights = new LinkedHashMap<>(run(study).weights());
        assertEquals(List.of(), pairs(TinyImages.autoencoder("algorithm=BP"), weights));
        assertEquals(List.of(), pairs(TinyImages.autoencoder("algorithm=DFA"), weights));
        assertEquals(List.of(), pairs(TinyImages.cifar(), weights));
        weights.remove("B3");
        assertEquals(List.of(), pairs(study, weights));
        assertEquals(List.of(), pairs(study, Map.of()));
    }
}
