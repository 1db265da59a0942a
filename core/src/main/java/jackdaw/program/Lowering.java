package jackdaw.program;

import jackdaw.program.kernel.Block;
import jackdaw.program.kernel.ConvolutionLoops;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Graph;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Sum;
import jackdaw.tensor.Operation.Unary;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns an expression graph into instructions. It merges equal expressions, folds transposes into
 * the products that use them, fuses products with sums and functions ({@link Fusion}), and plans
 * the memory.
 */
final class Lowering {
  private final SharedGraph graph;
  private final Emission emission;

  /** The sums and functions that products include. */
  private final Fusion fusion;

  private final ProductLowering products;
  private final Map<Block, Float> constants = new IdentityHashMap<>();
  private final List<Tensor> outputs;
  private final Block zeros;

  private Lowering(List<Tensor> outputs, int first) {
    this.outputs = outputs;
    graph = new SharedGraph(outputs, first);
    emission = new Emission(graph);
    fusion = new Fusion(graph);
    zeros = emission.block(Layout.padded(widest(graph.nodes())), Block.Life.INPUT);
    products = new ProductLowering(graph, emission, fusion, zeros);
  }

  /**
   * The content of a program.
   *
   * @param firstInstructions the number of instructions that the first outputs need; they come
   *     first
   */
  record Plan(
      Instruction[] instructions,
      int firstInstructions,
      MemoryPlan memory,
      Map<Tensor, Integer> offsets,
      int[] constantOffsets,
      float[] constantValues) {}

  static Plan plan(List<Tensor> first, List<Tensor> rest) {
    List<Tensor> outputs = new ArrayList<>(first);
    outputs.addAll(rest);
    return new Lowering(outputs, first.size()).lower(Graph.inOrder(first).getLast());
  }

  private Plan lower(Tensor lastOfFirst) {
    Tensor last = graph.representative(lastOfFirst);
    int firstInstructions = 0;
    for (Tensor node : graph.nodes()) {
      emit(node);
      if (node == last) {
        firstInstructions = emission.size();
      }
    }
    for (Tensor output : outputs) {
      emission.materialize(graph.representative(output));
    }
    return finish(firstInstructions);
  }

  private Plan finish(int firstInstructions) {
    MemoryPlan memory = emission.place();
    Map<Tensor, Integer> offsets = new IdentityHashMap<>();
    for (Tensor node : graph.nodes()) {
      if (node.operation() instanceof Operation.Input) {
        offsets.put(node, emission.materialize(node).offset);
      }
    }
    for (Tensor output : outputs) {
      offsets.put(output, emission.materialize(graph.representative(output)).offset);
    }
    int[] constantOffsets = new int[constants.size()];
    float[] constantValues = new float[constants.size()];
    int next = 0;
    for (Map.Entry<Block, Float> constant : constants.entrySet()) {
      constantOffsets[next] = constant.getKey().offset;
      constantValues[next++] = constant.getValue();
    }
    return new Plan(
        emission.instructions(),
        firstInstructions,
        memory,
        offsets,
        constantOffsets,
        constantValues);
  }

  private static int widest(List<Tensor> nodes) {
    int widest = 1;
    for (Tensor node : nodes) {
      widest = Math.max(widest, Layout.of(node).memoryColumns());
    }
    return widest;
  }

