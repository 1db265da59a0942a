package jackdaw.benchmarks;

import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of a training step of a 17-w-w-6 network: forward, backward and Adam.
 *
 * <pre>
 * java -jar benchmarks/target/jackdaw-benchmarks.jar ProgramSpeed -p width=256 -p batch=256
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class ProgramSpeed {
  /** Rows of the batch. */
  @Param({"64", "256"}) public int batch = 256;

  /** Width of both hidden layers. */
  @Param({"64", "256"}) public int width = 256;

  private NetworkStep step;

  /** Compiles the program. */
  @Setup
  public void prepare() {
    step = new NetworkStep(batch, 17, List.of(width, width), 6);
  }

  /** Takes one step. */
  @Benchmark
  public void step() {
    step.run();
  }
}
