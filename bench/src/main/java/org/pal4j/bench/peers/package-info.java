/**
 * PAL4J's side of the comparison with programs of other systems (bench/peers): {@link org.pal4j.bench.peers.Ours} writes what they start from and
 * what must come out, and then runs when it is told to.
 */
package org.pal4j.bench.peers;
