package jackdaw.nn;

import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer with a memory. It computes the next state from an input and the state before; the first
 * part of the state is its output. A state consists of parts of [batch, H], which form one matrix
 * [batch, {@link #stateSize}] side by side. The state before the first step is zero.
 */
public sealed interface RecurrentCell permits LstmCell, GruCell {
  /** H, the width of the output and of each part of the state. */
  int size();

  /** The number of parts of a state; the first is the output. */
  int stateParts();

  /**
   * Returns the term that the input adds to the gates, [batch, gates · H]. It needs no state, so
   * that it can be computed for many steps at once.
   *
   * @param inputs [batch, inputs]
   */
  Tensor project(Tensor inputs);

  /**
   * Computes the next state.
   *
   * @param projected the result of {@link #project} for the step's input
   * @param state the parts of the state before, [batch, H] each
   */
  List<Tensor> step(Tensor projected, List<Tensor> state);

  /** The width of a state: parts · H. */
  default int stateSize() {
    return stateParts() * size();
  }

  /**
   * Creates a cell with orthogonal weights of gain 1 and biases of 0 (detail 1 of the LSTM details
   * in Huang et al. 2022).
   *
   * @param name prefix of the parameters' names: {@code name.input.weight} [inputs, gates · H],
   *     {@code name.state.weight} [H, gates · H], {@code name.input.bias} and {@code
   *     name.state.bias} [1, gates · H]; they are the transposes of PyTorch's weight_ih, weight_hh,
   *     bias_ih and bias_hh
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
   * Computes many steps of several sequences in one expression, so that derivatives go back through
   * all of them.
   *
   * @param inputs [steps · sequences, inputs]; row t · sequences + s is step t of sequence s
   * @param state the state at the start of each sequence, [sequences, {@link #stateSize}]
   * @param continues [steps · sequences, 1]: 1 if the row continues the episode of the row before
   *     it in its sequence, 0 if it starts another episode, from a state of zero; ignored for step
   *     0, which starts from {@code state}
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
   * The result of many steps.
   *
   * @param outputs [steps · sequences, H], in the order of the inputs
   * @param state the state after the last step, [sequences, {@link #stateSize}]
   */
  record Unrolled(Tensor outputs, Tensor state) {}
}
