package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.wrapper.EnvironmentConfig;
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
    assertThat(config.rollout().batchSize()).isEqualTo(512);
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
          yaml.forEach(
              (_, named) -> ((Map<?, ?>) named).forEach(
                  (_, fields) -> {
                    if (fields instanceof Map) {
                      complete(fields);
                    }
                  }));
          written.putAll(yaml);
        }
      }
    }
    written.replaceAll((_, named) -> withThoseOfAnother((Map<?, ?>) named, written));
    assertThat(read).isEqualTo(written);
  }

  private static Map<Object, Object> withThoseOfAnother(Map<?, ?> named, Map<?, ?> all) {
    Map<Object, Object> merged = new LinkedHashMap<>();
    if (named.containsKey("like")) {
      merged.putAll((Map<?, ?>) all.get(named.get("like")));
    }
    merged.putAll(named);
    merged.remove("like");
    return merged;
  }

  @Test
  void shouldShareWhatSeveralEnvironmentsHaveInCommon() {
    List<Profile> profiles =
        new ProfileReader(
            """
            Own-v0:
              like: Common
              first:
                description: its own
                total-steps: 3
                settings:
                  epochs: 2
            """,
            _ -> List.of(
                new Profile("Common", "first", "theirs", 1, Map.of("epochs", "1")),
                new Profile("Common", "second", "theirs", 2, Map.of("epochs", "4"))))
            .read();
    assertThat(profiles)
        .containsExactly(
            new Profile("Own-v0", "first", "its own", 3, Map.of("epochs", "2")),
            new Profile("Own-v0", "second", "theirs", 2, Map.of("epochs", "4")));
    assertThat(Profiles.find("ppo", "gym:Ant-v5?healthy_reward=0", "sb3").environment())
        .isEqualTo("Ant-v5");
  }

  @Test
  void shouldHoldTheSettingsOfBothOnRobots() {
    PpoConfig.Builder common =
        PpoConfig.builder()
            .environments(1)
            .rolloutSteps(2048)
            .minibatchSize(64)
            .epochs(10)
            .learningRate(3e-4)
            .adamEpsilon(1e-5)
            .discount(0.99)
            .gaeLambda(0.95)
            .clipRange(0.2)
            .entropyCoefficient(0)
            .maxGradientNorm(0.5)
            .hiddenSizes(List.of(64, 64))
            .activation(Activation.TANH)
            .sharedNetwork(false)
            .initialLogStd(0);
    RunConfig stableBaselines = RunConfig.builder("ppo", "Hopper-v5").profile("sb3").build();
    assertThat(config(stableBaselines.algorithmSettings()))
        .isEqualTo(common.valueCoefficient(1).build());
    assertThat(stableBaselines.environmentConfig()).isEqualTo(EnvironmentConfig.defaults());
    RunConfig cleanRl = RunConfig.builder("ppo", "Hopper-v5").profile("cleanrl").build();
    assertThat(config(cleanRl.algorithmSettings()))
        .isEqualTo(
            common.valueCoefficient(0.5)
                .valueClipRange(0.2)
                .learningRateSchedule(Schedule.LINEAR)
                .build());
    assertThat(cleanRl.environmentConfig())
        .isEqualTo(
            EnvironmentConfig.builder()
                .normalizeObservations(true)
                .normalizedObservationClip(10)
                .normalizeRewards(true)
                .normalizedRewardClip(10)
                .build());
    assertThat(cleanRl.totalSteps()).isEqualTo(1_000_000);
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
