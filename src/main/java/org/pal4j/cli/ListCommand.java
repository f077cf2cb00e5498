package org.pal4j.cli;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.option.Messages;
import picocli.CommandLine.Command;

/** {@code pal4j list}. */
@Command(name = "list", description = "Lists the experiments and sweeps that have a name.", mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
    @Override
    public void run() {
        int width = Catalog.NAMES.stream().mapToInt(String::length).max().orElse(0);
        print(Catalog.NAMES, width, name -> Catalog.study(name, List.of()).base().title());
        print(Catalog.SWEEPS, width, name -> Catalog.sweep(name, List.of(), notes -> {}).title());
        Messages.print("Run one:  ./pal4j run yinyang      Its configuration:  ./pal4j show yinyang");
        Messages.print("A sweep:  ./pal4j sweep " + Catalog.SWEEPS.getFirst());
    }

    private static void print(List<String> names, int width, UnaryOperator<String> title) {
        names.forEach(name -> System.out.printf("%-" + width + "s  %s%n", name, title.apply(name)));
        System.out.println();
    }
}
