/** What runs inside of a JVM that measures: an operation is repeated until its samples are steady. */
package org.pal4j.bench.steady;
