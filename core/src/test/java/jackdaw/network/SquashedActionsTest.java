package jackdaw.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.probe.Choosing;
import jackdaw.collector.OnPolicyCollector;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Continuous actions that tanh keeps within their bounds. */
class SquashedActionsTest {
  private static final Box BOUNDS = Box.of(new float[] {-4, 10}, new float[] {4, 11});

  private static NetworkConfig settings(List<Integer> encoderSizes, boolean squash) {
    return new NetworkConfig(
        List.of(), encoderSizes, List.of(8), Activation.TANH, Memory.NONE, 1, false, 1, squash);
  }

  /** The environment refuses what lies out of its bounds, and is rewarded with what it gets. */
  @Test
  void shouldSquashForTheEnvironmentAndKeepWhatWasDrawn() {
    VectorEnvironment environment = VectorEnvironment.of(
        () -> new Choosing(
            BOUNDS, (first, second, action) -> action[0] + 100 * action[1], (f, s, legal) -> {}),
        4);
    ActorCritic network = new ActorCritic(
        environment.observationSpace(), BOUNDS, settings(List.of(), true), new RandomStream(1));
    Rollout rollout = new Rollout(100, 4, 3, 2, 0, 0, 2);
    new OnPolicyCollector(
        network,
        environment,
        rollout,
        new EpisodeStatistics(OptionalDouble.empty()),
        new RandomStream(2),
        new Workers(1)).collect();
    double largest = 0;
    for (int row = 0; row < rollout.size(); row++) {
      double first = 4 * Math.tanh(rollout.actions[2 * row]);
      double second = 10.5 + 0.5 * Math.tanh(rollout.actions[2 * row + 1]);
      assertThat((double) rollout.rewards[row]).isCloseTo(first + 100 * second, within(1e-3));
      largest = Math.max(largest, Math.abs(rollout.actions[2 * row]));
    }
    assertThat(largest).isGreaterThan(5);
  }

  @Test
  void shouldTakeTheSquashedMeanAsTheMode() {
    PolicyHead head = PolicyHead.of(BOUNDS, new ParameterVector.Builder(), 0, true);
    float[] mode = new float[3];
    head.mode(new float[] {9, 0.5f, -100}, 1, mode, 1);
    assertThat((double) mode[1]).isCloseTo(4 * Math.tanh(0.5), within(1e-6));
    assertThat(mode[2]).isEqualTo(10);
  }

  private static void assertRefused(
      Space observations, Space actions, NetworkConfig settings, String message) {
    assertThatThrownBy(
        () -> new ActorCritic(observations, actions, settings, new RandomStream(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseWhatDoesNotFitTheSpaces() {
    Discrete two = new Discrete(2);
    assertRefused(
        two,
        two,
        settings(List.of(), true),
        "squashed actions are for a Box, and the action space is Discrete(2): leave squash-actions"
            + " off");
    assertRefused(
        two,
        Box.of(0, Float.POSITIVE_INFINITY, 1),
        settings(List.of(), true),
        "squashed actions need finite bounds, and value 0 of Box(shape=[1], low=0.0,"
            + " high=Infinity) has 0.0 to Infinity: leave squash-actions off");
    assertRefused(
        two,
        two,
        settings(List.of(32), false),
        "encoder sizes [32] are for observations of a Dictionary, and the observation space is"
            + " Discrete(2): leave encoder-sizes empty");
    assertRefused(
        two,
        Dictionary.of(new Dictionary.Part("move", two)),
        settings(List.of(), false),
        "actions of Dictionary(move=Discrete(2)) are not possible: use MultiDiscrete, MultiBinary"
            + " or Box");
  }
}
