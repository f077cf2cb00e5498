package org.pal4j.data.own;

/** Numbers in rows and columns, all finite, also as floats. */
interface Cells {
    /** Returns the number of rows. */
    int rows();

    /** Returns the number of columns. */
    int columns();

    /** Returns a number. */
    double at(int row, int column);
}
