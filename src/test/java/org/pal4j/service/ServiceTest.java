package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Json;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.service.ServiceClient.Answer;
import org.pal4j.session.Presentations;
import org.pal4j.session.Session;

/** The service does what its document says, with the bits of a session in this process, for nobody but owners of tokens, and loses nothing. */
@Timeout(120)
class ServiceTest {
    private static final String ANNA = "anna-0123456789abcdef";
    private static final String BERT = "bert-0123456789abcdef";
    private static final long MEMORY = 3_000_000;

    @TempDir
    private Path temporary;
    private Path root;
    private Path tokens;
    private ServiceClient client;

    @BeforeEach
    void start() throws IOException {
        root = temporary.resolve("root");
        tokens = temporary.resolve("tokens");
        Files.writeString(tokens, "# two owners\nanna " + ANNA + "\nbert " + BERT + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        client = new ServiceClient(root, tokens, ANNA, 3, MEMORY);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private static Session session(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=4"));
        settings.addAll(List.of(more));
        return Session.open(Catalog.study("yinyang", settings), Session.Options.usual());
    }

    private static NpyArray inputs() {
        float[] values = new float[20];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 / 7f;
        }
        return NpyArray.ofFloats(values, 5, 4);
    }

    @Test
    void whatASessionComputesHasTheBitsOfOneInThisProcess() throws IOException, InterruptedException {
        Session own = session("seed=5");
        String at = client.open(Map.of("seed", 5));
        own.epoch((place, steps, replicas) -> {});
        own.epoch((place, steps, replicas) -> {});
        Answer epochs = client.call(at, "epoch", Map.of("epochs", 2));
        assertEquals(2, epochs.number("epochs"));
        assertEquals(own.history(0).getLast().measures().column("train_error"), epochs.arrays().get("train_error").at(0));

        Answer presented = client.post(at + "/present", Map.of("steps", 3, "learn", "backward", "record", List.of("vapi1")),
                Map.of("inputs", inputs()));
        var here = own.present(Presentations.of(inputs(), 3).learning("backward").recording(3, "vapi1"));
        assertEquals(here.output(), presented.arrays().get("output"));
        assertEquals(here.records().get("vapi1"), presented.arrays().get("vapi1"));
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        assertEquals(own.test(org.pal4j.model.Stage.TEST).orElseThrow().get(0).numbers().get("test_accuracy"),
                client.call(at, "test", Map.of()).arrays().get("test_accuracy").at(0));

        NpyArray weights = NpyArray.ofFloats(new float[15], 3, 5);
        own.set(0, "W2", weights);
        var bytes = new java.io.ByteArrayOutputStream();
        org.pal4j.format.Npy.write(bytes, weights);
        assertEquals(204, client.send(client.request(at + "/variables/W2").header("Content-Type", Bodies.NPY).PUT(BodyPublishers.ofByteArray(
                bytes.toByteArray())).build()).status());
        own.step(7, Set.of(), true, false);
        assertEquals(own.steps(), client.post(at + "/step", Map.of("steps", 7)).number("steps"));
        assertEquals(own.get(0, "uP1"), client.get(at + "/variables/uP1?replica=0").arrays().get(""));

        Answer twin = client.post(at + "/copy", Map.of("set", Map.of("eta_bw", 0.5)));
        assertEquals(201, twin.status());
        assertEquals(own.steps(), twin.number("steps"));
    }

    /** A session with other values of keys outlives a kill at any moment, as one that never changed. */
    @Test
    void aChangeIsKept() throws IOException, InterruptedException {
        String at = client.open(Map.of("seed", 3));
        Session own = session("seed=3");
        own.epoch((place, steps, replicas) -> {});
        own.change(Map.of("eta_bw", 2, "target_share", 0.5));
        client.call(at, "epoch", Map.of());
        Answer changed = client.post(at + "/change", Map.of("set", Map.of("eta_bw", 2, "target_share", 0.5)));
        assertEquals(200, changed.status(), () -> changed.head().toString());
        assertEquals(own.steps(), changed.number("steps"));
        client.service.tidyUp();
        client.close();
        client = new ServiceClient(root, tokens, ANNA, 3, MEMORY);
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        assertEquals(2.0, ((Map<?, ?>) client.post(at + "/show", Map.of()).head().get("keys")).get("eta_bw"));
        own.epoch((place, steps, replicas) -> {});
        client.call(at, "epoch", Map.of());
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        assertEquals(200, client.post(at + "/change", Map.of("set", Map.of("eta_bw", 1))).status());
        client.service.tidyUp();
        try (Stream<Path> folders = Files.list(root.resolve(".service/sessions"))) {
            assertEquals(2, folders.count(), "one folder and its description");
        }
        assertEquals(204, client.delete(at).status());
        try (Stream<Path> folders = Files.list(root.resolve(".service/sessions"))) {
            assertEquals(0, folders.count());
        }
    }

    /** While an epoch is under way a session can be changed; the job goes on, and ends with as many epochs as it was asked for. */
    @Test
    void anEpochGoesOnAfterWhatOthersAskMeanwhile() throws IOException, InterruptedException {
        String at = client.open(Map.of("Tpres", 200, "train_samples", 20, "settling_time", 0.1));
        int job = client.post(at + "/epoch", Map.of("epochs", 6)).number("job");
        while (client.get("/v1/jobs/" + job).head().get("state").equals("waiting")) {
            Thread.sleep(1);
        }
        Answer changed = client.post(at + "/change", Map.of("set", Map.of("eta_bw", 0.25)));
        assertEquals(200, changed.status(), changed::detail);
        assertEquals("running", client.get("/v1/jobs/" + job).head().get("state"));
        Answer wrong = client.post(at + "/change", Map.of("set", Map.of("layers", List.of(4, 6, 3))));
        assertEquals(422, wrong.status());
        assertTrue(wrong.detail().contains("'layers' can't change"), wrong.detail());
        Answer seen = client.post(at + "/look", Map.of("sample", 1, "steps", 20, "record", "vapi1", "every", 10));
        assertEquals(true, seen.head().get("complete"), () -> seen.head().toString());
        assertEquals(2, seen.arrays().get("vapi1").shape()[0]);
        NpyArray weights = NpyArray.ofFloats(new float[15], 3, 5);
        var bytes = new java.io.ByteArrayOutputStream();
        org.pal4j.format.Npy.write(bytes, weights);
        assertEquals(204, client.send(client.request(at + "/variables/W2").header("Content-Type", Bodies.NPY).PUT(BodyPublishers.ofByteArray(
                bytes.toByteArray())).build()).status());
        assertEquals(200, client.post(at + "/set", Map.of(), Map.of("W2", weights)).status());
        assertEquals(409, client.post(at + "/step", Map.of()).status());
        assertEquals(409, client.post(at + "/copy", Map.of()).status());
        assertEquals("running", client.get("/v1/jobs/" + job).head().get("state"), "all of this was within the job");
        assertTrue(client.events("/v1/jobs/" + job).contains("\"state\":\"done\""));
        assertEquals(6, client.get("/v1/jobs/" + job + "/result").number("epochs"));
        assertEquals(0.25, ((Map<?, ?>) client.post(at + "/show", Map.of()).head().get("keys")).get("eta_bw"));
        assertEquals(7, client.post(at + "/history", Map.of()).arrays().get("epoch").size());
    }

    /** What others ask moves no bit of an epoch if it changes nothing. */
    @Test
    void looksAndTheSameValuesMoveNoBitOfAnEpoch() throws IOException, InterruptedException {
        String at = client.open(Map.of("Tpres", 50, "train_samples", 20));
        int job = client.post(at + "/epoch", Map.of("epochs", 2)).number("job");
        for (int k = 0; k < 20; k++) {
            assertEquals(200, client.post(at + "/look", Map.of("sample", k % 4, "target", true)).status());
            assertEquals(200, client.post(at + "/change", Map.of("set", Map.of("alpha", 1e-6))).status());
        }
        assertTrue(client.events("/v1/jobs/" + job).contains("\"state\":\"done\""));
        Session own = session("Tpres=50", "train_samples=20");
        own.epoch((place, steps, replicas) -> {});
        own.epoch((place, steps, replicas) -> {});
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        assertEquals(2, client.get("/v1/jobs/" + job + "/result").number("epochs"));
    }

    private static List<String> titles(Answer answer) {
        assertEquals(200, answer.status(), answer::detail);
        return ((List<?>) answer.head().get("charts")).stream().map(chart -> ((Map<?, ?>) chart).get("section") + ": " + ((Map<?, ?>) chart).get(
                "title")).toList();
    }

    private static List<String> names(Answer answer) {
        Map<?, ?> chart = (Map<?, ?>) ((List<?>) answer.head().get("charts")).getFirst();
        assertEquals(Set.of("section", "title", "caption", "size", "label", "data"), chart.keySet());
        return ((List<?>) ((Map<?, ?>) chart.get("data")).get("groups")).stream().map(group -> String.valueOf(((Map<?, ?>) group).get("name")))
                .toList();
    }

    /** The charts of a session are those of the folder that it is saved in, and stand beside those of runs. */
    @Test
    void whatLearnsHasTheChartsOfItsReport() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        assertEquals(List.of(), titles(client.get("/v1/charts?sessions=1")));
        client.call(at, "epoch", Map.of("epochs", 2));
        Answer own = client.get("/v1/charts?sessions=1");
        assertTrue(titles(own).contains("curves: Validation accuracy") && titles(own).contains("alignment: Angle between B and W\u1d40"),
                () -> titles(own)
                        .toString());
        client.post(at + "/save", Map.of("folder", "saved"));
        Answer saved = client.get("/v1/charts?folders=saved");
        assertEquals(own.head().toString().replace("1 yinyang", "saved"), saved.head().toString());
        client.open(Map.of("seeds", List.of(1, 2)));
        client.post("/v1/sessions/2/settle", Map.of(), "Prefer", "wait=60");
        Answer all = client.get("/v1/charts?sessions=1,2&folders=saved");
        assertEquals(List.of("1 yinyang", "2 yinyang", "saved"), names(all));
        assertEquals(404, client.get("/v1/charts?sessions=1,9").status());
        assertEquals(404, client.get("/v1/charts?folders=none").status());
        assertEquals(422, client.get("/v1/charts?folders=..").status());
        assertEquals(422, client.get("/v1/charts?sessions=1,1").status());
        assertEquals(400, client.get("/v1/charts?sessions=" + IntStream.rangeClosed(1, 65).mapToObj(Integer::toString).collect(
                Collectors.joining(","))).status());
        assertEquals(400, client.get("/v1/charts?sessions=a").status());

        Answer feedback = client.get(at + "/feedback");
        assertEquals(2, titles(feedback).size());
        assertTrue(titles(feedback).getFirst().startsWith("feedback: "), () -> titles(feedback).toString());
        // It is not over, so nothing was left.
        assertTrue(feedback.head().toString().contains(" has now, on one"), () -> feedback.head().toString());
        assertEquals(422, client.get(at + "/feedback?replica=1").status());
        assertFalse(feedback.head().equals(client.get("/v1/sessions/2/feedback?replica=1").head()));
        Answer endless = client.post(at + "/epoch", Map.of("epochs", 1_000_000));
        assertTrue(titles(client.get("/v1/charts?sessions=1&folders=saved")).contains("curves: Validation accuracy"));
        assertEquals(2, titles(client.get(at + "/feedback")).size());
        client.post("/v1/jobs/" + endless.number("job") + "/cancel", Map.of());
        client.events("/v1/jobs/" + endless.number("job"));
    }

