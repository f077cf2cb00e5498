/**
 * File formats, floor 1: NumPy arrays and archives (npy, npz), safetensors, images and labels (IDX, CIFAR-10), and atomic file replacement
 * ({@link org.pal4j.format.WholeFile}). {@link org.pal4j.format.NpyArray} is an array in memory, {@link org.pal4j.format.NamedArrays} a list of
 * arrays that saves and restores a state. To add a format for arrays, write a class beside {@link org.pal4j.format.Npy} that reads a {@code
 * Source} into {@code NpyArray}s.
 *
 * <p>Readers trust nothing. No allocation has a size that a file merely claims, and every fault is an {@link org.pal4j.InputException} that names
 * the file, the fault and the fix.
 *
 * <p>May use floor 0; knows nothing of experiments.
 */
package org.pal4j.format;
