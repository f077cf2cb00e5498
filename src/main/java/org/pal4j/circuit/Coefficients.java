package org.pal4j.circuit;

import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.memory.Lanes;

/** Constant factors of a step: attenuations, learning rates, noise scales and alphas, per replica. */
final class Coefficients {
    private Coefficients() {}

    /** Writes the factors of one replica. */
    static void write(CircuitParameters q, CircuitLayout at, int lane) {
        int areas = q.areas();
        int attenuation = q.spreadGain() > 0 ? at.nominalAttenuation : at.attenuation;
        double drawFactor = q.noiseType() == NoiseType.OU ? Math.sqrt(q.dt() / q.tauxi()) : 1;
        for (int l = 1; l <= areas; l++) {
            at.pyramidalView(attenuation, l, lane).fill((float) q.basalAttenuation(l));
            at.pyramidalView(at.gain, l, lane).fill((float) (q.dt() * q.etaForward().get(l - 1)));
            if (l < areas) {
                at.pyramidalView(at.noiseGain, l, lane).fill((float) (drawFactor * q.noiseScale().get(l - 1)));
                at.pyramidalView(at.apicalGain, l, lane).fill((float) (-q.dt() * q.etaInterToPyramidal().get(l - 1)));
                if (q.regularizer() != Regularizer.PLAIN) {
                    at.view(at.alpha[l - 1], q.size(q.feedbackArea(l)), lane).fill(alpha(q, l));
                }
                if (at.lanes > 1) {
                    int copies = Lanes.COUNT / at.lanes;
                    at.view(at.alignRate[l - 1], copies, lane).fill(alignRate(q, l));
                    at.view(at.alignAlpha[l - 1], copies, lane).fill(alpha(q, l));
                    if (q.algorithm() == Algorithm.KP) {
                        at.view(at.forwardDecay[l - 1], copies, lane).fill(forwardDecay(q, l));
                    }
                }
            }
        }
        for (int k = 0; k < q.interneuronPopulations(); k++) {
            double eta = q.etaPyramidalToInter().get(q.interneuronArea(k) - 1);
            at.interneuronView(attenuation, k, lane).fill((float) q.dendriticAttenuation());
            at.interneuronView(at.gain, k, lane).fill((float) (q.dt() * eta));
        }
    }

    /** dt * eta_bw of hidden area {@code l}. */
    static float alignRate(CircuitParameters q, int l) {
        return (float) (q.dt() * q.etaBackward().get(l - 1));
    }

    /** KP: the share of W of area {@code l} + 1 that decays in a step, dt * eta_bw * alpha of hidden area {@code l}. */
    static float forwardDecay(CircuitParameters q, int l) {
        return (float) (q.dt() * q.etaBackward().get(l - 1) * q.alpha().get(l - 1));
    }

    /** alpha of hidden area {@code l}. */
    static float alpha(CircuitParameters q, int l) {
        return q.alpha().get(l - 1).floatValue();
    }
}
