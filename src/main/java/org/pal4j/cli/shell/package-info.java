/**
 * Commands around the program, on the top floor: {@code completion} and {@code man} write for a shell and for {@code man} what the others take;
 * {@code ManPage} is one page. {@code bench} and {@code dist} are run by the launcher of a checkout, and are here for their help.
 *
 * <p>May use {@code cli.option} and all floors below.
 */
package org.pal4j.cli.shell;
