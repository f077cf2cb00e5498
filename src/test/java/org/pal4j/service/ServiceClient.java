package org.pal4j.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.service.Service.Options;

/** A service in this process, and a client of it. */
final class ServiceClient implements AutoCloseable {
    static final Map<String, Object> TINY = Map.of("layers", List.of(4, 5, 3), "Tpres", 0.2, "train_samples", 6, "validation_samples", 4,
            "test_samples", 4);
    private static final long BODY = 1 << 20;

    final Service service;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    /**
     * A reply.
     *
     * @param head   its fields
     * @param arrays its arrays
     */
    record Answer(int status, HttpResponse<byte[]> response, Map<String, Object> head, Map<String, NpyArray> arrays) {
        String detail() {
            return String.valueOf(head.get("detail"));
        }

        int number(String field) {
            return ((Number) head.get(field)).intValue();
        }
    }

    ServiceClient(Path root, Path tokens, String token, int sessions, long memory) {
        this.token = token;
        service = new Service(new Options("127.0.0.1", 0, Optional.of(URI.create("https://pal.example.org")), sessions, memory, BODY,
                Duration.ofHours(1), 1), Tokens.of(tokens), new Roots(List.of(root), DataFolder.of(Optional.empty())));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(60));
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        String type = response.headers().firstValue("Content-Type").orElse("");
        byte[] body = response.body();
        if (type.contains("json")) {
            return new Answer(response.statusCode(), response, Documents.json(new String(body, StandardCharsets.UTF_8), "answer"), Map.of());
        }
        if (type.equals(Bodies.SAFETENSORS)) {
            Safetensors.Content content = Safetensors.read(new ByteArrayInputStream(body), body.length, "answer");
            return new Answer(response.statusCode(), response, Documents.json(content.metadata().get(Bodies.REPLY), "reply"), content.tensors());
        }
        if (type.equals(Bodies.NPY)) {
            return new Answer(response.statusCode(), response, Map.of(), Map.of("", Bodies.npy(body, "answer")));
        }
        return new Answer(response.statusCode(), response, Map.of(), Map.of());
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    Answer post(String path, Object json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder builder = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(Json.text(json)));
        return send((headers.length == 0 ? builder : builder.headers(headers)).build());
    }

    Answer post(String path, Map<String, Object> fields, Map<String, NpyArray> arrays) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, arrays, Map.of(Bodies.REQUEST, Json.text(fields)));
        return send(request(path).header("Content-Type", Bodies.SAFETENSORS).POST(BodyPublishers.ofByteArray(out.toByteArray())).build());
    }

    /** Opens a small session and returns its path. */
    String open(Map<String, Object> more) throws IOException, InterruptedException {
        Map<String, Object> set = new LinkedHashMap<>(TINY);
        set.putAll(more);
        Answer opened = post("/v1/sessions", Map.of("experiment", "yinyang", "set", set));
        if (opened.status() != 201) {
            throw new AssertionError(opened.head());
        }
        return opened.response().headers().firstValue("Location").orElseThrow();
    }

    /** Does an operation, and waits for its result if it is a job. */
    Answer call(String session, String operation, Map<String, Object> fields) throws IOException, InterruptedException {
        Answer answer = post(session + "/" + operation, fields, "Prefer", "wait=60");
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.head());
        }
        return answer;
    }

    /** Returns the events of a job as text, to their end. */
    String events(String job, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder builder = request(job + "/events");
        return http.send((headers.length == 0 ? builder : builder.headers(headers)).build(), BodyHandlers.ofString()).body();
    }

    /** Sends bytes as they are, and returns the first line of the answer. */
    String raw(String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(in.readNBytes(12), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        http.close();
        service.close();
    }
}
