package org.pal4j.report.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.pal4j.report.figure.Scene.Filled;
import org.pal4j.report.figure.Scene.Item;
import org.pal4j.report.figure.Scene.Picture;
import org.pal4j.report.figure.Scene.Stroked;
import org.pal4j.report.figure.Scene.Text;

/** Writes a figure as PNG, by Java's own graphics. Letters are outlines, so no font of the machine is used. */
final class PngFile {
    /** Dots per inch, as journals ask for pictures with lines and colours. */
    static final int DPI = 600;
    private static final double MM_PER_INCH = 25.4;

    private PngFile() {}

    static byte[] of(Scene scene, double widthMm, Typeface typeface) throws IOException {
        int width = (int) Math.round(widthMm / MM_PER_INCH * DPI);
        double scale = width / scene.width();
        BufferedImage image = new BufferedImage(width, (int) Math.ceil(scene.height() * scale), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.setColor(scene.background());
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        for (Item item : scene.items()) {
            draw(graphics, item, typeface);
        }
        graphics.dispose();
        return encoded(image);
    }

    private static void draw(Graphics2D graphics, Item item, Typeface typeface) throws IOException {
        graphics.setClip(item.clip());
        switch (item) {
            case Filled filled -> {
                graphics.setColor(filled.color());
                graphics.fill(filled.shape());
            }
            case Stroked line -> {
                BasicStroke pen = SvgReader.pen(line);
                graphics.setColor(line.color());
                graphics.setStroke(pen);
                graphics.draw(line.shape());
            }
            case Text text -> {
                graphics.setColor(text.color());
                graphics.fill(text.transform().createTransformedShape(typeface.outlines(text.text(), text.size())));
            }
            case Picture picture -> {
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
                AffineTransform place = new AffineTransform(picture.transform());
                place.scale(picture.width() / image.getWidth(), picture.height() / image.getHeight());
                graphics.drawImage(image, place, null);
            }
        }
    }

    private static byte[] encoded(BufferedImage image) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("png");
        ImageWriter writer = writers.next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        IIOMetadataNode size = new IIOMetadataNode("pHYs");
        String perMetre = Long.toString(Math.round(DPI / MM_PER_INCH * 1000));
        size.setAttribute("pixelsPerUnitXAxis", perMetre);
        size.setAttribute("pixelsPerUnitYAxis", perMetre);
        size.setAttribute("unitSpecifier", "meter");
        root.appendChild(size);
        IIOMetadataNode texts = new IIOMetadataNode("tEXt");
        IIOMetadataNode text = new IIOMetadataNode("tEXtEntry");
        text.setAttribute("keyword", "Software");
        text.setAttribute("value", Figures.MARK);
        texts.appendChild(text);
        root.appendChild(texts);
        metadata.mergeTree("javax_imageio_png_1.0", root);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream target = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(target);
            writer.write(metadata, new IIOImage(image, null, metadata), null);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
