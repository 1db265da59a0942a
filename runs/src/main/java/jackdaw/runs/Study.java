package jackdaw.runs;

import jackdaw.algorithm.Algorithm;
import jackdaw.environment.Environment;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.random.RandomStream;
import jackdaw.train.Trainer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A comparison of settings: each variant on each task with each seed, in memory, one run after the
 * other. A run's return is the mean over its last 100 training episodes.
 *
 * @param name what to call it by
 * @param title what it compares
 * @param algorithm the algorithm's name
 * @param settings what all runs share
 * @param tasks where they are compared
 * @param variants what is compared
 */
public record Study(
    String name,
    String title,
    String algorithm,
    Map<String, Object> settings,
    List<Task> tasks,
    List<Variant> variants) {
  private static final int RANDOM_EPISODES = 100;

  /** Copies the lists. */
  public Study {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    tasks = List.copyOf(tasks);
    variants = List.copyOf(variants);
  }

  /**
   * Where settings are compared.
   *
   * @param environment the environment's name
   * @param totalSteps environment steps of each run
   * @param settings what all runs in it share
   */
  public record Task(String environment, long totalSteps, Map<String, Object> settings) {}

  /**
   * Settings that are compared with others.
   *
   * @param name what to call them in the table
   */
  public record Variant(String name, Map<String, Object> settings) {}

  /**
   * What a study showed.
   *
   * @param seeds of the runs: 1 to this
   * @param randomReturns of each task: the mean return of actions drawn at random
   * @param returns of each run, by task, variant and seed
   */
  public record Result(Study study, int seeds, double[] randomReturns, double[][][] returns) {}

  /**
   * The same study with runs of another length, for a first look.
   *
   * @param totalSteps environment steps of each run; at least 1
   */
  public Study withTotalSteps(long totalSteps) {
    List<Task> changed =
        tasks.stream()
            .map(task -> new Task(task.environment, totalSteps, task.settings))
            .toList();
    return new Study(name, title, algorithm, settings, changed, variants);
  }

  /**
   * Runs all of it.
   *
   * @param environments gives what makes environments of a name
   * @param seeds how many runs each variant has on each task, with seeds 1, 2, …; at least 1
   * @param listener is told of each run in one line
   * @throws IllegalArgumentException if an environment or a setting is not possible
   */
  public Result run(
      Function<String, ? extends Supplier<? extends Environment>> environments,
      int seeds,
      Consumer<String> listener) {
    double[] randomReturns = new double[tasks.size()];
    double[][][] returns = new double[tasks.size()][variants.size()][seeds];
    for (int task = 0; task < tasks.size(); task++) {
      Supplier<? extends Environment> supplier =
          environments.apply(tasks.get(task).environment);
      randomReturns[task] = randomReturn(config(tasks.get(task), variants.getFirst(), 1), supplier);
      for (int variant = 0; variant < variants.size(); variant++) {
        for (int seed = 1; seed <= seeds; seed++) {
          RunConfig config = config(tasks.get(task), variants.get(variant), seed);
          double meanReturn = train(config, supplier);
          returns[task][variant][seed - 1] = meanReturn;
          listener.accept(
              "%s, %s, seed %d: %.1f"
                  .formatted(config.environment(), variants.get(variant).name, seed, meanReturn));
        }
      }
    }
    return new Result(this, seeds, randomReturns, returns);
  }

  /** What one run of it is. */
  RunConfig config(Task task, Variant variant, long seed) {
    RunConfig.Builder builder = RunConfig.builder(algorithm, task.environment);
    settings(task, variant).forEach(builder::set);
    return builder.seed(seed).threads(1).totalSteps(task.totalSteps).build();
  }

  /** The settings of a run that are not those of its profile: a variant's before a task's. */
  private Map<String, Object> settings(Task task, Variant variant) {
    Map<String, Object> all = new LinkedHashMap<>(settings);
    all.putAll(task.settings);
    all.putAll(variant.settings);
    return all;
  }

  private static double train(RunConfig config, Supplier<? extends Environment> environments) {
    try (Algorithm learner = Run.algorithm(config, environments)) {
      new Trainer(learner, config.totalSteps()).run();
      return learner.episodes().meanReturn();
    }
  }

  /** The mean return of actions drawn uniformly from the action space. */
  private static double randomReturn(
      RunConfig config, Supplier<? extends Environment> environments) {
    try (VectorEnvironment environment =
        VectorEnvironment.of(config.environmentConfig().wrap(environments), 1)) {
      Transitions transitions = new Transitions(1, environment.observationSpace().size());
      float[] action = new float[environment.actionSpace().size()];
      RandomStream random = new RandomStream(1);
      environment.reset(1, new float[environment.observationSpace().size()]);
      double sum = 0;
      for (int episodes = 0; episodes < RANDOM_EPISODES;) {
        environment.actionSpace().sample(random, action, 0);
        environment.step(action, transitions);
        if (transitions.ended(0)) {
          sum += transitions.episodeReturns[0];
          episodes++;
        }
      }
      return sum / RANDOM_EPISODES;
    }
  }
}
