package jackdaw.environment.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.RandomWalk;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.check.Finding.Kind;
import jackdaw.environment.wrapper.ActionRepeat;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masks of actions on their way through vectors, wrappers and the checker. */
class ActionMaskCheckTest {
  private static final int COPIES = 3;

  /**
   * A walk on the places 0 … 4 by a step of −1, 0 or 1 (the first part) that costs what is paid
   * (the second): off the places is illegal, and so is to pay what the place is. Six steps are an
   * episode.
   */
  private static class Walk implements Environment {
    int place;
    int steps = 6;

    @Override
    public Space observationSpace() {
      return new Discrete(5);
    }

    @Override
    public Space actionSpace() {
      return MultiDiscrete.of(3, 5);
    }

    @Override
    public boolean masksActions() {
      return true;
    }

    @Override
    public void legalActions(boolean[] legal) {
      for (int i = 0; i < 3; i++) {
        legal[i] = place + i - 1 >= 0 && place + i - 1 < 5;
      }
      for (int i = 0; i < 5; i++) {
        legal[3 + i] = i != place;
      }
    }

    @Override
    public void reset(long seed, float[] observation) {
      place = new RandomStream(seed).nextInt(5);
      steps = 0;
      observation[0] = place;
    }

    @Override
    public void step(float[] action, Step step) {
      if (steps == 6) {
        throw new IllegalStateException("no episode is running");
      }
      boolean[] legal = new boolean[8];
      legalActions(legal);
      if (!legal[(int) action[0]] || !legal[3 + (int) action[1]]) {
        throw new IllegalArgumentException("illegal");
      }
      place += (int) action[0] - 1;
      step.reward = -action[1];
      step.observation[0] = place;
      step.terminated = ++steps == 6;
    }
  }

  private static VectorEnvironment vector(Environment last) {
    List<Environment> left = new ArrayList<>(List.of(new Walk(), new Walk(), last));
    return VectorEnvironment.of(left::removeFirst, COPIES);
  }

  private final Transitions transitions = new Transitions(COPIES, 1);
  private final float[] observations = new float[COPIES];
  private final float[] masks = new float[2 + COPIES * 8];

  private void assertMasksFit(float[] places) {
    for (int i = 0; i < COPIES; i++) {
      Walk walk = new Walk();
      walk.place = (int) places[i];
      boolean[] legal = new boolean[8];
      walk.legalActions(legal);
      for (int flag = 0; flag < 8; flag++) {
        assertThat(masks[2 + i * 8 + flag]).isEqualTo(legal[flag] ? 1 : 0);
      }
    }
  }

  /** Paying what is legal, and staying. */
  private float[] stay() {
    float[] actions = new float[2 * COPIES];
    for (int i = 0; i < COPIES; i++) {
      actions[2 * i] = 1;
      while (masks[2 + i * 8 + 3 + (int) actions[2 * i + 1]] == 0) {
        actions[2 * i + 1]++;
      }
    }
    return actions;
  }

  @Test
  void shouldWriteTheMasksOfTheObservationsToActOnNext() {
    try (VectorEnvironment vector = vector(new TimeLimit(new Walk(), 4))) {
      assertThat(vector.maskSize()).isEqualTo(8);
      vector.reset(1, observations);
      vector.masks(masks, 2);
      assertMasksFit(observations);
      for (int t = 0; t < 20; t++) {
        vector.step(stay(), transitions);
        vector.masks(masks, 2);
        assertMasksFit(transitions.observations);
      }
      Snapshot snapshot = new Snapshot();
      vector.save(snapshot);
      vector.step(stay(), transitions);
      vector.restore(snapshot);
      float[] before = masks.clone();
      vector.masks(masks, 2);
      assertThat(masks).isEqualTo(before);
      assertThat(masks[0] + masks[1]).isZero();
    }
  }

  @Test
  void shouldHaveNoMasksWhereNoneAreOffered() {
    try (VectorEnvironment vector = VectorEnvironment.of(RandomWalk::new, 2)) {
      assertThat(vector.maskSize()).isZero();
      vector.reset(1, new float[6]);
      vector.masks(new float[0], 0);
    }
  }

  @Test
  void shouldNameCopyStepAndPartWithoutALegalValue() {
    VectorEnvironment vector = vector(new Walk() {
      @Override
      public void legalActions(boolean[] legal) {
        super.legalActions(legal);
        if (steps == 2) {
          Arrays.fill(legal, 3, 8, false);
        }
      }
    });
    vector.reset(1, observations);
    vector.masks(masks, 2);
    vector.step(stay(), transitions);
    assertThatThrownBy(() -> vector.step(stay(), transitions))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageMatching(
            ".*ActionMaskCheckTest\\$1 \\(copy 2\\) has no legal value for part 1 of the action after"
                + " step 2 of its episode on action \\[.*]: end the episode there, or let one be"
                + " legal");
  }

