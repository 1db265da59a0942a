package jackdaw.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds known names that resemble an unknown one, for messages about it. */
public final class NearestNames {
  private static final int MOST = 3;

  /** Wrong letters that are always allowed; in longer names a third of the letters may be wrong. */
  private static final int MIN_DISTANCE = 2;

  private NearestNames() {}

  /**
   * Returns the nearest known names, the nearest first, at most three: those that start with the
   * name, and those that become it by a few insertions, deletions, replacements and swaps of
   * neighbouring letters. Case is ignored.
   */
  public static List<String> of(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    int allowed = Math.max(MIN_DISTANCE, lower.length() / 3);
    return known.stream()
        .distinct()
        .filter(other -> rank(lower, other) <= allowed)
        .sorted(
            Comparator.comparingInt((String other) -> rank(lower, other))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /** Returns "did you mean Acrobot-v1 or CartPole-v1?", or nothing if no known name is near. */
  public static String question(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?";
  }

  private static int rank(String lower, String other) {
    String otherLower = other.toLowerCase(Locale.ROOT);
    // A prefix counts as one wrong letter, however much is missing.
    return !lower.isEmpty() && otherLower.startsWith(lower) && !otherLower.equals(lower)
        ? 1
        : distance(lower, otherLower);
  }

  /** Computes the optimal string alignment distance, row by row. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
