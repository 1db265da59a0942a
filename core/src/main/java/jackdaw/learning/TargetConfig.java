package jackdaw.learning;

import jackdaw.setting.SettingCheck;

/**
 * Settings of a {@link TargetNetwork}.
 *
 * @param targetInterval gradient steps between two moves of the target's parameters; at least 1
 * @param targetKeep ς of a move ψ′ ← ς ψ′ + (1 − ς) ψ; 0 copies; in [0, 1)
 */
public record TargetConfig(int targetInterval, double targetKeep) {

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.atLeast("target-interval", targetInterval, 1, "100 to 10000, or 1 with a target-keep");
    check.require(
        targetKeep >= 0 && targetKeep < 1,
        "target keep %s is outside [0, 1): set %s.target-keep, usually 0 to copy or 0.995"
            .formatted(targetKeep, check.algorithm()));
  }

  /** Moves a target's parameters if that is due after so many gradient steps. */
  public void follow(TargetNetwork target, long steps) {
    if (steps % targetInterval != 0) {
      return;
    }
    if (targetKeep == 0) {
      target.copy();
    } else {
      target.average(targetKeep);
    }
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    TargetConfig target();

    /** Replaces all of them. */
    B target(TargetConfig settings);

    /** See {@link TargetConfig#targetInterval}. */
    default B targetInterval(int value) {
      TargetConfig s = target();
      return target(new TargetConfig(value, s.targetKeep));
    }

    /** See {@link TargetConfig#targetKeep}. */
    default B targetKeep(double value) {
      TargetConfig s = target();
      return target(new TargetConfig(s.targetInterval, value));
    }
  }
}
