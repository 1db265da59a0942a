package jackdaw.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.state.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final double NONE = Double.NaN;

  @Test
  void shouldTakeWholeIterationsUntilAllStepsAreTaken() {
    FakeAlgorithm algorithm = new FakeAlgorithm(1);
    Trainer trainer = new Trainer(algorithm, 25);
    assertThat(trainer.complete()).isFalse();
    trainer.run();
    assertThat(trainer.complete()).isTrue();
    assertThat(algorithm.steps()).isEqualTo(30);
    assertThat(algorithm.progress).containsExactly(0.0, 10 / 25.0, 20 / 25.0);
  }

  @Test
  void shouldTellListeners() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void started(Trainer trainer) {
        heard.add("started " + trainer.algorithm().steps());
      }

      @Override
      public void iterated(Trainer trainer) {
        heard.add("iterated " + trainer.algorithm().steps());
      }

      @Override
      public void ended(Trainer trainer) {
        heard.add("ended " + trainer.complete());
      }
    };
    new Trainer(new FakeAlgorithm(1), 20, listener).run();
    assertThat(heard).containsExactly("started 0", "iterated 10", "iterated 20", "ended true");
  }

  @Test
  void shouldStopAfterThePresentIterationWhenAsked() {
    FakeAlgorithm algorithm = new FakeAlgorithm(1);
    Trainer trainer = new Trainer(algorithm, 1000, new TrainingListener() {
      @Override
      public void iterated(Trainer running) {
        if (running.algorithm().steps() == 30) {
          running.requestStop();
        }
      }
    });
    trainer.run();
    assertThat(algorithm.steps()).isEqualTo(30);
    assertThat(trainer.complete()).isFalse();
  }

  @Test
  void shouldKeepTheBestParameters() {
    Trainer trainer = new Trainer(new FakeAlgorithm(NONE, -5, 3, 2, 3, 1), 60);
    assertThat(trainer.bestMeanReturn()).isEqualTo(Double.NEGATIVE_INFINITY);
    trainer.run();
    assertThat(trainer.bestMeanReturn()).isEqualTo(3);
    assertThat(trainer.bestParameters()).containsExactly(3);
    assertThat(trainer.algorithm().parameters().values()).containsExactly(6);
  }

  /** A lucky first mean of few episodes is not the best of a run that has 100. */
  @Test
  void shouldNotKeepTheBestOfFewerThanHundredEpisodes() {
    Trainer trainer = new Trainer(new FakeAlgorithm(40, new double[] {9, 1, 5, 1}), 40);
    trainer.run();
    // Of 40, 40 and 20 episodes, and of 20, 40 and 40 of them.
    assertThat(trainer.bestMeanReturn()).isEqualTo((40 * 9 + 40 * 1 + 20 * 5) / 100.0);
    assertThat(trainer.bestParameters()).containsExactly(3);
    assertThat(trainer.bestEpisodes()).isEqualTo(100);
  }

  @Test
  void shouldKeepTheLastParametersOfARunWithFewerEpisodes() {
    Trainer trainer = new Trainer(new FakeAlgorithm(40, new double[] {9, 1, 5}), 20);
    trainer.run();
    assertThat(trainer.bestMeanReturn()).isEqualTo(5);
    assertThat(trainer.bestParameters()).containsExactly(2);
    assertThat(trainer.bestEpisodes()).isEqualTo(80);
    Snapshot snapshot = new Snapshot();
    trainer.save(snapshot);
    Trainer resumed = new Trainer(new FakeAlgorithm(40, new double[] {9, 1, -5}), 30);
    resumed.restore(snapshot);
    assertThat(resumed.bestMeanReturn()).isEqualTo(Double.NEGATIVE_INFINITY);
    resumed.run();
    assertThat(resumed.bestMeanReturn()).isEqualTo((40 * 9 + 40 * 1 - 20 * 5) / 100.0);
    assertThat(resumed.bestParameters()).containsExactly(3);
  }

  @Test
  void shouldKeepNothingWhereNoEpisodeEnded() {
    Trainer trainer = new Trainer(new FakeAlgorithm(NONE), 20);
    trainer.run();
    assertThat(trainer.bestMeanReturn()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(trainer.bestParameters()).containsExactly(0);
  }

  @Test
  void shouldGoOnFromASavedState() {
    Trainer stopped = new Trainer(new FakeAlgorithm(7, 1), 20);
    stopped.run();
    Snapshot snapshot = new Snapshot();
    stopped.save(snapshot);
    FakeAlgorithm algorithm = new FakeAlgorithm(2, 6);
    Trainer resumed = new Trainer(algorithm, 40);
    resumed.restore(snapshot);
    assertThat(resumed.bestMeanReturn()).isEqualTo(7);
    resumed.run();
    assertThat(algorithm.progress).containsExactly(0.5, 0.75);
    assertThat(resumed.bestMeanReturn()).isEqualTo(7);
    assertThat(resumed.bestParameters()).containsExactly(1);
  }

  @Test
  void shouldRefuseARunWithoutSteps() {
    assertThatThrownBy(() -> new Trainer(new FakeAlgorithm(1), 0)).hasMessage(
        "total steps 0 is below 1: set how many environment steps to train for");
  }
}
