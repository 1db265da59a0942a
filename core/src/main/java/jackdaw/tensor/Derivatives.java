package jackdaw.tensor;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Sum;
import jackdaw.tensor.Operation.Unary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Derivatives of expressions, as expressions: reverse-mode differentiation of the graph. The
 * results can be differentiated again.
 */
public final class Derivatives {
  private final IdentityHashMap<Tensor, Contributions> contributions = new IdentityHashMap<>();
  private final Set<Tensor> relevant;

  private Derivatives(Set<Tensor> relevant) {
    this.relevant = relevant;
  }

  /**
   * Returns ∂ loss / ∂ x for each x.
   *
   * @param loss a scalar, [1, 1]
   * @param withRespectTo any expressions that the loss uses, except repeated or transposed ones,
   *     since other expressions often use their inputs directly instead
   * @return for each x an expression of its shape, in the same order; zeros if the loss does not
   *     depend on it
   */
  public static List<Tensor> of(Tensor loss, List<Tensor> withRespectTo) {
    if (loss.rows() != 1 || loss.columns() != 1) {
      throw new IllegalArgumentException(
          "a derivative needs a scalar, not " + loss + ": sum it or give a weight for each value");
    }
    return of(loss, Tensor.constant(1), withRespectTo);
  }

  /**
   * Returns the vector–Jacobian product ∂ (Σ weight · output) / ∂ x for each x, with a constant
   * weight.
   *
   * @param weight a tensor of the shape of {@code output}
   */
  public static List<Tensor> of(Tensor output, Tensor weight, List<Tensor> withRespectTo) {
    if (!weight.hasShapeOf(output)) {
      throw new IllegalArgumentException("weight %s does not fit %s".formatted(weight, output));
    }
    withRespectTo.forEach(Derivatives::checkVariable);
    List<Tensor> order = dependents(output, withRespectTo);
    Set<Tensor> relevant = Collections.newSetFromMap(new IdentityHashMap<>());
    relevant.addAll(order);
    Derivatives derivatives = new Derivatives(relevant);
    derivatives.add(output, weight);
    for (int i = order.size() - 1; i >= 0; i--) {
      Tensor node = order.get(i);
      Contributions sum = derivatives.contributions.get(node);
      if (sum != null) {
        derivatives.propagate(node, sum.total(node));
      }
    }
    List<Tensor> result = new ArrayList<>();
    for (Tensor x : withRespectTo) {
      Contributions sum = derivatives.contributions.get(x);
      result.add(sum == null ? Tensor.full(0, x.rows(), x.columns()) : sum.total(x));
    }
    return result;
  }

  private static void checkVariable(Tensor x) {
    if (x.operation() instanceof Operation.Broadcast
        || x.operation() instanceof Operation.Transpose) {
      throw new IllegalArgumentException(
          "no derivative with respect to %s: take it with respect to %s, which it is made of"
              .formatted(x, x.input(0)));
    }
  }

  /** Returns the expressions on a path from any x to the output, inputs before their users. */
  private static List<Tensor> dependents(Tensor output, List<Tensor> withRespectTo) {
    Set<Tensor> depends = Collections.newSetFromMap(new IdentityHashMap<>());
    depends.addAll(withRespectTo);
    List<Tensor> result = new ArrayList<>();
    for (Tensor node : Graph.inOrder(List.of(output))) {
      boolean viaInput =
          node.operation() != Unary.STOP_GRADIENT
              && node.inputs().stream().anyMatch(depends::contains);
      if (viaInput) {
        depends.add(node);
      }
      if (depends.contains(node)) {
        result.add(node);
      }
    }
    return result;
  }

  private void add(Tensor node, Tensor gradient) {
    if (relevant.contains(node)) {
      contributions.computeIfAbsent(node, n -> new Contributions()).add(gradient);
    }
  }

  /** Adds a gradient to an input that may be repeated: sums it over the repetitions. */
  private void addRepeated(Tensor node, Tensor gradient) {
    if (!relevant.contains(node)) {
      return;
    }
    Tensor sum = gradient;
    if (node.rows() == 1 && node.columns() == 1) {
      sum = sum.sum();
    } else if (node.rows() == 1) {
      sum = sum.sumRows();
    } else if (node.columns() == 1) {
      sum = sum.sumColumns();
    }
    add(node, sum);
  }

