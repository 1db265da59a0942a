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

/** The instructions of a program that were emitted so far, and the memory blocks that they use. */
final class Emission {
  private final SharedGraph graph;
  private final Map<Tensor, Block> blocks = new IdentityHashMap<>();
  private final Map<Tensor, Block> transposed = new IdentityHashMap<>();
  private final List<Block> allBlocks = new ArrayList<>();
  private final List<Supplier<Instruction>> emitted = new ArrayList<>();

  Emission(SharedGraph graph) {
    this.graph = graph;
  }

  /** The number of instructions so far. */
  int size() {
    return emitted.size();
  }

  /** Sets the offsets of all blocks. */
  MemoryPlan place() {
    return MemoryPlan.of(allBlocks);
  }

  /** The instructions, after {@link #place} has set all offsets. */
  Instruction[] instructions() {
    return emitted.stream().map(Supplier::get).toArray(Instruction[]::new);
  }

  /** Sets the block that holds a node's values. */
  void put(Tensor node, Block block) {
    blocks.put(node, block);
  }

  /** Returns a block of a tensor whose memory rows are the tensor's rows. */
  Block rowByRow(Tensor node) {
    return Layout.of(node).transposed() ? transposedInMemory(node) : materialize(node);
  }

  /** Returns a block of a tensor whose memory rows are the tensor's columns. */
  Block columnByColumn(Tensor node) {
    return Layout.of(node).transposed() ? materialize(node) : transposedInMemory(node);
  }

  /** Returns a block with the memory rows of a tensor as columns; it is emitted once. */
  Block transposedInMemory(Tensor node) {
    Block known = transposed.get(node);
    if (known != null) {
      return known;
    }
    Layout layout = Layout.of(node);
    Block a = materialize(node);
    int outStride = Layout.stride(layout.memoryRows());
    Block out = block(layout.memoryColumns() * outStride, Block.Life.TEMPORARY);
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

  /** Returns the block that holds a node's values; a transpose is emitted now. */
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

  /** Makes a new block for a node's values. */
  Block define(Tensor node) {
    Block block = block(Layout.of(node).size(), graph.life(node));
    blocks.put(node, block);
    return block;
  }

  /** Lets a node share the block of another node with the same content. */
  void alias(Tensor node, Block block) {
    if (graph.isOutput(node) && block.life == Block.Life.TEMPORARY) {
      Block copy = define(node);
      int size = block.size;
      emit(() -> new Instruction.Copy(copy.offset, 0, 1, block.offset, 0, 1, 1, size), copy, block);
    } else {
      blocks.put(node, block);
    }
  }

  /** Makes a new block. */
  Block block(int size, Block.Life life) {
    Block block = new Block(size, life);
    allBlocks.add(block);
    return block;
  }

  /** Adds an instruction, which is made after all offsets are set. */
  void emit(Supplier<Instruction> instruction, Block... used) {
    for (Block block : used) {
      block.usedBy(emitted.size());
    }
    emitted.add(instruction);
  }
}
