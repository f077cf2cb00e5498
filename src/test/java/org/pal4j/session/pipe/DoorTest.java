package org.pal4j.session.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.session.Presentations;
import org.pal4j.session.Session;
import org.pal4j.session.request.Message;

/** The door does what docs/protocol.md says, and nothing that comes through it stops it from answering. */
@Timeout(120)
class DoorTest {
    private static final Map<String, Object> TINY = Map.of("layers", List.of(4, 5, 3), "Tpres", 0.2, "train_samples", 6, "validation_samples", 4,
            "test_samples", 4);
    private static final List<String> TINY_SETTINGS =
            List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=4");

    @TempDir
    private Path temporary;
    private PipeClient client;

    @BeforeEach
    void connect() throws IOException {
        client = new PipeClient();
        Map<String, Object> greeting = client.receive().orElseThrow().head();
        assertEquals("pal4j", greeting.get("hello"));
        assertEquals(Door.PROTOCOL, greeting.get("protocol"));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    private int open(Map<String, Object> more) throws IOException {
        Map<String, Object> set = new LinkedHashMap<>(TINY);
        set.putAll(more);
        Message reply = client.call("open", Map.of("experiment", "yinyang", "set", set));
        assertEquals(true, reply.head().get("ok"), () -> reply.head().toString());
        return (int) reply.head().get("session");
    }

    private static NpyArray inputs(int presentations) {
        float[] values = new float[presentations * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 / 7f;
        }
        return NpyArray.ofFloats(values, presentations, 4);
    }

    private static SequencedMap<String, NpyArray> arrays(String name, NpyArray array) {
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(name, array);
        return arrays;
    }

    @Test
    void whatComesThroughTheDoorHasTheBitsOfASession() throws IOException {
        Session session = Session.open(Catalog.study("yinyang", TINY_SETTINGS), Session.Options.usual());
        int number = open(Map.of());
        NpyArray expected = session.present(Presentations.of(inputs(3), 20).learning("forward", "lateral", "backward").withTargets(
                NpyArray.ofFloats(new float[9], 3, 3)).recording(10, "vapi1")).records().get("vapi1");
        SequencedMap<String, NpyArray> arrays = arrays("inputs", inputs(3));
        arrays.put("targets", NpyArray.ofFloats(new float[9], 3, 3));
        Message reply = client.call("present", Map.of("session", number, "steps", 20, "learn", true, "every", 10, "record", "vapi1"), arrays);
        assertEquals(3, reply.head().get("presented"));
        assertEquals(expected, reply.arrays().get("vapi1"));
        session.step(5, Set.of("backward"), true, false);
        assertEquals(65, client.call("step", Map.of("session", number, "steps", 5, "learn", "backward")).head().get("steps"));
        assertEquals(session.get(0, "B1"), client.call("get", Map.of("session", number, "names", "B1", "replica", 0)).arrays().get("B1"));
        session.epoch((place, steps, replicas) -> {});
        Message epoch = client.call("epoch", Map.of("session", number));
        assertEquals(session.history(0).getLast().measures().column("validation_accuracy"),
                epoch.arrays().get("validation_accuracy").at(0));
        assertEquals(session.get(0, "W2"), client.call("get", Map.of("session", number, "names", "W2")).arrays().get("W2").part(0));
    }

    @Test
    void everyOperationIsDone() throws IOException {
        int number = open(Map.of("seeds", List.of(1, 2, 3)));
        Map<String, Object> one = Map.of("session", number);
        assertEquals(3, client.call("info", one).head().get("replicas"));
        assertTrue(((String) client.call("show", one).head().get("config")).contains("layers: [4, 5, 3]"));
        assertEquals(true, client.call("settle", one).head().get("complete"));
        Message epoch = client.call("epoch", Map.of("session", number, "live", true, "interval", 0, "watch", List.of("angle_B")));
        assertEquals(1, epoch.head().get("epochs"));
        assertArrayShape(epoch.arrays().get("validation_accuracy"), 3, 1);
        assertArrayShape(client.call("history", one).arrays().get("angle_B1"), 3, 2);
        assertArrayShape(client.call("test", Map.of("session", number, "samples", "training")).arrays().get("test_output"), 3, 6, 3);
        assertArrayShape(client.call("predict", one, arrays("inputs", inputs(5))).arrays().get("test_output"), 3, 5, 3);
        float[] w = new float[20];
        Arrays.fill(w, 0.25f);
        assertEquals(true, client.call("set", Map.of("session", number, "replica", 1), arrays("W1", NpyArray.ofFloats(w, 5, 4))).head().get("ok"));
        NpyArray read = client.call("get", Map.of("session", number, "names", List.of("W1"))).arrays().get("W1");
        assertEquals(0.25, read.part(1).at(7));
        assertFalse(read.part(0).at(7) == 0.25);
        int copy = (int) client.call("copy", one).head().get("session");
        client.call("epoch", one);
        Message copied = client.call("epoch", Map.of("session", copy));
        assertEquals(2, copied.head().get("epochs"));
        assertEquals(client.call("history", one).arrays(), client.call("history", Map.of("session", copy)).arrays());
        Path folder = temporary.resolve("saved");
        client.call("save", Map.of("session", number, "folder", folder.toString()));
        int loaded = (int) client.call("load", Map.of("folder", folder.toString())).head().get("session");
        assertEquals(2, client.call("info", Map.of("session", loaded)).head().get("epochs"));
        assertEquals(client.call("get", Map.of("session", number, "names", "uP1")).arrays(),
                client.call("get", Map.of("session", loaded, "names", "uP1")).arrays());
        client.call("close", one);
        assertTrue(client.refused("info", one, new LinkedHashMap<>()).contains("must be one of the open sessions"));
        assertEquals(true, client.call("quit", Map.of()).head().get("ok"));
        assertEquals(Optional.empty(), client.receive());
    }

    private static void assertArrayShape(NpyArray array, int... shape) {
        assertEquals(Arrays.toString(shape), Arrays.toString(array.shape()));
    }

    @Test
    void aCancelAndOtherSessionsDoNotWait() throws IOException {
        int longOne = open(Map.of("train_samples", 6000, "Tpres", 400));
        int other = open(Map.of());
        int epoch = client.send("epoch", Map.of("session", longOne), new LinkedHashMap<>());
        int queued = client.send("info", Map.of("session", longOne), new LinkedHashMap<>());
        for (int k = 1; k <= 20; k++) {
            assertEquals(k, client.call("step", Map.of("session", other)).head().get("steps"));
        }
        client.call("cancel", Map.of("session", longOne));
        assertEquals(false, client.reply(epoch).head().get("complete"));
        assertEquals(0, client.reply(queued).head().get("epochs"));
    }

    @Test
    void requestsOfASessionAreDoneInOrder() throws IOException {
        int number = open(Map.of());
        List<Integer> ids = new ArrayList<>();
        for (int k = 0; k < 300; k++) {
            ids.add(client.send("step", Map.of("session", number), new LinkedHashMap<>()));
        }
        for (int k = 0; k < ids.size(); k++) {
            assertEquals(k + 1, client.reply(ids.get(k)).head().get("steps"));
        }
    }

    @Test
    void manySessionsLiveSideBySide() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int k = 0; k < 64; k++) {
            numbers.add(open(Map.of("seed", k)));
        }
        List<Integer> ids = new ArrayList<>();
        for (int number : numbers) {
            ids.add(client.send("epoch", Map.of("session", number), new LinkedHashMap<>()));
        }
        for (int id : ids) {
            assertEquals(1, client.reply(id).head().get("epochs"));
        }
        Session alone = Session.open(Catalog.study("yinyang", concat(TINY_SETTINGS, "seed=63")), Session.Options.usual());
        alone.epoch((place, steps, replicas) -> {});
        assertEquals(alone.get(0, "B1"), client.call("get", Map.of("session", numbers.getLast(), "names", "B1")).arrays().get("B1").part(0));
    }

    private static List<String> concat(List<String> list, String more) {
        List<String> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    @Test
    void configurationsComeAsNamesFilesAndObjects() throws IOException {
        Message object = client.call("open", Map.of("config", Map.of("based_on", "fig3abc", "layers", List.of(3, 4, 2)), "set", Map.of("seed", 7)));
        assertEquals("3-4-2", object.head().get("layers"));
        assertEquals(List.of(7), object.head().get("seeds"));
        Message given = client.call("open", Map.of("experiment", "fig3abc", "noise", "given"));
        assertEquals(3, ((List<?>) given.head().get("noise")).size());
        assertTrue(client.refused("epoch", Map.of("session", given.head().get("session")), new LinkedHashMap<>()).contains("noise is given"));
    }

    @Test
    void aLookTellsWhatTheSampleIs() throws IOException {
        int number = open(Map.of());
        Message seen = client.call("look", Map.of("session", number, "samples", "training", "sample", 3, "steps", 10, "record", "vapi1", "every", 5,
                "target", true));
        assertEquals(6, seen.head().get("samples_of_stage"), () -> seen.head().toString());
        assertEquals(List.of(10, 5, true), List.of(seen.head().get("steps"), seen.head().get("every"), seen.head().get("complete")));
        assertEquals(List.of("input", "target", "output", "vapi1"), List.copyOf(seen.arrays().keySet()));
        assertEquals(1.0, seen.arrays().get("target").at((int) seen.head().get("class")), 1e-6);
        assertEquals(0, client.call("info", Map.of("session", number)).head().get("steps"));
        refused("look", Map.of("session", number, "sample", 4), new LinkedHashMap<>(), "sample", "from 0 to 3");
        refused("look", Map.of("session", number, "samples", "all"), new LinkedHashMap<>(), "training, validation or test");
    }

    @Test
    void aCopyGoesOnWithOtherRatesAndRefusesOtherShapes() throws IOException {
        int number = open(Map.of("eta_bw", 0.5));
        client.call("step", Map.of("session", number, "steps", 9, "learn", true));
        Message copy = client.call("copy", Map.of("session", number, "set", Map.of("eta_bw", 0.25)));
        assertEquals(true, copy.head().get("ok"), () -> copy.head().toString());
        assertEquals(9, copy.head().get("steps"));
        assertEquals(List.of("eta_fw", "eta_bw", "eta_IP", "eta_PI", "noise_scale", "alpha", "target_share"), copy.head().get("changeable"));
        Message shown = client.call("show", Map.of("session", copy.head().get("session")));
        Map<?, ?> keys = (Map<?, ?>) shown.head().get("keys");
        assertEquals(0.25, keys.get("eta_bw"));
        assertEquals(List.of(4, 5, 3), keys.get("layers"));
        assertTrue(((String) shown.head().get("config")).contains("eta_bw: 0.25 "));
        refused("copy", Map.of("session", number, "set", Map.of("layers", List.of(4, 6, 3))), new LinkedHashMap<>(), "'layers' can't change");
        refused("copy", Map.of("session", number, "set", 3), new LinkedHashMap<>(), "must be an object");
        Message changed = client.call("change", Map.of("session", number, "set", Map.of("eta_bw", 0.25, "target_share", 0.5)));
        assertEquals(9, changed.head().get("steps"), () -> changed.head().toString());
        assertEquals(copy.head().get("variables"), changed.head().get("variables"));
        keys = (Map<?, ?>) client.call("show", Map.of("session", number)).head().get("keys");
        assertEquals(List.of(0.25, 0.5), List.of(keys.get("eta_bw"), keys.get("target_share")));
        refused("change", Map.of("session", number, "set", Map.of("layers", List.of(4, 6, 3))), new LinkedHashMap<>(), "'layers' can't change");
        refused("change", Map.of("session", number), new LinkedHashMap<>(), "set", "is missing");
    }

    /** A presentation takes as long as in the experiment, unless somebody says otherwise. */
    @Test
    void aPresentationHasTheStepsOfTheExperiment() throws IOException {
        int number = open(Map.of("Tpres", 0.3));
        assertEquals(30, client.call("info", Map.of("session", number)).head().get("presentation_steps"));
        assertEquals(60, client.call("present", Map.of("session", number), arrays("inputs", inputs(2))).head().get("steps"));
    }

    /** The options of the command line do not exist here, so no message names one. */
    @Test
    void messagesNameFieldsAndFolders() throws IOException {
        int number = open(Map.of());
        SequencedMap<String, NpyArray> none = new LinkedHashMap<>();
        Path saved = temporary.resolve("saved");
        client.call("save", Map.of("session", number, "folder", saved.toString()));
        int other = open(Map.of("seed", 5));
        refused("save", Map.of("session", other, "folder", saved.toString()), none, "with another configuration already; nothing was changed");
        Path mine = Files.createDirectory(temporary.resolve("mine"));
        Files.writeString(mine.resolve("mine.txt"), "mine");
        FileTime before = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(mine, before);
        refused("save", Map.of("session", other, "folder", mine.toString()), none, "holds something else already");
        assertEquals(before, Files.getLastModifiedTime(mine), "not even the folder's time has changed");
        refused("load", Map.of("folder", temporary.resolve("none").toString()), none, "none: there is no such folder");
        refused("load", Map.of("folder", mine.resolve("mine.txt").toString()), none, "mine.txt: is no folder");
        for (String name : List.of("mnist", "cifar10")) {
            String missing = client.refused("open", Map.of("experiment", name, "data", temporary.toString()), none);
            assertTrue(missing.contains("data") && !missing.contains("--"), missing);
        }
        // The class of model is looked at before files of samples are.
        refused("open", Map.of("experiment", "mnist", "model", "rate", "data", temporary.toString()), none, "model = circuit: must be rate");
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        int number = open(Map.of());
        Map<String, Object> one = Map.of("session", number);
        SequencedMap<String, NpyArray> none = new LinkedHashMap<>();
        refused("open", Map.of("experiment", "yinyan"), none, "yinyang");
        refused("open", Map.of("experiment", "yinyang", "set", Map.of("eta_bx", 1)), none, "eta_bx", "eta_bw");
        refused("open", Map.of("experiment", 3), none, "experiment", "must be text");
        refused("open", Map.of("experiment", "yinyang", "noise", "mine"), none, "noise", "given");
        refused("prezent", one, none, "prezent", "did you mean present");
        refused("step", Map.of("session", number, "stepz", 3), none, "stepz", "did you mean steps");
        refused("step", Map.of("session", number, "steps", 1.5), none, "steps", "1.5", "whole number");
        refused("step", Map.of("session", number, "steps", "3"), none, "steps = \"3\": must be a whole number");
        refused("step", Map.of("session", number, "learn", List.of(1)), none, "learn");
        refused("step", Map.of("session", 99), none, "99", "open sessions");
        refused("step", Map.of("session", "1"), none, "session = \"1\": must be a whole number");
        refused("open", Map.of("experiment", "yinyang", "config", Map.of()), none, "either experiment or config");
        refused("present", Map.of("session", number, "steps", 10), arrays("inputs", NpyArray.ofFloats(new float[0], 0, 4)), "no presentations");
        refused("step", Map.of(), none, "session");
        refused("step", one, arrays("inputs", inputs(1)), "inputs", "takes no arrays");
        refused("present", Map.of("session", number, "steps", 10), none, "inputs", "is missing");
        refused("present", Map.of("session", number, "steps", 10), arrays("inputs", NpyArray.ofFloats(new float[3], 1, 3)), "inputs",
                "presentations x 4");
        refused("present", Map.of("session", number, "steps", 10), arrays("inputs", NpyArray.ofFloats(new float[] {1, 2, 3, Float.NaN}, 1, 4)),
                "finite");
        refused("get", Map.of("session", number, "names", "B9"), none, "B9", "must be one of", "BI1", "; of B there is B1");
        refused("step", Map.of("session", number, "learn", "backwards"), none, "must be of forward, lateral, backward; did you mean backward?");
        refused("present", Map.of("session", number, "steps", 10, "record", "angel_B"), arrays("inputs", inputs(1)), "did you mean angle_B?");
        refused("epoch", Map.of("session", number, "live", true, "watch", "angel_B"), none, "did you mean angle_B?");
        refused("get", Map.of("session", number, "names", "W3"), none, "; of W there is W1, W2");
        refused("set", one, arrays("W3", inputs(1)), "W3");
        refused("test", Map.of("session", number, "samples", "all"), none, "training, validation or test");
        refused("load", Map.of("folder", temporary.toString()), none, "configuration.yaml");
        refused("save", Map.of("session", number, "folder", ""), none, "folder");
        assertEquals(0, client.call("info", one).head().get("steps"), "nothing has changed");
    }

    private void refused(String operation, Map<String, ?> fields, SequencedMap<String, NpyArray> arrays, String... parts) throws IOException {
        String message = client.refused(operation, fields, arrays);
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    /** A head that can't be read, or arrays that are not as said, cost one reply; the next frame is read. */
    @Test
    void aWrongHeadIsAnswered() throws IOException {
        for (String head : List.of("{\"id\": 5, \"do\": ", "[]", "{\"id\": 5, \"id\": 6}", "{\"id\": 5, \"x\": NaN}",
                "{\"id\": 5, \"arrays\": [{\"name\": \"a\", \"dtype\": \"float99\", \"shape\": [1]}]}",
                "{\"id\": 5, \"arrays\": [{\"name\": \"a\", \"dtype\": \"float32\", \"shape\": [1000000]}]}",
                "{\"id\": 5, \"arrays\": [{\"name\": \"a\", \"dtype\": \"float32\", \"shape\": [-1]}]}",
                "{\"id\": 5, \"arrays\": 3}", "{\"id\": 5, \"arrays\": []}")) {
            client.requests.write(frame(head, new byte[16]));
            Message reply = client.receive().orElseThrow();
            assertEquals(false, reply.head().get("ok"), head);
        }
        assertEquals(true, client.call("hello", Map.of()).head().get("ok"));
    }

    private static byte[] frame(String head, byte[] body) {
        byte[] text = head.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + text.length + body.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(Frames.MAGIC.getBytes(StandardCharsets.ISO_8859_1)).putInt(text.length).putLong(body.length).put(text).put(body).array();
    }

    @Test
    void bytesThatAreNoFrameEndTheDoorWithAReason() throws Exception {
        client.requests.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(client.complaint().orElseThrow().contains("must begin with P4J1"));
    }

    @Test
    void aStreamThatEndsWithinAFrameEndsTheDoorWithAReason() throws Exception {
        byte[] whole = frame("{\"id\": 1, \"do\": \"hello\"}", new byte[0]);
        client.requests.write(whole, 0, whole.length - 3);
        assertTrue(client.end().orElseThrow().contains("ends within a frame"));
    }

    /** The parent goes away while the child computes: the door ends at once. */
    @Test
    void theEndOfTheStreamEndsWhatGoesOn() throws Exception {
        int number = open(Map.of("train_samples", 6000, "Tpres", 400));
        client.send("epoch", Map.of("session", number), new LinkedHashMap<>());
        assertEquals(Optional.empty(), client.end());
    }

    /** Whatever bytes come, the door answers or ends; it neither hangs nor dies. */
    @Test
    void mutatedFramesAreAnsweredOrEndTheDoor() throws Exception {
        Random random = new Random(20261128);
        List<byte[]> seeds = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Frames writer = new Frames(InputStream.nullInputStream(), out);
        List<Map<String, Object>> heads = List.of(
                Map.of("id", 1, "do", "open", "experiment", "yinyang", "set", TINY),
                Map.of("id", 2, "do", "present", "session", 1, "steps", 3, "record", List.of("vapi1"), "every", 1),
                Map.of("id", 3, "do", "step", "session", 1, "steps", 3, "learn", "all"),
                Map.of("id", 4, "do", "set", "session", 1, "replica", 0), Map.of("id", 5, "do", "get", "session", 1, "names", List.of("W1")),
                Map.of("id", 6, "do", "epoch", "session", 1), Map.of("id", 7, "do", "quit"));
        for (Map<String, Object> head : heads) {
            out.reset();
            writer.write(head, head.get("do").equals("present") ? arrays("inputs", inputs(2))
                    : head.get("do").equals("set") ? arrays("uP1", NpyArray.ofFloats(new float[5], 5)) : new LinkedHashMap<>());
            seeds.add(out.toByteArray());
        }
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] seed : seeds) {
                all.writeBytes(random.nextInt(4) == 0 ? mutated(seed, random) : seed);
            }
            ByteArrayOutputStream replies = new ByteArrayOutputStream();
            int now = round;
            Thread door = new Thread(() -> new Door(new ByteArrayInputStream(all.toByteArray()), replies).serve());
            door.start();
            door.join(60_000);
            assertFalse(door.isAlive(), () -> "round " + now);
            assertFalse(replies.toString(StandardCharsets.ISO_8859_1).contains("\"kind\":\"bug\""), () -> "round " + now + replies);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] copy = seed.clone();
        switch (random.nextInt(4)) {
            case 0 -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(copy, random.nextInt(copy.length));
            }
            case 2 -> copy[16 + random.nextInt(copy.length - 16)] = (byte) "0123456789-.eE[]{}\",:nt".charAt(random.nextInt(23));
            default -> copy[4 + random.nextInt(12)] = (byte) random.nextInt(256);
        }
        return copy;
    }
}
