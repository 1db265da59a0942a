package jackdaw.benchmarks;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environments.Environments;
import jackdaw.gymnasium.Python;
import jackdaw.random.RandomStream;
import jackdaw.runs.RunConfig;
import jackdaw.runs.Settings;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Measures the fraction of MuJoCo's own speed that remains in a robot environment and in PPO on it:
 * environment steps per second against a bare loop of {@code mj_step}, from Java and from Python,
 * with the same first states and actions.
 *
 * <pre>
 * taskset -c 0 java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
 *     -cp benchmarks/target/jackdaw-benchmarks.jar jackdaw.benchmarks.RobotSpeed
 * </pre>
 *
 * <p>The candidates take turns, so that all of them meet the same conditions. Figures are medians,
 * and medians of the ratios of each turn. Time is processor time of the working thread.
 */
public final class RobotSpeed {
  private static final int STEPS = 5_000;
  private static final int TURNS = 11;
  private static final int WARM_UP = 4;

  /** Iterations of PPO in a turn, of 2048 steps each. */
  private static final int ITERATIONS = 4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String id;
  private final Path model;
  private final int hidden;
  private final int frameSkip;
  private final Environment environment;
  private final BareMujoco bare;
  private final float[][] actions = new float[STEPS][];

  /** The first observation of each episode, by the step that the episode begins with. */
  private final float[][] starts = new float[STEPS][];

  private RobotSpeed(String id, String model, int hidden, int frameSkip) throws Throwable {
    this.id = id;
    this.hidden = hidden;
    this.frameSkip = frameSkip;
    environment = Environments.supplier(id).get();
    this.model =
        Python.find().packageFolder("gymnasium", "gymnasium")
            .resolve("envs/mujoco/assets").resolve(model);
    bare = new BareMujoco(library(), this.model);
    RandomStream random = new RandomStream(1);
    for (int i = 0; i < STEPS; i++) {
      actions[i] = new float[environment.actionSpace().size()];
      environment.actionSpace().sample(random, actions[i], 0);
    }
  }

  /**
   * Measures all candidates.
   *
   * @param ids the robots; if empty, HalfCheetah-v5 and Hopper-v5
   */
  public static void main(String[] ids) throws Throwable {
    List<String> wanted = ids.length > 0 ? List.of(ids) : List.of("HalfCheetah-v5", "Hopper-v5");
    for (String id : wanted) {
      RobotSpeed robot =
          switch (id) {
            case "HalfCheetah-v5" -> new RobotSpeed(id, "half_cheetah.xml", 1, 5);
            case "Hopper-v5" -> new RobotSpeed(id, "hopper.xml", 1, 4);
            case "Walker2d-v5" -> new RobotSpeed(id, "walker2d_v5.xml", 1, 4);
            default -> throw new IllegalArgumentException(
                id + " is not measured: choose HalfCheetah-v5, Hopper-v5 or Walker2d-v5");
          };
      robot.measure();
    }
  }

  private static Path library() throws IOException {
    Path folder = Python.find().packageFolder("mujoco", "mujoco");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "libmujoco.so*")) {
      return files.iterator().next();
    }
  }

  private void measure() throws Throwable {
    List<double[]> times = new ArrayList<>();
    stepEnvironment(true);
    try (Peer peer = new Peer(); Algorithm ppo = ppo()) {
      for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
        double[] seconds = {
          time(() -> stepEnvironment(false)) / STEPS,
          time(this::stepBare) / STEPS,
          peer.seconds() / STEPS,
          time(() -> train(ppo)) / (ITERATIONS * 2048)
        };
        if (turn >= WARM_UP) {
          times.add(seconds);
        }
      }
    }
    String[] names = {"environment", "mj_step, Java", "mj_step, Python", "PPO, profile sb3"};
    System.out.printf(Locale.ROOT, "%s%n", id);
    for (int i = 0; i < names.length; i++) {
      int column = i;
      System.out.printf(
          Locale.ROOT,
          "  %-17s %,8.0f steps/s  %.3f of mj_step from Java  %.3f of mj_step from Python%n",
          names[i],
          median(times.stream().mapToDouble(each -> 1 / each[column])),
          median(times.stream().mapToDouble(each -> each[1] / each[column])),
          median(times.stream().mapToDouble(each -> each[2] / each[column])));
    }
    environment.close();
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void stepEnvironment(boolean record) {
    Step step = new Step(environment.observationSpace().size());
    long seed = 1;
    boolean ended = true;
    for (int i = 0; i < STEPS; i++) {
      if (ended) {
        environment.reset(seed++, step.observation);
        if (record) {
          starts[i] = step.observation.clone();
        }
      }
      step.clear();
      environment.step(actions[i], step);
      ended = step.ended();
    }
  }

  private void stepBare() throws Throwable {
    for (int i = 0; i < STEPS; i++) {
      if (starts[i] != null) {
        bare.start(starts[i], hidden);
      }
      bare.step(actions[i], frameSkip);
    }
  }

  private Ppo ppo() {
    RunConfig config = RunConfig.builder("ppo", id).profile("sb3").build();
    return Ppo.open(
        Settings.apply("ppo", PpoConfig.defaults(), config.algorithmSettings()),
        new Setup(Environments.supplier(id), config.environmentConfig(), 1, 1));
  }

  private static void train(Algorithm ppo) {
    for (int i = 0; i < ITERATIONS; i++) {
      ppo.iterate(0);
    }
  }

  private interface Work {
    void run() throws Throwable;
  }

  private static double time(Work work) throws Throwable {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run();
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
  }

  /** The same loop in a Python process, which steps on request. */
  private final class Peer implements AutoCloseable {
    private final Process process;
    private final DataOutputStream to;
    private final BufferedReader from;

    Peer() throws IOException {
      Path script = Files.createTempFile("mj_step", ".py");
      try (InputStream in = RobotSpeed.class.getResourceAsStream("mj_step.py")) {
        Files.write(script, Objects.requireNonNull(in).readAllBytes());
      }
      process =
          new ProcessBuilder(
              Python.find().executable().toString(),
              script.toString(),
              model.toString(),
              Integer.toString(hidden),
              Integer.toString(frameSkip))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      to = new DataOutputStream(process.getOutputStream());
      from =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < STEPS; i++) {
        text.append(starts[i] == null ? "" : Arrays.toString(starts[i])).append(';')
            .append(Arrays.toString(actions[i])).append('\n');
      }
      to.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      to.flush();
    }

    double seconds() throws IOException {
      to.writeBytes("go\n");
      to.flush();
      return Double.parseDouble(from.readLine());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
