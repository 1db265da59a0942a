package jackdaw.benchmarks;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.gymnasium.GymnasiumSource;
import jackdaw.gymnasium.Python;
import jackdaw.random.RandomStream;
import jackdaw.runs.Profiles;
import jackdaw.space.Space;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * Measures the cost of the bridge to Gymnasium. Batches of random steps over it are compared with
 * the same environments stepped within Python. PPO over it, with the number of epochs in the
 * environment's profile, is compared with Gymnasium's SyncVectorEnv under random actions.
 *
 * <pre>
 * taskset -c 0 java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
 *     -cp benchmarks/target/jackdaw-benchmarks.jar jackdaw.benchmarks.BridgeSpeed [id] [rounds]
 * </pre>
 *
 * <p>The candidates take turns in short rounds, so that other work on the machine affects all of
 * them alike. Figures are medians over the rounds; those of differences and ratios are medians of
 * the difference or ratio in each round. Each is shown together with its figure in processor time,
 * which excludes the work of other processes: that of this thread and the Python process together,
 * over all rounds. JMH does not help, since half of the work is in Python.
 */
public final class BridgeSpeed {
  private static final int ROUNDS = 41;
  private static final int WARM_UP = 10;

  /** Unmeasured iterations of PPO at the start, in which Java compiles it. */
  private static final int LEARNING_WARM_UP = 300;

  /** Environment steps of one turn; a batch of 64 copies counts 64. */
  private static final int TURN_STEPS = 4096;

  private static final int LEARNING_COPIES = 8;
  private static final int ACTION_ROWS = 256;
  private static final double MICROS = 1e6;

  private final String id;
  private final Reference reference;
  private final int rounds;
  private final PrintStream out;

