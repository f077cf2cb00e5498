/**
 * Samples, floor 3. They are drawn from seeds ({@link org.pal4j.data.YinYang}, {@link org.pal4j.data.UniformInputs}) or read from the files of
 * data sets ({@link org.pal4j.data.MnistFiles}, {@link org.pal4j.data.CifarFiles}). {@link org.pal4j.data.DataFolder} knows where to look for
 * files.
 *
 * <p>A {@link org.pal4j.data.SampleSet} presents samples to a circuit; {@link org.pal4j.data.DataSets} holds those of training, validation and
 * test. {@link org.pal4j.data.SampleOrder} is the order in an epoch. {@link org.pal4j.data.ImageData} holds the images of a data set as bytes, which
 * a rate model splits. Samples from files of the user are in {@code data.own}. To add a data set, write a reader beside {@code MnistFiles} or {@code
 * CifarFiles}, and a task of a model that uses it ({@code model.circuit.Task} or {@code model.rate.ImageTask}).
 *
 * <p>May use {@code format}, {@code memory} and {@code random}; knows nothing of models.
 */
package org.pal4j.data;
