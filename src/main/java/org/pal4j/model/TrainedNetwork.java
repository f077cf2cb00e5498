package org.pal4j.model;

import java.util.Map;
import org.pal4j.format.NpyArray;

/**
 * A network at the end of a run, for charts.
 *
 * @param experiment the experiment
 * @param whose      a suffix for sentences about the network: " (replica seed-3)", or empty
 * @param weights    weights from {@link Batch#weights}, all finite; empty if missing
 * @param arrays     the arrays of recordings.npz; empty if missing
 */
public record TrainedNetwork<E extends Experiment>(E experiment, String whose, Map<String, NpyArray> weights, Map<String, NpyArray> arrays) {}
