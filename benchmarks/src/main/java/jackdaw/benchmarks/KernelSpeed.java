package jackdaw.benchmarks;

import jackdaw.program.Program;
import jackdaw.tensor.Tensor;
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
 * Time of one kernel: a program with a single operation, including the copies of inputs and
 * outputs.
 *
 * <pre>
 * java -jar benchmarks/target/jackdaw-benchmarks.jar KernelSpeed -p kernel=MULTIPLY -p size=64
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class KernelSpeed {
  /** Operations on a matrix [128, size]. */
  public enum Kernel {
    /** x · W, with W [size, size]. */
    MULTIPLY,
    /** xᵀ · x. */
    MULTIPLY_TRANSPOSED_LEFT,
    /** x · Wᵀ. */
    MULTIPLY_TRANSPOSED_RIGHT,
    /** tanh x. */
    TANH,
    /** exp x. */
    EXP,
    /** x + x. */
    ADD,
    /** The sum of each column. */
    SUM_ROWS,
    /** log softmax of each row. */
    LOG_SOFTMAX;

    private Tensor of(Tensor x, Tensor weight) {
      return switch (this) {
        case MULTIPLY -> x.matmul(weight);
        case MULTIPLY_TRANSPOSED_LEFT -> x.transpose().matmul(x);
        case MULTIPLY_TRANSPOSED_RIGHT -> x.matmul(weight.transpose());
        case TANH -> x.tanh();
        case EXP -> x.exp();
        case ADD -> x.plus(x);
        case SUM_ROWS -> x.sumRows();
        case LOG_SOFTMAX -> x.logSoftmax();
      };
    }
  }

  private static final int ROWS = 128;

  /** The operation. */
  @Param public Kernel kernel = Kernel.MULTIPLY;

  /** Columns of the matrix. */
  @Param({"64", "256"}) public int size = 64;

  private Program program;

  /** Compiles the program. */
  @Setup
  public void prepare() {
    Tensor x = Tensor.input("x", ROWS, size);
    Tensor weight = Tensor.input("weight", size, size);
    program = Program.compile(kernel.of(x, weight));
    program.input(x).set(0.5);
    if (program.uses(weight)) {
      program.input(weight).set(0.25);
    }
  }

  /** Runs the program once. */
  @Benchmark
  public void run() {
    program.run();
  }
}
