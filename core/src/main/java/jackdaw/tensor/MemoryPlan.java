package jackdaw.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives every block its place in one array. Blocks whose lives do not overlap share places: each is
 * put into the lowest gap that is free from its first to its last use.
 */
final class MemoryPlan {
  /**
   * Where the first block starts. An array's floats begin 16 bytes into the object, so that 12 floats
   * later the address is a multiple of 64 bytes wherever the object's is.
   */
  private static final int START = 12;

  private MemoryPlan() {}

  /** Sets all offsets and returns how many floats are needed. */
  static int place(List<Block> blocks) {
    int end = START;
    List<Block> passing = new ArrayList<>();
    for (Block block : blocks) {
      if (block.lasting) {
        block.offset = end;
        end = Math.addExact(end, block.size);
      } else if (block.last >= 0) {
        passing.add(block);
      }
    }
    passing.sort(Comparator.comparingInt(block -> block.first));
    int base = end;
    // by offset
    List<Block> alive = new ArrayList<>();
    for (Block block : passing) {
      alive.removeIf(other -> other.last < block.first);
      int offset = base;
      int index = 0;
      while (index < alive.size() && alive.get(index).offset - offset < block.size) {
        offset = alive.get(index).offset + alive.get(index).size;
        index++;
      }
      block.offset = offset;
      alive.add(index, block);
      end = Math.max(end, Math.addExact(offset, block.size));
    }
    return Math.addExact(end, Kernels.ALIGNMENT);
  }
}
