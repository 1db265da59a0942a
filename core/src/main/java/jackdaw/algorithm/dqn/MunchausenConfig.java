package jackdaw.algorithm.dqn;

import jackdaw.setting.SettingCheck;

/**
 * Settings of Munchausen DQN (Vieillard et al. 2020): rewards get α τ log π(a | s) of the policy π
 * =
 * softmax(Q / τ) added, and the value of the next state is that policy's with its entropy.
 *
 * @param munchausen whether it is done
 * @param munchausenScale α; in [0, 1]
 * @param munchausenTemperature τ; at least 0.01
 * @param munchausenFloor l₀, below which τ log π does not fall; at most 0
 */
public record MunchausenConfig(
    boolean munchausen,
    double munchausenScale,
    double munchausenTemperature,
    double munchausenFloor) {

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.within("munchausen-scale", munchausenScale, 0, 1, "0.9");
    check.within("munchausen-temperature", munchausenTemperature, 0.01, 1e6, "0.03");
    check.within("munchausen-floor", munchausenFloor, -1e6, 0, "-1");
  }
}
