package jackdaw.algorithm.dqn;

import jackdaw.network.ReturnDistribution;
import jackdaw.setting.SettingCheck;

/**
 * Settings of what is learnt of returns.
 *
 * @param distribution which description of the return
 * @param atoms outputs for each action that describe it; ignored without a distribution; at least 2
 * @param returnLow the smallest return that C51 knows
 * @param returnHigh the largest one; above the smallest
 */
public record DistributionConfig(
    ReturnModel distribution, int atoms, double returnLow, double returnHigh) {

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.within("atoms", atoms, 2, 1000, "51 for c51, 200 for quantiles");
    check.require(
        Double.isFinite(returnLow) && Double.isFinite(returnHigh) && returnLow < returnHigh,
        "returns %s to %s are no range: set %s.return-low below %3$s.return-high"
            .formatted(returnLow, returnHigh, check.algorithm()));
  }

  /** What a network's outputs mean. */
  ReturnDistribution ofNetwork() {
    return switch (distribution) {
      case NONE -> new ReturnDistribution.Expectation();
      case C51 -> new ReturnDistribution.Categories(atoms, returnLow, returnHigh);
      case QUANTILES -> new ReturnDistribution.Quantiles(atoms);
    };
  }
}
