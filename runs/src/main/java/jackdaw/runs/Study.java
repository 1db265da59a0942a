package jackdaw.runs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An experiment that can be repeated: each variant of the settings on each task with each seed.
 * {@link StudyRunner} runs it, {@link StudyTable} writes down what it showed.
 *
 * @param name what to call it by
 * @param title what it shows
 * @param algorithm the algorithm's name
 * @param firstSeed the first of the consecutive seeds
 * @param score what counts of a run
 * @param settings what all runs share
 * @param tasks where the variants are compared
 * @param variants what is compared; a single one where the tasks' results are the point
 */
public record Study(
    String name,
    String title,
    String algorithm,
    long firstSeed,
    Score score,
    Map<String, Object> settings,
    List<Task> tasks,
    List<Variant> variants) {

  /** Copies the lists. */
  public Study {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    tasks = List.copyOf(tasks);
    variants = List.copyOf(variants);
  }

  /** What counts of a run. */
  public enum Score {
    /** The mean return of its last 100 training episodes, with the actions drawn. */
    TRAINING,
    /**
     * The mean return of episodes after it, as many as the task says, with the most likely actions.
     */
    EVALUATION
  }

  /**
   * Where settings are compared.
   *
   * @param environment the environment's name
   * @param totalSteps environment steps of each run
   * @param settings what all runs in it share
   * @param mark the score that is wanted here, if one is
   * @param episodes how many an evaluation has; more than 100 where chance would decide the mean
   * @param rivals the returns of the runs of another study, which this one is compared with; or
   *     none
   */
  public record Task(
      String environment,
      long totalSteps,
      Map<String, Object> settings,
      OptionalDouble mark,
      int episodes,
      List<Double> rivals) {
    /** The episodes of an evaluation where nothing asks for more. */
    static final int USUAL_EPISODES = 100;

    /** Without a mark. */
    public Task(String environment, long totalSteps, Map<String, Object> settings) {
      this(environment, totalSteps, settings, OptionalDouble.empty(), USUAL_EPISODES);
    }

    /** Beside no other study. */
    public Task(
        String environment,
        long totalSteps,
        Map<String, Object> settings,
        OptionalDouble mark,
        int episodes) {
      this(environment, totalSteps, settings, mark, episodes, List.of());
    }
  }

  /**
   * Settings that are compared with others.
   *
   * @param name what to call them in the table
   * @param profile the profile that they start from
   * @param settings what differs from it
   */
  public record Variant(String name, String profile, Map<String, Object> settings) {
    /** From the default profile. */
    public Variant(String name, Map<String, Object> settings) {
      this(name, Profiles.DEFAULT, settings);
    }

    /** A profile under its own name. */
    static Variant ofProfile(String profile) {
      return new Variant(profile, profile, Map.of());
    }
  }

  /**
   * What a study showed.
   *
   * @param randomReturns of each task: the mean return of actions drawn at random; 0 with a single
   *     variant
   * @param outcomes of each run, by task, variant and seed
   */
  public record Result(Study study, double[] randomReturns, Outcome[][][] outcomes) {
    /** How many runs each variant had on each task. */
    public int seeds() {
      return outcomes[0][0].length;
    }

    /** The scores of a variant's runs on a task. */
    double[] returns(int task, int variant) {
      return List.of(outcomes[task][variant]).stream().mapToDouble(Outcome::score).toArray();
    }
  }

  /**
   * How a run went.
   *
   * @param score a mean return: what the study's {@link Score} says
   * @param steps environment steps taken
   * @param wallSeconds seconds of training
   */
  public record Outcome(double score, long steps, double wallSeconds) {}

  /**
   * The same on one of its tasks alone.
   *
   * @throws IllegalArgumentException if it has no such task; the message has those that it has
   */
  public Study only(String environment) {
    List<Task> left = tasks.stream().filter(task -> task.environment.equals(environment)).toList();
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "study %s has no task %s: %s"
              .formatted(
                  name,
                  environment,
                  Hints.of(environment, tasks.stream().map(Task::environment).toList())));
    }
    return new Study(name, title, algorithm, firstSeed, score, settings, left, variants);
  }

  /** The same with each of its runs as long as this. */
  public Study withTotalSteps(long totalSteps) {
    List<Task> all = tasks.stream()
        .map(
            task -> new Task(
                task.environment, totalSteps, task.settings, task.mark, task.episodes, task.rivals))
        .toList();
    return new Study(name, title, algorithm, firstSeed, score, settings, all, variants);
  }

  /** What one run of it is. */
  RunConfig config(Task task, Variant variant, long seed) {
    RunConfig.Builder builder =
        RunConfig.builder(algorithm, task.environment).profile(variant.profile);
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
}
