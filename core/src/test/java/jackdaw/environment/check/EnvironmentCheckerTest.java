package jackdaw.environment.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.RandomWalk;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.check.Finding.Kind;
import jackdaw.environment.check.Finding.Severity;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the values tell; {@link EnvironmentCheckerRepeatTest} has what only a second play tells. */
class EnvironmentCheckerTest {
  static Finding only(Supplier<? extends Environment> environments) {
    List<Finding> findings = EnvironmentChecker.check(environments);
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  static void assertError(
      Supplier<? extends Environment> environments, Kind kind, String... parts) {
    assertFinding(environments, Severity.ERROR, kind, parts);
  }

  static void assertWarning(
      Supplier<? extends Environment> environments, Kind kind, String... parts) {
    assertFinding(environments, Severity.WARNING, kind, parts);
  }

  static void assertNote(
      Supplier<? extends Environment> environments, Kind kind, String... parts) {
    assertFinding(environments, Severity.NOTE, kind, parts);
  }

  private static void assertFinding(
      Supplier<? extends Environment> environments, Severity severity, Kind kind, String... parts) {
    Finding finding = only(environments);
    assertThat(finding.kind()).isEqualTo(kind);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.message()).contains(parts).doesNotContain("\n");
  }

  private abstract static class Observing extends RandomWalk {
    @Override
    public abstract void observe(float[] observation, float push);

    final void observeSoundly(float[] observation, float push) {
      super.observe(observation, push);
    }
  }

  @Test
  void shouldFindNothingInSoundEnvironmentAndCloseIt() {
    List<RandomWalk> made = new ArrayList<>();
    Supplier<Environment> environments =
        () -> {
          made.add(new RandomWalk());
          return made.getLast();
        };

    assertThat(EnvironmentChecker.check(environments)).isEmpty();
    assertThat(EnvironmentChecker.check(() -> new TimeLimit(new RandomWalk(), 7))).isEmpty();
    assertThatCode(() -> EnvironmentChecker.requireSound(environments)).doesNotThrowAnyException();
    assertThat(made).allMatch(environment -> environment.closed == 1);
  }

  @Test
  void shouldFindValueThatIsNotWritten() {
    assertError(
        () -> new Observing() {
          @Override
          public void observe(float[] observation, float push) {
            observation[0] = position;
            if (steps < 2) {
              observation[1] = steps;
            }
            observation[2] = push;
          }
        },
        Kind.NOT_WRITTEN,
        "does not write observation[1] in step 2 of the episode with seed ",
        "write all 3 values");
  }

  @Test
  void shouldFindWriteBeyondObservationSpace() {
    assertError(
        () -> new Observing() {
          @Override
          public void observe(float[] observation, float push) {
            observeSoundly(observation, push);
            if (steps == 1) {
              observation[3] = 1;
            }
          }
        },
        Kind.BEYOND_SPACE,
        "writes observation[3] in step 1 of",
        "the observation space has 3 values");
  }

  @Test
  void shouldFindCopyBeyondObservationSpace() {
    assertError(
        () -> new Observing() {
          @Override
          public void observe(float[] observation, float push) {
            System.arraycopy(new float[5], 0, observation, 0, 5);
          }
        },
        Kind.BEYOND_SPACE,
        "writes observation[4] in reset with seed ");
  }

