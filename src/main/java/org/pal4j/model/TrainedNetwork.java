package org.pal4j.model;

import java.util.Map;
import org.pal4j.format.NpyArray;

/**
 * A network that a run has left, for charts.
 *
 * @param experiment what it ran
 * @param whose      behind what is shown of it, in a sentence: " (replica seed-3)", or nothing
 * @param weights    as {@link Batch#weights} gave them, all finite; empty if they are not there
 * @param arrays     of recordings.npz; empty if they are not there
 */
public record TrainedNetwork<E extends Experiment>(E experiment, String whose, Map<String, NpyArray> weights, Map<String, NpyArray> arrays) {}
