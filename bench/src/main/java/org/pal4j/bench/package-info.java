/**
 * The benchmarks. {@code ./pal4j bench} builds and runs them with JMH; what follows the word goes to JMH, for example
 * {@code ./pal4j bench StepBenchmark -prof gc}. Numbers that are stated anywhere come with CPU, JDK and commit, in results/.
 * {@code ./pal4j bench columns} ({@link org.pal4j.bench.Columns}) compares kernels and steps with C and OpenBLAS, in time and bits.
 * {@code ./pal4j bench scale} ({@code Scale}) predicts what more cores would give.
 */
package org.pal4j.bench;
