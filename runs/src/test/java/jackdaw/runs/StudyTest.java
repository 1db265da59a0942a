package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.runs.Study.Result;
import jackdaw.runs.Study.Task;
import jackdaw.runs.Study.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Comparisons of settings: what is run, what is scored, and how sure it is. */
class StudyTest {
  private static final Study SMALL =
      new Study(
          "small",
          "A small study",
          "ppo",
          Map.of("environments", 2, "rollout-steps", 64, "minibatch-size", 64, "epochs", 2),
          List.of(
              new Task("Fives-v0", 1024, Map.of()),
              new Task("Ones-v0", 512, Map.of("discount", 0.9, "environment.action-repeat", 5))),
          List.of(
              new Variant("clip", Map.of("objective", "clip")),
              new Variant("none", Map.of("objective", "none", "epochs", 1))));

  @Test
  void shouldRunEachVariantOnEachTaskWithEachSeed() {
    List<String> told = new ArrayList<>();
    Result result = SMALL.run(_ -> FakeEnvironment::new, 2, told::add);
    assertThat(told).hasSize(8);
    assertThat(told.get(3)).startsWith("Fives-v0, none, seed 2: ");
    assertThat(result.returns()).hasDimensions(2, 2);
    // the task is learnt in part, from where each of five steps, or all five at once, is a coin's
    assertThat(result.returns()[0][0]).hasSize(2);
    assertThat(Arrays.stream(result.returns()[0][0]).min().orElseThrow()).isBetween(2.5, 5.0);
    assertThat(result.randomReturns()[0]).isCloseTo(2.5, within(0.4));
    assertThat(result.randomReturns()[1]).isCloseTo(2.5, within(0.9));
    Result again = SMALL.run(_ -> FakeEnvironment::new, 2, _ -> {});
    assertThat(again.returns()).isDeepEqualTo(result.returns());
  }

  @Test
  void shouldRunForOtherStepsAndElseBeTheSame() {
    Study shorter = SMALL.withTotalSteps(128);
    assertThat(shorter.tasks()).extracting(Task::totalSteps).containsOnly(128L);
    assertThat(shorter.config(shorter.tasks().get(1), shorter.variants().get(1), 3).settings())
        .isEqualTo(SMALL.config(SMALL.tasks().get(1), SMALL.variants().get(1), 3).settings());
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

  /** Scores by hand: random is 0, the best run of a task 1, whichever variant it belongs to. */
  @Test
  void shouldScoreFromRandomToBest() {
    Result result =
        new Result(
            SMALL,
            2,
            new double[] {20, -1000},
            new double[][][] {
              {{120, 220}, {20, 70}}, {{-200, -600}, {-1000, -1400}}});
    assertThat(StudyTable.scores(result, 0).get(0)).containsExactly(0.5, 1);
    assertThat(StudyTable.scores(result, 1).get(0)).containsExactly(0, 0.25);
    assertThat(StudyTable.scores(result, 0).get(1)).containsExactly(1, 0.5);
    assertThat(StudyTable.scores(result, 1).get(1)).containsExactly(0, -0.5);
    assertThat(StudyTable.of(result, "./jackdaw study small"))
        .contains("| clip | 0.75 | 0.50 to 1.00 |")
        .contains("| none | -0.06 | -0.25 to 0.13 |")
        .contains("| clip | 170.0 | 0.75 | 0.50 to 1.00 | 120.0, 220.0 |")
        .contains(
            "512 steps, `discount=0.9`, `environment.action-repeat=5`. Random actions return -1000.0, the best run -200.0.");
  }

  /**
   * Of two runs with scores 0 and 1 the mean of a draw is 0, ½ or 1 with chances ¼, ½ and ¼. Of two
   * such tasks it is 0 with chance 1/16, above 2.5 %; of three with chance 1/64, below it, so that the
   * interval starts at the next value, 1/6.
   */
  @Test
  void shouldDrawRunsWithinEachTask() {
    double[] task = {0, 1};
    assertThat(Bootstrap.of(List.of(task))).isEqualTo(new Bootstrap(0.5, 0, 1));
    assertThat(Bootstrap.of(List.of(task, task))).isEqualTo(new Bootstrap(0.5, 0, 1));
    Bootstrap three = Bootstrap.of(List.of(task, task, task));
    assertThat(three.mean()).isCloseTo(0.5, within(1e-12));
    assertThat(three.low()).isCloseTo(1.0 / 6, within(1e-12));
    assertThat(three.high()).isCloseTo(5.0 / 6, within(1e-12));
    double[] sure = {3, 3, 3};
    Bootstrap constant = Bootstrap.of(List.of(sure, sure));
    assertThat(constant.low()).isCloseTo(3, within(1e-12));
    assertThat(constant.high()).isCloseTo(3, within(1e-12));
  }

  @Test
  void shouldHaveStudiesThatCanBeRun() {
    for (Study study : Studies.all()) {
      assertThat(Studies.named(study.name())).isSameAs(study);
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
