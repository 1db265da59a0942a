package jackdaw.distribution;

import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Several independent choices, each {@link Categorical}. The probability of an action is the
 * product over its parts, so log-probabilities, entropies and divergences add up.
 *
 * @param parts at least one
 */
public record MultiCategorical(List<Categorical> parts) implements Distribution {
  /** Checks and copies the parts. */
  public MultiCategorical {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "a multi-categorical distribution has no parts: give at least one");
    }
  }

  /**
   * Creates a distribution from parts whose logits are adjacent columns of one matrix.
   *
   * @param logits [batch, Σ counts]
   * @param counts number of classes of each part
   */
  public static MultiCategorical of(Tensor logits, List<Integer> counts) {
    List<Categorical> parts = new ArrayList<>();
    int from = 0;
    for (int count : counts) {
      parts.add(new Categorical(logits.columns(from, from + count)));
      from += count;
    }
    return new MultiCategorical(parts);
  }

  /** Returns Σ log π over the parts; actions [batch, parts]. */
  @Override
  public Tensor logProbability(Tensor actions) {
    return sum(i -> parts.get(i).logProbability(actions.columns(i, i + 1)));
  }

  /** Returns the sum of the parts' entropies. */
  @Override
  public Tensor entropy() {
    return sum(i -> parts.get(i).entropy());
  }

  /** Returns the sum of the parts' divergences. */
  @Override
  public Tensor divergenceFrom(Distribution other) {
    if (!(other instanceof MultiCategorical multi) || multi.parts.size() != parts.size()) {
      throw new IllegalArgumentException(
          "no divergence is defined between " + this + " and " + other);
    }
    return sum(i -> parts.get(i).divergenceFrom(multi.parts.get(i)));
  }

  private Tensor sum(IntFunction<Tensor> ofPart) {
    Tensor sum = ofPart.apply(0);
    for (int i = 1; i < parts.size(); i++) {
      sum = sum.plus(ofPart.apply(i));
    }
    return sum;
  }
}