    @Test
    void aRunHasTheBitsOfRun() throws IOException, InterruptedException {
        Map<String, Object> set = new LinkedHashMap<>(ServiceClient.TINY);
        set.put("epochs", 2);
        Answer job = client.post("/v1/runs", Map.of("experiment", "yinyang", "set", set, "folder", "mine", "watch", List.of("B1")));
        assertEquals(202, job.status(), () -> job.head().toString());
        String events = client.events("/v1/jobs/" + job.number("job"));
        assertTrue(events.contains("\"epoch\":2") && events.contains("\"state\":\"done\""), events);
        assertEquals("mine", client.get("/v1/jobs/1/result").head().get("folder"));
        Session own = session("epochs=2");
        own.epoch((place, steps, replicas) -> {});
        own.epoch((place, steps, replicas) -> {});
        assertEquals(own.get(0, "B1"), Safetensors.read(root.resolve("mine/weights.safetensors")).tensors().get("B1"));
        assertEquals(own.get(0, "B1"), client.get("/v1/jobs/1/watch").arrays().get("B1").part(0));
        List<?> runs = (List<?>) client.get("/v1/runs").head().get("runs");
        assertEquals(List.of(Map.of("folder", "mine", "finished", true, "report", true)), runs.stream()
                .map(one -> {
                    Map<Object, Object> known = new LinkedHashMap<>((Map<?, ?>) one);
                    known.remove("changed");
                    return known;
                }).toList());
        assertEquals(200, client.get("/v1/report?folder=mine").status());
        assertEquals(422, client.post("/v1/runs", Map.of("experiment", "yinyang", "folder", "mine")).status());
    }

