/**
 * The contract between a model class and the program, floor 6. Circuits are a model class, and rate networks, and a model of your own. A class
 * that implements this contract gets runs, seeds, sweeps, recordings, reports, golden cases and the command line.
 *
 * <p>Read {@link org.pal4j.model.Model} first. A model has {@linkplain org.pal4j.config.Keys keys}, from which it makes {@link
 * org.pal4j.model.Experiment}s; {@link org.pal4j.model.SharedKeys} are those of every model, such as {@code epochs}; {@link
 * org.pal4j.model.RunSettings} holds their values. A {@link org.pal4j.model.Study} is an experiment with its replicas; {@link
 * org.pal4j.model.StudyReader} reads it, {@code seeds} and {@code each} included.
 *
 * <p>A {@link org.pal4j.model.Batch} is a set of replicas that are simulated together; mini-batches of samples are something else. The program
 * drives it {@linkplain org.pal4j.model.Stage stage} by stage, presentation by presentation, in slices of steps. It returns {@link
 * org.pal4j.model.Measures}. A {@link org.pal4j.model.Series} is one recorded quantity; each model lists its own in a class {@code Quantity}.
 * {@link org.pal4j.model.Batch#state} is all that a batch needs to continue. A model of one network at a time extends {@link
 * org.pal4j.model.SingleBatch}. Files of original programs are read through {@link org.pal4j.model.OriginalFormat}.
 *
 * <p>The program ({@code run} and the floors above) knows this package and no model. Models know this package and nothing of the program.
 * docs/extending.md shows how to add a model. May use all floors below.
 */
package org.pal4j.model;
