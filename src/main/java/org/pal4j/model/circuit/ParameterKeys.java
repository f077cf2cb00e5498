package org.pal4j.model.circuit;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;
import org.pal4j.config.Key;
import org.pal4j.config.Kind;

/** Keys of a circuit's parameters, named as in the original programs. */
final class ParameterKeys {
    /** Maximum number of neurons in one area, regardless of the other areas. */
    static final long MAX_NEURONS = 1 << 24;

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    static final List<Key<CircuitParametersBuilder, CircuitParameters>> ALL = List.of(
            Key.of("layers", "neurons of each area, input first", Kind.integers(1, MAX_NEURONS), CircuitParametersBuilder::layers,
                    CircuitParameters::layers),
            Key.of("algorithm", "BP, FA, DFA, PAL or KP", Kind.choice(Algorithm.values(), Enum::name), CircuitParametersBuilder::algorithm,
                    p -> p.algorithm().name()),
            Key.of("connectivity", "layered, or skip (feedback from the output area)", Kind.choice(Connectivity.values(), Connectivity::label),
                    CircuitParametersBuilder::connectivity, p -> p.connectivity().label()),
            Key.of("activation", String.join(", ", Activation.labels()) + "; one, or one for each area",
                    Kind.choices(Activation.values(), Activation::label), CircuitParametersBuilder::activations,
                    p -> Key.single(p.activations().stream().map(Activation::label).toList())),
            number("dt", "time step", "ms", CircuitParametersBuilder::dt, CircuitParameters::dt),
            number("dtxi", "time between noise draws", "ms", CircuitParametersBuilder::dtxi, CircuitParameters::dtxi),
            number("tauHP", "time constant of the high-pass on rates", "ms", CircuitParametersBuilder::tauHP, CircuitParameters::tauHP),
            number("tauLO", "time constant of the low-passes", "ms", CircuitParametersBuilder::tauLO, CircuitParameters::tauLO),
            number("tauxi", "time constant of the noise", "ms", CircuitParametersBuilder::tauxi, CircuitParameters::tauxi),
            number("taur", "prospectivity: 1 full look-ahead, 0 none", "", CircuitParametersBuilder::taur, CircuitParameters::taur),
            number("gl", "leak conductance", "1/ms", CircuitParametersBuilder::gl, CircuitParameters::gl),
            number("gbas", "basal conductance", "1/ms", CircuitParametersBuilder::gbas, CircuitParameters::gbas),
            number("gapi", "apical conductance", "1/ms", CircuitParametersBuilder::gapi, CircuitParameters::gapi),
            number("gden", "dendritic conductance of interneurons", "1/ms", CircuitParametersBuilder::gden, CircuitParameters::gden),
            number("gnI", "nudging of interneurons from above", "1/ms", CircuitParametersBuilder::gnI, CircuitParameters::gnI),
            number("gntgt", "nudging of the output by its target", "1/ms", CircuitParametersBuilder::gntgt, CircuitParameters::gntgt),
            Key.of("noise_type", "OU, or hold_white_noise", Kind.choice(NoiseType.values(), NoiseType::label), CircuitParametersBuilder::noiseType,
                    p -> p.noiseType().label()),
            Key.of("noise_mode", "const, or scaled by |uP|, |uP_breve| or |vapi|", Kind.choice(NoiseMode.values(), NoiseMode::label),
                    CircuitParametersBuilder::noiseMode, p -> p.noiseMode().label()),
            list("noise_scale", "amplitude of the noise", CircuitParametersBuilder::noiseScale, CircuitParameters::noiseScale),
            list("eta_fw", "learning rate of W", CircuitParametersBuilder::etaForward, CircuitParameters::etaForward),
            list("eta_bw", "learning rate of B", CircuitParametersBuilder::etaBackward, CircuitParameters::etaBackward),
            list("eta_IP", "learning rate of WI", CircuitParametersBuilder::etaPyramidalToInter, CircuitParameters::etaPyramidalToInter),
            list("eta_PI", "learning rate of BI", CircuitParametersBuilder::etaInterToPyramidal, CircuitParameters::etaInterToPyramidal),
            list("alpha", "strength of the regularizer of B; with KP W decays with it, too", CircuitParametersBuilder::alpha,
                    CircuitParameters::alpha),
            Key.of("regularizer", "plain, gated or phi", Kind.choice(Regularizer.values(), Regularizer::label),
                    CircuitParametersBuilder::regularizer, p -> p.regularizer().label()),
            Key.of("inter_low_pass", "low-pass the dendrites of interneurons", Kind.truth(), CircuitParametersBuilder::interneuronLowPass,
                    CircuitParameters::interneuronLowPass),
            Key.of("pyr_hi_pass", "B learns from high-passed rates", Kind.truth(), CircuitParametersBuilder::highPass, CircuitParameters::highPass),
            Key.of("dWPP_low_pass", "low-pass the updates of W", Kind.truth(), CircuitParametersBuilder::updateLowPass,
                    CircuitParameters::updateLowPass),
            Key.of("dWPP_r_low_pass", "low-pass the presynaptic rates in them", Kind.truth(), CircuitParametersBuilder::traceLowPass,
                    CircuitParameters::traceLowPass),
            Key.of("dWPP_post_low_pass", "low-pass their post terms", Kind.truth(), CircuitParametersBuilder::postLowPass,
                    CircuitParameters::postLowPass),
            Key.of("dWPP_use_activation", "post terms compare rates; else voltages", Kind.truth(), CircuitParametersBuilder::postWithActivation,
                    CircuitParameters::postWithActivation),
            Key.of("clamped_input", "write W1 once a presentation, not once a step: faster, equal up to rounding", Kind.truth(),
                    CircuitParametersBuilder::clampedInput, CircuitParameters::clampedInput),
            original("traces_while_settling", "low-passed rates and post terms move in every step, also while W does not learn",
                    CircuitParametersBuilder::tracesWhileSettling, CircuitParameters::tracesWhileSettling),
            original("transport_while_settling", "BP sets B and BI in every step, also while nothing learns",
                    CircuitParametersBuilder::transportWhileSettling, CircuitParameters::transportWhileSettling),
            original("one_noise_clock", "hidden areas take turns on one clock for dtxi; noise of scale 0 draws numbers, too",
                    CircuitParametersBuilder::oneNoiseClock, CircuitParameters::oneNoiseClock),
            spread("spread_tau", "spread of membrane time constants over neurons, of their logarithm", CircuitParametersBuilder::spreadTau,
                    CircuitParameters::spreadTau),
            spread("spread_gain", "spread of the gains of the activation over neurons, of their logarithm", CircuitParametersBuilder::spreadGain,
                    CircuitParameters::spreadGain));

