package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A training step allocates nothing after its code is compiled. Vectors are objects until then, so
 * this is measured in a process that has compiled nothing else before, like a training run.
 */
class AllocationTest {
  private static final List<Kernels> KERNELS =
      List.of(new ReferenceKernels(), new VectorKernels(), new VectorKernels(0));

  private static final int RUNS = 2000;

  @Test
  void shouldAllocateNothingWhileRunning() throws Exception {
    Process child = ChildJvm.start(AllocationTest.class, "-XX:+UseSerialGC", 15);
    assertThat(ChildJvm.output(child)).endsWith("[0, 0, 0, 0]");
  }

  /**
   * Prints the bytes that the last runs allocate with each kind of kernels and the chosen kind.
   */
  public static void main(String[] arguments) {
    long patience = Long.parseLong(arguments[0]) * 1_000_000_000;
    List<Long> allocated = new ArrayList<>();
    for (Kernels kernels : KERNELS) {
      allocated.add(allocated(Program.compile(Policy.gradients(), kernels), patience));
    }
    allocated.add(allocated(Program.compile(Policy.gradients()), patience));
    System.out.println(allocated);
  }

  private static long allocated(Program program, long patience) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long allocated;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < RUNS; run++) {
        program.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    } while (allocated > 0 && System.nanoTime() - start < patience);
    return allocated;
  }
}
