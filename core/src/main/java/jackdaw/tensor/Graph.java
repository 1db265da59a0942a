package jackdaw.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Walks over expression graphs, without recursion, as unrolled networks are thousands deep. */
public final class Graph {
  private Graph() {}

  /**
   * Returns the outputs and all expressions that they use, each once, inputs before their users.
   */
  public static List<Tensor> inOrder(List<Tensor> outputs) {
    List<Tensor> order = new ArrayList<>();
    Set<Tensor> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Tensor> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Tensor> stack = new ArrayDeque<>();
    for (Tensor output : outputs) {
      stack.push(output);
      while (!stack.isEmpty()) {
        Tensor node = stack.peek();
        if (entered.add(node)) {
          for (int i = node.inputs().size() - 1; i >= 0; i--) {
            if (!entered.contains(node.input(i))) {
              stack.push(node.input(i));
            }
          }
        } else {
          stack.pop();
          if (placed.add(node)) {
            order.add(node);
          }
        }
      }
    }
    return order;
  }
}
