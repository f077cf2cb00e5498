package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;
import org.pal4j.data.SampleSet;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Driven;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Stage;

/** The circuits of a batch, driven by hand. Variables have the names of docs/configuration.md, numbered by area as in the paper. */
final class DrivenCircuits implements Driven {
    private static final String FORWARD = "forward";
    private static final String LATERAL = "lateral";
    private static final String BACKWARD = "backward";
    private static final String INPUT = "input";
    private static final String TARGET = "target";
    private static final String DRAW = "xi";

    private final CircuitParameters p;
    private final List<Simulator> simulators;
    private final List<Replica> replicas;
    private final Consumer<Boolean> countTarget;
    private final Function<Stage, SampleSet> samples;
    private final boolean given;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** A variable and the index of its population. */
    private record Place(Variable variable, int index) {}

    /**
     * Creates it for simulators of circuits with the same areas.
     *
     * @param given       whether the caller gives the noise
     * @param countTarget is told whether the last step had a target
     * @param samples     gives the samples of a stage
     */
    DrivenCircuits(
            CircuitParameters p, List<Simulator> simulators, boolean given, Consumer<Boolean> countTarget, Function<Stage, SampleSet> samples) {
        this.samples = samples;
        this.p = p;
        this.given = given;
        this.simulators = simulators;
        this.countTarget = countTarget;
        replicas = simulators.stream().flatMap(simulator -> simulator.replicas().stream()).toList();
        for (Variable variable : Variable.values()) {
            IntStream.range(0, variable.count(p)).forEach(i -> places.put(CircuitBatch.name(p, variable, i), new Place(variable, i)));
        }
    }

    @Override
    public List<NetworkVariable> variables() {
        List<NetworkVariable> all = new ArrayList<>();
        places.forEach((name, place) -> all.add(new NetworkVariable(name, meaning(place.variable()), ElementKind.FLOAT32,
                place.variable().shape(p, place.index()), isSettable(place.variable()))));
        all.add(new NetworkVariable(INPUT, "rates of the input", ElementKind.FLOAT32, inputShape(), true));
        all.add(new NetworkVariable(TARGET, "target voltages of the output", ElementKind.FLOAT32, targetShape(), true));
        return all;
    }

    private static boolean isSettable(Variable variable) {
        return switch (variable) {
            case uP, uI, W, WI, B, BI, paceP, paceI, gainP, gainI -> true;
            default -> false;
        };
    }

    private static String meaning(Variable variable) {
        return switch (variable) {
            case uP -> "somatic voltages of pyramidal neurons";
            case uI -> "somatic voltages of interneurons";
            case bP -> "prospective voltages of pyramidal neurons, of the last step";
            case bI -> "prospective voltages of interneurons, of the last step";
            case rP -> "rates of pyramidal neurons";
            case rI -> "rates of interneurons";
            case vbas -> "basal voltages of pyramidal neurons";
            case vden -> "dendritic voltages of interneurons";
            case vapi -> "apical voltages of pyramidal neurons, without noise";
            case noise -> "noise in the apical compartments";
            case hi -> "high-passed rates of pyramidal neurons";
            case lo -> "low-passed updates of W, post x pre";
            case W -> "forward weights, post x pre";
            case WI -> "weights to interneurons, post x pre";
            case B -> "feedback weights, post x pre";
            case BI -> "weights from interneurons to apical compartments, post x pre";
            case paceP -> "paces of pyramidal neurons: nominal over own membrane time constant";
            case paceI -> "paces of interneurons";
            case gainP -> "gains of the activation of pyramidal neurons";
            case gainI -> "gains of the activation of interneurons";
        };
    }

    @Override
    public NpyArray read(int replica, String variable) {
        Replica circuit = replicas.get(replica);
        return switch (variable) {
            case INPUT -> NpyArray.ofFloats(circuit.input().toArray(), inputShape());
            case TARGET -> NpyArray.ofFloats(circuit.target().toArray(), targetShape());
            default -> {
                Place place = place(variable);
                int[] shape = place.variable().shape(p, place.index());
                yield NpyArray.ofFloats(shape.length == 2 ? circuit.matrix(place.variable(), place.index()).toArray()
                        : circuit.vector(place.variable(), place.index()).toArray(), shape);
            }
        };
    }

    private Place place(String variable) {
        return Objects.requireNonNull(places.get(variable), variable);
    }

    @Override
    public void write(int replica, String variable, NpyArray values) {
        Replica circuit = replicas.get(replica);
        switch (variable) {
            case INPUT -> circuit.input().set(values.toFloats());
            case TARGET -> circuit.target().set(values.toFloats());
            default -> circuit.write(place(variable).variable(), place(variable).index(), values.toDoubles());
        }
    }

    @Override
    public boolean canWrite() {
        return simulators.getFirst().step() == 0 || simulators.size() == replicas.size();
    }

    @Override
    public List<String> plasticities() {
        return List.of(FORWARD, LATERAL, BACKWARD);
    }

    @Override
    public int sampleCount(Stage stage) {
        return samples.apply(stage).size();
    }

    @Override
    public Sample sample(Stage stage, int sample) {
        SampleSet set = samples.apply(stage);
        return new Sample(set.input(sample), set.hasTargets() ? Optional.of(set.target(sample).clone()) : Optional.empty(),
                set.hasClasses() ? OptionalInt.of(set.classOf(sample)) : OptionalInt.empty());
    }

    @Override
    public int[] inputShape() {
        return new int[] {p.size(0)};
    }

    @Override
    public int[] targetShape() {
        return new int[] {p.size(p.areas())};
    }

    /** Returns the draws of all hidden areas, {@code xi1}, {@code xi2} and so on. */
    @Override
    public List<NetworkVariable> draws() {
        return IntStream.range(1, given ? p.areas() : 1).mapToObj(l -> new NetworkVariable(DRAW + l, "standard-normal draws of area " + l,
                ElementKind.FLOAT32, new int[] {p.size(l)}, true)).toList();
    }

    @Override
    public void input(int replica, float[] values, int from) {
        replicas.get(replica).input().set(values, from);
    }

    @Override
    public void target(int replica, float[] values, int from) {
        replicas.get(replica).target().set(values, from);
    }

    @Override
    public void draw(int replica, String name, float[] values, int from) {
        replicas.get(replica).draws(Integer.parseInt(name.substring(DRAW.length()))).set(values, from);
    }

    @Override
    public void begin() {
        simulators.forEach(Simulator::present);
    }

    @Override
    public void advance(Mode mode, int steps) {
        Phase phase = new Phase(mode.learning().contains(FORWARD), mode.learning().contains(LATERAL), mode.learning().contains(BACKWARD),
                mode.noise(), mode.target());
        simulators.forEach(simulator -> simulator.advance(phase, steps));
        countTarget.accept(mode.target());
    }

    @Override
    public void output(int replica, float[] to, int from) {
        replicas.get(replica).prospective(p.areas()).copyTo(to, from);
    }
}
