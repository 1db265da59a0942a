package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.nn.Memory;
import jackdaw.nn.Schedule;
import jackdaw.state.Snapshot;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same bits: twice, on any number of threads, and stopped and resumed. */
class PpoRepeatTest {
  private static final int ITERATIONS = 8;

  private static PpoConfig.Builder small(boolean shared) {
    return PpoConfig.builder()
        .environments(4).rolloutSteps(32).epochs(2).minibatchSize(64)
        .hiddenSizes(List.of(8)).sharedNetwork(shared).learningRate(3e-3)
        .learningRateSchedule(Schedule.LINEAR).clipRangeSchedule(Schedule.LINEAR)
        .entropyCoefficient(0.01);
  }

  private static float[] parametersAfter(
      int iterations, PpoConfig config, boolean continuous, long seed, int threads) {
    try (Ppo ppo =
        Ppo.open(config, Setup.of(() -> new WindyLine(continuous), seed).threads(threads))) {
      new Trainer(ppo, (long) iterations * config.rollout().batchSize()).run();
      return ppo.parameters().toArray();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,NONE", "true,false,NONE", "false,true,NONE", "true,true,NONE",
    "false,false,LSTM", "true,true,GRU"})
  void shouldEndAlikeOnAnyNumberOfThreads(boolean continuous, boolean shared, Memory memory) {
    PpoConfig config = small(shared).environments(64).rolloutSteps(32).minibatchSize(1024)
        .memory(memory).build();
    float[] one = parametersAfter(3, config, continuous, 1, 1);
    assertThat(parametersAfter(3, config, continuous, 1, 2)).isEqualTo(one);
    assertThat(parametersAfter(3, config, continuous, 1, 4)).isEqualTo(one);
  }

  @Test
  void shouldEndAlikeWithTheSameSeedAlone() {
    PpoConfig config = small(false).build();
    float[] first = parametersAfter(4, config, false, 7, 1);
    assertThat(parametersAfter(4, config, false, 7, 1)).isEqualTo(first);
    assertThat(parametersAfter(4, config, false, 8, 1)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,NONE", "true,false,NONE", "false,true,NONE", "true,true,NONE",
    "false,false,LSTM", "true,true,LSTM", "true,false,GRU", "false,true,GRU"})
  void shouldGoOnFromASavedStateBitForBit(boolean continuous, boolean shared, Memory memory) {
    PpoConfig config = small(shared).memory(memory).memorySize(6).build();
    assertThat(goOn(config, continuous)).isEqualTo(ITERATIONS * 2L * 2);
  }

  /** The adaptive coefficient is state; what a stop takes back must not show in any. */
  @ParameterizedTest
  @EnumSource(KlStop.class)
  void shouldGoOnWithAnAdaptiveCoefficientAndAnyStop(KlStop stop) {
    PpoConfig config = small(false).epochs(4).klStop(stop).klStopTarget(5e-4)
        .objective(PpoObjective.ADAPTIVE_KL).klTarget(0.003).build();
    long all = ITERATIONS * 4L * 2;
    if (stop == KlStop.NEVER) {
      assertThat(goOn(config, true)).isEqualTo(all);
    } else {
      assertThat(goOn(config, true)).isBetween((long) ITERATIONS, all - 1);
    }
  }

  /**
   * Stops after some iterations and goes on. The resumed run is made with another seed, so that
   * whatever is not saved shows. Returns how many updates a whole run has.
   */
  private static long goOn(PpoConfig config, boolean continuous) {
    int iterations = ITERATIONS;
    long updates;
    long totalSteps = (long) iterations * config.rollout().batchSize();
    Snapshot[] saved = new Snapshot[iterations + 1];
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(continuous), 1))) {
      Trainer trainer = new Trainer(
          ppo,
          totalSteps,
          new TrainingListener() {
            @Override
            public void iterated(Trainer running) {
              saved[(int) (ppo.steps() / config.rollout().batchSize())] = saved(running);
            }
          });
      saved[0] = saved(trainer);
      trainer.run();
      saved[iterations] = saved(trainer);
      updates = ppo.updates();
    }
    for (int stop : new int[] {0, 1, 3, 7, 8}) {
      try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(continuous), 2))) {
        Trainer trainer = new Trainer(ppo, totalSteps);
        trainer.restore(saved[stop]);
        if (stop < iterations) {
          // The best of an ended run of fewer than 100 episodes is its last policy, and gone again.
          assertSame(saved(trainer), saved[stop]);
        }
        trainer.run();
        assertSame(saved(trainer), saved[iterations]);
        assertThat(ppo.steps()).isEqualTo(totalSteps);
        assertThat(ppo.updates()).isEqualTo(updates);
      }
    }
    return updates;
  }

  private static Snapshot saved(Trainer trainer) {
    Snapshot snapshot = new Snapshot();
    trainer.save(snapshot);
    return snapshot;
  }

  private static void assertSame(Snapshot actual, Snapshot expected) {
    assertThat(actual.columns().keySet()).isEqualTo(expected.columns().keySet());
    expected.columns().forEach(
        (name, values) -> assertThat(actual.columns().get(name).toArray()).as(name)
            .isEqualTo(values.toArray()));
  }
}
