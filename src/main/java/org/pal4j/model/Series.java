package org.pal4j.model;

import java.util.function.Supplier;
import org.pal4j.format.ElementKind;

/**
 * A quantity that is recorded during a run: an array that grows by one row per record.
 *
 * @param name  the name of its file, without the extension
 * @param kind  the type of its elements
 * @param shape the shape of a row; empty for a single number
 * @param row   reads a row right after a step, in C order
 */
public record Series(String name, ElementKind kind, int[] shape, Supplier<double[]> row) {}
