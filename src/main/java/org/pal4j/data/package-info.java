/**
 * Tasks, floor 4: samples with their targets and classes, and the order in which they are presented. May use the floors below; does
 * not use {@code measure}.
 */
package org.pal4j.data;
