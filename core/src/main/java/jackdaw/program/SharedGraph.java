package jackdaw.program;

import jackdaw.program.kernel.Block;
import jackdaw.tensor.Graph;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An expression graph in which equal expressions are one node, with the users of each node. */
final class SharedGraph {
  private final Map<Tensor, Tensor> representative = new IdentityHashMap<>();
  private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
  private final Set<Tensor> outputs = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Tensor> firstOutputs = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Tensor> nodes;

  /**
   * Makes the graph of everything that the outputs use.
   *
   * @param first how many of the outputs are the program's first
   */
  SharedGraph(List<Tensor> outputs, int first) {
    nodes = merge(Graph.inOrder(outputs));
    for (Tensor output : outputs) {
      this.outputs.add(representative(output));
    }
    for (Tensor output : outputs.subList(0, first)) {
      firstOutputs.add(representative(output));
    }
    for (Tensor node : nodes) {
      for (Tensor input : inputs(node)) {
        users.computeIfAbsent(input, n -> new ArrayList<>()).add(node);
      }
    }
  }

  /** The nodes, each after its inputs. */
  List<Tensor> nodes() {
    return nodes;
  }

  /** Returns true if a node's values can be read after a run. */
  boolean isOutput(Tensor node) {
    return outputs.contains(node);
  }

  /** The life of a node's block. */
  Block.Life life(Tensor node) {
    if (firstOutputs.contains(node)) {
      return Block.Life.COPIED_OUTPUT;
    }
    return isOutput(node) ? Block.Life.FETCHED_OUTPUT : Block.Life.TEMPORARY;
  }

  /** Merges equal operations on equal inputs into one node. */
  private List<Tensor> merge(List<Tensor> all) {
    record Key(Operation operation, int rows, int columns, List<Integer> inputs) {}

    Map<Tensor, Integer> numbers = new IdentityHashMap<>();
    Map<Key, Tensor> known = new HashMap<>();
    List<Tensor> kept = new ArrayList<>();
    for (Tensor node : all) {
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

  /** The one node that represents all expressions equal to this one. */
  Tensor representative(Tensor node) {
    Tensor same = representative.get(node);
    return same == null ? node : same;
  }

  /** The representatives of a node's inputs. */
  List<Tensor> inputs(Tensor node) {
    return node.inputs().stream().map(this::representative).toList();
  }

  /** The representative of one of a node's inputs. */
  Tensor input(Tensor node, int index) {
    return representative(node.input(index));
  }

  /** The only node that uses this one; null if there are several, or if this one is an output. */
  @Nullable
  Tensor onlyUser(Tensor node) {
    List<Tensor> all = users.getOrDefault(node, List.of());
    return all.size() == 1 && !outputs.contains(node) ? all.getFirst() : null;
  }
}
