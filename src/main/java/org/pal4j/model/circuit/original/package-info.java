/**
 * Parameter files of the original programs for circuits, floor 7: the NumPy program's JSON ({@link org.pal4j.model.circuit.original.NumpyFormat})
 * and the GeNN program's YAML ({@link org.pal4j.model.circuit.original.GennFormat}). They are translated into our own keys and then read like any
 * other file; docs/original-files.md has the tables of keys.
 *
 * <p>May use {@code model} and the floors below it; knows nothing of {@code model.circuit}, which offers these formats.
 */
package org.pal4j.model.circuit.original;
