import org.jspecify.annotations.NullMarked;
import org.pal4j.model.Model;

/**
 * PAL4J: Phaseless Alignment Learning in dendritic cortical microcircuits, on primitive floats.
 *
 * <p>The Vector API's incubator module is required here, so that nobody ever types {@code --add-modules}: a program that
 * runs from the module path resolves it by itself.
 *
 * <p>Nothing is null that goes in or comes out, unless it is marked as nullable.
 */
@NullMarked
module org.pal4j {
    requires jdk.incubator.vector;
    requires info.picocli;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires org.yaml.snakeyaml;
    requires java.desktop;
    requires java.management;
    requires java.xml;
    requires jdk.httpserver;
    requires jdk.management;
    requires me.tongfei.progressbar;
    // PDFBox needs it, and as an automatic module can't say so.
    requires org.apache.commons.logging;
    requires org.apache.commons.text;
    requires org.apache.fontbox;
    requires org.apache.pdfbox;
    requires org.apache.pdfbox.io;
    requires org.mozilla.rhino;
    requires static transitive org.jspecify;

    exports org.pal4j;
    exports org.pal4j.catalog;
    exports org.pal4j.chart;
    exports org.pal4j.circuit;
    exports org.pal4j.config;
    exports org.pal4j.data;
    exports org.pal4j.data.own;
    exports org.pal4j.folder;
    exports org.pal4j.format;
    exports org.pal4j.measure;
    exports org.pal4j.memory;
    exports org.pal4j.model;
    exports org.pal4j.model.circuit;
    exports org.pal4j.model.rate;
    exports org.pal4j.random;
    exports org.pal4j.rate;
    exports org.pal4j.report;
    exports org.pal4j.run;
    exports org.pal4j.session;
    exports org.pal4j.session.pipe;
    exports org.pal4j.session.subject;
    exports org.pal4j.sweep;
    exports org.pal4j.verify;

    // Model classes of users, beside those of org.pal4j.catalog.Models.
    uses Model;

    // picocli sets the fields of commands.
    opens org.pal4j.cli to info.picocli;
    opens org.pal4j.cli.check to info.picocli;
    opens org.pal4j.cli.option to info.picocli;
    opens org.pal4j.cli.shell to info.picocli;
}
