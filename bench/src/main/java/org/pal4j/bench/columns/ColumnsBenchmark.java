package org.pal4j.bench.columns;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One column of one row of {@link Rows}, by its name, for JMH: {@code ./pal4j bench ColumnsBenchmark -p row="product 784x112" -p column=C,VECTOR}.
 * The time is that of a run; a run of a step is a presentation of 100 steps.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class ColumnsBenchmark {
    /** The kernel and the size. */
    @Param("product 784x112")
    public String row;

    /** By what it is computed. */
    @Param({"VECTOR", "C"})
    public Column column;

    private Runnable run;

    /** Prepares the case, and makes sure that all columns compute the same. */
    @Setup
    public void prepare() {
        Row found = Rows.all().stream().filter(candidate -> candidate.name().equals(row)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row '" + row + "'; there are " + Rows.all().stream().map(Row::name).toList()));
        Rows.difference(found, 1, 2).ifPresent(difference -> {
            throw new IllegalStateException(difference);
        });
        run = found.prepare(1).runs().get(column);
        if (run == null) {
            throw new IllegalArgumentException(row + " has no column " + column + Rows.whyNoC().map(why -> ": " + why).orElse(""));
        }
    }

    /** One run. */
    @Benchmark
    public void run() {
        run.run();
    }
}
