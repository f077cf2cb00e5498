/**
 * Types that every floor may use: the exception for unusable input, which puts all its {@link org.pal4j.Fault}s into one text, the activation
 * functions, and the vector width. This is floor 0. It depends on no other package of the project.
 *
 * <p>The floors of the house, from the ground; each package uses only packages on floors below its own: 0 this package; 1 {@code format}, {@code
 * memory}, {@code random}; 2 {@code config}, {@code kernel}, {@code kernel.batch}; 3 {@code circuit}, {@code rate}, {@code data}; 4 {@code
 * measure}, {@code verify}; 5 {@code chart}; 6 {@code model}, the contract; 7 {@code run}, {@code model.circuit}, {@code model.rate}; 8 {@code
 * sweep}; 9 {@code catalog}; 10 {@code report}, {@code cli}. A package that is not listed, such as {@code cli.slurm}, stands on the floor of the
 * one around it, which may use it; {@code kernel.batch} uses {@code kernel}, and {@code cli} uses {@code report}. Where a package comment allows
 * less, or where two comments differ, the stricter one holds: for example, only the packages that the comment of {@code kernel} names use
 * kernels. {@code HouseTest} enforces this.
 */
package org.pal4j;
