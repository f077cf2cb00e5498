package org.pal4j.model.rate;

import org.pal4j.data.CifarFiles;
import org.pal4j.data.DataFolder;
import org.pal4j.data.ImageData;
import org.pal4j.data.Mnist;
import org.pal4j.data.MnistFiles;
import org.pal4j.format.Cifar;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.Shape;

/** The tasks that an experiment with a rate network can have: which images there are, and what the network should make of them. */
public enum ImageTask {
    /** The digits of MNIST as their own targets, through a layer with few neurons; pixels from 0 to 1. */
    AUTOENCODER("autoencoder", "that reconstructs the digits of MNIST", new Shape(1, Mnist.SIDE, Mnist.SIDE), 60_000, 6),
    /**
     * Classification of MNIST's digits, one output for each; pixels from 0 to 1.
     *
     * <p>This is not the task {@code mnist} of circuits, so it has a name of its own. Here a pixel p is the rate p/255, and a random split by
     * {@code split_seed} decides which training images are for validation. There the rate is p/256, and the first 50 000 images are for training,
     * the last 10 000 for validation, in the order of the files. Each is as in the original program for its networks.
     */
    MNIST_RANDOM_SPLIT("mnist-random-split", "on MNIST classification", new Shape(1, Mnist.SIDE, Mnist.SIDE), 60_000, 6),
    /** Classification of CIFAR-10's images, one output for each class; values from -1 to 1. */
    CIFAR10("cifar10", "on CIFAR-10 classification", new Shape(Cifar.CHANNELS, Cifar.SIDE, Cifar.SIDE), 50_000, 5);

    /** Classes of all data sets. */
    static final int CLASSES = 10;
    private static final float BRIGHTEST = 255;
    /** Test images of all published data sets. */
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

    /** The name in configurations. */
    public String label() {
        return label;
    }

    /** What a network does, behind "a network ..". */
    String words() {
        return words;
    }

    /** Whether outputs are compared with classes; else with the image itself. */
    public boolean hasClasses() {
        return this != AUTOENCODER;
    }

    /** The shape of an image. */
    public Shape images() {
        return images;
    }

    /** Values of a target. */
    int outputs() {
        return hasClasses() ? CLASSES : images.size();
    }

    /** What a network with that first layer sees: maps, or neurons without any. */
    Shape input(LayerKind first) {
        return first == LayerKind.DENSE ? Shape.of(images.size()) : images;
    }

    /** Training images that the published data set has. */
    int trainImages() {
        return trainImages;
    }

    /** Test images that the published data set has. */
    int testImages() {
        return TEST_IMAGES;
    }

    /** The data set: one and the same for tasks that have the same images. */
    String dataSet() {
        return this == CIFAR10 ? "cifar10" : "mnist";
    }

    /** One of so many training images is for validation, unless an experiment says another number. */
    int validationShare() {
        return share;
    }

    /** The rate that a pixel is. */
    float rate(byte pixel) {
        float bright = (pixel & 0xFF) / BRIGHTEST;
        return this == CIFAR10 ? (bright - 0.5f) / 0.5f : bright;
    }

    /**
     * The images.
     *
     * @throws org.pal4j.InputException if they are not there or can't be read
     */
    ImageData read(DataFolder folder) {
        return this == CIFAR10 ? CifarFiles.find(folder).images() : MnistFiles.find(folder).images();
    }

    /** The narrowest layer of an autoencoder, the first of equals: its rates are what the network knows of an image. */
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
