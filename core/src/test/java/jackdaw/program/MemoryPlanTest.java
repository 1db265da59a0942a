package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.program.kernel.Block;
import jackdaw.program.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Blocks that are in use at the same time must not share memory. */
class MemoryPlanTest {
  private final SplittableRandom random = new SplittableRandom(2);

  @Test
  void shouldPlaceBlocksApartAndAligned() {
    for (int trial = 0; trial < 200; trial++) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Block block = new Block(
            16 * random.nextInt(1, 20), Block.Life.values()[Math.min(3, random.nextInt(9))]);
        block.usedBy(random.nextInt(50));
        block.usedBy(random.nextInt(50));
        blocks.add(block);
      }
      MemoryPlan plan = MemoryPlan.of(blocks);
      for (Block block : blocks) {
        assertThat(block.offset % Kernels.ALIGNMENT_FLOATS).isEqualTo(12);
        assertThat(block.offset + block.size).isLessThanOrEqualTo(end(plan, block.life));
        for (Block other : blocks) {
          assertThat(other == block || !liveTogether(block, other) || apart(block, other))
              .as("%d + %d and %d + %d", block.offset, block.size, other.offset, other.size)
              .isTrue();
        }
      }
    }
  }

  private static int end(MemoryPlan plan, Block.Life life) {
    return switch (life) {
      case INPUT -> plan.inputsEnd();
      case COPIED_OUTPUT -> plan.copiedEnd();
      case FETCHED_OUTPUT -> plan.fetchedEnd();
      case TEMPORARY -> plan.size();
    };
  }

  private static boolean liveTogether(Block a, Block b) {
    return a.life != Block.Life.TEMPORARY
        || b.life != Block.Life.TEMPORARY
        || (a.first <= b.last && b.first <= a.last);
  }

  private static boolean apart(Block a, Block b) {
    return a.offset + a.size <= b.offset || b.offset + b.size <= a.offset;
  }

  @Test
  void shouldReusePlaces() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Block block = new Block(16, Block.Life.TEMPORARY);
      block.usedBy(i);
      block.usedBy(i + 1);
      blocks.add(block);
    }
    assertThat(MemoryPlan.of(blocks).size()).isEqualTo(12 + 2 * 16 + Kernels.ALIGNMENT_FLOATS);
  }
}
