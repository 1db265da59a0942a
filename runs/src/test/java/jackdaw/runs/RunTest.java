package jackdaw.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.learning.TrainingException;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final long STEPS = 5000;

  @TempDir Path folder;

  @Test
  void shouldLeaveEveryFile() throws IOException {
    RunDirectory directory = directory("run");
    Summary summary = train(directory, config(), STEPS);
    assertThat(names(directory.path()))
        .containsExactly(
            ".lock",
            "best",
            "checkpoint",
            "config.yaml",
            "events.out.tfevents.jackdaw",
            "metrics.csv",
            "summary.json");
    assertThat(names(directory.checkpoint()))
        .containsExactly(
            "checksums.json",
            "policy.safetensors",
            "state.json",
            "state.safetensors",
            "times.json");
    assertThat(names(directory.best()))
        .containsExactly("checksums.json", "info.json", "policy.safetensors");
    assertThat(Summary.read(directory.summaryFile())).isEqualTo(summary);
    assertThat(summary.totalSteps()).isEqualTo(STEPS);
    assertThat(summary.solvedAtStep()).isNotNull();
    assertThat(summary.wallSeconds()).isPositive();
    assertThat(summary.processSeconds()).isGreaterThan(summary.wallSeconds());
    assertThat(Objects.requireNonNull(summary.solvedAtProcessSeconds()))
        .isBetween(summary.processSeconds() - summary.wallSeconds(), summary.processSeconds());
    assertThat(Objects.requireNonNull(summary.stepsPerSecond()) * summary.wallSeconds())
        .isBetween(STEPS - 1.0, STEPS + 1.0);
    assertThat(summary.steadyStepsPerSecond()).isNotNull().isPositive();
  }

  @Test
  void shouldWriteARowForEveryThousandthOfTheRun() throws IOException {
    RunDirectory directory = directory("run");
    train(directory, config().withTotalSteps(32_000), 32_000);
    MetricsTable table = MetricsTable.read(directory.metricsFile());
    assertThat(table.names())
        .containsExactly(
            "steps",
            "episodes",
            "mean-return-100",
            "mean-length-100",
            "loss",
            "never-set",
            "wall-seconds",
            "steps-per-second");
    assertThat(table.rows()).isEqualTo(1000);
    assertThat(table.column("steps")).startsWith(40, 70, 100, 130, 160, 200).endsWith(32_000);
    assertThat(table.column("never-set")).containsOnly(Double.NaN);
    List<EventReader.Event> events = EventReader.read(directory.eventsFile());
    assertThat(events).hasSize(1001);
    assertThat(events.getLast().scalars().keySet())
        .containsExactly(
            "episodes/episodes",
            "episodes/mean-return-100",
            "episodes/mean-length-100",
            "fake/loss",
            "time/wall-seconds",
            "time/steps-per-second");
    assertThat(events.getLast().scalars().get("fake/loss"))
        .isEqualTo((float) table.column("loss")[999]);
  }

  @Test
  void shouldGoOnAsIfItHadNeverStopped() throws IOException {
    RunDirectory whole = directory("whole");
    Summary expected = train(whole, config(), STEPS);
    RunDirectory parts = directory("parts");
    train(parts, config(), 1230);
    assertThat(resume(parts, 3330).totalSteps()).isEqualTo(3330);
    Summary actual = resume(parts, STEPS);
    assertThat(actual.parametersSha256()).isEqualTo(expected.parametersSha256());
    assertThat(actual.meanReturn100()).isEqualTo(expected.meanReturn100());
    assertThat(actual.solvedAtStep()).isEqualTo(expected.solvedAtStep());
    assertThat(actual.steadyStepsPerSecond()).isNotNull();
    assertSameRun(whole, parts);
  }

  /** Killed after more rows than its last checkpoint knows of. */
  @Test
  void shouldGoOnFromAnEarlierCheckpoint() throws IOException {
    RunDirectory whole = directory("whole");
    train(whole, config(), STEPS);
    RunDirectory killed = directory("killed");
    assertThatThrownBy(
        () -> train(killed, config(), STEPS, failing(2340), checkpointEveryFiftieth()))
        .hasMessage("killed");
    assertThat(killed.hasCheckpoint()).isTrue();
    double[] rows = MetricsTable.read(killed.metricsFile()).column("steps");
    assertThat(rows).endsWith(2340);
    resume(killed, STEPS);
    assertSameRun(whole, killed);
  }

  @Test
  void shouldBeginAgainIfThereWasNoCheckpointYet() throws IOException {
    RunDirectory whole = directory("whole");
    train(whole, config(), STEPS);
    RunDirectory killed = directory("killed");
    assertThatThrownBy(() -> train(killed, config(), STEPS, failing(2000)))
        .hasMessage("killed");
    assertThat(killed.hasCheckpoint()).isFalse();
    resume(killed, STEPS);
    assertSameRun(whole, killed);
  }

  @Test
  void shouldNotDependOnHowOftenCheckpointsAreWritten() throws IOException {
    RunDirectory whole = directory("whole");
    train(whole, config().withTotalSteps(500), 500);
    RunDirectory often = directory("often");
    try (Run run =
        Run.start(
            FakeAlgorithm.TYPE, config().withTotalSteps(500), FakeEnvironment::new, often)) {
      run.checkpointEvery(Duration.ZERO).train();
    }
    assertSameRun(whole, often);
  }

  @Test
  void shouldGoOnForLonger() throws IOException {
    RunDirectory directory = directory("run");
    train(directory, config().withTotalSteps(1000), 1000);
    Summary summary = resume(directory, 2000, OptionalLong.of(2000));
    assertThat(summary.totalSteps()).isEqualTo(2000);
    assertThat(summary.steadyStepsPerSecond()).isNotNull();
    assertThat(RunConfig.read(directory.configFile(), _ -> FakeAlgorithm.TYPE).totalSteps())
        .isEqualTo(2000);
    assertThatThrownBy(() -> resume(directory, 2000, OptionalLong.of(1990)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "total steps 1990 is below the 2000 steps that this run has taken: give at least"
                + " those");
    assertThat(resume(directory, 2000).totalSteps()).isEqualTo(2000);
  }

  @Test
  void shouldKeepTheLastGoodCheckpointIfTrainingFails() throws IOException {
    RunDirectory directory = directory("run");
    RunConfig config =
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0")
            .totalSteps(STEPS)
            .set("fail-at-update", 100)
            .build();
    assertThatThrownBy(() -> train(directory, config, STEPS, checkpointEveryFiftieth()))
        .isInstanceOf(TrainingException.class)
        .hasMessage("loss is NaN at update 100");
    assertThat(directory.summaryFile()).doesNotExist();
    Checkpoint checkpoint = Checkpoint.load(directory).orElseThrow();
    assertThat(checkpoint.snapshot().oneLong("updates")).isEqualTo(50);
    for (float value : checkpoint.snapshot().floats("parameters", -1)) {
      assertThat(value).isFinite();
    }
    assertThatThrownBy(() -> resume(directory, STEPS)).hasMessageContaining("update 100");
  }

  @Test
  void shouldStopAtOnceIfACheckpointCannotBeWritten() throws IOException {
    RunDirectory directory = directory("run");
    assertThatThrownBy(
        () -> train(
            directory,
            config(),
            STEPS,
            checkpointEveryFiftieth(),
            at(600, _ -> obstruct(directory.checkpoint()))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write " + directory.checkpoint())
        .hasMessageNotContaining("\n");
    assertThat(Checkpoint.load(directory).orElseThrow().snapshot().oneLong("updates"))
        .isEqualTo(50);
  }

  @Test
  void shouldRefuseADamagedCheckpoint() throws IOException {
    RunDirectory directory = directory("run");
    train(directory, config(), 1000);
    for (String name : names(directory.checkpoint())) {
      Path file = directory.checkpoint().resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      assertDamaged(directory, file);
      byte[] altered = bytes.clone();
      altered[bytes.length / 2] ^= 4;
      Files.write(file, altered);
      if (!name.equals("checksums.json")) {
        assertDamaged(directory, file);
      }
      Files.delete(file);
      assertDamaged(directory, file);
      Files.write(file, bytes);
    }
    assertThat(resume(directory, 2000).totalSteps()).isEqualTo(2000);
    move(directory.checkpoint(), folder.resolve("away"));
    assertDamaged(directory, directory.checkpoint());
  }

  @Test
  void shouldRefuseAnAlteredConfiguration() throws IOException {
    RunDirectory directory = directory("run");
    train(directory, config(), 1000);
    String text = Files.readString(directory.configFile());
    Files.writeString(directory.configFile(), text.replace("rate: 0.1", "rate: 0.2"));
    assertThatThrownBy(() -> resume(directory, STEPS))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(
            "config.yaml was altered since the checkpoint: rate is 0.2, and was 0.1");
    Files.writeString(directory.configFile(), text.replaceFirst("threads: \\d+", "threads: 64"));
    resume(directory, STEPS);
  }

  @Test
  void shouldGoOnFromNumbersAsOlderVersionsWroteThem() throws IOException {
    RunDirectory directory = directory("run");
    train(directory, config("1e-5"), 1000);
    Path state = directory.checkpoint().resolve("state.json");
    assertThat(state).content().contains("\"0.00001\"");
    Map<String, byte[]> files = new HashMap<>();
    for (String name : names(directory.checkpoint())) {
      files.put(name, Files.readAllBytes(directory.checkpoint().resolve(name)));
    }
    files.put(
        "state.json", Files.readString(state).replace("\"0.00001\"", "\"1.0E-5\"").getBytes(UTF_8));
    files.remove("checksums.json");
    WholeFolder.replace(
        directory.checkpoint(),
        folder -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
          }
        });
    String text = Files.readString(directory.configFile());
    assertThat(text).contains("rate: 0.00001\n");
    Files.writeString(directory.configFile(), text.replace("rate: 0.00001", "rate: 1.0E-5"));
    assertThat(resume(directory, STEPS).totalSteps()).isEqualTo(STEPS);
  }

  /** Fewer than 100 episodes are no best, but for a run that ends with fewer. */
  @Test
  void shouldKeepNoBestOfFewerThanHundredEpisodes() throws IOException {
    RunDirectory directory = directory("run");
    train(
        directory,
        config(),
        STEPS,
        checkpointEveryFiftieth(),
        at(
            700,
            trainer -> {
              assertThat(directory.checkpoint()).exists();
              assertThat(trainer.algorithm().episodes().episodes()).isBetween(1L, 99L);
              assertThat(directory.best()).doesNotExist();
            }));
    assertThat(Files.readString(directory.best().resolve("info.json")))
        .contains("\"episodes\" : 100");
    RunDirectory few = directory("few");
    train(few, config(), 100);
    assertThat(weights(few.best())).isEqualTo(weights(few.checkpoint()));
    assertThat(Files.readString(few.best().resolve("info.json")))
        .doesNotContain("\"episodes\" : 100");
  }

  @Test
  void shouldRefuseTwoAtOnce() throws IOException {
    RunDirectory directory = directory("run");
    train(directory, config(), 1000);
    try (Run _ = open(directory)) {
      assertThatThrownBy(() -> open(directory).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is in use");
    }
    open(directory).close();
  }

  @Test
  void shouldPlayWithWhatItLearnt() throws IOException {
    RunDirectory directory = directory("run");
    assertThatThrownBy(() -> evaluate(directory, false))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("config.yaml is missing");
    // Ends where it is not at its best.
    train(
        directory,
        config(),
        STEPS,
        new TrainingListener() {
          @Override
          public void iterated(Trainer trainer) {
            if (trainer.bestMeanReturn() > trainer.algorithm().episodes().meanReturn()) {
              trainer.requestStop();
            }
          }
        });
    Evaluation last = evaluate(directory, false);
    assertThat(last.returns()).hasSize(3);
    float[] actor = weights(directory.checkpoint());
    assertThat(last.meanReturn()).isEqualTo(sum(actor) > 0 ? 5 : 0);
    float[] best = weights(directory.best());
    assertThat(evaluate(directory, true).meanReturn()).isEqualTo(sum(best) > 0 ? 5 : 0);
    assertThat(best).isNotEqualTo(actor);
  }

  @Test
  void shouldTellItsListeners() throws IOException {
    List<String> told = new ArrayList<>();
    RunDirectory directory = directory("run");
    train(
        directory,
        config().withTotalSteps(20),
        20,
        new TrainingListener() {
          @Override
          public void started(Trainer trainer) {
            told.add("started");
          }

          @Override
          public void iterated(Trainer trainer) {
            told.add("iterated");
          }

          @Override
          public void ended(Trainer trainer) {
            told.add("ended " + Files.exists(directory.summaryFile()));
          }
        });
    assertThat(told).containsExactly("started", "iterated", "iterated", "ended true");
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static float[] weights(Path folder) throws IOException {
    Object values =
        Objects.requireNonNull(
            Safetensors.read(folder.resolve(PolicyFile.NAME)).arrays().get("actor.weight"))
            .values();
    return (float[]) values;
  }

  private static Evaluation evaluate(RunDirectory directory, boolean best) throws IOException {
    return Run.evaluate(_ -> FakeAlgorithm.TYPE, directory, RunTest::environments, best, 3, 1);
  }

  private static Supplier<Environment> environments(String name) {
    assertThat(name).isEqualTo("Fake-v0");
    return FakeEnvironment::new;
  }

  private RunDirectory directory(String name) throws IOException {
    return RunDirectory.create(folder.resolve(name));
  }

  private static RunConfig config() {
    return config("0.1");
  }

  private static RunConfig config(String rate) {
    return RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0")
        .set("rate", rate)
        .seed(5L)
        .threads(1)
        .totalSteps(STEPS)
        .build();
  }

  private Summary train(
      RunDirectory directory, RunConfig config, long stopAt, TrainingListener... listeners)
      throws IOException {
    try (Run run =
        Run.start(
            FakeAlgorithm.TYPE, config, FakeEnvironment::new, directory, with(stopAt, listeners))) {
      for (TrainingListener listener : listeners) {
        if (listener instanceof Often often) {
          often.run = run;
        }
      }
      return run.train();
    }
  }

  private static Run open(RunDirectory directory, TrainingListener... listeners)
      throws IOException {
    return Run.resume(
        _ -> FakeAlgorithm.TYPE,
        RunDirectory.open(directory.path()),
        RunTest::environments,
        OptionalLong.empty(),
        listeners);
  }

  private static Summary resume(RunDirectory directory, long stopAt) throws IOException {
    return resume(directory, stopAt, OptionalLong.empty());
  }

  private static Summary resume(RunDirectory directory, long stopAt, OptionalLong totalSteps)
      throws IOException {
    try (Run run =
        Run.resume(
            _ -> FakeAlgorithm.TYPE,
            RunDirectory.open(directory.path()),
            RunTest::environments,
            totalSteps,
            with(stopAt))) {
      return run.train();
    }
  }

  private static TrainingListener[] with(long stopAt, TrainingListener... listeners) {
    List<TrainingListener> all = new ArrayList<>(List.of(listeners));
    all.add(at(stopAt, Trainer::requestStop));
    return all.toArray(TrainingListener[]::new);
  }

  private static TrainingListener at(long steps, Consumer<Trainer> action) {
    return new TrainingListener() {
      @Override
      public void iterated(Trainer trainer) {
        if (trainer.algorithm().steps() == steps) {
          action.accept(trainer);
        }
      }
    };
  }

  private static TrainingListener failing(long steps) {
    return at(
        steps,
        _ -> {
          throw new IllegalStateException("killed");
        });
  }

  private static TrainingListener checkpointEveryFiftieth() {
    return new Often();
  }

  /** Has a checkpoint written after every 50th iteration. */
  private static final class Often implements TrainingListener {
    private @Nullable Run run;

    @Override
    public void iterated(Trainer trainer) {
      Objects.requireNonNull(run)
          .checkpointEvery(
              trainer.algorithm().updates() % 50 == 49 ? Duration.ZERO : Duration.ofDays(1));
    }
  }

  private static void obstruct(Path place) {
    try {
      Files.writeString(WholeFile.sibling(place, WholeFile.WRITING), "in the way");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertDamaged(RunDirectory directory, Path file) {
    assertThatThrownBy(() -> resume(directory, 2000))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }

  /** All but times, and the files that are said to differ. */
  static void assertSameRun(RunDirectory expected, RunDirectory actual, String... different)
      throws IOException {
    List<String> same = new ArrayList<>(
        List.of(
            "config.yaml",
            "checkpoint/policy.safetensors",
            "checkpoint/state.json",
            "checkpoint/state.safetensors",
            "best/policy.safetensors",
            "best/info.json",
            "best/checksums.json"));
    same.removeAll(List.of(different));
    for (String name : same) {
      assertThat(actual.path().resolve(name))
          .hasSameBinaryContentAs(expected.path().resolve(name));
    }
    MetricsTable a = MetricsTable.read(expected.metricsFile());
    MetricsTable b = MetricsTable.read(actual.metricsFile());
    assertThat(b.names()).isEqualTo(a.names());
    for (int i = 0; i < a.names().size() - 2; i++) {
      assertThat(b.columns().get(i)).as(a.names().get(i)).isEqualTo(a.columns().get(i));
    }
    assertThat(EventReader.read(actual.eventsFile()).stream().map(EventReader.Event::step))
        .isEqualTo(
            EventReader.read(expected.eventsFile()).stream()
                .map(EventReader.Event::step)
                .toList());
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to);
  }
}
