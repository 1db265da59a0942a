package jackdaw.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

class ValueIterationTest {
  private static final int STATES = 3;
  private static final int ACTIONS = 2;

  /** An action for each state and each of three steps. */
  private static final int PLANS = 1 << (3 * STATES);

  private static int action(int plan, int state, int stepsLeft) {
    return (plan >> ((stepsLeft - 1) * STATES + state)) & 1;
  }

  /** Three states, two actions and any numbers. */
  private static TabularModel random(RandomStream random) {
    TabularModel.Builder model = TabularModel.builder(STATES, ACTIONS);
    model.start(0, 0.25).start(2, 0.75);
    for (int state = 0; state < STATES; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        double p = 0.1 + 0.8 * random.nextDouble();
        model.outcome(
            state, action, p, random.nextInt(STATES), random.nextGaussian(), random.nextBoolean());
        model.outcome(
            state, action, 1 - p, random.nextInt(STATES), random.nextGaussian(), false);
      }
    }
    return model.build();
  }

  /** The return of a plan, which says an action for each state and each number of steps left. */
  private static double planned(
      TabularModel model, int plan, double discount, int state, int stepsLeft) {
    if (stepsLeft == 0) {
      return 0;
    }
    int action = action(plan, state, stepsLeft);
    double sum = 0;
    for (int o = model.firstOutcome(state, action); o < model.endOutcome(state, action); o++) {
      double after =
          model.ends(o) ? 0 : planned(model, plan, discount, model.next(o), stepsLeft - 1);
      sum += model.probability(o) * (model.reward(o) + discount * after);
    }
    return sum;
  }

  /** Of all 512 plans over three steps none is better, and one is as good. */
  @Test
  void shouldBeTheBestOfAllPlans() {
    RandomStream random = new RandomStream(1);
    for (int i = 0; i < 20; i++) {
      TabularModel model = random(random);
      Plan values = ValueIteration.within(model, 0.9, 3);
      for (int state = 0; state < STATES; state++) {
        double best = Double.NEGATIVE_INFINITY;
        int bestPlan = 0;
        for (int plan = 0; plan < PLANS; plan++) {
          double value = planned(model, plan, 0.9, state, 3);
          if (value > best + 1e-12) {
            best = value;
            bestPlan = plan;
          }
        }
        assertThat(values.values()[state]).isCloseTo(best, within(1e-12));
        assertThat(values.actions()[state]).isEqualTo(action(bestPlan, state, 3));
      }
      assertThat(values.iterations()).isEqualTo(3);
      assertThat(values.startValue(model))
          .isEqualTo(0.25 * values.values()[0] + 0.75 * values.values()[2]);
    }
  }

  /** A reward of 1 for ever is worth 1 / (1 − γ). */
  @Test
  void shouldConverge() {
    TabularModel model =
        TabularModel.builder(1, 2)
            .start(0, 1)
            .outcome(0, 0, 1, 0, 0.5, false)
            .outcome(0, 1, 1, 0, 1, false)
            .build();
    Plan values = ValueIteration.converged(model, 0.9, 1e-12);
    assertThat(values.values()[0]).isCloseTo(10, within(1e-10));
    assertThat(values.actions()).containsExactly(1);
    assertThatThrownBy(() -> ValueIteration.converged(model, 1, 1e-12))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("the values still change after 1000000 sweeps");
  }

  @Test
  void shouldRefuseWhatIsNotPossible() {
    TabularModel model = random(new RandomStream(1));
    assertThatThrownBy(() -> ValueIteration.within(model, 0.9, 0))
        .hasMessage("0 steps are not possible: use 1 or more");
    assertThatThrownBy(() -> ValueIteration.within(model, 1.1, 3))
        .hasMessage("a discount of 1.1 is not possible: use a number in [0, 1]");
    assertThatThrownBy(() -> ValueIteration.converged(model, 0.9, 0))
        .hasMessage("a tolerance of 0.0 is not possible: use a number above 0");
  }
}
