package jackdaw.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.network.NetworkConfig;
import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed in bulk, in several pieces of which the last is not full, must fit each row. */
class OnPolicyCollectorTest {
  private static final int ENVIRONMENTS = 3;
  private static final int STEPS = 1000;
  private static final double LOG_STD = 0.4;

  private final Rollout rollout;
  private final ActorCritic network;

  OnPolicyCollectorTest() {
    rollout = new Rollout(STEPS, ENVIRONMENTS, 3, 2, 0, 0, 2);
    network = collect(true, rollout);
  }

  private static ActorCritic collect(boolean continuous, Rollout rollout) {
    VectorEnvironment environment =
        VectorEnvironment.of(() -> new WindyLine(continuous), ENVIRONMENTS);
    ActorCritic network = new ActorCritic(
        environment.observationSpace(),
        environment.actionSpace(),
        new NetworkConfig(
            List.of(), List.of(), List.of(8), Activation.TANH, Memory.NONE, 1, false, LOG_STD,
            false),
        new RandomStream(1));
    // Away from where training starts, where all actions are alike.
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < network.parameters().size(); i++) {
      network.parameters().values()[i] += (float) (0.2 * random.nextGaussian());
    }
    new OnPolicyCollector(
        network,
        environment,
        rollout,
        new EpisodeStatistics(OptionalDouble.empty()),
        new RandomStream(2),
        new Workers(1)).collect();
    return network;
  }

  private static void assertRows(
      float[] actual, ActorCritic network, Rollout rollout, Tensor observations,
      Tensor actions, Tensor expected) {
    Program program = Program.compile(expected);
    network.parameters().bind(program).load();
    program.input(observations).set(rollout.observations, 0);
    if (program.uses(actions)) {
      program.input(actions).set(rollout.actions, 0);
    }
    program.run();
    float[] all = program.output(expected).toArray();
    for (int row = 0; row < rollout.size(); row++) {
      assertThat(actual[row]).as("row %d", row).isCloseTo(all[row], within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldComputeValuesAndLogProbabilitiesOfItsOwnRows(boolean continuous) {
    Rollout columns = new Rollout(STEPS, ENVIRONMENTS, 3, continuous ? 2 : 1, 0, 0, 2);
    ActorCritic policy = collect(continuous, columns);
    ForwardPass pass = policy.forward(1, columns.size());
    Tensor actions = Tensor.input("actions", columns.size(), columns.actionSize());
    assertRows(columns.values, policy, columns, pass.observations(), actions, pass.values());
    assertRows(
        columns.logProbabilities,
        policy,
        columns,
        pass.observations(),
        actions,
        policy.distribution(pass.policyOutputs()).logProbability(actions));
  }

  /** With 3000 rows the mean of log π, whose variance is 1, lies within 0.07 of −S. */
  @Test
  void shouldDrawActionsWithTheStandardDeviationOfThePolicy() {
    int at = network.parameters().view("policy.log-std").offset();
    double entropy = 0;
    for (int i = 0; i < 2; i++) {
      entropy += network.parameters().values()[at + i] + 0.5 * Math.log(2 * Math.PI * Math.E);
    }
    double sum = 0;
    for (float logProbability : rollout.logProbabilities) {
      sum += logProbability;
    }
    assertThat(sum / rollout.size()).isCloseTo(-entropy, within(0.07));
  }

  @Test
  void shouldLinkValuesOverTheWholeRollout() {
    int truncations = 0;
    for (int row = 0; row < rollout.size(); row++) {
      if (rollout.terminated[row]) {
        assertThat(rollout.nextValues[row]).isZero();
      } else if (rollout.truncated[row]) {
        assertThat(rollout.nextValues[row]).isCloseTo(valueOfTruncation(row), within(1e-5f));
        truncations++;
      } else if (row < rollout.size() - ENVIRONMENTS) {
        assertThat(rollout.nextValues[row]).isEqualTo(rollout.values[row + ENVIRONMENTS]);
      }
    }
    assertThat(truncations).isGreaterThan(4);
  }

  private float valueOfTruncation(int row) {
    for (int i = 0; i < rollout.truncations(); i++) {
      if (rollout.truncationRow(i) == row) {
        ForwardPass pass = network.forward(1, 1);
        Program program = Program.compile(pass.values());
        network.parameters().bind(program).load();
        program.input(pass.observations()).set(rollout.truncationObservations(), 3 * i);
        program.run();
        return program.output(pass.values()).value();
      }
    }
    throw new AssertionError("no final observation was kept for row " + row);
  }
}
