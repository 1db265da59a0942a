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
 * Gives every block its place in one array: first what is given, then what is kept and what is left, then the rest.
 * Blocks of the rest whose lives do not overlap share places: each is put into the lowest gap that is
 * free from its first to its last use.
 *
 * @param givenEnd where the blocks that are given end
 * @param keptEnd where the blocks that are kept end
 * @param leftEnd where the blocks that are left end
 * @param size how many floats are needed in all
 */
record MemoryPlan(int givenEnd, int keptEnd, int leftEnd, int size) {
  /**
   * Where the first block starts. An array's floats begin 16 bytes into the object, so that 12 floats
   * later the address is a multiple of 64 bytes wherever the object's is.
   */
  static final int START = 12;

  /** Sets all offsets. */
  static MemoryPlan of(List<Block> blocks) {
    int givenEnd = placeOneByOne(blocks, Block.Life.GIVEN, START);
    int keptEnd = placeOneByOne(blocks, Block.Life.KEPT, givenEnd);
    int leftEnd = placeOneByOne(blocks, Block.Life.LEFT, keptEnd);
    return new MemoryPlan(givenEnd, keptEnd, leftEnd, placeInGaps(blocks, leftEnd));
  }

  private static int placeOneByOne(List<Block> blocks, Block.Life life, int start) {
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
    List<Block> passing = new ArrayList<>();
    for (Block block : blocks) {
      if (block.life == Block.Life.PASSING && block.last >= 0) {
        passing.add(block);
      }
    }
    passing.sort(Comparator.comparingInt(block -> block.first));
    Gaps gaps = new Gaps(end);
    Queue<Block> alive = new PriorityQueue<>(Comparator.comparingInt(block -> block.last));
    for (Block block : passing) {
      while (!alive.isEmpty() && alive.element().last < block.first) {
        Block over = alive.remove();
        gaps.give(over.offset, over.size);
      }
      block.offset = gaps.take(block.size);
      alive.add(block);
      end = Math.max(end, Math.addExact(block.offset, block.size));
    }
    return Math.addExact(end, Kernels.ALIGNMENT);
  }

  /** What is free, by offset; no two gaps touch, and the last one has no end. */
  private static final class Gaps {
    private final NavigableMap<Integer, Integer> ends = new TreeMap<>();

    Gaps(int start) {
      ends.put(start, Integer.MAX_VALUE);
    }

    /** Takes the beginning of the lowest gap that is large enough. */
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

    void give(int offset, int size) {
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
