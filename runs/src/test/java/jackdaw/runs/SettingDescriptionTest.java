package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.ppo.PpoConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingDescriptionTest {
  private static Map<String, SettingDescription> described(String group, Record defaults) {
    return SettingDescription.of(group, defaults).stream()
        .collect(Collectors.toMap(SettingDescription::name, setting -> setting));
  }

  @Test
  void shouldTakeRangesFromTheChecksOfTheRecord() {
    Map<String, SettingDescription> settings = described("ppo", PpoConfig.defaults());

    assertThat(settings.get("discount").range()).isEqualTo("[0, 1]");
    assertThat(settings.get("clip-range").range()).isEqualTo("(0, 1)");
    assertThat(settings.get("rollout-steps").range()).isEqualTo("at least 1");
    assertThat(settings.get("learning-rate").range()).isEqualTo("above 0");
    assertThat(settings.get("learning-rate").usual()).isEqualTo("1e-4 to 3e-3");
    assertThat(settings.get("hidden-sizes").range()).isEqualTo("[1, 65536]");
    assertThat(settings.get("memory").choices()).containsExactly("none", "lstm", "gru");
    assertThat(settings.get("normalize-advantages").range()).isEmpty();
  }

  @Test
  void shouldTakeMeaningsFromTheJavadocOfTheRecord() {
    assertThat(SettingDescription.of("ppo", PpoConfig.defaults()))
        .hasSize(Settings.of(PpoConfig.defaults()).size())
        .allSatisfy(setting -> assertThat(setting.meaning()).hasSizeGreaterThan(10));
    assertThat(described("ppo", PpoConfig.defaults()).get("discount").meaning())
        .startsWith("γ, the weight of a reward one step later");
  }

  /** Of an algorithm whose source is not on the class path there are the names and defaults. */
  @Test
  void shouldDoWithoutASource() {
    assertThat(SettingDescription.of("fake", FakeConfig.defaults()))
        .first()
        .isEqualTo(new SettingDescription("size", 5L, "", List.of(), "", ""));
  }

  @Test
  void shouldReadTheJavadocOfOneRecordOfASource() {
    String source =
        """
        /**
         * Not this one.
         *
         * @param rate of another
         */
        record Other(int rate) {}

        /**
         * A {@link Settings record}.
         *
         * @param rate how fast, at most {@code 1e3}
         *     steps a second; see {@link Values#number} and {@link jackdaw.runs.Settings}
         * @param <T> a type
         * @param last the {@linkplain Settings#of last one}
         * @see Other
         */
        @Deprecated
        public record Fast<T>(int rate, int last) {
          /** @param rate of a method */
          void method(int rate) {}
        }

        record Bare(int rate) {}
        """;
    assertThat(ParameterTexts.of(source, "Fast"))
        .isEqualTo(
            Map.of(
                "rate",
                "how fast, at most 1e3 steps a second; see number and Settings",
                "last",
                "the last one"));
    assertThat(ParameterTexts.of(source, "Other")).isEqualTo(Map.of("rate", "of another"));
    assertThat(ParameterTexts.of(source, "Bare")).isEmpty();
    assertThat(ParameterTexts.of(source, "None")).isEmpty();
  }
}
