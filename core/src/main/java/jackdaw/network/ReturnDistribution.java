package jackdaw.network;

import jackdaw.tensor.Tensor;
import java.util.Arrays;

/** What the outputs of a {@link QNetwork} for one action say of the return. */
public sealed interface ReturnDistribution {
  /** Outputs for each action. */
  int atoms();

  /** The expected return of one action's outputs [rows, atoms], [rows, 1]. */
  Tensor mean(Tensor outputs);

  /** One output, the expected return. */
  record Expectation() implements ReturnDistribution {
    @Override
    public int atoms() {
      return 1;
    }

    @Override
    public Tensor mean(Tensor outputs) {
      return outputs;
    }
  }

  /**
   * Probabilities of N evenly spaced returns, as logits (Bellemare et al. 2017).
   *
   * @param atoms N, at least 2
   * @param low the smallest return
   * @param high the largest return
   */
  record Categories(int atoms, double low, double high) implements ReturnDistribution {
    /** The return zᵢ of an atom. */
    public double support(int atom) {
      return low + (high - low) * atom / (atoms - 1);
    }

    /** The distance between two returns. */
    public double spacing() {
      return (high - low) / (atoms - 1);
    }

    @Override
    public Tensor mean(Tensor outputs) {
      Tensor probabilities = outputs.softmax();
      Tensor mean = probabilities.columns(0, 1).times(support(0));
      for (int i = 1; i < atoms; i++) {
        mean = mean.plus(probabilities.columns(i, i + 1).times(support(i)));
      }
      return mean;
    }
  }

  /**
   * The quantiles at the midpoints (2i − 1) / 2N (Dabney et al. 2018).
   *
   * @param atoms N, at least 1
   */
  record Quantiles(int atoms) implements ReturnDistribution {
    /** The probability τ̂ that a return is below the i-th quantile, from 0 on. */
    public double midpoint(int i) {
      return (2 * i + 1) / (2.0 * atoms);
    }

    /** All midpoints. */
    public double[] midpoints() {
      double[] all = new double[atoms];
      Arrays.setAll(all, this::midpoint);
      return all;
    }

    @Override
    public Tensor mean(Tensor outputs) {
      return outputs.meanColumns();
    }
  }
}
