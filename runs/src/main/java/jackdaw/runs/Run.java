package jackdaw.runs;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.Setup;
import jackdaw.environment.Environment;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.policy.NormalizedPolicy;
import jackdaw.policy.Policy;
import jackdaw.policy.PolicyAgent;
import jackdaw.space.Space;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A training run that keeps its files in a run directory.
 *
 * <pre>{@code
 * RunConfig config = RunConfig.builder("ppo", "CartPole-v1").seed(1L).build();
 * try (Run run = Run.start(config, CartPole::new, RunDirectory.create(Path.of("run")))) {
 *   Summary summary = run.train();
 * }
 * }</pre>
 *
 * <p>{@link #resume} goes on with a run that was stopped or killed; its end equals, bit for bit,
 * the end of the run that was never stopped.
 *
 * <p>Errors, each with a message of one line: {@link IllegalArgumentException} for what the caller
 * asked for, {@link IOException} for files ({@link java.io.UncheckedIOException} in the midst of
 * training), {@link jackdaw.learning.TrainingException} and {@link
 * jackdaw.environment.EnvironmentException} for training that cannot go on. The last good
 * checkpoint stays after any of them.
 */
public final class Run implements AutoCloseable {
  private final RunConfig config;
  private final Algorithm algorithm;
  private final Trainer trainer;
  private final RunRecorder recorder;
  private final FolderLock lock;

  private Run(
      RunConfig config,
      Algorithm algorithm,
      RunRecorder recorder,
      FolderLock lock,
      TrainingListener... listeners) {
    this.config = config;
    this.lock = lock;
    this.algorithm = algorithm;
    this.recorder = recorder;
    TrainingListener[] all = new TrainingListener[listeners.length + 1];
    all[0] = recorder;
    System.arraycopy(listeners, 0, all, 1, listeners.length);
    trainer = new Trainer(algorithm, config.totalSteps(), all);
  }

  /**
   * Prepares a new run and writes its {@code config.yaml}. Locks the directory until the run is
   * closed.
   *
   * @param environments makes one bare environment at each call; the run wraps it as configured
   * @param listeners are told how training goes, after the run's own files are written
   * @throws IllegalArgumentException if another process trains in the directory, or has begun a run
   *     there since it was made
   */
  public static Run start(
      RunConfig config,
      Supplier<? extends Environment> environments,
      RunDirectory directory,
      TrainingListener... listeners)
      throws IOException {
    return start(Algorithms.named(config.algorithm()), config, environments, directory, listeners);
  }

  /** As the other, for an algorithm of one's own. */
  public static Run start(
      AlgorithmType<?> type,
      RunConfig config,
      Supplier<? extends Environment> environments,
      RunDirectory directory,
      TrainingListener... listeners)
      throws IOException {
    FolderLock lock = FolderLock.of(directory.path());
    try {
      directory.requireFresh();
      Algorithm algorithm = algorithm(type, config, environments);
      try {
        // From here on the directory is a run's, which resume accepts however early this one is
        // killed.
        config.write(directory.configFile());
        RunRecorder recorder = RunRecorder.open(config, directory, algorithm.metrics());
        recorder.goOnFrom(0, Times.ZERO);
        return new Run(config, algorithm, recorder, lock, listeners);
      } catch (IOException | RuntimeException | Error e) {
        algorithm.close();
        directory.clear();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Prepares to go on with a run from its checkpoint; from the beginning if it was killed before it
   * had written one. Schedules follow a new number of steps from there on.
   *
   * @param environments gives what makes environments of a name
   * @param totalSteps a new length of the run, or empty for the old one
   * @throws IllegalArgumentException if {@code totalSteps} is below the steps already taken, or
   *     another process trains in this directory
   * @throws DamagedFileException if a file is missing, cut short or altered
   */
  public static Run resume(
      RunDirectory directory,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      OptionalLong totalSteps,
      TrainingListener... listeners)
      throws IOException {
    return resume(Algorithms::named, directory, environments, totalSteps, listeners);
  }

  /** As the other, for algorithms of one's own, which {@code types} gives by name. */
  public static Run resume(
      Function<String, AlgorithmType<?>> types,
      RunDirectory directory,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      OptionalLong totalSteps,
      TrainingListener... listeners)
      throws IOException {
    FolderLock lock = FolderLock.of(directory.path());
    try {
      RunConfig old = RunConfig.read(directory.configFile(), types);
      RunConfig config = old.withTotalSteps(totalSteps.orElse(old.totalSteps()));
      AlgorithmType<?> type = types.apply(config.algorithm());
      Algorithm algorithm = algorithm(type, config, environments.apply(config.environment()));
      try {
        RunRecorder recorder = RunRecorder.open(config, directory, algorithm.metrics());
        try {
          Run run = new Run(config, algorithm, recorder, lock, listeners);
          run.restore(directory, old, RunConfig.addedSettings(type));
          return run;
        } catch (IOException | RuntimeException | Error e) {
          recorder.close();
          throw e;
        }
      } catch (IOException | RuntimeException | Error e) {
        algorithm.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Checks that the algorithm's settings fit the spaces, before anything is written.
   *
   * @param observationSpace of the environments as they are wrapped
   * @throws IllegalArgumentException if they do not; one line says why
   */
  public static void requireFits(RunConfig config, Space observationSpace, Space actionSpace) {
    requireFits(Algorithms.named(config.algorithm()), config, observationSpace, actionSpace);
  }

  private static <C extends Record> void requireFits(
      AlgorithmType<C> type, RunConfig config, Space observationSpace, Space actionSpace) {
    try {
      type.policy(settings(type, config), observationSpace, actionSpace);
    } catch (ArithmeticException e) {
      throw tooLarge(e);
    }
  }

  private static IllegalArgumentException tooLarge(ArithmeticException cause) {
    return new IllegalArgumentException(
        "the settings ask for more values than an array can hold: lower the sizes of networks, "
            + "rollouts or minibatches",
        cause);
  }

  /** The learner of a configuration at the start of its run. */
  static Algorithm algorithm(
      RunConfig config, Supplier<? extends Environment> environments) {
    return algorithm(Algorithms.named(config.algorithm()), config, environments);
  }

  static <C extends Record> Algorithm algorithm(
      AlgorithmType<C> type, RunConfig config, Supplier<? extends Environment> environments) {
    try {
      return type.create(
          settings(type, config),
          new Setup(
              environments, config.environmentConfig(), config.seed(), config.threads()));
    } catch (ArithmeticException e) {
      throw tooLarge(e);
    }
  }

  private static <C extends Record> C settings(AlgorithmType<C> type, RunConfig config) {
    return Settings.apply(type.name(), type.defaults(), config.algorithmSettings());
  }

  private void restore(RunDirectory directory, RunConfig old, Map<String, Object> added)
      throws IOException {
    Optional<Checkpoint> checkpoint = Checkpoint.load(directory);
    if (checkpoint.isPresent()) {
      checkpoint.get().restore(trainer, config, added, directory.configFile());
    }
    boolean sameLength = config.totalSteps() == old.totalSteps();
    if (!sameLength && config.totalSteps() < algorithm.steps()) {
      throw new IllegalArgumentException(
          "total steps %d is below the %d steps that this run has taken: give at least those"
              .formatted(config.totalSteps(), algorithm.steps()));
    }
    Times times = checkpoint.map(Checkpoint::times).orElse(Times.ZERO);
    recorder.goOnFrom(algorithm.steps(), sameLength ? times : times.withoutSteady());
    if (!sameLength) {
      config.write(directory.configFile());
    }
  }

  /**
   * Loads what a run has learnt: its parameters, and what normalises its observations.
   *
   * @param environment what the run was trained in, {@linkplain EnvironmentConfig#wrap wrapped} as
   *     it was; it is only asked for its spaces
   * @param best the best parameters so far instead of the checkpoint's
   * @throws DamagedFileException if a file is missing, cut short or altered
   */
  public static Policy policy(RunDirectory directory, Environment environment, boolean best)
      throws IOException {
    return policy(Algorithms::named, directory, environment, best);
  }

  /** As the other, for algorithms of one's own, which {@code types} gives by name. */
  public static Policy policy(
      Function<String, AlgorithmType<?>> types,
      RunDirectory directory,
      Environment environment,
      boolean best)
      throws IOException {
    RunConfig config = RunConfig.read(directory.configFile(), types);
    return policy(types.apply(config.algorithm()), config, directory, environment, best);
  }

  /**
   * What a run has learnt, to be asked by a running simulator: {@code
   * simulation.run(seed, Run.agent(directory, environment, false))}.
   *
   * @param environment what the run was trained in, as its name makes it; it is only asked for its
   *     spaces
   * @param best the best parameters so far instead of the checkpoint's
   * @throws IllegalArgumentException if the run's own settings showed it another world than the
   *     simulator does, such as stacked frames
   * @throws DamagedFileException if a file is missing, cut short or altered
   */
  public static PolicyAgent agent(RunDirectory directory, Environment environment, boolean best)
      throws IOException {
    EnvironmentConfig seen = RunConfig.read(directory.configFile()).environmentConfig();
    Environment wrapped = seen.wrap(() -> environment).get();
    boolean same =
        seen.actionRepeat() == 1
            && seen.observationClip() == 0
            && wrapped.observationSpace().equals(environment.observationSpace())
            && wrapped.actionSpace().equals(environment.actionSpace());
    if (!same) {
      throw new IllegalArgumentException(
          "the run in %s was trained in a changed environment, and a simulator shows it as it is: "
              .formatted(directory)
              + "train without environment.frame-stack, action-repeat, rescale-actions, "
              + "flatten-observations and observation-clip");
    }
    return new PolicyAgent(policy(directory, environment, best), environment.masksActions());
  }

  private static <C extends Record> Policy policy(
      AlgorithmType<C> type,
      RunConfig config,
      RunDirectory directory,
      Environment environment,
      boolean best)
      throws IOException {
    Policy policy =
        NormalizedPolicy.of(
            type.policy(
                settings(type, config),
                environment.observationSpace(),
                environment.actionSpace()),
            config.environmentConfig());
    Checkpoint.readPolicy(directory, best, policy);
    return environment.masksActions() ? policy.requiringMasks() : policy;
  }

  /**
   * Plays episodes with what a run has learnt, always with the most likely action.
   *
   * @param environments gives what makes environments of a name
   * @param best the best parameters so far instead of the checkpoint's
   * @param episodes how many; at least 1
   * @param seed decides the episodes
   * @throws DamagedFileException if a file is missing, cut short or altered
   */
  public static Evaluation evaluate(
      RunDirectory directory,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      boolean best,
      int episodes,
      long seed)
      throws IOException {
    return evaluate(Algorithms::named, directory, environments, best, episodes, seed);
  }

  /** As the other, for algorithms of one's own, which {@code types} gives by name. */
  public static Evaluation evaluate(
      Function<String, AlgorithmType<?>> types,
      RunDirectory directory,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      boolean best,
      int episodes,
      long seed)
      throws IOException {
    RunConfig config = RunConfig.read(directory.configFile(), types);
    Supplier<Environment> made =
        config.environmentConfig().wrap(environments.apply(config.environment()));
    try (Environment environment = made.get()) {
      Policy policy =
          policy(types.apply(config.algorithm()), config, directory, environment, best);
      return Evaluation.of(policy, made, episodes, seed);
    }
  }

  /** Sets what sees each row of {@code metrics.csv} as it is written. */
  public Run onRow(RowListener listener) {
    recorder.onRow(listener);
    return this;
  }

  /** Sets the time between two checkpoints; the default is 10 seconds. */
  public Run checkpointEvery(Duration interval) {
    recorder.checkpointEvery(interval.toNanos());
    return this;
  }

  /**
   * Trains until the run is complete or a stop was asked for, then writes the last checkpoint and
   * the summary. Called once.
   */
  public Summary train() {
    trainer.run();
    return recorder.summary();
  }

  /** Asks the run to end after the current iteration; may be called from any thread. */
  public void requestStop() {
    trainer.requestStop();
  }

  /** What the user has to be told of files that were damaged and could be mended, a line each. */
  public List<String> warnings() {
    return List.copyOf(recorder.warnings());
  }

  /** What decides the run. */
  public RunConfig config() {
    return config;
  }

  /** What repeats the iterations. */
  public Trainer trainer() {
    return trainer;
  }

  /** Frees threads, environments and open files; training must have ended. */
  @Override
  public void close() {
    try (lock; algorithm) {
      recorder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
