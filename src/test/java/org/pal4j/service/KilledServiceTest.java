package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.service.ServiceClient.Answer;
import org.pal4j.session.Presentations;
import org.pal4j.session.Session;

/**
 * What a service has answered outlives a kill: jobs are done once, with the bits that they would have had, or say what is lost. A kill is a copy of
 * the folder of a service at work, which the next one gets. src/test/service/kill_test.py kills processes.
 */
@Timeout(120)
class KilledServiceTest {
    private static final String TOKEN = "anna-0123456789abcdef";
    private static final long MEMORY = 3_000_000;
    private static final String ENDLESS = "endless";

    @TempDir
    private Path temporary;
    private Path root;
    private Path tokens;
    private ServiceClient client;

    @BeforeEach
    void start() throws IOException {
        root = temporary.resolve("root");
        tokens = temporary.resolve("tokens");
        Files.writeString(tokens, TOKEN + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        client = new ServiceClient(root, tokens, TOKEN, 3, MEMORY);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private static Session session() {
        return Session.open(Catalog.study("yinyang", List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4",
                "test_samples=4", "seed=3")), Session.Options.usual());
    }

    private static NpyArray inputs(int count) {
        float[] values = new float[count * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 / 7f;
        }
        return NpyArray.ofFloats(values, count, 4);
    }

    /** Takes the only processor, so that all other jobs wait. */
    private int occupy() throws IOException, InterruptedException {
        Map<String, Object> set = new LinkedHashMap<>(ServiceClient.TINY);
        set.put("epochs", 1_000_000);
        return client.post("/v1/runs", Map.of("experiment", "yinyang", "set", set, "folder", ENDLESS)).number("job");
    }

    /** Ends the service as a kill would, and starts the next one. A kill leaves one moment, so a copy of several moments is made again. */
    private void kill() throws IOException {
        Path copy;
        Map<Path, FileTime> before;
        do {
            copy = temporary.resolve("copy" + System.nanoTime());
            before = files();
        } while (!isCopied(before.keySet(), copy) || !files().equals(before));
        client.close();
        root = copy;
        client = new ServiceClient(root, tokens, TOKEN, 3, MEMORY);
    }

    /** Returns the files of the service and when they were written. */
    private Map<Path, FileTime> files() throws IOException {
        while (true) {
            Map<Path, FileTime> times = new LinkedHashMap<>();
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().contains(ENDLESS)).toList()) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
                return times;
            } catch (NoSuchFileException | UncheckedIOException gone) {
                // The service has renamed or removed it just now.
            }
        }
    }

    private boolean isCopied(Set<Path> files, Path copy) throws IOException {
        try {
            for (Path file : files) {
                Path to = copy.resolve(root.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private void cancel(int job) throws IOException, InterruptedException {
        assertEquals(202, client.post("/v1/jobs/" + job + "/cancel", Map.of()).status());
    }

    private int later(String path, Map<String, Object> fields) throws IOException, InterruptedException {
        Answer job = client.post(path, fields, "Prefer", "respond-async");
        assertEquals(202, job.status(), () -> job.head().toString());
        return job.number("job");
    }

    private int later(String path, Map<String, Object> fields, Map<String, NpyArray> arrays) throws IOException, InterruptedException {
        Answer job = answer(path, fields, arrays);
        assertEquals(202, job.status(), () -> job.head().toString());
        return job.number("job");
    }

    private Answer answer(String path, Map<String, Object> fields, Map<String, NpyArray> arrays) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        org.pal4j.format.Safetensors.write(out, arrays, Map.of(Bodies.REQUEST, org.pal4j.config.Json.text(fields)));
        return client.send(client.request(path).header("Content-Type", Bodies.SAFETENSORS).header("Prefer", "respond-async").POST(BodyPublishers
                .ofByteArray(out.toByteArray())).build());
    }

    private void set(String at, String name, NpyArray values) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npy.write(bytes, values);
        assertEquals(204, client.send(client.request(at + "/variables/" + name).header("Content-Type", Bodies.NPY).PUT(BodyPublishers.ofByteArray(
                bytes.toByteArray())).build()).status());
    }

    private Answer result(int job) throws IOException, InterruptedException {
        client.events("/v1/jobs/" + job);
        return client.get("/v1/jobs/" + job + "/result");
    }

    private List<String> arrays() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".service/arrays"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void whatWaitsIsDoneOnceWithItsArraysAndWithWhatWasSetBefore() throws IOException, InterruptedException {
        String at = client.open(Map.of("seed", 3));
        int endless = occupy();
        set(at, "W2", NpyArray.ofFloats(new float[15], 3, 5));
        int epochs = later(at + "/epoch", Map.of("epochs", 2));
        int steps = later(at + "/step", Map.of("steps", 30));
        int present = later(at + "/present", Map.of("steps", 3, "learn", "backward"), Map.of("inputs", inputs(5)));
        int predict = later(at + "/predict", Map.of(), Map.of("inputs", inputs(6)));
        // While they wait, the session is free, and they begin with this.
        set(at, "B1", NpyArray.ofFloats(new float[15], 5, 3));
        assertEquals(2, arrays().size());
        kill();
        cancel(endless);
        Session own = session();
        own.set(0, "W2", NpyArray.ofFloats(new float[15], 3, 5));
        own.set(0, "B1", NpyArray.ofFloats(new float[15], 5, 3));
        own.epoch((place, taken, replicas) -> {});
        own.epoch((place, taken, replicas) -> {});
        assertEquals(2, result(epochs).number("epochs"));
        own.step(30, Set.of(), true, false);
        assertEquals(own.steps(), result(steps).number("steps"));
        assertEquals(own.present(Presentations.of(inputs(5), 3).learning("backward")).output(), result(present).arrays().get("output"));
        Answer predicted = result(predict);
        Map<String, NpyArray> expected = own.predict(inputs(6)).orElseThrow().get(0).arrays();
        assertFalse(expected.isEmpty());
        expected.forEach((name, array) -> assertEquals(array, predicted.arrays().get(name).part(0), name));
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        client.close();
        assertEquals(List.of(), arrays());
        client = new ServiceClient(root, tokens, TOKEN, 3, MEMORY);
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        assertEquals(own.steps(), client.get(at).number("steps"));
    }

    @Test
    void whatWasSetBeforeAJobWasTakenIsThere() throws IOException, InterruptedException {
        String at = client.open(Map.of("seed", 3));
        int endless = occupy();
        set(at, "W2", NpyArray.ofFloats(new float[15], 3, 5));
        int epoch = later(at + "/epoch", Map.of());
        kill();
        cancel(endless);
        Session own = session();
        own.set(0, "W2", NpyArray.ofFloats(new float[15], 3, 5));
        own.epoch((place, taken, replicas) -> {});
        assertEquals(1, result(epoch).number("epochs"));
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
    }

    /** A job has ended and was answered, and the session has not been saved since. */
    @Test
    void whatWasDoneIsStillDone() throws IOException, InterruptedException {
        // The experiment has fewer epochs than somebody wants.
        String at = client.open(Map.of("seed", 3, "epochs", 2));
        client.call(at, "epoch", Map.of("epochs", 2));
        assertEquals(204, client.delete("/v1/jobs/1").status());
        client.call(at, "epoch", Map.of());
        kill();
        Answer again = result(2);
        assertTrue(again.status() == 200 && again.number("epochs") == 3 || again.status() == 410, () -> again.head().toString());
        Session own = session();
        for (int k = 0; k < 3; k++) {
            own.epoch((place, steps, replicas) -> {});
        }
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        assertEquals(3, client.get(at).number("epochs"));
        client.close();
        client = new ServiceClient(root, tokens, TOKEN, 3, MEMORY);
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
    }

    @Test
    void jobsThatHaveEndedAreKnownAfterwards() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        int endless = occupy();
        int cancelled = later(at + "/epoch", Map.of());
        cancel(cancelled);
        cancel(endless);
        client.call(at, "step", Map.of("steps", 5));
        int bad = later(at + "/predict", Map.of(), Map.of("inputs", NpyArray.ofFloats(new float[15], 5, 3))); // of a network with four inputs
        assertEquals(422, result(bad).status());
        int done = later(at + "/epoch", Map.of());
        client.events("/v1/jobs/" + done);
        client.service.tidyUp();
        kill();
        assertEquals("cancelled", client.get("/v1/jobs/" + cancelled).head().get("state"));
        assertEquals("done", client.get("/v1/jobs/" + done).head().get("state"));
        Answer gone = client.get("/v1/jobs/" + done + "/result");
        assertEquals(410, gone.status());
        assertTrue(gone.detail().contains("was not kept"), gone.detail());
        assertEquals(422, client.get("/v1/jobs/" + bad + "/result").status());
        assertTrue(client.events("/v1/jobs/" + bad).contains("inputs"));
        assertEquals(1, client.get(at).number("epochs"));
    }

    @Test
    void aJobOfASessionThatCantBeKeptSaysSo() throws IOException, InterruptedException {
        Answer opened = client.post("/v1/sessions", Map.of("experiment", "yinyang", "set", ServiceClient.TINY, "noise", "given"));
        int endless = occupy();
        int job = later("/v1/sessions/" + opened.number("session") + "/present", Map.of("steps", 3, "noise", false), Map.of("inputs", inputs(5)));
        assertEquals(List.of(), arrays());
        kill();
        cancel(endless);
        assertTrue(client.events("/v1/jobs/" + job).contains("\"state\":\"failed\""));
        assertTrue(client.get("/v1/jobs/" + job).head().get("problem").toString().contains("was not kept when the service ended"));
        String next = client.open(Map.of());
        assertTrue(client.get(next).number("session") > opened.number("session"), "a number is not given twice");
    }

    @Test
    void arraysThatAreKeptHaveALimit() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        int endless = occupy();
        int first = later(at + "/present", Map.of("steps", 1), Map.of("inputs", inputs(40_000)));
        Answer refused = answer(at + "/present", Map.of("steps", 1), Map.of("inputs", inputs(40_000)));
        assertEquals(503, refused.status());
        assertTrue(refused.detail().contains("wait for one of them"), refused.detail());
        assertEquals(1, arrays().size());
        cancel(first);
        assertEquals(List.of(), arrays());
        cancel(later(at + "/present", Map.of("steps", 1), Map.of("inputs", inputs(40_000))));
        cancel(endless);
    }
}
