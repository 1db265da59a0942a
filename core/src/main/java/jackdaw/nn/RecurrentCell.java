package jackdaw.nn;

import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer with a memory: from an input and the state that the step before left it makes the next
 * state, whose first part is its output. A state is parts of [batch, H] each; side by side, in their
 * order, they are one matrix [batch, {@link #stateSize}]. Before the first step it is zero.
 */
public sealed interface RecurrentCell permits LstmCell, GruCell {
  /** H, the width of the output and of each part of the state. */
  int size();

  /** How many parts a state has; the first is the output. */
  int stateParts();

  /**
   * What the input adds to the gates, [batch, gates · H]: all of a step that needs no state, so that
   * many steps can do it at once.
   *
   * @param inputs [batch, inputs]
   */
  Tensor project(Tensor inputs);

  /**
   * One step.
   *
   * @param projected what {@link #project} made of the step's input
   * @param state the parts that the step before left, [batch, H] each
   */
  List<Tensor> step(Tensor projected, List<Tensor> state);

  /** The width of a whole state: parts · H. */
  default int stateSize() {
    return stateParts() * size();
  }

  /**
   * A cell at the start of training, with orthogonal weights of gain 1 and biases of 0 (detail 1 of
   * the LSTM details in Huang et al. 2022).
   *
   * @param name in front of its parameters' names: {@code name.input.weight} [inputs, gates · H],
   *     {@code name.state.weight} [H, gates · H], {@code name.input.bias} and {@code name.state.bias}
   *     [1, gates · H]; they are the transposes of PyTorch's weight_ih, weight_hh, bias_ih and bias_hh
   */
  static RecurrentCell create(
      ParameterVector.Builder parameters, String name, Memory memory, int inputs, int size) {
    return switch (memory) {
      case LSTM -> LstmCell.create(parameters, name, inputs, size);
      case GRU -> GruCell.create(parameters, name, inputs, size);
      case NONE -> throw new IllegalArgumentException("no cell has no memory: leave it out");
    };
  }

  /**
   * Many steps of several sequences, one after the other in the same expression, so that derivatives
   * go back through all of them.
   *
   * @param inputs [steps · sequences, inputs]; row t · sequences + s is step t of sequence s
   * @param state what each sequence starts from, [sequences, {@link #stateSize}]
   * @param continues [steps · sequences, 1]: 1 where the row goes on with the episode of the row before
   *     it in its sequence, 0 where it is the first of another, which starts from a state of zero; that
   *     of step 0 is not looked at, since {@code state} is already what it starts from
   */
  default Unrolled unroll(Tensor inputs, Tensor state, Tensor continues) {
    int sequences = state.rows();
    int steps = inputs.rows() / sequences;
    Tensor projected = project(inputs);
    List<Tensor> parts = parts(state);
    List<Tensor> outputs = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      int from = t * sequences;
      int to = from + sequences;
      if (t > 0) {
        Tensor keep = continues.rows(from, to);
        parts = parts.stream().map(part -> part.times(keep)).toList();
      }
      parts = step(projected.rows(from, to), parts);
      outputs.add(parts.getFirst());
    }
    return new Unrolled(Tensor.concatenateRows(outputs), Tensor.concatenateColumns(parts));
  }

  private List<Tensor> parts(Tensor state) {
    List<Tensor> parts = new ArrayList<>();
    for (int part = 0; part < stateParts(); part++) {
      parts.add(state.columns(part * size(), (part + 1) * size()));
    }
    return parts;
  }

  /**
   * What many steps made.
   *
   * @param outputs [steps · sequences, H], in the order of the inputs
   * @param state what the last step left, [sequences, {@link #stateSize}]
   */
  record Unrolled(Tensor outputs, Tensor state) {}
}
