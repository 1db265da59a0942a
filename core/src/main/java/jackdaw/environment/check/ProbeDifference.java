package jackdaw.environment.check;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call, and the same call in another play, which gave something else.
 *
 * @param first what it gave in the first play
 * @param then what it gave in the other one
 */
record ProbeDifference(ProbeMoment first, ProbeMoment then) {
  /**
   * Plays until something differs from the reference.
   *
   * @param meanwhile moves between the calls, if given
   * @param isLate whether to leave off
   * @return null if nothing differs
   */
  static @Nullable ProbeDifference find(
      List<ProbeMoment> reference,
      ProbePlayer player,
      @Nullable ProbePlayer meanwhile,
      BooleanSupplier isLate) {
    for (int i = 0; i < reference.size() && !isLate.getAsBoolean(); i++) {
      ProbeMoment moment = player.next();
      if (!reference.get(i).sameAs(moment)) {
        return new ProbeDifference(reference.get(i), moment);
      }
      if (meanwhile != null) {
        meanwhile.next();
      }
    }
    return null;
  }

  /** "observation[1] = 2.0 and then 3.0". */
  String text() {
    return first.difference(then);
  }

  /** "step 7 of the episode with seed 42", to stand after "in". */
  String place() {
    return then.place();
  }
}
