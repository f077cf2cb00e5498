package org.pal4j.session.request;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Json;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Study;
import org.pal4j.run.RunFiles;
import org.pal4j.session.Session;
import org.pal4j.session.Session.Options;

/** Makes a session, or the study of a run, as a request asks for it. */
public final class Opening {
    /** Operations that make a session. */
    public static final Set<String> OPERATIONS = Set.of("open", "load");

    private Opening() {}

    /**
     * Opens a session.
     *
     * @param notes  receives sentences for the user
     * @param access the files that the request may name
     */
    public static Session open(Ask ask, List<String> notes, Access access) {
        if (ask.operation().equals("load")) {
            Path named = ask.path("folder");
            Options options = options(ask, false, access);
            ask.done();
            Path folder = access.folder("folder", named);
            if (!Files.exists(folder.resolve(RunFiles.CONFIGURATION))) {
                throw new InputException(folder + (Files.isDirectory(folder) ? ": holds no saved network and no run, as there is no "
                        + RunFiles.CONFIGURATION + " in it" : Files.exists(folder) ? ": is no folder" : ": there is no such folder"));
            }
            Study<?> saved = Catalog.study(folder.resolve(RunFiles.CONFIGURATION).toString(), List.of());
            access.requireAllowed(saved);
            return Session.load(folder, saved, options);
        }
        Options options = options(ask, true, access);
        return Session.open(study(ask, notes, access), options);
    }

    /**
     * Reads the study that a request names: an experiment or a configuration, with other values of keys.
     *
     * @param notes  receives sentences for the user
     * @param access the files that the request may name
     */
    public static Study<?> study(Ask ask, List<String> notes, Access access) {
        ask.exclude("experiment", "config");
        boolean config = ask.has("config");
        Map<String, Object> keys = ask.object("config");
        String name = config ? "" : ask.text("experiment");
        List<String> settings = new ArrayList<>();
        Map<String, Object> set = ask.object("set");
        set.forEach((key, value) -> settings.add(key + "=" + Json.text(value)));
        if (set.containsKey("seed") && !set.containsKey(Study.SEEDS)) {
            // As with the option --seed, a single seed replaces a list.
            settings.add(Study.SEEDS + "=null");
        }
        Optional<String> task = ask.optionalText("task");
        Optional<String> model = ask.optionalText("model");
        ask.done();
        Study<?> study = config ? Catalog.study("config", keys, settings) : Catalog.study(access.experiment(name), settings, task, notes::addAll);
        access.requireAllowed(study);
        String of = study.model().name();
        if (model.filter(wanted -> !wanted.equals(of)).isPresent()) {
            throw new InputException("open", List.of(Fault.of("model", of, "must be " + model.get() + ", as was asked for; it is that of "
                    + study.name())));
        }
        study.base().warning().ifPresent(notes::add);
        return study;
    }

    private static Options options(Ask ask, boolean mayGive, Access access) {
        Optional<Path> data = ask.has("data") ? Optional.of(ask.path("data")) : Optional.empty();
        int threads = (int) ask.integer("threads", 1, Runtime.getRuntime().availableProcessors(), 1);
        boolean given = mayGive && ask.has("noise") && ask.choice("noise", "own", "given").equals("given");
        DataFolder folders = data.map(folder -> DataFolder.of(Optional.of(access.folder("data", folder)))).orElseGet(access::data);
        return new Options(folders, threads, given);
    }
}
