/**
 * Circuits as a model class, floor 7: dendritic microcircuits, carried through an experiment.
 *
 * <p>{@link org.pal4j.model.circuit.CircuitModel} is what the program sees. {@link org.pal4j.model.circuit.CircuitExperiment} is a resolved
 * configuration; its keys are in {@code ExperimentKeys} and {@code ParameterKeys}, the checks in {@code ExperimentDraft}. {@code CircuitBatch}
 * presents samples to replicas and measures them; {@code EnsembleSizes} and {@code StepCost} decide which replicas share a simulator. {@code
 * InitialCircuit} draws weights, {@code TeacherTargets} simulates teachers, {@code Quantity} lists what can be recorded. {@code CircuitCase} is a
 * golden trajectory. {@code DecisionRegions}, {@code Features} and {@code Feedback} are this model's part of a report.
 *
 * <p>The mathematics lies below, in {@code circuit}. May use {@code model} and the floors below it; never sees {@code run} or another model.
 */
package org.pal4j.model.circuit;
