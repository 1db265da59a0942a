package jackdaw.benchmarks;

import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environments.Environments;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one whole iteration of PPO: rollout, advantages and update, 512 steps in four
 * environments with CleanRL's sizes.
 *
 * <pre>
 * java -jar benchmarks/target/jackdaw-benchmarks.jar UpdateSpeed -p id=CartPole-v1 -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class UpdateSpeed {
  /** Id of the environment. */
  @Param({"CartPole-v1", "Pendulum-v1"}) public String id = "";

  private Ppo ppo;

  /** Compiles the programs. */
  @Setup
  public void prepare() {
    ppo = Ppo.open(cleanRl().build(), jackdaw.algorithm.Setup.of(Environments.supplier(id), 1));
  }

  /** Returns CleanRL's settings, as in the profile of that name. */
  public static PpoConfig.Builder cleanRl() {
    return PpoConfig.builder()
        .environments(4)
        .rolloutSteps(128)
        .minibatchSize(128)
        .epochs(4)
        .learningRate(2.5e-4)
        .discount(0.99)
        .gaeLambda(0.95)
        .valueClipRange(0.2)
        .entropyCoefficient(0.01);
  }

  /** Closes the environments. */
  @TearDown
  public void close() {
    ppo.close();
  }

  /** Runs one iteration. */
  @Benchmark
  public void iteration() {
    ppo.iterate(0.5);
  }
}
