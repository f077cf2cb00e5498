/** The JDKs that are compared, and the JVMs that are started from them. */
package org.pal4j.bench.fork;
