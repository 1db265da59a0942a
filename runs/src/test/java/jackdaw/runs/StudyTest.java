package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.runs.Study.Outcome;
import jackdaw.runs.Study.Result;
import jackdaw.runs.Study.Score;
import jackdaw.runs.Study.Task;
import jackdaw.runs.Study.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of settings: what is run, what is scored, and how sure it is. */
class StudyTest {
  private static final Study SMALL =
      new Study(
          "small",
          "A small study",
          "ppo",
          1,
          Score.TRAINING,
          Map.of("environments", 2, "rollout-steps", 64, "minibatch-size", 64, "epochs", 2),
          List.of(
              new Task("Fives-v0", 1024, Map.of()),
              new Task("Ones-v0", 512, Map.of("discount", 0.9, "environment.action-repeat", 5))),
          List.of(
              new Variant("clip", Map.of("objective", "clip")),
              new Variant("none", Map.of("objective", "none", "epochs", 1))));

  @Test
  void shouldRunEachVariantOnEachTaskWithEachSeed(@TempDir Path folder) throws IOException {
    List<String> told = new ArrayList<>();
    Result result = run(SMALL, folder, told::add);
    assertThat(told).hasSize(8)
        .anySatisfy(line -> assertThat(line).startsWith("Fives-v0, none, seed 2: "));
    assertThat(result.outcomes()).hasDimensions(2, 2);
    // the task is learnt in part, from where each of five steps, or all five at once, is a coin's
    assertThat(result.returns(0, 0)).hasSize(2);
    assertThat(Arrays.stream(result.returns(0, 0)).min().orElseThrow()).isBetween(2.5, 5.0);
    assertThat(result.randomReturns()[0]).isCloseTo(2.5, within(0.4));
    assertThat(result.randomReturns()[1]).isCloseTo(2.5, within(0.9));
    assertThat(result.outcomes()[0][0][1].steps()).isEqualTo(1024);
  }

  @Test
  void shouldGoOnWhereItWas(@TempDir Path folder, @TempDir Path other) throws IOException {
    Study evaluated =
        new Study(
            "small", "", "ppo", 7, Score.EVALUATION, SMALL.settings(), SMALL.tasks(),
            SMALL.variants());
    AtomicInteger made = new AtomicInteger();
    Function<String, Supplier<FakeEnvironment>> counting = _ -> () -> {
      made.incrementAndGet();
      return new FakeEnvironment();
    };
    Result result = new StudyRunner(evaluated, counting, folder, _ -> {}).run(2, 2).orElseThrow();
    assertThat(folder.resolve("Fives-v0/none/seed-8/evaluation.json")).exists();
    double score = Run.evaluate(
        RunDirectory.open(folder.resolve("Fives-v0/none/seed-8")), counting, false, 100, 1)
        .meanReturn();
    assertThat(result.returns(0, 1)[1]).isEqualTo(score);

    // complete runs are read; one without its end is run again from its checkpoint, to the same end
    made.set(0);
    Result again = new StudyRunner(evaluated, counting, folder, _ -> {}).run(2, 1).orElseThrow();
    assertThat(made.get()).isEqualTo(evaluated.tasks().size());
    assertThat(again.returns(0, 1)).containsExactly(result.returns(0, 1));
    Files.delete(folder.resolve("Fives-v0/none/seed-8/summary.json"));
    Files.delete(folder.resolve("Fives-v0/none/seed-8/evaluation.json"));
    Result resumed = new StudyRunner(evaluated, counting, folder, _ -> {}).run(2, 1).orElseThrow();
    assertThat(resumed.returns(0, 1)).containsExactly(result.returns(0, 1));
    // another number of threads changes nothing
    Result single = new StudyRunner(evaluated, counting, other, _ -> {}).run(2, 1).orElseThrow();
    assertThat(single.returns(1, 0)).containsExactly(result.returns(1, 0));
  }