  private void emit(Tensor node) {
    if (fusion.endsWithFunction(node)) {
      return;
    }
    Tensor ended = fusion.productOfFunction(node);
    if (ended != null) {
      products.emitEnded(ended, node);
      return;
    }
    switch (node.operation()) {
      case Operation.Input input ->
          emission.put(node, emission.block(Layout.of(node).size(), Block.Life.INPUT));
      case Operation.Constant constant -> {
        Block block = emission.block(Layout.of(node).size(), Block.Life.INPUT);
        constants.put(block, constant.value());
        emission.put(node, block);
      }
      case Unary unary -> emitUnary(unary, node);
      case Binary binary -> emitBinary(binary, node);
      case Operation.MatMul matMul -> {
        if (!fusion.startsFromSum(node)) {
          products.emit(node);
        }
      }
      case Operation.Convolve convolve -> emitConvolution(convolve, node);
      // A transpose is emitted when an operation other than a product needs it.
      case Operation.Transpose transpose -> {}
      case Operation.Reshape reshape -> emitReshape(node);
      case Operation.Broadcast broadcast -> emitBroadcast(node);
      case Sum sum -> emitSum(sum, node);
      case Operation.LogSoftmax logSoftmax -> emitLogSoftmax(node);
      case Operation.Pick pick -> {
        Layout layout = Layout.of(node.input(0));
        Block x = emission.materialize(graph.input(node, 0));
        Block index = emission.materialize(graph.input(node, 1));
        Block out = emission.define(node);
        emission.emit(
            () -> new Instruction.Pick(
                out.offset,
                x.offset,
                layout.rowStep(),
                layout.columnStep(),
                index.offset,
                node.rows(),
                node.input(0).columns()),
            out,
            x,
            index);
      }
      case Operation.OneHot oneHot -> {
        Layout layout = Layout.of(node);
        Block index = emission.materialize(graph.input(node, 0));
        Block out = emission.define(node);
        emission.emit(
            () -> new Instruction.OneHot(
                out.offset,
                layout.rowStep(),
                layout.columnStep(),
                index.offset,
                node.rows(),
                node.columns()),
            out,
            index);
      }
      case Operation.Concatenate concatenate -> emitConcatenate(concatenate, node);
      case Operation.Slice slice -> emitSlice(slice, node);
    }
  }

  private void emitUnary(Unary unary, Tensor node) {
    Block a = emission.materialize(graph.input(node, 0));
    if (unary == Unary.STOP_GRADIENT) {
      emission.alias(node, a);
      return;
    }
    Block out = emission.define(node);
    emission.emit(
        () -> new Instruction.Map(unary, out.offset, a.offset, Layout.of(node).size()), out, a);
  }

  private void emitBinary(Binary binary, Tensor node) {
    if (fusion.productOfSum(node) != null) {
      products.emitSum(node);
      return;
    }
    Layout layout = Layout.of(node);
    Tensor a = graph.input(node, 0);
    Tensor b = graph.input(node, 1);
    Block blockA = emission.materialize(a);
    Block blockB = emission.materialize(b);
    Block out = emission.define(node);
    Steps stepsA = steps(node, a);
    Steps stepsB = steps(node, b);
    boolean flat = stepsA.isFlat(layout) && stepsB.isFlat(layout);
    emission.emit(
        () -> new Instruction.Combine(
            binary,
            out.offset,
            layout.stride(),
            blockA.offset,
            stepsA.row,
            stepsA.column,
            blockB.offset,
            stepsB.row,
            stepsB.column,
            flat ? 1 : layout.memoryRows(),
            flat ? layout.size() : layout.memoryColumns()),
        out,
        blockA,
        blockB);
  }

  /** The steps through an operand's memory for each step through the result's; 0 repeats. */
  private record Steps(int row, int column) {
    boolean isFlat(Layout layout) {
      return column == 1 ? row == layout.stride() : row == 0;
    }
  }

  private static Steps steps(Tensor result, Tensor operand) {
    Layout layout = Layout.of(result);
    if (operand.hasShapeOf(result)) {
      return new Steps(layout.stride(), 1);
    }
    if (operand.rows() == 1 && operand.columns() == 1) {
      return new Steps(0, 0);
    }
    // A tensor of one row or one column is contiguous in memory.
    boolean alongMemoryRow = (operand.rows() == 1) != layout.transposed();
    return alongMemoryRow ? new Steps(0, 1) : new Steps(1, 0);
  }

