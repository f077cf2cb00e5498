/**
 * The contract between a model class and the program, floor 6. A model class is circuits, or rate networks, or a model of your own: it says
 * here what there is to say about it, and everything else in the program works for it: runs, seeds, sweeps, recordings, reports, golden
 * cases, the command line.
 *
 * <p>{@link org.pal4j.model.Model} is the door: read it first. A model makes {@link org.pal4j.model.Experiment}s of
 * {@linkplain org.pal4j.config.Keys keys}, {@link org.pal4j.model.Samples} for them, and {@link org.pal4j.model.Batch}es of replicas, which the
 * program carries on stage by stage ({@link org.pal4j.model.Stage}), presentation by presentation, in slices of steps. What a batch measures are
 * {@link org.pal4j.model.Measures}; what it can be asked to record are {@link org.pal4j.model.Series}. A {@link org.pal4j.model.Study} is an
 * experiment with its replicas. Files of the original programs are read through {@link org.pal4j.model.OriginalFormat}.
 *
 * <p>Models and the program ({@code run} and all above it) know this package and never each other. docs/extending.md adds a model, step by
 * step. May use all floors below; models do.
 */
package org.pal4j.model;
