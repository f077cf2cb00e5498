package org.pal4j.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.report.page.Scripts;

/**
 * The page at {@code /}, on which people watch networks learn. It is a client as all others: its scripts ask the routes under {@code /v1}, with the
 * browser's cookie. Its charts are those of reports.
 */
final class LivePage {
    private static final String FOLDER = "/org/pal4j/service/page/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final List<String> SCRIPTS = List.of("arrays.js", "api.js", "form.js", "circuit.js", "live.js");

    private LivePage() {}

    /** A file of the page, read at its first use. Browsers keep it, and ask whether it is still the same. */
    private record Resource(String type, byte[] bytes, String tag) {
        static final Resource PAGE = of(HTML, Scripts.resource(FOLDER + "index.html"));
        static final Resource STYLE = of("text/css; charset=utf-8", Scripts.STYLE + Scripts.resource(FOLDER + "live.css"));
        static final Resource ECHARTS = of("text/javascript; charset=utf-8", Scripts.ECHARTS);
        static final Resource SCRIPT = of("text/javascript; charset=utf-8",
                Scripts.joined("", SCRIPTS.stream().map(name -> Scripts.script(FOLDER + name)).collect(Collectors.joining())));
        static final byte[] LETTING_IN = Scripts.resource(FOLDER + "token.html").getBytes(StandardCharsets.UTF_8);

        private static Resource of(String type, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Resource(type, bytes, '"' + HexFormat.of().formatHex(digest, 0, Long.BYTES) + '"');
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void answer(Call call) throws IOException {
            call.header("Content-Security-Policy", POLICY).header("Cache-Control", "private, no-cache").header("ETag", tag);
            if (tag.equals(call.exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                call.exchange.sendResponseHeaders(304, -1);
            } else {
                call.answer(200, type, bytes);
            }
        }
    }

    static List<Route> routes() {
        return List.of(
                new Route("GET", "/", call -> Resource.PAGE.answer(call)),
                new Route("GET", "/page/live.css", call -> Resource.STYLE.answer(call)),
                new Route("GET", "/page/live.js", call -> Resource.SCRIPT.answer(call)),
                new Route("GET", "/page/echarts.js", call -> Resource.ECHARTS.answer(call)));
    }

    /** Returns whether somebody asks for the page in a browser. */
    static boolean isWanted(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals("/")
                && exchange.getRequestHeaders().getOrDefault("Accept", List.of()).stream().anyMatch(types -> types.contains("text/html"));
    }

    /** Tells a person without a token where it is. The status stays that of programs. */
    static void askForToken(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        Call.answer(exchange, 401, HTML, Resource.LETTING_IN);
    }
}
