package org.pal4j.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.report.LiveCharts;
import org.pal4j.run.RunFiles;

/** Routes of charts of what learns, or has learned: the data that a page draws. */
final class ChartRoutes {
    private static final String CHARTS = "charts";
    private static final String SESSIONS = "sessions";
    private static final String FOLDERS = "folders";
    private static final String REPLICA = "replica";
    private static final int MOST = 64;

    private final Roots roots;
    private final Seats seats;
    private final Apart apart;

    ChartRoutes(Roots roots, Seats seats, Apart apart) {
        this.roots = roots;
        this.seats = seats;
        this.apart = apart;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/charts", List.of(SESSIONS, FOLDERS), this::charts),
                new Route("GET", "/v1/sessions/{session}/feedback", List.of(REPLICA), this::feedback));
    }

    private void charts(Call call) throws IOException {
        List<String> numbers = given(call, SESSIONS, ",");
        List<String> folders = given(call, FOLDERS, "[|]");
        if (numbers.size() + folders.size() > MOST) {
            throw Problem.of(400, "understood", "the query must name sessions and folders, " + MOST + " at most: sessions=1,3&folders=a|b");
        }
        List<Seat> named = new ArrayList<>();
        for (String number : numbers) {
            if (!number.matches("[0-9]{1,9}")) {
                throw Problem.of(400, "understood", "sessions must be numbers of sessions: sessions=1,3");
            }
            named.add(seats.seat(Integer.parseInt(number), call.owner));
        }
        List<Path> places = new ArrayList<>();
        for (String folder : folders) {
            Path place = roots.folder(FOLDERS, folder);
            if (!Files.isDirectory(place)) {
                throw Problem.of(404, "found", "there is no folder " + Fault.shown(folder));
            }
            places.add(place);
        }
        call.answer(200, apart.run(() -> Map.of(CHARTS, LiveCharts.learning(runs(named, places)))));
    }

    /** Returns the parts of a field of the query. */
    private static List<String> given(Call call, String field, String separator) {
        Optional<String> text = call.query(field, false).filter(value -> !value.isEmpty());
        List<String> parts = text.map(value -> List.of(value.split(separator))).orElse(List.of());
        Set<String> seen = new LinkedHashSet<>();
        for (String part : parts) {
            if (!seen.add(part)) {
                throw new InputException("the query", List.of(Fault.of(field, Fault.shown(part), "is given twice")));
            }
        }
        return parts;
    }

    private List<LiveCharts.Run> runs(List<Seat> named, List<Path> places) {
        List<LiveCharts.Run> runs = new ArrayList<>();
        for (Seat seat : named) {
            runs.add(seat.read(seats::wake, () -> (session, k) -> Map.of(), (session, values, captured) -> LiveCharts.Run.of(
                    seat.number + " " + session.study().name(), session.study(),
                    IntStream.range(0, session.size()).mapToObj(values::history).toList(), values.faults(), session.classNames())));
        }
        for (Path place : places) {
            if (!Files.exists(place.resolve(RunFiles.CONFIGURATION))) {
                throw Problem.of(404, "found", "there is no run in the folder " + roots.shown(place));
            }
            runs.add(LiveCharts.Run.read(place, roots.shown(place)));
        }
        return runs;
    }

    private void feedback(Call call) throws IOException {
        Seat seat = seats.seat(call.number("session"), call.owner);
        int replica = SessionRoutes.replica(call).getOrDefault(REPLICA, 0) instanceof Integer number ? number : 0;
        call.answer(200, apart.run(() -> seat.read(seats::wake, () -> (session, k) -> k == replica ? session.weights(k) : Map.of(),
                (session, values, captured) -> {
                    if (replica >= session.size()) {
                        throw new InputException("feedback", List.of(Fault.of(REPLICA, replica, "must be from 0 to " + (session.size() - 1))));
                    }
                    return Map.of(CHARTS, LiveCharts.feedback(session.study(), replica, captured.apply(replica)));
                })));
    }
}
