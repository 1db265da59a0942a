package jackdaw.runs;

import jackdaw.runs.Study.Score;
import jackdaw.runs.Study.Task;
import jackdaw.runs.Study.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The comparisons that come with Jackdaw. */
public final class Studies {
  private static final long HELD_OUT_SEED = 101;

  private static final long ROBOT_STEPS = 1_000_000;

  private static final double RANDOM_BLACKJACK = -0.3942;

  /** The best return less 5 % of what it is above that of random actions, since it is next to 0. */
  private static final double BLACKJACK_MARK = -0.0431 - 0.05 * (-0.0431 - RANDOM_BLACKJACK);

  private static final List<Study> ALL =
      List.of(
          learning(), ppoObjectives(), memory(), mujocoCleanRl(), mujoco(), ppoTable1(), a2c(),
          a2cZoo());

  private Studies() {}

  /** All of them. */
  public static List<Study> all() {
    return ALL;
  }

  /**
   * The study of a name.
   *
   * @throws IllegalArgumentException if there is none; the message has the nearest ones
   */
  public static Study named(String name) {
    for (Study study : ALL) {
      if (study.name().equals(name)) {
        return study;
      }
    }
    List<String> names = ALL.stream().map(Study::name).toList();
    throw new IllegalArgumentException(
        "no study is named %s: %s".formatted(name, Hints.of(name, names)));
  }

  /**
   * Table 1 of Schulman et al. 2017 on tasks that come with Jackdaw. Horizon, epochs, minibatch,
   * learning rate, discounts and networks are the paper's (its table 3); runs are a tenth as long
   * and shorter.
   */
  private static Study ppoObjectives() {
    Map<String, Object> settings = paperSettings();
    settings.put("environments", 4);
    settings.put("rollout-steps", 512);
    return new Study(
        "ppo-objectives",
        "What keeps the policy near: PPO's objectives on continuous tasks",
        "ppo",
        1,
        Score.TRAINING,
        settings,
        List.of(
            new Task("Pendulum-v1", 100_000, Map.of("discount", 0.9)),
            new Task("CartPoleSwingUp-v1", 100_000, Map.of()),
            new Task("MountainCarContinuous-v0", 50_000, Map.of("environment.action-repeat", 8))),
        List.of(
            new Variant("no clipping or penalty", Map.of("objective", "none")),
            new Variant("clipping, ε = 0.2", Map.of("objective", "clip", "clip-range", 0.2)),
            new Variant(
                "adaptive KL, d_targ = 0.01",
                Map.of("objective", "adaptive-kl", "kl-target", 0.01, "kl-coefficient", 1.0)),
            new Variant(
                "fixed KL, β = 1",
                Map.of("objective", "kl-penalty", "kl-coefficient", 1.0))));
  }

