package jackdaw.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How networks start, which PPO's implementation details fix. */
class ActorCriticTest {
  private static final int OBSERVATION = 3;

  private static ActorCritic network(Space actions, boolean shared, double logStd) {
    return new ActorCritic(
        Box.unbounded(OBSERVATION),
        actions,
        new NetworkConfig(
            List.of(), List.of(), List.of(16, 8), Activation.TANH, Memory.NONE, 1, shared, logStd,
            false),
        new RandomStream(7));
  }

  /**
   * Of the rows or the columns, whichever are fewer, the products with each other are gain² and 0.
   */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldStartOrthogonalWithTheGainOfEachLayer(boolean shared) {
    ActorCritic network = network(new Discrete(4), shared, 0);
    int weights = 0;
    for (ParameterVector.View view : network.parameters().views()) {
      if (view.name().endsWith(".bias")) {
        assertThat(network.parameters().values())
            .satisfies(values -> {
              for (int i = 0; i < view.size(); i++) {
                assertThat(values[view.offset() + i]).as(view.name()).isZero();
              }
            });
        continue;
      }
      weights++;
      double gain =
          switch (view.name()) {
            case "policy.output.weight" -> 0.01;
            case "value.output.weight" -> 1;
            default -> Math.sqrt(2);
          };
      assertOrthogonal(view, network.parameters().values(), gain);
    }
    assertThat(weights).isEqualTo(shared ? 4 : 6);
  }

  private static void assertOrthogonal(ParameterVector.View view, float[] values, double gain) {
    boolean wide = view.rows() < view.columns();
    int count = Math.min(view.rows(), view.columns());
    int length = Math.max(view.rows(), view.columns());
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double product = 0;
        for (int k = 0; k < length; k++) {
          int x = wide ? a * view.columns() + k : k * view.columns() + a;
          int y = wide ? b * view.columns() + k : k * view.columns() + b;
          product += (double) values[view.offset() + x] * values[view.offset() + y];
        }
        assertThat(product).as("%s, %d and %d", view.name(), a, b)
            .isCloseTo(a == b ? gain * gain : 0, within(1e-5 * gain * gain));
      }
    }
  }

  private static ActorCritic seeing(Box pictures) {
    return new ActorCritic(
        pictures,
        new Discrete(4),
        new NetworkConfig(
            List.of(8, 4, 2, 16, 3, 1), List.of(), List.of(8), Activation.RELU, Memory.NONE, 1,
            true, 0, false),
        new RandomStream(7));
  }

  private static float[] outputs(ActorCritic network, float[] observation) {
    ForwardPass pass = network.forward(1, 1);
    Program program = Program.compile(pass.policyOutputs());
    program.input(pass.observations()).set(observation, 0);
    network.parameters().bind(program).load();
    program.run();
    return program.output(pass.policyOutputs()).toArray();
  }

  @Test
  void shouldScaleBytesAndTakeChannelsFirstOrLast() {
    ActorCritic bytes = seeing(Box.of(0, 255, 12, 10, 3));
    ActorCritic planes = seeing(Box.of(0, 255, 3, 12, 10));
    ActorCritic floats = seeing(Box.of(0, 1, 12, 10, 3));
    assertThat(bytes.parameters().views()).extracting(ParameterVector.View::name).startsWith(
        "shared.convolution.0.weight", "shared.convolution.0.bias", "shared.convolution.1.weight",
        "shared.convolution.1.bias", "shared.0.weight");
    RandomStream random = new RandomStream(2);
    float[] observation = new float[12 * 10 * 3];
    float[] flipped = new float[observation.length];
    float[] scaled = new float[observation.length];
    for (int i = 0; i < observation.length; i++) {
      observation[i] = random.nextInt(256);
      scaled[i] = observation[i] / 255;
      flipped[i % 3 * 120 + i / 3] = observation[i];
    }
    // the window's values in the order of the planes: channel, down, across
    ParameterVector.View window = bytes.parameters().view("shared.convolution.0.weight");
    for (int k = 0; k < window.rows(); k++) {
      System.arraycopy(
          bytes.parameters().values(), window.offset() + k * window.columns(),
          planes.parameters().values(),
          window.offset() + (k % 3 * 16 + k / 3) * window.columns(), window.columns());
    }
    float[] expected = outputs(floats, scaled);
    assertThat(expected).doesNotContain(0);
    assertThat(outputs(bytes, observation)).containsExactly(expected, within(1e-6f));
    assertThat(outputs(planes, flipped)).containsExactly(expected, within(1e-6f));
  }

  @Test
  void shouldRefuseConvolutionsOfWhatIsNoPictureOrTooSmall() {
    assertThatThrownBy(() -> seeing(Box.unbounded(4)))
        .hasMessageContaining("convolutions [8, 4, 2, 16, 3, 1] are for images")
        .hasMessageContaining("leave convolutions empty");
    assertThatThrownBy(() -> seeing(Box.of(0, 1, 7, 7)))
        .hasMessageContaining("do not fit observations of Box(shape=[7, 7]")
        .hasMessageContaining("a window of 3 × 3 does not fit into an image of 2 × 2");
  }

  /**
   * log σ is one row of parameters, which starts where it is told and is no output of a network.
   */
  @Test
  void shouldHaveOneStandardDeviationForAllObservations() {
    ActorCritic network = network(Box.unbounded(2), false, -0.7);
    ParameterVector.View logStd = network.parameters().view("policy.log-std");
    assertThat(logStd.rows()).isEqualTo(1);
    assertThat(logStd.columns()).isEqualTo(2);
    assertThat(network.parameters().values()[logStd.offset() + 1]).isEqualTo(-0.7f);
    assertThat(network.policyOutputs()).isEqualTo(2);
    ForwardPass pass = network.forward(1, 5);
    var entropy = network.distribution(pass.policyOutputs()).entropy();
    Program program = Program.compile(entropy);
    assertThat(program.uses(pass.observations())).isFalse();
    network.parameters().bind(program).load();
    program.run();
    double expected = 2 * (-0.7 + 0.5 * Math.log(2 * Math.PI * Math.E));
    for (float value : program.output(entropy).toArray()) {
      assertThat((double) value).isCloseTo(expected, within(1e-5));
    }
  }
}
