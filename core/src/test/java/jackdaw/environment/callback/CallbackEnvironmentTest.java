package jackdaw.environment.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.Walk;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.state.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests simulators that own the clock, as environments. */
@Timeout(60)
class CallbackEnvironmentTest {
  private static final float[] LEFT = {0};
  private static final float[] RIGHT = {1};

  private final Step step = new Step(2);
  private final float[] first = new float[2];

  private static List<Thread> simulators() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("simulator-") && thread.isAlive())
        .toList();
  }

  private Step step(Environment environment, float[] action) {
    step.clear();
    environment.step(action, step);
    return step;
  }

  @Test
  void shouldPassTheChecker() {
    assertThat(EnvironmentChecker.check(Walk::environment)).isEmpty();
    assertThat(simulators()).isEmpty();
  }

  @Test
  void shouldGiveWhatTheSimulatorComputesByItself() {
    for (long seed = 0; seed < 20; seed++) {
      List<Float> asked = new ArrayList<>();
      Recorder alone = new Recorder(new RandomStream(seed));
      new Walk().run(seed, alone);
      alone.seen.add(alone.observation[0]);
      try (Environment environment = Walk.environment()) {
        RandomStream choices = new RandomStream(seed);
        environment.reset(seed, first);
        asked.add(first[0]);
        double sum = 0;
        boolean[] legal = new boolean[2];
        do {
          Arrays.fill(legal, false);
          environment.legalActions(legal);
          step(environment, legal[0] && choices.nextInt(2) == 0 ? LEFT : RIGHT);
          sum += step.reward;
          asked.add(step.observation[0]);
        } while (!step.ended());
        assertThat(asked).isEqualTo(alone.seen);
        assertThat(sum).isEqualTo(alone.sum);
        assertThat(step.truncated).isEqualTo(alone.cut);
        assertThat(step.terminated).isEqualTo(!alone.cut);
      }
    }
  }

  /** Answers in the simulator's own thread and records the observations. */
  private static final class Recorder implements Agent {
    final float[] observation = new float[2];
    final boolean[] legal = new boolean[2];
    final List<Float> seen = new ArrayList<>();
    private final RandomStream choices;
    private final float[] action = new float[1];
    double sum;
    boolean cut;

    Recorder(RandomStream choices) {
      this.choices = choices;
    }

    @Override
    public float[] observation() {
      return observation;
    }

    @Override
    public boolean[] legal() {
      return legal;
    }

    @Override
    public void reward(double amount) {
      sum += amount;
    }

    @Override
    public float[] act() {
      seen.add(observation[0]);
      action[0] = legal[0] && choices.nextInt(2) == 0 ? 0 : 1;
      Arrays.fill(legal, false);
      return action;
    }

    @Override
    public void truncate() {
      cut = true;
    }
  }

  @Test
  void shouldGoOnFromASnapshotInTheMiddleOfEpisodes() {
    float[] actions = new float[3];
    RandomStream draws = new RandomStream(3);
    double[] whole;
    Snapshot snapshot = new Snapshot();
    Snapshot drawn = new Snapshot();
    try (VectorEnvironment vector = VectorEnvironment.of(Walk::environment, 3)) {
      vector.reset(5, new float[6]);
      play(vector, actions, draws, 57);
      vector.save(snapshot);
      draws.save(drawn);
      whole = play(vector, actions, draws, 300);
    }
    try (VectorEnvironment vector = VectorEnvironment.of(Walk::environment, 3)) {
      vector.restore(snapshot);
      draws.restore(drawn);
      assertThat(play(vector, actions, draws, 300)).isEqualTo(whole);
    }
    assertThat(simulators()).isEmpty();
  }

  private static double[] play(
      VectorEnvironment vector, float[] actions, RandomStream draws, int steps) {
    Transitions transitions = new Transitions(3, 2);
    float[] masks = new float[6];
    double[] rows = new double[9 * steps];
    for (int t = 0; t < steps; t++) {
      vector.masks(masks, 0);
      for (int i = 0; i < 3; i++) {
        actions[i] = masks[2 * i] == 1 ? draws.nextInt(2) : 1;
      }
      vector.step(actions, transitions);
      for (int i = 0; i < 3; i++) {
        rows[9 * t + 3 * i] = transitions.observations[2 * i];
        rows[9 * t + 3 * i + 1] = transitions.rewards[i];
        rows[9 * t + 3 * i + 2] = transitions.ended(i) ? 1 : 0;
      }
    }
    return rows;
  }

  @Test
  void shouldEndTheSimulatorsThreadWhenAnEpisodeIsAbandoned() throws Exception {
    AtomicBoolean cleaned = new AtomicBoolean();
    Environment environment = Walk.environment((seed, agent) -> {
      try {
        new Walk().run(seed, agent);
      } catch (Exception e) {
        throw new AssertionError("an exception may be caught and must not be what comes", e);
      } finally {
        cleaned.set(true);
      }
    });
    environment.reset(1, first);
    step(environment, RIGHT);
    assertThat(simulators()).hasSize(1);
    environment.reset(2, first);
    assertThat(cleaned).as("finally of the first episode").isTrue();
    assertThat(simulators()).hasSize(1);
    environment.close();
    assertThat(simulators()).isEmpty();
    assertThatThrownBy(() -> step(environment, RIGHT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldSayWhoDoesNotLetAnAbandonedEpisodeEnd() {
    AtomicBoolean stop = new AtomicBoolean();
    Environment environment = Walk.environment((seed, agent) -> {
      while (!stop.get()) {
        try {
          agent.act();
        } catch (Throwable swallowed) {
          // A simulator may do so to survive any exception.
        }
      }
    });
    environment.reset(1, first);
    assertThatThrownBy(environment::close)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("did not end its abandoned episode within 0.5 s")
        .hasMessageContaining("let EpisodeAbandoned pass");
    stop.set(true);
  }

  @Test
  void shouldReportWhatTheSimulatorThrowsWithItsCause() {
    Environment environment = Walk.environment((seed, agent) -> {
      agent.act();
      agent.act();
      throw new java.io.IOException("disk on fire");
    });
    environment.reset(9, first);
    step(environment, LEFT);
    assertThatThrownBy(() -> step(environment, LEFT))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "in the episode with seed 9 after 2 decisions: IOException: disk on fire")
        .hasCauseInstanceOf(java.io.IOException.class);
    assertThatThrownBy(() -> step(environment, LEFT)).isInstanceOf(IllegalStateException.class);
    assertThat(simulators()).isEmpty();
  }

  @Test
  void shouldReportASimulatorThatHangsAndWhere() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Throwable> woken = new AtomicReference<>();
    Environment environment = Walk.environment((seed, agent) -> {
      agent.act();
      try {
        never.await();
      } catch (InterruptedException e) {
        woken.set(e);
      }
    });
    environment.reset(9, first);
    assertThatThrownBy(() -> step(environment, LEFT))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("neither asked for a decision nor ended within 0.5 s")
        .hasMessageContaining("seed 9 after 1 decisions")
        .hasMessageContaining("CallbackEnvironmentTest");
    for (int i = 0; i < 100 && !simulators().isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertThat(simulators()).as("the interrupt let it end").isEmpty();
    assertThat(woken.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void shouldRefuseAnEpisodeWithoutADecision() {
    Environment environment = Walk.environment((seed, agent) -> {});
    assertThatThrownBy(() -> environment.reset(4, first))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("seed 4 without asking");
  }

  @Test
  void shouldCountRewardsFromBeforeTheFirstDecisionWithTheFirst() {
    Environment environment = Walk.environment((seed, agent) -> {
      agent.reward(5);
      agent.act();
      agent.reward(2);
    });
    environment.reset(4, first);
    assertThat(step(environment, LEFT).reward).isEqualTo(7);
    assertThat(step.terminated).isTrue();
  }

  @Test
  void shouldBeAskedByAThreadOfTheSimulatorsOwn() throws Exception {
    Environment environment = Walk.environment((seed, agent) -> {
      Thread robot = Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> {}).start(() -> {
        for (int i = 0; i < 3; i++) {
          agent.observation()[0] = i;
          agent.reward(agent.choose());
        }
      });
      try {
        robot.join();
      } catch (InterruptedException e) {
        robot.join();
      }
    });
    environment.reset(1, first);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += step(environment, RIGHT).reward;
    }
    assertThat(sum).isEqualTo(3);
    assertThat(step.terminated).isTrue();
    environment.reset(2, first);
    environment.close();
    assertThat(simulators()).isEmpty();
  }

  @Test
  void shouldRefuseTwoThreadsThatAskAtOnce() throws Exception {
    AtomicReference<Throwable> refused = new AtomicReference<>();
    CountDownLatch asked = new CountDownLatch(1);
    Environment environment = Walk.environment((seed, agent) -> {
      Thread.ofPlatform().start(() -> {
        try {
          while (refused.get() == null) {
            Thread.sleep(1);
            agent.act();
          }
        } catch (IllegalStateException | InterruptedException e) {
          refused.set(e);
        } catch (EpisodeAbandoned e) {
          // The opposite order: this thread was first.
        }
        asked.countDown();
      });
      agent.act();
    });
    environment.reset(1, first);
    asked.await();
    environment.close();
    assertThat(refused.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("let one thread ask at a time");
  }

  @Test
  void shouldKeepTheCallersInterrupt() {
    Environment environment = Walk.environment();
    Thread.currentThread().interrupt();
    environment.reset(1, first);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(step(environment, RIGHT).ended()).isFalse();
    environment.close();
  }

  @Test
  void shouldRefuseAPatienceOfNothing() {
    assertThatThrownBy(
        () -> new CallbackEnvironment(
            Box.of(0, 1, 1), new Discrete(2), false, new Walk(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }
}