  private BridgeSpeed(String id, Reference reference, int rounds, PrintStream out) {
    this.id = id;
    this.reference = reference;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures CartPole-v1, or the environment with the given id.
   *
   * @throws IOException if Python ends
   */
  public static void main(String[] args) throws IOException {
    String id = args.length > 0 ? args[0] : "CartPole-v1";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
    try (Reference reference = new Reference(Python.find(), id)) {
      BridgeSpeed speed = new BridgeSpeed(id, reference, rounds, System.out);
      speed.measureBatches();
      speed.measureTraining();
    }
  }

  /** Wall-clock seconds of each round, and processor seconds of all rounds together. */
  private final class Turns {
    private final double[] seconds = new double[rounds];
    private double processor;

    void add(int round, double turn, double processorOfTurn) {
      if (round >= 0) {
        seconds[round] = turn;
        processor += processorOfTurn;
      }
    }

    double median() {
      return BridgeSpeed.this.median(i -> seconds[i]);
    }
  }

  private void measureBatches() throws IOException {
    out.println(
        "| copies | loop in Python | SyncVectorEnv | bridge | bridge − loop | the same of the processor "
            + "| bridge − SyncVectorEnv | the same of the processor |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (int copies : new int[] {1, 8, 64}) {
      EnvironmentBatch batch = new GymnasiumSource(Python.find(), id, Map.of()).batch(copies);
      try {
        measureBatches(batch, copies);
      } finally {
        batch.copies().forEach(Environment::close);
      }
    }
  }

  private void measureBatches(EnvironmentBatch batch, int copies) throws IOException {
    Space space = batch.copies().getFirst().actionSpace();
    float[][] actions = new float[ACTION_ROWS][copies * space.size()];
    RandomStream random = new RandomStream(1);
    for (float[] row : actions) {
      for (int i = 0; i < copies; i++) {
        space.sample(random, row, i * space.size());
      }
    }
    long[] seeds = new long[copies];
    Arrays.setAll(seeds, i -> i);
    batch.resetAhead(seeds);
    int batches = TURN_STEPS / copies;
    Turns loop = new Turns();
    Turns vector = new Turns();
    Turns bridge = new Turns();
    for (int round = -WARM_UP; round < rounds; round++) {
      reference.take("loop", copies, batches, loop, round);
      double before = processorSeconds();
      long start = System.nanoTime();
      for (int i = 0; i < batches; i++) {
        for (int j = 0; j < copies; j++) {
          seeds[j]++;
        }
        batch.stepAhead(actions[i % ACTION_ROWS], seeds);
      }
      bridge.add(round, (System.nanoTime() - start) / 1e9, processorSeconds() - before);
      reference.take("vector", copies, batches, vector, round);
    }
    double micros = MICROS / batches;
    double processor = MICROS / batches / rounds;
    out.println(
        "| %d | %.0f µs | %.0f µs | %.0f µs | %.0f µs | %.0f µs | %.0f µs | %.0f µs |"
            .formatted(
                copies,
                micros * loop.median(),
                micros * vector.median(),
                micros * bridge.median(),
                micros * median(i -> bridge.seconds[i] - loop.seconds[i]),
                processor * (bridge.processor - loop.processor),
                micros * median(i -> bridge.seconds[i] - vector.seconds[i]),
                processor * (bridge.processor - vector.processor)));
  }

  private void measureTraining() throws IOException {
    Map<String, Object> settings =
        Profiles.find(Ppo.TYPE.name(), id, Profiles.DEFAULT).settings();
    PpoConfig defaults = PpoConfig.builder().build();
    PpoConfig config =
        PpoConfig.builder()
            .environments(LEARNING_COPIES)
            .rolloutSteps(defaults.rollout().rolloutSteps())
            .minibatchSize(defaults.minibatchSize())
            .epochs(
                Integer.parseInt(
                    settings.getOrDefault("epochs", defaults.epochs()).toString()))
            .build();
    int copies = config.rollout().environments();
    double steps = copies * config.rollout().rolloutSteps();
    Turns learning = new Turns();
    Turns vector = new Turns();
    Turns single = new Turns();
    try (
        Ppo ppo = Ppo.open(config, Setup.of(new GymnasiumSource(Python.find(), id, Map.of()), 1))) {
      for (int round = -LEARNING_WARM_UP; round < rounds; round++) {
        double before = processorSeconds();
        long start = System.nanoTime();
        ppo.iterate(0);
        learning.add(round, (System.nanoTime() - start) / 1e9, processorSeconds() - before);
        if (round >= -WARM_UP) {
          reference.take("vector", copies, config.rollout().rolloutSteps(), vector, round);
          reference.take("loop", 1, copies * config.rollout().rolloutSteps(), single, round);
        }
      }
    }
    out.println();
    out.println(
        "| PPO, %d copies | SyncVectorEnv, %d copies | one environment | PPO / SyncVectorEnv "
            .formatted(copies, copies)
            + "| the same of the processor |");
    out.println("| --- | --- | --- | --- | --- |");
    out.println(
        "| %,.0f steps/s | %,.0f steps/s | %,.0f steps/s | %.2f | %.2f |"
            .formatted(
                steps / learning.median(),
                steps / vector.median(),
                steps / single.median(),
                median(i -> vector.seconds[i] / learning.seconds[i]),
                vector.processor / learning.processor));
  }

  /**
   * Returns the processor time so far of this thread and of Python at the other end of the bridge.
   */
  private double processorSeconds() {
    double sum = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      if (child.pid() != reference.process.pid()) {
        sum += child.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
      }
    }
    return sum;
  }

  private double median(IntToDoubleFunction values) {
    double[] sorted = new double[rounds];
    Arrays.setAll(sorted, values);
    Arrays.sort(sorted);
    return sorted[rounds / 2];
  }

  /** A Python process that steps environments without the bridge. */
  private static final class Reference implements AutoCloseable {
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    Reference(Python python, String id) throws IOException {
      String script;
      try (InputStream in =
          Objects.requireNonNull(BridgeSpeed.class.getResourceAsStream("bridge_speed.py"))) {
        script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      process =
          new ProcessBuilder(python.executable().toString(), "-c", script, id)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      requests = process.outputWriter();
      answers = process.inputReader();
    }

    /** Steps a number of batches, and adds the time that they took. */
    void take(String what, int copies, int batches, Turns turns, int round) throws IOException {
      requests.write(String.format(Locale.ROOT, "%s %d %d%n", what, copies, batches));
      requests.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("Python has ended");
      }
      String[] both = answer.split(" ", 2);
      turns.add(round, Double.parseDouble(both[0]), Double.parseDouble(both[1]));
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
