/**
 * File formats (floor 1): NumPy arrays and archives (npy, npz), safetensors, images and labels (IDX, CIFAR-10), and atomic file
 * replacement.
 *
 * <p>Readers trust nothing. No allocation has a size that a file merely claims, and every fault is an
 * {@link org.pal4j.InputException} that names the file, the fault and the fix. May use the floors below; knows nothing of
 * experiments.
 */
package org.pal4j.format;
