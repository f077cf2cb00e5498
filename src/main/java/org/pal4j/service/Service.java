package org.pal4j.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.format.Reason;

/**
 * Sessions and runs over HTTP, for programs and pages that have a token.
 *
 * <p>Requests are on virtual threads, as many as there are. What computes is on other threads: a request that takes long on one of its own, and jobs
 * as many at once as there are processors.
 */
public final class Service implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final Duration TIDY = Duration.ofSeconds(30);
    private static final int STOP_SECONDS = 0;

    static {
        // Otherwise a reply of several pieces waits for the acknowledgement of the first one, some 40 ms.
        standard("sun.net.httpserver.nodelay", "true");
        // Who sends a request byte by byte is cut off.
        standard("sun.net.httpserver.maxReqTime", "300");
        standard("jdk.httpserver.maxConnections", "1024");
        // Who sends a body that is not wanted can read why, if it is not larger than this.
        standard("sun.net.httpserver.drainAmount", Integer.toString(1 << 24));
    }

    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread tidying = Thread.ofVirtual().name("tidy").unstarted(this::tidy);
    private final Guard guard;
    private final List<Route> routes;
    private final Seats seats;
    private final Jobs jobs;
    private final State state;
    private final String host;
    private final Optional<URI> url;

    /**
     * What a service may do.
     *
     * @param host     where it listens
     * @param port     the port, or 0 for any that is free
     * @param url      the address by which others know it, behind a proxy
     * @param sessions how many sessions there may be
     * @param memory   how many bytes the sessions may take together
     * @param body     the largest body of a request in bytes
     * @param idle     how long nobody uses a session before it sleeps
     * @param jobs     how many jobs run at once
     */
    public record Options(String host, int port, Optional<URI> url, int sessions, long memory, long body, Duration idle, int jobs) {
        /** The most sessions unless somebody asks for others. */
        public static final int SESSIONS = 64;
        /** How long nobody uses a session before it sleeps, unless somebody asks for another time. */
        public static final Duration IDLE = Duration.ofHours(1);

        /** Returns the usual options: on this machine only, at any port. */
        public static Options usual() {
            long most = Runtime.getRuntime().maxMemory();
            return new Options("127.0.0.1", 0, Optional.empty(), SESSIONS, most / 4 * 3, Math.min(most / 8, 1 << 29), IDLE,
                    Runtime.getRuntime().availableProcessors());
        }
    }

    private static void standard(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Starts a service, with the sessions and jobs of an earlier one with the same first folder.
     *
     * @throws InputException if the address can't be used, or if another service uses the folder
     */
    public Service(Options options, Tokens tokens, Roots roots) {
        host = options.host();
        url = options.url();
        state = new State(roots.own(), options.body());
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), options.port()), BACKLOG);
        } catch (UnknownHostException e) {
            state.close();
            throw new InputException("--host " + Fault.shown(host) + ": is no address of this machine", e);
        } catch (BindException e) {
            state.close();
            throw new InputException("--host " + Fault.shown(host) + " --port " + options.port() + ": can't be used (" + Reason.of(e)
                    + "); without --port any free one is taken", e);
        } catch (IOException e) {
            state.close();
            throw new InputException("the service can't listen (" + Reason.of(e) + ")", e);
        }
        guard = new Guard(tokens, host, port(), url);
        Map<String, Object> kept = state.jobs();
        seats = new Seats(roots, state, number(kept, State.LAST_SESSION), options.sessions(), options.memory(), options.idle());
        jobs = new Jobs(options.jobs(), number(kept, State.LAST), this::keepJobs);
        Api api = new Api(this, roots, seats, jobs, state, options.body());
        // A path that is one of its own comes before one that has a name there.
        routes = api.routes().stream().sorted(Comparator.comparingLong(route -> route.template().chars().filter(one -> one == '{').count())).toList();
        state.whenSaved(jobs::saved);
        api.restore(kept);
        server.createContext("/", this::answer);
        server.setExecutor(requests);
        server.start();
        tidying.start();
    }

    private static int number(Map<String, Object> kept, String field) {
        return kept.get(field) instanceof Integer number ? number : 0;
    }

    /** Does at once what is done every 30 s. */
    void tidyUp() {
        seats.tidy();
    }

    private void tidy() {
        try {
            while (true) {
                Thread.sleep(TIDY);
                tidyUp();
            }
        } catch (InterruptedException e) {
            // The service ends.
        }
    }

    /** Writes down the jobs, so that a service after this one can go on with them. */
    void keepJobs() {
        state.keep(jobs, seats);
    }

    /** Returns all routes. */
    List<Route> routes() {
        return routes;
    }

    /** Returns the port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns the address of the service, with a final slash. */
    public String address() {
        String here = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
        return url.map(given -> given.toString().replaceAll("/*$", "") + "/").orElse(here);
    }

    private void answer(HttpExchange exchange) {
        try {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            try {
                route(exchange);
            } catch (IOException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                refuse(exchange, Problem.of(e));
            }
        } catch (IOException e) {
            // The other side has gone, and nobody is there to tell.
        } finally {
            exchange.close();
        }
    }

    private static void refuse(HttpExchange exchange, Problem problem) throws IOException {
        if (exchange.getResponseCode() != -1) {
            return; // The answer has begun, and its end is missing; the other side sees that.
        }
        problem.headers().forEach(exchange.getResponseHeaders()::set);
        if (problem.status() == 401 && LivePage.isWanted(exchange)) {
            LivePage.askForToken(exchange);
            return;
        }
        Call.answer(exchange, problem.status(), Problem.TYPE, Json.text(problem.details()).getBytes(StandardCharsets.UTF_8));
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        if (path.equals("/") && query.startsWith("token=") && exchange.getRequestMethod().equals("GET")) {
            // The address that the service prints lets a browser in; from then on it has a cookie, and the token is not in the address.
            exchange.getResponseHeaders().set("Set-Cookie", guard.cookie(exchange, Call.decoded(query.substring(6))));
            exchange.getResponseHeaders().set("Location", "/");
            exchange.sendResponseHeaders(303, -1);
            return;
        }
        String owner = guard.admit(exchange);
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        Set<String> allowed = new TreeSet<>();
        String template = "";
        for (Route route : routes) {
            // Of a path itself and one with a name in its place, as {operation}, the first counts, as in OpenAPI.
            Optional<Map<String, String>> names = template.isEmpty() || route.template().equals(template) ? names(route.template(), path)
                    : Optional.empty();
            if (names.isPresent()) {
                template = route.template();
                allowed.add(route.method());
                if (route.method().equals(method)) {
                    Call call = new Call(exchange, owner, names.get());
                    if (!route.query().contains("*")) {
                        call.requireQuery(route.query());
                    }
                    route.handler().answer(call);
                    return;
                }
            }
        }
        if (allowed.isEmpty()) {
            throw Problem.of(404, "found", "there is nothing at " + Fault.shown(path) + Nearest.hint(path,
                    routes.stream().map(Route::template).toList()) + " (see /v1/openapi.json)");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        throw Problem.of(405, "allowed", "this takes " + String.join(", ", allowed)).with("Allow", String.join(", ", allowed));
    }

    /** Returns the parts of a path that a template names, if the path has its form. */
    private static Optional<Map<String, String>> names(String template, String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int k = 0; k < wanted.length; k++) {
            if (wanted[k].startsWith("{")) {
                names.put(wanted[k].substring(1, wanted[k].length() - 1), Call.decoded(given[k]));
            } else if (!wanted[k].equals(given[k])) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    /** Ends the service: jobs stop, and everything is saved for the next one. Gives sentences about what could not be saved. */
    public List<String> stop() {
        List<String> lost = new ArrayList<>();
        tidying.interrupt();
        try {
            jobs.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seats.all().forEach(Seat::cancel);
        for (Seat seat : seats.all()) {
            try {
                if (seat.isGiven()) {
                    lost.add("session " + seat.number + " is lost, as its noise is given from outside");
                } else {
                    seat.seal(state);
                }
            } catch (InputException | Problem e) {
                lost.add("session " + seat.number + " is not saved: " + e.getMessage());
            }
        }
        keepJobs();
        server.stop(STOP_SECONDS);
        requests.shutdownNow();
        state.close();
        return lost;
    }

    @Override
    public void close() {
        stop();
    }
}
