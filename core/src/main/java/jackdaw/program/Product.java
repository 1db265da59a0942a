package jackdaw.program;

import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Tensor;

/**
 * A matrix product in terms of memory: out [rows, columns] = p [rows, inner] · q [inner, columns].
 *
 * @param p the left side
 * @param q the right side
 */
record Product(Side p, Side q, int rows, int columns, int inner) {
  /** Most rows of a product with a transposed right side that is computed by dot products. */
  private static final int DOT_ROWS = 4;

  /** One side of a product: a tensor, or its transpose. */
  record Side(Tensor tensor, boolean flipped) {
    private static Side of(SharedGraph graph, Tensor node) {
      return node.operation() instanceof Operation.Transpose
          ? new Side(graph.input(node, 0), true)
          : new Side(node, false);
    }

    Side flip() {
      return new Side(tensor, !flipped);
    }

    /** Returns true if the rows in memory are the rows of this side. */
    boolean direct() {
      return flipped == Layout.of(tensor).transposed();
    }
  }

  /** Returns the product of a node, with transposed inputs folded into its sides. */
  static Product of(SharedGraph graph, Tensor node) {
    Side a = Side.of(graph, graph.input(node, 0));
    Side b = Side.of(graph, graph.input(node, 1));
    int inner = node.input(0).columns();
    return Layout.of(node).transposed()
        ? new Product(b.flip(), a.flip(), node.columns(), node.rows(), inner)
        : new Product(a, b, node.rows(), node.columns(), inner);
  }

  /** Returns true if it is computed by dot products of rows. */
  boolean byDots() {
    return !q.direct() && p.direct() && rows <= DOT_ROWS;
  }
}
