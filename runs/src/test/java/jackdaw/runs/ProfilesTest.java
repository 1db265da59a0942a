package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.nn.Activation;
import jackdaw.nn.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/jackdaw/profiles/ppo");

  @Test
  void shouldOnlyHoldSettingsThatPpoTakes() throws IOException {
    assertThat(all())
        .isNotEmpty()
        .allSatisfy(
            profile -> {
              assertThat(profile.description()).isNotBlank().hasSizeLessThan(80);
              assertThat(profile.totalSteps()).isPositive();
              assertThat(
                  RunConfig.builder("ppo", profile.environment())
                      .profile(profile.name())
                      .build()
                      .environmentConfig())
                  .isNotNull();
            });
  }

  @Test
  void shouldServeAnEnvironmentOfAFamily() {
    Profile whole = Profiles.find("ppo", "CartPole-v1", "cleanrl");
    assertThat(Profiles.find("ppo", "gym:CartPole-v1", "cleanrl")).isEqualTo(whole);
    assertThat(Profiles.find("ppo", "gym:a.module:CartPole-v1?sutton=true", "cleanrl"))
        .isEqualTo(whole);
    assertThat(Profiles.find("ppo", "gym:Nothing-v1", "default").settings()).isEmpty();
  }

  @Test
  void shouldServeAnEnvironmentWithOptions() {
    Profile whole = Profiles.find("ppo", "CartPole-v1", "cleanrl");
    assertThat(Profiles.find("ppo", "CartPole-v1?velocities=false", "cleanrl")).isEqualTo(whole);
    assertThatThrownBy(() -> Profiles.find("ppo", "CartPole-v1?velocities=false", "cleanr"))
        .hasMessage(
            "ppo has no profile named cleanr for CartPole-v1?velocities=false: "
                + "did you mean cleanrl?");
  }

  @Test
  void shouldHoldTheSettingsOfCleanRl() {
    Profile profile = Profiles.find("ppo", "CartPole-v1", "cleanrl");
    assertThat(profile.totalSteps()).isEqualTo(500_000);
    PpoConfig config = config(profile);
    assertThat(config.batchSize()).isEqualTo(512);
    assertThat(config)
        .isEqualTo(
            PpoConfig.builder()
                .environments(4)
                .rolloutSteps(128)
                .minibatchSize(128)
                .epochs(4)
                .learningRate(2.5e-4)
                .learningRateSchedule(Schedule.LINEAR)
                .adamEpsilon(1e-5)
                .discount(0.99)
                .gaeLambda(0.95)
                .clipRange(0.2)
                .valueClipRange(0.2)
                .valueCoefficient(0.5)
                .entropyCoefficient(0.01)
                .maxGradientNorm(0.5)
                .normalizeAdvantages(true)
                .hiddenSizes(List.of(64, 64))
                .activation(Activation.TANH)
                .sharedNetwork(false)
                .build());
  }

  @Test
  void shouldHoldTheSettingsOfStableBaselines() {
    Profile profile = Profiles.find("ppo", "CartPole-v1", "sb3-zoo");
    assertThat(profile.totalSteps()).isEqualTo(100_000);
    assertThat(config(profile))
        .isEqualTo(
            PpoConfig.builder()
                .environments(8)
                .rolloutSteps(32)
                .minibatchSize(256)
                .epochs(20)
                .learningRate(1e-3)
                .learningRateSchedule(Schedule.LINEAR)
                .adamEpsilon(1e-5)
                .discount(0.98)
                .gaeLambda(0.8)
                .clipRange(0.2)
                .clipRangeSchedule(Schedule.LINEAR)
                .valueClipRange(0)
                .valueCoefficient(1)
                .entropyCoefficient(0)
                .maxGradientNorm(0.5)
                .build());
  }

  @Test
  void shouldBeReadAsTheYamlThatTheyAre() throws IOException {
    Map<String, Map<String, Object>> read = new LinkedHashMap<>();
    for (Profile profile : all()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("description", profile.description());
      fields.put("total-steps", profile.totalSteps());
      fields.put("settings", resolved(profile.settings()));
      read.computeIfAbsent(profile.environment(), _ -> new LinkedHashMap<>())
          .put(profile.name(), fields);
    }
    Map<Object, Object> written = new LinkedHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER)) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          Map<?, ?> yaml = (Map<?, ?>) Node.yaml(in, file.toString()).plain();
          yaml.forEach((_, named) -> ((Map<?, ?>) named).forEach((_, fields) -> complete(fields)));
          written.putAll(yaml);
        }
      }
    }
    assertThat(read).isEqualTo(written);
  }

  @SuppressWarnings("unchecked") // What Node makes of YAML.
  private static void complete(Object fields) {
    ((Map<String, Object>) fields).computeIfPresent(
        "settings", (_, settings) -> resolved((Map<String, Object>) settings));
  }

  @Test
  void shouldFallBackToTheAlgorithmsDefaults() {
    Profile profile = Profiles.find("ppo", "Unknown-v0", "default");
    assertThat(profile.totalSteps()).isEqualTo(Profiles.DEFAULT_TOTAL_STEPS);
    assertThat(profile.settings()).isEmpty();
    assertThat(Profiles.of("fake", "CartPole-v1")).isEmpty();
    assertThat(Profiles.of("ppo", "no/such:thing")).isEmpty();
  }

  @Test
  void shouldNameTheProfilesThatThereAre() {
    assertThatThrownBy(() -> Profiles.find("ppo", "CartPole-v1", "cleanlr"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ppo has no profile named cleanlr for CartPole-v1: did you mean cleanrl?");
    assertThatThrownBy(() -> Profiles.find("ppo", "CartPole-v1", "xxxxxxx"))
        .hasMessageEndingWith("choose one of default, cleanrl, sb3-zoo");
  }

  private static List<Profile> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
          .flatMap(environment -> Profiles.of("ppo", environment).stream())
          .toList();
    }
  }

  private static PpoConfig config(Profile profile) {
    return config(profile.settings());
  }

  private static PpoConfig config(Map<String, Object> settings) {
    return Settings.apply("ppo", PpoConfig.defaults(), settings);
  }

  /** All settings, those of the environment among them. */
  private static Map<String, Object> resolved(Map<String, Object> settings) {
    RunConfig.Builder builder = RunConfig.builder("ppo", "Unknown-v0");
    settings.forEach(builder::set);
    return builder.build().settings();
  }
}
