package jackdaw.environment.check;

import jackdaw.environment.TimeLimit;

/**
 * A mistake that {@link EnvironmentChecker} found in an environment.
 *
 * @param severity whether training on it would go wrong
 * @param kind which mistake
 * @param message the mistake in one line: the environment, what it did and where, what to do
 */
public record Finding(Severity severity, Kind kind, String message) {
  /** How bad a finding is. */
  public enum Severity {
    /** The environment breaks its contract: a run on it would learn something else, or stop. */
    ERROR,
    /**
     * Training works, but something that is promised of a run does not hold; the message says what.
     */
    WARNING,
    /** Perhaps meant so, perhaps a mistake. */
    NOTE
  }

  /** Which mistake. */
  public enum Kind {
    /** Making it, {@code reset}, {@code step} or {@code close} throws. */
    THROWS,
    /** A space is null, or another one than at the call before. */
    SPACE_CHANGES,
    /** Writes or reads an observation or action beyond the size of its space. */
    BEYOND_SPACE,
    /** Leaves a value of the observation as it was in the array that it was given. */
    NOT_WRITTEN,
    /** An observation or reward is NaN or infinite. */
    NOT_FINITE,
    /**
     * An observation is not an element of the observation space: an error where it is one of
     * several choices, a warning where it is a number beyond its bounds.
     */
    OUTSIDE_SPACE,
    /**
     * The mask of legal actions throws, is longer than the action space says, leaves a part of the
     * action without a legal value, or belongs to actions that cannot be masked.
     */
    WRONG_MASK,
    /** The same seed and the same actions give another episode; a warning. */
    NOT_REPEATABLE,
    /** Keeps or reads an array that belongs to the caller. */
    SHARED_ARRAY,
    /** Two instances are one, an error; or they share state, a warning. */
    SHARED_STATE,
    /** Different seeds give the same episodes; right only for a world without chance. */
    SEED_WITHOUT_EFFECT,
    /** {@code step} without a running episode is not refused by an IllegalStateException. */
    STEP_NOT_REFUSED,
    /** Neither ends an episode nor stands in a {@link TimeLimit}. */
    NEVER_ENDS
  }

  @Override
  public String toString() {
    return severity + " " + kind + ": " + message;
  }
}
