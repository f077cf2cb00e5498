package org.pal4j.model.rate;

import org.pal4j.data.CifarFiles;
import org.pal4j.data.DataFolder;
import org.pal4j.data.ImageData;
import org.pal4j.data.Mnist;
import org.pal4j.data.MnistFiles;
import org.pal4j.data.own.OwnData;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.format.Cifar;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.Shape;

/** Tasks of a rate network: data set and targets. */
public enum ImageTask {
    /** Reconstruction of MNIST digits through a layer with few neurons; pixels from 0 to 1. */
    AUTOENCODER("autoencoder", "that reconstructs the digits of MNIST", new Shape(1, Mnist.SIDE, Mnist.SIDE), 60_000, 6),
    /**
     * Classification of MNIST digits, one output for each class; pixels from 0 to 1.
     *
     * <p>It differs from the task {@code mnist} of circuits. Here a pixel p is the rate p/255, and a random split by {@code split_seed} selects the
     * validation images. For circuits the rate is p/256, and training uses the first 50 000 images and validation the last 10 000, in the order of
     * the files. Each follows the original program for its kind of network.
     */
    MNIST_RANDOM_SPLIT("mnist-random-split", "on MNIST classification", new Shape(1, Mnist.SIDE, Mnist.SIDE), 60_000, 6),
    /** Classification of CIFAR-10 images, one output for each class; values from -1 to 1. */
    CIFAR10("cifar10", "on CIFAR-10 classification", new Shape(Cifar.CHANNELS, Cifar.SIDE, Cifar.SIDE), 50_000, 5),
    /** Samples from the user's own files, with classes or targets. Their shape and number are in the files, not here. */
    DATA(OwnDataKeys.TASK, "on data", Shape.of(1), OwnData.ASSUMED_SAMPLES, 1);

    /** Number of classes of every published data set. */
    static final int CLASSES = 10;
    private static final float BRIGHTEST = 255;
    /** Number of test images of every published data set. */
    private static final int TEST_IMAGES = 10_000;

    private final String label;
    private final String words;
    private final Shape images;
    private final int trainImages;
    private final int share;

    ImageTask(String label, String words, Shape images, int trainImages, int share) {
        this.label = label;
        this.words = words;
        this.images = images;
        this.trainImages = trainImages;
        this.share = share;
    }

    /** Returns the name in configurations. */
    public String label() {
        return label;
    }

    /** Returns the task as a phrase that follows "a network ..". */
    String words() {
        return words;
    }

    /** Returns whether targets are known to be classes. Those of an autoencoder are the images themselves. Of own data, the files decide. */
    public boolean hasClasses() {
        return this == MNIST_RANDOM_SPLIT || this == CIFAR10;
    }

    /** Returns whether the targets are the images themselves. */
    boolean reconstructs() {
        return this == AUTOENCODER;
    }

    /** Returns the shape of an image. */
    public Shape images() {
        return images;
    }

    /** Returns the number of values of a target. */
    int outputs() {
        return hasClasses() ? CLASSES : images.size();
    }

    /** Returns the input shape of a network, given the kind of its first layer: maps, or a vector for dense layers. */
    Shape input(LayerKind first) {
        return first == LayerKind.DENSE ? Shape.of(images.size()) : images;
    }

    /** Returns the number of training images of the published data set. */
    int trainImages() {
        return trainImages;
    }

    /** Returns the number of test images of the published data set. */
    int testImages() {
        return TEST_IMAGES;
    }

    /** Returns the name of the data set, which is the same for tasks with the same images. */
    String dataSet() {
        return this == CIFAR10 ? "cifar10" : "mnist";
    }

    /** Returns the default divisor for validation: one in this many training images is for validation. */
    int validationShare() {
        return share;
    }

    /** Returns the rate of a pixel. */
    float rate(byte pixel) {
        float bright = (pixel & 0xFF) / BRIGHTEST;
        return this == CIFAR10 ? (bright - 0.5f) / 0.5f : bright;
    }

    /**
     * Reads the images.
     *
     * @throws org.pal4j.InputException if they are missing or unreadable
     */
    ImageData read(DataFolder folder) {
        return this == CIFAR10 ? CifarFiles.find(folder).images() : MnistFiles.find(folder).images();
    }

    /** Returns the narrowest layer of an autoencoder, the first one in case of ties. Its rates are the latent code of an image. */
    static int latentLayer(RateParameters p) {
        int narrowest = 1;
        for (int l = 2; l <= p.depth(); l++) {
            if (p.shape(l).size() < p.shape(narrowest).size()) {
                narrowest = l;
            }
        }
        return narrowest;
    }
}
