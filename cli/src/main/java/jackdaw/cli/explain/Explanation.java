package jackdaw.cli.explain;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.Environment;
import jackdaw.environments.Environments;
import jackdaw.environments.GridWorld;
import jackdaw.runs.RunConfig;
import jackdaw.runs.Settings;
import jackdaw.space.Discrete;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page of HTML that steps through one update of PPO in GridWorld-v1, in the order of document
 * 002: from the path on the grid to what the update changed in the policy. It needs nothing beside
 * itself.
 *
 * @param html the whole page
 * @param update which update of the run it shows, from 1; 0 for the document's example
 */
public record Explanation(String html, int update) {
  /** The only environment that a page can draw. */
  public static final String ENVIRONMENT = "GridWorld-v1";

  /** Before it, values and probabilities are hardly learnt. */
  private static final int EARLIEST = 4;

  /** The profile whose updates are small enough. */
  public static final String PROFILE = "walkthrough";

  /**
   * Trains as the run is configured, and shows one of its updates with the numbers that it had.
   *
   * @param run of PPO in {@link #ENVIRONMENT}; it is trained up to the update that is shown, by the
   *     same seed to the same bits as any other run
   * @param update which one, from 1; where none is named, the first from 4 on in which an episode
   *     reaches the goal, another one the trap, and the clip decides a minimum of the last pass,
   *     or the first of all if there is none such
   * @throws IllegalArgumentException if the run has no such update, or the settings leave none that
   *     a page can show; one line says why
   */
  public static Explanation ofRun(RunConfig run, OptionalInt update) {
    PpoConfig config =
        Settings.apply(Ppo.TYPE.name(), PpoConfig.defaults(), run.algorithmSettings());
    WalkthroughSettings.require(config);
    int updates = updates(run, config);
    if (update.isPresent() && (update.getAsInt() < 1 || update.getAsInt() > updates)) {
      throw new IllegalArgumentException(
          "update %d is none of this run's: choose one from 1 to %d"
              .formatted(update.getAsInt(), updates));
    }
    GridWorld world = new GridWorld();
    RecordedUpdate found =
        update.isPresent()
            ? find(run, config, world, each -> each.number() == update.getAsInt())
            : find(run, config, world, each -> isTelling(each, world));
    if (found == null) {
      found = find(run, config, world, each -> each.number() == 1);
    }
    RecordedUpdate shown = Objects.requireNonNull(found);
    return new Explanation(
        PageTemplate.fill("run", RunPage.of(run, config, shown, world)), shown.number());
  }

  /** The example of document 002, computed anew, with marks where the document errs. */
  public static Explanation ofDocument() {
    return new Explanation(PageTemplate.fill("document", DocumentPage.data()), 0);
  }

  /** How many updates a run has. */
  private static int updates(RunConfig run, PpoConfig config) {
    return Math.toIntExact(
        Math.min(Integer.MAX_VALUE, Math.ceilDiv(run.totalSteps(), config.rollout().batchSize())));
  }

  private static boolean isTelling(RecordedUpdate update, GridWorld world) {
    if (update.number() < EARLIEST) {
      return false;
    }
    boolean goal = false;
    boolean trap = false;
    for (int i = 0; i < update.steps(); i++) {
      int next = world.neighbour(update.states()[i], update.actions()[i]);
      goal |= next == world.goal();
      trap |= next == world.trap();
    }
    return goal && trap && update.clippedMinima() > 0;
  }

  private static @Nullable RecordedUpdate find(
      RunConfig run, PpoConfig config, GridWorld world, Predicate<RecordedUpdate> wanted) {
    Supplier<Environment> environments = Environments.supplier(run.environment());
    int cells = world.rows() * world.columns();
    try (Ppo ppo =
        Ppo.open(
            config, new Setup(environments, run.environmentConfig(), run.seed(), run.threads()))) {
      if (!ppo.network().observationSpace().equals(new Discrete(cells))) {
        throw new IllegalArgumentException(
            "the walkthrough needs the number of a cell as observation, not %s: take %s without"
                .formatted(ppo.network().observationSpace(), ENVIRONMENT)
                + " settings of environment that change it");
      }
      UpdateRecorder recorder = new UpdateRecorder(ppo, cells, wanted);
      ppo.observe(recorder);
      new Trainer(ppo, run.totalSteps(), stopOnce(recorder)).run();
      return recorder.found();
    }
  }

  private static TrainingListener stopOnce(UpdateRecorder recorder) {
    return new TrainingListener() {
      @Override
      public void iterated(Trainer trainer) {
        if (recorder.found() != null) {
          trainer.requestStop();
        }
      }
    };
  }
}
