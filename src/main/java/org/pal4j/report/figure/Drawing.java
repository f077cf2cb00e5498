package org.pal4j.report.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.pal4j.chart.Chart;
import org.pal4j.chart.FigureTheme;
import org.pal4j.config.Json;

/**
 * The scripts of a page in a script engine, where ECharts draws SVG without a browser. So a figure has the data, the colours and the layout of the
 * page. The scripts get three functions from here, and nothing else of Java.
 */
final class Drawing implements AutoCloseable {
    private static final String RESOURCES = "/org/pal4j/report/";
    private static final List<String> SCRIPTS = List.of("charts.js", "sweep.js", "roofline.js", "figures.js");

    private final Typeface typeface;
    private final Context context;
    private final ScriptableObject scope;
    private final Function draw;

    /** Reads the scripts, which takes about two seconds. */
    Drawing(Typeface typeface) {
        this.typeface = typeface;
        context = Context.enter();
        // The script of ECharts is one function, too large for a method of Java.
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        give("hostWidth", arguments -> typeface.width(ScriptRuntime.toString(arguments[0]), ScriptRuntime.toNumber(arguments[1])));
        give("hostPicture", arguments -> picture((int) ScriptRuntime.toNumber(arguments[0]), (int) ScriptRuntime.toNumber(arguments[1]),
                (int) ScriptRuntime.toNumber(arguments[2]), (Scriptable) arguments[3]));
        give("atob", arguments -> new String(Base64.getDecoder().decode(ScriptRuntime.toString(arguments[0])), StandardCharsets.ISO_8859_1));
        // ECharts asks for it when it starts; nothing here moves.
        give("setTimeout", arguments -> 0);
        run("echarts.min.js", resource("echarts.min.js"));
        StringBuilder own = new StringBuilder();
        SCRIPTS.forEach(name -> own.append(resource(name)));
        run("charts.js", own.toString());
        draw = (Function) scope.get("drawFigure", scope);
    }

    Typeface typeface() {
        return typeface;
    }

    /** What a function of Java does for the scripts. */
    private interface Host {
        Object call(Object... arguments);
    }

    private void give(String name, Host host) {
        scope.put(name, scope, new LambdaFunction(scope, name, 0, (cx, callScope, self, arguments) -> host.call(arguments)));
    }

    private void run(String name, String script) {
        context.evaluateString(scope, script, name, 1, null);
    }

    /**
     * Draws a chart.
     *
     * @param width  width in pixels
     * @param height height in pixels, which a chart may change
     * @param theme  its colours
     * @return SVG as ECharts makes it
     */
    String svg(Chart chart, int width, int height, FigureTheme theme) {
        String data = typeface.known(Json.text(chart.data().values()));
        return ScriptRuntime.toString(draw.call(context, scope, scope, new Object[] {data, width, height, theme.label()}));
    }

    /** Returns the address of a picture of squares in the colours of an array: -1 for none, else 0xRRGGBB. */
    private static String picture(int width, int height, int factor, Scriptable colours) {
        BufferedImage image = new BufferedImage(width * factor, height * factor, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height * factor; y++) {
            for (int x = 0; x < width * factor; x++) {
                int colour = (int) ScriptRuntime.toNumber(colours.get(y / factor * width + x / factor, colours));
                image.setRGB(x, y, colour < 0 ? 0 : 0xff000000 | colour);
            }
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Drawing.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Context.exit();
    }
}
