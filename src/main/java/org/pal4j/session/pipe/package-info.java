/**
 * Sessions for programs in other languages on the same machine, floor 10: framed messages on standard input and output. docs/protocol.md describes
 * every byte.
 *
 * <p>{@link org.pal4j.session.pipe.Door} reads requests, does them, and writes replies. {@code Frames} reads and writes frames. {@code Room} is a
 * session with the requests that wait for it.
 *
 * <p>May use {@code session}, {@code session.request} and all floors below; {@code session} does not use this package.
 */
package org.pal4j.session.pipe;
