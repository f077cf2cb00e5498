/**
 * The kernels and whole steps in up to four columns: plain loops in Java, PAL4J's own with the Vector API, the same arithmetic in C with intrinsics
 * (src/main/c), and OpenBLAS. {@link org.pal4j.bench.columns.Rows} has the list. A {@link org.pal4j.bench.columns.Row} prepares a {@link
 * org.pal4j.bench.columns.Case}, which has something to run for each column, and compares the bits of the first three. {@link
 * org.pal4j.bench.columns.Steady} measures the columns of a case in turn. The C sources are compiled by the system's compiler when they are first
 * needed ({@link org.pal4j.bench.columns.Compiler}) and called through {@link java.lang.foreign} ({@link org.pal4j.bench.columns.Native}).
 *
 * <p>A harness of another kind uses {@code Rows.all()}, {@code row.prepare(seed)} and {@code case.runs()}; {@link
 * org.pal4j.bench.columns.ColumnsBenchmark} is the same for JMH.
 */
package org.pal4j.bench.columns;
