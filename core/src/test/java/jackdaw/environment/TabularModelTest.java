package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.wrapper.RewardNoise;
import jackdaw.environment.wrapper.RewardTransform;
import org.junit.jupiter.api.Test;

class TabularModelTest {
  private static TabularModel.Builder builder() {
    return TabularModel.builder(2, 1).start(0, 0.25).start(1, 0.75);
  }

  @Test
  void shouldKeepOutcomesSideBySideInTheirOrder() {
    TabularModel model =
        builder()
            .outcome(1, 0, 1, 0, 3, true)
            .outcome(0, 0, 0.25, 1, 1, false)
            .outcome(0, 0, 0.75, 0, 2, true)
            .build();
    assertThat(model.states()).isEqualTo(2);
    assertThat(model.actions()).isEqualTo(1);
    assertThat(model.firstOutcome(0, 0)).isZero();
    assertThat(model.endOutcome(0, 0)).isEqualTo(2).isEqualTo(model.firstOutcome(1, 0));
    assertThat(model.endOutcome(1, 0)).isEqualTo(3);
    assertThat(model.probability(1)).isEqualTo(0.75);
    assertThat(model.next(0)).isEqualTo(1);
    assertThat(model.reward(1)).isEqualTo(2);
    assertThat(model.ends(0)).isFalse();
    assertThat(model.ends(2)).isTrue();
  }

  @Test
  void shouldTurnDrawsIntoStartsAndOutcomes() {
    TabularModel model =
        builder()
            .outcome(0, 0, 0.5, 1, 1, false)
            .outcome(0, 0, 0.5, 0, 2, true)
            .outcome(1, 0, 1, 0, 3, true)
            .build();
    assertThat(model.drawStart(0.2)).isZero();
    assertThat(model.drawStart(0.25)).isEqualTo(1);
    assertThat(model.drawStart(Math.nextDown(1.0))).isEqualTo(1);
    assertThat(model.drawOutcome(0, 0, 0.49)).isZero();
    assertThat(model.drawOutcome(0, 0, 0.5)).isEqualTo(1);
    assertThat(model.drawOutcome(1, 0, 0.99)).isEqualTo(2);
  }

  @Test
  void shouldKnowIllegalActionsAndObservations() {
    TabularModel model =
        TabularModel.builder(2, 2)
            .start(1, 1)
            .illegal(0, 0)
            .outcome(0, 1, 1, 1, 0, false)
            .outcome(1, 0, 1, 1, 0, true)
            .outcome(1, 1, 1, 0, 0, false)
            .observation(1, 7)
            .build();
    assertThat(model.isLegal(0, 0)).isFalse();
    assertThat(model.isLegal(0, 1)).isTrue();
    assertThat(model.isLegal(1, 0)).isTrue();
    assertThat(model.observation(0)).isZero();
    assertThat(model.observation(1)).isEqualTo(7);
    assertThatThrownBy(
        () -> builder().illegal(0, 0).outcome(1, 0, 1, 0, 0, true).build())
        .hasMessage("state 0 has no legal action: give at least one action outcomes");
    assertThatThrownBy(
        () -> builder()
            .illegal(0, 0)
            .outcome(0, 0, 1, 0, 0, true)
            .outcome(1, 0, 1, 0, 0, true)
            .build())
        .hasMessage("action 0 in state 0 is illegal and has outcomes: give it one or the other");
    assertThatThrownBy(() -> builder().observation(0, -1))
        .hasMessage("observation -1 is not possible: use 0 or more");
  }

  @Test
  void shouldRefuseWhatIsNoModel() {
    assertThatThrownBy(() -> builder().outcome(0, 0, 1, 0, 0, true).build())
        .hasMessage("the probabilities of action 0 in state 1 sum to 0.0: they have to sum to 1");
    assertThatThrownBy(
        () -> TabularModel.builder(1, 1).outcome(0, 0, 1, 0, 0, true).build())
        .hasMessage("the probabilities of the start states sum to 0.0: they have to sum to 1");
    assertThatThrownBy(() -> builder().outcome(0, 1, 1, 0, 0, true))
        .hasMessage("action 1 is not in the model: it has 0 to 0");
    assertThatThrownBy(() -> builder().outcome(0, 0, 0, 0, 0, true))
        .hasMessageStartingWith("an outcome of probability 0.0 and reward 0.0 is not possible");
    assertThatThrownBy(() -> TabularModel.builder(0, 1))
        .hasMessage("a model of 0 states and 1 actions is not possible: use 1 or more of each");
  }

  /**
   * A wrapper that changes rewards would make the model wrong; a time limit is not part of the
   * model.
   */
  @Test
  void shouldPassThroughALimitAlone() {
    TabularModel model =
        TabularModel.builder(1, 1).start(0, 1).outcome(0, 0, 1, 0, 1, true).build();
    Environment modelled = new RandomWalk() {
      @Override
      public java.util.Optional<TabularModel> model() {
        return java.util.Optional.of(model);
      }
    };
    assertThat(new TimeLimit(modelled, 3).model()).hasValue(model);
    assertThat(RewardTransform.scale(modelled, 2).model()).isEmpty();
    assertThat(new RewardNoise(modelled, 2).model()).isEmpty();
  }
}
