package jackdaw.runs;

import jackdaw.text.PlainNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs that differ by their seeds and environments alone, and are called by what sets them apart
 * from the other runs that they are compared with: the algorithm, the profile, and those settings
 * that differ among runs of the same profile in the same environment. Threads and Jackdaw's version
 * set nothing apart.
 *
 * @param name such as {@code cleanrl clip-range=0.1}
 * @param runs by environment, each list sorted by seed
 */
public record RunGroup(String name, Map<String, List<StoredRun>> runs) {
  /** Copies the map, sorted by environment. */
  public RunGroup {
    runs = Collections.unmodifiableMap(new TreeMap<>(runs));
  }

  /**
   * Puts runs into groups, in the order in which the first run of each comes.
   *
   * @throws IllegalArgumentException if two runs are the same: all is equal, the seed too
   */
  public static List<RunGroup> of(List<StoredRun> runs) {
    boolean algorithms = runs.stream().map(run -> run.config().algorithm()).distinct().count() > 1;
    boolean profiles = runs.stream().map(RunGroup::profile).distinct().count() > 1;
    Map<String, Set<String>> differing = differing(runs);
    Map<String, Map<String, List<StoredRun>>> groups = new LinkedHashMap<>();
    for (StoredRun run : runs) {
      List<String> words = new ArrayList<>();
      if (algorithms) {
        words.add(run.config().algorithm());
      }
      if (profiles) {
        words.add(run.config().profile());
      }
      for (String setting : differing.getOrDefault(profile(run), Set.of())) {
        words.add(setting + '=' + text(settings(run).get(setting)));
      }
      String name =
          words.isEmpty()
              ? run.config().algorithm() + ' ' + run.config().profile()
              : String.join(" ", words);
      groups
          .computeIfAbsent(name, _ -> new HashMap<>())
          .computeIfAbsent(run.config().environment(), _ -> new ArrayList<>())
          .add(run);
    }
    List<RunGroup> all = new ArrayList<>();
    groups.forEach(
        (name, byEnvironment) -> {
          byEnvironment.values().forEach(RunGroup::sort);
          all.add(new RunGroup(name, byEnvironment));
        });
    return all;
  }

  private static String text(@Nullable Object value) {
    return value instanceof Double number ? PlainNumber.of(number) : String.valueOf(value);
  }

  private static void sort(List<StoredRun> runs) {
    runs.sort((a, b) -> Long.compare(a.config().seed(), b.config().seed()));
    for (int i = 1; i < runs.size(); i++) {
      if (runs.get(i).config().seed() == runs.get(i - 1).config().seed()) {
        throw new IllegalArgumentException(
            "%s and %s are the same run, seed %d: leave one out"
                .formatted(
                    runs.get(i - 1).directory(),
                    runs.get(i).directory(),
                    runs.get(i).config().seed()));
      }
    }
  }

  private static String profile(StoredRun run) {
    return run.config().algorithm() + ' ' + run.config().profile();
  }

  /** The settings that differ within an environment, by profile. */
  private static Map<String, Set<String>> differing(List<StoredRun> runs) {
    Map<String, Map<String, @Nullable Object>> first = new HashMap<>();
    Map<String, Set<String>> differing = new HashMap<>();
    for (StoredRun run : runs) {
      String place = profile(run) + ' ' + run.config().environment();
      Map<String, @Nullable Object> settings = settings(run);
      Map<String, @Nullable Object> others = first.putIfAbsent(place, settings);
      if (others == null) {
        continue;
      }
      settings.forEach(
          (setting, value) -> {
            if (!Objects.equals(value, others.get(setting))) {
              differing.computeIfAbsent(profile(run), _ -> new LinkedHashSet<>()).add(setting);
            }
          });
    }
    return differing;
  }

  private static Map<String, @Nullable Object> settings(StoredRun run) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>(run.config().settings());
    settings.put("total-steps", run.config().totalSteps());
    return settings;
  }
}
