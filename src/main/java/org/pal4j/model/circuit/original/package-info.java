/**
 * Parameter files of the original programs for circuits, floor 7: the NumPy program's JSON ({@link org.pal4j.model.circuit.original.NumpyFormat})
 * and the GeNN program's YAML ({@link org.pal4j.model.circuit.original.GennFormat}). {@code NumpyTranslation} and {@code GennTranslation}
 * translate them into our keys, which are then read like any other file. To add a program, write its format and its translation here, and list
 * the format in {@code CircuitModel}. docs/original-files.md has the tables of keys.
 *
 * <p>May use {@code model} and the floors below it. {@code model.circuit} offers these formats to the program; this package does not use it.
 */
package org.pal4j.model.circuit.original;
