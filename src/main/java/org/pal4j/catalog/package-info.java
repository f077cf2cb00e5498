/**
 * What there is to run, floor 9: the model classes, the experiments and sweeps that have a name, and the files that somebody wrote.
 *
 * <p>{@link org.pal4j.catalog.Catalog} is the door: it gives an {@link org.pal4j.model.Experiment}, a {@link org.pal4j.model.Study} or a {@link
 * org.pal4j.sweep.Sweep} for a name or a file, and the golden case in a folder. {@link org.pal4j.catalog.Models} is the list of model classes, the
 * only place that names them. {@code Configurations} finds the keys, by name or in a file, whose format it tells by the keys; {@code Settings} reads
 * what {@code --set} gives. The named configurations are the YAML files beside these classes.
 *
 * <p>May use all floors below, and is the only floor that knows all models.
 */
package org.pal4j.catalog;