  @Test
  void shouldNameCopyAndSeedWhereAnEpisodeStartsWithoutALegalAction() {
    VectorEnvironment vector = VectorEnvironment.of(
        () -> new Walk() {
          @Override
          public Space actionSpace() {
            return new Discrete(8);
          }

          @Override
          public void legalActions(boolean[] legal) {}
        },
        1);
    assertThatThrownBy(() -> vector.reset(1, new float[1]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageMatching(
            ".*\\(copy 0\\) has no legal action after reset with seed -?\\d+: end the episode there,"
                + " or let one be legal");
  }

  @Test
  void shouldNameCopyWhoseMaskThrows() {
    VectorEnvironment vector = vector(new Walk() {
      @Override
      public void legalActions(boolean[] legal) {
        legal[8] = true;
      }
    });
    assertThatThrownBy(() -> vector.reset(1, observations))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageMatching(
            ".*\\(copy 2\\) threw in legalActions after reset with seed -?\\d+:"
                + " ArrayIndexOutOfBoundsException: .*");
  }

  private static Walk continuous() {
    return new Walk() {
      @Override
      public Space actionSpace() {
        return Box.unbounded(2);
      }
    };
  }

  @Test
  void shouldRefuseMasksOfContinuousActions() {
    assertThatThrownBy(() -> VectorEnvironment.of(ActionMaskCheckTest::continuous, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            " masks actions, and its action space Box(shape=[2], low=-Infinity, high=Infinity) has"
                + " nothing to mask: use Discrete, MultiDiscrete or MultiBinary actions, or let"
                + " masksActions be false");
    EnvironmentCheckerTest.assertError(
        ActionMaskCheckTest::continuous, Kind.WRONG_MASK, "has nothing to mask");
  }

  @Test
  void shouldRefuseCopiesOfWhichOneMasks() {
    assertThatThrownBy(() -> vector(new Walk() {
      @Override
      public boolean masksActions() {
        return false;
      }
    })).isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "of copies 0 and 2 only one masks actions: all copies need the same");
  }

  @Test
  void shouldRefuseToRepeatActionsThatMayBecomeIllegal() {
    assertThat(new ActionRepeat(new Walk(), 1).masksActions()).isTrue();
    assertThatThrownBy(() -> new ActionRepeat(new Walk(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "an action may be illegal when it is repeated, and Walk masks actions: take each once");
  }

  /** The walk refuses illegal actions, so that the checker's own play has to honour the mask. */
  @Test
  void shouldFindNothingInASoundMask() {
    assertThat(EnvironmentChecker.check(Walk::new)).isEmpty();
    assertThat(EnvironmentChecker.check(() -> new TimeLimit(new Walk(), 4))).isEmpty();
  }

  @Test
  void shouldFindMasksThatAreWrong() {
    EnvironmentCheckerTest.assertError(
        () -> new Walk() {
          @Override
          public void legalActions(boolean[] legal) {
            super.legalActions(legal);
            if (steps > 3) {
              Arrays.fill(legal, 0, 3, false);
            }
          }
        },
        Kind.WRONG_MASK,
        "has no legal value for part 0 of the action after step 4 of the episode");
    EnvironmentCheckerTest.assertError(
        () -> new Walk() {
          @Override
          public void legalActions(boolean[] legal) {
            legal[8] = true;
          }
        },
        Kind.WRONG_MASK,
        "goes beyond the 8 flags of the mask of actions",
        "after reset with seed");
    EnvironmentCheckerTest.assertError(
        () -> new Walk() {
          @Override
          public void legalActions(boolean[] legal) {
            throw new UnsupportedOperationException("later");
          }
        },
        Kind.WRONG_MASK,
        "threw in legalActions (UnsupportedOperationException: later (ActionMaskCheckTest.java:",
        ")) after reset with seed");
  }

  @Test
  void shouldFindMasksThatAreNotRepeatable() {
    EnvironmentCheckerTest.assertWarning(
        () -> new Walk() {
          private int calls;

          @Override
          public void legalActions(boolean[] legal) {
            super.legalActions(legal);
            legal[1] = calls++ < 700;
          }
        },
        Kind.NOT_REPEATABLE,
        "gave legal[1] = true and then false");
  }
}
