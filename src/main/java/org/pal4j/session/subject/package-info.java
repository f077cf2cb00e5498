/**
 * The conformance kit, floor 10: lets a program in any language follow golden cases, and says where it goes wrong. {@link
 * org.pal4j.session.subject.Conformance} takes given and random cases, {@code CaseRun} lets the subject follow one, {@code Shrinking} makes a random
 * case that fails simpler, and {@link org.pal4j.session.subject.CaseResult} is what came out. docs/conformance.md describes what a subject has to do.
 *
 * <p>Asks the subject through {@code session.pipe}. May use {@code catalog} and the floors below it.
 */
package org.pal4j.session.subject;
