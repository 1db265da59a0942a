package jackdaw.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Three ways to one optimum. */
class PolicyIterationTest {
  private static final double DISCOUNT = 0.95;
  private static final int STATES = 12;
  private static final int ACTIONS = 4;

  /** Any numbers; each state has an illegal action, which would be the best. */
  private static TabularModel random(RandomStream random) {
    TabularModel.Builder model = TabularModel.builder(STATES, ACTIONS);
    model.start(0, 0.5).start(1, 0.5);
    for (int state = 0; state < STATES; state++) {
      model.illegal(state, state % ACTIONS);
      for (int action = 0; action < ACTIONS; action++) {
        if (action != state % ACTIONS) {
          double p = 0.1 + 0.8 * random.nextDouble();
          boolean ends = random.nextInt(4) == 0;
          double reward = random.nextGaussian();
          model.outcome(state, action, p, random.nextInt(STATES), reward, ends);
          model.outcome(state, action, 1 - p, random.nextInt(STATES), -reward, false);
        }
      }
    }
    return model.build();
  }

  @Test
  void shouldFindTheSameAsValueIterationAndManySteps() {
    RandomStream random = new RandomStream(5);
    for (int i = 0; i < 50; i++) {
      TabularModel model = random(random);
      Plan exact = PolicyIteration.exact(model, DISCOUNT);
      Plan values = ValueIteration.toWithin(model, DISCOUNT, 1e-9);
      Plan modified = PolicyIteration.modified(model, DISCOUNT, 5, 1e-9);
      Plan steps = ValueIteration.within(model, DISCOUNT, 1000);
      assertThat(exact.bound()).isLessThan(1e-11);
      for (int state = 0; state < STATES; state++) {
        double value = exact.values()[state];
        assertThat(values.values()[state]).isCloseTo(value, within(1e-9));
        assertThat(modified.values()[state]).isCloseTo(value, within(1e-9));
        assertThat(steps.values()[state]).isCloseTo(value, within(1e-11));
        assertThat(exact.actions()[state]).isNotEqualTo(state % ACTIONS);
      }
      assertThat(values.actions()).isEqualTo(exact.actions()).isEqualTo(modified.actions());
      assertThat(exact.iterations()).isLessThan(modified.iterations());
      assertThat(modified.iterations()).isLessThan(values.iterations());
    }
  }

  /** The bound holds, and is not idle: the error is more than 1e-5 of it. */
  @Test
  void shouldKnowItsError() {
    RandomStream random = new RandomStream(6);
    for (int i = 0; i < 50; i++) {
      TabularModel model = random(random);
      double[] optimum = PolicyIteration.exact(model, DISCOUNT).values();
      for (double error : new double[] {1, 0.1, 1e-4}) {
        requireBound(ValueIteration.toWithin(model, DISCOUNT, error), optimum, error);
        requireBound(PolicyIteration.modified(model, DISCOUNT, 3, error), optimum, error);
      }
    }
  }

  private static void requireBound(Plan plan, double[] optimum, double error) {
    double largest = 0;
    for (int state = 0; state < optimum.length; state++) {
      largest = Math.max(largest, Math.abs(plan.values()[state] - optimum[state]));
    }
    assertThat(plan.bound()).isLessThanOrEqualTo(error);
    assertThat(largest).isLessThanOrEqualTo(plan.bound() + 1e-12);
    assertThat(largest).isGreaterThan(1e-5 * plan.bound());
  }

  /** Sweeps without end come to what the equations say, and γ = 1 over few steps to their sum. */
  @Test
  void shouldEvaluateAPolicy() {
    TabularModel model = random(new RandomStream(7));
    Plan optimum = PolicyIteration.exact(model, DISCOUNT);
    double[] solved = PolicyValue.solve(model, optimum.actions(), DISCOUNT);
    double[] swept = PolicyValue.within(model, optimum.actions(), DISCOUNT, 1000);
    for (int state = 0; state < STATES; state++) {
      assertThat(solved[state]).isEqualTo(optimum.values()[state]);
      assertThat(swept[state]).isCloseTo(solved[state], within(1e-11));
    }
    double[] one = PolicyValue.within(model, optimum.actions(), 1, 1);
    int end = model.endOutcome(3, optimum.actions()[3]);
    double mean = 0;
    for (int o = model.firstOutcome(3, optimum.actions()[3]); o < end; o++) {
      mean += model.probability(o) * model.reward(o);
    }
    assertThat(one[3]).isCloseTo(mean, within(1e-15));
    assertThat(PolicyValue.start(model, solved)).isEqualTo(0.5 * solved[0] + 0.5 * solved[1]);
  }

  @Test
  void shouldRefuseWhatIsNotPossible() {
    TabularModel model = random(new RandomStream(1));
    assertThatThrownBy(() -> PolicyIteration.exact(model, 1))
        .hasMessage("a discount of 1.0 has no error bound: use a number in [0, 1)");
    assertThatThrownBy(() -> PolicyIteration.modified(model, 0.9, 0, 1))
        .hasMessage("0 sweeps are not possible: use 1 or more");
    assertThatThrownBy(() -> ValueIteration.toWithin(model, 0.9, 0))
        .hasMessage("an error of 0.0 is not possible: use a finite number above 0");
    TabularModel.Builder large = TabularModel.builder(5000, 1).start(0, 1);
    for (int state = 0; state < 5000; state++) {
      large.outcome(state, 0, 1, state, 0, false);
    }
    TabularModel chain = large.build();
    assertThatThrownBy(() -> PolicyIteration.exact(chain, 0.9))
        .hasMessageStartingWith("5000 states are too many to solve for, at most 4096 are possible");
  }
}
