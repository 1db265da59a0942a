package jackdaw.benchmarks;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * What this core can do at most: fused multiply-adds of whole vectors that wait for nothing, two
 * operations each. It is measured by the thread's own time, so that a busy machine does not make it
 * smaller.
 */
public final class FmaPeak {
  /** An addition waits four cycles for the one before it, and two start in a cycle. */
  private static final int CHAINS = 12;

  private static final int ROUNDS = 1_000_000;
  private static final int SAMPLES = 5;

  private FmaPeak() {}

  /**
   * GFLOP/s, the median of some samples.
   *
   * @throws IllegalStateException where there is no machine code
   */
  public static double gflops() {
    if (!NativeCode.isSupported()) {
      throw new IllegalStateException(
          "the FMA peak is measured with AVX2 or AVX-512 under Linux, which this machine has not");
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
