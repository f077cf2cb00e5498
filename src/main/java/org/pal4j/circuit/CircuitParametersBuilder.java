package org.pal4j.circuit;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.pal4j.Activation;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;

/** Collects the fields of {@link CircuitParameters}; {@link #build} checks them all at once. */
public final class CircuitParametersBuilder {
    private List<Long> layers = List.of();
    private Algorithm algorithm = Algorithm.PAL;
    private Connectivity connectivity = Connectivity.LAYERED;
    private List<Activation> activations = List.of(Activation.LOGISTIC);
    private double gl = 0.03;
    private double gbas = 0.1;
    private double gapi = 0.06;
    private double gden = 0.1;
    private double gnI = 0.06;
    private double gntgt = 0.06;
    private double dt = 0.01;
    private OptionalDouble dtxi = OptionalDouble.empty();
    private double tauHP = 0.1;
    private double tauLO = 100;
    private double tauxi = 0.1;
    private double taur = 1;
    private NoiseType noiseType = NoiseType.OU;
    private NoiseMode noiseMode = NoiseMode.CONST;
    private List<Double> noiseScale = List.of(0.0);
    private List<Double> etaForward = List.of(0.0);
    private List<Double> etaBackward = List.of(0.0);
    private List<Double> etaPyramidalToInter = List.of(0.0);
    private List<Double> etaInterToPyramidal = List.of(0.0);
    private List<Double> alpha = List.of(0.0);
    private boolean interneuronLowPass;
    private boolean highPass = true;
    private boolean updateLowPass = true;
    private boolean traceLowPass;
    private boolean postLowPass;
    private boolean postWithActivation = true;
    private Regularizer regularizer = Regularizer.PLAIN;
    private boolean clampedInput = true;
    private boolean tracesWhileSettling;
    private boolean transportWhileSettling;
    private boolean oneNoiseClock;
    private double spreadTau;
    private double spreadGain;

    CircuitParametersBuilder() {}

    /** Numbers of neurons of areas 0..N. */
    public CircuitParametersBuilder layers(List<Long> sizes) {
        layers = List.copyOf(sizes);
        return this;
    }

    /** Numbers of neurons of areas 0..N. */
    public CircuitParametersBuilder layers(int... sizes) {
        layers = Arrays.stream(sizes).asLongStream().boxed().toList();
        return this;
    }

    /** One activation for all areas, or one for each of the areas 1..N. */
    public CircuitParametersBuilder activations(List<Activation> values) {
        activations = List.copyOf(values);
        return this;
    }

    /** Leak conductance, 1/ms. */
    public CircuitParametersBuilder gl(double value) {
        gl = value;
        return this;
    }

    /** Basal conductance, 1/ms. */
    public CircuitParametersBuilder gbas(double value) {
        gbas = value;
        return this;
    }

    /** Apical conductance, 1/ms. */
    public CircuitParametersBuilder gapi(double value) {
        gapi = value;
        return this;
    }

    /** Dendritic conductance of interneurons, 1/ms. */
    public CircuitParametersBuilder gden(double value) {
        gden = value;
        return this;
    }

    /** Nudging conductance of interneurons, 1/ms. */
    public CircuitParametersBuilder gnI(double value) {
        gnI = value;
        return this;
    }

    /** Nudging conductance of the output by the target, 1/ms. */
    public CircuitParametersBuilder gntgt(double value) {
        gntgt = value;
        return this;
    }

    /** Time step, ms. */
    public CircuitParametersBuilder dt(double value) {
        dt = value;
        return this;
    }

    /** Time between noise draws, ms; the default is dt. */
    public CircuitParametersBuilder dtxi(double value) {
        dtxi = OptionalDouble.of(value);
        return this;
    }

    /** Time constant of the high-pass, ms. */
    public CircuitParametersBuilder tauHP(double value) {
        tauHP = value;
        return this;
    }

    /** Time constant of the low-passes, ms. */
    public CircuitParametersBuilder tauLO(double value) {
        tauLO = value;
        return this;
    }

    /** Time constant of the noise, ms. */
    public CircuitParametersBuilder tauxi(double value) {
        tauxi = value;
        return this;
    }

    /** Prospectivity: 1 for full look-ahead, 0 for none. */
    public CircuitParametersBuilder taur(double value) {
        taur = value;
        return this;
    }

    /** How the feedback weights are determined. */
    public CircuitParametersBuilder algorithm(Algorithm value) {
        algorithm = value;
        return this;
    }

    /** Source of the apical input. */
    public CircuitParametersBuilder connectivity(Connectivity value) {
        connectivity = value;
        return this;
    }

    /** Kind of noise. */
    public CircuitParametersBuilder noiseType(NoiseType value) {
        noiseType = value;
        return this;
    }

    /** Factor of the noise amplitude. */
    public CircuitParametersBuilder noiseMode(NoiseMode value) {
        noiseMode = value;
        return this;
    }

