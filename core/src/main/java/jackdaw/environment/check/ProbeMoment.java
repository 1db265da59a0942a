package jackdaw.environment.check;

import jackdaw.environment.Describe;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an environment gave at one call of {@code reset} or {@code step}.
 *
 * @param seed the episode's
 * @param step 0 for the reset, then 1, 2, …
 * @param observation as the array stood after the call
 * @param legal which actions were legal after the call; empty if there is no mask or the episode
 *     ended
 * @param wrongMask what is wrong with these, to stand before "in"; null if nothing
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
    boolean[] legal,
    @Nullable String wrongMask,
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

  /** True if nothing that the environment gave is another, to the bit. */
  boolean sameAs(ProbeMoment then) {
    return thrown == null
        && then.thrown == null
        && Arrays.equals(observation, then.observation)
        && Double.compare(reward, then.reward) == 0
        && terminated == then.terminated
        && truncated == then.truncated
        && Arrays.equals(legal, then.legal)
        && Objects.equals(wrongMask, then.wrongMask);
  }

  /** The first thing that is not the same, "observation[1] = 2.0 and then 3.0". */
  String difference(ProbeMoment then) {
    if (thrown != null || then.thrown != null) {
      return difference("thrown", text(thrown), text(then.thrown));
    }
    int index = Arrays.mismatch(observation, then.observation);
    if (index >= 0) {
      return difference(
          "observation[" + index + "]", observation[index], then.observation[index]);
    }
    if (Double.compare(reward, then.reward) != 0) {
      return difference("reward", reward, then.reward);
    }
    if (terminated != then.terminated) {
      return difference("terminated", terminated, then.terminated);
    }
    if (truncated != then.truncated) {
      return difference("truncated", truncated, then.truncated);
    }
    int flag = Arrays.mismatch(legal, then.legal);
    return flag >= 0
        ? difference("legal[" + flag + "]", legal[flag], then.legal[flag])
        : difference("the mask", String.valueOf(wrongMask), String.valueOf(then.wrongMask));
  }

  private static String text(@Nullable Throwable thrown) {
    return thrown == null ? "nothing" : Describe.thrown(thrown);
  }

  private static String difference(String what, Object first, Object then) {
    return what + " = " + first + " and then " + then;
  }
}
