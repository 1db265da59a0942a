package jackdaw.algorithm.dqn;

import jackdaw.learning.Losses;
import jackdaw.network.ReturnDistribution.Categories;
import jackdaw.network.ReturnDistribution.Quantiles;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Targets and losses of distributions of returns, for each row. */
final class ReturnLosses {
  private ReturnLosses() {}

  /** Numbers as a row, [1, n]. */
  private static Tensor row(double[] numbers) {
    return Tensor.concatenateColumns(
        Arrays.stream(numbers).mapToObj(Tensor::constant).toList());
  }

  private static Tensor support(Categories categories) {
    double[] support = new double[categories.atoms()];
    Arrays.setAll(support, categories::support);
    return row(support);
  }

  /** Σ pᵢ zᵢ of probabilities [rows, atoms], [rows, 1]. */
  static Tensor mean(Categories categories, Tensor probabilities) {
    return probabilities.times(support(categories)).sumColumns();
  }

  /**
   * The distribution of R + γᵐ z on the returns zᵢ: each probability is shared between the two
   * neighbours
   * of where its return falls, which is first held within the bounds (Bellemare et al. 2017, eq.
   * 7).
   *
   * @param probabilities of the next returns, [rows, atoms]
   * @return probabilities, [rows, atoms]
   */
  static Tensor project(
      Categories categories, Tensor probabilities, Tensor rewards, Tensor discounts) {
    Tensor places =
        discounts
            .times(support(categories))
            .plus(rewards)
            .clip(categories.low(), categories.high())
            .minus(categories.low())
            .dividedBy(categories.spacing());
    List<Tensor> projected = new ArrayList<>();
    for (int i = 0; i < categories.atoms(); i++) {
      Tensor share = places.minus(i).abs().negate().plus(1).relu();
      projected.add(probabilities.times(share).sumColumns());
    }
    return Tensor.concatenateColumns(projected);
  }

  /** −Σ yᵢ log pᵢ of logits and a target, both [rows, atoms]. */
  static Tensor crossEntropy(Tensor logits, Tensor target) {
    return target.times(logits.logSoftmax()).sumColumns().negate();
  }

  /**
   * Σᵢ meanⱼ |τ̂ᵢ − 1(yⱼ &lt; θᵢ)| · H(yⱼ − θᵢ) (Dabney et al. 2018, eq. 10, with κ = 1).
   *
   * @param quantiles θ, [rows, atoms]
   * @param target y, [rows, atoms]
   */
  static Tensor quantileHuber(Quantiles of, Tensor quantiles, Tensor target) {
    Tensor midpoints = row(of.midpoints());
    Tensor sum = Tensor.full(0, quantiles.rows(), 1);
    for (int j = 0; j < of.atoms(); j++) {
      Tensor y = target.columns(j, j + 1);
      Tensor weight = midpoints.minus(y.lessThan(quantiles)).abs();
      sum = sum.plus(weight.times(Losses.huber(y.minus(quantiles))).sumColumns());
    }
    return sum.dividedBy(of.atoms());
  }
}
