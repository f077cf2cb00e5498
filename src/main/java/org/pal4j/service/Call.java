package org.pal4j.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;

/** One request over HTTP and its answer. */
final class Call {
    static final String JSON = "application/json";
    /** The largest JSON text; a configuration is written by hand. */
    static final int MAX_JSON = 1 << 20;
    private static final int MAX_WAIT = 60;

    final HttpExchange exchange;
    final String owner;
    private final Map<String, String> names;
    private final Map<String, String> query;

    /**
     * Reads the query of a request.
     *
     * @param names parts of the path by their names in the route
     */
    Call(HttpExchange exchange, String owner, Map<String, String> names) {
        this.exchange = exchange;
        this.owner = owner;
        this.names = names;
        query = query(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : raw.split("&")) {
            if (!part.isEmpty()) {
                String[] pair = part.split("=", 2);
                String name = decoded(pair[0].replace("+", "%20"));
                if (query.put(name, pair.length > 1 ? decoded(pair[1].replace("+", "%20")) : "") != null) {
                    throw Problem.of(400, "understood", "the query has " + Fault.shown(name) + " twice");
                }
            }
        }
        return query;
    }

    /** Decodes a part of an address. */
    static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "understood", "the address has a % without two hexadecimal digits").because(e);
        }
    }

    /** Returns a part of the path. */
    String name(String part) {
        return Objects.requireNonNull(names.get(part), part);
    }

    /** Returns a number in the path; it is of something that is not there if it is none. */
    int number(String part) {
        String text = name(part);
        if (!text.matches("[0-9]{1,9}")) {
            throw Problem.of(404, "found", "there is no " + part + " " + Fault.shown(text) + "; a " + part + " has a number");
        }
        return Integer.parseInt(text);
    }

    /** Requires that the query has no other fields than these. */
    void requireQuery(Collection<String> known) {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw Problem.of(400, "understood", "the query has " + Fault.shown(name) + ", which is not known here" + Nearest.hint(name, known));
            }
        }
    }

    Optional<String> query(String name, boolean required) {
        Optional<String> value = Optional.ofNullable(query.get(name));
        if (required && value.isEmpty()) {
            throw Problem.of(400, "understood", "the query must have " + name);
        }
        return value;
    }

    Map<String, String> query() {
        return query;
    }

    /** Returns the type of the body, without its parameters; empty if there is none. */
    String contentType() {
        String given = exchange.getRequestHeaders().getFirst("Content-Type");
        return given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Returns whether somebody accepts an answer of a type, asked for by its name. */
    boolean asksFor(String type) {
        for (String line : exchange.getRequestHeaders().getOrDefault("Accept", List.of())) {
            for (String one : line.split(",")) {
                if (one.split(";", 2)[0].strip().equalsIgnoreCase(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns for how many seconds somebody waits for the answer: {@code Prefer: wait=N}. */
    int waits() {
        return preferences().stream().filter(one -> one.matches("wait=[0-9]{1,6}")).mapToInt(one -> Integer.parseInt(one.substring(5)))
                .map(seconds -> Math.min(MAX_WAIT, seconds)).findFirst().orElse(0);
    }

    /** Returns whether somebody would rather have a job than wait: {@code Prefer: respond-async}. */
    boolean wantsJob() {
        return preferences().contains("respond-async");
    }

    private List<String> preferences() {
        List<String> all = new ArrayList<>();
        for (String line : exchange.getRequestHeaders().getOrDefault("Prefer", List.of())) {
            for (String one : line.split("[,;]")) {
                all.add(one.strip().toLowerCase(Locale.ROOT));
            }
        }
        return all;
    }

    /** Returns the body, of at most so many bytes. */
    byte[] body(long most) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > most) {
            throw tooLarge(most);
        }
        try (InputStream in = exchange.getRequestBody()) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, most + 1));
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return bytes;
        }
    }

    private static Problem tooLarge(long most) {
        return Problem.of(413, "accepted", "the body must have at most " + most + " bytes here; send less at once");
    }

    /** Returns a body of JSON; an empty body is an empty object. */
    Map<String, Object> json() throws IOException {
        if (!Set.of("", JSON).contains(contentType())) {
            throw Problem.of(415, "accepted", "the body must be " + JSON + ", not " + Fault.shown(contentType()));
        }
        return json(body(MAX_JSON));
    }

    static Map<String, Object> json(byte[] bytes) {
        if (bytes.length == 0) {
            return new LinkedHashMap<>();
        }
        Map<String, Object> fields;
        try {
            fields = Documents.json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), "the body");
        } catch (CharacterCodingException e) {
            throw Problem.of(400, "understood", "the body is not text in UTF-8").because(e);
        } catch (InputException e) {
            throw Problem.of(400, "understood", e.getMessage()).because(e);
        }
        return withoutNull(fields);
    }

    /** Rejects fields without a value: they are left out, or have one. */
    static Map<String, Object> withoutNull(Map<String, Object> fields) {
        fields.forEach((name, value) -> {
            if (value == null) {
                throw new InputException("the request", List.of(Fault.of(name, "null", "must have a value, or be left out")));
            }
        });
        return fields;
    }

    /** Adds a header to the answer. */
    Call header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
        return this;
    }

    void answer(int status, Object json) throws IOException {
        answer(status, JSON, Json.text(json).getBytes(StandardCharsets.UTF_8));
    }

    void answer(int status, String type, byte[] bytes) throws IOException {
        answer(exchange, status, type, bytes);
    }

    /** Answers without a body. */
    void done() throws IOException {
        exchange.sendResponseHeaders(204, -1);
    }

    static void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            OutputStream body = exchange.getResponseBody();
            body.write(bytes);
            body.flush(); // The end of an exchange first waits for a request's body, which may never come.
        }
    }
}
