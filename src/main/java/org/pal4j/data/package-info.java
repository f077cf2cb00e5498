/**
 * Samples, floor 3: drawn from seeds ({@link org.pal4j.data.YinYang}, {@link org.pal4j.data.UniformInputs}) or read from the files of data sets
 * ({@link org.pal4j.data.MnistFiles}, {@link org.pal4j.data.CifarFiles}), and where those files are looked for ({@link org.pal4j.data.DataFolder}).
 *
 * <p>A {@link org.pal4j.data.SampleSet} is shown to a network sample by sample; {@link org.pal4j.data.ImageData} are the images of a data set as
 * bytes, for whoever splits them. May use {@code format}, {@code memory} and {@code random}; knows nothing of models.
 */
package org.pal4j.data;
