/**
 * Latent-equilibrium rate networks, floor 3: chains of dense, convolution, max-pool and projection layers that learn by BP, FA, DFA, PAL, KP or WM.
 * Each update computes a whole mini-batch.
 *
 * <p>{@link org.pal4j.rate.RateParameters} holds the parameters, {@link org.pal4j.rate.Layer} those of one layer. {@link
 * org.pal4j.rate.RateNetwork} is the simulator; its state lies in one off-heap block ({@code RateLayout}), and {@code NetworkState} saves it.
 * {@code RateStep} composes an update of kernels, with {@code DenseCalls}, {@code ConvolutionCalls} and {@code PoolCalls} for the kinds of
 * layers; {@code RateStepper} runs it. {@code kernel.WorkSplitter} splits an update between threads.
 *
 * <p>{@link org.pal4j.rate.ReferenceNetwork} transcribes the equations of docs/rate-networks.md into plain loops in double precision, and checks
 * the simulator. To add a learning rule, name it in {@link org.pal4j.rate.RateChoices.RateAlgorithm}, transcribe its equation in {@code
 * ReferenceNetwork}, and compose its kernels in {@code DenseCalls} and {@code ConvolutionCalls}.
 *
 * <p>May use floors 0 to 2.
 */
package org.pal4j.rate;
