package jackdaw.algorithm.ppo;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;

/**
 * β, the weight of the divergence in L^KLPEN (Schulman et al. 2017, section 4), and its moves where
 * it is adaptive.
 */
final class KlCoefficient implements Stateful {
  /** How many times the target a divergence may be too large or too small before β moves. */
  private static final double TOLERANCE = 1.5;

  private static final double MOVE = 2;

  /** Beyond these β does nothing more than at them, and beyond a float's range it would break. */
  private static final double LEAST = 1e-12;

  private static final double MOST = 1e12;

  private static final String NAME = "kl-coefficient";

  private final PpoConfig config;
  private double value;

  KlCoefficient(PpoConfig config) {
    this.config = config;
    value = config.klCoefficient();
  }

  /** β. */
  double value() {
    return value;
  }

  /** Halves or doubles β where an update's divergence was too far below or above the target. */
  void adapt(double divergence) {
    if (divergence < config.klTarget() / TOLERANCE) {
      value = Math.max(LEAST, value / MOVE);
    } else if (divergence > config.klTarget() * TOLERANCE) {
      value = Math.min(MOST, value * MOVE);
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    if (config.objective() == PpoObjective.ADAPTIVE_KL) {
      snapshot.put(NAME, value);
    }
  }

  @Override
  public void restore(Snapshot snapshot) {
    if (config.objective() == PpoObjective.ADAPTIVE_KL) {
      value = snapshot.oneDouble(NAME);
    }
  }
}
