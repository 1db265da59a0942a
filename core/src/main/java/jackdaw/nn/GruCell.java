package jackdaw.nn;

import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * A gated recurrent unit (Cho et al. 2014), in the equations and the order of gates of PyTorch's
 * {@code GRU}, whose reset gate acts after the product with h:
 *
 * <pre>{@code
 * r, z, n = three blocks of H columns of x W_i + b_i, and of h W_h + b_h
 * r = σ(r_x + r_h)
 * z = σ(z_x + z_h)
 * n = tanh(n_x + r n_h)
 * h' = (1 − z) n + z h
 * }</pre>
 *
 * <p>A state is h.
 *
 * @param input W_i [inputs, 3 H] and b_i
 * @param state W_h [H, 3 H] and b_h
 */
public record GruCell(Linear input, Linear state) implements RecurrentCell {
  private static final int GATES = 3;

  static GruCell create(
      ParameterVector.Builder parameters, String name, int inputs, int size) {
    Initializer orthogonal = Initializer.orthogonal(1);
    return new GruCell(
        Linear.create(parameters, name + ".input", inputs, GATES * size, orthogonal),
        Linear.create(parameters, name + ".state", size, GATES * size, orthogonal));
  }

  @Override
  public int size() {
    return state.weight().rows();
  }

  @Override
  public int stateParts() {
    return 1;
  }

  @Override
  public Tensor project(Tensor inputs) {
    return input.apply(inputs);
  }

  @Override
  public List<Tensor> step(Tensor projected, List<Tensor> parts) {
    int size = size();
    Tensor h = parts.get(0);
    Tensor recalled = state.apply(h);
    Tensor gates = projected.columns(0, 2 * size).plus(recalled.columns(0, 2 * size)).sigmoid();
    Tensor reset = gates.columns(0, size);
    Tensor update = gates.columns(size, 2 * size);
    Tensor candidate =
        projected
            .columns(2 * size, 3 * size)
            .plus(reset.times(recalled.columns(2 * size, 3 * size)))
            .tanh();
    return List.of(candidate.plus(update.times(h.minus(candidate))));
  }
}
