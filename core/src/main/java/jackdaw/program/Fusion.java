package jackdaw.program;

import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jackdaw.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a product does besides: it starts from what is added to it, and ends with the function that
 * follows, while its result stands in registers.
 */
final class Fusion {
  private final SharedGraph graph;

  /** For a sum, the product that starts from its other side; and the same the other way round. */
  private final Map<Tensor, Tensor> productOfSum = new IdentityHashMap<>();

  private final Map<Tensor, Tensor> sumOfProduct = new IdentityHashMap<>();

  /** For a function, the product, or the sum that one starts from, which ends with it; and back. */
  private final Map<Tensor, Tensor> productOfFunction = new IdentityHashMap<>();

  private final Map<Tensor, Tensor> functionOfProduct = new IdentityHashMap<>();

  /** For all products of a graph. */
  Fusion(SharedGraph graph) {
    this.graph = graph;
    graph.nodes().forEach(this::findStart);
    graph.nodes().forEach(this::findEnd);
  }

  /** The product that starts from a sum's other side, or null. */
  @Nullable
  Tensor productOfSum(Tensor sum) {
    return productOfSum.get(sum);
  }

  /** True if a product is computed where it is added to something. */
  boolean startsFromSum(Tensor product) {
    return sumOfProduct.containsKey(product);
  }

  /** The product, or the sum that one starts from, that ends with a function; or null. */
  @Nullable
  Tensor productOfFunction(Tensor function) {
    return productOfFunction.get(function);
  }

  /** True if a product, or the sum that one starts from, is computed where a function is. */
  boolean endsWithFunction(Tensor result) {
    return functionOfProduct.containsKey(result);
  }

  /** Finds out whether a product can start from what is added to it. */
  private void findStart(Tensor node) {
    Tensor user = graph.onlyUser(node);
    if (!(node.operation() instanceof Operation.MatMul)
        || user == null
        || user.operation() != Binary.PLUS
        || !user.hasShapeOf(node)
        || productOfSum.containsKey(user)
        || Product.of(graph, node).byDots()) {
      return;
    }
    Tensor other =
        graph.input(user, 0) == node ? graph.input(user, 1) : graph.input(user, 0);
    boolean row = other.rows() == 1 && !Layout.of(node).transposed();
    boolean fits = other.columns() == node.columns() && (other.rows() == node.rows() || row);
    if (other != node && fits) {
      productOfSum.put(user, node);
      sumOfProduct.put(node, user);
    }
  }

  /**
   * Finds out whether a product can end with a function: nothing else needs its result, and what stands
   * beside it lies in memory as it does. To store the result, load it and store it again waits for the
   * second-level cache, which made PPO's loop 7 % slower with two layers of 64.
   */
  private void findEnd(Tensor node) {
    boolean unary = node.operation() instanceof Unary f && f != Unary.STOP_GRADIENT;
    if (!unary && node.operation() != Binary.TIMES_TANH_SLOPE) {
      return;
    }
    Tensor result = graph.input(node, 0);
    if (!isProduct(result) || graph.onlyUser(result) == null || !result.hasShapeOf(node)) {
      return;
    }
    if (!unary) {
      Tensor beside = graph.input(node, 1);
      if (beside == result || !beside.hasShapeOf(node)) {
        return;
      }
    }
    productOfFunction.put(node, result);
    functionOfProduct.put(result, node);
  }

  private boolean isProduct(Tensor node) {
    return productOfSum.containsKey(node)
        || (node.operation() instanceof Operation.MatMul
            && !sumOfProduct.containsKey(node)
            && !Product.of(graph, node).byDots());
  }
}
