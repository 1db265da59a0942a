package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.ActionKind;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.Environment;
import jackdaw.nn.Memory;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Training allocates nothing, by the training thread's own count: neither while it collects nor
 * while it updates, not a byte. Before the vector kernels are compiled they make objects, so it
 * takes some thousands of updates, fewer the faster the compiler comes along.
 */
class PpoAllocationTest {
  private static final int MAX_ITERATIONS = 6_000;
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({
    "false,false,NONE,CLIP,NEVER", "true,false,NONE,CLIP,NEVER", "false,true,NONE,CLIP,NEVER",
    "false,false,LSTM,CLIP,NEVER", "true,false,NONE,ADAPTIVE_KL,BEFORE_EPOCH"})
  void shouldAllocateNothing(
      boolean continuous, boolean shared, Memory memory, PpoObjective objective, KlStop stop) {
    PpoConfig config = PpoConfig.builder()
        .objective(objective).klStop(stop).klStopTarget(1)
        .environments(2).rolloutSteps(32).epochs(4).minibatchSize(16)
        .hiddenSizes(List.of(8)).sharedNetwork(shared)
        .memory(memory).memorySize(8).sequenceLength(memory == Memory.NONE ? 0 : 4).build();
    assertAllocatesNothing(config, () -> new WindyLine(continuous));
  }

  @Test
  void shouldAllocateNothingForMasks() {
    PpoConfig config = PpoConfig.builder()
        .environments(2).rolloutSteps(32).epochs(4).minibatchSize(16)
        .hiddenSizes(List.of(8)).encoderSizes(List.of(4)).build();
    assertAllocatesNothing(config, ActionKind.MULTI_DISCRETE.environments);
  }

  private static void assertAllocatesNothing(
      PpoConfig config, Supplier<Environment> environments) {
    try (Ppo ppo = Ppo.open(config, Setup.of(environments, 1))) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < MAX_ITERATIONS && least > 0; i++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ppo.iterate(0);
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes in the iteration that allocated least").isZero();
    }
  }
}
