package org.pal4j.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.model.Study;
import org.pal4j.report.Report;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Opening;

/** Routes of runs into folders. */
final class RunRoutes {
    private static final int MOST_RUNS = 1000;

    private final Roots roots;
    private final Jobs jobs;
    private final Apart apart;
    private final Runnable keepJobs;

    /**
     * Creates the routes.
     *
     * @param keepJobs writes down the jobs that have not ended
     */
    RunRoutes(Roots roots, Jobs jobs, Apart apart, Runnable keepJobs) {
        this.roots = roots;
        this.jobs = jobs;
        this.apart = apart;
        this.keepJobs = keepJobs;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/runs", this::run),
                new Route("GET", "/v1/runs", this::runs),
                new Route("GET", "/v1/report", List.of("folder"), this::report));
    }

    /** What is asked of a run, besides its study. */
    private record Asked(Ask ask, Optional<Path> folder, List<String> watch, int threads, Optional<Path> data) {
        static Asked of(Map<String, Object> request) {
            Map<String, Object> head = new LinkedHashMap<>(request);
            head.put("do", "run");
            Ask ask = new Ask(new Message(head, new LinkedHashMap<>()));
            return new Asked(ask, path(ask, RunWork.FOLDER), ask.names("watch"),
                    (int) ask.integer("threads", 1, Runtime.getRuntime().availableProcessors(), 1), path(ask, "data"));
        }

        private static Optional<Path> path(Ask ask, String field) {
            return ask.has(field) ? Optional.of(ask.path(field)) : Optional.empty();
        }

        Study<?> study(Roots roots) {
            return Opening.study(ask, new ArrayList<>(), roots);
        }
    }

    private void run(Call call) throws IOException {
        Map<String, Object> request = call.json();
        SessionRoutes.requireNoneOf(request, "do", "id", "session", "arrays");
        Asked asked = Asked.of(request);
        Study<?> study = apart.run(() -> asked.study(roots));
        Optional<Path> wanted = folder(asked);
        wanted.ifPresent(RunFolder::requireFree);
        study.replicas().forEach(e -> e.requireMemory());
        JobRoutes.accepted(call,
                jobs.submit(new Job(new Job.Entry(jobs.next(), call.owner, "run", 0, request, false), Optional.empty(), work(study, asked,
                        wanted, false))));
    }

    /** Prepares a run again that the end of an earlier service has interrupted. It goes on if it had begun. */
    Job.Work again(Map<String, Object> request) {
        Asked asked = Asked.of(request);
        Optional<Path> folder = folder(asked);
        boolean begun = folder.filter(path -> Files.exists(path.resolve(RunFiles.CONFIGURATION))).isPresent();
        return work(begun ? RunWork.study(folder.orElseThrow()) : asked.study(roots), asked, folder, begun);
    }

    private Optional<Path> folder(Asked asked) {
        return asked.folder.map(path -> roots.folder(RunWork.FOLDER, path));
    }

    private RunWork work(Study<?> study, Asked asked, Optional<Path> folder, boolean resumes) {
        return new RunWork(study, roots, roots.data(asked.data), asked.threads, folder, resumes, asked.watch, keepJobs);
    }

    private void runs(Call call) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Path root : roots.all()) {
            try (Stream<Path> folders = Files.list(root)) {
                folders.filter(folder -> !folder.getFileName().toString().startsWith(".") && Files.isRegularFile(folder.resolve(
                        RunFiles.CONFIGURATION))).sorted(Comparator.comparing(RunRoutes::time).reversed()).limit(MOST_RUNS).forEach(folder -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("folder", roots.shown(folder));
                            one.put("finished", Files.exists(folder.resolve(RunFiles.RESULT)) && !RunFolder.isUnfinished(folder));
                            one.put("report", Files.exists(folder.resolve(Report.FILE)));
                            one.put("changed", time(folder));
                            found.add(one);
                        });
            }
        }
        call.answer(200, Map.of("runs", found));
    }

    private static String time(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private void report(Call call) throws IOException {
        Path folder = roots.folder(RunWork.FOLDER, call.query("folder", true).orElseThrow());
        if (!Files.isRegularFile(folder.resolve(RunFiles.CONFIGURATION))) {
            throw Problem.of(404, "found", "there is no run in this folder");
        }
        Path page = roots.folder(RunWork.FOLDER, folder.resolve(Report.FILE));
        byte[] bytes = apart.run(() -> {
            if (!Files.exists(page)) {
                Report.write(folder);
            }
            return Files.readAllBytes(page);
        });
        // The page has scripts of its own; in a sandbox they can't use the service.
        call.header("Content-Security-Policy", "sandbox allow-scripts allow-downloads").answer(200, "text/html; charset=utf-8", bytes);
    }
}
