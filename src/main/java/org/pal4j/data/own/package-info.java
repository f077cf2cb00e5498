/**
 * Data of users, floor 3: samples from their own files, npz or CSV, for every model.
 *
 * <p>{@link org.pal4j.data.own.OwnData} is what a configuration says of them, and {@link org.pal4j.data.own.OwnDataKeys} has the keys. {@link
 * org.pal4j.data.own.OwnReader} reads the files, splits the samples and scales them; the result is {@link org.pal4j.data.own.OwnSamples}. {@code
 * NpzTable} and {@code CsvTable} read one file into a {@code Table}, whose values are checked one by one. {@code TableFaults} says what is wrong
 * with them, and where. {@link org.pal4j.data.own.FurtherTable} reads samples that a trained network is asked about.
 *
 * <p>A model with these data adds the keys to its own and hands the samples to its networks. May use {@code data} around it, {@code config}, {@code
 * format} and {@code random}; knows nothing of models.
 */
package org.pal4j.data.own;
