package org.pal4j.rate;

import org.pal4j.kernel.Program;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchMaps;
import org.pal4j.kernel.batch.Batches;

/** The calls of a max-pool: values of any kind are taken from the position of the largest rate below, or returned to it. */
final class PoolCalls extends RateLayout.Calls {
    PoolCalls(RateLayout at, WorkSplitter splitter) {
        super(at, splitter);
    }

    /** Processes one row of a map. */
    private interface Row {
        void work(int below, int width, int own, int winner);
    }

    /**
     * Processes the rows of all maps.
     *
     * @param below      region of the layer below
     * @param belowBlock bytes from one of its blocks to the next
     * @param own        region of this layer
     * @param ownBlock   bytes from one of its blocks to the next
     */
    private void rows(Program program, int l, int below, int belowBlock, int own, int ownBlock, Row row) {
        Shape shape = at.shape[l];
        int lines = shape.channels() * shape.height();
        int line = shape.width() * Batches.ROW;
        splitter.add(program, 8.0 * at.rows[l] * at.p.batch(), at.blocks * lines, 1, (from, to, part) -> {
            for (int unit = from; unit < to; unit++) {
                int b = unit / lines;
                int k = unit % lines;
                row.work(below + b * belowBlock + k * 4 * line, shape.width(), own + b * ownBlock + k * line,
                        at.winner[l] + b * at.blockBytes[l] + k * line);
            }
        });
    }

    /** Selects the largest rates below and records their positions. */
    void forward(Program program, int l) {
        rows(program, l, at.r[l - 1], at.rateBlockBytes[l - 1], at.r[l], at.rateBlockBytes[l],
                (below, width, own, winner) -> BatchMaps.pool(m, below, width, own, winner));
        select(program, l, at.slope[l - 1], at.slope[l]);
    }

    /** Selects the values of another region of the layer below at the winning positions. */
    void select(Program program, int l, int below, int own) {
        rows(program, l, below, at.blockBytes[l - 1], own, at.blockBytes[l],
                (from, width, to, winner) -> BatchMaps.select(m, from, width, to, winner));
    }

    /** Returns the errors to the positions from which the rates came. */
    void backward(Program program, int l) {
        rows(program, l, at.e[l - 1], at.blockBytes[l - 1], at.e[l], at.blockBytes[l],
                (below, width, own, winner) -> BatchMaps.spread(m, below, width, own, winner));
    }
}
