package org.pal4j.report.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.ScriptableObject;

/** The scripts of charts in a script engine, without ECharts: what they ask it to draw. A letter is 7 pixels wide. */
final class Scripts implements AutoCloseable {
    static final Path FOLDER = Path.of("src/main/resources/org/pal4j/report");

    private final Context context = Context.enter();
    private final ScriptableObject scope;

    Scripts() {
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        StringBuilder all = new StringBuilder();
        for (String name : new String[] {"charts.js", "sweep.js", "roofline.js"}) {
            all.append(read(name));
        }
        context.evaluateString(scope, all + "\nwidthOf = text => 7 * text.length;", "charts.js", 1, null);
    }

    static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of an expression as text. */
    String text(String expression) {
        return ScriptRuntime.toString(context.evaluateString(scope, expression, "test", 1, null));
    }

    double number(String expression) {
        return Double.parseDouble(text(expression));
    }

    @Override
    public void close() {
        Context.exit();
    }
}
