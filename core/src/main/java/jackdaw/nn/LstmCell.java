package jackdaw.nn;

import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000), in the equations and the order of gates of PyTorch's {@code LSTM}:
 *
 * <pre>{@code
 * i, f, g, o = x W_i + b_i + h W_h + b_h      four blocks of H columns
 * c' = σ(f) c + σ(i) tanh(g)
 * h' = σ(o) tanh(c')
 * }</pre>
 *
 * <p>A state is h, then c.
 *
 * @param input W_i [inputs, 4 H] and b_i
 * @param state W_h [H, 4 H] and b_h
 */
public record LstmCell(Linear input, Linear state) implements RecurrentCell {
  private static final int GATES = 4;

  static LstmCell create(
      ParameterVector.Builder parameters, String name, int inputs, int size) {
    Initializer orthogonal = Initializer.orthogonal(1);
    return new LstmCell(
        Linear.create(parameters, name + ".input", inputs, GATES * size, orthogonal),
        Linear.create(parameters, name + ".state", size, GATES * size, orthogonal));
  }

  @Override
  public int size() {
    return state.weight().rows();
  }

  @Override
  public int stateParts() {
    return 2;
  }

  @Override
  public Tensor project(Tensor inputs) {
    return input.apply(inputs).plus(state.bias());
  }

  @Override
  public List<Tensor> step(Tensor projected, List<Tensor> parts) {
    int size = size();
    Tensor gates = parts.get(0).matmul(state.weight()).plus(projected);
    Tensor in = gates.columns(0, size).sigmoid();
    Tensor forget = gates.columns(size, 2 * size).sigmoid();
    Tensor candidate = gates.columns(2 * size, 3 * size).tanh();
    Tensor out = gates.columns(3 * size, 4 * size).sigmoid();
    Tensor cell = forget.times(parts.get(1)).plus(in.times(candidate));
    return List.of(out.times(cell.tanh()), cell);
  }
}
