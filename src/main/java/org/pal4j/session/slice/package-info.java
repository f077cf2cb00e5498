/**
 * What others do with a session while an epoch advances, floor 10. An epoch advances in slices of some milliseconds.
 *
 * <p>{@link org.pal4j.session.slice.Peeks} copies values of each replica when it comes to the end of a slice.
 * {@link org.pal4j.session.slice.Errands} is work with the whole session, which is done between two slices.
 *
 * <p>May use {@code session}, {@code session.request} and all floors below.
 */
package org.pal4j.session.slice;
