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
 * Everything that defines a dendritic microcircuit but its weights. Immutable and valid: a builder checks all fields and reports
 * all violations in one {@link InputException}. Names in messages and configurations are those of the original programs.
 *
 * @param layers             numbers of neurons of areas 0 (input) to N
 * @param algorithm          how feedback weights come about
 * @param connectivity       where apical input comes from
 * @param activations        of areas 1..N
 * @param gl                 leak conductance, 1/ms
 * @param gbas               basal, 1/ms
 * @param gapi               apical, 1/ms
 * @param gden               dendritic, of interneurons, 1/ms
 * @param gnI                nudging of interneurons by the area above, 1/ms
 * @param gntgt              nudging of the output area by its target, 1/ms
 * @param dt                 time step, ms
 * @param dtxi               time between noise draws, ms, a multiple of dt
 * @param tauHP              of the high-pass on rates, ms
 * @param tauLO              of all low-passes, ms
 * @param tauxi              of Ornstein-Uhlenbeck noise, ms
 * @param taur               prospectivity: 1 for the full look-ahead, 0 for none
 * @param noiseType          kind of noise
 * @param noiseMode          what its amplitude is multiplied with
 * @param noiseScale         amplitude, for each hidden area
 * @param etaForward         learning rate eta_fw of W_l, areas 1..N
 * @param etaBackward        learning rate eta_bw of B_l, hidden areas
 * @param etaPyramidalToInter learning rate eta_IP of WI_l, hidden areas
 * @param etaInterToPyramidal learning rate eta_PI of BI_l, hidden areas
 * @param alpha              strength of the regularizer of B_l, hidden areas
 * @param interneuronLowPass inter_low_pass: interneuron dendrites are low-passed with tauLO
 * @param highPass           pyr_hi_pass: B learns from high-passed rates; else from rates
 * @param updateLowPass      dWPP_low_pass: updates of W are low-passed with tauLO
 * @param traceLowPass       dWPP_r_low_pass: so are the presynaptic rates in them
 * @param postLowPass        dWPP_post_low_pass: so are their post terms
 * @param postWithActivation dWPP_use_activation: post terms compare rates; else voltages
 * @param regularizer        of B
 * @param clampedInput       clamped_input: W_1 is written once for each presentation instead of at each step, with the same result up to
 *                           rounding; impossible with traceLowPass, where it has no effect
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
        boolean clampedInput) {

    /** Checks all fields. */
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

    /** How many hidden areas have interneurons. */
    public int interneuronPopulations() {
        return connectivity == Connectivity.LAYERED ? areas() - 1 : Math.min(1, areas() - 1);
    }

    /** The area of the {@code index}-th population of interneurons, from 0. */
    public int interneuronArea(int index) {
        return connectivity == Connectivity.LAYERED ? index + 1 : areas() - 1;
    }

    /** The area from whose pyramidal neurons hidden area {@code l} gets its apical input. */
    public int feedbackArea(int l) {
        return connectivity == Connectivity.LAYERED ? l + 1 : areas();
    }

    /** The population of interneurons, from 0, that hidden area {@code l} gets its apical input from. */
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

    /** The basal attenuation kP of P_l: what a basal voltage alone would make of the soma. */
    public double basalAttenuation(int l) {
        return l < areas() ? gbas / (gl + gbas + gapi) : gbas / (gl + gbas);
    }

    /** The dendritic attenuation kI of interneurons. */
    public double dendriticAttenuation() {
        return gden / (gl + gden);
    }

    /** What WI_l is of W_{l+1} in the self-predicting state, hidden areas. */
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

    /** A builder that begins with these values. */
    public CircuitParametersBuilder toBuilder() {
        return new CircuitParametersBuilder(this);
    }

    /** A builder that begins with the constants of the paper; layers and learning rates are still to be given. */
    public static CircuitParametersBuilder builder() {
        return new CircuitParametersBuilder();
    }
}