  /** Stopped within its first run: that run saves itself, and the rest is done by the next one. */
  @Test
  void shouldGoOnAfterItWasStopped(@TempDir Path folder, @TempDir Path other) throws IOException {
    AtomicReference<StudyRunner> stopped = new AtomicReference<>();
    // The calling thread plays at random meanwhile; only a run's own thread stops the study.
    Thread caller = Thread.currentThread();
    stopped.set(
        new StudyRunner(
            SMALL.only("Fives-v0"),
            _ -> () -> {
              StudyRunner runner = stopped.get();
              if (runner != null && !Thread.currentThread().equals(caller)) {
                runner.requestStop();
              }
              return new FakeEnvironment();
            },
            folder,
            _ -> {}));
    assertThat(stopped.get().run(1, 1)).isEmpty();
    Path first = folder.resolve("Fives-v0/clip/seed-1");
    assertThat(Summary.read(first.resolve("summary.json")).totalSteps()).isLessThan(1024);
    assertThat(first.resolve("checkpoint")).isDirectory();

    Result resumed =
        new StudyRunner(SMALL.only("Fives-v0"), _ -> FakeEnvironment::new, folder, _ -> {})
            .run(1, 1).orElseThrow();
    Result whole =
        new StudyRunner(SMALL.only("Fives-v0"), _ -> FakeEnvironment::new, other, _ -> {})
            .run(1, 1).orElseThrow();
    assertThat(resumed.returns(0, 0)).containsExactly(whole.returns(0, 0));
  }

  @Test
  void shouldMakeAgainWhatItCanMakeAgain(@TempDir Path folder) throws IOException {
    Study evaluated =
        new Study(
            "small", "", "ppo", 7, Score.EVALUATION, SMALL.settings(), SMALL.tasks(),
            SMALL.variants()).only("Ones-v0");
    Result result = run(evaluated, folder, _ -> {});
    Path run = folder.resolve("Ones-v0/clip/seed-7");
    String summary = Files.readString(run.resolve("summary.json"));
    Files.writeString(run.resolve("summary.json"), "{");
    Files.writeString(run.resolve("evaluation.json"), "{");
    assertThat(run(evaluated, folder, _ -> {}).returns(0, 0)).containsExactly(result.returns(0, 0));
    assertThat(Summary.read(run.resolve("summary.json")).parametersSha256())
        .isSubstringOf(summary);
  }

