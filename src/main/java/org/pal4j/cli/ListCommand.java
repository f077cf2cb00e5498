package org.pal4j.cli;

import java.util.List;
import org.pal4j.run.Catalog;
import picocli.CommandLine.Command;

/** {@code pal4j list}. */
@Command(name = "list", description = "Lists the experiments and sweeps that have a name.", mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
    @Override
    public void run() {
        int width = Catalog.NAMES.stream().mapToInt(String::length).max().orElse(0);
        for (String name : Catalog.NAMES) {
            System.out.printf("%-" + width + "s  %s%n", name, Catalog.read(name, List.of()).title());
        }
        System.out.println();
        for (String name : Catalog.SWEEPS) {
            System.out.printf("%-" + width + "s  %s%n", name, Catalog.sweep(name, java.util.List.of(), notes -> { }).title());
        }
        System.out.println();
        System.out.println("Run one:  ./pal4j run yinyang      Its configuration:  ./pal4j show yinyang");
        System.out.println("A sweep:  ./pal4j sweep " + Catalog.SWEEPS.getFirst());
    }
}
