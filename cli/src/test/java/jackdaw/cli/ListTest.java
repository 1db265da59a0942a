package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.environments.Environments;
import jackdaw.runs.Algorithms;
import jackdaw.runs.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest {
  private static List<String> lines(String... args) {
    String[] all = Stream.concat(Stream.of("list"), Stream.of(args)).toArray(String[]::new);
    return Cli.run(all).fine().out().lines().toList();
  }

  /** The overview is short, and every line of it names a list that there is. */
  @Test
  void shouldGiveAnOverview() {
    List<String> overview = lines();

    assertThat(overview).hasSizeLessThan(20);
    assertThat(overview.getFirst())
        .startsWith(Environments.ids().size() + " environments ")
        .endsWith("jackdaw list environments");
    List<String> named =
        overview.stream()
            .filter(line -> line.contains("jackdaw list "))
            .map(line -> line.replaceFirst(".*jackdaw list ", ""))
            .toList();
    assertThat(named).contains("environments", "profiles", "algorithms", "environment", "ppo");
    named.forEach(what -> assertThat(lines(what)).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "environments", "algorithms", "profiles", "environment", "ppo", "CartPole-v1"})
  void shouldFitATerminal(String what) {
    for (int width : new int[] {60, 80, 120}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
      Terminal terminal = new Terminal(stream, stream, true, width, true);
      String[] args = what.isEmpty() ? new String[] {"list"} : new String[] {"list", what};
      assertThat(Main.run(terminal, args)).isZero();
      int most = Math.max(80, Math.min(100, width));
      assertThat(out.toString(StandardCharsets.UTF_8).lines())
          .allMatch(line -> line.codePointCount(0, line.length()) <= most);
    }
  }

  @Test
  void shouldRoundMarks() {
    assertThat(lines("environments"))
        .anyMatch(line -> line.matches("CartPole-v1 +475 +default, cleanrl, sb3-zoo.*"))
        .anyMatch(line -> line.matches("KingWalk-v0 +-3\\.07222 +default.*"))
        .contains("gym:NAME");
    assertThat(lines("KingWalk-v0")).contains("Solved    at a mean return of -3.07222");
    assertThat(Environments.solvedReturn("KingWalk-v0").orElseThrow()).isNotEqualTo(-3.07222);
  }

  @Test
  void shouldListProfiles() {
    assertThat(lines("profiles"))
        .contains("CartPole-v1")
        .anyMatch(line -> line.matches("  ppo +cleanrl +500,000 steps  the defaults of .*"));
    assertThat(lines("profiles", "CartPole-v1"))
        .contains("ppo, CartPole-v1, profile cleanrl")
        .anyMatch(line -> line.contains("learning-rate=2.5e-4"))
        .noneMatch(line -> line.contains("Acrobot"));
    assertThat(lines("profiles", "gym:CartPole-v1")).isEqualTo(lines("profiles", "CartPole-v1"));
    assertThat(lines("profiles", "BipedalWalkerHardcore-v3"))
        .anyMatch(line -> line.startsWith("BipedalWalkerHardcore-v3 has no profile of its own"));
  }

  static Stream<Object[]> groups() {
    return Stream.concat(
        Stream.<Object[]>of(
            new Object[] {EnvironmentConfig.NAME, EnvironmentConfig.defaults()}),
        Algorithms.all().stream().map(ListTest::group));
  }

  private static Object[] group(AlgorithmType<?> algorithm) {
    return new Object[] {algorithm.name(), algorithm.defaults()};
  }

  /**
   * Of every algorithm: a setting whose Javadoc is not found would stand there without a meaning.
   */
  @ParameterizedTest
  @MethodSource("groups")
  void shouldSayWhatEachSettingMeans(String name, Record defaults) {
    List<String> lines = lines(name);

    assertThat(lines.stream().filter(line -> line.contains(" = ")))
        .map(line -> line.replaceFirst(" = .*", ""))
        .containsExactlyElementsOf(Settings.of(defaults).keySet());
    for (int i = 2; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(" ")) {
        assertThat(lines.get(i + 1)).as(lines.get(i)).matches(" {4}\\S+ \\S+.*");
        assertThat(lines.get(i + 1)).as(lines.get(i)).doesNotContain("{@", "<p>");
      }
    }
  }

  @Test
  void shouldSayRangesChoicesAndUsualValues() {
    assertThat(String.join(" ", lines("ppo")).replaceAll(" +", " "))
        .containsPattern(
            "discount = 0.99 [^=]*\\[0, 1\\]; usually 0.9 to 0.999 advantage-estimator")
        .containsPattern("learning-rate-schedule = constant [^=]*; one of constant, linear");
  }

  @ParameterizedTest
  @CsvSource({
    "enviroments, did you mean environments or environment?",
    "prof, did you mean profiles or ppo?", "CartPoel-v1, did you mean CartPole-v1?",
    "ppO, did you mean ppo", "xyzzyxyzzy, --help shows what there is"
  })
  void shouldNameTheNearest(String what, String hint) {
    assertThat(Cli.run("list", what).error(2)).contains("no " + what + " to list: ", hint);
  }

  @Test
  void shouldRefuseWhatCannotBeListed() {
    assertThat(Cli.run("list", "ppo", "CartPole-v1").error(2))
        .contains(
            "argument CartPole-v1 is one too many: write jackdaw list ppo, or jackdaw list profiles"
                + " CartPole-v1");
    assertThat(Cli.run("list", "profiles", "CartPoel-v1").error(2))
        .contains("did you mean CartPole-v1?");
    assertThat(Cli.run("list", "profiles", "CartPole-v1", "Taxi-v3").error(2))
        .contains("argument Taxi-v3 is one too many");
    assertThat(Cli.run("list", "Cue-v1?lenght=3").error(2)).contains("length");
  }
}