    @Test
    void nobodyWithoutTheTokenGetsAnythingElse() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        for (Route route : routes()) {
            String path = route.template().replaceAll("\\{session}|\\{job}", "1").replaceAll("\\{.*?}", "x");
            for (String header : List.of("", "Authorization: Bearer wrong\r\n", "Authorization: Basic " + ANNA + "\r\n",
                    "Cookie: pal4j=" + ANNA + "\r\n")) {
                assertEquals("HTTP/1.1 401", client.raw(route.method() + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header
                        + "Connection: close\r\n\r\n"), route.toString());
            }
        }
        for (String path : List.of("/", "/?token=wrong", "/nothing", "/v1/../etc")) {
            assertEquals("HTTP/1.1 401", client.raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + client.service.port() + "\r\n\r\n"), path);
        }
        assertEquals(200, client.get(at).status());
    }

    @Test
    void aForgedHostOrOriginIsRefused() throws IOException, InterruptedException {
        String mine = "127.0.0.1:" + client.service.port();
        assertEquals("HTTP/1.1 200", head("Host: " + mine + "\r\nAuthorization: Bearer " + ANNA));
        assertEquals("HTTP/1.1 200", head("Host: pal.example.org\r\nOrigin: https://pal.example.org\r\nAuthorization: Bearer " + ANNA));
        assertEquals("HTTP/1.1 403", head("Host: evil.example.org\r\nAuthorization: Bearer " + ANNA));
        assertEquals("HTTP/1.1 403", head("Host: " + mine + "\r\nOrigin: https://evil.example.org\r\nAuthorization: Bearer " + ANNA));
        assertEquals("HTTP/1.1 403", head("Host: " + mine + "\r\nSec-Fetch-Site: cross-site\r\nAuthorization: Bearer " + ANNA));
        String cookie = "Cookie: pal4j-" + client.service.port() + "=" + ANNA;
        assertEquals("HTTP/1.1 200", head("Host: " + mine + "\r\n" + cookie));
        assertEquals("HTTP/1.1 403", client.raw("POST /v1/sessions HTTP/1.1\r\nHost: " + mine + "\r\n" + cookie + "\r\nContent-Length: 0\r\n\r\n"));
        assertEquals("HTTP/1.1 303", client.raw("GET /?token=" + ANNA + " HTTP/1.1\r\nHost: " + mine + "\r\n\r\n"));
        assertTrue(client.get("/v1").response().headers().map().keySet().stream().noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
                .startsWith("access-control")));
    }

    private String head(String headers) throws IOException {
        return client.raw("GET /v1 HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void nothingOutsideTheRootsIsTouched() throws IOException, InterruptedException {
        Files.writeString(temporary.resolve("secret.yaml"), "based_on: yinyang\n");
        Files.createSymbolicLink(root.resolve("link"), temporary);
        String at = client.open(Map.of());
        for (String path : List.of("../secret.yaml", "link/secret.yaml", temporary.resolve("secret.yaml").toString(), "/etc/passwd",
                ".service/token")) {
            Answer refused = client.post("/v1/sessions", Map.of("experiment", path));
            assertEquals(422, refused.status());
            assertTrue(refused.detail().contains("within the folders of this service"), refused.detail());
            assertEquals(422, client.post("/v1/sessions", Map.of("folder", path)).status());
            assertEquals(422, client.post(at + "/save", Map.of("folder", path)).status());
            assertEquals(422, client.post("/v1/sessions", Map.of("experiment", "yinyang", "data", path)).status());
            assertEquals(422, client.post("/v1/runs", Map.of("experiment", "yinyang", "folder", path)).status());
            assertEquals(422, client.get("/v1/report?folder=" + path).status());
            Answer data = client.post("/v1/sessions", Map.of("experiment", "yinyang", "set", Map.of("weights", path)));
            assertTrue(data.detail().contains("within the folders of this service"), data.detail());
        }
        Answer saved = client.post(at + "/save", Map.of("folder", "saved"));
        assertEquals("saved", saved.head().get("folder"), () -> saved.head().toString());
        assertEquals(201, client.post("/v1/sessions", Map.of("folder", "saved")).status());
    }

    @Test
    void anOwnerSeesOnlyWhatIsTheirs() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        client.call(at, "epoch", Map.of());
        var bert = client.request(at).setHeader("Authorization", "Bearer " + BERT);
        assertEquals(404, client.send(bert.build()).status());
        assertEquals(404, client.send(client.request("/v1/jobs/1").setHeader("Authorization", "Bearer " + BERT).build()).status());
        assertEquals(Map.of("sessions", List.of()), client.send(client.request("/v1/sessions").setHeader("Authorization", "Bearer " + BERT).build())
                .head());
    }

    @Test
    void badRequestsAreToldWhatIsWrongAndChangeNothing() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        assertTrue(client.post("/v1/sessions", Map.of("experiment", "yinyan")).detail().contains("did you mean yinyang?"));
        assertTrue(client.post(at + "/present", Map.of("step", 3)).detail().contains("did you mean steps?"));
        assertTrue(client.get(at + "/variables/W7").detail().contains("W7"));
        assertTrue(client.post(at + "/stap", Map.of()).detail().contains("did you mean step?"));
        assertTrue(client.get("/v1/sesions").detail().contains("did you mean /v1/sessions?"));
        assertTrue(client.get("/v1/schema/circuits").detail().contains("did you mean circuit?"));
        assertEquals(405, client.delete("/v1").status());
        assertEquals(400, client.get("/v1?x=1").status());
        assertEquals(415, client.send(client.request(at + "/step").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")).build())
                .status());
        assertEquals(400, client.send(client.request(at + "/step").POST(BodyPublishers.ofString("{nonsense")).build()).status());
        assertEquals(413, client.send(client.request(at + "/present").header("Content-Type", Bodies.NPY).POST(BodyPublishers.ofByteArray(
                new byte[(1 << 20) + 1])).build()).status());
        for (byte[] body : List.of(new byte[0], new byte[100], "\u0093NUMPY".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))) {
            assertEquals(422, client.send(client.request(at + "/present").header("Content-Type", Bodies.NPY).POST(BodyPublishers.ofByteArray(body))
                    .build()).status());
            assertEquals(422, client.send(client.request(at + "/set").header("Content-Type", Bodies.SAFETENSORS).POST(BodyPublishers.ofByteArray(
                    body)).build()).status());
        }
        assertEquals(0, client.get(at).number("steps"));
    }

    /** A job that could not be done is refused, and does not fail later. */
    @Test
    void aJobIsLookedAtBeforeItIsTaken() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        assertRefused(at + "/epoch", Map.of("epohcs", 1), "did you mean epochs?");
        assertRefused(at + "/epoch", Map.of("epochs", 0), "epochs");
        assertRefused(at + "/epoch", Map.of("epochs", 1.5), "epochs");
        // How jobs note where they end is theirs.
        assertRefused(at + "/epoch", Map.of("epochs", 1, "until", 1_000_000), "until");
        assertRefused(at + "/epoch", Map.of("watch", List.of("W3")), "W3");
        assertRefused(at + "/settle", Map.of("intervall", 1), "did you mean interval?");
        assertRefused(at + "/settle", Map.of("watch", "b1"), "b1");
        assertRefused(at + "/test", Map.of("smaples", "test"), "did you mean samples?");
        assertRefused(at + "/test", Map.of("samples", "tests"), "must be training, validation or test");
        assertRefused(at + "/predict", Map.of(), "inputs");
        assertRefused(at + "/step", Map.of("steps", 1, "until", 5), "until");
        assertRefused(at + "/step", Map.of("steps", -1), "steps");
        assertRefused(at + "/present", Map.of("learn", "all"), "inputs");
        assertEquals(0, client.get(at).number("steps"));
        assertEquals(List.of(), client.get("/v1/jobs").head().get("jobs"));
    }

    private void assertRefused(String path, Map<String, Object> fields, String reason) throws IOException, InterruptedException {
        Answer answer = client.post(path, fields, "Prefer", "respond-async");
        assertEquals(422, answer.status(), () -> fields + " " + answer.head());
        assertTrue(answer.detail().contains(reason), answer::detail);
    }

    @Test
    void aRunTellsThatItHasNoSuchWeights() throws IOException, InterruptedException {
        Answer answer = client.post("/v1/runs", Map.of("experiment", "yinyang", "set", ServiceClient.TINY, "watch", List.of("B2")), "Prefer",
                "wait=60");
        String job = "/v1/jobs/" + answer.number("job");
        client.events(job);
        Answer ended = client.get(job);
        assertEquals("failed", ended.head().get("state"), () -> ended.head().toString());
        assertTrue(ended.head().toString().contains("B2"), () -> ended.head().toString());
    }

    /** Who announces a body and sends none is answered, as nobody reads it. */
    @Test
    void anAnswerDoesNotWaitForABodyThatNobodyReads() throws IOException {
        String begin = "POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1:" + client.service.port() + "\r\nContent-Type: application/json\r\n";
        assertEquals("HTTP/1.1 401", client.raw(begin + "Authorization: Bearer wrong\r\nContent-Length: 10\r\n\r\n"));
        assertEquals("HTTP/1.1 413", client.raw(begin + "Authorization: Bearer " + ANNA + "\r\nContent-Length: 1000000000\r\n\r\n"));
    }

    /** A path that is a route of its own is not one with a name in its place, as in OpenAPI. */
    @Test
    void theMethodsOfAPathAreThoseOfTheDocument() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        Answer answer = client.post(at + "/feedback", Map.of());
        assertEquals(405, answer.status());
        assertEquals("GET, HEAD", answer.response().headers().firstValue("Allow").orElse(""));
        assertEquals(List.of(), client.get("/v1/charts?folders=").head().get("charts"));
    }

    @Test
    void thereAreLimits() throws IOException, InterruptedException {
        client.open(Map.of());
        client.open(Map.of());
        assertEquals(503, client.post("/v1/sessions", Map.of("experiment", "yinyang", "set", Map.of("train_samples", 500_000))).status());
        String last = client.open(Map.of());
        Answer refused = client.post("/v1/sessions", Map.of("experiment", "yinyang", "set", ServiceClient.TINY));
        assertEquals(503, refused.status());
        assertTrue(refused.detail().contains("3 sessions"), refused.detail());
        assertEquals(204, client.delete(last).status());
        assertEquals(404, client.get(last).status());
        client.open(Map.of());
    }

    @Test
    void aJobTellsEverythingToWhoComesBackAndCanBeCancelled() throws IOException, InterruptedException {
        String at = client.open(Map.of());
        Answer job = client.post(at + "/epoch", Map.of("epochs", 3));
        assertEquals(202, job.status());
        String address = job.response().headers().firstValue("Location").orElseThrow();
        String events = client.events(address);
        List<String> ids = events.lines().filter(line -> line.startsWith("id: ")).map(line -> line.substring(4)).toList();
        assertEquals(3, events.lines().filter("event: epoch"::equals).count(), events);
        assertTrue(events.contains("event: ended"), events);
        String second = ids.stream().filter(id -> events.contains("id: " + id + "\nevent: epoch")).skip(1).findFirst().orElseThrow();
        String later = client.events(address, "Last-Event-ID", second);
        assertEquals(events.substring(events.indexOf("\n\n", events.indexOf("id: " + second)) + 2), later);

        Answer endless = client.post(at + "/epoch", Map.of("epochs", 1_000_000, "watch", List.of("B1"), "interval", 0));
        Answer waits = client.post("/v1/runs", Map.of("experiment", "yinyang"));
        while (client.get(at).number("epochs") < 6) {
            Thread.sleep(5);
        }
        // Two clients on one session: reading is between slices of the epoch, and what would change something is told to wait.
        assertEquals(15, client.get(at + "/variables/B1").arrays().get("").size());
        assertTrue(client.call(at, "history", Map.of()).arrays().get("epoch").size() >= 6);
        assertEquals(409, client.post(at + "/step", Map.of()).status());
        assertEquals(422, client.get(at + "/variables/B9").status());
        assertEquals("waiting", client.get("/v1/jobs/" + waits.number("job")).head().get("state"));
        client.post("/v1/jobs/" + waits.number("job") + "/cancel", Map.of());
        client.post("/v1/jobs/" + endless.number("job") + "/cancel", Map.of());
        assertEquals("cancelled", client.get("/v1/jobs/" + waits.number("job")).head().get("state"));
        assertTrue(client.events("/v1/jobs/" + endless.number("job")).contains("\"state\":\"cancelled\""));
        assertEquals(409, client.get("/v1/jobs/" + waits.number("job") + "/result").status());
        assertEquals(200, client.post(at + "/step", Map.of()).status());
        assertEquals(204, client.delete("/v1/jobs/" + waits.number("job")).status());
        assertFalse(Json.text(client.get("/v1/jobs").head()).contains("waiting"));
    }

    @Test
    void theNextServiceGoesOnWhereThisOneWasEnded() throws IOException, InterruptedException {
        String at = client.open(Map.of("seed", 3));
        client.call(at, "epoch", Map.of());
        int run = client.post("/v1/runs", Map.of("experiment", "yinyang", "folder", "long", "set", with("epochs", 12))).number("job");
        int epochs = client.post(at + "/epoch", Map.of("epochs", 5)).number("job");
        client.close();
        assertThrows(IOException.class, () -> client.raw("GET / HTTP/1.1\r\n\r\n"));
        client = new ServiceClient(root, tokens, ANNA, 3, MEMORY);
        if (client.get("/v1/jobs/" + run).status() == 200) {
            assertTrue(client.events("/v1/jobs/" + run).contains("\"state\":\"done\""));
        }
        if (client.get("/v1/jobs/" + epochs).status() == 200) {
            client.events("/v1/jobs/" + epochs);
        }
        Session own = session("seed=3");
        for (int k = 0; k < 6; k++) {
            own.epoch((place, steps, replicas) -> {});
        }
        assertEquals(own.get(0, "B1"), client.get(at + "/variables/B1?replica=0").arrays().get(""));
        Session whole = session("epochs=12");
        for (int k = 0; k < 12; k++) {
            whole.epoch((place, steps, replicas) -> {});
        }
        assertEquals(whole.get(0, "B1"), Safetensors.read(root.resolve("long/weights.safetensors")).tensors().get("B1"));
        assertThrows(InputException.class, () -> new ServiceClient(root, tokens, ANNA, 3, MEMORY), "two services in one folder");
    }

    /** What is kept while a service works is enough for another one: nothing waits for an orderly end. */
    @Test
    void aKilledServiceLosesLittle() throws IOException, InterruptedException {
        String at = client.open(Map.of("seed", 3));
        client.call(at, "epoch", Map.of());
        NpyArray before = client.get(at + "/variables/B1").arrays().get("");
        int waits = client.post("/v1/runs", Map.of("experiment", "yinyang", "set", with("epochs", 1_000_000), "folder", "endless")).number("job");
        client.service.tidyUp();
        Path copy = temporary.resolve("copy");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().contains("endless")).toList()) {
                Files.createDirectories(copy.resolve(root.relativize(file)).getParent());
                Files.copy(file, copy.resolve(root.relativize(file)));
            }
        }
        client.post("/v1/jobs/" + waits + "/cancel", Map.of());
        client.close();
        client = new ServiceClient(copy, tokens, ANNA, 3, MEMORY);
        assertEquals(before, client.get(at + "/variables/B1").arrays().get(""));
        client.post("/v1/jobs/" + waits + "/cancel", Map.of());
        assertTrue(client.events("/v1/jobs/" + waits).contains("cancelled"));
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> set = new LinkedHashMap<>(ServiceClient.TINY);
        set.put(key, value);
        return set;
    }

    private List<Route> routes() {
        return client.service.routes();
    }

    @Test
    void theDocumentHasTheRoutesAndTheRoutesTheDocument() throws IOException, InterruptedException {
        Map<?, ?> paths = (Map<?, ?>) client.get("/v1/openapi.json").head().get("paths");
        Set<String> documented = new TreeSet<>();
        paths.forEach((path, methods) -> ((Map<?, ?>) methods).keySet().stream().filter(method -> !method.equals("parameters"))
                .forEach(method -> documented.add(method.toString().toUpperCase(java.util.Locale.ROOT) + " " + path)));
        Set<String> there = new TreeSet<>();
        routes().forEach(route -> there.add(route.method() + " " + route.template()));
        assertEquals(documented, there);
    }

    @Test
    void theSchemaHasEveryKeyThatShowPrints() throws IOException, InterruptedException {
        Map<?, ?> shown = (Map<?, ?>) client.get("/v1/experiments/yinyang").head().get("keys");
        Map<?, ?> schema = (Map<?, ?>) client.get("/v1/schema/yinyang").head().get("properties");
        shown.forEach((key, value) -> {
            Map<?, ?> one = (Map<?, ?>) schema.get(key);
            if (!key.equals("model")) {
                assertEquals(Json.text(value), Json.text(one.get("default")), String.valueOf(key));
            }
        });
        Map<?, ?> epochs = (Map<?, ?>) ((Map<?, ?>) client.get("/v1/schema/rate").head().get("properties")).get("epochs");
        assertEquals("integer", epochs.get("type"));
    }

    @Test
    void tokensAreSecret() throws IOException {
        Roots roots = new Roots(List.of(root), DataFolder.of(Optional.empty()));
        roots.requireOutside(tokens);
        assertThrows(InputException.class, () -> roots.requireOutside(root.resolve("tokens")));
        Path made = temporary.resolve("made/token");
        assertEquals(Tokens.of(made).first(), Files.readString(made).strip());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        assertEquals(Tokens.of(made).first(), Files.readString(made).strip());
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(InputException.class, () -> Tokens.of(made));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(made, "short\n");
        assertThrows(InputException.class, () -> Tokens.of(made));
    }
}
