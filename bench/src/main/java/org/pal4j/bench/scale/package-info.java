/**
 * What larger machines would give, computed from what was measured on this one and from stated assumptions. {@code Machine} holds the assumptions,
 * {@code SharedNetwork} predicts the step of one large network whose passes are shared by threads, {@code ManyNetworks} that of networks which each
 * have a core, and {@code SeedStudy} the time of a study of many seeds. May use {@code org.pal4j.bench.score} and the program's own plans of work; it
 * measures nothing.
 */
package org.pal4j.bench.scale;
