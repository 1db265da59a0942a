package jackdaw.network;

import jackdaw.nn.Initializer;
import jackdaw.nn.Memory;
import jackdaw.nn.MultilayerPerceptron;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.RecurrentCell;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network has between observations and its output layer: what encodes them, hidden layers, and
 * behind them a recurrent cell if it has a memory.
 *
 * @param cell none without a memory
 * @param width how many values come out
 * @param stateOffset where the cell's state begins in the state of all networks, in columns
 */
record Body(
    ObservationEncoder encoder,
    MultilayerPerceptron layers,
    @Nullable RecurrentCell cell,
    int width,
    int stateOffset) {
  private static final Initializer HIDDEN = Initializer.orthogonal(Math.sqrt(2));

  /** A body whose parameters' names start with {@code name}. */
  static Body create(
      ParameterVector.Builder parameters,
      String name,
      Space observationSpace,
      NetworkConfig settings,
      int stateOffset) {
    ObservationEncoder encoder =
        new ObservationEncoder(parameters, name, observationSpace, settings, HIDDEN);
    MultilayerPerceptron layers =
        MultilayerPerceptron.create(
            parameters,
            name,
            encoder.width(),
            settings.hiddenSizes(),
            settings.activation(),
            HIDDEN);
    int hidden =
        settings.hiddenSizes().isEmpty() ? encoder.width() : settings.hiddenSizes().getLast();
    if (settings.memory() == Memory.NONE) {
      return new Body(encoder, layers, null, hidden, stateOffset);
    }
    RecurrentCell cell =
        RecurrentCell.create(
            parameters, name + ".memory", settings.memory(), hidden, settings.memorySize());
    return new Body(encoder, layers, cell, settings.memorySize(), stateOffset);
  }

  /** The width of the cell's state; 0 without a memory. */
  int stateSize() {
    return cell == null ? 0 : cell.stateSize();
  }

  /**
   * What comes out [rows, width], and the state that is left; see {@link RecurrentCell#unroll}.
   * Without a memory each row stands alone, and the state stays as it is.
   *
   * @param state of all networks, of which this one takes its columns
   */
  Unrolled apply(Tensor observations, Tensor state, Tensor continues) {
    Tensor hidden = layers.apply(encoder.apply(observations));
    return cell == null
        ? new Unrolled(hidden, state)
        : cell.unroll(
            hidden, state.columns(stateOffset, stateOffset + stateSize()), continues);
  }
}
