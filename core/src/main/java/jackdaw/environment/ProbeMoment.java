package jackdaw.environment;

import org.jspecify.annotations.Nullable;

/**
 * What an environment gave at one call of {@code reset} or {@code step}.
 *
 * @param seed the episode's
 * @param step 0 for the reset, then 1, 2, …
 * @param observation as the array stood after the call
 * @param thrown what the call threw; then the rest is what had been written before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
record ProbeMoment(
    long seed,
    int step,
    float[] action,
    float[] observation,
    double reward,
    boolean terminated,
    boolean truncated,
    @Nullable Throwable thrown) {

  boolean ended() {
    return terminated | truncated;
  }

  /** "step 7 of the episode with seed 42", to stand behind "in". */
  String place() {
    return step == 0
        ? "reset with seed " + seed
        : "step " + step + " of the episode with seed " + seed;
  }

  /** The first thing that is not the same, "observation[1] = 2.0 and then 3.0"; null if all is. */
  @Nullable
  String difference(ProbeMoment then) {
    if (thrown != null || then.thrown != null) {
      return difference("thrown", text(thrown), text(then.thrown));
    }
    for (int i = 0; i < observation.length; i++) {
      if (Float.compare(observation[i], then.observation[i]) != 0) {
        return difference("observation[" + i + "]", observation[i], then.observation[i]);
      }
    }
    if (Double.compare(reward, then.reward) != 0) {
      return difference("reward", reward, then.reward);
    }
    if (terminated != then.terminated) {
      return difference("terminated", terminated, then.terminated);
    }
    return truncated == then.truncated
        ? null
        : difference("truncated", truncated, then.truncated);
  }

  private static String text(@Nullable Throwable thrown) {
    return thrown == null ? "nothing" : Describe.thrown(thrown);
  }

  private static @Nullable String difference(String what, Object first, Object then) {
    return first.equals(then) ? null : what + " = " + first + " and then " + then;
  }
}
