package org.pal4j.circuit;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;

/** Random circuits, weights, inputs and phases. */
final class RandomCircuits {
    /** An algorithm with a compatible connectivity. */
    record Kind(Algorithm algorithm, Connectivity connectivity) {
        static final List<Kind> ALL = List.of(
                new Kind(Algorithm.BP, Connectivity.LAYERED), new Kind(Algorithm.FA, Connectivity.LAYERED),
                new Kind(Algorithm.DFA, Connectivity.SKIP), new Kind(Algorithm.PAL, Connectivity.LAYERED),
                new Kind(Algorithm.PAL, Connectivity.SKIP), new Kind(Algorithm.KP, Connectivity.LAYERED));
    }

    private RandomCircuits() {}

    /**
     * Parameters covering every option. PAL, which has the most options, is the most frequent algorithm, followed by KP.
     *
     * @param spread magnitude of the voltages; learning rates scale with its inverse square
     */
    static Arbitrary<CircuitParameters> parameters(double spread) {
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                Tuple.of(15, Arbitraries.of(1, 2, 3, 5, 15, 16, 17, 33)), Tuple.of(1, Arbitraries.of(63, 64, 67)));
        return sizes.list().ofMinSize(2).ofMaxSize(5).flatMap(layers -> parameters(layers, spread));
    }

    static Arbitrary<CircuitParameters> parameters(List<Integer> layers, double spread) {
        int areas = layers.size() - 1;
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<Kind> kinds = Arbitraries.oneOf(Arbitraries.of(Kind.ALL), Arbitraries.of(Kind.ALL.subList(3, 6)));
        // By KP, B and W have to decay alike.
        Arbitrary<UnaryOperator<CircuitParametersBuilder>> rules = Combinators.combine(kinds, Arbitraries.of(Regularizer.values()))
                .as((k, regularizer) -> builder -> builder.algorithm(k.algorithm).connectivity(k.connectivity)
                        .regularizer(k.algorithm == Algorithm.KP ? Regularizer.PLAIN : regularizer));
        // Gains are refused with some options, which most circuits have to cover.
        Arbitrary<Double> spreads = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(0.0)), Tuple.of(1, Arbitraries.just(0.1)));
        Arbitrary<List<Activation>> mixed = Arbitraries.of(Activation.values()).list().ofSize(areas);
        Arbitrary<List<Activation>> one = Arbitraries.of(Activation.values()).map(List::of);
        return Builders.withBuilder(CircuitParameters::builder)
                .use(Arbitraries.just(layers.stream().mapToInt(Integer::intValue).toArray())).in(CircuitParametersBuilder::layers)
                .use(rules).in((b, rule) -> rule.apply(b))
                .use(Arbitraries.oneOf(mixed, one)).in(CircuitParametersBuilder::activations)
                .use(Arbitraries.of(0.0, 0.5, 1.0)).in(CircuitParametersBuilder::taur)
                .use(Arbitraries.of(NoiseType.values())).in(CircuitParametersBuilder::noiseType)
                .use(Arbitraries.of(NoiseMode.values())).in(CircuitParametersBuilder::noiseMode)
                .use(flags).in(CircuitParametersBuilder::interneuronLowPass)
                .use(flags).in(CircuitParametersBuilder::highPass)
                .use(flags).in(CircuitParametersBuilder::updateLowPass)
                .use(flags).in(CircuitParametersBuilder::traceLowPass)
                .use(flags).in(CircuitParametersBuilder::postLowPass)
                .use(flags).in(CircuitParametersBuilder::postWithActivation)
                .use(Combinators.combine(flags, flags, flags, flags).as(List::of))
                .in((b, on) -> b.clampedInput(on.get(0)).tracesWhileSettling(on.get(1)).transportWhileSettling(on.get(2)).oneNoiseClock(on.get(3)))
                .use(Arbitraries.of(1, 2, 5)).in((b, steps) -> b.dtxi(steps))
                .use(spreads).in((b, size) -> b.spreadTau(size))
                .use(Combinators.combine(spreads, Arbitraries.of(Regularizer.PLAIN, Regularizer.GATED)).as(Tuple::of))
                .in((b, gains) -> gains.get1() > 0 ? differing(b, gains.get1(), gains.get2()) : b)
                .use(Arbitraries.longs()).in((b, seed) -> numbers(b, layers, spread * spread, seed))
                .build(CircuitParametersBuilder::build);
    }

    /** Gives neurons gains of their own, with options that go with them. */
    private static CircuitParametersBuilder differing(CircuitParametersBuilder builder, double size, Regularizer regularizer) {
        boolean kolenPollack = builder.build().algorithm() == Algorithm.KP;
        return builder.regularizer(kolenPollack ? Regularizer.PLAIN : regularizer).postWithActivation(true).spreadGain(size);
    }

    /**
     * Conductances, time constants and rates. {@code dtxi} is in steps up to this point. Learning rates scale inversely with the
     * number of inputs and the square of their magnitude, so that the voltages of an area change by about the same amount in
     * every circuit.
     */
    private static CircuitParametersBuilder numbers(
            CircuitParametersBuilder builder, List<Integer> layers, double square, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitParameters p = builder.build();
        int areas = layers.size() - 1;
        double dt = List.of(0.05, 0.4, 1.0).get(random.nextInt(3));
        double unit = dt * square;
        return builder.dt(dt).dtxi(p.dtxi() * dt)
                .gl(random.nextDouble(0.01, 0.2)).gbas(random.nextDouble(0.02, 0.2)).gapi(random.nextDouble(0.02, 0.2))
                .gden(random.nextDouble(0.02, 0.2)).gnI(random.nextDouble(0.02, 0.2)).gntgt(random.nextDouble(0.02, 0.2))
                .tauHP(dt * random.nextDouble(1, 10)).tauLO(dt * random.nextDouble(1, 20)).tauxi(dt * random.nextDouble(1, 10))
                .noiseScale(IntStream.range(1, areas).mapToObj(l -> random.nextInt(8) == 0 ? 0 : random.nextDouble(0.05, 0.3)).toList())
                .etaForward(IntStream.range(0, areas).mapToObj(l -> rate(random, unit * layers.get(l))).toList())
                .etaPyramidalToInter(IntStream.range(1, areas).mapToObj(l -> rate(random, unit * layers.get(l))).toList())
                .etaInterToPyramidal(IntStream.range(1, areas).mapToObj(l -> rate(random, unit * layers.get(p.feedbackArea(l)))).toList())
                .etaBackward(IntStream.range(1, areas).mapToObj(l -> rate(random, unit * layers.get(p.feedbackArea(l)))).toList())
                .alpha(IntStream.range(1, areas).mapToObj(l -> random.nextDouble(0.1, 2)).toList());
    }

    private static double rate(SplittableRandom random, double unit) {
        return random.nextInt(8) == 0 ? 0 : random.nextDouble(0.005, 0.025) / unit;
    }

    /** A few phases, each with its switches on or off independently. */
    static Arbitrary<List<Phase>> phases() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return Combinators.combine(flags, flags, flags, flags, flags).as(Phase::new).list().ofMinSize(1).ofMaxSize(6);
    }

    /**
     * Gives all circuits the same weights and voltages, which are representable as floats.
     *
     * @param rowSum upper bound of the sum of the magnitudes of a neuron's weights in each matrix
     * @param spread largest magnitude of a voltage
     */
    static void start(SplittableRandom random, double rowSum, double spread, CircuitState... circuits) {
        CircuitParameters p = circuits[0].parameters();
        for (Variable variable : List.of(Variable.W, Variable.WI, Variable.B, Variable.BI, Variable.uP, Variable.uI, Variable.paceP, Variable.paceI,
                Variable.gainP, Variable.gainI)) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                double[] values = variable.compareTo(Variable.paceP) >= 0
                        ? random.doubles(shape[0], 0.7, 1.3).map(x -> (float) x).toArray()
                        : shape.length == 1
                                ? values(random, spread, shape[0])
                        : values(random, rowSum / inputs(p, variable, shape), shape[0] * shape[1]);
                for (CircuitState circuit : circuits) {
                    circuit.write(variable, i, values);
                }
            }
        }
    }

    /** BP also uses W^T. */
    private static int inputs(CircuitParameters p, Variable variable, int[] shape) {
        return p.algorithm() == Algorithm.BP && variable == Variable.W ? Math.max(shape[0], shape[1]) : shape[1];
    }

    /** Values between -size and size that are representable as floats. */
    static double[] values(SplittableRandom random, double size, int count) {
        return random.doubles(count, -size, size).map(x -> (float) x).toArray();
    }

    /** Standard-normal draws, representable as floats, for every hidden area. */
    static double[][] draws(SplittableRandom random, CircuitParameters p) {
        double[][] draws = new double[p.areas() - 1][];
        for (int l = 1; l < p.areas(); l++) {
            draws[l - 1] = IntStream.range(0, p.size(l)).mapToDouble(i -> (float) random.nextGaussian()).toArray();
        }
        return draws;
    }
}
