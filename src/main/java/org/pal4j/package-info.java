/**
 * Types that every floor may use: the exception for unusable input and its {@link org.pal4j.Fault}s, the activation functions, and the vector
 * width. This is floor 0. It depends on no other package of the project.
 *
 * <p>The floors of the house, from the ground; each package uses only packages on floors below its own: 0 this package; 1 {@code format}, {@code
 * memory}, {@code random}; 2 {@code config}, {@code kernel}, {@code kernel.batch}; 3 {@code circuit}, {@code rate}, {@code data}; 4 {@code
 * measure}, {@code verify}; 5 {@code chart}; 6 {@code model}, the contract; 7 {@code run}, {@code model.circuit}, {@code model.rate}; 8 {@code
 * sweep}; 9 {@code catalog}; 10 {@code report}, {@code cli}. A package inside another, such as {@code cli.slurm}, stands on the same floor, and
 * the outer one may use it; {@code kernel.batch} uses {@code kernel}, and {@code cli} uses {@code report}. Where a package comment says less, it
 * holds. {@code HouseTest} enforces this.
 */
package org.pal4j;
