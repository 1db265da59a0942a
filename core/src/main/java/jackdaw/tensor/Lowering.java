package jackdaw.tensor;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Sum;
import jackdaw.tensor.Operation.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns an expression graph into instructions: merges equal expressions, takes transposes into the
 * products that use them, lets a product start from what is added to it and end with the function that
 * follows, and plans the memory.
 *
 * <p>It is longer than a class here should be, since each operation is lowered in a method of its own
 * and all of them share the maps from expressions to blocks.
 */
final class Lowering {
  /** Up to this many rows a product with a transposed right side is done by dot products. */
  private static final int DOT_ROWS = 4;

  private final Map<Tensor, Tensor> representative = new IdentityHashMap<>();
  private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
  private final Map<Tensor, Block> blocks = new IdentityHashMap<>();
  private final Map<Tensor, Block> transposed = new IdentityHashMap<>();

  /** What products start from and end with. */
  private final Fusion fusion = new Fusion(this);

  private final List<Block> allBlocks = new ArrayList<>();
  private final List<Supplier<Instruction>> emitted = new ArrayList<>();
  private final Map<Block, Float> constants = new IdentityHashMap<>();
  private final List<Tensor> outputs;
  private final Map<Tensor, Boolean> isOutput = new IdentityHashMap<>();
  private Block zeros = new Block(0, Block.Life.GIVEN);

  private Lowering(List<Tensor> outputs) {
    this.outputs = outputs;
  }

  /**
   * What a program is made of.
   *
   * @param border how many instructions compute what the first outputs are made of
   */
  record Plan(
      Instruction[] instructions,
      int border,
      MemoryPlan memory,
      Map<Tensor, Integer> offsets,
      int[] constantOffsets,
      float[] constantValues) {}

  static Plan plan(List<Tensor> first, List<Tensor> rest) {
    List<Tensor> outputs = new ArrayList<>(first);
    outputs.addAll(rest);
    return new Lowering(outputs).lower(Graph.inOrder(first).size());
  }

  private Plan lower(int firstCount) {
    List<Tensor> order = Graph.inOrder(outputs);
    List<Tensor> nodes = merge(order);
    Tensor last = representative(order.get(firstCount - 1));
    for (Tensor output : outputs) {
      isOutput.put(representative(output), true);
    }
    for (Tensor node : nodes) {
      for (Tensor input : inputs(node)) {
        users.computeIfAbsent(input, n -> new ArrayList<>()).add(node);
      }
    }
    zeros = block(Layout.padded(widest(nodes)), Block.Life.GIVEN);
    nodes.forEach(fusion::findStart);
    nodes.forEach(fusion::findEnd);
    int border = 0;
    for (Tensor node : nodes) {
      emit(node);
      if (node == last) {
        border = emitted.size();
      }
    }
    for (Tensor output : outputs) {
      materialize(representative(output));
    }
    return finish(nodes, border);
  }

  private Plan finish(List<Tensor> nodes, int border) {
    MemoryPlan memory = MemoryPlan.of(allBlocks);
    Instruction[] instructions = new Instruction[emitted.size()];
    for (int i = 0; i < instructions.length; i++) {
      instructions[i] = emitted.get(i).get();
    }
    Map<Tensor, Integer> offsets = new IdentityHashMap<>();
    for (Tensor node : nodes) {
      if (node.operation() instanceof Operation.Input) {
        offsets.put(node, materialize(node).offset);
      }
    }
    for (Tensor output : outputs) {
      offsets.put(output, materialize(representative(output)).offset);
    }
    int[] constantOffsets = new int[constants.size()];
    float[] constantValues = new float[constants.size()];
    int next = 0;
    for (Map.Entry<Block, Float> constant : constants.entrySet()) {
      constantOffsets[next] = constant.getKey().offset;
      constantValues[next++] = constant.getValue();
    }
    return new Plan(instructions, border, memory, offsets, constantOffsets, constantValues);
  }