    private ParameterKeys() {}

    private static Key<CircuitParametersBuilder, CircuitParameters> number(
            String name, String about, String unit, BiConsumer<CircuitParametersBuilder, Double> set, Function<CircuitParameters, Double> get) {
        return Key.of(name, about, unit, Kind.number().within(0, INFINITE), set, get);
    }

    /** A habit of the original NumPy program, false otherwise. It is shown only if it is true. */
    private static Key<CircuitParametersBuilder, CircuitParameters> original(
            String name, String about, BiConsumer<CircuitParametersBuilder, Boolean> set, Predicate<CircuitParameters> get) {
        return Key.<CircuitParametersBuilder, CircuitParameters, Boolean>of(name, about, Kind.truth(), set, get::test).shownIf(get);
    }

    /** Neurons that differ, as on a chip. It is shown only if they do. */
    private static Key<CircuitParametersBuilder, CircuitParameters> spread(
            String name, String about, BiConsumer<CircuitParametersBuilder, Double> set, Function<CircuitParameters, Double> get) {
        return Key.of(name, about, Kind.number().within(0, 1), set, get).shownIf(p -> get.apply(p) > 0);
    }

    private static Key<CircuitParametersBuilder, CircuitParameters> list(
            String name, String about, BiConsumer<CircuitParametersBuilder, List<Double>> set, Function<CircuitParameters, List<Double>> get) {
        return Key.of(name, about, Kind.numbers().within(0, INFINITE), set, p -> Key.single(get.apply(p)));
    }
}
