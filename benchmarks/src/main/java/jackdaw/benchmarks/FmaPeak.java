package jackdaw.benchmarks;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * The peak speed of this core: independent fused multiply-adds of whole vectors, two operations
 * each. The time is the thread's own, so that a busy machine does not lower the result.
 */
public final class FmaPeak {
  /**
   * A multiply-add takes four cycles until the next can use its result, and two start in each
   * cycle.
   */
  private static final int CHAINS = 12;

  private static final int ROUNDS = 1_000_000;
  private static final int SAMPLES = 5;

  private FmaPeak() {}

  /**
   * Returns GFLOP/s, the median of several samples.
   *
   * @throws IllegalStateException if machine code is not supported here
   */
  public static double gflops() {
    if (!NativeCode.isSupported()) {
      throw new IllegalStateException(
          "the FMA peak is measured with AVX2 or AVX-512 under Linux: this machine lacks them");
    }
    NativeCode code = NativeCode.of(assemble());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] samples = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long before = threads.getCurrentThreadCpuTime();
      code.run(MemorySegment.NULL, MemorySegment.NULL);
      long nanos = threads.getCurrentThreadCpuTime() - before;
      samples[i] = 2.0 * CHAINS * NativeCode.lanes() * ROUNDS / nanos;
    }
    Arrays.sort(samples);
    return samples[SAMPLES / 2];
  }

  private static byte[] assemble() {
    Assembler code = Assembler.create();
    for (int i = 0; i < CHAINS; i++) {
      code.zero(i);
    }
    int factors = CHAINS;
    code.zero(factors);
    code.set(Assembler.R8, ROUNDS);
    int start = code.position();
    for (int i = 0; i < CHAINS; i++) {
      code.apply(Assembler.Binary.MULTIPLY_ADD, i, factors, factors);
    }
    code.decrement(Assembler.R8);
    code.jumpIfNotZero(start);
    code.endOfCode();
    return code.finish();
  }
}
