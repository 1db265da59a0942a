package jackdaw.environment.wrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Environment;
import jackdaw.environment.RandomWalk;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.Vectors;
import jackdaw.environment.Wrapper;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares each wrapper with the bare environment, played with the same seeds and actions. */
class WrappersTest {
  /** One moment of an episode. */
  private record Moment(
      float[] observation, double reward, double taskReward, boolean terminated,
      boolean truncated) {}

  private final float[] action = new float[2];

  /**
   * Plays episode {@code seed} with actions drawn from the seed; the first moment is the reset.
   */
  private static List<Moment> play(Environment environment, long seed) {
    RandomStream random = new RandomStream(seed);
    Step step = new Step(environment.observationSpace().size());
    environment.reset(seed, step.observation);
    List<Moment> moments = new ArrayList<>();
    moments.add(moment(step));
    while (!step.ended()) {
      float[] action = new float[environment.actionSpace().size()];
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) (2 * random.nextDouble() - 1);
      }
      step.clear();
      environment.step(action, step);
      assertThat(environment.observationSpace().contains(step.observation, 0)).isTrue();
      moments.add(moment(step));
    }
    return moments;
  }

  private static Moment moment(Step step) {
    return new Moment(
        step.observation.clone(),
        step.reward,
        step.taskReward(),
        step.terminated,
        step.truncated);
  }

  private static final class Tiles implements Environment {
    private int tile;

    @Override
    public Space observationSpace() {
      return new Discrete(5);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      tile = 0;
      observation[0] = tile;
    }

    @Override
    public void step(float[] action, Step step) {
      tile++;
      step.observation[0] = tile;
      step.terminated = tile == 4;
    }
  }

  /** All wrappers, for properties that each has to have. */
  enum Kind {
    TIME_LIMIT, FRAME_STACK, ACTION_REPEAT, SCALE, CLIP, SHAPING, OBSERVATION_CLIP, RESCALE,
    FLATTEN, SELECTION;

    Environment around(Environment bare) {
      return switch (this) {
        case TIME_LIMIT -> new TimeLimit(bare, 7);
        case FRAME_STACK -> new FrameStack(bare, 3);
        case ACTION_REPEAT -> new ActionRepeat(bare, 3);
        case SCALE -> RewardTransform.scale(bare, 0.1);
        case CLIP -> RewardTransform.clip(bare, -0.2, 0.1);
        case SHAPING -> RewardShaping.potential(bare, 0.9, s -> s[0]);
        case OBSERVATION_CLIP -> new ObservationClip(bare, -1, 1);
        case RESCALE -> new ActionRescale(bare);
        case FLATTEN -> new Flatten(bare);
        case SELECTION -> new ObservationSelection(bare, 2, 0);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldBeSoundAndPassOnWhatItDoesNotChange(Kind kind) {
    assertThat(EnvironmentChecker.check(() -> kind.around(new RandomWalk()))).isEmpty();
    RandomWalk walk = new RandomWalk();
    Environment wrapped = kind.around(walk);
    assertThat(wrapped.solvedReturn()).hasValue(3.5);
    assertThat(wrapped.name()).isEqualTo("RandomWalk");
    wrapped.close();
    assertThat(walk.closed).isEqualTo(1);
  }

  /** Saves a vector of wrapped environments in mid-episode. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldGoOnFromASavedState(Kind kind) {
    VectorEnvironment first = VectorEnvironment.of(() -> kind.around(new RandomWalk()), 3);
    VectorEnvironment second = VectorEnvironment.of(() -> kind.around(new RandomWalk()), 3);
    Vectors.assertGoesOn(first, second);
  }

  @Test
  void shouldStackObservationsOldestFirst() {
    List<Moment> bare = play(new RandomWalk(), 4);
    FrameStack stack = new FrameStack(new RandomWalk(), 3);
    assertThat(((Box) stack.observationSpace()).shape()).containsExactly(3, 3);
    assertThat(((Box) stack.observationSpace()).high(4)).isEqualTo(RandomWalk.MAX_STEPS);
    for (int episode = 0; episode < 2; episode++) {
      List<Moment> stacked = play(stack, 4);
      assertThat(stacked).hasSameSizeAs(bare);
      for (int t = 0; t < bare.size(); t++) {
        float[] expected = new float[9];
        for (int k = 0; k < 3; k++) {
          float[] frame = bare.get(Math.max(0, t - 2 + k)).observation;
          System.arraycopy(frame, 0, expected, 3 * k, 3);
        }
        assertThat(stacked.get(t).observation).containsExactly(expected);
        assertThat(stacked.get(t).reward).isEqualTo(bare.get(t).reward);
        assertThat(stacked.get(t).terminated).isEqualTo(bare.get(t).terminated);
        assertThat(stacked.get(t).truncated).isEqualTo(bare.get(t).truncated);
      }
    }
  }

  @Test
  void shouldRepeatActionsUntilTheEndAndSumRewards() {
    ActionRepeat repeat =
        new ActionRepeat(RewardTransform.scale(new RandomWalk(), 10), 7);
    RandomWalk bare = new RandomWalk();
    Step step = new Step(3);
    Step one = new Step(3);
    repeat.reset(1, step.observation);
    bare.reset(1, one.observation);
    action[0] = 0.2f;
    int steps = 0;
    while (!step.ended()) {
      step.clear();
      repeat.step(action, step);
      double sum = 0;
      for (int i = 0; i < 7 && !one.ended(); i++) {
        one.clear();
        bare.step(action, one);
        sum += one.reward;
        steps++;
      }
      assertThat(step.observation).containsExactly(one.observation);
      assertThat(step.taskReward()).isEqualTo(sum);
      assertThat(step.reward).isCloseTo(10 * sum, within(1e-12));
      assertThat(step.ended()).isEqualTo(one.ended());
    }
    assertThat(steps % 7).as("the end cut a repetition short").isNotZero();
  }

  @Test
  void shouldChangeOnlyTheRewardThatIsLearntFrom() {
    List<Moment> bare = play(new RandomWalk(), 9);
    List<Moment> changed =
        play(
            RewardTransform.clip(RewardTransform.scale(new RandomWalk(), 3), -0.5, 0.2), 9);
    int clipped = 0;
    for (int t = 1; t < bare.size(); t++) {
      double scaled = 3 * bare.get(t).reward;
      assertThat(changed.get(t).reward).isEqualTo(Math.min(0.2, Math.max(-0.5, scaled)));
      assertThat(changed.get(t).taskReward).isEqualTo(bare.get(t).reward);
      clipped += scaled == changed.get(t).reward ? 0 : 1;
    }
    assertThat(clipped).isBetween(1, bare.size() - 2);
  }

  /** The sum of γᵗ F telescopes to γᵀ Φ(s_T) − Φ(s_0), and Φ of a terminal state is 0. */
  @Test
  void shouldShapeByAPotentialThatTelescopes() {
    double discount = 0.9;
    int terminations = 0;
    for (int seed = 0; seed < 40; seed++) {
      List<Moment> moments =
          play(
              RewardShaping.potential(new RandomWalk(), discount, s -> 2 * s[0] + 1),
              seed);
      double sum = 0;
      double weight = 1;
      for (Moment moment : moments.subList(1, moments.size())) {
        sum += weight * (moment.reward - moment.taskReward);
        weight *= discount;
      }
      Moment last = moments.getLast();
      double end = last.terminated ? 0 : 2 * last.observation[0] + 1;
      double start = 2 * moments.getFirst().observation[0] + 1;
      assertThat(sum).isCloseTo(weight * end - start, within(1e-9));
      terminations += last.terminated ? 1 : 0;
    }
    assertThat(terminations).isBetween(1, 39);
  }

  @Test
  void shouldShapeByAnyFunction() {
    RewardShaping shaped =
        new RewardShaping(
            new RandomWalk(), (before, act, step) -> step.observation[0] - before[0] + act[1]);
    Step step = new Step(3);
    shaped.reset(2, step.observation);
    for (int i = 0; i < 5; i++) {
      float before = step.observation[0];
      action[1] = 0.1f * i;
      step.clear();
      shaped.step(action, step);
      assertThat(step.reward)
          .isEqualTo(step.taskReward() + (step.observation[0] - before + action[1]));
    }
  }

  @Test
  void shouldClipObservationsAndTheirSpace() {
    ObservationClip clip = new ObservationClip(new RandomWalk(), -1, 5);
    assertThat(clip.observationSpace())
        .isEqualTo(Box.of(new float[] {-1, 0, -1}, new float[] {5, 5, 2}));
    List<Moment> bare = play(new RandomWalk(), 3);
    List<Moment> clipped = play(clip, 3);
    for (int t = 0; t < bare.size(); t++) {
      for (int i = 0; i < 3; i++) {
        assertThat(clipped.get(t).observation[i])
            .isEqualTo(Math.min(5, Math.max(-1, bare.get(t).observation[i])));
      }
    }
  }

  /** The inner environment records the actions that it receives. */
  private static final class Valve extends Wrapper {
    private float[] given = new float[0];

    Valve() {
      super(new RandomWalk());
    }

    @Override
    public Space actionSpace() {
      return Box.of(new float[] {-3, 10}, new float[] {1, 30});
    }

    @Override
    public void step(float[] action, Step step) {
      given = action.clone();
    }
  }

  @Test
  void shouldRescaleActions() {
    Valve valve = new Valve();
    ActionRescale rescale = new ActionRescale(valve);
    assertThat(rescale.actionSpace()).isEqualTo(Box.of(-1, 1, 2));
    float[][] pairs = {
      {-1, -1, -3, 10}, {1, 1, 1, 30}, {0, 0, -1, 20}, {0.5f, -0.5f, 0, 15}, {-7, 9, -3, 30}
    };
    for (float[] pair : pairs) {
      rescale.step(new float[] {pair[0], pair[1]}, new Step(3));
      assertThat(valve.given).containsExactly(pair[2], pair[3]);
    }
  }

  @Test
  void shouldFlattenToNumbers() {
    Flatten tiles = new Flatten(new Tiles());
    assertThat(tiles.observationSpace()).isEqualTo(Box.of(0, 1, 5));
    Step step = new Step(5);
    tiles.reset(1, step.observation);
    assertThat(step.observation).containsExactly(1, 0, 0, 0, 0);
    tiles.step(new float[1], step);
    tiles.step(new float[1], step);
    assertThat(step.observation).containsExactly(0, 0, 1, 0, 0);
    assertThat(((Box) new Flatten(new FrameStack(new RandomWalk(), 2)).observationSpace()).shape())
        .containsExactly(6);
  }

  @Test
  void shouldRefuseWhatItCannotWrap() {
    assertThatThrownBy(() -> new FrameStack(new Tiles(), 2))
        .hasMessage(
            "a stack of observations needs a Box, and Tiles observes Discrete(5): flatten it first");
    assertThatThrownBy(() -> new ObservationClip(new Tiles(), 0, 1))
        .hasMessageContaining("flatten it first");
    assertThatThrownBy(() -> new ActionRescale(new Tiles()))
        .hasMessage("rescaled actions need a Box, and the actions of Tiles are Discrete(2)");
    assertThatThrownBy(() -> new FrameStack(new RandomWalk(), 0))
        .hasMessage("a stack of 0 observations is not possible: use 1 or more");
    assertThatThrownBy(() -> new ActionRepeat(new RandomWalk(), 0))
        .hasMessage("an action taken 0 times is not possible: use 1 or more");
    assertThatThrownBy(() -> RewardTransform.scale(new RandomWalk(), Double.NaN))
        .hasMessage("rewards times NaN are not possible: use a finite number other than 0");
    assertThatThrownBy(() -> RewardTransform.clip(new RandomWalk(), 1, 1))
        .hasMessageContaining("rewards within [1.0, 1.0] are not possible");
    assertThatThrownBy(() -> RewardShaping.potential(new RandomWalk(), 2, s -> 0))
        .hasMessage("a discount of 2.0 is not possible: use a number in [0, 1]");
    assertThatThrownBy(() -> new ObservationSelection(new RandomWalk(), 3))
        .hasMessage("index 3 is not in an observation of 3 values: use 0 to 2");
  }
}
