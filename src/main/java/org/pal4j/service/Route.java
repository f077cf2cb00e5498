package org.pal4j.service;

import java.io.IOException;
import java.util.List;

/**
 * A route.
 *
 * @param method   of HTTP
 * @param template its path, with names of parts in braces
 * @param query    the fields of the query that it knows; with {@code *} any
 * @param handler  what answers
 */
record Route(String method, String template, List<String> query, Handler handler) {
    /** Answers a request. */
    interface Handler {
        void answer(Call call) throws IOException;
    }

    /** A route without a query. */
    Route(String method, String template, Handler handler) {
        this(method, template, List.of(), handler);
    }
}
