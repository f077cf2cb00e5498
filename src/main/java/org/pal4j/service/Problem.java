package org.pal4j.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.InputException;
import org.pal4j.session.request.Refusal;

/** An answer that says what is wrong: problem details after RFC 9457. */
final class Problem extends RuntimeException {
    static final String TYPE = "application/problem+json";
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;
    private final transient List<Map<String, Object>> faults;
    private final transient Map<String, String> headers;

    private Problem(int status, String kind, String detail, List<Map<String, Object>> faults, Map<String, String> headers) {
        super(detail);
        this.status = status;
        this.kind = kind;
        this.faults = faults;
        this.headers = headers;
    }

    static Problem of(int status, String kind, String detail) {
        return new Problem(status, kind, detail, List.of(), Map.of());
    }

    /** What to answer after something has gone wrong. */
    static Problem of(Throwable fault) {
        return switch (fault) {
            case Problem problem -> problem;
            case InputException input -> of(input);
            case OutOfMemoryError error -> of(error);
            default -> {
                fault.printStackTrace();
                yield bug(fault);
            }
        };
    }

    /** Something can't be used as it was given. */
    private static Problem of(InputException fault) {
        return new Problem(422, "input", Refusal.message(fault), Refusal.faults(fault), Map.of());
    }

    private static Problem of(OutOfMemoryError error) {
        return new Problem(507, "memory", Refusal.exceeded(error).getMessage(), List.of(), Map.of());
    }

    private static Problem bug(Throwable fault) {
        return new Problem(500, "bug", Refusal.bug(fault).getMessage(), List.of(), Map.of());
    }

    /** Tells what is behind it, for logs. */
    Problem because(Exception cause) {
        initCause(cause);
        return this;
    }

    /** Adds a header to the answer. */
    Problem with(String name, String value) {
        return new Problem(status, kind, String.valueOf(getMessage()), faults, Map.of(name, value));
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("type", "urn:pal4j:problem:" + kind);
        details.put("title", switch (kind) {
            case "input" -> "The request can't be done as it stands; nothing has changed";
            case "memory" -> "It does not fit into memory";
            case "bug" -> "A fault of PAL4J";
            case "busy" -> "The session is doing something else";
            case "limit" -> "A limit of this service is reached";
            case "unauthorized" -> "A token is needed";
            case "forbidden" -> "Not from there";
            default -> "Not " + kind;
        });
        details.put("status", status);
        details.put("kind", kind);
        details.put("detail", getMessage());
        if (!faults.isEmpty()) {
            details.put("faults", faults);
        }
        return details;
    }
}
