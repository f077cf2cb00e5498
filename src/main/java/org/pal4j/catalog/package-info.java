/**
 * Names for models, experiments and sweeps, floor 9.
 *
 * <p>{@link org.pal4j.catalog.Models} lists the model classes. It is the only place that names them; models of users are found by a line in
 * {@code META-INF/services}. {@link org.pal4j.catalog.Catalog} turns a name or a file into an {@link org.pal4j.model.Experiment}, a {@link
 * org.pal4j.model.Study} or a {@link org.pal4j.sweep.Sweep}, and a folder into a golden case. {@code Configurations} finds the keys of a name or
 * a file, and recognizes the files of original programs by asking the formats of all models. {@code Overrides} reads the values of {@code --set}.
 * The named configurations are YAML files in the resources of this package.
 *
 * <p>May use all floors below. No other floor knows all models.
 */
package org.pal4j.catalog;
