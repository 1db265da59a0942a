package jackdaw.runs;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.Environment;
import jackdaw.environment.Wrapper;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains from Java with typed settings, and closes what it opened.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Training.of(PpoConfig.builder().learningRate(1e-3).build())
 *         .environment(Corridor::new)
 *         .steps(50_000)
 *         .seed(1)
 *         .onProgress(System.out::println)
 *         .run();
 * float[] action = result.policy().act(observation);
 * }</pre>
 *
 * <p>With a {@link #directory} it is a {@link Run} and leaves a run's files; without one it keeps
 * nothing on disk. Either way the same settings and seed learn the same bits.
 */
public final class Training {
  private final AlgorithmType<?> type;
  private final Record settings;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private @Nullable Supplier<? extends Environment> environments;
  private @Nullable String environmentName;
  private EnvironmentConfig view = EnvironmentConfig.defaults();
  private long seed = 1;
  private int threads = 1;
  private @Nullable Long steps;
  private @Nullable Path directory;

  private Training(AlgorithmType<?> type, Record settings) {
    this.type = type;
    this.settings = settings;
  }

  /**
   * Begins to describe a training with the algorithm that the settings are for.
   *
   * @param settings of an algorithm of {@link Algorithms#all}, such as a {@code PpoConfig}
   * @throws IllegalArgumentException if they are of no such algorithm
   */
  public static Training of(Record settings) {
    return new Training(Algorithms.of(settings), settings);
  }

  /** Begins to describe a training with an algorithm of the caller's own. */
  public static <C extends Record> Training of(AlgorithmType<C> type, C settings) {
    return new Training(type, settings);
  }

  /**
   * Sets what makes the environments, one at each call. The run's files name it after its class, so
   * that {@code ./jackdaw resume} finds a class with a constructor without parameters again.
   */
  public Training environment(Supplier<? extends Environment> made) {
    environments = made;
    environmentName = null;
    return this;
  }

  /** Sets the environments, and their name in the run's files. */
  public Training environment(String name, Supplier<? extends Environment> made) {
    environments = made;
    environmentName = name;
    return this;
  }

  /** Sets how the environments are seen; as they are if this is not called. */
  public Training view(EnvironmentConfig config) {
    view = config;
    return this;
  }

  /** Sets the environment steps to train for, at least 1; the default is the profile's. */
  public Training steps(long count) {
    steps = count;
    return this;
  }

  /** Sets the run's one seed; 1 if this is not called. */
  public Training seed(long value) {
    seed = value;
    return this;
  }

  /** Sets how many threads compute, which changes no result; 1 if this is not called. */
  public Training threads(int count) {
    threads = count;
    return this;
  }

  /** Sets the directory that is made for the run's files; none are kept if this is not called. */
  public Training directory(Path path) {
    directory = path;
    return this;
  }

  /** Adds a listener, which is called in the training thread after the run's files are written. */
  public Training listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Reports progress about 100 times in the training thread, and at the end. */
  public Training onProgress(Consumer<Progress> report) {
    return listener(new ProgressListener(report));
  }

  /**
   * Trains until all steps are taken or a listener asked the {@link Trainer} to stop. May be called
   * again: it is then another run with the same result, for which the directory has to be changed.
   *
   * @throws IllegalArgumentException if a setting is out of range, or the directory is not empty
   * @throws UncheckedIOException if a file cannot be written
   * @throws jackdaw.learning.TrainingException if something that is learnt is no longer finite
   * @throws jackdaw.environment.EnvironmentException if an environment fails
   */
  public TrainingResult run() {
    RunConfig config = config();
    if (directory == null) {
      return runInMemory(config);
    }
    try {
      RunDirectory files = RunDirectory.create(directory);
      try (Run run = Run.start(type, config, environments(), files, listeners())) {
        return finish(run);
      }
    } catch (IOException e) {
      throw unchecked(e);
    }
  }

  /**
   * Goes on with the run in the directory, which was stopped or killed, to the same bits as if it
   * never was.
   *
   * @throws IllegalArgumentException if the run there was started with other settings; the message
   *     names the first one
   * @throws UncheckedIOException if a file cannot be read or written, or is damaged
   */
  public TrainingResult resume() {
    if (directory == null) {
      throw new IllegalStateException("nothing to resume: set the run's directory");
    }
    try {
      RunDirectory files = RunDirectory.open(directory);
      Function<String, AlgorithmType<?>> types =
          name -> name.equals(type.name()) ? type : Algorithms.named(name);
      RunConfig stored = RunConfig.read(files.configFile(), types);
      requireSame(stored, config());
      OptionalLong length = steps == null ? OptionalLong.empty() : OptionalLong.of(steps);
      try (Run run = Run.resume(types, files, _ -> environments(), length, listeners())) {
        return finish(run);
      }
    } catch (IOException e) {
      throw unchecked(e);
    }
  }

  private static void requireSame(RunConfig stored, RunConfig wanted) {
    requireSame("algorithm", stored.algorithm(), wanted.algorithm());
    requireSame("seed", stored.seed(), wanted.seed());
    wanted.settings()
        .forEach((name, value) -> requireSame(name, stored.settings().get(name), value));
  }

  private static void requireSame(String name, @Nullable Object stored, Object wanted) {
    if (!wanted.equals(stored)) {
      throw new IllegalArgumentException(
          "the run was started with %s %s, not %s: resume it with the same, or start another one"
              .formatted(name, stored, wanted));
    }
  }

  /**
   * The same as the configuration of a {@link Run}.
   *
   * @throws IllegalArgumentException if a setting is out of range
   */
  public RunConfig config() {
    String name = environmentName == null ? className() : environmentName;
    return RunConfig.builder(type, name)
        .settings(settings)
        .view(view)
        .seed(seed)
        .threads(threads)
        .totalSteps(steps)
        .build();
  }

  /** The class of a bare environment, as the command line looks it up. */
  private String className() {
    try (Environment environment = environments().get()) {
      return environment instanceof Wrapper
          ? environment.name()
          : environment.getClass().getName();
    }
  }

  private Supplier<? extends Environment> environments() {
    if (environments == null) {
      throw new IllegalStateException(
          "a training needs environments: set Training.environment, such as MyWorld::new");
    }
    return environments;
  }

  private TrainingListener[] listeners() {
    return listeners.toArray(TrainingListener[]::new);
  }

  private TrainingResult runInMemory(RunConfig config) {
    try (Algorithm algorithm = Run.algorithm(type, config, environments())) {
      RunClock clock = new RunClock();
      List<TrainingListener> all = new ArrayList<>(listeners);
      all.addFirst(clock);
      new Trainer(algorithm, config.totalSteps(), all.toArray(TrainingListener[]::new)).run();
      return result(algorithm, clock.summary(config, algorithm));
    }
  }

  private TrainingResult finish(Run run) {
    Summary summary = run.train();
    return result(run.trainer().algorithm(), summary);
  }

  private TrainingResult result(Algorithm algorithm, Summary summary) {
    return new TrainingResult(algorithm.policy(), summary, view.wrap(environments()));
  }

  private static UncheckedIOException unchecked(IOException e) {
    return new UncheckedIOException(e.getMessage(), e);
  }

  /** Reports whenever another hundredth of the run is done. */
  private static final class ProgressListener implements TrainingListener {
    private static final int REPORTS = 100;
    private final Consumer<Progress> report;
    private long reported;

    ProgressListener(Consumer<Progress> report) {
      this.report = report;
    }

    @Override
    public void started(Trainer trainer) {
      reported = hundredths(trainer);
    }

    @Override
    public void iterated(Trainer trainer) {
      long now = hundredths(trainer);
      if (now > reported || trainer.complete()) {
        reported = now;
        report.accept(
            new Progress(
                trainer.algorithm().steps(),
                trainer.totalSteps(),
                trainer.algorithm().episodes().episodes(),
                trainer.algorithm().episodes().meanReturn()));
      }
    }

    private static long hundredths(Trainer trainer) {
      return (long) ((double) trainer.algorithm().steps() / trainer.totalSteps() * REPORTS);
    }
  }
}
