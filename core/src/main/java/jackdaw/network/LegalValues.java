package jackdaw.network;

import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of legal actions alone, as expressions. The value of an illegal action takes part in
 * nothing,
 * whatever it is: not even one that is not a number shows.
 *
 * @param values [rows, actions]; −10³⁰ where an action is illegal
 * @param masks [rows, actions], 1 where legal and 0 elsewhere; null if all are
 */
public record LegalValues(Tensor values, @Nullable Tensor masks) {
  private static final double ILLEGAL = 1e30;

  /** Takes illegal actions out of values. */
  public static LegalValues of(Tensor values, @Nullable Tensor masks) {
    if (masks == null) {
      return new LegalValues(values, null);
    }
    // An illegal value is not multiplied by 0, which would leave NaN: a legal one is read in its
    // place.
    Tensor legal = firstLegal(masks);
    List<Tensor> columns = new ArrayList<>();
    for (int i = 0; i < values.columns(); i++) {
      Tensor mask = masks.columns(i, i + 1);
      Tensor index = mask.times(i).plus(mask.negate().plus(1).times(legal));
      columns.add(values.pick(index).times(mask).plus(mask.minus(1).times(ILLEGAL)));
    }
    return new LegalValues(Tensor.concatenateColumns(columns), masks);
  }

  /** The index of the first legal action in each row, [rows, 1]. */
  private static Tensor firstLegal(Tensor masks) {
    int last = masks.columns() - 1;
    Tensor index = Tensor.full(last, masks.rows(), 1);
    for (int i = last - 1; i >= 0; i--) {
      Tensor mask = masks.columns(i, i + 1);
      index = index.plus(mask.times(Tensor.constant(i).minus(index)));
    }
    return index;
  }

  /** arg max: the first of the best legal actions, [rows, 1]. */
  public Tensor best() {
    Tensor index = Tensor.full(0, values.rows(), 1);
    Tensor best = values.columns(0, 1);
    for (int i = 1; i < values.columns(); i++) {
      Tensor value = values.columns(i, i + 1);
      // lessThan is ½ where both are equal
      Tensor better = best.lessThan(value).minus(0.5).relu().times(2);
      index = index.plus(better.times(Tensor.constant(i).minus(index)));
      best = best.max(value);
    }
    return index;
  }

  /** The largest value, [rows, 1]. */
  public Tensor max() {
    return values.pick(best());
  }

  /** Σ p(a) · x(a) over legal actions, where p is 0 for the others, [rows, 1]. */
  private Tensor sum(Tensor probabilities, Tensor of) {
    return probabilities.times(of).sumColumns();
  }

  /** The mean over legal actions, [rows, 1]. */
  public Tensor mean() {
    return masks == null
        ? values.meanColumns()
        : sum(masks, values).dividedBy(masks.sumColumns());
  }

  /**
   * The expectation under the ε-greedy policy, [rows, 1].
   *
   * @param epsilon ε, [1, 1]
   */
  public Tensor expected(Tensor epsilon) {
    return max().times(epsilon.negate().plus(1)).plus(mean().times(epsilon));
  }

  /**
   * log π of the policy softmax(values / τ), [rows, actions]; about −10³⁰ / τ where an action is
   * illegal.
   *
   * @param temperature τ, above 0
   */
  public Tensor logPolicy(double temperature) {
    return values.dividedBy(temperature).logSoftmax();
  }

  /**
   * Σ π(a) (Q(a) − τ log π(a)) of the policy π = softmax(Q / τ), [rows, 1].
   *
   * @param temperature τ, above 0
   */
  public Tensor soft(double temperature) {
    Tensor logPolicy = logPolicy(temperature);
    Tensor legal = masks == null ? logPolicy : logPolicy.times(Objects.requireNonNull(masks));
    Tensor known = masks == null ? values : values.times(Objects.requireNonNull(masks));
    return sum(logPolicy.exp(), known.minus(legal.times(temperature)));
  }
}
