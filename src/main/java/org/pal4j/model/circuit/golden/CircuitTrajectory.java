package org.pal4j.model.circuit.golden;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.ReferenceCircuit;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Verification;

/** A golden case of a circuit as another implementation has to follow it. */
public final class CircuitTrajectory implements Trajectory {
    /** The variables in the order of a step (docs/concepts.md). */
    private static final List<Variable> ORDER = List.of(Variable.bP, Variable.bI, Variable.rP, Variable.rI, Variable.vbas, Variable.vden,
            Variable.vapi, Variable.noise, Variable.uP, Variable.uI, Variable.lo, Variable.W, Variable.WI, Variable.BI, Variable.B, Variable.hi);

    private final String name;
    private final int steps;
    private final Map<String, Object> config;
    private final CircuitParameters p;
    private final CircuitCourse course;

    /**
     * Creates it, and checks what the case gives.
     *
     * @param config the keys of the configuration
     */
    public CircuitTrajectory(String name, int steps, GoldenArrays arrays, CircuitParameters p, Map<String, Object> config) {
        this.name = name;
        this.steps = steps;
        this.p = p;
        this.config = Map.copyOf(config);
        CircuitCourse.requireShapes(p, arrays, steps);
        course = CircuitCourse.of(p, arrays, steps);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String model() {
        return "circuit";
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public Map<String, Object> config(Path scratch) {
        return config;
    }

    @Override
    public SequencedMap<String, NpyArray> start() {
        SequencedMap<String, NpyArray> start = new LinkedHashMap<>();
        CircuitCourse.forEach(p, CircuitCourse.START, (variable, i) -> start.put(CircuitCourse.name(p, variable, i),
                NpyArray.ofDoubles(course.start(variable, i), variable.shape(p, i))));
        return start;
    }

    @Override
    public Step step(int n) {
        boolean noise = course.noise()[n] && p.drawsNoise();
        Map<String, NpyArray> draws = new LinkedHashMap<>();
        for (int l = 1; noise && l < p.areas(); l++) {
            draws.put("xi" + l, NpyArray.ofDoubles(course.draws().get(l - 1)[n], p.size(l)));
        }
        Set<String> learn = new TreeSet<>();
        BiConsumer<Boolean, String> add = (on, what) -> {
            if (on) {
                learn.add(what);
            }
        };
        add.accept(course.forward()[n], "forward");
        add.accept(course.lateral()[n], "lateral");
        add.accept(course.backward()[n], "backward");
        Optional<NpyArray> target = course.hasTarget()[n] ? Optional.of(NpyArray.ofDoubles(course.target()[n], p.size(p.areas()))) : Optional.empty();
        return new Step(NpyArray.ofDoubles(course.input()[n], p.size(0)), target, learn, noise, draws);
    }

    @Override
    public SequencedMap<String, int[]> variables() {
        SequencedMap<String, int[]> all = new LinkedHashMap<>();
        CircuitCourse.forEach(p, ORDER, (variable, i) -> all.put(CircuitCourse.name(p, variable, i), variable.shape(p, i)));
        return all;
    }

    @Override
    public double bound(boolean single) {
        return single ? Verification.SIMD_BOUND : Verification.REFERENCE_BOUND;
    }

    @Override
    public double least() {
        return CircuitVerification.MIN;
    }

    @Override
    public Reference reference() {
        ReferenceCircuit circuit = new ReferenceCircuit(p);
        course.start(circuit);
        Map<String, Supplier<double[]>> readers = new LinkedHashMap<>();
        CircuitCourse.forEach(p, ORDER, (variable, i) -> readers.put(CircuitCourse.name(p, variable, i), () -> circuit.read(variable, i)));
        return new Reference() {
            private int n;

            @Override
            public void step() {
                circuit.step(course.phase(n), course.input()[n], course.target()[n], course.draws(n));
                n++;
            }

            @Override
            public double[] read(String variable) {
                return Objects.requireNonNull(readers.get(variable), variable).get();
            }
        };
    }

    @Override
    public String cause(Evidence evidence) {
        return new CircuitCauses(p, course, evidence).guess();
    }
}