  private void propagate(Tensor node, Tensor g) {
    switch (node.operation()) {
      case Operation.Input input -> {}
      case Operation.Constant constant -> {}
      case Operation.OneHot oneHot -> {}
      case Unary unary -> propagateUnary(unary, node, g);
      case Binary binary -> propagateBinary(binary, node, g);
      case Operation.MatMul matMul -> {
        Tensor a = node.input(0);
        Tensor b = node.input(1);
        if (relevant.contains(a)) {
          add(a, g.matmul(b.transpose()));
        }
        if (relevant.contains(b)) {
          add(b, a.transpose().matmul(g));
        }
      }
      case Operation.Convolve convolve -> propagateConvolution(convolve, node, g);
      case Operation.Transpose transpose -> add(node.input(0), g.transpose());
      case Operation.Reshape reshape ->
          add(node.input(0), g.reshape(node.input(0).rows(), node.input(0).columns()));
      case Operation.Broadcast broadcast -> addRepeated(node.input(0), g);
      case Sum sum ->
          add(node.input(0), g.broadcastTo(node.input(0).rows(), node.input(0).columns()));
      case Operation.LogSoftmax logSoftmax ->
          add(node.input(0), g.minus(node.exp().times(g.sumColumns())));
      case Operation.Pick pick ->
          add(node.input(0), node.input(1).oneHot(node.input(0).columns()).times(g));
      case Operation.Concatenate concatenate -> {
        int from = 0;
        for (Tensor part : node.inputs()) {
          int length = concatenate.rows() ? part.rows() : part.columns();
          if (relevant.contains(part)) {
            add(
                part,
                concatenate.rows() ? g.rows(from, from + length) : g.columns(from, from + length));
          }
          from += length;
        }
      }
      case Operation.Slice slice -> {
        if (relevant.contains(node.input(0))) {
          contributions
              .computeIfAbsent(node.input(0), n -> new Contributions())
              .addSlice(slice, g);
        }
      }
    }
  }

  private void propagateUnary(Unary unary, Tensor node, Tensor g) {
    Tensor x = node.input(0);
    switch (unary) {
      case STOP_GRADIENT, STEP, SIGN -> {}
      case NEGATE -> add(x, g.negate());
      case EXP -> add(x, g.times(node));
      case LOG -> add(x, g.dividedBy(x));
      case TANH -> add(x, full(g, node).timesTanhSlope(node));
      case RELU -> add(x, g.times(x.step()));
      case SIGMOID -> add(x, g.times(node.minus(node.square())));
      case SOFTPLUS -> add(x, g.times(x.sigmoid()));
      case SQRT -> add(x, g.times(0.5).dividedBy(node));
      case SQUARE -> add(x, g.times(x).times(2));
      case ABS -> add(x, g.times(x.sign()));
    }
  }

