package org.pal4j.circuit;

import java.util.List;
import org.pal4j.Activation;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;

/**
 * All parameters of a dendritic microcircuit except its weights. Immutable. {@link CircuitParametersBuilder#build} checks all
 * fields and reports all violations in one {@link InputException}. Names in messages and configurations are those of the original
 * programs.
 *
 * @param layers              numbers of neurons of areas 0 (input) to N
 * @param algorithm           how the feedback weights are determined
 * @param connectivity        source of the apical input
 * @param activations         activations of areas 1..N
 * @param gl                  leak conductance, 1/ms
 * @param gbas                basal conductance, 1/ms
 * @param gapi                apical conductance, 1/ms
 * @param gden                dendritic conductance of interneurons, 1/ms
 * @param gnI                 conductance by which the area above nudges interneurons, 1/ms
 * @param gntgt               conductance by which the target nudges the output area, 1/ms
 * @param dt                  time step, ms
 * @param dtxi                time between noise draws, ms, a multiple of dt
 * @param tauHP               time constant of the high-pass on rates, ms
 * @param tauLO               time constant of all low-passes, ms
 * @param tauxi               time constant of Ornstein-Uhlenbeck noise, ms
 * @param taur                prospectivity: 1 for full look-ahead, 0 for none
 * @param noiseType           kind of noise
 * @param noiseMode           factor of the noise amplitude
 * @param noiseScale          noise amplitude of each hidden area
 * @param etaForward          learning rates eta_fw of W_l, areas 1..N
 * @param etaBackward         learning rates eta_bw of B_l, hidden areas
 * @param etaPyramidalToInter learning rates eta_IP of WI_l, hidden areas
 * @param etaInterToPyramidal learning rates eta_PI of BI_l, hidden areas
 * @param alpha               strengths of the regularizer of B_l, hidden areas
 * @param interneuronLowPass  inter_low_pass: interneuron dendrites are low-passed with tauLO
 * @param highPass            pyr_hi_pass: B learns from high-passed rates; otherwise from rates
 * @param updateLowPass       dWPP_low_pass: updates of W are low-passed with tauLO
 * @param traceLowPass        dWPP_r_low_pass: the presynaptic rates in the updates of W are low-passed with tauLO
 * @param postLowPass         dWPP_post_low_pass: the post terms in the updates of W are low-passed with tauLO
 * @param postWithActivation  dWPP_use_activation: post terms compare rates; otherwise voltages
 * @param regularizer         regularizer of B
 * @param clampedInput        clamped_input: W_1 is written once per presentation instead of at each step, with the same result up
 *                            to round-off; has no effect with traceLowPass, where it is impossible
 * @param tracesWhileSettling traces_while_settling: the low-passed rates and post terms of traceLowPass and postLowPass advance in
 *                            every step, not only while W learns
 * @param transportWhileSettling transport_while_settling: BP transports weights in every step, not only while something learns
 * @param oneNoiseClock       one_noise_clock: the hidden areas take turns on one clock that says when noise is drawn, instead of
 *                            each having its own
 * @param spreadTau           spread_tau: spread of the membrane time constants over neurons, a standard deviation of their logarithm;
 *                            with 0 all neurons of a population are alike
 * @param spreadGain          spread_gain: spread of the gains of the activation over neurons, likewise
 */
