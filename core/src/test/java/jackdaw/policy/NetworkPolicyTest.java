package jackdaw.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import jackdaw.environment.ObservationNormalizer;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.network.NetworkConfig;
import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPolicyTest {
  private static final int SAMPLES = 20_000;
  private static final float[] NONE = {};
  private static final float[] OBSERVATION = {0.3f, -1.2f, 0.8f};
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A network of three numbers whose parameters are far from where training starts. */
  private static ActorCritic network(Space actions, boolean squash, Memory memory) {
    ActorCritic network = new ActorCritic(
        Box.unbounded(3),
        actions,
        new NetworkConfig(
            List.of(), List.of(), List.of(6), Activation.TANH, memory, 5, false, -0.4, squash),
        new RandomStream(1));
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < network.parameters().size(); i++) {
      network.parameters().values()[i] += (float) (0.6 * random.nextGaussian());
    }
    return network;
  }

  private static ActorCritic network(Space actions) {
    return network(actions, false, Memory.NONE);
  }

  /** The outputs of the policy network for one observation, computed without a policy. */
  private static float[] outputs(ActorCritic network) {
    ForwardPass pass = network.forward(1, 1);
    Program program = Program.compile(pass.policyOutputs());
    program.input(pass.observations()).set(OBSERVATION, 0);
    network.parameters().bind(program).load();
    program.run();
    float[] outputs = new float[network.policyOutputs()];
    program.output(pass.policyOutputs()).get(outputs, 0);
    return outputs;
  }

  /** The first of two choices whose second one has two classes. */
  private static int first(int combination) {
    return combination / 2;
  }

  private static double logProbability(Policy policy, float[] mask, float... action) {
    float[] result = new float[1];
    policy.logProbabilities(OBSERVATION, mask, new boolean[] {true}, 1, action, result);
    return result[0];
  }

  /** Σ (observed − expected)² / expected. */
  private static double chiSquare(int[] counts, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = SAMPLES * probabilities[i];
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }

  /** log softmax over the legal classes of outputs[from, from + count), in doubles. */
  private static double logSoftmax(
      float[] outputs, float[] mask, int from, int count, int chosen) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += mask.length == 0 || mask[i] == 1 ? Math.exp(outputs[i]) : 0;
    }
    return outputs[from + chosen] - Math.log(sum);
  }

  /** χ² with 2 and with 4 degrees of freedom lies above 13.8 and 18.5 once in a thousand times. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldDrawLegalClassesWithTheirProbabilities(boolean masked) {
    ActorCritic network = network(new Discrete(5));
    Policy policy = new NetworkPolicy(network);
    float[] mask = masked ? new float[] {1, 0, 1, 0, 1} : NONE;
    float[] outputs = outputs(network);
    double[] p = new double[5];
    for (int i = 0; i < 5; i++) {
      if (!masked || mask[i] == 1) {
        p[i] = Math.exp(logSoftmax(outputs, mask, 0, 5, i));
        assertThat(Math.exp(logProbability(policy, mask, i))).isCloseTo(p[i], within(1e-5));
      }
    }
    int[] counts = new int[5];
    Policy sampling = policy.sampling(7);
    for (int i = 0; i < SAMPLES; i++) {
      counts[(int) sampling.act(OBSERVATION, mask)[0]]++;
    }
    if (masked) {
      assertThat(counts[1] + counts[3]).as("illegal actions").isZero();
      int[] legalCounts = {counts[0], counts[2], counts[4]};
      assertThat(chiSquare(legalCounts, new double[] {p[0], p[2], p[4]})).isLessThan(13.8);
    } else {
      assertThat(chiSquare(counts, p)).isLessThan(18.5);
    }
    double likeliest = Arrays.stream(p).max().orElseThrow();
    assertThat(p[(int) policy.act(OBSERVATION, mask)[0]]).isEqualTo(likeliest);
  }

  /**
   * χ² with 3 degrees of freedom (the mask leaves 4 joint actions) lies above 16.3 once in 1000.
   */
  @Test
  void shouldDrawSeveralChoicesTogether() {
    ActorCritic network = network(MultiDiscrete.of(3, 2));
    Policy policy = new NetworkPolicy(network);
    float[] mask = {1, 1, 0, 1, 1};
    float[] outputs = outputs(network);
    double[] p = new double[4];
    for (int i = 0; i < 4; i++) {
      double expected =
          logSoftmax(outputs, mask, 0, 3, i / 2) + logSoftmax(outputs, mask, 3, 2, i % 2);
      assertThat(logProbability(policy, mask, first(i), i % 2)).isCloseTo(expected, within(1e-5));
      p[i] = Math.exp(expected);
    }
    int[] counts = new int[4];
    Policy sampling = policy.sampling(3);
    for (int i = 0; i < SAMPLES; i++) {
      float[] action = sampling.act(OBSERVATION, mask);
      counts[(int) (2 * action[0] + action[1])]++;
    }
    assertThat(chiSquare(counts, p)).isLessThan(16.3);
  }

  @Test
  void shouldDrawBits() {
    ActorCritic network = network(new MultiBinary(2));
    Policy policy = new NetworkPolicy(network);
    float[] outputs = outputs(network);
    double[] p = new double[4];
    for (int i = 0; i < 4; i++) {
      double first = 1 / (1 + Math.exp(i / 2 == 1 ? -outputs[0] : outputs[0]));
      double second = 1 / (1 + Math.exp(i % 2 == 1 ? -outputs[1] : outputs[1]));
      p[i] = first * second;
      assertThat(Math.exp(logProbability(policy, NONE, first(i), i % 2)))
          .isCloseTo(p[i], within(1e-5));
    }
    int[] counts = new int[4];
    Policy sampling = policy.sampling(5);
    for (int i = 0; i < SAMPLES; i++) {
      float[] action = sampling.act(OBSERVATION);
      counts[(int) (2 * action[0] + action[1])]++;
    }
    assertThat(chiSquare(counts, p)).isLessThan(16.3);
  }

  /**
   * Densities must integrate to 1 over the bounds, and draws must fall into ten bins as often as
   * the integral over each says: χ² with 9 degrees of freedom lies above 27.9 once in a thousand
   * times.
   */
  @Test
  void shouldDrawSquashedActionsWithTheirDensity() {
    ActorCritic network = network(Box.of(-1, 3, 1), true, Memory.NONE);
    Policy policy = new NetworkPolicy(network);
    double[] mass = new double[10];
    int grid = 500;
    for (int bin = 0; bin < 10; bin++) {
      for (int i = 0; i < grid; i++) {
        float action = (float) (-1 + 4 * (bin + (i + 0.5) / grid) / 10);
        mass[bin] += Math.exp(logProbability(policy, NONE, action)) * 0.4 / grid;
      }
    }
    assertThat(Arrays.stream(mass).sum()).isCloseTo(1, within(1e-3));
    int[] counts = new int[10];
    Policy sampling = policy.sampling(5);
    for (int i = 0; i < SAMPLES; i++) {
      float action = sampling.act(OBSERVATION)[0];
      assertThat(action).isBetween(-1f, 3f);
      counts[Math.min(9, (int) ((action + 1) / 0.4))]++;
    }
    assertThat(chiSquare(counts, mass)).isLessThan(27.9);
    double u = outputs(network)[0];
    assertThat(policy.act(OBSERVATION)[0])
        .isCloseTo((float) (1 + 2 * Math.tanh(u)), within(1e-6f));
    assertThat(logProbability(policy, NONE, 3)).as("at the bound").isFinite();
  }

  @Test
  void shouldGiveTheDensityOfNormalActions() {
    ActorCritic network = network(Box.of(-10, 10, 2));
    Policy policy = new NetworkPolicy(network);
    float[] mean = outputs(network);
    float[] action = {mean[0] + 0.7f, mean[1] - 1.1f};
    int logStd = network.parameters().view("policy.log-std").offset();
    double expected = 0;
    for (int i = 0; i < 2; i++) {
      double sigma = Math.exp(network.parameters().values()[logStd + i]);
      double z = (action[i] - mean[i]) / sigma;
      expected += -0.5 * z * z - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
    }
    assertThat(logProbability(policy, NONE, action)).isCloseTo(expected, within(1e-4));
  }

  /** The network unrolled over all steps at once knows what each step's memory is. */
  @ParameterizedTest
  @CsvSource({"LSTM", "GRU"})
  void shouldJudgeWhatAnotherViewDid(Memory memory) {
    ActorCritic network = network(new Discrete(3), false, memory);
    int steps = 12;
    float[] observations = new float[3 * steps];
    float[] continues = new float[steps];
    RandomStream random = new RandomStream(9);
    for (int i = 0; i < observations.length; i++) {
      observations[i] = (float) random.nextGaussian();
    }
    Arrays.fill(continues, 1);
    continues[0] = 0;
    continues[7] = 0;
    ForwardPass pass = network.forward(steps, 1);
    Program program = Program.compile(pass.policyOutputs());
    program.input(pass.observations()).set(observations, 0);
    program.input(pass.continues()).set(continues, 0);
    network.parameters().bind(program).load();
    program.run();
    float[] outputs = new float[steps * 3];
    program.output(pass.policyOutputs()).get(outputs, 0);

    Policy acting = new NetworkPolicy(network).sampling(4);
    Policy judging = new NetworkPolicy(network);
    Policy oneByOne = new NetworkPolicy(network);
    float[] observation = new float[3];
    float[] action = new float[1];
    float[] result = new float[1];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(observations, 3 * t, observation, 0, 3);
      boolean[] starts = {continues[t] == 0};
      acting.act(observation, NONE, starts, 1, action);
      judging.logProbabilities(observation, NONE, starts, 1, action, result);
      float[] row = Arrays.copyOfRange(outputs, 3 * t, 3 * t + 3);
      assertThat((double) result[0]).as("step %d", t)
          .isCloseTo(logSoftmax(row, NONE, 0, 3, (int) action[0]), within(1e-5));
      if (starts[0]) {
        oneByOne.startEpisode();
      }
      int likeliest = (int) oneByOne.act(observation)[0];
      assertThat(row[likeliest]).isEqualTo(Math.max(row[0], Math.max(row[1], row[2])));
    }
  }

  @Test
  void shouldShareParametersAndRepeatADrawOfTheSameSeed() {
    ActorCritic network = network(new Discrete(5));
    Policy policy = new NetworkPolicy(network);
    Policy first = policy.sampling(11);
    Policy second = policy.sampling(11);
    for (int i = 0; i < 50; i++) {
      assertThat(second.act(OBSERVATION)).isEqualTo(first.act(OBSERVATION));
    }
    network.parameters().values()[network.parameters().view("policy.output.bias").offset() + 2] =
        50;
    assertThat(first.act(OBSERVATION)).containsExactly(2);
    assertThat(policy.act(OBSERVATION)).containsExactly(2);
  }

  @Test
  void shouldNormalizeWhatEachViewObserves() {
    ActorCritic network = network(Box.of(-10, 10, 1), false, Memory.GRU);
    ObservationNormalizer normalizer = new ObservationNormalizer(3, 5);
    normalizer.copyFrom(new double[] {1, 2, 3, 4, 5, 6});
    Policy policy = new NormalizedPolicy(new NetworkPolicy(network), normalizer);
    float[] normalized = new float[3];
    normalizer.normalize(OBSERVATION, 1, normalized);
    Policy bare = new NetworkPolicy(network);
    assertThat(policy.act(OBSERVATION)).isEqualTo(bare.act(normalized));
    assertThat(policy.act(OBSERVATION)).isEqualTo(bare.act(normalized));
    policy.startEpisode();
    assertThat(policy.act(OBSERVATION)).isEqualTo(new NetworkPolicy(network).act(normalized));
    assertThat(policy.sampling(3).act(OBSERVATION))
        .isEqualTo(new NetworkPolicy(network).sampling(3).act(normalized));
    float[] expected = new float[1];
    new NetworkPolicy(network).logProbabilities(
        normalized, NONE, new boolean[1], 1, new float[] {0.5f}, expected);
    assertThat(logProbability(policy, NONE, 0.5f)).isEqualTo(expected[0]);
  }

  @Test
  void shouldSayWhatIsWrongWithARequest() {
    Policy policy = new NetworkPolicy(network(MultiDiscrete.of(3, 2)));
    assertRefused(() -> policy.act(new float[2]), "the observation has 2 values", "give 3");
    assertRefused(
        () -> policy.act(new float[5], NONE, new boolean[2], 2, new float[4]),
        "the array of observations has 5 entries, and 2 rows of 3 need 6");
    assertRefused(
        () -> policy.act(new float[6], NONE, new boolean[2], 2, new float[3]),
        "the array of actions has 3 entries, and 2 rows of 2 need 4");
    assertRefused(
        () -> policy.act(new float[] {1, Float.NaN, 2}), "value 1 of observation 0 is NaN");
    assertRefused(
        () -> policy.act(OBSERVATION, new float[] {1, 0, 1}),
        "the array of masks has 3 entries, and 1 rows of 5 need 5");
    assertRefused(
        () -> policy.act(OBSERVATION, new float[] {1, 0, 1, 0, 0}),
        "no action is legal in row 0 for part 1");
    assertRefused(
        () -> policy.requiringMasks().act(OBSERVATION), "trained with masks", "got none");
    assertRefused(
        () -> policy.requiringMasks().sampling(1).act(OBSERVATION), "trained with masks");
    Policy normalized = new NormalizedPolicy(policy, new ObservationNormalizer(3, 5));
    assertRefused(
        () -> normalized.act(new float[] {1, 2, Float.POSITIVE_INFINITY}),
        "value 2 of observation 0 is Infinity");
    assertRefused(() -> normalized.requiringMasks().act(OBSERVATION), "trained with masks");
    PolicyAgent agent = new PolicyAgent(policy, true);
    assertRefused(agent::act, "no action is legal in row 0");
    assertRefused(new PolicyAgent(policy.requiringMasks(), false)::act, "trained with masks");
  }

  private static void assertRefused(Runnable request, String... parts) {
    assertThatThrownBy(request::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  /** By the thread's own count; before the kernels are compiled they make objects. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAllocateNothing(boolean draws) {
    Policy greedy = new NetworkPolicy(network(MultiDiscrete.of(3, 2), false, Memory.GRU));
    Policy policy = draws ? greedy.sampling(1) : greedy;
    float[] observations = new float[6];
    float[] masks = new float[10];
    Arrays.fill(masks, 1);
    boolean[] starts = {true, false};
    float[] actions = new float[4];
    float[] result = new float[2];
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 200_000 && least > 0; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      policy.act(observations, masks, starts, 2, actions);
      policy.logProbabilities(observations, masks, starts, 2, actions, result);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes of the decision that allocated least").isZero();
  }
}
