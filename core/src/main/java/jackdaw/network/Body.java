package jackdaw.network;

import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.tensor.Tensor;

/**
 * What a network has between observations and its output layer. A {@link BodyFactory} makes it;
 * {@link Bodies} has the usual ones.
 */
public interface Body {
  /** Values that come out for one observation. */
  int width();

  /** Floats of what it remembers of one episode; 0 without a memory. */
  default int stateSize() {
    return 0;
  }

  /**
   * Applies the body to sequences; see {@link jackdaw.nn.RecurrentCell#unroll} for their order.
   * Without a memory each row stands alone, and the state is returned as it is.
   *
   * @param observations [rows, observation size]
   * @param state what it remembers when each sequence begins, [sequences, {@link #stateSize}]
   * @param continues [rows, 1], 1 where a row continues the episode of the row before it
   * @return outputs [rows, {@link #width}], and the state after the last step
   */
  Unrolled apply(Tensor observations, Tensor state, Tensor continues);
}
