package jackdaw.benchmarks.sidebyside;

import com.fasterxml.jackson.databind.ObjectMapper;
import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.a2c.A2c;
import jackdaw.algorithm.a2c.A2cConfig;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.benchmarks.Arithmetic;
import jackdaw.benchmarks.FmaPeak;
import jackdaw.benchmarks.NetworkStep;
import jackdaw.benchmarks.UpdateSpeed;
import jackdaw.environment.Environment;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environments.Environments;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Jackdaw's side of the workloads, each in a process of its own like the peers': {@code Ours
 * WORKLOAD --steps N}.
 */
public final class Ours {
  private static final int COPIES = 8;
  private static final int ROUNDS = 1024;

  private Ours() {}

  /** Runs one workload and prints its figures. */
  public static void main(String[] args) throws IOException {
    long steps = Long.parseLong(args[2]);
    String[] workload = args[0].split(":", 2);
    Figures figures =
        switch (workload[0]) {
          case "ppo" -> train(Ppo.open(UpdateSpeed.cleanRl().build(), cartPole()), steps);
          case "a2c" -> train(A2c.open(A2cConfig.defaults(), cartPole()), steps);
          case "network" -> network(steps);
          case "environment" -> environment(workload[1], steps);
          case "arithmetic" -> arithmetic(workload[1], steps);
          case "peak" -> peak();
          default -> throw new IllegalArgumentException("unknown workload " + args[0]);
        };
    System.out.println(new ObjectMapper().writeValueAsString(figures));
  }

  private static String version() {
    return "Java " + Runtime.version();
  }

  private static Setup cartPole() {
    return Setup.of(Environments.supplier("CartPole-v1"), 1);
  }

  private static Figures train(Algorithm opened, long steps) {
    try (Algorithm algorithm = opened) {
      Figures.Clock clock = new Figures.Clock(steps);
      while (algorithm.steps() < steps) {
        algorithm.iterate((double) algorithm.steps() / steps);
        clock.reached(algorithm.steps());
      }
      return clock.figures(algorithm.steps(), version());
    }
  }

  private static Figures network(long steps) {
    NetworkStep step = new NetworkStep(256, 17, List.of(256, 256), 6);
    Figures.Clock clock = new Figures.Clock(steps);
    for (long done = 1; done <= steps; done++) {
      step.run();
      clock.reached(done);
    }
    return clock.figures(steps, version());
  }

  private static Figures environment(String id, long steps) {
    Supplier<Environment> environments = Environments.supplier(id);
    try (VectorEnvironment vector = VectorEnvironment.of(environments, COPIES)) {
      int size = vector.actionSpace().size();
      float[][] actions = actions(vector.actionSpace(), COPIES, size);
      int observationSize = vector.observationSpace().size();
      Transitions transitions = new Transitions(COPIES, observationSize);
      vector.reset(1, new float[COPIES * observationSize]);
      long rounds = Math.max(2, steps / COPIES);
      Figures.Clock clock = new Figures.Clock(rounds * COPIES);
      for (long done = 1; done <= rounds; done++) {
        vector.step(actions[(int) done % ROUNDS], transitions);
        clock.reached(done * COPIES);
      }
      return clock.figures(rounds * COPIES, version());
    }
  }

  private static float[][] actions(Space space, int copies, int size) {
    RandomStream random = new RandomStream(1);
    float[][] actions = new float[ROUNDS][copies * size];
    for (float[] row : actions) {
      for (int copy = 0; copy < copies; copy++) {
        space.sample(random, row, copy * size);
      }
    }
    return actions;
  }

  private static Figures arithmetic(String id, long steps) {
    Figures.Clock clock = new Figures.Clock(steps);
    double sum = 0;
    long chunk = Math.max(1, steps / 64);
    for (long done = 0; done < steps; done += chunk) {
      clock.reached(done);
      sum += Arithmetic.of(id, chunk, 0.1 + 1e-9 * done);
    }
    // Reads the result, so that it is computed.
    return clock.figures(steps, version() + (Double.isNaN(sum) ? " NaN" : ""));
  }

  /** Measures the core's peak; a step is a million operations. */
  private static Figures peak() {
    double gflops = FmaPeak.gflops();
    long steps = Math.round(gflops * 1e6);
    return new Figures(steps, 1, 1, steps, 1, 0, version());
  }
}
