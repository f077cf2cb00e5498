package org.pal4j.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.session.Presentations;
import org.pal4j.session.Presented;
import org.pal4j.session.Session;

/** 200 presentations of 100 steps in one call of a session, as bench/session/figures.py asks for from outside. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SessionBenchmark {
    private static final int PRESENTATIONS = 200;
    private static final int INPUTS = 4;

    private Session session;
    private NpyArray inputs;

    /** The network of the experiment yinyang, and inputs. */
    @Setup
    public void open() {
        session = Session.open(Catalog.study("yinyang", List.of("seed=1")), Session.Options.usual());
        CounterRandom random = new CounterRandom(1, Stream.INPUTS);
        float[] values = new float[PRESENTATIONS * INPUTS];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        inputs = NpyArray.ofFloats(values, PRESENTATIONS, INPUTS);
    }

    /** One call. */
    @Benchmark
    public Presented present() {
        return session.present(Presentations.of(inputs, 100).learning("backward"));
    }
}
