package jackdaw.runs;

import jackdaw.environment.Environment;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.random.RandomStream;
import jackdaw.runs.Study.Outcome;
import jackdaw.runs.Study.Score;
import jackdaw.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a study, several runs side by side. Each run is an ordinary one in a run directory of its
 * own, so that a study which was stopped or killed goes on where it was: runs that are complete are
 * only read, others are resumed from their checkpoints.
 */
public final class StudyRunner {
  private static final long EVALUATION_SEED = 1;

  private final Study study;
  private final Function<String, ? extends Supplier<? extends Environment>> environments;
  private final Path folder;
  private final Consumer<String> listener;
  private final Set<Run> running = new HashSet<>();
  private volatile boolean stopping;

  /**
   * For one study.
   *
   * @param environments gives what makes environments of a name
   * @param folder where the runs are kept: {@code <folder>/<environment>/<variant>/seed-<n>}
   * @param listener is told of each run in one line, from any thread, one at a time
   */
  public StudyRunner(
      Study study,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      Path folder,
      Consumer<String> listener) {
    this.study = study;
    this.environments = environments;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Runs all of it that was not run before.
   *
   * @param seeds how many runs each variant has on each task, with consecutive seeds; at least 1
   * @param jobs how many runs go on at the same time, each on one thread; at least 1
   * @return empty if it was {@linkplain #requestStop stopped} before its end
   * @throws IllegalArgumentException if an environment or a setting is not possible, a run's
   *     directory holds a run with other settings, or another process runs a study in the folder
   * @throws IOException if a run's files cannot be read or written
   */
  public Optional<Study.Result> run(int seeds, int jobs) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileErrors.writing(folder, e);
    }
    try (FolderLock _ = FolderLock.of(folder)) {
      return runAll(seeds, jobs);
    }
  }

