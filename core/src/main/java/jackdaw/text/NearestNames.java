package jackdaw.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody meant who mistyped a name. */
public final class NearestNames {
  private static final int MOST = 3;

  private NearestNames() {}

  /**
   * Up to three of {@code names} that are near {@code name}, nearest first: those with at most a third
   * of its letters wrong, or that begin with it, whatever their case.
   */
  public static List<String> of(String name, Collection<String> names) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int limit = Math.max(2, wanted.length() / 3);
    List<Near> near = new ArrayList<>();
    for (String candidate : names) {
      String lower = candidate.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, lower);
      if (distance <= limit || (wanted.length() > 1 && lower.startsWith(wanted))) {
        near.add(new Near(candidate, distance));
      }
    }
    return near.stream()
        .sorted(Comparator.comparingInt(Near::distance))
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /**
   * The end of an error message about an unknown name: "did you mean a or b?", or if none is near,
   * "choose one of a, b, c".
   */
  public static String hint(String name, Collection<String> names) {
    List<String> near = of(name, names);
    return near.isEmpty()
        ? "choose one of " + String.join(", ", names)
        : "did you mean " + String.join(" or ", near) + "?";
  }

  private record Near(String name, int distance) {}

  /** Letters to insert, remove, replace or swap with a neighbour (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
