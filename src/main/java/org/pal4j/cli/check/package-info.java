/**
 * The commands {@code golden} and {@code verify}, on the top floor: golden cases are made here, and implementations are checked with them. {@code
 * AgainstText} prints what a subject did, {@code AgainstJson} for programs.
 *
 * <p>May use {@code cli.option} and all floors below.
 */
package org.pal4j.cli.check;
