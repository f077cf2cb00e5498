/**
 * Circuits as a model class, floor 7: experiments with dendritic microcircuits.
 *
 * <p>{@link org.pal4j.model.circuit.CircuitModel} implements the contract. {@link org.pal4j.model.circuit.CircuitExperiment} is a resolved
 * configuration. {@code ParameterKeys} has the keys of {@code CircuitParameters}, {@code ExperimentKeys} all others, and {@code ExperimentDraft}
 * checks them together. {@code Task} says what a circuit learns.
 *
 * <p>When the program begins a presentation, {@code CircuitBatch} gives each replica its sample; it steps the replicas and measures them. {@code
 * DrivenCircuits} are those of a batch in the hand of somebody else. {@code
 * run} and {@code sweep} decide which replicas make a batch; {@code EnsembleSizes} cuts the batch, in order, into ensembles, whose replicas share
 * vector lanes, and {@code StepCost} estimates how long a step takes. {@code InitialCircuit} draws weights, {@code TeacherTargets} simulates
 * teachers. {@code Quantity} lists what can be recorded. {@code RunawayCause} explains values that are not finite.
 *
 * <p>{@code CircuitCase} is a golden case, {@code GoldenCircuits} makes one, and {@code model.circuit.golden} follows it. {@code
 * DecisionRegions}, {@code Features} and {@code Feedback} make the charts that only circuits have, which {@code CircuitModel} returns.
 *
 * <p>The mathematics is in {@code circuit}. May use {@code model} and the floors below it; never uses {@code run}, {@code rate} or {@code
 * model.rate}.
 */
package org.pal4j.model.circuit;
