/**
 * Configurations, floor 2: keys and values, YAML and JSON.
 *
 * <p>A {@link org.pal4j.config.Key} holds the unit, bounds, default and comment of one key. {@link org.pal4j.config.Keys} reads and prints a
 * configuration with them, and collects all faults, which {@link org.pal4j.InputException} words. A {@link org.pal4j.config.Kind} says which
 * values a key takes. A {@link org.pal4j.config.Value} is a given value; its readers add a fault if it is not what they expect. {@link
 * org.pal4j.config.Documents} reads files into plain Java values, so a configuration can be given from Java without a type of a library.
 *
 * <p>May use {@code format}, for messages about unreadable files. Knows nothing of models.
 */
package org.pal4j.config;
