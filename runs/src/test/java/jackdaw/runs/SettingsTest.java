package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.experience.AdvantageEstimator;
import jackdaw.nn.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void shouldGiveEverySettingItsKebabName() {
    assertThat(Settings.of(FakeConfig.defaults()))
        .containsExactly(
            Map.entry("size", 5L),
            Map.entry("offset", 7L),
            Map.entry("rate", 0.1),
            Map.entry("noisy", true),
            Map.entry("rate-schedule", "linear"),
            Map.entry("hidden-sizes", List.of(8L, 4L)),
            Map.entry("fail-at-update", -1L));
  }

  @Test
  void shouldComeBackFromItsOwnValues() {
    PpoConfig config = PpoConfig.builder().clipRange(0.3).hiddenSizes(List.of()).build();
    assertThat(Settings.apply("ppo", PpoConfig.defaults(), Settings.of(config))).isEqualTo(config);
    Map<String, String> texts = new LinkedHashMap<>();
    Settings.of(config).forEach((name, value) -> texts.put("ppo." + name, value.toString()));
    assertThat(Settings.apply("ppo", PpoConfig.defaults(), texts)).isEqualTo(config);
  }

  @Test
  void shouldUnderstandWhatPeopleWrite() {
    assertThat(change("size", "1e3").size()).isEqualTo(1000);
    assertThat(change("fake.size", "100_000").size()).isEqualTo(100_000);
    assertThat(change("size", 1e5).size()).isEqualTo(100_000);
    assertThat(change("offset", "-9223372036854775808").offset()).isEqualTo(Long.MIN_VALUE);
    assertThat(change("rate", "2.5e-4").rate()).isEqualTo(2.5e-4);
    assertThat(change("rate", 2L).rate()).isEqualTo(2);
    assertThat(change("rate", ".5").rate()).isEqualTo(0.5);
    assertThat(change("noisy", "False").noisy()).isFalse();
    assertThat(change("rate-schedule", "CONSTANT").rateSchedule()).isEqualTo(Schedule.CONSTANT);
    assertThat(change("hidden-sizes", "64,32").hiddenSizes()).containsExactly(64, 32);
    assertThat(change("hidden-sizes", "[64, 32]").hiddenSizes()).containsExactly(64, 32);
    assertThat(change("hidden-sizes", List.of(64L, "32")).hiddenSizes()).containsExactly(64, 32);
    assertThat(change("hidden-sizes", 64L).hiddenSizes()).containsExactly(64);
    assertThat(change("hidden-sizes", "[]").hiddenSizes()).isEmpty();
    assertThat(
        Settings.apply(
            "ppo", PpoConfig.defaults(), Map.of("advantage-estimator", "monte-carlo"))
            .rollout().advantageEstimator())
        .isEqualTo(AdvantageEstimator.MONTE_CARLO);
  }

  @Test
  void shouldNameTheNearestKeysOfAnUnknownOne() {
    assertThatThrownBy(
        () -> Settings.apply("ppo", PpoConfig.defaults(), Map.of("ppo.clip-rage", 0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ppo has no setting named clip-rage: did you mean clip-range?");
    refuses("gym.size", 1, "fake has no setting named gym.size: choose one of size, offset");
  }

  @Test
  void shouldSayWhatKindOfValueIsExpected() {
    refuses("size", "many", "fake.size is many, where a whole number from -2147483648");
    refuses("size", 1.5, "fake.size is 1.5, where a whole number");
    refuses("size", "3000000000", "fake.size is 3000000000, where a whole number");
    refuses("size", "1e9999", "fake.size is 1e9999, where a whole number");
    refuses("offset", "1e30", "fake.offset is 1e30, where a whole number is expected");
    refuses("rate", "fast", "fake.rate is fast, where a number such as 0.5 or 1e-3 is expected");
    refuses("rate", "NaN", "fake.rate is NaN, where a number");
    refuses("rate", "", "fake.rate is empty, where a number");
    refuses("rate", "0x1p3", "fake.rate is 0x1p3, where a number");
    refuses("rate", List.of(1L), "fake.rate is [1], where a number");
    refuses("noisy", "maybe", "fake.noisy is maybe, where true or false is expected");
    refuses("rate-schedule", "cosine", "is cosine, where constant or linear is expected");
    refuses("hidden-sizes", "64;64", "is 64;64, where a list of whole numbers such as [64, 64]");
    refuses("hidden-sizes", "64,,64", "is 64,,64, where a list of whole numbers");
    refuses("size", "two\nlines", "fake.size is two lines, where");
  }

  @Test
  void shouldLetTheRecordRefuseAValue() {
    assertThatThrownBy(
        () -> Settings.apply("ppo", PpoConfig.defaults(), Map.of("clip-range", "1.5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "clip range 1.5 is outside (0, 1): set ppo.clip-range, usually 0.1 to 0.3");
  }

  @Test
  void shouldRefuseTheSameSettingTwice() {
    assertThatThrownBy(
        () -> Settings.apply(
            "fake", FakeConfig.defaults(), Map.of("size", 1, "fake.size", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size and fake.size are the same setting");
  }

  private static FakeConfig change(String key, Object value) {
    return Settings.apply("fake", FakeConfig.defaults(), Map.of(key, value));
  }

  private static void refuses(String key, Object value, String message) {
    assertThatThrownBy(() -> change(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