    /** Regularizer of B. */
    public CircuitParametersBuilder regularizer(Regularizer value) {
        regularizer = value;
        return this;
    }

    /** Sets {@code clamped_input}. */
    public CircuitParametersBuilder clampedInput(boolean value) {
        clampedInput = value;
        return this;
    }

    /** Sets {@code traces_while_settling}. */
    public CircuitParametersBuilder tracesWhileSettling(boolean value) {
        tracesWhileSettling = value;
        return this;
    }

    /** Sets {@code transport_while_settling}. */
    public CircuitParametersBuilder transportWhileSettling(boolean value) {
        transportWhileSettling = value;
        return this;
    }

    /** Sets {@code one_noise_clock}. */
    public CircuitParametersBuilder oneNoiseClock(boolean value) {
        oneNoiseClock = value;
        return this;
    }

    /** Sets {@code inter_low_pass}. */
    public CircuitParametersBuilder interneuronLowPass(boolean value) {
        interneuronLowPass = value;
        return this;
    }

    /** Sets {@code pyr_hi_pass}. */
    public CircuitParametersBuilder highPass(boolean value) {
        highPass = value;
        return this;
    }

    /** Sets {@code dWPP_low_pass}. */
    public CircuitParametersBuilder updateLowPass(boolean value) {
        updateLowPass = value;
        return this;
    }

    /** Sets {@code dWPP_r_low_pass}. */
    public CircuitParametersBuilder traceLowPass(boolean value) {
        traceLowPass = value;
        return this;
    }

    /** Sets {@code dWPP_post_low_pass}. */
    public CircuitParametersBuilder postLowPass(boolean value) {
        postLowPass = value;
        return this;
    }

    /** Sets {@code dWPP_use_activation}. */
    public CircuitParametersBuilder postWithActivation(boolean value) {
        postWithActivation = value;
        return this;
    }

    /** Sets {@code noise_scale}: one value for all areas, or one for each. */
    public CircuitParametersBuilder noiseScale(List<Double> values) {
        noiseScale = List.copyOf(values);
        return this;
    }

    /** Sets {@code eta_fw}: one value for all areas, or one for each. */
    public CircuitParametersBuilder etaForward(List<Double> values) {
        etaForward = List.copyOf(values);
        return this;
    }

    /** Sets {@code eta_bw}: one value for all areas, or one for each. */
    public CircuitParametersBuilder etaBackward(List<Double> values) {
        etaBackward = List.copyOf(values);
        return this;
    }

    /** Sets {@code eta_IP}: one value for all areas, or one for each. */
    public CircuitParametersBuilder etaPyramidalToInter(List<Double> values) {
        etaPyramidalToInter = List.copyOf(values);
        return this;
    }

    /** Sets {@code eta_PI}: one value for all areas, or one for each. */
    public CircuitParametersBuilder etaInterToPyramidal(List<Double> values) {
        etaInterToPyramidal = List.copyOf(values);
        return this;
    }

    /** Sets {@code spread_tau}, the standard deviation of the logarithm of membrane time constants. */
    public CircuitParametersBuilder spreadTau(double value) {
        spreadTau = value;
        return this;
    }

    /** Sets {@code spread_gain}, the standard deviation of the logarithm of gains. */
    public CircuitParametersBuilder spreadGain(double value) {
        spreadGain = value;
        return this;
    }

    /** Sets {@code alpha}: one value for all areas, or one for each. */
    public CircuitParametersBuilder alpha(List<Double> values) {
        alpha = List.copyOf(values);
        return this;
    }

    /**
     * Checks all parameters and returns them.
     *
     * @throws InputException with all violations
     */
    public CircuitParameters build() {
        List<Fault> faults = ParameterCheck.sizes(layers);
        // All further checks need valid sizes.
        InputException.throwIfAny("the circuit", faults);
        int areas = layers.size() - 1;
        CircuitParameters p = new CircuitParameters(
                layers.stream().map(Math::toIntExact).toList(),
                algorithm, connectivity, each(activations, areas), gl, gbas, gapi, gden, gnI, gntgt, dt,
                dtxi.orElse(dt), tauHP, tauLO, tauxi, taur, noiseType, noiseMode,
                each(noiseScale, areas - 1), each(etaForward, areas), each(etaBackward, areas - 1),
                each(etaPyramidalToInter, areas - 1), each(etaInterToPyramidal, areas - 1), each(alpha, areas - 1),
                interneuronLowPass, highPass, updateLowPass, traceLowPass, postLowPass, postWithActivation, regularizer,
                clampedInput, tracesWhileSettling, transportWhileSettling, oneNoiseClock, spreadTau, spreadGain);
        InputException.throwIfAny("the circuit", ParameterCheck.values(p));
        return p;
    }

    /** Expands a single value to all areas. */
    private static <T> List<T> each(List<T> values, int areas) {
        return values.size() == 1 ? Collections.nCopies(areas, values.getFirst()) : values;
    }
}