  @Test
  void shouldNotMixRunsOfOtherSettings(@TempDir Path folder) throws IOException {
    run(SMALL.only("Ones-v0"), folder, _ -> {});
    assertThatThrownBy(
        () -> run(SMALL.only("Ones-v0").withTotalSteps(1024), folder, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "holds a run with other settings: remove it, or choose another folder");
    assertThatThrownBy(() -> SMALL.only("Two-v0"))
        .hasMessage("study small has no task Two-v0: choose one of Fives-v0, Ones-v0");
  }

  private static Result run(Study study, Path folder, Consumer<String> listener)
      throws IOException {
    return new StudyRunner(study, _ -> FakeEnvironment::new, folder, listener).run(2, 2)
        .orElseThrow();
  }

  private static Outcome[] outcomes(double... scores) {
    return Arrays.stream(scores).mapToObj(score -> new Outcome(score, 512, 2))
        .toArray(Outcome[]::new);
  }

  @Test
  void shouldTakeAVariantsSettingsBeforeATasksAndATasksBeforeTheStudys() {
    RunConfig config = SMALL.config(SMALL.tasks().get(1), SMALL.variants().get(1), 3);
    assertThat(config.seed()).isEqualTo(3);
    assertThat(config.totalSteps()).isEqualTo(512);
    assertThat(config.settings())
        .containsEntry("objective", "none")
        .containsEntry("epochs", 1L)
        .containsEntry("discount", 0.9)
        .containsEntry("rollout-steps", 64L);
  }

  @Test
  void shouldStartFromTheProfileOfAVariant() {
    RunConfig cleanRl = firstConfig("mujoco-cleanrl");
    assertThat(cleanRl.profile()).isEqualTo("cleanrl");
    assertThat(cleanRl.settings()).containsEntry("minibatch-size", 64L);
    assertThat(firstConfig("mujoco").profile()).isEqualTo("default");
  }

  private static RunConfig firstConfig(String name) {
    Study study = Studies.named(name);
    return study.config(study.tasks().getFirst(), study.variants().getFirst(), 1);
  }

  /** What a study is compared with is what the other one's table has, on the same seeds. */
  @Test
  void shouldBeComparedWithWhatIsWrittenDown() throws IOException {
    Study study = Studies.named("mujoco");
    Study other = Studies.named("mujoco-cleanrl");
    assertThat(study.firstSeed()).isEqualTo(other.firstSeed());
    assertThat(study.tasks()).extracting(Study.Task::environment)
        .isEqualTo(other.tasks().stream().map(Study.Task::environment).toList());
    List<String> table = Files.readAllLines(Path.of("../docs/results/mujoco-cleanrl.md"));
    for (Study.Task task : study.tasks()) {
      String row =
          table.stream().filter(line -> line.startsWith("| " + task.environment() + " |"))
              .findFirst().orElseThrow();
      String seeds = row.split(" \\| ", -1)[7];
      assertThat(Arrays.stream(seeds.split(", ", -1)).map(Double::valueOf).toList())
          .as(task.environment()).isEqualTo(task.rivals());
    }
  }

  /**
   * Means 2 and 5 of runs that are alike: no draw changes them, and every run is the better one.
   */
  @Test
  void shouldPutResultsBesideThoseOfAnotherStudy() {
    Study.Task task =
        new Study.Task(
            "Line-v0", 100, Map.of(), OptionalDouble.empty(), 100, List.of(2.0, 2.0));
    Study study =
        new Study(
            "beside", "Beside", "ppo", 1, Study.Score.TRAINING, Map.of(), List.of(task),
            List.of(new Study.Variant("default", Map.of())));
    Result result =
        new Result(study, new double[] {0}, new Outcome[][][] {{outcomes(5, 5)}});
    assertThat(StudyTable.of(result, "./jackdaw reproduce beside", ""))
        .contains(
            "| Line-v0 | 5.00 | 2.00 | 3.00 [3.00, 3.00] | 1.00 [1.00, 1.00] | 2.00, 2.00 |");
  }

  /** Scores by hand: random is 0, the best run of a task 1, whichever variant it belongs to. */
  @Test
  void shouldScoreFromRandomToBest() {
    Result result =
        new Result(
            SMALL,
            new double[] {20, -1000},
            new Outcome[][][] {
              {outcomes(120, 220), outcomes(20, 70)},
              {outcomes(-200, -600), outcomes(-1000, -1400)}});
    assertThat(StudyTable.scores(result, 0).get(0)).containsExactly(0.5, 1);
    assertThat(StudyTable.scores(result, 1).get(0)).containsExactly(0, 0.25);
    assertThat(StudyTable.scores(result, 0).get(1)).containsExactly(1, 0.5);
    assertThat(StudyTable.scores(result, 1).get(1)).containsExactly(0, -0.5);
    assertThat(StudyTable.of(result, "./jackdaw reproduce small", "small.png"))
        .contains("![Learning curves](small.png)")
        .contains("| clip | 0.75 [0.50, 1.00] | 0.75 [0.50, 1.00] |  |")
        .contains("| none | -0.06 [-0.25, 0.13] | 0.00 [-0.25, 0.13] | 0.00 [0.00, 0.00] |")
        .contains("| clip | 170.0 | 0.75 [0.50, 1.00] | 120.0, 220.0 |")
        .contains(
            "512 steps, `discount=0.9`, `environment.action-repeat=5`. Random actions return -1000.0, the best run -200.0.");
  }

  @Test
  void shouldHaveStudiesThatCanBeRun(@TempDir Path folder) {
    for (Study study : Studies.all()) {
      assertThat(Studies.named(study.name())).isSameAs(study);
      StudyRunner runner = new StudyRunner(study, _ -> FakeEnvironment::new, folder, _ -> {});
      assertThat(
          study.variants().stream()
              .map(variant -> runner.folder(study.tasks().getFirst(), variant).toString()))
          .doesNotHaveDuplicates()
          .allMatch(path -> path.chars().allMatch(letter -> letter < 128));
      for (Task task : study.tasks()) {
        for (Variant variant : study.variants()) {
          Map<String, Object> resolved = study.config(task, variant, 1).settings();
          variant.settings().forEach(
              (setting, value) -> assertThat(resolved).containsEntry(setting, value));
        }
      }
    }
    assertThatThrownBy(() -> Studies.named("ppo-objective"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no study is named ppo-objective: did you mean ppo-objectives?");
  }
}
