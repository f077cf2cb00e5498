package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.format.NpyArray;

/** The short form of src/test/service/soak.py: what clients leave behind does not grow with their number. */
@Timeout(300)
class SoakTest {
    private static final String TOKEN = "anna-0123456789abcdef";
    private static final int ROUNDS = 12;
    /** Less than the inputs of so many rounds. */
    private static final long SLACK_BYTES = 4L << 20;
    private static final int INPUTS = 30_000;
    private static final int SLACK = 6;

    @TempDir
    private Path temporary;

    /** What there is in this process. */
    private record Measured(long heap, int threads, long files) {
        static Measured now() throws IOException {
            long heap = Long.MAX_VALUE;
            for (int k = 0; k < 3; k++) {
                System.gc();
                heap = Math.min(heap, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            }
            return new Measured(heap, Thread.getAllStackTraces().size(), count(Path.of("/proc/self/fd")));
        }

        /** Returns the number of open files; 0 where the system does not tell. */
        private static long count(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.count();
            }
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfRequests() throws IOException, InterruptedException {
        Path tokens = temporary.resolve("tokens");
        Files.writeString(tokens, TOKEN + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        Path root = temporary.resolve("root");
        try (ServiceClient client = new ServiceClient(root, tokens, TOKEN, 4, 1L << 30); HttpClient other = HttpClient.newHttpClient()) {
            rounds(client, other);
            Measured first = Measured.now();
            rounds(client, other);
            Measured last = Measured.now();
            assertTrue(last.heap <= first.heap + SLACK_BYTES && last.threads <= first.threads + SLACK && last.files <= first.files + SLACK,
                    () -> "first " + first + ", then " + last);
            assertEquals(0, ((List<?>) client.get("/v1/sessions").head().get("sessions")).size());
        }
        for (String own : List.of("sessions", "arrays")) {
            try (Stream<Path> left = Files.list(root.resolve(".service").resolve(own))) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    private static void rounds(ServiceClient client, HttpClient other) throws IOException, InterruptedException {
        for (int k = 0; k < ROUNDS; k++) {
            round(client, other);
        }
    }

    private static void round(ServiceClient client, HttpClient other) throws IOException, InterruptedException {
        String at = client.open(Map.of());
        assertEquals(200, client.post(at + "/step", Map.of("steps", 3)).status());
        String job = "/v1/jobs/" + client.post(at + "/epoch", Map.of("epochs", 2, "watch", List.of("B1"), "interval", 0)).number("job");
        // A reader that goes away at once.
        try (InputStream events = other.send(client.request(job + "/events").build(), BodyHandlers.ofInputStream()).body()) {
            assertTrue(events.read() >= 0);
        }
        assertTrue(client.events(job).contains("\"state\":\"done\""));
        String endless = "/v1/jobs/" + client.post(at + "/epoch", Map.of("epochs", 1_000_000)).number("job");
        // It waits, with its inputs.
        String predicting =
                "/v1/jobs/" + client.post(at + "/predict", Map.of(), Map.of("inputs", NpyArray.ofFloats(new float[INPUTS * 4], INPUTS, 4)))
                        .number("job");
        assertEquals(202, client.post(predicting + "/cancel", Map.of()).status());
        assertEquals(204, client.delete(predicting).status());
        assertEquals(202, client.post(endless + "/cancel", Map.of()).status());
        assertTrue(client.events(endless).contains("cancelled"));
        client.call(at, "test", Map.of());
        assertEquals(404, client.post(at + "/stap", Map.of()).status());
        assertEquals(422, client.post(at + "/epoch", Map.of("epochs", 0)).status());
        String twin = "/v1/sessions/" + client.post(at + "/copy", Map.of()).number("session");
        assertEquals(204, client.delete(twin).status());
        assertEquals(204, client.delete(at).status());
    }
}
