package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jackdaw.environment.Environment;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.random.RandomStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts the bytes that this thread allocates while environments step and reset. */
class AllocationTest {
  private static final int COPIES = 8;
  private static final int STEPS = 100_000;

  /**
   * The JVM itself allocates about a thousand bytes on this thread once in a while, when it
   * compiles. The smallest object has 16 bytes. One object a step would make 1,600,000 bytes; one
   * an episode 16,000, for episodes of 100 steps.
   */
  private static final int JVM_BYTES = 4096;

  /**
   * Environments that build their bodies again at each reset; {@link RigidBodiesTest} counts the
   * allocation of their steps alone.
   */
  private static final Set<String> REBUILT =
      Set.of(
          "LunarLander-v3", "LunarLanderContinuous-v3", "BipedalWalker-v3",
          "BipedalWalkerHardcore-v3");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RandomStream random = new RandomStream(1);
  private float[] actions = {};
  private float[] masks = {};
  private final Transitions transitions = new Transitions(COPIES, 4);
  private int[] choices = {};
  private int episodes;

  private void step(VectorEnvironment vector, Transitions columns, int steps) {
    for (int t = 0; t < steps; t++) {
      draw(vector);
      vector.step(actions, columns);
      episodes += columns.ended(0) ? 1 : 0;
    }
  }

  /** Draws each part of each action until it is legal. */
  private void draw(VectorEnvironment vector) {
    int size = vector.actionSpace().size();
    vector.masks(masks, 0);
    int flag = 0;
    for (int i = 0; i < COPIES; i++) {
      vector.actionSpace().sample(random, actions, i * size);
      for (int part = 0; part < size && masks.length > 0; part++) {
        while (masks[flag + (int) actions[i * size + part]] == 0) {
          actions[i * size + part] = random.nextInt(choices[part]);
        }
        flag += choices[part];
      }
    }
  }

  static List<String> ids() {
    return Stream.concat(
        Environments.ids().stream().filter(id -> !REBUILT.contains(id)),
        Stream.of(
            "CartPole-v1?velocities=false",
            "CartPole-v1?reward-noise=1&reward-scale=2",
            "FrozenLake-v1?slippery=false",
            "Taxi-v4?rainy=true&fickle=true",
            "Blackjack-v1?sab=false&natural=true"))
        .toList();
  }

  /**
   * Adds a limit of 100 steps, because some environments have none and all have to be reset, too.
   */
  @ParameterizedTest
  @MethodSource("ids")
  void shouldAllocateNothingWhileStepping(String id) {
    Supplier<Environment> environments = Environments.supplier(id);
    try (VectorEnvironment vector =
        VectorEnvironment.of(() -> new TimeLimit(environments.get(), 100), COPIES)) {
      int size = vector.observationSpace().size();
      actions = new float[COPIES * vector.actionSpace().size()];
      masks = new float[COPIES * vector.maskSize()];
      choices =
          vector.actionSpace().choices().stream().mapToInt(Integer::intValue).toArray();
      Transitions columns = size == 4 ? transitions : new Transitions(COPIES, size);
      vector.reset(1, new float[COPIES * size]);
      // Loads classes, and lets the measuring call make its first allocations.
      step(vector, columns, 5000);
      allocated();
      episodes = 0;

      long before = allocated();
      step(vector, columns, STEPS / COPIES);
      long after = allocated();

      assertThat(episodes).as("episodes of the first copy").isGreaterThan(10);
      assertThat(after - before).as("bytes in %d steps", STEPS).isLessThan(JVM_BYTES);
    }
  }

  private long allocated() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
  }
}
