package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs found in folders, and called by what sets them apart. */
class RunGroupTest {
  @TempDir private Path folder;

  private final List<StoredRun> runs = new ArrayList<>();

  private void add(String environment, String profile, long seed, Map<String, ?> settings)
      throws IOException {
    RunConfig.Builder builder = RunConfig.builder("ppo", environment).profile(profile);
    settings.forEach(builder::set);
    RunConfig config = builder.seed(seed).threads(1).build();
    Path path = folder.resolve("run" + runs.size());
    runs.add(
        new StoredRun(
            RunDirectory.create(path),
            config,
            new MetricsTable(List.of("steps"), List.of(new double[] {1}))));
  }

  @Test
  void shouldCallGroupsByTheirProfilesAndSettings() throws IOException {
    add("CartPole-v1", "default", 2, Map.of());
    add("CartPole-v1", "default", 1, Map.of());
    add("CartPole-v1", "cleanrl", 1, Map.of());
    add("CartPole-v1", "default", 1, Map.of("clip-range", 0.1));
    // the profiles of two environments differ in many settings, which sets nothing apart
    add("Acrobot-v1", "default", 1, Map.of("clip-range", 0.1));
    List<RunGroup> groups = RunGroup.of(runs);
    assertThat(groups.stream().map(RunGroup::name))
        .containsExactly("default clip-range=0.2", "cleanrl", "default clip-range=0.1");
    assertThat(seeds(groups.get(0), "CartPole-v1")).containsExactly(1L, 2L);
    assertThat(groups.get(2).runs().keySet()).containsExactly("Acrobot-v1", "CartPole-v1");
  }

  private static List<Long> seeds(RunGroup group, String environment) {
    return group.runs().getOrDefault(environment, List.of()).stream()
        .map(run -> run.config().seed()).toList();
  }

  @Test
  void shouldCallTheOnlyGroupByItsAlgorithmAndProfile() throws IOException {
    add("CartPole-v1", "default", 1, Map.of());
    add("Acrobot-v1", "default", 1, Map.of());
    List<RunGroup> groups = RunGroup.of(runs);
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().name()).isEqualTo("ppo default");
  }

  @Test
  void shouldTellLengthsApart() throws IOException {
    add("CartPole-v1", "default", 1, Map.of());
    StoredRun first = runs.getFirst();
    runs.add(
        new StoredRun(
            first.directory(), first.config().withTotalSteps(1234), first.metrics()));
    assertThat(RunGroup.of(runs)).hasSize(2);
    assertThat(RunGroup.of(runs).get(1).name()).isEqualTo("total-steps=1234");
  }

  @Test
  void shouldRefuseTheSameRunTwice() throws IOException {
    add("CartPole-v1", "default", 3, Map.of());
    add("CartPole-v1", "default", 3, Map.of());
    assertThatThrownBy(() -> RunGroup.of(runs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*run0 and .*run1 are the same run, seed 3: leave one out");
  }

  @Test
  void shouldFindRunsInFolders() throws IOException {
    RunConfig config = RunConfig.builder("ppo", "CartPole-v1").threads(1).build();
    for (String name : List.of("b/deep/one", "a", "b/two")) {
      Path path = folder.resolve(name);
      Files.createDirectories(path.resolve("checkpoint"));
      config.write(path.resolve("config.yaml"));
      Files.writeString(
          path.resolve("metrics.csv"), "steps,wall-seconds,mean-return-100\n5,1,NaN\n9,2,2.5\n");
    }
    List<StoredRun> found =
        StoredRun.find(List.of(folder.resolve("b"), folder.resolve("a"), folder.resolve("b/two")));
    assertThat(found.stream().map(run -> folder.relativize(run.directory().path()).toString()))
        .containsExactly("b/deep/one", "b/two", "a");
    assertThat(found.getFirst().last("mean-return-100")).isEqualTo(2.5);
    assertThatThrownBy(() -> found.getFirst().last("mean-retrun-100"))
        .hasMessageContaining("did you mean mean-return-100?");

    Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> StoredRun.find(List.of(folder.resolve("empty"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no run in it: give run directories");
    assertThatThrownBy(() -> StoredRun.find(List.of(folder.resolve("none"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no folder");
    Files.writeString(folder.resolve("a/metrics.csv"), "steps,wall-seconds,mean-return-100\n");
    assertThatThrownBy(() -> StoredRun.find(List.of(folder)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("has no rows yet");
  }
}
