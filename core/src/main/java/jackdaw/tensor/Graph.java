package jackdaw.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Walks over expression graphs; iterative, since unrolled networks are thousands deep. */
public final class Graph {
  private Graph() {}

  /** Everything that the outputs are made of, each once, inputs before what uses them. */
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