  private void propagateBinary(Binary binary, Tensor node, Tensor g) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    switch (binary) {
      case PLUS -> {
        addRepeated(a, g);
        addRepeated(b, g);
      }
      case MINUS -> {
        addRepeated(a, g);
        addRepeated(b, g.negate());
      }
      case TIMES -> {
        addRepeated(a, g.times(b));
        addRepeated(b, g.times(a));
      }
      case DIVIDED_BY -> {
        addRepeated(a, g.dividedBy(b));
        addRepeated(b, g.times(node).dividedBy(b).negate());
      }
      case MIN -> {
        addRepeated(a, g.times(a.lessThan(b)));
        addRepeated(b, g.times(b.lessThan(a)));
      }
      case MAX -> {
        addRepeated(a, g.times(b.lessThan(a)));
        addRepeated(b, g.times(a.lessThan(b)));
      }
      case LESS -> {}
      case TIMES_TANH_SLOPE -> {
        addRepeated(a, full(g, node).timesTanhSlope(b));
        addRepeated(b, g.times(a).times(b).times(-2));
      }
    }
  }

  /** Uses that the form is linear in each of the three: g replaces the one to differentiate by. */
  private void propagateConvolution(Operation.Convolve convolve, Tensor node, Tensor g) {
    Convolution sizes = convolve.convolution();
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    boolean first = relevant.contains(a);
    boolean second = relevant.contains(b);
    switch (convolve.side()) {
      case OUTPUTS -> {
        if (first) {
          add(a, Tensor.convolveImages(sizes, b, g));
        }
        if (second) {
          add(b, Tensor.convolveWeights(sizes, a, g));
        }
      }
      case WEIGHTS -> {
        if (first) {
          add(a, Tensor.convolveImages(sizes, g, b));
        }
        if (second) {
          add(b, a.convolve(g, sizes));
        }
      }
      case IMAGES -> {
        if (first) {
          add(a, Tensor.convolveWeights(sizes, g, b));
        }
        if (second) {
          add(b, g.convolve(a, sizes));
        }
      }
    }
  }

  private static Tensor full(Tensor g, Tensor node) {
    return g.broadcastTo(node.rows(), node.columns());
  }

  /**
   * The gradient of one expression, from all its users. Gradients of slices are collected and
   * concatenated once: to pad each with zeros and add them up takes time quadratic in their number.
   */
  private static final class Contributions {
    private final List<Tensor> whole = new ArrayList<>();
    private final List<SliceGradient> slices = new ArrayList<>();

    private record SliceGradient(boolean rows, int from, int to, Tensor gradient) {}

    void add(Tensor gradient) {
      whole.add(gradient);
    }

    void addSlice(Operation.Slice slice, Tensor gradient) {
      int length = slice.rows() ? gradient.rows() : gradient.columns();
      slices.add(new SliceGradient(slice.rows(), slice.from(), slice.from() + length, gradient));
    }

    Tensor total(Tensor node) {
      if (!slices.isEmpty()) {
        whole.addAll(concatenate(node, true));
        whole.addAll(concatenate(node, false));
        slices.clear();
      }
      Tensor sum = whole.get(0);
      for (int i = 1; i < whole.size(); i++) {
        sum = sum.plus(whole.get(i));
      }
      whole.clear();
      whole.add(sum.broadcastTo(node.rows(), node.columns()));
      return whole.get(0);
    }

    /** Returns as few full-size tensors as hold all slices without overlap, with zeros in gaps. */
    private List<Tensor> concatenate(Tensor node, boolean alongRows) {
      List<SliceGradient> sorted = new ArrayList<>();
      for (SliceGradient slice : slices) {
        if (slice.rows == alongRows) {
          sorted.add(slice);
        }
      }
      sorted.sort((p, q) -> Integer.compare(p.from, q.from));
      Deque<List<SliceGradient>> layers = new ArrayDeque<>();
      for (SliceGradient slice : sorted) {
        List<SliceGradient> fitting = null;
        for (List<SliceGradient> layer : layers) {
          if (layer.get(layer.size() - 1).to <= slice.from) {
            fitting = layer;
            break;
          }
        }
        if (fitting == null) {
          fitting = new ArrayList<>();
          layers.add(fitting);
        }
        fitting.add(slice);
      }
      List<Tensor> result = new ArrayList<>();
      for (List<SliceGradient> layer : layers) {
        result.add(concatenate(node, alongRows, layer));
      }
      return result;
    }

    /** Returns the gradients of slices that do not overlap as one tensor. */
    private static Tensor concatenate(Tensor node, boolean alongRows, List<SliceGradient> layer) {
      int length = alongRows ? node.rows() : node.columns();
      List<Tensor> parts = new ArrayList<>();
      int position = 0;
      for (SliceGradient slice : layer) {
        if (slice.from > position) {
          parts.add(zeros(node, alongRows, slice.from - position));
        }
        parts.add(slice.gradient);
        position = slice.to;
      }
      if (position < length) {
        parts.add(zeros(node, alongRows, length - position));
      }
      return alongRows ? Tensor.concatenateRows(parts) : Tensor.concatenateColumns(parts);
    }

    private static Tensor zeros(Tensor node, boolean alongRows, int length) {
      return alongRows
          ? Tensor.full(0, length, node.columns())
          : Tensor.full(0, node.rows(), length);
    }
  }
}