public record CircuitParameters(
        List<Integer> layers,
        Algorithm algorithm,
        Connectivity connectivity,
        List<Activation> activations,
        double gl,
        double gbas,
        double gapi,
        double gden,
        double gnI,
        double gntgt,
        double dt,
        double dtxi,
        double tauHP,
        double tauLO,
        double tauxi,
        double taur,
        NoiseType noiseType,
        NoiseMode noiseMode,
        List<Double> noiseScale,
        List<Double> etaForward,
        List<Double> etaBackward,
        List<Double> etaPyramidalToInter,
        List<Double> etaInterToPyramidal,
        List<Double> alpha,
        boolean interneuronLowPass,
        boolean highPass,
        boolean updateLowPass,
        boolean traceLowPass,
        boolean postLowPass,
        boolean postWithActivation,
        Regularizer regularizer,
        boolean clampedInput,
        boolean tracesWhileSettling,
        boolean transportWhileSettling,
        boolean oneNoiseClock,
        double spreadTau,
        double spreadGain) {

    /** Copies the lists. Does not check the values; use {@link #builder}. */
    public CircuitParameters {
        layers = List.copyOf(layers);
        activations = List.copyOf(activations);
        noiseScale = List.copyOf(noiseScale);
        etaForward = List.copyOf(etaForward);
        etaBackward = List.copyOf(etaBackward);
        etaPyramidalToInter = List.copyOf(etaPyramidalToInter);
        etaInterToPyramidal = List.copyOf(etaInterToPyramidal);
        alpha = List.copyOf(alpha);
    }

    /** N, the number of areas above the input. */
    public int areas() {
        return layers.size() - 1;
    }

    /** Neurons of area {@code l}, 0..N. */
    public int size(int l) {
        return layers.get(l);
    }

    /** The activation of area {@code l}, 1..N. */
    public Activation activation(int l) {
        return activations.get(l - 1);
    }

    /** Number of hidden areas with interneurons. */
    public int interneuronPopulations() {
        return connectivity == Connectivity.LAYERED ? areas() - 1 : Math.min(1, areas() - 1);
    }

    /** The area of interneuron population {@code index}, from 0. */
    public int interneuronArea(int index) {
        return connectivity == Connectivity.LAYERED ? index + 1 : areas() - 1;
    }

    /** The area whose pyramidal neurons provide the apical input of hidden area {@code l}. */
    public int feedbackArea(int l) {
        return connectivity == Connectivity.LAYERED ? l + 1 : areas();
    }

    /** The interneuron population, from 0, that provides apical input to hidden area {@code l}. */
    public int feedbackInterneurons(int l) {
        return connectivity == Connectivity.LAYERED ? l - 1 : 0;
    }

    /** The membrane time constant of P_l, ms. */
    public double tau(int l) {
        return 1 / (gl + gbas + (l < areas() ? gapi : gntgt));
    }

    /** The membrane time constant of interneurons, ms. */
    public double tauInterneuron() {
        return 1 / (gl + gden + gnI);
    }

    /** The basal attenuation kP of P_l: the ratio of the steady somatic voltage to the basal voltage when nothing else drives the soma. */
    public double basalAttenuation(int l) {
        return l < areas() ? gbas / (gl + gbas + gapi) : gbas / (gl + gbas);
    }

    /** The dendritic attenuation kI of interneurons. */
    public double dendriticAttenuation() {
        return gden / (gl + gden);
    }

    /** The ratio of WI_l to W_{l+1} in the self-predicting state, for hidden areas. */
    public double selfPrediction(int l) {
        double own = l < areas() - 1 ? gl + gbas + gapi : gl + gbas;
        return gbas * (gl + gden) / (gden * own);
    }

    /** Steps from one noise draw to the next. */
    public int stepsBetweenDraws() {
        return (int) Math.round(dtxi / dt);
    }

    /** Whether any hidden area has noise. */
    public boolean noisy() {
        return noiseScale.stream().anyMatch(scale -> scale != 0);
    }

    /** Whether standard-normal numbers are drawn for the noise. With one clock they are drawn for noise of scale 0 as well. */
    public boolean drawsNoise() {
        return noisy() || oneNoiseClock && areas() > 1;
    }

    /** Whether a clock of each replica says when the noise of its areas is drawn. Without pauses between draws, clocks make no difference. */
    boolean takesTurns() {
        return oneNoiseClock && stepsBetweenDraws() > 1;
    }

    /** A builder initialized with these values. */
    public CircuitParametersBuilder toBuilder() {
        return builder().layers(layers.stream().map(Integer::longValue).toList()).algorithm(algorithm).connectivity(connectivity)
                .activations(activations).gl(gl).gbas(gbas).gapi(gapi).gden(gden).gnI(gnI).gntgt(gntgt).dt(dt).dtxi(dtxi).tauHP(tauHP)
                .tauLO(tauLO).tauxi(tauxi).taur(taur).noiseType(noiseType).noiseMode(noiseMode).noiseScale(noiseScale).etaForward(etaForward)
                .etaBackward(etaBackward).etaPyramidalToInter(etaPyramidalToInter).etaInterToPyramidal(etaInterToPyramidal).alpha(alpha)
                .interneuronLowPass(interneuronLowPass).highPass(highPass).updateLowPass(updateLowPass).traceLowPass(traceLowPass)
                .postLowPass(postLowPass).postWithActivation(postWithActivation).regularizer(regularizer).clampedInput(clampedInput)
                .tracesWhileSettling(tracesWhileSettling).transportWhileSettling(transportWhileSettling).oneNoiseClock(oneNoiseClock)
                .spreadTau(spreadTau).spreadGain(spreadGain);
    }

    /** A builder initialized with the constants of the paper. Layers and learning rates remain to be set. */
    public static CircuitParametersBuilder builder() {
        return new CircuitParametersBuilder();
    }
}