  /** Equal operations on equal inputs become one node. */
  private List<Tensor> merge(List<Tensor> nodes) {
    record Key(Operation operation, int rows, int columns, List<Integer> inputs) {}

    Map<Tensor, Integer> numbers = new IdentityHashMap<>();
    Map<Key, Tensor> known = new HashMap<>();
    List<Tensor> kept = new ArrayList<>();
    for (Tensor node : nodes) {
      Tensor same = node;
      if (!(node.operation() instanceof Operation.Input)) {
        List<Integer> inputs = new ArrayList<>();
        for (Tensor input : node.inputs()) {
          inputs.add(numbers.get(representative(input)));
        }
        Key key = new Key(node.operation(), node.rows(), node.columns(), inputs);
        Tensor earlier = known.putIfAbsent(key, node);
        same = earlier == null ? node : earlier;
      }
      representative.put(node, same);
      if (same == node) {
        numbers.put(node, kept.size());
        kept.add(node);
      }
    }
    return kept;
  }

  private Tensor representative(Tensor node) {
    Tensor same = representative.get(node);
    return same == null ? node : same;
  }

  private List<Tensor> inputs(Tensor node) {
    return node.inputs().stream().map(this::representative).toList();
  }

  /** An input, or what stands for all that are equal to it. */
  Tensor input(Tensor node, int index) {
    return representative(node.input(index));
  }

