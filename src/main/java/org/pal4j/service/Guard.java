package org.pal4j.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks at each request before anything else does: who it is from, for which host it is meant, and which page has sent it. */
final class Guard {
    private static final String BEARER = "bearer ";

    private final Tokens tokens;
    /** Values of Host that mean this service. A page of somebody else can make its own name lead here, but not one of these. */
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> origins = new HashSet<>();
    private final String cookie;
    private final boolean secure;

    /**
     * Creates a guard.
     *
     * @param host   where the service listens
     * @param url the address by which others know the service, if it is another one
     */
    Guard(Tokens tokens, String host, int port, Optional<URI> url) {
        this.tokens = tokens;
        cookie = "pal4j-" + port;
        secure = url.map(URI::getScheme).filter("https"::equals).isPresent();
        for (String name : List.of(host.contains(":") ? "[" + host + "]" : host, "127.0.0.1", "localhost", "[::1]")) {
            String both = name.toLowerCase(Locale.ROOT) + ":" + port;
            hosts.add(both);
            origins.add("http://" + both);
        }
        url.ifPresent(given -> {
            hosts.add(given.getRawAuthority().toLowerCase(Locale.ROOT));
            origins.add(given.getScheme().toLowerCase(Locale.ROOT) + "://" + given.getRawAuthority().toLowerCase(Locale.ROOT));
        });
    }

    /**
     * Returns the owner of the token of a request.
     *
     * @throws Problem if there is no valid token, or if the request comes from a page of somebody else
     */
    String admit(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        Optional<String> bearer = bearer(headers);
        String owner = bearer.or(() -> cookie(headers)).flatMap(tokens::owner).orElseThrow(Guard::unauthorized);
        requireHere(headers);
        boolean changes = !Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
        if (bearer.isEmpty() && changes && headers.getFirst("Origin") == null) {
            throw Problem.of(403, "forbidden", "a change with a cookie needs the header Origin, as browsers send it; programs send the token as "
                    + "Authorization: Bearer TOKEN");
        }
        return owner;
    }

    static Problem unauthorized() {
        return Problem.of(401, "unauthorized", "send the token of this service as Authorization: Bearer TOKEN").with("WWW-Authenticate",
                "Bearer realm=\"pal4j\"");
    }

    private void requireHere(Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(host.getFirst().toLowerCase(Locale.ROOT))) {
            throw Problem.of(403, "forbidden", "the header Host must be one of " + hosts.stream().sorted().toList()
                    + "; start the service with --url if it is known by another name");
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            if (!origins.contains(origin.toLowerCase(Locale.ROOT))) {
                throw Problem.of(403, "forbidden", "a page of another origin may not use this service");
            }
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !Set.of("same-origin", "none").contains(site)) {
            throw Problem.of(403, "forbidden", "a page of another site may not use this service");
        }
    }

    private static Optional<String> bearer(Headers headers) {
        List<String> given = headers.getOrDefault("Authorization", List.of());
        return given.size() == 1 && given.getFirst().toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(given.getFirst().substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private Optional<String> cookie(Headers headers) {
        for (String line : headers.getOrDefault("Cookie", List.of())) {
            for (String part : line.split(";")) {
                String[] pair = part.strip().split("=", 2);
                if (pair.length == 2 && pair[0].equals(cookie)) {
                    return Optional.of(pair[1]);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the cookie that lets a browser in that has come with the token in its address.
     *
     * @throws Problem if it is not the token
     */
    String cookie(HttpExchange exchange, String token) {
        if (tokens.owner(token).isEmpty()) {
            throw unauthorized();
        }
        List<String> host = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(host.getFirst().toLowerCase(Locale.ROOT))) {
            throw unauthorized();
        }
        return cookie + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }
}