  @Test
  void shouldFindReadBeyondActionSpace() {
    assertError(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            step.reward = action[2];
          }
        },
        Kind.BEYOND_SPACE,
        "reads beyond the action in step 1 of",
        "Index 2",
        "the action space has 2 values");
  }

  @Test
  void shouldReportOtherIndexMistakeAsException() {
    assertError(
        () -> new Observing() {
          private final float[] noPushes = {};

          @Override
          public void observe(float[] observation, float push) {
            observeSoundly(observation, noPushes[steps]);
          }
        },
        Kind.THROWS,
        "threw in reset with seed ",
        "ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0");
  }

  @Test
  void shouldFindValueOutsideOfBox() {
    assertWarning(
        () -> new Observing() {
          @Override
          public void observe(float[] observation, float push) {
            observeSoundly(observation, push);
            observation[1] = -steps;
          }
        },
        Kind.OUTSIDE_SPACE,
        "gives observation[1] = -1.0 in step 1 of",
        "the observation space allows 0.0 to 40.0; training takes such values as they are");
  }

  @Test
  void shouldFindValueOutsideOfDiscreteSpace() {
    assertError(
        () -> new Observing() {
          @Override
          public Space observationSpace() {
            return new Discrete(40);
          }

          @Override
          public void observe(float[] observation, float push) {
            observation[0] = steps + (steps == 1 ? 0.5f : 0);
          }
        },
        Kind.OUTSIDE_SPACE,
        "gives observation[0] = 1.5 in step 1 of",
        "the observation space allows the whole numbers 0 to 39");
  }

  @Test
  void shouldFindObservationThatIsNotFinite() {
    assertError(
        () -> new Observing() {
          @Override
          public void observe(float[] observation, float push) {
            observeSoundly(observation, push);
            observation[2] = push / (steps - 4) * 0 / (steps == 4 ? 0 : 1);
          }
        },
        Kind.NOT_FINITE,
        "gives observation[2] = NaN in step 4 of");
  }

  @Test
  void shouldFindRewardThatIsNotFiniteAsFloat() {
    assertError(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            step.reward = 1e39;
          }
        },
        Kind.NOT_FINITE,
        "gives reward = 1.0E39 in step 1 of");
  }

  @Test
  void shouldFindSpaceThatChanges() {
    AtomicInteger size = new AtomicInteger(1);
    assertError(
        () -> new RandomWalk() {
          @Override
          public Space actionSpace() {
            return new Discrete(size.incrementAndGet());
          }
        },
        Kind.SPACE_CHANGES,
        "gives Discrete(2) as its action space, and then Discrete(3)");
  }

  @Test
  void shouldFindSpaceThatChangesWithinEpisode() {
    assertError(
        () -> new RandomWalk() {
          @Override
          public Space observationSpace() {
            return steps < 3 ? super.observationSpace() : Box.unbounded(3);
          }
        },
        Kind.SPACE_CHANGES,
        "as its observation space, and then Box(shape=[3], low=-Infinity");
  }

  @Test
  @SuppressWarnings("NullAway")
  void shouldFindSpaceThatIsNull() {
    assertError(
        () -> new RandomWalk() {
          @Override
          public Space actionSpace() {
            return null;
          }
        },
        Kind.SPACE_CHANGES,
        "gives null as its action space");
  }

  @Test
  void shouldFindExceptions() {
    assertError(
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            if (steps == 5) {
              throw new ArithmeticException("by zero");
            }
          }
        },
        Kind.THROWS,
        "threw in step 5 of",
        "ArithmeticException: by zero (EnvironmentCheckerTest.java:");
    assertError(
        () -> new RandomWalk() {
          @Override
          public void close() {
            throw new IllegalStateException("stuck");
          }
        },
        Kind.THROWS,
        "threw IllegalStateException: stuck (EnvironmentCheckerTest.java:",
        "), outside of reset and step");
    assertError(
        () -> {
          throw new IllegalStateException("no licence");
        },
        Kind.THROWS,
        "threw IllegalStateException: no licence (EnvironmentCheckerTest.java:",
        "), outside of reset and step");
    assertError(() -> null, Kind.THROWS, "the supplier gave null");
  }

  @Test
  void shouldWarnOfEpisodesThatNeverEnd() {
    Supplier<Environment> endless =
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            position *= 0.5f;
            steps = 0;
            super.step(action, step);
          }
        };

    assertWarning(
        endless,
        Kind.NEVER_ENDS,
        "does not end an episode within 10000 random steps: wrap it in a TimeLimit");
    assertThat(EnvironmentChecker.check(() -> new TimeLimit(endless.get(), 2000))).isEmpty();
  }

  @Test
  void shouldThrowFirstErrorAndPassWarningsOver() {
    Supplier<Environment> silent =
        () -> new RandomWalk() {
          @Override
          public void reset(long seed, float[] observation) {
            super.reset(0, observation);
          }
        };
    assertThatCode(() -> EnvironmentChecker.requireSound(silent)).doesNotThrowAnyException();

    assertThatThrownBy(
        () -> EnvironmentChecker.requireSound(
            () -> new RandomWalk() {
              @Override
              public void step(float[] action, Step step) {
                super.step(action, step);
                step.reward = Double.NaN;
              }
            }))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("gives reward = NaN in step 1 of the episode with seed ");
  }

  @Test
  void shouldGoOnWithoutRepetitionAndSayWhatThatMeans() {
    Supplier<Environment> random =
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            position += (float) (1e-3 * Math.random());
            super.step(action, step);
          }
        };
    for (int instances : new int[] {1, 2}) {
      assertThat(EnvironmentChecker.requireSound(random, instances))
          .extracting(Finding::severity, Finding::kind)
          .containsExactly(tuple(Severity.WARNING, Kind.NOT_REPEATABLE));
    }
    assertThat(EnvironmentChecker.requireSound(random).getFirst().message())
        .endsWith("or a run that is stopped cannot go on where it was");
  }

  @Test
  void shouldOpenNoMoreInstancesThanAllowed() {
    AtomicInteger open = new AtomicInteger();
    Supplier<Environment> single =
        () -> {
          if (open.incrementAndGet() > 1) {
            throw new IllegalStateException("Address already in use");
          }
          return new RandomWalk() {
            @Override
            public void close() {
              open.decrementAndGet();
            }
          };
        };
    assertThat(EnvironmentChecker.requireSound(single, 1)).isEmpty();
    assertThat(open).hasValue(0);
    assertThatThrownBy(() -> EnvironmentChecker.requireSound(single, 2))
        .hasMessageContaining("Address already in use");
  }

  /** What comes late is no matter of the arrays that happen to be looked into then. */
  @Test
  void shouldNameALateExceptionAndALateDifferenceAsSuch() {
    for (boolean raises : new boolean[] {true, false}) {
      AtomicInteger taken = new AtomicInteger();
      Supplier<Environment> late =
          () -> new RandomWalk() {
            @Override
            public void step(float[] action, Step step) {
              super.step(action, step);
              if (taken.incrementAndGet() > 3_200) {
                if (raises) {
                  throw new IllegalArgumentException("the licence server said no");
                }
                step.reward += taken.get();
              }
            }
          };
      Finding finding = only(late);
      assertThat(finding.kind()).isEqualTo(raises ? Kind.THROWS : Kind.NOT_REPEATABLE);
      assertThat(finding.message()).contains(raises ? "licence server" : "is not repeatable");
    }
  }

  /** One that is slower than all that a user waits for is played for a step. */
  @Test
  void shouldTakeSecondsForAnEnvironmentThatTakesASecondAStep() {
    AtomicInteger calls = new AtomicInteger();
    Supplier<Environment> slow =
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            calls.incrementAndGet();
            LockSupport.parkNanos(1_000_000_000);
            super.step(action, step);
          }
        };
    long start = System.nanoTime();
    EnvironmentChecker.requireSound(slow);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(calls.get()).isBetween(1, 6);
  }

  @Test
  void shouldPlayASlowEnvironmentForFewerStepsBeforeARun() {
    AtomicInteger taken = new AtomicInteger();
    Supplier<Environment> slow =
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            taken.incrementAndGet();
            LockSupport.parkNanos(10_000_000);
            super.step(action, step);
          }
        };
    EnvironmentChecker.requireSound(slow);
    assertThat(taken.get()).isBetween(100, 600);
  }
}
