/**
 * Folders that several processes may want at once, floor 2. {@link org.pal4j.folder.Claim} gives a folder to one of them. {@link
 * org.pal4j.folder.OwnFiles} removes what this program has written, and nothing else.
 *
 * <p>May use {@code format} and the root package.
 */
@NullMarked
package org.pal4j.folder;

import org.jspecify.annotations.NullMarked;
