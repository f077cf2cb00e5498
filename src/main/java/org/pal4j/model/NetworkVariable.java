package org.pal4j.model;

import org.pal4j.format.ElementKind;

/**
 * A variable of a network that somebody drives.
 *
 * @param name     its documented name, such as {@code W1}
 * @param meaning  what it is, with its unit
 * @param kind     the type of its elements
 * @param shape    its shape: (neurons) or (post, pre); empty for a single number
 * @param settable whether it can be set; others are derived
 */
public record NetworkVariable(String name, String meaning, ElementKind kind, int[] shape, boolean settable) {}
