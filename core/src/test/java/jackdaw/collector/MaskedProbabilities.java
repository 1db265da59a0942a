package jackdaw.collector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A policy over a few choices in double precision, by going through every action there is: the
 * weight of an action is e to the sum of its logits, or 0 if a part of it is illegal.
 *
 * @param bits whether there is one logit for each part, which counts where the part is 1
 */
record MaskedProbabilities(List<Integer> choices, boolean bits) {
  /** Every action, the last part counting fastest. */
  List<int[]> actions() {
    List<int[]> all = new ArrayList<>(List.of(new int[0]));
    for (int count : choices) {
      List<int[]> longer = new ArrayList<>();
      for (int[] action : all) {
        for (int value = 0; value < count; value++) {
          int[] next = Arrays.copyOf(action, action.length + 1);
          next[action.length] = value;
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  /** Every mask that leaves each part something. */
  List<float[]> masks() {
    List<float[]> all = new ArrayList<>();
    int flags = choices.stream().mapToInt(Integer::intValue).sum();
    for (int code = 0; code < 1 << flags; code++) {
      float[] mask = new float[flags];
      for (int i = 0; i < flags; i++) {
        mask[i] = code >> i & 1;
      }
      boolean legal = true;
      int from = 0;
      for (int count : choices) {
        float sum = 0;
        for (int i = from; i < from + count; i++) {
          sum += mask[i];
        }
        legal &= sum > 0;
        from += count;
      }
      if (legal) {
        all.add(mask);
      }
    }
    return all;
  }

  boolean isLegal(int[] action, float[] mask) {
    int from = 0;
    for (int part = 0; part < action.length; part++) {
      if (mask[from + action[part]] == 0) {
        return false;
      }
      from += choices.get(part);
    }
    return true;
  }

  private double weight(double[] logits, int[] action, float[] mask) {
    if (!isLegal(action, mask)) {
      return 0;
    }
    double sum = 0;
    int from = 0;
    for (int part = 0; part < action.length; part++) {
      sum += bits ? action[part] * logits[part] : logits[from + action[part]];
      from += choices.get(part);
    }
    return Math.exp(sum);
  }

  double probability(double[] logits, int[] action, float[] mask) {
    double sum = 0;
    for (int[] other : actions()) {
      sum += weight(logits, other, mask);
    }
    return weight(logits, action, mask) / sum;
  }

  double entropy(double[] logits, float[] mask) {
    double sum = 0;
    for (int[] action : actions()) {
      double p = probability(logits, action, mask);
      sum -= p == 0 ? 0 : p * Math.log(p);
    }
    return sum;
  }

  double divergence(double[] logits, double[] others, float[] mask) {
    double sum = 0;
    for (int[] action : actions()) {
      double p = probability(logits, action, mask);
      sum += p == 0 ? 0 : p * Math.log(p / probability(others, action, mask));
    }
    return sum;
  }
}
