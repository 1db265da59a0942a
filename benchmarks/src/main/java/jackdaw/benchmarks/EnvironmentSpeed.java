package jackdaw.benchmarks;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environments.Environments;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Steps per second of an environment on one core without a policy, resets included: one environment
 * with its limit, and several that step together as in training. Actions are drawn beforehand. If
 * some actions are illegal, the first legal ones from a position drawn beforehand are taken.
 *
 * <pre>
 * java -cp benchmarks/target/jackdaw-benchmarks.jar jackdaw.benchmarks.EnvironmentSpeed
 * java -jar benchmarks/target/jackdaw-benchmarks.jar EnvironmentSpeed -p id=CartPole-v1 -prof gc
 * </pre>
 *
 * <p>The first command measures all environments, the second one of them with its allocations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class EnvironmentSpeed {
  private static final int COPIES = 8;
  private static final int ROUNDS = 1000;
  private static final int STEPS = COPIES * ROUNDS;

  /** Id of the environment. */
  @Param("CartPole-v1") public String id = "";

  private Environment environment;
  private VectorEnvironment vector;
  private Step step;
  private Transitions transitions;
  private long seed;

  /**
   * The action of each step and copy, once in an array of its own and once in one of all copies.
   */
  private final float[][][] single = new float[ROUNDS][COPIES][];

  private final float[][] together = new float[ROUNDS][];
  private boolean masked;
  private boolean[] legal;
  private float[] masks;
  private int[] choices;

  /**
   * Measures all environments, or those with the given ids.
   *
   * @throws RunnerException if JMH fails
   */
  public static void main(String[] ids) throws RunnerException {
    String[] all = ids.length > 0 ? ids : Environments.ids().toArray(String[]::new);
    new Runner(
        new OptionsBuilder().include(EnvironmentSpeed.class.getName()).param("id", all).build())
        .run();
  }

  /** Creates environments and draws actions. */
  @Setup
  public void prepare() {
    Supplier<Environment> environments = Environments.supplier(id);
    environment = environments.get();
    vector = VectorEnvironment.of(environments, COPIES);
    Space actions = environment.actionSpace();
    masked = environment.masksActions();
    legal = new boolean[actions.maskSize()];
    masks = new float[COPIES * vector.maskSize()];
    choices = actions.choices().stream().mapToInt(Integer::intValue).toArray();
    RandomStream random = new RandomStream(1);
    int size = actions.size();
    for (int round = 0; round < ROUNDS; round++) {
      together[round] = new float[COPIES * size];
      for (int copy = 0; copy < COPIES; copy++) {
        single[round][copy] = new float[size];
        actions.sample(random, single[round][copy], 0);
        System.arraycopy(single[round][copy], 0, together[round], copy * size, size);
      }
    }
    int observationSize = environment.observationSpace().size();
    step = new Step(observationSize);
    transitions = new Transitions(COPIES, observationSize);
    environment.reset(seed++, step.observation);
    vector.reset(1, new float[COPIES * observationSize]);
  }

  /** Closes the environments. */
  @TearDown
  public void close() {
    environment.close();
    vector.close();
  }

  /** Steps one environment. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double alone() {
    double sum = 0;
    for (float[][] actions : single) {
      for (float[] action : actions) {
        if (masked) {
          Arrays.fill(legal, false);
          environment.legalActions(legal);
          int flag = 0;
          for (int part = 0; part < choices.length; part++) {
            while (!legal[flag + (int) action[part]]) {
              action[part] = (action[part] + 1) % choices[part];
            }
            flag += choices[part];
          }
        }
        step.clear();
        environment.step(action, step);
        sum += step.reward;
        if (step.ended()) {
          environment.reset(seed++, step.observation);
        }
      }
    }
    return sum;
  }

  /** Steps eight environments together. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double together() {
    double sum = 0;
    for (float[] actions : together) {
      if (masked) {
        vector.masks(masks, 0);
        int flag = 0;
        for (int part = 0; part < actions.length; part++) {
          int count = choices[part % choices.length];
          while (masks[flag + (int) actions[part]] == 0) {
            actions[part] = (actions[part] + 1) % count;
          }
          flag += count;
        }
      }
      vector.step(actions, transitions);
      sum += transitions.rewards[0];
    }
    return sum;
  }
}
