package org.pal4j.cli.progress;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.pal4j.model.Stage;

/**
 * Estimates the time left from the recent speed in each stage. A step of training costs more than one of a measurement, and the first seconds of a
 * program are slow, as its code is not compiled yet; so a mean over the whole run would mislead. A pause does not count. Times are in seconds from
 * any origin.
 */
final class TimeLeft {
    /** The time before the first estimate. */
    private static final double PATIENCE = 3;
    /** Steps count less the longer ago they were taken: by a factor e after this time, or after this share of all time so far. */
    private static final double MEMORY = 2;
    private static final double SHARE = 0.1;

    /** A time without news is a pause, as of a process that was stopped, if it is longer than this, and than so many usual ones. */
    private static final double PAUSE = 10;
    private static final double USUAL = 100;

    private final Map<Stage, Recent> stages = new EnumMap<>(Stage.class);
    private final double start;
    private double now;
    private double usual;
    private long steps;

    private static final class Recent {
        private double left;
        private double steps;
        private double seconds;

        private void forget(double share) {
            steps *= share;
            seconds *= share;
        }
    }

    /**
     * Begins.
     *
     * @param all the number of steps by stage
     * @param now the time
     */
    TimeLeft(Map<Stage, Long> all, double now) {
        all.forEach((stage, number) -> recent(stage).left = number);
        start = now;
        this.now = now;
    }

    /** Says that some of the steps were taken long ago, and their stages are not known. */
    void resume(long before) {
        double all = stages.values().stream().mapToDouble(stage -> stage.left).sum();
        stages.values().forEach(stage -> stage.left *= all > 0 ? Math.max(0, 1 - before / all) : 0);
        steps = before;
    }

    /** Takes notice that steps of a stage were taken; {@code allSteps} counts those of all stages. */
    void advance(Stage stage, long allSteps, double time) {
        long taken = Math.max(0, allSteps - steps);
        double passed = Math.max(0, time - now);
        if (usual > 0 && passed > Math.max(PAUSE, USUAL * usual)) {
            passed = usual;
        }
        usual = usual == 0 ? passed : usual + (passed - usual) / USUAL;
        steps += taken;
        now = Math.max(now, time);
        Recent recent = recent(stage);
        recent.left = Math.max(0, recent.left - taken);
        recent.forget(Math.exp(-passed / Math.max(MEMORY, SHARE * (now - start))));
        recent.steps += taken;
        recent.seconds += passed;
    }

    /** Returns the seconds left; nothing while too little is known. */
    OptionalDouble seconds() {
        double sum = 0;
        for (Map.Entry<Stage, Recent> entry : stages.entrySet()) {
            double left = entry.getValue().left;
            double speed = speed(entry.getKey());
            if (left > 0 && !(speed > 0)) {
                return OptionalDouble.empty();
            }
            sum += left > 0 ? left / speed : 0;
        }
        return now - start < PATIENCE ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    /** Returns parts of a line, and after them {@code 12 s so far, 40 s left}; no time while too little is known. */
    List<String> after(String... parts) {
        List<String> all = new ArrayList<>(List.of(parts));
        OptionalDouble left = seconds();
        if (left.isPresent()) {
            all.add(Amounts.time(now - start) + " so far, " + Amounts.time(left.getAsDouble()) + " left");
        }
        return all;
    }

    /** Returns steps per second in a stage, or, before it was seen, in the one that is most like it. */
    private double speed(Stage stage) {
        Recent own = recent(stage);
        if (own.steps > 0 && own.seconds > 0) {
            return own.steps / own.seconds;
        }
        Stage[] likely = stage == Stage.TRAINING ? new Stage[] {Stage.SETTLING, Stage.VALIDATION, Stage.READOUT, Stage.TEST}
                : new Stage[] {Stage.VALIDATION, Stage.TEST, Stage.READOUT, Stage.TRAINING, Stage.SETTLING};
        for (Stage other : likely) {
            Recent recent = recent(other);
            if (recent.steps > 0 && recent.seconds > 0) {
                return recent.steps / recent.seconds;
            }
        }
        return 0;
    }

    private Recent recent(Stage stage) {
        return stages.computeIfAbsent(stage, s -> new Recent());
    }
}
