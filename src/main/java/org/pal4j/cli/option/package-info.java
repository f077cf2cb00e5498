/**
 * Options and messages that several commands share, on the top floor.
 *
 * <p>May use all floors below; of the command line, nothing.
 */
package org.pal4j.cli.option;
