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
 * Finds what a matrix product can do in addition, while its result is in registers: it can start
 * from a term that is added to it, and end with the function that follows.
 */
final class Fusion {
  private final SharedGraph graph;

  /** For a sum, the product that starts from its other term; and the reverse. */
  private final Map<Tensor, Tensor> productOfSum = new IdentityHashMap<>();

  private final Map<Tensor, Tensor> sumOfProduct = new IdentityHashMap<>();

  /** For a function, the product (or the sum whose term one starts from) that ends with it. */
  private final Map<Tensor, Tensor> productOfFunction = new IdentityHashMap<>();

  /** The reverse of {@link #productOfFunction}. */
  private final Map<Tensor, Tensor> functionOfProduct = new IdentityHashMap<>();

  /** Looks at all products of a graph. */
  Fusion(SharedGraph graph) {
    this.graph = graph;
    graph.nodes().forEach(this::findStart);
    graph.nodes().forEach(this::findEnd);
  }

  /** The product that starts from the other term of a sum, or null. */
  @Nullable
  Tensor productOfSum(Tensor sum) {
    return productOfSum.get(sum);
  }

  /** Returns true if a product is computed as part of the sum that it is added to. */
  boolean startsFromSum(Tensor product) {
    return sumOfProduct.containsKey(product);
  }

  /** The product (or the sum whose term one starts from) that ends with a function, or null. */
  @Nullable
  Tensor productOfFunction(Tensor function) {
    return productOfFunction.get(function);
  }

  /** Returns true if a product (or such a sum) is computed as part of the function after it. */
  boolean endsWithFunction(Tensor result) {
    return functionOfProduct.containsKey(result);
  }

  /** Decides whether a product can start from a term that is added to it. */
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
   * Decides whether a product can end with a function: nothing else may need the product's result,
   * and a second operand must have the same layout. Storing the result, loading it and storing it
   * again would wait for the second-level cache, which made PPO's loop 7 % slower with two layers
   * of 64.
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
      Tensor operand = graph.input(node, 1);
      if (operand == result || !operand.hasShapeOf(node)) {
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
