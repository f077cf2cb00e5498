/**
 * Charts as files for print, floor 10: the same charts as on a page, drawn without a browser.
 *
 * <p>{@link org.pal4j.report.figure.Figures} is the entry point. {@code Drawing} runs the page's own scripts in Rhino, where ECharts draws SVG.
 * {@code SvgReader} makes a {@code Scene} of it: shapes, texts and images. {@code SvgFile}, {@code PdfFile} and {@code PngFile} write a scene. The
 * letters are those of {@code Typeface}, so a figure looks the same on each machine.
 *
 * <p>May use all floors below. Rhino, PDFBox and Java's own graphics are used here only, and loaded when a figure is asked for.
 */
package org.pal4j.report.figure;
