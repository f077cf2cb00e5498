package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.run.Catalog;
import org.pal4j.run.OriginalTask;
import org.pal4j.run.Study;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What names an experiment and changes it. */
final class ExperimentOptions {
    @Parameters(paramLabel = "EXPERIMENT", description = "Its name (see 'pal4j list'), or a file: YAML, or one of the original programs.")
    private String name;

    @Mixin
    private SettingOptions settings;

    @Option(
            names = "--each",
            paramLabel = "KEY=LIST",
            description = "Replicas with other values of eta_fw, eta_bw, eta_IP, eta_PI, noise_scale or alpha (of rate networks: multiplier, "
                    + "lr_factors, bw_lr_factors, regularizer or sigma): one for each, for example eta_bw=0.1,0.5,2.")
    private List<String> each = new ArrayList<>();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "What parameters of the original NumPy program are for: ${COMPLETION-CANDIDATES}; fw_bw unless given.")
    private Optional<OriginalTask> task = Optional.empty();

    /** The experiment with all changes, and its replicas; what is to be known about a file of an original program goes to standard error. */
    Study<?> resolve() {
        return Catalog.read(name, all(), task, notes -> Main.say(name + ": " + String.join("; ", notes)));
    }

    /** Its configuration with all changes, of a sweep, too. */
    String show() {
        return Catalog.show(name, all(), task, notes -> Main.say(name + ": " + String.join("; ", notes)));
    }

    private List<String> all() {
        List<String> all = settings.all();
        for (String list : each) {
            int equals = list.indexOf('=');
            if (equals < 1) {
                throw new InputException("--each " + list + ": must be KEY=LIST, for example --each eta_bw=0.1,0.5");
            }
            String values = list.substring(equals + 1).strip();
            all.add("each." + list.substring(0, equals).strip() + "=" + (values.startsWith("[") ? values : "[" + values + "]"));
        }
        return all;
    }

    /** Whether a plain {@code run} makes fewer epochs: those of a preview, unless a number was asked for. */
    boolean isPreview(Study<?> study) {
        return !settings.asksForEpochs() && study.previewEpochs() > 0 && study.previewEpochs() < study.epochs();
    }
}
