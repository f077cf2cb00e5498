/**
 * Circuits as a model class, floor 7: experiments with dendritic microcircuits.
 *
 * <p>{@link org.pal4j.model.circuit.CircuitModel} implements the contract. {@link org.pal4j.model.circuit.CircuitExperiment} is a resolved
 * configuration. {@code ParameterKeys} has the keys of {@code CircuitParameters}, {@code ExperimentKeys} all others, and {@code ExperimentDraft}
 * checks them together. {@code Task} says what a circuit learns.
 *
 * <p>{@code CircuitBatch} presents samples to replicas and measures them. {@code EnsembleSizes} chooses how many replicas go into one ensemble,
 * and {@code StepCost} estimates how long a step takes. {@code InitialCircuit} draws weights, {@code TeacherTargets} simulates teachers. {@code
 * Quantity} lists what can be recorded. {@code RunawayCause} explains values that are not finite.
 *
 * <p>{@code CircuitCase} is a golden case and {@code CircuitVerification} follows it. {@code DecisionRegions}, {@code Features} and {@code
 * Feedback} make the charts that only circuits have, which {@code CircuitModel} returns.
 *
 * <p>The mathematics is in {@code circuit}. May use {@code model} and the floors below it; never uses {@code run} or another model.
 */
package org.pal4j.model.circuit;
