package org.pal4j.cli;

/** Where {@code java -jar} begins. It needs no library, and so can say that they are missing. */
public final class Jar {
    private Jar() {}

    /** Runs the program, if all that it needs is there. */
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
