package jackdaw.learning;

import jackdaw.setting.SettingCheck;
import jackdaw.tensor.Tensor;

/**
 * Settings of an actor-critic's loss L = −L^π + c₁ L^VF − c₂ S (Schulman et al. 2017, eq. 9,
 * negated so that it is minimised).
 *
 * @param normalizeAdvantages whether each minibatch's advantages are shifted to mean 0 and scaled
 *     to standard deviation 1
 * @param valueCoefficient c₁, weight of the value loss ½ (V − R)² (ibid., with the ½ that makes its
 *     derivative V − R); at least 0
 * @param entropyCoefficient c₂, weight of the entropy bonus; at least 0
 */
public record LossConfig(
    boolean normalizeAdvantages, double valueCoefficient, double entropyCoefficient) {

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.atLeast("value-coefficient", valueCoefficient, 0, "0.25 to 1");
    check.atLeast("entropy-coefficient", entropyCoefficient, 0, "0 to 0.02");
  }

  /**
   * −L^π + c₁ L^VF − c₂ S. Without a weight the entropy is only reported and takes no part in the
   * gradient.
   *
   * @param policyLoss −L^π, [1, 1]
   * @param valueLoss L^VF, [1, 1]
   * @param entropy S, [1, 1]
   */
  public Tensor total(Tensor policyLoss, Tensor valueLoss, Tensor entropy) {
    Tensor policyTerms =
        entropyCoefficient == 0
            ? policyLoss
            : policyLoss.minus(entropy.times(entropyCoefficient));
    return policyTerms.plus(valueLoss.times(valueCoefficient));
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    LossConfig loss();

    /** Replaces all of them. */
    B loss(LossConfig settings);

    /** See {@link LossConfig#normalizeAdvantages}. */
    default B normalizeAdvantages(boolean value) {
      LossConfig s = loss();
      return loss(new LossConfig(value, s.valueCoefficient, s.entropyCoefficient));
    }

    /** See {@link LossConfig#valueCoefficient}. */
    default B valueCoefficient(double value) {
      LossConfig s = loss();
      return loss(new LossConfig(s.normalizeAdvantages, value, s.entropyCoefficient));
    }

    /** See {@link LossConfig#entropyCoefficient}. */
    default B entropyCoefficient(double value) {
      LossConfig s = loss();
      return loss(new LossConfig(s.normalizeAdvantages, s.valueCoefficient, value));
    }
  }
}
