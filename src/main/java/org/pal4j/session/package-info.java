/**
 * A running network that somebody drives, floor 10: the Java API of the backend, for programs, notebooks and other languages.
 *
 * <p>{@link org.pal4j.session.Session} is the entry point. It is opened from an experiment of any model, and gives the bits of {@code run}. {@link
 * org.pal4j.session.Presentations} is what somebody shows it, and {@link org.pal4j.session.Presented} what it answers. {@code Part} is a batch of
 * its replicas with their course; {@code Starter} starts one.
 *
 * <p>Knows the contract, {@code model}, and {@code run}, and no model. May use all floors below.
 */
package org.pal4j.session;
