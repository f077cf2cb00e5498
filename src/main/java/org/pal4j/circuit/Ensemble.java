package org.pal4j.circuit;

import java.util.List;
import java.util.stream.IntStream;
import org.pal4j.memory.Lanes;

/**
 * Replicas of one circuit side by side in the lanes of vectors. They may differ in seeds, learning rates, noise scales and alphas
 * only. For small circuits, 16 replicas take little more time than two single circuits.
 *
 * <p>Each replica has the same bits as a {@link Circuit} with its parameters and noise whose presentations start at the same
 * steps, whatever the other replicas do. Not thread-safe.
 */
public final class Ensemble implements Simulator {
    /** Largest number of replicas in one ensemble. */
    public static final int MAX_REPLICAS = Lanes.COUNT;

    private final List<Replica> replicas;

    /**
     * Circuits in which all weights and voltages are 0.
     *
     * @param parameters one for each replica, 1 to 16; equal except for eta_fw, eta_bw, eta_IP, eta_PI, noise_scale and alpha
     * @param noise      one for each replica, all of one kind
     * @throws IllegalArgumentException if the numbers differ, or the parameters differ in anything else
     * @throws org.pal4j.InputException if they need more than 2 GiB
     */
    public Ensemble(List<CircuitParameters> parameters, List<? extends NoiseSource> noise) {
        if (parameters.isEmpty() || parameters.size() > MAX_REPLICAS || noise.size() != parameters.size()) {
            throw new IllegalArgumentException("an ensemble needs parameters and noise for each of 1 to " + MAX_REPLICAS + " replicas, not "
                    + parameters.size() + " parameters and " + noise.size() + " noise sources");
        }
        if (!parameters.stream().allMatch(p -> isReplicaOf(parameters.getFirst(), p))) {
            throw new IllegalArgumentException("the replicas of an ensemble may differ only in learning rates, noise scales and alphas");
        }
        if (noise.stream().map(Object::getClass).distinct().count() > 1) {
            throw new IllegalArgumentException("the noise sources of an ensemble must all be of one kind");
        }
        List<NoiseSource> sources = List.copyOf(noise);
        Simulation simulation = new Simulation(List.copyOf(parameters), lanes(parameters.size()), sources, 1);
        replicas = IntStream.range(0, parameters.size())
                .mapToObj(lane -> new Replica(simulation, lane, parameters.get(lane), sources.get(lane))).toList();
    }

    /** Whether circuits with these parameters can be replicas in one ensemble. */
    public static boolean isReplicaOf(CircuitParameters a, CircuitParameters b) {
        return b.toBuilder().etaForward(a.etaForward()).etaBackward(a.etaBackward()).etaPyramidalToInter(a.etaPyramidalToInter())
                .etaInterToPyramidal(a.etaInterToPyramidal()).noiseScale(a.noiseScale()).alpha(a.alpha()).build().equals(a);
    }

    /** The number of lanes that {@code replicas} replicas occupy: 1, 4, 8 or 16. */
    public static int lanes(int replicas) {
        return replicas == 1 ? 1 : replicas <= 4 ? 4 : replicas <= 8 ? 8 : Lanes.COUNT;
    }

    @Override
    public List<Replica> replicas() {
        return replicas;
    }
}
