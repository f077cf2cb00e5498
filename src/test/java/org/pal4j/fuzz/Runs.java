package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.LeftRuns;
import org.pal4j.cli.look.FolderInfo;
import org.pal4j.cli.look.RunList;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.model.rate.TinyImages;
import org.pal4j.report.Folders;
import org.pal4j.report.Report;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Listener;
import org.pal4j.run.Prediction;
import org.pal4j.run.RunFiles;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyRunner;
import org.pal4j.sweep.SweepFolder;

/** Folders of runs, studies and sweeps. */
final class Runs {
    private static final String CONFIGURATION = RunFiles.CONFIGURATION;
    private static final String COMPARISON = "comparison.html";

    private Runs() {}

    private static Study<?> tiny(String... settings) {
        return Catalog.study("yinyang",
                Stream.concat(Stream.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.1", "train_samples=6", "validation_samples=7",
                        "test_samples=11", "epochs=2", "snapshot_every=1"), Stream.of(settings)).toList());
    }

    private static Path left(Path folder, String name, Study<?> study) throws IOException {
        Path data = Files.createDirectories(folder.resolveSibling("data"));
        Path run = folder.resolve(name);
        Folders.leave(run, study, study.model().name().equals("rate") ? TinyImages.write(data) : Data.in(data));
        Sample.clear(data);
        Files.delete(data);
        return run;
    }

    static List<Sample> runs(Path folder) throws IOException {
        return List.of(Sample.folder(left(folder, "run", tiny())), Sample.folder(left(folder, "study", tiny("seeds=2"))),
                Sample.folder(left(folder, "rate", TinyImages.autoencoder("snapshot_every=1"))));
    }

    /** All that looks at a folder. */
    static void look(Path folder) {
        RunList.of(folder.getParent());
        Report.write(List.of(folder), folder.resolve("fresh.html"), Trial::requireClear);
        FolderInfo.of(folder);
    }

    static List<Sample> several(Path folder) throws IOException {
        left(folder, "a", tiny());
        left(folder, "b", tiny("seeds=2", "eta_bw=1"));
        return List.of(Sample.folder(folder));
    }

    static void compare(Path folder) {
        Report.write(List.of(folder.resolve("a"), folder.resolve("b")), folder.resolve(COMPARISON), Trial::requireClear);
    }

    static List<Sample> recorded(Path folder) throws IOException {
        return List.of(Sample.folder(left(folder, "run", tiny("record=[B, vbas, angle_B, uP]"))));
    }

    static List<Sample> stopped(Path folder) throws IOException {
        LeftRuns.run(tiny("epochs=3", "record=[B]"), Data.in(folder), folder.resolve("run"), LeftRuns.after(40));
        LeftRuns.run(tiny("epochs=3", "seeds=2"), Data.in(folder), folder.resolve("study"), LeftRuns.after(40));
        return List.of(Sample.folder(folder.resolve("run")), Sample.folder(folder.resolve("study")));
    }

    /** Goes on, but not far. */
    static void resume(Path folder) {
        Study<?> study = Catalog.study(folder.resolve(CONFIGURATION).toString(), List.of());
        List<Optional<Checkpoint>> before = StudyFolder.checkpoints(folder, study);
        StudyRunner runner = StudyRunner.resume(study, 1, new Listener() {}, () -> true, Data.in(folder), before);
        StudyFolder target = StudyFolder.resume(folder, study, runner.inputs(), before);
        runner.recordInto(target);
        target.finish(runner.run());
        FolderInfo.of(folder);
    }

    static List<Sample> asked(Path folder) throws IOException {
        Path run = folder.resolve("run");
        LeftRuns.run(tiny(), Data.in(folder), run, LeftRuns.NEVER);
        Npz.write(run.resolve("new.npz"), java.util.Map.of("x", NpyArray.ofFloats(new float[20], 5, 4)));
        Files.writeString(run.resolve("new.csv"), "a,b,c,d,class\n0.1,.2,0.3,1e-1,0\n1,0,\"0\",+0.5,2\n");
        Sample whole = Sample.folder(run);
        return List.of(whole, whole.without("checkpoint.*"));
    }

    static void predict(Path folder) {
        predict(Catalog.study(folder.resolve(CONFIGURATION).toString(), List.of()), folder);
    }

    private static void predict(Study<?> study, Path folder) {
        Prediction.own(study, folder, Data.in(folder), Stage.TEST).answers(1, LeftRuns.NEVER);
        for (String file : List.of("new.npz", "new.csv")) {
            Prediction.further(study, folder, Data.in(folder), folder.resolve(file)).answers(1, LeftRuns.NEVER);
        }
    }

    static List<Sample> swept(Path folder) throws IOException {
        return List.of(Sample.folder(Folders.sweep(folder.resolve("one"), "sweep={product: {eta_bw: [0.1, 0.5]}}")),
                Sample.folder(Folders.sweep(folder.resolve("two"),
                        "sweep={product: {tauxi: {from: 0.1, to: 1, points: 2}}, zip: {eta_bw: [0.1, 0.5], eta_PI: [1, 2]}}", "seeds=[3]")));
    }

    static void gather(Path folder) {
        SweepFolder.open(folder, Catalog::sweep).gather();
        Report.write(List.of(folder), folder.resolve("fresh.html"), Trial::requireClear);
        RunList.of(folder.getParent());
        FolderInfo.of(folder);
    }
}
