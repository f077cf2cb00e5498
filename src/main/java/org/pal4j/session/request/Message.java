package org.pal4j.session.request;

import java.util.Map;
import java.util.SequencedMap;
import org.pal4j.format.NpyArray;

/**
 * A message: its head as plain Java, and arrays by name in the order of their bytes.
 *
 * @param head   what it says
 * @param arrays the arrays in its body
 */
public record Message(Map<String, Object> head, SequencedMap<String, NpyArray> arrays) {}
