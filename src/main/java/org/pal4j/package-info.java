/**
 * Types that every floor may use: the exception for unusable input, the activation functions and the vector width. Depends on no
 * other package of the project.
 */
package org.pal4j;
