/** What benchmarks come to: records of forks and rows, the rules by which a row is valid, statistics, and the form of result files. */
package org.pal4j.bench.score;
