package jackdaw.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.environment.check.Finding;
import jackdaw.environments.Environments;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.state.Snapshot;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Environments of the real Gymnasium. */
class GymnasiumTest {
  static final String ODD = "gym:src.test.python.odd:";

  private static Python python = new Python(Path.of(""));

  /**
   * What tests share: one source an id, whose Python process stays as long as its first
   * environment.
   */
  private static final Map<String, Supplier<Environment>> SOURCES = new HashMap<>();

  private static final List<Environment> KEPT = new ArrayList<>();

  @BeforeAll
  static void needPackages() {
    python = Installed.python("gymnasium");
  }

  @AfterAll
  static void closeShared() {
    KEPT.forEach(Environment::close);
    KEPT.clear();
    SOURCES.clear();
  }

  private static Supplier<Environment> source(String id) {
    return SOURCES.computeIfAbsent(
        id,
        name -> {
          Supplier<Environment> source = Environments.supplier(name);
          KEPT.add(source.get());
          return source;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gym:CartPole-v1", "gym:FrozenLake-v1?is_slippery=false", "gym:Blackjack-v1",
        ODD + "Bytes-v0"})
  void shouldKeepTheContractOfEnvironments(String id) {
    assertThat(EnvironmentChecker.check(source(id)))
        .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
  }

  private static List<String> record(String id, int seed, int steps)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
            python.executable().toString(), "src/test/python/record.py", id,
            Integer.toString(seed), Integer.toString(steps))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.lines().toList();
  }

  private static String line(float[] observation) {
    StringBuilder line = new StringBuilder();
    for (float value : observation) {
      line.append((double) value).append(' ');
    }
    return line.toString();
  }

  /** Numbers are compared as such, since the two languages print them differently. */
  private static void assertSame(String expected, String actual) {
    double[] wanted = Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(Arrays.stream(actual.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .containsExactly(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "MountainCarContinuous-v0", "Acrobot-v1"})
  void shouldStepAsGymnasiumDoesWithTheSameSeeds(String id) throws Exception {
    int steps = 600;
    int seed = 7;
    Iterator<String> recorded = record(id, seed, steps).iterator();
    try (Environment environment = source("gym:" + id).get()) {
      Step step = new Step(environment.observationSpace().size());
      boolean discrete = environment.actionSpace() instanceof Discrete;
      environment.reset(seed, step.observation);
      assertSame(recorded.next(), line(step.observation));
      int ends = 0;
      for (int i = 0; i < steps; i++) {
        step.clear();
        environment.step(new float[] {discrete ? i % 2 : 0.5f - i % 2}, step);
        assertSame(
            recorded.next(),
            "%s%s %d %d"
                .formatted(
                    line(step.observation), step.reward, step.terminated ? 1 : 0,
                    step.truncated ? 1 : 0));
        if (step.ended()) {
          ends++;
          environment.reset(seed + ends, step.observation);
          assertSame(recorded.next(), line(step.observation));
        }
      }
      assertThat(recorded.hasNext()).isFalse();
      assertThat(id.startsWith("CartPole") ? ends : 1).isPositive();
    }
  }

  /** The batch against its plain reference: the same environments, each asked for itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gym:CartPole-v1", "gym:Blackjack-v1", ODD + "Limited-v0", ODD + "All-v0",
        ODD + "Bytes-v0"})
  void shouldStepABatchLikeSingleEnvironments(String id) {
    var source = source(id);
    assertBatch(VectorEnvironment.of(source, 3), source);
  }

  /** So that what is learnt does not depend on the machine. */
  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Blackjack-v1"})
  void shouldStepABatchInSeveralProcessesAsInOne(String id) {
    GymnasiumSource source =
        new GymnasiumSource(
            Connector.of(python, Duration.ofSeconds(60)), id, Map.of(), 2);
    assertBatch(VectorEnvironment.of(source, 3), source("gym:" + id));
  }

  /** Which pays where steps take longer than an exchange. */
  @Test
  void shouldSpreadABatchOverProcessesWhereStepsTakeLong() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(processes("gym:CartPole-v1", 2)).isEqualTo(1);
    assertThat(processes(ODD + "Slow-v0", 1)).isEqualTo(1);
    assertThat(processes(ODD + "Slow-v0", 4)).isEqualTo(Math.min(cores, 4));
  }

  private static long processes(String id, int count) {
    GymnasiumSource source = new GymnasiumSource(python, id.substring("gym:".length()), Map.of());
    List<? extends Environment> copies = source.batch(count).copies();
    try {
      return copies.stream().map(copy -> ((GymnasiumCopy) copy).pid()).distinct().count();
    } finally {
      copies.forEach(Environment::close);
    }
  }

  /** Training begins so: what looks an environment over is still open then. */
  @Test
  void shouldStepABatchInMemoryThatHasRoomForItThoughACopyIsOpen() {
    GymnasiumSource source =
        new GymnasiumSource(
            Connector.of(python, Duration.ofSeconds(60)), "CartPole-v1", Map.of(), 1);
    try (Environment open = source.get()) {
      GymnasiumBatch batch = (GymnasiumBatch) source.batch(3);
      assertThat(batch.host().isShared(3)).isEqualTo(batch.host().isShared(1));
      batch.copies().forEach(Environment::close);
      Step step = new Step(4);
      open.reset(1, step.observation);
      assertBatch(VectorEnvironment.of(source, 3), source);
      open.step(new float[] {1}, step);
      assertThat(step.reward).isOne();
    }
  }

  private static void assertBatch(VectorEnvironment made, Supplier<Environment> source) {
    int count = made.count();
    try (VectorEnvironment batch = made;
        VectorEnvironment singles = VectorEnvironment.of(() -> source.get(), count)) {
      int size = batch.observationSpace().size();
      float[] first = new float[count * size];
      float[] other = new float[count * size];
      batch.reset(11, first);
      singles.reset(11, other);
      assertThat(first).containsExactly(other);
      Transitions ahead = new Transitions(count, size);
      Transitions plain = new Transitions(count, size);
      RandomStream random = new RandomStream(5);
      int ends = 0;
      for (int t = 0; t < 200; t++) {
        float[] actions = actions(batch, random);
        batch.step(actions, ahead);
        singles.step(actions, plain);
        assertThat(ahead.observations).containsExactly(plain.observations);
        assertThat(ahead.rewards).containsExactly(plain.rewards);
        assertThat(ahead.terminated).containsExactly(plain.terminated);
        assertThat(ahead.truncated).containsExactly(plain.truncated);
        assertThat(ahead.finalObservations).containsExactly(plain.finalObservations);
        assertThat(ahead.episodeReturns).containsExactly(plain.episodeReturns);
        for (int i = 0; i < count; i++) {
          ends += ahead.ended(i) ? 1 : 0;
        }
      }
      assertThat(ends).isGreaterThan(5);
    }
  }

  private static float[] actions(VectorEnvironment vector, RandomStream random) {
    int size = vector.actionSpace().size();
    float[] actions = new float[vector.count() * size];
    for (int i = 0; i < vector.count(); i++) {
      vector.actionSpace().sample(random, actions, i * size);
    }
    return actions;
  }

  @Test
  void shouldKeepTheFinalObservationAndTellTruncatedFromTerminated() {
    for (int last : new int[] {4, 5}) {
      try (VectorEnvironment vector =
          VectorEnvironment.of(source(ODD + "Limited-v0"), 2)) {
        float[] first = new float[4];
        vector.reset(last, first);
        Transitions transitions = new Transitions(2, 2);
        for (int t = 1; t <= 4; t++) {
          assertThat(transitions.truncated).containsOnly(false);
          vector.step(new float[] {2, 0}, transitions);
        }
        assertThat(transitions.truncated).containsOnly(true);
        assertThat(transitions.terminated).containsOnly(false);
        assertThat(transitions.finalObservations).containsExactly(first[0], 4, first[2], 4);
        assertThat(transitions.observations[1]).isZero();
        assertThat(transitions.observations[0]).isNotEqualTo(first[0]);
        // Actions 2 and 0 are 1 and −1 where whole numbers begin at −1.
        assertThat(transitions.episodeReturns).containsExactly(4, -4);
      }
    }
    try (Environment ending = source(ODD + "Count-v0?last=1").get()) {
      Step step = new Step(2);
      ending.reset(1, step.observation);
      ending.step(new float[1], step);
      assertThat(step.terminated).isTrue();
      assertThat(step.truncated).isFalse();
    }
  }

  @Test
  void shouldGoOnInTheMiddleOfEpisodes() {
    var source = source("gym:CartPole-v1");
    try (VectorEnvironment whole = VectorEnvironment.of(source, 3);
        VectorEnvironment resumed = VectorEnvironment.of(source, 3)) {
      whole.reset(3, new float[12]);
      RandomStream random = new RandomStream(9);
      Transitions expected = new Transitions(3, 4);
      Transitions actual = new Transitions(3, 4);
      for (int t = 0; t < 33; t++) {
        whole.step(actions(whole, random), expected);
      }
      Snapshot snapshot = new Snapshot();
      whole.save(snapshot);
      resumed.restore(snapshot);
      for (int t = 0; t < 100; t++) {
        float[] actions = actions(whole, random);
        whole.step(actions, expected);
        resumed.step(actions, actual);
        assertThat(actual.observations).containsExactly(expected.observations);
        for (int i = 0; i < 3; i++) {
          if (expected.ended(i)) {
            assertThat(actual.episodeReturns[i]).isEqualTo(expected.episodeReturns[i]);
            assertThat(actual.episodeLengths[i]).isEqualTo(expected.episodeLengths[i]);
          }
        }
        assertThat(actual.rewards).containsExactly(expected.rewards);
      }
    }
  }

  @Test
  void shouldHaveAllSpaces() {
    try (Environment all = source(ODD + "All-v0").get()) {
      assertThat(all.actionSpace()).isEqualTo(MultiDiscrete.of(2, 3));
      assertThat(all.observationSpace())
          .isEqualTo(
              Dictionary.of(
                  // Gymnasium puts the parts in the order of their names.
                  new Dictionary.Part("bits", new MultiBinary(4)),
                  new Dictionary.Part("number", new Discrete(4)),
                  new Dictionary.Part("numbers", MultiDiscrete.of(2, 3)),
                  new Dictionary.Part(
                      "pair",
                      Dictionary.of(
                          new Dictionary.Part("0", new Discrete(2)),
                          new Dictionary.Part("1", Box.of(0, 1, 1, 2)))),
                  new Dictionary.Part(
                      "scalar", Box.of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY))));
      Step step = new Step(all.observationSpace().size());
      all.reset(1, step.observation);
      assertThat(step.observation).containsExactly(0, 1, 1, 1, 2, 0, 0, 1, 0.25f, 0.5f, -3);
      all.step(new float[] {1, 2}, step);
      assertThat(step.observation).containsExactly(0, 1, 1, 1, 2, 1, 2, 1, 0.25f, 0.5f, -3);
      assertThat(step.truncated).isTrue();
    }
    try (Environment bytes = source(ODD + "Bytes-v0").get()) {
      assertThat(bytes.observationSpace()).isEqualTo(Box.of(0, 255, 2, 3));
      assertThat(bytes.actionSpace())
          .isEqualTo(Box.of(new float[] {-2, 0}, new float[] {2, 1}));
      Step step = new Step(6);
      bytes.reset(1, step.observation);
      assertThat(step.observation).containsOnly(200);
      bytes.step(new float[] {-2, 0.5f}, step);
      assertThat(step.observation).containsExactly(1, 251, 252, 253, 254, 255);
      assertThat(step.reward).isEqualTo(-19.5);
    }
    try (Environment pole = source("gym:CartPole-v1").get()) {
      assertThat(pole.solvedReturn()).hasValue(475);
    }
  }

  @Test
  void shouldSendFramesOfMegabytes() {
    int size = 300_000;
    try (VectorEnvironment large =
        VectorEnvironment.of(source(ODD + "Large-v0"), 2)) {
      float[] observations = new float[2 * size];
      large.reset(1, observations);
      assertThat(observations[size - 1]).isEqualTo(size - 1);
      assertThat(observations[size]).isZero();
      float[] actions = new float[2 * size];
      for (int i = 0; i < actions.length; i++) {
        actions[i] = 3 * i;
      }
      Transitions transitions = new Transitions(2, size);
      large.step(actions, transitions);
      assertThat(transitions.rewards).containsExactly(3 * (size - 1), 3 * (2 * size - 1));
      assertThat(transitions.truncated).containsOnly(true);
      float[] expected = new float[2 * size];
      for (int i = 0; i < actions.length; i++) {
        expected[i] = 3 * i + 1;
      }
      assertThat(Arrays.mismatch(transitions.finalObservations, expected)).isEqualTo(-1);
      assertThat(Arrays.mismatch(transitions.observations, observations)).isEqualTo(-1);
    }
  }

  /**
   * Python sleeps after 0.3 milliseconds without a request, sooner or later at the very moment of
   * one.
   */
  @Test
  void shouldReachPythonAwakeAndAsleep() throws Exception {
    GymnasiumSource source =
        new GymnasiumSource(
            Connector.of(python, Duration.ofSeconds(60)), "CartPole-v1", Map.of(), 1);
    try (VectorEnvironment vector = VectorEnvironment.of(source, 2)) {
      vector.reset(1, new float[8]);
      Transitions transitions = new Transitions(2, 4);
      for (int i = 0; i < 300; i++) {
        long until = System.nanoTime() + 200_000 + 1_000L * i;
        while (i % 3 != 0 && System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        if (i % 30 == 0) {
          Thread.sleep(20);
        }
        vector.step(new float[] {i % 2, i % 2}, transitions);
        assertThat(transitions.rewards).containsExactly(1, 1);
      }
    }
  }

  @Test
  void shouldPassSeedsOnAsTheyAreOrFolded() {
    assertThat(GymnasiumBatch.seed(0)).isZero();
    assertThat(GymnasiumBatch.seed(0xffff_ffffL)).isEqualTo(0xffff_ffffL);
    assertThat(GymnasiumBatch.seed(0x1_0000_0002L)).isEqualTo(3);
    assertThat(GymnasiumBatch.seed(-1)).isZero();
    try (Environment count = source(ODD + "Count-v0").get()) {
      float[] observation = new float[2];
      count.reset(4_294_967_295L, observation);
      assertThat(observation).containsExactly(295, 0);
    }
  }

  @Test
  void shouldShowWhatGymnasiumDraws() {
    Step step = new Step(2);
    try (Environment text = Environments.supplier(ODD + "Count-v0?render_mode=ansi").get();
        Environment drawn = source(ODD + "Count-v0").get()) {
      text.reset(1, step.observation);
      text.step(new float[1], step);
      assertThat(text.render()).hasValue("step 1");
      assertThat(text.picture()).isEmpty();

      drawn.reset(1, step.observation);
      Picture picture = drawn.picture().orElseThrow();
      drawn.step(new float[1], step);
      assertThat(picture.width()).isEqualTo(3);
      assertThat(picture.height()).isEqualTo(2);
      BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
      picture.paint(image.createGraphics());
      assertThat(image.getRGB(2, 1) & 0xffffff).isEqualTo(10 << 16 | 20 << 8 | 250);
      assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(1 << 16);
      assertThat(drawn.render()).isEmpty();
    }
  }

  @Test
  void shouldTalkOverTcpToo() {
    Connector connector =
        new Connector(python, Connector.bridge(), Duration.ofSeconds(60), false);
    GymnasiumSource source = new GymnasiumSource(connector, "CartPole-v1", Map.of(), 1);
    try (VectorEnvironment vector = VectorEnvironment.of(source, 2)) {
      vector.reset(1, new float[8]);
      Transitions transitions = new Transitions(2, 4);
      vector.step(new float[] {1, 0}, transitions);
      assertThat(transitions.rewards).containsExactly(1, 1);
    }
  }

  /**
   * The copies of one supplier share a process, which goes with the last of them; used by two
   * threads.
   */
  @Test
  void shouldShareAProcessAndLeaveNoneBehind() throws Exception {
    GymnasiumSource source = new GymnasiumSource(python, "CartPole-v1", Map.of());
    Environment first = source.get();
    Environment second = source.get();
    GymnasiumCopy copy = (GymnasiumCopy) first;
    long pid = copy.pid();
    assertThat(((GymnasiumCopy) second).pid()).isEqualTo(pid);
    float[][] seen = new float[2][4];
    Thread[] threads = new Thread[2];
    for (int i = 0; i < 2; i++) {
      int which = i;
      threads[i] = Thread.ofPlatform().start(() -> {
        Environment environment = which == 0 ? first : second;
        Step step = new Step(4);
        for (int round = 0; round < 50; round++) {
          environment.reset(which, step.observation);
          for (int t = 0; t < 5; t++) {
            environment.step(new float[] {which}, step);
          }
        }
        System.arraycopy(step.observation, 0, seen[which], 0, 4);
      });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Step step = new Step(4);
    for (int i = 0; i < 2; i++) {
      first.reset(i, step.observation);
      for (int t = 0; t < 5; t++) {
        first.step(new float[] {i}, step);
      }
      assertThat(seen[i]).containsExactly(step.observation);
    }
    first.close();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).hasValue(true);
    Environment third = source.get();
    third.reset(1, step.observation);
    third.close();
    second.close();
    second.close();
    ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    try (Environment again = source.get()) {
      assertThat(((GymnasiumCopy) again).pid()).isNotEqualTo(pid);
    }
  }
}