  private Optional<Study.Result> runAll(int seeds, int jobs) throws IOException {
    int tasks = study.tasks().size();
    int variants = study.variants().size();
    double[] randomReturns = new double[tasks];
    Outcome[][][] outcomes = new Outcome[tasks][variants][seeds];
    List<Future<?>> futures = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      for (int task = 0; task < tasks; task++) {
        for (int variant = 0; variant < variants; variant++) {
          for (int seed = 0; seed < seeds; seed++) {
            int t = task;
            int v = variant;
            int s = seed;
            futures.add(
                pool.submit(
                    () -> {
                      Outcome outcome = outcome(t, v, s);
                      if (outcome != null) {
                        outcomes[t][v][s] = outcome;
                      }
                      return null;
                    }));
          }
        }
      }
      // Only scores, which compare variants, start from there.
      for (int task = 0; task < tasks && variants > 1 && !stopping; task++) {
        randomReturns[task] =
            randomReturn(config(task, 0, 0), study.tasks().get(task).episodes());
      }
      for (Future<?> each : futures) {
        await(each);
      }
    } catch (IOException | RuntimeException | Error e) {
      requestStop(); // The other runs keep what they have.
      throw e;
    } finally {
      pool.close();
    }
    return stopping
        ? Optional.empty()
        : Optional.of(new Study.Result(study, randomReturns, outcomes));
  }

  /**
   * Asks the study to end after the current iteration of each of its runs, which save themselves;
   * may be called from any thread.
   */
  public synchronized void requestStop() {
    stopping = true;
    running.forEach(Run::requestStop);
  }

  private Summary train(Run run) {
    synchronized (this) {
      running.add(run);
      if (stopping) {
        run.requestStop();
      }
    }
    try (run) {
      return run.train();
    } finally {
      synchronized (this) {
        running.remove(run);
      }
    }
  }

  /** Where the runs of a variant on a task are kept, each in a folder of its seed. */
  public Path folder(Study.Task task, Study.Variant variant) {
    return folder.resolve(name(task.environment())).resolve(name(variant.name()));
  }

  private static void await(Future<?> run) throws IOException {
    try {
      run.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the study was interrupted", e);
    }
  }

  private RunConfig config(int task, int variant, int seed) {
    return study.config(
        study.tasks().get(task), study.variants().get(variant), study.firstSeed() + seed);
  }

  /** Null if the study was stopped before. */
  private @Nullable Outcome outcome(int task, int variant, int seed) throws IOException {
    if (stopping) {
      return null;
    }
    RunConfig config = config(task, variant, seed);
    Path path =
        folder(study.tasks().get(task), study.variants().get(variant))
            .resolve("seed-" + config.seed());
    Summary summary = train(config, path);
    if (stopping || summary.totalSteps() < config.totalSteps()) {
      return null;
    }
    Outcome outcome =
        new Outcome(
            score(summary, path, study.tasks().get(task).episodes()), summary.totalSteps(),
            summary.wallSeconds());
    tell(
        String.format(
            Locale.ROOT,
            "%s, %s, seed %d: %.1f after %.0f s",
            config.environment(),
            study.variants().get(variant).name(),
            config.seed(),
            outcome.score(),
            outcome.wallSeconds()));
    return outcome;
  }

  private synchronized void tell(String line) {
    listener.accept(line);
  }

  private Summary train(RunConfig config, Path path) throws IOException {
    if (!Files.exists(path.resolve("config.yaml"))) {
      return train(
          Run.start(
              config, environments.apply(config.environment()), RunDirectory.create(path)));
    }
    RunDirectory directory = RunDirectory.open(path);
    RunConfig there = RunConfig.read(directory.configFile());
    if (!there.settings().equals(config.settings()) || there.totalSteps() != config.totalSteps()
        || there.seed() != config.seed() || !there.environment().equals(config.environment())) {
      throw new IllegalArgumentException(
          "%s holds a run with other settings: remove it, or choose another folder"
              .formatted(path));
    }
    if (Files.exists(directory.summaryFile())) {
      try {
        Summary summary = Summary.read(directory.summaryFile());
        if (summary.totalSteps() >= config.totalSteps()) {
          return summary;
        }
      } catch (DamagedFileException e) {
        // The end of the run writes it again.
      }
    }
    Run run = Run.resume(directory, environments, OptionalLong.empty());
    run.warnings().forEach(this::tell);
    return train(run);
  }

  private double score(Summary summary, Path path, int episodes) throws IOException {
    if (study.score() == Score.TRAINING) {
      Double mean = summary.meanReturn100();
      return mean == null ? Double.NaN : mean;
    }
    Path file = path.resolve("evaluation.json");
    try {
      Fields there = new Fields(file, Node.json(file, ""), "");
      if (there.wholeNumber("episodes") == episodes) {
        return there.number("meanReturn");
      }
    } catch (DamagedFileException e) {
      // It is not there, or has to be made again.
    }
    Evaluation evaluation =
        Run.evaluate(RunDirectory.open(path), environments, false, episodes, EVALUATION_SEED);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("episodes", episodes);
    values.put("seed", EVALUATION_SEED);
    values.put("meanReturn", evaluation.meanReturn());
    values.put("standardDeviation", evaluation.standardDeviation());
    WholeFile.writeText(file, JsonText.of(values));
    return evaluation.meanReturn();
  }

  /** What stands for a name in a path: not every system's paths can have Greek letters. */
  private static String name(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  /** The mean return of actions drawn uniformly from the action space. */
  private double randomReturn(RunConfig config, int episodes) {
    try (VectorEnvironment environment =
        VectorEnvironment.of(
            config.environmentConfig().wrap(environments.apply(config.environment())), 1)) {
      Transitions transitions = new Transitions(1, environment.observationSpace().size());
      float[] action = new float[environment.actionSpace().size()];
      RandomStream random = new RandomStream(1);
      environment.reset(1, new float[environment.observationSpace().size()]);
      double sum = 0;
      for (int played = 0; played < episodes;) {
        environment.actionSpace().sample(random, action, 0);
        environment.step(action, transitions);
        if (transitions.ended(0)) {
          sum += transitions.episodeReturns[0];
          played++;
        }
      }
      return sum / episodes;
    }
  }
}
