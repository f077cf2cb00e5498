/**
 * Files, floor 5: NumPy arrays and archives (npy, npz), safetensors, images and labels (IDX, CIFAR-10), and writing a file whole or not at all.
 *
 * <p>Readers trust nothing: no allocation is made by a size that a file merely claims, and every fault is an
 * {@link org.pal4j.InputException} that names the file, the fault and the fix. May use the floors below; knows nothing of experiments.
 */
package org.pal4j.format;
