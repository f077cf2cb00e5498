/**
 * Configurations, floor 2: keys with their units, bounds, defaults and comments; values that say what they should have been; YAML and JSON.
 *
 * <p>A {@link org.pal4j.config.Key} is all that there is to say about one key, in one place; {@link org.pal4j.config.Keys} reads and shows all of
 * them, and finds all faults at once. {@link org.pal4j.config.Documents} reads files into plain Java values, so that no type of a library is
 * needed to give a configuration from Java.
 *
 * <p>May use {@code format} for the words about files that can't be read. Knows nothing of models.
 */
package org.pal4j.config;
