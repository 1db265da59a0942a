package jackdaw.tabular;

import jackdaw.random.RandomStream;

/**
 * π(a | s) over the legal actions of a table: how an agent acts, and what it learns the values of.
 * A
 * strength says how random it is: ε, or the temperature τ.
 */
public enum TargetPolicy {
  /** The action with the greatest value. */
  GREEDY {
    @Override
    int choose(
        ActionValues values, int state, boolean[] legal, double strength, RandomStream random) {
      return values.greedy(state, legal, random);
    }

    @Override
    double value(ActionValues values, int state, boolean[] legal, double strength) {
      return values.max(state, legal);
    }
  },
  /** Any action with probability ε, all alike, else the one with the greatest value. */
  EPSILON_GREEDY {
    @Override
    int choose(
        ActionValues values, int state, boolean[] legal, double strength, RandomStream random) {
      return random.nextDouble() < strength
          ? among(legal, random)
          : values.greedy(state, legal, random);
    }

    @Override
    double value(ActionValues values, int state, boolean[] legal, double strength) {
      double sum = 0;
      int count = 0;
      for (int action = 0; action < values.actions(); action++) {
        if (legal[action]) {
          sum += values.value(state, action);
          count++;
        }
      }
      return (1 - strength) * values.max(state, legal) + strength * sum / count;
    }
  },
  /** Boltzmann's: π(a | s) ∝ exp(Q(s, a) / τ). */
  SOFTMAX {
    @Override
    int choose(
        ActionValues values, int state, boolean[] legal, double strength, RandomStream random) {
      double max = values.max(state, legal);
      double total = 0;
      for (int action = 0; action < values.actions(); action++) {
        total += weight(values, state, action, legal, max, strength);
      }
      double left = random.nextDouble() * total;
      int chosen = values.greedy(state, legal);
      for (int action = 0; action < values.actions(); action++) {
        double weight = weight(values, state, action, legal, max, strength);
        if (weight > 0) {
          chosen = action;
          left -= weight;
          if (left < 0) {
            break;
          }
        }
      }
      return chosen;
    }

    @Override
    double value(ActionValues values, int state, boolean[] legal, double strength) {
      double max = values.max(state, legal);
      double total = 0;
      double sum = 0;
      for (int action = 0; action < values.actions(); action++) {
        double weight = weight(values, state, action, legal, max, strength);
        if (weight > 0) {
          total += weight;
          sum += weight * values.value(state, action);
        }
      }
      return sum / total;
    }

    private static double weight(
        ActionValues values,
        int state,
        int action,
        boolean[] legal,
        double max,
        double temperature) {
      return legal[action]
          ? StrictMath.exp((values.value(state, action) - max) / temperature)
          : 0;
    }
  };

  /** Draws an action; of equals any, all alike. */
  abstract int choose(
      ActionValues values, int state, boolean[] legal, double strength, RandomStream random);

  /** Σ_a π(a | s) Q(s, a). */
  abstract double value(ActionValues values, int state, boolean[] legal, double strength);

  /** Any of the legal actions, each as likely as the others. */
  private static int among(boolean[] legal, RandomStream random) {
    int chosen = -1;
    int count = 0;
    for (int action = 0; action < legal.length; action++) {
      if (legal[action]) {
        count++;
        if (random.nextInt(count) == 0) {
          chosen = action;
        }
      }
    }
    return chosen;
  }
}