  /** Table 3 of Schulman et al. 2017, and what is normalised with it. */
  private static Map<String, Object> paperSettings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("environments", 1);
    settings.put("rollout-steps", 2048);
    settings.put("epochs", 10);
    settings.put("minibatch-size", 64);
    settings.put("learning-rate", 3e-4);
    settings.put("learning-rate-schedule", "constant");
    settings.put("discount", 0.99);
    settings.put("gae-lambda", 0.95);
    settings.put("entropy-coefficient", 0);
    settings.put("max-gradient-norm", 0.5);
    settings.put("hidden-sizes", List.of(64, 64));
    settings.put("environment.normalize-observations", true);
    settings.put("environment.normalize-rewards", true);
    return settings;
  }

  /** Table 1 of Schulman et al. 2017 on four of its seven tasks, as long as there. */
  private static Study ppoTable1() {
    Map<String, Object> settings = paperSettings();
    settings.put("initial-log-std", 0);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("no clipping or penalty", Map.of("objective", "none")));
    for (double range : new double[] {0.1, 0.2, 0.3}) {
      variants.add(
          new Variant(
              "clipping, ε = " + range, Map.of("objective", "clip", "clip-range", range)));
    }
    for (double target : new double[] {0.003, 0.01, 0.03}) {
      variants.add(
          new Variant(
              "adaptive KL, d_targ = " + target,
              Map.of("objective", "adaptive-kl", "kl-target", target, "kl-coefficient", 1.0)));
    }
    for (double coefficient : new double[] {1, 3}) {
      variants.add(
          new Variant(
              "fixed KL, β = %.0f".formatted(coefficient),
              Map.of("objective", "kl-penalty", "kl-coefficient", coefficient)));
    }
    return new Study(
        "ppo-table1",
        "Table 1 of the PPO paper, on MuJoCo's robots",
        "ppo",
        1,
        Score.TRAINING,
        settings,
        Stream.of(
            "HalfCheetah-v5",
            "InvertedPendulum-v5",
            "InvertedDoublePendulum-v5",
            "Reacher-v5")
            .map(robot -> new Task(robot, ROBOT_STEPS, Map.of())).toList(),
        variants);
  }

  /**
   * CleanRL's settings on its robots. Marks are the mean returns that CleanRL publishes for version
   * 4 (docs.cleanrl.dev, ppo_continuous_action.py).
   */
  private static Study mujocoCleanRl() {
    return new Study(
        "mujoco-cleanrl",
        "What PPO reaches on MuJoCo's robots with CleanRL's settings",
        "ppo",
        HELD_OUT_SEED,
        Score.TRAINING,
        Map.of(),
        List.of(
            robot("HalfCheetah-v5", OptionalDouble.of(1443)),
            robot("Hopper-v5", OptionalDouble.of(2383)),
            robot("Walker2d-v5", OptionalDouble.of(2288)),
            robot("InvertedPendulum-v5", OptionalDouble.of(963)),
            robot("InvertedDoublePendulum-v5", OptionalDouble.empty()),
            robot("Swimmer-v5", OptionalDouble.empty()),
            robot("Reacher-v5", OptionalDouble.empty()),
            robot("Ant-v5", OptionalDouble.empty())),
        List.of(Variant.ofProfile("cleanrl")));
  }

  /**
   * The default profiles of the same robots with the same seeds, beside what {@link #mujocoCleanRl}
   * reached (docs/results/mujoco-cleanrl.md, seeds 101 to 105).
   */
  private static Study mujoco() {
    return new Study(
        "mujoco",
        "What PPO reaches on MuJoCo's robots with the default profiles",
        "ppo",
        HELD_OUT_SEED,
        Score.TRAINING,
        Map.of(),
        List.of(
            robot("HalfCheetah-v5", 1757.0, 4066.7, 4424.3, 1747.2, 2724.8),
            robot("Hopper-v5", 1941.5, 2935.0, 2298.8, 3036.9, 2674.9),
            robot("Walker2d-v5", 1633.2, 4281.0, 4296.2, 3870.9, 3842.5),
            robot("InvertedPendulum-v5", 1000.0, 1000.0, 1000.0, 1000.0, 1000.0),
            robot("InvertedDoublePendulum-v5", 4079.4, 9355.0, 8171.1, 7372.6, 7377.7),
            robot("Swimmer-v5", 119.0, 124.0, 122.6, 117.2, 106.1),
            robot("Reacher-v5", -4.22, -4.39, -3.98, -4.42, -3.97),
            robot("Ant-v5", 651.4, 629.1, 406.1, 790.1, 495.8)),
        List.of(Variant.ofProfile(Profiles.DEFAULT)));
  }

  private static Task robot(String environment, Double... rivals) {
    return new Task(
        environment, ROBOT_STEPS, Map.of(), OptionalDouble.empty(), Task.USUAL_EPISODES,
        List.of(rivals));
  }

  private static Task robot(String environment, OptionalDouble published) {
    return new Task(environment, ROBOT_STEPS, Map.of(), published, Task.USUAL_EPISODES);
  }

  /** Tasks that cannot be solved from the current observation alone. */
  private static Study memory() {
    return new Study(
        "memory",
        "What a memory is for: PPO where the present observation does not tell enough",
        "ppo",
        1,
        Score.TRAINING,
        Map.of(),
        List.of(
            task("Cue-v1", 0.9),
            task("CartPole-v1?velocities=false", 475),
            task("Pendulum-v1?velocities=false", -250)),
        List.of(
            new Variant("no memory", Map.of("memory", "none")),
            new Variant("GRU", Map.of("memory", "gru")),
            new Variant("LSTM", Map.of("memory", "lstm"))));
  }

  /**
   * The default profiles, on seeds that none of them was chosen by. Where value iteration knows the
   * optimum, what is wanted is within 5 % of it.
   */
  private static Study learning() {
    return new Study(
        "learning",
        "What the default profiles learn",
        "ppo",
        HELD_OUT_SEED,
        Score.EVALUATION,
        Map.of(),
        List.of(
            task("CartPole-v1", 500),
            task("Acrobot-v1", -90),
            task("MountainCar-v0", -110),
            task("MountainCarContinuous-v0", 90),
            task("Pendulum-v1", -200),
            task("LunarLander-v3", 220),
            task("LunarLanderContinuous-v3", 240),
            task("BipedalWalker-v3", 280),
            task("FrozenLake-v1", 0.95 * 0.7442, 10_000),
            task("FrozenLake8x8-v1", 0.95 * 0.9132, 10_000),
            task("CliffWalking-v1", 1.05 * -13),
            task("Taxi-v3", 0.95 * 7.93, 10_000),
            task("Blackjack-v1", BLACKJACK_MARK, 100_000),
            task("Catch-v0", 0.9),
            task("DeepSea-v0", 0.9),
            task("MemoryLength-v0", 0.9),
            task("Umbrella-v0", 0.9, 10_000)),
        List.of(new Variant("default", Map.of())));
  }

  /** A2C's default profiles. */
  private static Study a2c() {
    return ofA2c("a2c", "What A2C's default profiles learn", Profiles.DEFAULT);
  }

  /** A2C with the settings of rl-baselines3-zoo. */
  private static Study a2cZoo() {
    return ofA2c("a2c-zoo", "A2C with the settings of rl-baselines3-zoo", "sb3-zoo");
  }

  private static Study ofA2c(String name, String title, String profile) {
    List<Task> tasks = new ArrayList<>();
    Map.of(
        "CartPole-v1", 500.0, "Acrobot-v1", -85.0, "MountainCar-v0", -112.0, "Pendulum-v1", -170.0)
        .entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(
            each -> {
              Profile settings = Profiles.find("a2c", each.getKey(), profile);
              tasks.add(
                  new Task(
                      each.getKey(), settings.totalSteps(), settings.settings(),
                      OptionalDouble.of(each.getValue()), Task.USUAL_EPISODES));
            });
    return new Study(
        name, title, "a2c", HELD_OUT_SEED, Score.EVALUATION, Map.of(), tasks,
        List.of(new Variant(profile, Map.of())));
  }

  /** A task as its default profile has it. */
  private static Task task(String environment, double mark) {
    return task(environment, mark, Task.USUAL_EPISODES);
  }

  private static Task task(String environment, double mark, int episodes) {
    Profile profile = Profiles.find("ppo", environment, Profiles.DEFAULT);
    return new Task(environment, profile.totalSteps(), Map.of(), OptionalDouble.of(mark), episodes);
  }
}
