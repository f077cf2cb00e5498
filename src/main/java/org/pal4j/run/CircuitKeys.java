package org.pal4j.run;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;

/** The parameters of a circuit by the names that the original programs gave them. */
final class CircuitKeys {
    /**
     * One key.
     *
     * @param name  in files and after {@code --set}
     * @param about what it means, for {@code show}
     * @param set   gives a value to a builder
     * @param get   the value as it is shown
     */
    record Key(String name, String about, BiConsumer<CircuitParametersBuilder, Value> set, Function<CircuitParameters, Object> get) {}

    /** More in one area no network can have, whatever its other areas are. */
    static final long MOST_NEURONS = 1 << 24;

    static final List<Key> ALL = List.of(
            new Key("layers", "neurons of each area, input first", (b, v) -> b.layers(v.integers(1, MOST_NEURONS)),
                    CircuitParameters::layers),
            new Key("algorithm", "BP, FA, DFA or PAL", (b, v) -> b.algorithm(v.choice(Algorithm.values(), Enum::name)),
                    p -> p.algorithm().name()),
            new Key("connectivity", "layered, or skip (feedback from the output area)",
                    (b, v) -> b.connectivity(v.choice(Connectivity.values(), Connectivity::label)), p -> p.connectivity().label()),
            new Key("activation", String.join(", ", Activation.labels()) + "; one, or one for each area",
                    (b, v) -> b.activations(v.choices(Activation.values(), Activation::label)),
                    p -> single(p.activations().stream().map(Activation::label).toList())),
            number("dt", "time step, ms", CircuitParametersBuilder::dt, CircuitParameters::dt),
            number("dtxi", "time between noise draws, ms", CircuitParametersBuilder::dtxi, CircuitParameters::dtxi),
            number("tauHP", "time constant of the high-pass on rates, ms", CircuitParametersBuilder::tauHP, CircuitParameters::tauHP),
            number("tauLO", "time constant of the low-passes, ms", CircuitParametersBuilder::tauLO, CircuitParameters::tauLO),
            number("tauxi", "time constant of the noise, ms", CircuitParametersBuilder::tauxi, CircuitParameters::tauxi),
            number("taur", "prospectivity: 1 full look-ahead, 0 none", CircuitParametersBuilder::taur, CircuitParameters::taur),
            number("gl", "leak conductance, 1/ms", CircuitParametersBuilder::gl, CircuitParameters::gl),
            number("gbas", "basal conductance, 1/ms", CircuitParametersBuilder::gbas, CircuitParameters::gbas),
            number("gapi", "apical conductance, 1/ms", CircuitParametersBuilder::gapi, CircuitParameters::gapi),
            number("gden", "dendritic conductance of interneurons, 1/ms", CircuitParametersBuilder::gden, CircuitParameters::gden),
            number("gnI", "nudging of interneurons from above, 1/ms", CircuitParametersBuilder::gnI, CircuitParameters::gnI),
            number("gntgt", "nudging of the output by its target, 1/ms", CircuitParametersBuilder::gntgt, CircuitParameters::gntgt),
            new Key("noise_type", "OU, or hold_white_noise", (b, v) -> b.noiseType(v.choice(NoiseType.values(), NoiseType::label)),
                    p -> p.noiseType().label()),
            new Key("noise_mode", "const, or scaled by |uP|, |uP_breve| or |vapi|",
                    (b, v) -> b.noiseMode(v.choice(NoiseMode.values(), NoiseMode::label)), p -> p.noiseMode().label()),
            list("noise_scale", "amplitude of the noise", CircuitParametersBuilder::noiseScale, CircuitParameters::noiseScale),
            list("eta_fw", "learning rate of W", CircuitParametersBuilder::etaForward, CircuitParameters::etaForward),
            list("eta_bw", "learning rate of B", CircuitParametersBuilder::etaBackward, CircuitParameters::etaBackward),
            list("eta_IP", "learning rate of WI", CircuitParametersBuilder::etaPyramidalToInter, CircuitParameters::etaPyramidalToInter),
            list("eta_PI", "learning rate of BI", CircuitParametersBuilder::etaInterToPyramidal, CircuitParameters::etaInterToPyramidal),
            list("alpha", "strength of the regularizer of B", CircuitParametersBuilder::alpha, CircuitParameters::alpha),
            new Key("regularizer", "plain, gated or phi", (b, v) -> b.regularizer(v.choice(Regularizer.values(), Regularizer::label)),
                    p -> p.regularizer().label()),
            flag("inter_low_pass", "low-pass the dendrites of interneurons", CircuitParametersBuilder::interneuronLowPass,
                    CircuitParameters::interneuronLowPass),
            flag("pyr_hi_pass", "B learns from high-passed rates", CircuitParametersBuilder::highPass, CircuitParameters::highPass),
            flag("dWPP_low_pass", "low-pass the updates of W", CircuitParametersBuilder::updateLowPass,
                    CircuitParameters::updateLowPass),
            flag("dWPP_r_low_pass", "low-pass the presynaptic rates in them", CircuitParametersBuilder::traceLowPass,
                    CircuitParameters::traceLowPass),
            flag("dWPP_post_low_pass", "low-pass their post terms", CircuitParametersBuilder::postLowPass,
                    CircuitParameters::postLowPass),
            flag("dWPP_use_activation", "post terms compare rates; else voltages", CircuitParametersBuilder::postWithActivation,
                    CircuitParameters::postWithActivation),
            flag("clamped_input", "write W1 once a presentation, not once a step: faster, equal up to rounding",
                    CircuitParametersBuilder::clampedInput, CircuitParameters::clampedInput));

    private CircuitKeys() {}

    private static Key number(
            String name, String about, BiConsumer<CircuitParametersBuilder, Double> set, Function<CircuitParameters, Double> get) {
        return new Key(name, about, (b, v) -> set.accept(b, v.number()), get::apply);
    }

    private static Key flag(
            String name, String about, BiConsumer<CircuitParametersBuilder, Boolean> set, Function<CircuitParameters, Boolean> get) {
        return new Key(name, about, (b, v) -> set.accept(b, v.truth()), get::apply);
    }

    private static Key list(
            String name, String about, BiConsumer<CircuitParametersBuilder, List<Double>> set,
            Function<CircuitParameters, List<Double>> get) {
        return new Key(name, about, (b, v) -> set.accept(b, v.numbers()), p -> single(get.apply(p)));
    }

    /** One value where all areas have the same, as it would be written by hand. */
    static Object single(List<?> values) {
        boolean same = !values.isEmpty() && values.stream().allMatch(values.getFirst()::equals);
        return same ? values.getFirst() : values;
    }
}
