package org.pal4j.model;

import java.util.function.Supplier;
import org.pal4j.format.ElementKind;

/**
 * Something that is recorded while a run goes on: an array that grows by a row each time.
 *
 * @param name  of its file, without the ending
 * @param kind  of its elements
 * @param shape of a row; empty for a single number
 * @param row   reads it right after a step, in C order
 */
public record Series(String name, ElementKind kind, int[] shape, Supplier<double[]> row) {}
