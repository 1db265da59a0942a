package jackdaw.environment.wrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.Wrapper;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that wrapped copies of a batch are still stepped together. */
class WrappedBatchTest {
  private static final int COUNT = 3;

  /** Sums its actions; ends after a number of steps that its seed determines. */
  private static final class Sum implements Environment {
    private int left;
    private float sum;
    private boolean closed;

    @Override
    public Space observationSpace() {
      return Box.of(-1000, 1000, 2);
    }

    @Override
    public Space actionSpace() {
      return Box.of(-3, 5, 1);
    }

    @Override
    public void reset(long seed, float[] observation) {
      left = 3 + (int) Long.remainderUnsigned(seed, 9);
      sum = Long.remainderUnsigned(seed, 100);
      observation[0] = sum;
      observation[1] = left;
    }

    @Override
    public void step(float[] action, Step step) {
      sum += action[0];
      step.observation[0] = sum;
      step.observation[1] = --left;
      step.reward = 2 * action[0] + sum;
      step.terminated = left == 0;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Copies that are asked together where possible; counts the exchanges. */
  private static final class Together implements EnvironmentBatch.Source {
    private final List<Sum> made = new ArrayList<>();
    private int together;
    private int singly;

    @Override
    public Environment get() {
      Sum sum = new Sum();
      made.add(sum);
      return sum;
    }

    @Override
    public EnvironmentBatch batch(int count) {
      List<Ahead> copies = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        copies.add(new Ahead(this));
      }
      return new EnvironmentBatch() {
        @Override
        public List<? extends Environment> copies() {
          return copies;
        }

        @Override
        public void resetAhead(long[] seeds) {
          together++;
          for (int i = 0; i < count; i++) {
            copies.get(i).resetAhead(seeds[i]);
          }
        }

        @Override
        public void stepAhead(float[] actions, long[] nextSeeds) {
          together++;
          for (int i = 0; i < count; i++) {
            copies.get(i).stepAhead(actions[i], nextSeeds[i]);
          }
        }
      };
    }
  }

  /** A copy that has been stepped before it is asked. */
  private static final class Ahead extends Wrapper {
    private final Together source;
    private final Step known = new Step(2);
    private final float[] first = new float[2];
    private long seed;
    private float action;
    private boolean reset;
    private boolean stepped;

    Ahead(Together source) {
      super(source.get());
      this.source = source;
    }

    void resetAhead(long given) {
      seed = given;
      reset = true;
      stepped = false;
      environment.reset(seed, first);
    }

    void stepAhead(float given, long nextSeed) {
      action = given;
      stepped = true;
      reset = false;
      known.clear();
      environment.step(new float[] {given}, known);
      if (known.ended()) {
        seed = nextSeed;
        environment.reset(nextSeed, first);
      }
    }

    @Override
    public void reset(long given, float[] observation) {
      if (reset && seed == given) {
        System.arraycopy(first, 0, observation, 0, 2);
      } else {
        source.singly++;
        environment.reset(given, observation);
      }
      reset = false;
    }

    @Override
    public void step(float[] given, Step step) {
      if (stepped) {
        assertThat(given[0]).isEqualTo(action);
        System.arraycopy(known.observation, 0, step.observation, 0, 2);
        step.reward = known.reward;
        step.terminated = known.terminated;
        reset = known.ended();
      } else {
        source.singly++;
        environment.step(given, step);
      }
      stepped = false;
    }
  }

  private static EnvironmentConfig config(String setting) {
    EnvironmentConfig.Builder builder = EnvironmentConfig.builder();
    return switch (setting) {
      case "nothing" -> builder.build();
      case "time-limit" -> builder.timeLimit(4).build();
      case "action-repeat" -> builder.actionRepeat(2).build();
      case "rescale-actions" -> builder.rescaleActions(true).build();
      case "rewards" -> builder.rewardScale(0.5).rewardClip(3).build();
      case "observations" ->
          builder.flattenObservations(true).observationClip(50).frameStack(3).build();
      case "normalised" -> builder.normalizeObservations(true).normalizeRewards(true).build();
      case "all" ->
          builder.timeLimit(7).actionRepeat(3).rescaleActions(true).rewardScale(2).frameStack(2)
              .normalizeObservations(true).build();
      default -> throw new IllegalArgumentException(setting);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, true", "time-limit, false", "action-repeat, false", "rescale-actions, true",
    "rewards, true", "observations, true", "normalised, true", "all, false"})
  void shouldStepWrappedCopiesTogetherLikeSingleOnes(String setting, boolean nothingSingly) {
    EnvironmentConfig config = config(setting);
    Together source = new Together();
    Together plain = new Together();
    int steps = 60;
    try (VectorEnvironment batch = config.vector(source, COUNT, 0.9);
        VectorEnvironment singles = config.vector(() -> plain.get(), COUNT, 0.9)) {
      int size = batch.observationSpace().size();
      float[] first = new float[COUNT * size];
      float[] other = new float[COUNT * size];
      batch.reset(3, first);
      singles.reset(3, other);
      assertThat(first).containsExactly(other);
      Transitions ahead = new Transitions(COUNT, size);
      Transitions single = new Transitions(COUNT, size);
      RandomStream random = new RandomStream(8);
      float[] actions = new float[COUNT];
      for (int t = 0; t < steps; t++) {
        for (int i = 0; i < COUNT; i++) {
          batch.actionSpace().sample(random, actions, i);
        }
        batch.step(actions, ahead);
        singles.step(actions, single);
        assertThat(ahead.observations).containsExactly(single.observations);
        assertThat(ahead.rewards).containsExactly(single.rewards);
        assertThat(ahead.terminated).containsExactly(single.terminated);
        assertThat(ahead.truncated).containsExactly(single.truncated);
        assertThat(ahead.finalObservations).containsExactly(single.finalObservations);
        assertThat(ahead.episodeReturns).containsExactly(single.episodeReturns);
      }
    }
    assertThat(source.together).isEqualTo(steps + 1);
    // Only calls that the batch cannot know beforehand go to a single copy: more steps, and the
    // wrapper's ends.
    assertThat(source.singly == 0).isEqualTo(nothingSingly);
    assertThat(source.made).hasSize(COUNT).allMatch(sum -> sum.closed);
  }

  @Test
  void shouldCloseTheCopiesIfTheyCannotBeWrapped() {
    Together source = new Together();
    EnvironmentBatch.Source wrapped =
        source.wrapped(
            bare -> {
              throw new IllegalArgumentException("no");
            });
    assertThatThrownBy(() -> wrapped.batch(COUNT)).hasMessage("no");
    assertThatThrownBy(wrapped::get).hasMessage("no");
    assertThat(source.made).hasSize(COUNT + 1).allMatch(sum -> sum.closed);
  }
}
