package org.pal4j.cli;

/** The main class of the jar. It uses no library, so it can report that the libraries are missing. */
public final class Jar {
    private Jar() {}

    /** Runs the program, or explains how to start it. */
    public static void main(String[] arguments) {
        try {
            Main.main(arguments);
        } catch (NoClassDefFoundError missing) {
            System.err.println("pal4j: with -jar, java finds neither the libraries nor the Vector API; start ./pal4j in the checkout, or"
                    + " java -p JAR:LIBRARIES -m org.pal4j with the jar and the folder of its libraries");
            System.exit(Main.UNUSABLE);
        }
    }
}
