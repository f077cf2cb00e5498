package org.pal4j.bench.steady;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Samples of stacks, taken by the Flight Recorder, and the kernels in them. */
final class Recorder {
    private static final String KERNELS = "org.pal4j.kernel.";
    private static final String OURS = "org.pal4j.";
    private static final String OWN = "org.pal4j.bench.steady.";
    /** Names of places that hand kernels on, and are none. */
    private static final List<String> CARRIERS = List.of("Program", "Team", "WorkSplitter");

    private Recorder() {}

    /**
     * Records events of one kind that have a stack, while {@code work} is done.
     *
     * @param settings of the event, for example its period
     */
    static List<RecordedEvent> record(String event, Map<String, String> settings, Runnable work) throws IOException {
        Path file = Files.createTempFile("pal4j-bench", ".jfr");
        try (Recording recording = new Recording()) {
            var enabled = recording.enable(event).withStackTrace();
            settings.forEach(enabled::with);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(recorded -> recorded.getEventType().getName().equals(event) && recorded.getStackTrace() != null).toList();
        } finally {
            Files.delete(file);
        }
    }

    /** The kernel of a stack: the outermost, which the program calls, or else PAL4J's innermost method; empty if no frame is of PAL4J. */
    static String kernel(List<RecordedFrame> frames) {
        String kernel = "";
        boolean within = false;
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            String name = name(frame);
            if (type.startsWith(KERNELS)) {
                if (!within || !name.contains("$") && CARRIERS.stream().noneMatch(name::startsWith)) {
                    kernel = name;
                }
                within = true;
            } else if (kernel.isEmpty() && isOurs(frame)) {
                kernel = name;
            }
        }
        return kernel;
    }

    /** Returns whether a frame is of PAL4J, and not of this package. */
    static boolean isOurs(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.startsWith(OURS) && !type.startsWith(OWN);
    }

    /** The method of a frame: {@code Neurons.respondLogistic}. */
    static String name(RecordedFrame frame) {
        return name(frame.getMethod().getType().getName()) + "." + frame.getMethod().getName();
    }

    /** The name of a class without its package. That of a lambda ends with an address, which has a point of its own. */
    static String name(String type) {
        String named = type.replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
        return named.substring(named.lastIndexOf('.') + 1);
    }
}
