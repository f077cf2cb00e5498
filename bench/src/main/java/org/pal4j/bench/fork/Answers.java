package org.pal4j.bench.fork;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;

/** How the lines begin that a JVM that measures writes. Its other lines are the JVM's own. */
public final class Answers {
    /** A system property of the JVM: it waits for {@link Question#MEASURE}. Benchmarks of commits before 2026-12-01 do not know it. */
    public static final String WAITS = "pal4j.bench.waits";
    /** Its version and the width of its vectors. */
    public static final String VERSION = "pal4j-bench-version ";
    /** How far it is. */
    public static final String PROGRESS = "pal4j-bench-progress ";
    /** It is warm, and waits for {@link Question#MEASURE}. */
    public static final String WARM = "pal4j-bench-warm";
    /** A fork's record as JSON. */
    static final String FORK = "pal4j-bench-fork ";
    /** Microseconds of one more sample. */
    static final String SAMPLE = "pal4j-bench-sample ";
    /** Kernels' times as JSON. */
    static final String TIMES = "pal4j-bench-times ";

    /** What a JVM is asked for: a line on its standard input. */
    public enum Question {
        /** The record of a subject that has become warm. */
        MEASURE,
        /** One more sample, after the last record. */
        SAMPLE,
        /** Kernels' times, after the last record. */
        TIMES
    }

    private static final JsonMapper JSON = JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    private Answers() {}

    /** The line of a fork's record. */
    public static String line(Fork fork) {
        try {
            return FORK + JSON.writeValueAsString(fork);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The line of a sample. */
    public static String sample(double microseconds) {
        return SAMPLE + microseconds;
    }

    /** The line of kernels' times. */
    public static String times(List<KernelTime> times) {
        try {
            return TIMES + JSON.writeValueAsString(times);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The times of such a line. */
    static List<KernelTime> times(String line) {
        try {
            return List.of(JSON.readValue(line.substring(TIMES.length()), KernelTime[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }

    /** The record of such a line. */
    static Fork fork(String line) {
        try {
            return JSON.readValue(line.substring(FORK.length()), Fork.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}
