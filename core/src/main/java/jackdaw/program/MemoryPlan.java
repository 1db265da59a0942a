package jackdaw.program;

import jackdaw.program.kernel.Block;
import jackdaw.program.kernel.Kernels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;

/**
 * The offsets of all blocks in one array: inputs, outputs copied after each run, outputs copied on
 * demand, temporaries. Temporaries that are not in use at the same time share memory: each is put
 * into the lowest gap that is free from its first to its last use.
 *
 * @param inputsEnd offset after the inputs, in floats
 * @param copiedEnd offset after the outputs that are copied after each run, in floats
 * @param fetchedEnd offset after the outputs that are copied on demand, in floats
 * @param size floats of memory in total
 */
record MemoryPlan(int inputsEnd, int copiedEnd, int fetchedEnd, int size) {
  /**
   * Offset of the first block, in floats. The floats of an array begin 16 bytes after the start of
   * the object. So if the object's address is a multiple of 64 bytes, that of the first block is
   * one too.
   */
  static final int START_FLOATS = 12;

  /** Sets the offsets of all blocks. */
  static MemoryPlan of(List<Block> blocks) {
    int inputsEnd = placeInOrder(blocks, Block.Life.INPUT, START_FLOATS);
    int copiedEnd = placeInOrder(blocks, Block.Life.COPIED_OUTPUT, inputsEnd);
    int fetchedEnd = placeInOrder(blocks, Block.Life.FETCHED_OUTPUT, copiedEnd);
    return new MemoryPlan(inputsEnd, copiedEnd, fetchedEnd, placeInGaps(blocks, fetchedEnd));
  }

  private static int placeInOrder(List<Block> blocks, Block.Life life, int start) {
    int end = start;
    for (Block block : blocks) {
      if (block.life == life) {
        block.offset = end;
        end = Math.addExact(end, block.size);
      }
    }
    return end;
  }

  private static int placeInGaps(List<Block> blocks, int start) {
    int end = start;
    List<Block> temporaries = new ArrayList<>();
    for (Block block : blocks) {
      if (block.life == Block.Life.TEMPORARY && block.last >= 0) {
        temporaries.add(block);
      }
    }
    temporaries.sort(Comparator.comparingInt(block -> block.first));
    Gaps gaps = new Gaps(end);
    Queue<Block> alive = new PriorityQueue<>(Comparator.comparingInt(block -> block.last));
    for (Block block : temporaries) {
      while (!alive.isEmpty() && alive.element().last < block.first) {
        Block ended = alive.remove();
        gaps.free(ended.offset, ended.size);
      }
      block.offset = gaps.take(block.size);
      alive.add(block);
      end = Math.max(end, Math.addExact(block.offset, block.size));
    }
    return Math.addExact(end, Kernels.ALIGNMENT_FLOATS);
  }

  /** The free ranges of memory; no two of them touch, and the last one has no end. */
  private static final class Gaps {
    /** The end of each gap by its start. */
    private final NavigableMap<Integer, Integer> ends = new TreeMap<>();

    Gaps(int start) {
      ends.put(start, Integer.MAX_VALUE);
    }

    /** Takes floats from the start of the lowest gap that is large enough; returns their offset. */
    int take(int size) {
      Map.Entry<Integer, Integer> gap = ends.firstEntry();
      while (gap != null && gap.getValue() - gap.getKey() < size) {
        gap = ends.higherEntry(gap.getKey());
      }
      if (gap == null) {
        throw new IllegalArgumentException("a program needs more than 2³¹ floats of memory");
      }
      int start = gap.getKey();
      ends.remove(start);
      if (gap.getValue() - start > size) {
        ends.put(start + size, gap.getValue());
      }
      return start;
    }

    /** Makes floats free again. */
    void free(int offset, int size) {
      int start = offset;
      Integer after = ends.remove(offset + size);
      int end = after == null ? offset + size : after;
      Map.Entry<Integer, Integer> below = ends.floorEntry(offset);
      if (below != null && below.getValue() == offset) {
        start = below.getKey();
      }
      ends.put(start, end);
    }
  }
}
