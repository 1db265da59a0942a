package jackdaw.program;

import jackdaw.program.kernel.Block;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The instructions of a program as far as they have been emitted, and the blocks of memory they use. */
final class Emission {
  private final SharedGraph graph;
  private final Map<Tensor, Block> blocks = new IdentityHashMap<>();
  private final Map<Tensor, Block> transposed = new IdentityHashMap<>();
  private final List<Block> allBlocks = new ArrayList<>();
  private final List<Supplier<Instruction>> emitted = new ArrayList<>();

  Emission(SharedGraph graph) {
    this.graph = graph;
  }

  /** How many instructions there are so far. */
  int size() {
    return emitted.size();
  }

  /** Gives all blocks their places in memory. */
  MemoryPlan place() {
    return MemoryPlan.of(allBlocks);
  }

  /** The instructions, once the blocks have their places. */
  Instruction[] instructions() {
    return emitted.stream().map(Supplier::get).toArray(Instruction[]::new);
  }

  /** Says which block holds a node's values. */
  void put(Tensor node, Block block) {
    blocks.put(node, block);
  }

  /** The block of a tensor with its rows as rows of memory. */
  Block rowByRow(Tensor node) {
    return Layout.of(node).transposed() ? transposedInMemory(node) : materialize(node);
  }

  /** The block of a tensor with its columns as rows of memory. */
  Block columnByColumn(Tensor node) {
    return Layout.of(node).transposed() ? materialize(node) : transposedInMemory(node);
  }

  /** A block with the memory rows of a tensor as columns; made once. */
  Block transposedInMemory(Tensor node) {
    Block known = transposed.get(node);
    if (known != null) {
      return known;
    }
    Layout layout = Layout.of(node);
    Block a = materialize(node);
    int outStride = Layout.stride(layout.memoryRows());
    Block out = block(layout.memoryColumns() * outStride, Block.Life.PASSING);
    emitTranspose(out, outStride, a, layout);
    transposed.put(node, out);
    return out;
  }

  private void emitTranspose(Block out, int outStride, Block a, Layout layout) {
    emit(
        () -> new Instruction.Transpose(
            out.offset,
            outStride,
            a.offset,
            layout.stride(),
            layout.memoryRows(),
            layout.memoryColumns()),
        out,
        a);
  }

  /** The block that holds a node's values; makes a transpose now if that is what it is. */
  Block materialize(Tensor node) {
    Block known = blocks.get(node);
    if (known != null) {
      return known;
    }
    if (!(node.operation() instanceof Operation.Transpose)) {
      throw new IllegalStateException("no block for " + node);
    }
    Tensor source = graph.input(node, 0);
    Block a = materialize(source);
    if (Layout.of(source).transposed() != Layout.of(node).transposed()) {
      alias(node, a);
      return a;
    }
    Block out = define(node);
    emitTranspose(out, Layout.of(node).stride(), a, Layout.of(source));
    return out;
  }

  /** A new block for a node's values. */
  Block define(Tensor node) {
    Block block = block(Layout.of(node).size(), graph.life(node));
    blocks.put(node, block);
    return block;
  }

  /** Lets a node share the block of another that has the same content. */
  void alias(Tensor node, Block block) {
    if (graph.isOutput(node) && block.life == Block.Life.PASSING) {
      Block copy = define(node);
      int size = block.size;
      emit(() -> new Instruction.Copy(copy.offset, 0, 1, block.offset, 0, 1, 1, size), copy, block);
    } else {
      blocks.put(node, block);
    }
  }

  /** A new block. */
  Block block(int size, Block.Life life) {
    Block block = new Block(size, life);
    allBlocks.add(block);
    return block;
  }

  /** Adds an instruction, which is made once all blocks have their places. */
  void emit(Supplier<Instruction> instruction, Block... used) {
    for (Block block : used) {
      block.usedBy(emitted.size());
    }
    emitted.add(instruction);
  }
}
