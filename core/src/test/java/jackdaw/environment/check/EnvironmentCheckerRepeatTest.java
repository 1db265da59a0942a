package jackdaw.environment.check;

import static jackdaw.environment.check.EnvironmentCheckerTest.assertError;
import static jackdaw.environment.check.EnvironmentCheckerTest.assertNote;
import static jackdaw.environment.check.EnvironmentCheckerTest.assertWarning;

import jackdaw.environment.RandomWalk;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.check.Finding.Kind;
import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Mistakes that show only in playing the same episodes again under other circumstances. */
class EnvironmentCheckerRepeatTest {
  @Test
  void shouldFindRandomnessOfItsOwn() {
    RandomStream chance = new RandomStream(1);
    assertWarning(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            position += 0.01f * chance.nextFloat();
            super.step(action, step);
          }
        },
        Kind.NOT_REPEATABLE,
        "is not repeatable: the same seed and actions gave observation[0] = ",
        " in step 1 of the episode with seed ",
        "draw everything random from the seed of reset");
  }

  @Test
  void shouldFindRewardThatDoesNotRepeat() {
    RandomStream chance = new RandomStream(1);
    assertWarning(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            step.reward += steps == 7 && chance.nextBoolean() ? 1 : 0;
          }
        },
        Kind.NOT_REPEATABLE,
        "gave reward = ");
  }

  @Test
  void shouldFindExceptionThatDoesNotRepeat() {
    RandomStream chance = new RandomStream(1);
    assertError(
        () -> new RandomWalk() {
          final boolean spoilt = chance.nextLong() != new RandomStream(1).nextLong();

          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            if (spoilt && steps == 3) {
              throw new ArithmeticException("by zero");
            }
          }
        },
        Kind.THROWS,
        "threw in step 3 of the episode with seed ",
        ": ArithmeticException: by zero");
  }

  @Test
  void shouldFindWhatIsLeftOfEarlierEpisodes() {
    assertWarning(
        () -> new RandomWalk() {
          float drift;

          @Override
          public void step(float[] action, Step step) {
            drift += 0.0001f;
            super.step(action, step);
            step.reward += drift;
          }
        },
        Kind.NOT_REPEATABLE,
        "keeps something of earlier episodes",
        "set everything again in reset, or a run that is stopped cannot go on where it was");
  }

  @Test
  void shouldFindKeptObservationArray() {
    assertError(
        () -> new RandomWalk() {
          float[] kept = new float[3];

          @Override
          public void observe(float[] observation, float push) {
            position = steps == 0 ? position : kept[0] + push;
            super.observe(observation, push);
            kept = observation;
          }
        },
        Kind.SHARED_ARRAY,
        "keeps or reads the observation array that it was given",
        "in step 1 of");
  }

  @Test
  void shouldFindUseOfWhatTheObservationArrayHeld() {
    assertError(
        () -> new RandomWalk() {
          @Override
          public void observe(float[] observation, float push) {
            observation[0] += position;
            observation[1] = steps;
            observation[2] = push;
          }
        },
        Kind.SHARED_ARRAY,
        "keeps or reads the observation array that it was given",
        "in reset with");
  }

  @Test
  void shouldFindKeptActionArray() {
    assertError(
        () -> new RandomWalk() {
          float[] last = new float[2];

          @Override
          public void reset(long seed, float[] observation) {
            super.reset(seed, observation);
            last = new float[2];
          }

          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            step.reward -= Math.abs(action[0] - last[0]);
            last = action;
          }
        },
        Kind.SHARED_ARRAY,
        "keeps the action array that it was given: overwriting it changed reward = ",
        "in step 2 of");
  }

  /** Looks sound alone, because every reset sets it. */
  private static float sharedPosition;

  @Test
  void shouldFindStaticState() {
    assertWarning(
        () -> new RandomWalk() {
          @Override
          public void observe(float[] observation, float push) {
            sharedPosition = steps == 0 ? position : sharedPosition + push;
            position = sharedPosition;
            super.observe(observation, push);
          }
        },
        Kind.SHARED_STATE,
        "shares state between instances: stepping another one changed observation[0] = ");
  }

  @Test
  void shouldFindInstanceGivenTwice() {
    RandomWalk only = new RandomWalk();
    assertError(
        () -> only, Kind.SHARED_STATE, "RandomWalk is given by its supplier twice as the same");
  }

  @Test
  void shouldFindInstanceWithinTwoLimits() {
    RandomWalk only = new RandomWalk();
    assertWarning(
        () -> new TimeLimit(only, 20), Kind.SHARED_STATE, "shares state between instances");
  }

  @Test
  void shouldWarnOfSeedWithoutEffect() {
    assertNote(
        () -> new RandomWalk() {
          @Override
          public void reset(long seed, float[] observation) {
            super.reset(0, observation);
          }
        },
        Kind.SEED_WITHOUT_EFFECT,
        "gives the same episodes with different seeds: right only if nothing in it is random");
  }

  @Test
  void shouldWarnOfStepAcceptedAfterEnd() {
    assertNote(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            running |= steps > 0;
            super.step(action, step);
          }
        },
        Kind.STEP_NOT_REFUSED,
        "accepts it where a step comes after the end of an episode",
        "throw an IllegalStateException");
  }

  @Test
  void shouldWarnOfStepBeforeReset() {
    assertNote(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            if (!running && steps == 0) {
              throw new NullPointerException();
            }
            super.step(action, step);
          }
        },
        Kind.STEP_NOT_REFUSED,
        "throws NullPointerException (EnvironmentCheckerRepeatTest.java:",
        ") where a step comes before the first reset");
  }
}
