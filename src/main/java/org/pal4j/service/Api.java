package org.pal4j.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.model.Study;
import org.pal4j.run.Environment;
import org.pal4j.session.request.Message;

/** All routes of a service, and those that tell what there is. openapi.yaml describes each of them; a test holds the two together. */
final class Api {
    private final Seats seats;
    private final Jobs jobs;
    private final State state;
    private final long mostBytes;
    private final SessionRoutes sessions;
    private final RunRoutes runs;
    private final ChartRoutes charts;

    Api(Service service, Roots roots, Seats seats, Jobs jobs, State state, long mostBytes) {
        this.seats = seats;
        this.jobs = jobs;
        this.state = state;
        this.mostBytes = mostBytes;
        Apart apart = new Apart();
        sessions = new SessionRoutes(roots, seats, jobs, state, apart, service::keepJobs, mostBytes);
        charts = new ChartRoutes(roots, seats, apart);
        runs = new RunRoutes(roots, jobs, apart, service::keepJobs);
    }

    /** What is the same for all services of this process, made at the first use. */
    private static final class Known {
        static final byte[] DOCUMENT = Json.text(openapi()).getBytes(StandardCharsets.UTF_8);
        static final List<Map<String, Object>> EXPERIMENTS = Catalog.NAMES.stream().map(Known::experiment).toList();

        private Known() {}

        private static Map<String, Object> experiment(String name) {
            Study<?> study = Catalog.study(name, List.of());
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            one.put("title", study.base().title());
            one.put("description", study.base().description());
            one.put("model", study.model().name());
            one.put("epochs", study.epochs());
            return one;
        }
    }

    /** Returns the description of all routes. */
    static Map<String, Object> openapi() {
        try (InputStream in = Objects.requireNonNull(Api.class.getResourceAsStream("openapi.yaml"))) {
            return Documents.yaml(new String(in.readAllBytes(), StandardCharsets.UTF_8), "openapi.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Route> routes() {
        List<Route> all = new ArrayList<>(List.of(
                new Route("GET", "/v1", call -> call.answer(200, greeting(call))),
                new Route("GET", "/v1/openapi.json", call -> call.answer(200, Call.JSON, Known.DOCUMENT)),
                new Route("GET", "/v1/schema/{name}", call -> call.answer(200, "application/schema+json",
                        Json.text(Schemas.of(call.name("name"))).getBytes(StandardCharsets.UTF_8))),
                new Route("GET", "/v1/experiments", call -> call.answer(200, Map.of("experiments", Known.EXPERIMENTS))),
                new Route("GET", "/v1/experiments/{name}", this::experiment)));
        all.addAll(LivePage.routes());
        all.addAll(sessions.routes());
        all.addAll(runs.routes());
        all.addAll(charts.routes());
        all.addAll(new JobRoutes(jobs).routes());
        return List.copyOf(all);
    }

    private Map<String, Object> greeting(Call call) {
        Map<String, String> environment = Environment.describe();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("hello", "pal4j");
        for (String field : List.of("pal4j", "commit", "jdk", "vector_width")) {
            all.put(field.equals("pal4j") ? "version" : field, String.valueOf(environment.get(field)));
        }
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.put("owner", call.owner);
        all.put("max_head", Call.MAX_JSON);
        all.put("max_body", mostBytes);
        all.put("models", Models.names());
        all.put("experiments", Catalog.NAMES);
        all.put("operations", SessionRoutes.OPERATIONS);
        return all;
    }

    private void experiment(Call call) throws IOException {
        String name = call.name("name");
        if (!Catalog.NAMES.contains(name)) {
            throw Problem.of(404, "found", "there is no experiment with this name" + Nearest.hint(name, Catalog.NAMES));
        }
        Study<?> study = Catalog.study(name, List.of());
        Map<String, Object> all = new LinkedHashMap<>(Known.EXPERIMENTS.get(Catalog.NAMES.indexOf(name)));
        all.put("config", study.show());
        all.put("keys", Documents.yaml(study.show(), name));
        call.answer(200, all);
    }

    /** Goes on with jobs that the end of an earlier service has interrupted. */
    void restore(Map<String, Object> kept) {
        if (kept.get("ended") instanceof List<?> list) {
            list.forEach(entry -> Job.over(entry).ifPresent(jobs::restore));
        }
        if (kept.get("jobs") instanceof List<?> list) {
            list.forEach(entry -> Job.Entry.of(entry).ifPresent(known -> jobs.restore(again(known))));
        }
        state.sweepArrays();
        jobs.begin();
    }

    private Job again(Job.Entry entry) {
        Optional<Seat> seat = Optional.empty();
        try {
            if (entry.kind().equals("run")) {
                return new Job(entry, seat, runs.again(entry.request()));
            }
            if (!seats.isThere(entry.session())) {
                throw Problem.of(404, "found",
                        "session " + entry.session() + " was not kept when the service ended, so this job can't go on; a session "
                                + "whose noise is given never is. Open another one");
            }
            Seat there = seats.seat(entry.session(), entry.owner());
            if (entry.number() <= there.saved().job()) {
                return Job.over(entry, Job.State.DONE, Optional.empty(), Optional.empty());
            }
            seat = Optional.of(there);
            Map<String, Object> head = new LinkedHashMap<>(entry.request());
            head.put("do", entry.kind());
            return new Job(entry, seat, sessions.work(there, new Message(head, entry.hasArrays() ? state.arrays(entry.number())
                    : new LinkedHashMap<>())));
        } catch (InputException | Problem fault) {
            return new Job(entry, seat, job -> {
                throw fault;
            });
        }
    }
}