  private void emitReshape(Tensor node) {
    Layout from = Layout.of(node.input(0));
    Layout to = Layout.of(node);
    Block a = emission.materialize(graph.input(node, 0));
    boolean vector = from.memoryRows() == 1 && to.memoryRows() == 1;
    boolean dense =
        !from.transposed()
            && !to.transposed()
            && from.stride() == from.columns()
            && to.stride() == to.columns();
    if (vector || dense) {
      emission.alias(node, a);
      return;
    }
    Block out = emission.define(node);
    emission.emit(() -> new Instruction.Reshape(out.offset, to, a.offset, from), out, a);
  }

  private void emitBroadcast(Tensor node) {
    Tensor source = graph.input(node, 0);
    Layout to = Layout.of(node);
    Layout from = Layout.of(source);
    Block a = emission.materialize(source);
    Block out = emission.define(node);
    emission.emit(
        () -> new Instruction.Copy(
            out.offset,
            to.rowStep(),
            to.columnStep(),
            a.offset,
            source.rows() == 1 ? 0 : from.rowStep(),
            source.columns() == 1 ? 0 : from.columnStep(),
            node.rows(),
            node.columns()),
        out,
        a);
  }

  private void emitSum(Sum sum, Tensor node) {
    Layout layout = Layout.of(node.input(0));
    Block a = emission.materialize(graph.input(node, 0));
    Block out = emission.define(node);
    int stride = layout.stride();
    int rows = layout.memoryRows();
    int columns = layout.memoryColumns();
    if (sum == Sum.ALL && rows > 1) {
      Block row = emission.block(stride, Block.Life.TEMPORARY);
      emission
          .emit(() -> new Instruction.SumRows(row.offset, a.offset, stride, rows, columns), row, a);
      emission.emit(
          () -> new Instruction.SumColumns(out.offset, row.offset, stride, 1, columns), out, row);
    } else if ((sum == Sum.ROWS && !layout.transposed())
        || (sum == Sum.COLUMNS && layout.transposed())) {
      emission
          .emit(() -> new Instruction.SumRows(out.offset, a.offset, stride, rows, columns), out, a);
    } else {
      emission.emit(
          () -> new Instruction.SumColumns(out.offset, a.offset, stride, rows, columns), out, a);
    }
  }

  private void emitLogSoftmax(Tensor node) {
    Layout layout = Layout.of(node);
    Block x = emission.materialize(graph.input(node, 0));
    Block out = emission.define(node);
    if (layout.transposed()) {
      emitLogSoftmaxAcross(layout, x, out);
      return;
    }
    emission.emit(
        () -> new Instruction.LogSoftmax(
            out.offset, x.offset, layout.stride(), layout.rows(), layout.columns()),
        out,
        x);
  }

  /**
   * Emits log-softmax down the columns of memory, made of kernels that programs have anyway:
   * another kernel would have to be compiled in every run.
   */
  private void emitLogSoftmaxAcross(Layout layout, Block x, Block out) {
    int stride = layout.stride();
    int rows = layout.memoryRows();
    Block max = emission.block(stride, Block.Life.TEMPORARY);
    emitRowwise(Binary.MAX, max, 0, x, 0, x, (rows - 1) * stride, 1, stride);
    for (int i = 1; i < rows - 1; i++) {
      emitRowwise(Binary.MAX, max, 0, max, 0, x, i * stride, 1, stride);
    }
    Block shifted = emission.block(layout.size(), Block.Life.TEMPORARY);
    emitRowwise(Binary.MINUS, shifted, stride, x, stride, max, 0, rows, stride);
    Block exponentials = emission.block(layout.size(), Block.Life.TEMPORARY);
    emission.emit(
        () -> new Instruction.Map(Unary.EXP, exponentials.offset, shifted.offset, layout.size()),
        exponentials,
        shifted);
    Block sum = emission.block(stride, Block.Life.TEMPORARY);
    emission.emit(
        () -> new Instruction.SumRows(
            sum.offset, exponentials.offset, stride, rows, layout.memoryColumns()),
        sum,
        exponentials);
    Block logSum = emission.block(stride, Block.Life.TEMPORARY);
    emission
        .emit(() -> new Instruction.Map(Unary.LOG, logSum.offset, sum.offset, stride), logSum, sum);
    emitRowwise(Binary.MINUS, out, stride, shifted, stride, logSum, 0, rows, stride);
  }

