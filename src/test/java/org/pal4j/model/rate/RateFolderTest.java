package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.run.Outcome;
import org.pal4j.run.StudyOutcome;

/** What a run of a rate network leaves. */
class RateFolderTest {
    @TempDir
    private Path folder;

    private record Left(Path path, StudyOutcome outcome) {}

    private Left leave(Study<RateExperiment> study) {
        Path out = folder.resolve("out");
        return new Left(out, TinyImages.leave(study, TinyImages.write(folder), out));
    }

    private static JsonNode json(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readString(file));
    }

    @Test
    void aRunLeavesFilesThatAgree() throws IOException {
        Study<RateExperiment> study = TinyImages.autoencoder();
        Left left = leave(study);
        Outcome outcome = left.outcome.outcomes().getFirst();
        assertEquals(study, Catalog.study(left.path.resolve("configuration.yaml").toString(), List.of()));
        assertEquals(4, json(left.path.resolve("environment.json")).path("data_sha256").size());
        List<String> lines = Files.readAllLines(left.path.resolve("metrics.csv"));
        assertEquals("epoch,updates,train_error,validation_error,latent_accuracy,latent_accuracy_sd,angle_B2,angle_B3,angle_B4,seconds",
                lines.getFirst());
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).startsWith("0,15,,"), lines.get(1));
        assertEquals(outcome.last("validation_error"), Double.parseDouble(lines.getLast().split(",")[3]));

        Map<String, NpyArray> recordings = Npz.read(left.path.resolve("recordings.npz"));
        assertArrayEquals(new long[] {0, 1, 2}, recordings.get("epoch").toLongs());
        assertEquals(outcome.rows().get(1).measures().column("angle_B3"), recordings.get("angle_B3").toDoubles()[1]);
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6}, recordings.get("test_class").toLongs());
        // The first pixel as its file has it.
        byte[] pixels = Files.readAllBytes(folder.resolve("t10k-images-idx3-ubyte"));
        assertEquals((pixels[16] & 0xFF) / 255f, recordings.get("example_image").toFloats()[0]);

        var weights = Safetensors.read(left.path.resolve("weights.safetensors"));
        assertEquals(List.of("B2", "B3", "B4", "W1", "W2", "W3", "W4", "b1", "b2", "b3", "b4"),
                List.copyOf(weights.tensors().keySet()), "in the order of their names");
        assertEquals(Map.of("updates", "105"), weights.metadata());
        // The angle in the metrics, once more from the weights: B is neurons x inputs, W inputs x neurons.
        float[] w = weights.tensors().get("W3").toFloats();
        float[] b = weights.tensors().get("B3").toFloats();
        double dot = 0;
        double squares = 0;
        double squaresB = 0;
        for (int i = 0; i < 2; i++) {
            for (int o = 0; o < 6; o++) {
                dot += w[i * 6 + o] * b[o * 2 + i];
                squares += w[i * 6 + o] * w[i * 6 + o];
                squaresB += b[o * 2 + i] * b[o * 2 + i];
            }
        }
        assertEquals(Math.toDegrees(Math.acos(dot / Math.sqrt(squares * squaresB))), outcome.last("angle_B3"), 1e-4);

        JsonNode result = json(left.path.resolve("result.json"));
        assertEquals("complete", result.path("ending").asText());
        assertEquals(105, result.path("updates").asInt());
        assertEquals(outcome.tested("test_error"), result.path("test_error").asDouble());
    }

    @Test
    void aStudyHasAFolderForEachReplica() throws IOException {
        Left left = leave(TinyImages.autoencoder("seeds=[1, 2]", "each.multiplier=[3, 1e30]"));
        List<String> lines = Files.readAllLines(left.path.resolve("metrics.csv"));
        assertTrue(lines.getFirst().startsWith("epoch,updates,replicas,train_error_mean,train_error_sd,validation_error_mean,"), lines.getFirst());
        assertTrue(lines.get(1).startsWith("0,15,2,,,"), lines.get(1));
        assertTrue(lines.get(2).startsWith("1,55,1,"), lines.get(2));
        JsonNode result = json(left.path.resolve("result.json"));
        assertEquals(List.of(2, 1), List.of(result.path("replicas").asInt(), result.path("non_finite").asInt()));
        assertEquals("non_finite", result.path("each").get(1).path("ending").asText());
        assertEquals(result.path("each").get(0).path("test_error"), result.path("by_value").get(0).path("test_error_mean"));
        assertEquals(3, TinyImages.rate(Catalog.study(left.path.resolve("replica-1/configuration.yaml").toString(),
                List.of())).base().rates().multiplier());
        assertTrue(Files.exists(left.path.resolve("replica-2/weights.safetensors")));
    }
}
