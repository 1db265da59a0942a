package jackdaw.program;

import jackdaw.program.kernel.Block;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jackdaw.tensor.Tensor;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns matrix products into instructions, with the sums and functions that they include. */
final class ProductLowering {
  private final SharedGraph graph;
  private final Emission emission;
  private final Fusion fusion;

  /** The start of a product that has nothing added to it. */
  private final Block zeros;

  ProductLowering(SharedGraph graph, Emission emission, Fusion fusion, Block zeros) {
    this.graph = graph;
    this.emission = emission;
    this.fusion = fusion;
    this.zeros = zeros;
  }

  /** Emits a product alone. */
  void emit(Tensor node) {
    emit(node, emission.define(node), zeros, 0, Ending.NONE);
  }

  /** Emits a sum as the product that starts from its other term. */
  void emitSum(Tensor sum) {
    emitStarted(sum, emission.define(sum), Ending.NONE);
  }

  private void emitStarted(Tensor sum, Block out, Ending ending) {
    Tensor product = Objects.requireNonNull(fusion.productOfSum(sum));
    Tensor other = graph.input(sum, 0) == product ? graph.input(sum, 1) : graph.input(sum, 0);
    Block start = emission.materialize(other);
    boolean repeated = other.rows() == 1 && sum.rows() > 1;
    emit(product, out, start, repeated ? 0 : Layout.of(other).stride(), ending);
  }

  /**
   * The function that a product ends with, and the block of its second operand, if there are any.
   */
  private record Ending(@Nullable Supplier<Instruction> then, @Nullable Block operand) {
    static final Ending NONE = new Ending(null, null);
  }

  /**
   * Emits a product, or the sum whose term one starts from, with the function that it ends with.
   */
  void emitEnded(Tensor result, Tensor function) {
    Layout layout = Layout.of(function);
    Block operand =
        function.operation() instanceof Binary ? emission.materialize(graph.input(function, 1))
            : null;
    Block out = emission.define(function);
    Supplier<Instruction> then =
        () -> operand == null
            ? new Instruction.Map(
                (Unary) function.operation(), out.offset, out.offset, layout.size())
            : new Instruction.Combine(
                (Binary) function.operation(),
                out.offset,
                layout.stride(),
                out.offset,
                layout.stride(),
                1,
                operand.offset,
                layout.stride(),
                1,
                1,
                layout.size());
    Ending ending = new Ending(then, operand);
    if (fusion.productOfSum(result) != null) {
      emitStarted(result, out, ending);
    } else {
      emit(result, out, zeros, 0, ending);
    }
  }

  private void emit(Tensor node, Block out, Block init, int initStride, Ending ending) {
    Product product = Product.of(graph, node);
    int outStride = Layout.of(node).stride();
    Layout pLayout = Layout.of(product.p().tensor());
    Layout qLayout = Layout.of(product.q().tensor());
    Block p = emission.materialize(product.p().tensor());
    if (product.byDots()) {
      Block q = emission.materialize(product.q().tensor());
      emission.emit(
          () -> new Instruction.MultiplyTransposed(
              out.offset,
              outStride,
              product.rows(),
              product.columns(),
              product.inner(),
              p.offset,
              pLayout.stride(),
              q.offset,
              qLayout.stride()),
          out,
          p,
          q);
      return;
    }
    boolean direct = product.q().direct();
    Block q = direct ? emission.materialize(product.q().tensor())
        : emission.transposedInMemory(product.q().tensor());
    int qStride = direct ? qLayout.stride() : Layout.stride(qLayout.memoryRows());
    Supplier<Instruction.Multiply> multiply =
        () -> new Instruction.Multiply(
            out.offset,
            outStride,
            product.rows(),
            product.columns(),
            product.inner(),
            p.offset,
            product.p().direct() ? pLayout.stride() : 1,
            product.p().direct() ? 1 : pLayout.stride(),
            q.offset,
            qStride,
            init.offset,
            initStride);
    Supplier<Instruction> then = ending.then;
    if (then == null) {
      emission.emit(multiply::get, out, p, q, init);
    } else {
      emission.emit(
          () -> new Instruction.MultiplyThen(multiply.get(), then.get()),
          out,
          p,
          q,
          init,
          ending.operand == null ? init : ending.operand);
    }
  }
}
