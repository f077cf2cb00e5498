/**
 * What {@code pal4j doctor} looks at: {@code Machine} reads the JVM and the processor, {@code Speed} measures a few seconds of steps, and {@code
 * Diagnosis} is the list of what is wrong, a function of these facts alone. May use
 * the floors below; prints nothing.
 */
@NullMarked
package org.pal4j.cli.doctor;

import org.jspecify.annotations.NullMarked;
