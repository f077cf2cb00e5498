package org.pal4j.service;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Operations.Reply;

/**
 * Requests and replies with arrays: one as {@code .npy}, many as safetensors, never in JSON. The fields go beside: in the query for {@code .npy}, in
 * the entry {@value #REQUEST} or {@value #REPLY} of the metadata for safetensors.
 */
final class Bodies {
    static final String NPY = "application/x-npy";
    static final String SAFETENSORS = "application/safetensors";
    /** The entry of the metadata with the fields of a request, as JSON. */
    static final String REQUEST = "request";
    /** The entry of the metadata with the fields of a reply, as JSON. */
    static final String REPLY = "reply";

    private static final int BUFFER = 1 << 16;

    private Bodies() {}

    /**
     * Reads a request.
     *
     * @param operation what it asks for
     * @param most      the largest body in bytes
     */
    static Message request(Call call, String operation, long most) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        switch (call.contentType()) {
            case "", Call.JSON -> head.putAll(call.json());
            case NPY -> {
                String name = call.query().getOrDefault("array", "inputs");
                arrays.put(name, npy(call.body(most), name));
            }
            case SAFETENSORS -> {
                byte[] body = call.body(most);
                Safetensors.Content content = Safetensors.read(new ByteArrayInputStream(body), body.length, "the body");
                String fields = content.metadata().get(REQUEST);
                if (fields != null) {
                    head.putAll(Call.withoutNull(Documents.json(fields, "the metadata entry " + REQUEST)));
                }
                arrays.putAll(content.tensors());
            }
            default -> throw Problem.of(415, "accepted", "the body must be " + String.join(", ", Call.JSON, NPY, SAFETENSORS) + ", not "
                    + Fault.shown(call.contentType()));
        }
        if (head.containsKey("do") || head.containsKey("id") || head.containsKey("arrays") || head.containsKey("session")) {
            throw new InputException(operation, List.of(Fault.saying("do", "do, id, session and arrays are fields of the protocol on pipes; here the "
                    + "address says what to do, and arrays are the body")));
        }
        call.query().forEach((name, text) -> {
            if (!name.equals("array")) {
                head.putIfAbsent(name, value(text));
            }
        });
        head.put("do", operation);
        return new Message(head, arrays);
    }

    /** Reads an array, and nothing after it. */
    static NpyArray npy(byte[] body, String name) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        NpyArray array = Npy.read(in, body.length, name);
        if (in.available() > 0) {
            throw new InputException(name + ": " + in.available() + " bytes follow the array");
        }
        return array;
    }

    /** Reads a field of a query: JSON if it looks like that, otherwise text. */
    private static Object value(String text) {
        if (text.matches("true|false|-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?|\\[.*]|\\{.*}")) {
            Object read = Documents.json("{\"value\": " + text + "}", "the query").get("value");
            return read == null ? text : read;
        }
        return text.contains(",") ? List.of(text.split(",")) : text;
    }

    /** Answers with a reply: as JSON if it has no arrays, otherwise as the call asks, and as safetensors if it asks for nothing. */
    static void answer(Call call, int status, Reply reply) throws IOException {
        String name = call.query().get("array");
        if (reply.arrays().isEmpty() || call.asksFor(Call.JSON) && !call.asksFor(SAFETENSORS)) {
            call.answer(status, described(reply));
        } else if (call.asksFor(NPY)) {
            if (name == null && reply.arrays().size() > 1) {
                throw Problem.of(406, "acceptable", "the reply has the arrays " + reply.arrays().keySet() + ", and " + NPY
                        + " holds one; accept " + SAFETENSORS + ", or name one with array=NAME in the query");
            }
            String wanted = name == null ? reply.arrays().firstEntry().getKey() : name;
            NpyArray array = reply.arrays().get(wanted);
            if (array == null) {
                throw Problem.of(406, "acceptable", "the reply has no array " + Fault.shown(wanted) + Nearest.hint(wanted, reply.arrays().keySet()));
            }
            single(call, status, array);
        } else {
            stream(call, status, SAFETENSORS, out -> Safetensors.write(out, reply.arrays(), Map.of(REPLY, Json.text(reply.head()))));
        }
    }

    /** Answers with one array. */
    static void single(Call call, int status, NpyArray array) throws IOException {
        stream(call, status, NPY, out -> Npy.write(out, array));
    }

    private static void stream(Call call, int status, String type, Writer writer) throws IOException {
        call.exchange.getResponseHeaders().set("Content-Type", type);
        if (call.exchange.getRequestMethod().equals("HEAD")) {
            call.exchange.sendResponseHeaders(status, -1);
            return;
        }
        call.exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = new BufferedOutputStream(call.exchange.getResponseBody(), BUFFER)) {
            writer.write(out);
        }
    }

    /** Writes a body. */
    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Returns the fields of a reply, and what its arrays are, without their elements. */
    static Map<String, Object> described(Reply reply) {
        Map<String, Object> head = new LinkedHashMap<>(reply.head());
        if (!reply.arrays().isEmpty()) {
            List<Map<String, Object>> listed = new ArrayList<>();
            reply.arrays().forEach((name, array) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("name", name);
                one.put("dtype", array.kind().toString());
                one.put("shape", array.shape());
                listed.add(one);
            });
            head.put("arrays", listed);
        }
        return head;
    }
}
