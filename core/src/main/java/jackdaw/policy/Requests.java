package jackdaw.policy;

import jackdaw.space.Space;

/** Checks of what a policy is asked, each with an error of one line. */
final class Requests {
  static final float[] NO_MASKS = {};

  private Requests() {}

  static void requireLength(float[] observation, Space space) {
    if (observation.length != space.size()) {
      throw new IllegalArgumentException(
          "the observation has %d values, and the policy observes %s: give %d"
              .formatted(observation.length, space, space.size()));
    }
  }

  static void requireLength(String what, int length, int rows, int size) {
    if (length < rows * size) {
      throw new IllegalArgumentException(
          "the array of %s has %d entries, and %d rows of %d need %d"
              .formatted(what, length, rows, size, rows * size));
    }
  }

  static void requireObservations(float[] observations, int rows, Space space) {
    int size = space.size();
    requireLength("observations", observations.length, rows, size);
    for (int i = 0; i < rows * size; i++) {
      if (!Float.isFinite(observations[i])) {
        throw new IllegalArgumentException(
            "value %d of observation %d is %s: a policy needs finite observations"
                .formatted(i % size, i / size, observations[i]));
      }
    }
  }

  /**
   * Checks masks, if there are any.
   *
   * @param choices {@link Space#choices} of the action space
   */
  static void requireMasks(
      float[] masks, int rows, int[] choices, Space actions, boolean required) {
    if (masks.length == 0) {
      if (required) {
        throw new IllegalArgumentException(
            "the policy was trained with masks of legal actions and got none: give the mask of %s"
                .formatted(actions));
      }
      return;
    }
    int size = 0;
    for (int choice : choices) {
      size += choice;
    }
    requireLength("masks", masks.length, rows, size);
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int choice = 0; choice < choices.length; choice++) {
        float legal = 0;
        for (int i = 0; i < choices[choice]; i++) {
          legal += Math.abs(masks[at++]);
        }
        if (legal == 0) {
          throw new IllegalArgumentException(
              "no action is legal in row %d%s: mark at least one in the mask of %s"
                  .formatted(
                      row,
                      choices.length == 1 ? "" : " for part " + choice,
                      actions));
        }
      }
    }
  }
}