  /** Emits a function of rows of memory; a stride of 0 repeats a row. */
  private void emitRowwise(
      Binary f,
      Block out,
      int outStride,
      Block a,
      int aStride,
      Block b,
      int bStart,
      int rows,
      int columns) {
    emission.emit(
        () -> new Instruction.Combine(
            f, out.offset, outStride, a.offset, aStride, 1, b.offset + bStart, 0, 1, rows,
            columns),
        out,
        a,
        b);
  }

  private void emitConcatenate(Operation.Concatenate concatenate, Tensor node) {
    Layout to = Layout.of(node);
    List<Block> parts = graph.inputs(node).stream().map(emission::materialize).toList();
    Block out = emission.define(node);
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = node.input(i);
      int start = from * (concatenate.rows() ? to.rowStep() : to.columnStep());
      emitCopy(out, start, to, parts.get(i), 0, Layout.of(part), part);
      from += concatenate.rows() ? part.rows() : part.columns();
    }
  }

  private void emitSlice(Operation.Slice slice, Tensor node) {
    Layout from = Layout.of(node.input(0));
    int start = slice.from() * (slice.rows() ? from.rowStep() : from.columnStep());
    Block a = emission.materialize(graph.input(node, 0));
    emitCopy(emission.define(node), 0, Layout.of(node), a, start, from, node);
  }

  /** Emits a copy of a matrix, along memory rows if both sides have the same orientation. */
  private void emitCopy(
      Block out, int outStart, Layout to, Block a, int aStart, Layout from, Tensor shape) {
    boolean swap = to.columnStep() != 1 && from.columnStep() != 1;
    emission.emit(
        () -> new Instruction.Copy(
            out.offset + outStart,
            swap ? to.columnStep() : to.rowStep(),
            swap ? to.rowStep() : to.columnStep(),
            a.offset + aStart,
            swap ? from.columnStep() : from.rowStep(),
            swap ? from.rowStep() : from.columnStep(),
            swap ? shape.columns() : shape.rows(),
            swap ? shape.rows() : shape.columns()),
        out,
        a);
  }

  /** Images and weights must have the tensor's rows as memory rows, even if these are short. */
  private void emitConvolution(Operation.Convolve convolve, Tensor node) {
    Tensor first = graph.input(node, 0);
    Tensor second = graph.input(node, 1);
    boolean images = convolve.side() == Operation.Convolve.Side.IMAGES;
    // The derivative with respect to the images needs the transpose of the weights.
    Block a = images ? emission.rowByRow(second) : emission.rowByRow(first);
    int aStride = Layout.stride(images ? second.columns() : first.columns());
    Block b = images ? emission.columnByColumn(first) : emission.rowByRow(second);
    int bStride = Layout.stride(images ? first.rows() : second.columns());
    int count = images ? second.rows() : first.rows();
    Layout layout = Layout.of(node);
    Block out = emission.define(node);
    int outStride = Layout.stride(node.columns());
    Block rows =
        layout.transposed() ? emission.block(node.rows() * outStride, Block.Life.TEMPORARY) : out;
    Block scratch =
        emission.block(ConvolutionLoops.scratch(convolve.convolution()), Block.Life.TEMPORARY);
    emission.emit(
        () -> new Instruction.Convolve(
            convolve, count, rows.offset, outStride, a.offset, aStride, b.offset, bStride,
            zeros.offset, scratch.offset),
        rows,
        a,
        b,
        zeros,
        scratch);
    if (rows != out) {
      emission.emit(
          () -> new Instruction.Transpose(
              out.offset, layout.stride(), rows.offset, outStride, node.rows(), node.columns()),
          out,
          rows);
    }
  }
}
