/**
 * What a program may ask of a session, through whatever door it comes, floor 10. docs/protocol.md tells of each operation.
 *
 * <p>{@link org.pal4j.session.request.Opening} makes a session, {@link org.pal4j.session.request.Operations} does what is asked of one, and
 * {@link org.pal4j.session.request.Ask} reads the fields of a {@link org.pal4j.session.request.Message}.
 * {@link org.pal4j.session.request.Access} says which files a request may name. {@code LiveProgress} tells where an epoch stands.
 * {@link org.pal4j.session.request.Refusal} says as data what is wrong with a request.
 *
 * <p>May use {@code session} and all floors below.
 */
package org.pal4j.session.request;
