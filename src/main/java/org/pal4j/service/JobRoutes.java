package org.pal4j.service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.pal4j.session.request.Operations.Reply;

/** Routes of jobs. */
final class JobRoutes {
    private static final int MOST_LISTENERS = 256;
    private static final double HEARTBEAT_SECONDS = 15;

    private final Jobs jobs;
    private final Semaphore listeners = new Semaphore(MOST_LISTENERS);

    JobRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/jobs", call -> call.answer(200, Map.of("jobs", jobs.of(call.owner).stream().map(Job::described).toList()))),
                new Route("GET", "/v1/jobs/{job}", call -> call.answer(200, job(call).described())),
                new Route("DELETE", "/v1/jobs/{job}", call -> {
                    jobs.forget(job(call));
                    call.done();
                }),
                new Route("POST", "/v1/jobs/{job}/cancel", call -> {
                    Job job = job(call);
                    call.json();
                    jobs.cancel(job);
                    call.answer(202, job.described());
                }),
                new Route("GET", "/v1/jobs/{job}/events", this::events),
                new Route("GET", "/v1/jobs/{job}/result", List.of("array"), this::result),
                new Route("GET", "/v1/jobs/{job}/watch", List.of("event", "array"), this::watch));
    }

    static boolean await(Job job, int seconds) {
        try {
            return job.await(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void accepted(Call call, Job job) throws IOException {
        call.header("Location", "/v1/jobs/" + job.number).answer(202, job.described());
    }

    private Job job(Call call) {
        return jobs.job(call.number("job"), call.owner);
    }

    private void result(Call call) throws IOException {
        Job job = job(call);
        if (job.isOver() || call.waits() > 0 && await(job, call.waits())) {
            Bodies.answer(call, 200, job.result());
        } else {
            accepted(call, job);
        }
    }

    private void watch(Call call) throws IOException {
        Job job = job(call);
        Job.Frame frame = job.frame(call.query("event", false)).orElseThrow(() -> Problem.of(404, "found", "job " + job.number
                + " has shown no arrays yet; name variables with watch"));
        Reply reply = new Reply().say("event", frame.id());
        frame.head().forEach(reply::say);
        frame.arrays().forEach(reply::add);
        Bodies.answer(call, 200, reply);
    }

    private void events(Call call) throws IOException {
        Job job = job(call);
        long last = lastEvent(call);
        if (!listeners.tryAcquire()) {
            throw Problem.of(503, "limit", MOST_LISTENERS + " listen to events already").with("Retry-After", "10");
        }
        try {
            call.header("Content-Type", "text/event-stream").header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
            if (call.exchange.getRequestMethod().equals("HEAD")) {
                call.exchange.sendResponseHeaders(200, -1);
                return;
            }
            call.exchange.sendResponseHeaders(200, 0);
            send(call, job, last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.release();
        }
    }

    private static long lastEvent(Call call) {
        String id = call.exchange.getRequestHeaders().getFirst("Last-Event-ID");
        // Who says something else gets everything, and so misses nothing.
        return id == null || !id.matches("[0-9]{1,18}-[0-9]{1,18}") ? 0 : Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    private static void send(Call call, Job job, long from) throws IOException, InterruptedException {
        long last = from;
        try (OutputStream out = call.exchange.getResponseBody()) {
            while (true) {
                Optional<List<EventLog.Event>> events = job.log.after(last, HEARTBEAT_SECONDS);
                if (events.isEmpty()) {
                    return;
                }
                StringBuilder text = new StringBuilder(events.get().isEmpty() ? ": still here\n\n" : "");
                for (EventLog.Event event : events.get()) {
                    text.append("id: ").append(event.id()).append("\nevent: ").append(event.name()).append("\ndata: ").append(event.data())
                            .append("\n\n");
                    last = event.number();
                }
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }
}
