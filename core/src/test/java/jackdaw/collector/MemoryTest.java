package jackdaw.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.nn.Memory;
import jackdaw.policy.NetworkPolicy;
import jackdaw.program.Program;
import jackdaw.state.Snapshot;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is carried through rollouts is held to one environment at a time, whose network is given the
 * episode's observations one after the other, from a state of zero.
 */
class MemoryTest {
  private static final float TOLERANCE = 1e-5f;
  private static final int STEPS = 70;
  private static final int ENVIRONMENTS = 3;

  /** One observation at a time. */
  private static final class OneByOne {
    final Program program;
    final ForwardPass pass;
    final Tensor action = Tensor.input("action", 1, 1);
    final Tensor logProbability;
    float[] state;

    OneByOne(ActorCritic network) {
      pass = network.forward(1, 1);
      logProbability = network.distribution(pass.policyOutputs()).logProbability(action);
      program = Program.compile(pass.values(), logProbability, pass.nextState());
      network.parameters().bind(program).load();
      state = new float[network.stateSize()];
    }

    void see(float[] observations, int row, float done) {
      program.input(pass.observations()).set(observations, 3 * row);
      program.input(pass.state()).set(state, 0);
      program.input(action).set(done);
      program.run();
    }

    float value() {
      return program.output(pass.values()).value();
    }

    float logProbability() {
      return program.output(logProbability).value();
    }

    void goOn() {
      state = program.output(pass.nextState()).toArray();
    }
  }

  @ParameterizedTest
  @CsvSource({"LSTM,false", "LSTM,true", "GRU,false", "GRU,true"})
  void shouldRememberEachEpisodeFromItsStart(Memory memory, boolean shared) {
    Remembering remembering = new Remembering(memory, shared, STEPS, ENVIRONMENTS);
    OneByOne[] each = new OneByOne[ENVIRONMENTS];
    Arrays.setAll(each, i -> new OneByOne(remembering.network));
    int truncations = 0;
    int terminations = 0;
    for (int iteration = 0; iteration < 3; iteration++) {
      remembering.collect();
      for (int row = 0; row < remembering.rollout.size(); row++) {
        OneByOne one = each[row % ENVIRONMENTS];
        checkRow(remembering, one, row);
        if (remembering.rollout.terminated[row]) {
          terminations++;
        } else if (remembering.rollout.truncated[row]) {
          one.see(remembering.rollout.truncationObservations(), truncation(remembering, row), 0);
          assertThat(remembering.rollout.nextValues[row]).isCloseTo(one.value(), within(TOLERANCE));
          truncations++;
        } else if (row >= remembering.rollout.size() - ENVIRONMENTS) {
          one.see(remembering.rollout.lastObservations, row % ENVIRONMENTS, 0);
          assertThat(remembering.rollout.nextValues[row]).isCloseTo(one.value(), within(TOLERANCE));
        }
        if (remembering.rollout.ended(row)) {
          Arrays.fill(one.state, 0);
        }
      }
    }
    assertThat(truncations).isGreaterThan(4);
    assertThat(terminations).isGreaterThan(4);
  }

  private static void checkRow(Remembering remembering, OneByOne one, int row) {
    int size = one.state.length;
    for (int i = 0; i < size; i++) {
      assertThat(remembering.rollout.states[row * size + i]).as("row %d, state %d", row, i)
          .isCloseTo(one.state[i], within(TOLERANCE));
    }
    boolean first = row < ENVIRONMENTS;
    boolean begins = !first && remembering.rollout.ended(row - ENVIRONMENTS);
    assertThat(remembering.rollout.continues[row]).isEqualTo(begins ? 0 : 1);
    one.see(remembering.rollout.observations, row, remembering.rollout.actions[row]);
    assertThat(remembering.rollout.values[row]).as("value of row %d", row)
        .isCloseTo(one.value(), within(TOLERANCE));
    assertThat(remembering.rollout.logProbabilities[row]).as("log-probability of row %d", row)
        .isCloseTo(one.logProbability(), within(TOLERANCE));
    one.goOn();
  }

  private static int truncation(Remembering remembering, int row) {
    for (int i = 0; i < remembering.rollout.truncations(); i++) {
      if (remembering.rollout.truncationRow(i) == row) {
        return i;
      }
    }
    throw new AssertionError("no final observation was kept for row " + row);
  }

  /** So that the comparisons of this class compare something. */
  @Test
  void shouldDependOnWhatWasSeenBefore() {
    Remembering remembering = new Remembering(Memory.LSTM, false, STEPS, ENVIRONMENTS);
    OneByOne one = new OneByOne(remembering.network);
    float[] observations = {0.5f, 0, 0, -2, 1, 1};
    one.see(observations, 0, 0);
    float fresh = one.value();
    one.see(observations, 1, 0);
    one.goOn();
    one.see(observations, 0, 0);
    assertThat(Math.abs(one.value() - fresh)).isGreaterThan(0.01f);
  }

  @Test
  void shouldGoOnFromASavedState() {
    Remembering first = new Remembering(Memory.GRU, false, STEPS, ENVIRONMENTS);
    first.collect();
    Snapshot snapshot = new Snapshot();
    first.collector.save(snapshot);
    first.collect();
    Remembering second = new Remembering(Memory.GRU, false, STEPS, ENVIRONMENTS);
    second.collector.restore(snapshot);
    second.collect();
    assertThat(second.rollout.states).isEqualTo(first.rollout.states);
    assertThat(second.rollout.continues).isEqualTo(first.rollout.continues);
    assertThat(second.rollout.values).isEqualTo(first.rollout.values);
    assertThat(second.rollout.actions).isEqualTo(first.rollout.actions);
    assertThat(second.rollout.nextValues).isEqualTo(first.rollout.nextValues);
  }

  /** Rows are episodes of their own; a start, and more rows than before, must disturb no other. */
  @ParameterizedTest
  @CsvSource({"LSTM,false", "GRU,true"})
  void shouldActOnWhatWasSeenInTheSameRow(Memory memory, boolean shared) {
    ActorCritic network = new Remembering(memory, shared, STEPS, ENVIRONMENTS).network;
    NetworkPolicy policy = new NetworkPolicy(network);
    java.util.Random random = new java.util.Random(1);
    OneByOne[] each = new OneByOne[8];
    Arrays.setAll(each, i -> new OneByOne(network));
    int differences = 0;
    float[] before = new float[8];
    for (int step = 0; step < 60; step++) {
      int rows = step < 20 ? 3 : 8;
      float[] observations = new float[3 * rows];
      boolean[] starts = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < 3; j++) {
          observations[3 * i + j] = (float) random.nextGaussian();
        }
        starts[i] = step == 0 || random.nextInt(10) == 0;
      }
      float[] actions = new float[rows];
      policy.act(observations, new float[0], starts, rows, actions);
      for (int i = 0; i < rows; i++) {
        if (starts[i]) {
          Arrays.fill(each[i].state, 0);
        }
        each[i].see(observations, i, 1);
        float likely = each[i].logProbability() > Math.log(0.5) ? 1 : 0;
        assertThat(actions[i]).as("step %d, row %d", step, i).isEqualTo(likely);
        each[i].goOn();
        differences += actions[i] == before[i] ? 0 : 1;
        before[i] = actions[i];
      }
    }
    assertThat(differences).as("changes of action").isGreaterThan(20);
  }
}
