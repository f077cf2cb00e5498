/**
 * A fuzzer for everything that PAL4J reads: damaged configurations, data files, folders of runs.
 *
 * <p>A {@link org.pal4j.fuzz.Reader} has undamaged {@link org.pal4j.fuzz.Sample}s and a way to read one. {@link org.pal4j.fuzz.Mutator} damages a
 * sample. {@link org.pal4j.fuzz.Trial} reads the mutant, and says what went wrong: any exception but {@link org.pal4j.InputException}, a hang,
 * memory far above the size of the files, or a message that nobody can use. {@link org.pal4j.fuzz.Fuzzer} does that for many mutants. Mutant k of a
 * seed is the same each time, whatever came before it.
 *
 * <p>{@link org.pal4j.fuzz.FuzzTest} tries some thousand mutants within the suite, {@link org.pal4j.fuzz.Fuzz} as many as you like, in several
 * processes (docs/contributing.md). A new reader joins by an entry in {@link org.pal4j.fuzz.Readers}.
 */
package org.pal4j.fuzz;