  /** The one expression that uses this one; null if there are several, or if it is an output. */
  @Nullable
  Tensor onlyUser(Tensor node) {
    List<Tensor> all = users.getOrDefault(node, List.of());
    return all.size() == 1 && !isOutput.containsKey(node) ? all.getFirst() : null;
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
      emitEndedProduct(ended, node);
      return;
    }
    switch (node.operation()) {
      case Operation.Input input ->
          blocks.put(node, block(Layout.of(node).size(), Block.Life.GIVEN));
      case Operation.Constant constant -> {
        Block block = block(Layout.of(node).size(), Block.Life.GIVEN);
        constants.put(block, constant.value());
        blocks.put(node, block);
      }
      case Unary unary -> emitUnary(unary, node);
      case Binary binary -> emitBinary(binary, node);
      case Operation.MatMul matMul -> {
        if (!fusion.startsFromSum(node)) {
          emitProduct(node, define(node), zeros, 0, Ending.NONE);
        }
      }
      case Operation.Convolve convolve -> emitConvolution(convolve, node);
      // transposes are made when somebody needs one that is not a product
      case Operation.Transpose transpose -> {}
      case Operation.Reshape reshape -> emitReshape(node);
      case Operation.Broadcast broadcast -> emitBroadcast(node);
      case Sum sum -> emitSum(sum, node);
      case Operation.LogSoftmax logSoftmax -> emitLogSoftmax(node);
      case Operation.Pick pick -> {
        Layout layout = Layout.of(node.input(0));
        Block x = materialize(input(node, 0));
        Block index = materialize(input(node, 1));
        Block out = define(node);
        emit(
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
        Block index = materialize(input(node, 0));
        Block out = define(node);
        emit(
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
    Block a = materialize(input(node, 0));
    if (unary == Unary.STOP_GRADIENT) {
      alias(node, a);
      return;
    }
    Block out = define(node);
    emit(() -> new Instruction.Map(unary, out.offset, a.offset, Layout.of(node).size()), out, a);
  }

  private void emitBinary(Binary binary, Tensor node) {
    if (fusion.productOfSum(node) != null) {
      emitStartedProduct(node, define(node), Ending.NONE);
      return;
    }
    Layout layout = Layout.of(node);
    Tensor a = input(node, 0);
    Tensor b = input(node, 1);
    Block blockA = materialize(a);
    Block blockB = materialize(b);
    Block out = define(node);
    Steps stepsA = steps(node, a);
    Steps stepsB = steps(node, b);
    boolean flat = stepsA.isFlat(layout) && stepsB.isFlat(layout);
    emit(
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

  /** A product that starts from what is added to it. */
  private void emitStartedProduct(Tensor sum, Block out, Ending ending) {
    Tensor product = Objects.requireNonNull(fusion.productOfSum(sum));
    Tensor other = input(sum, 0) == product ? input(sum, 1) : input(sum, 0);
    Block start = materialize(other);
    boolean repeated = other.rows() == 1 && sum.rows() > 1;
    emitProduct(product, out, start, repeated ? 0 : Layout.of(other).stride(), ending);
  }

  /** What a product ends with, if with anything, and the block that this takes beside the result. */
  private record Ending(@Nullable Supplier<Instruction> then, @Nullable Block beside) {
    static final Ending NONE = new Ending(null, null);
  }

  private void emitEndedProduct(Tensor result, Tensor function) {
    Layout layout = Layout.of(function);
    Block beside =
        function.operation() instanceof Binary ? materialize(input(function, 1)) : null;
    Block out = define(function);
    Supplier<Instruction> then =
        () -> beside == null
            ? new Instruction.Map(
                (Unary) function.operation(), out.offset, out.offset, layout.size())
            : new Instruction.Combine(
                (Binary) function.operation(),
                out.offset,
                layout.stride(),
                out.offset,
                layout.stride(),
                1,
                beside.offset,
                layout.stride(),
                1,
                1,
                layout.size());
    Ending ending = new Ending(then, beside);
    if (fusion.productOfSum(result) != null) {
      emitStartedProduct(result, out, ending);
    } else {
      emitProduct(result, out, zeros, 0, ending);
    }
  }

  /** How an operand's memory is walked beside the result's; 0 repeats. */
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
    // a row or a column lies in one run of memory
    boolean alongMemoryRow = (operand.rows() == 1) != layout.transposed();
    return alongMemoryRow ? new Steps(0, 1) : new Steps(1, 0);
  }

  private void emitReshape(Tensor node) {
    Layout from = Layout.of(node.input(0));
    Layout to = Layout.of(node);
    Block a = materialize(input(node, 0));
    boolean vector = from.memoryRows() == 1 && to.memoryRows() == 1;
    boolean dense =
        !from.transposed()
            && !to.transposed()
            && from.stride() == from.columns()
            && to.stride() == to.columns();
    if (vector || dense) {
      alias(node, a);
      return;
    }
    Block out = define(node);
    emit(() -> new Instruction.Reshape(out.offset, to, a.offset, from), out, a);
  }

  private void emitBroadcast(Tensor node) {
    Tensor source = input(node, 0);
    Layout to = Layout.of(node);
    Layout from = Layout.of(source);
    Block a = materialize(source);
    Block out = define(node);
    emit(
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
    Block a = materialize(input(node, 0));
    Block out = define(node);
    int stride = layout.stride();
    int rows = layout.memoryRows();
    int columns = layout.memoryColumns();
    if (sum == Sum.ALL && rows > 1) {
      Block row = block(stride, Block.Life.PASSING);
      emit(() -> new Instruction.SumRows(row.offset, a.offset, stride, rows, columns), row, a);
      emit(() -> new Instruction.SumColumns(out.offset, row.offset, stride, 1, columns), out, row);
    } else if ((sum == Sum.ROWS && !layout.transposed())
        || (sum == Sum.COLUMNS && layout.transposed())) {
      emit(() -> new Instruction.SumRows(out.offset, a.offset, stride, rows, columns), out, a);
    } else {
      emit(() -> new Instruction.SumColumns(out.offset, a.offset, stride, rows, columns), out, a);
    }
  }

  private void emitLogSoftmax(Tensor node) {
    Layout layout = Layout.of(node);
    Block x = materialize(input(node, 0));
    Block out = define(node);
    if (layout.transposed()) {
      emitLogSoftmaxAcross(layout, x, out);
      return;
    }
    emit(
        () -> new Instruction.LogSoftmax(
            out.offset, x.offset, layout.stride(), layout.rows(), layout.columns()),
        out,
        x);
  }

  /**
   * Log-softmax down the columns of memory, out of loops that programs have anyway: a kernel of its
   * own would have to be compiled first, in every run.
   */
  private void emitLogSoftmaxAcross(Layout layout, Block x, Block out) {
    int stride = layout.stride();
    int rows = layout.memoryRows();
    Block max = block(stride, Block.Life.PASSING);
    emitRowwise(Binary.MAX, max, 0, x, 0, x, (rows - 1) * stride, 1, stride);
    for (int i = 1; i < rows - 1; i++) {
      emitRowwise(Binary.MAX, max, 0, max, 0, x, i * stride, 1, stride);
    }
    Block shifted = block(layout.size(), Block.Life.PASSING);
    emitRowwise(Binary.MINUS, shifted, stride, x, stride, max, 0, rows, stride);
    Block exponentials = block(layout.size(), Block.Life.PASSING);
    emit(
        () -> new Instruction.Map(Unary.EXP, exponentials.offset, shifted.offset, layout.size()),
        exponentials,
        shifted);
    Block sum = block(stride, Block.Life.PASSING);
    emit(
        () -> new Instruction.SumRows(
            sum.offset, exponentials.offset, stride, rows, layout.memoryColumns()),
        sum,
        exponentials);
    Block logSum = block(stride, Block.Life.PASSING);
    emit(() -> new Instruction.Map(Unary.LOG, logSum.offset, sum.offset, stride), logSum, sum);
    emitRowwise(Binary.MINUS, out, stride, shifted, stride, logSum, 0, rows, stride);
  }
  /** A function of rows of memory; a step of 0 repeats a row. */
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
    emit(
        () -> new Instruction.Combine(
            f, out.offset, outStride, a.offset, aStride, 1, b.offset + bStart, 0, 1, rows,
            columns),
        out,
        a,
        b);
  }

  private void emitConcatenate(Operation.Concatenate concatenate, Tensor node) {
    Layout to = Layout.of(node);
    List<Block> parts = inputs(node).stream().map(this::materialize).toList();
    Block out = define(node);
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
    Block a = materialize(input(node, 0));
    emitCopy(define(node), 0, Layout.of(node), a, start, from, node);
  }

  /** Copies a matrix of one shape; runs along memory rows where both sides have them the same way. */
  private void emitCopy(
      Block out, int outStart, Layout to, Block a, int aStart, Layout from, Tensor shape) {
    boolean swap = to.columnStep() != 1 && from.columnStep() != 1;
    emit(
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

  /** One side of a product: a tensor, or its transpose. */
  record Side(Tensor tensor, boolean flipped) {
    Side flip() {
      return new Side(tensor, !flipped);
    }

    /** True if the rows in memory are the rows of this side. */
    boolean direct() {
      return flipped == Layout.of(tensor).transposed();
    }
  }

  /** A product as it is done in memory: out [rows, columns] = p [rows, inner] · q [inner, columns]. */
  record Product(Side p, Side q, int rows, int columns, int inner) {
    boolean byDots() {
      return !q.direct() && p.direct() && rows <= DOT_ROWS;
    }
  }

  Product product(Tensor node) {
    Side a = side(input(node, 0));
    Side b = side(input(node, 1));
    int inner = node.input(0).columns();
    return Layout.of(node).transposed()
        ? new Product(b.flip(), a.flip(), node.columns(), node.rows(), inner)
        : new Product(a, b, node.rows(), node.columns(), inner);
  }

  private Side side(Tensor node) {
    return node.operation() instanceof Operation.Transpose
        ? new Side(input(node, 0), true)
        : new Side(node, false);
  }

  private void emitProduct(Tensor node, Block out, Block init, int initStride, Ending ending) {
    Product product = product(node);
    int outStride = Layout.of(node).stride();
    Layout pLayout = Layout.of(product.p.tensor);
    Layout qLayout = Layout.of(product.q.tensor);
    Block p = materialize(product.p.tensor);
    if (product.byDots()) {
      Block q = materialize(product.q.tensor);
      emit(
          () -> new Instruction.MultiplyTransposed(
              out.offset,
              outStride,
              product.rows,
              product.columns,
              product.inner,
              p.offset,
              pLayout.stride(),
              q.offset,
              qLayout.stride()),
          out,
          p,
          q);
      return;
    }
    boolean direct = product.q.direct();
    Block q = direct ? materialize(product.q.tensor) : transposedInMemory(product.q.tensor);
    int qStride = direct ? qLayout.stride() : Layout.stride(qLayout.memoryRows());
    Supplier<Instruction.Multiply> multiply =
        () -> new Instruction.Multiply(
            out.offset,
            outStride,
            product.rows,
            product.columns,
            product.inner,
            p.offset,
            product.p.direct() ? pLayout.stride() : 1,
            product.p.direct() ? 1 : pLayout.stride(),
            q.offset,
            qStride,
            init.offset,
            initStride);
    Supplier<Instruction> then = ending.then;
    if (then == null) {
      emit(multiply::get, out, p, q, init);
    } else {
      emit(
          () -> new Instruction.MultiplyThen(multiply.get(), then.get()),
          out,
          p,
          q,
          init,
          ending.beside == null ? init : ending.beside);
    }
  }

  /** Images and weights have to lie row by row, however few values a row has. */
  private void emitConvolution(Operation.Convolve convolve, Tensor node) {
    Tensor first = input(node, 0);
    Tensor second = input(node, 1);
    boolean images = convolve.side() == Operation.Convolve.Side.IMAGES;
    // of the images' side, since its product needs the weights' transpose
    Block a = images ? rowByRow(second) : rowByRow(first);
    int aStride = Layout.stride(images ? second.columns() : first.columns());
    Block b = images ? columnByColumn(first) : rowByRow(second);
    int bStride = Layout.stride(images ? first.rows() : second.columns());
    int count = images ? second.rows() : first.rows();
    Layout layout = Layout.of(node);
    Block out = define(node);
    int outStride = Layout.stride(node.columns());
    Block rows =
        layout.transposed() ? block(node.rows() * outStride, Block.Life.PASSING) : out;
    Block scratch =
        block(ConvolutionLoops.scratch(convolve.convolution()), Block.Life.PASSING);
    emit(
        () -> new Instruction.Convolve(
            convolve, count, rows.offset, outStride, a.offset, aStride, b.offset, bStride,
            zeros.offset, scratch.offset),
        rows,
        a,
        b,
        zeros,
        scratch);
    if (rows != out) {
      emit(
          () -> new Instruction.Transpose(
              out.offset, layout.stride(), rows.offset, outStride, node.rows(), node.columns()),
          out,
          rows);
    }
  }

  private Block rowByRow(Tensor node) {
    return Layout.of(node).transposed() ? transposedInMemory(node) : materialize(node);
  }

  private Block columnByColumn(Tensor node) {
    return Layout.of(node).transposed() ? materialize(node) : transposedInMemory(node);
  }

  /** A block with the memory rows of a tensor as columns; made once. */
  private Block transposedInMemory(Tensor node) {
    Block known = transposed.get(node);
    if (known != null) {
      return known;
    }
    Layout layout = Layout.of(node);
    Block a = materialize(node);
    int outStride = Layout.stride(layout.memoryRows());
    Block out = block(layout.memoryColumns() * outStride, Block.Life.PASSING);
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
    transposed.put(node, out);
    return out;
  }

  /** The block that holds a node's values; makes a transpose now if that is what it is. */
  private Block materialize(Tensor node) {
    Block known = blocks.get(node);
    if (known != null) {
      return known;
    }
    if (!(node.operation() instanceof Operation.Transpose)) {
      throw new IllegalStateException("no block for " + node);
    }
    Tensor source = input(node, 0);
    Block a = materialize(source);
    if (Layout.of(source).transposed() != Layout.of(node).transposed()) {
      alias(node, a);
      return a;
    }
    Layout layout = Layout.of(source);
    Block out = define(node);
    emit(
        () -> new Instruction.Transpose(
            out.offset,
            Layout.of(node).stride(),
            a.offset,
            layout.stride(),
            layout.memoryRows(),
            layout.memoryColumns()),
        out,
        a);
    return out;
  }

  private Block define(Tensor node) {
    Block.Life life = isOutput.containsKey(node) ? Block.Life.KEPT : Block.Life.PASSING;
    Block block = block(Layout.of(node).size(), life);
    blocks.put(node, block);
    return block;
  }

  /** Lets a node share the block of another that has the same content. */
  private void alias(Tensor node, Block block) {
    if (isOutput.containsKey(node) && block.life == Block.Life.PASSING) {
      Block copy = define(node);
      int size = block.size;
      emit(() -> new Instruction.Copy(copy.offset, 0, 1, block.offset, 0, 1, 1, size), copy, block);
    } else {
      blocks.put(node, block);
    }
  }

  private Block block(int size, Block.Life life) {
    Block block = new Block(size, life);
    allBlocks.add(block);
    return block;
  }

  private void emit(Supplier<Instruction> instruction, Block... used) {
    for (Block block : used) {
      block.usedBy(emitted.size());
    }
    emitted.add(instruction);
  }
}
