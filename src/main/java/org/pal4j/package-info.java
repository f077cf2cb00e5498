/**
 * What every floor of the house may use: the one exception for unusable input. It uses nothing itself.
 */
package org.pal4j;
