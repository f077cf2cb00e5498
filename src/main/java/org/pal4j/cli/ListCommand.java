package org.pal4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.catalog.Catalog;
import picocli.CommandLine.Command;

/** {@code pal4j list}. */
@Command(name = "list", description = "Lists the experiments and sweeps that have a name.", mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
    @Override
    public void run() {
        int width = Catalog.NAMES.stream().mapToInt(String::length).max().orElse(0);
        Map<String, String> titles = new LinkedHashMap<>();
        Catalog.NAMES.forEach(name -> titles.put(name, Catalog.study(name, List.of()).base().title()));
        print(titles, width);
        Map<String, String> sweeps = new LinkedHashMap<>();
        Catalog.SWEEPS.forEach(name -> sweeps.put(name, Catalog.sweep(name, List.of(), notes -> {}).title()));
        print(sweeps, width);
        System.out.println("Run one:  ./pal4j run yinyang      Its configuration:  ./pal4j show yinyang");
        System.out.println("A sweep:  ./pal4j sweep " + Catalog.SWEEPS.getFirst());
    }

    private static void print(Map<String, String> titles, int width) {
        titles.forEach((name, title) -> System.out.printf("%-" + width + "s  %s%n", name, title));
        System.out.println();
    }
}
