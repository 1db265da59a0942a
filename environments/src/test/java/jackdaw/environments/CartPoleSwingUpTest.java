package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

class CartPoleSwingUpTest {
  private final CartPoleSwingUp task = new CartPoleSwingUp();
  private final Step step = new Step(5);

  /**
   * Computes both of Lagrange's equations, for a rod of half length l on a cart:
   *
   * <pre>
   * (M + m) ẍ + m l (θ̈ cos θ − θ̇² sin θ) = F
   * m l ẍ cos θ + 4/3 m l² θ̈ = m g l sin θ
   * </pre>
   */
  @Test
  void shouldFollowLagrangesEquations() {
    RandomStream random = new RandomStream(1);
    double m = 0.1;
    double l = 0.5;
    for (int i = 0; i < 1000; i++) {
      double angle = 8 * random.nextDouble() - 4;
      double speed = 10 * random.nextDouble() - 5;
      float action = (float) (3 * random.nextDouble() - 1.5);
      task.start(0, 1, angle, speed);
      step.clear();
      task.step(new float[] {action}, step);
      double[] after = task.state();
      double x2 = (after[1] - 1) / 0.02;
      double angle2 = (after[3] - speed) / 0.02;
      double cos = Math.cos(angle);
      double sin = Math.sin(angle);
      assertThat(1.1 * x2 + m * l * (angle2 * cos - speed * speed * sin))
          .isCloseTo(10.0 * Math.clamp(action, -1f, 1f), within(1e-9));
      assertThat(m * l * x2 * cos + 4.0 / 3 * m * l * l * angle2)
          .isCloseTo(m * 9.8 * l * sin, within(1e-9));
      assertThat(after[0]).isCloseTo(0.02 * after[1], within(1e-15));
      assertThat(after[2]).isCloseTo(angle + 0.02 * after[3], within(1e-15));
      assertThat(step.reward).isCloseTo((1 + Math.cos(after[2])) / 2, within(1e-15));
    }
  }

  @Test
  void shouldStartHangingAndEndBeyondItsTrack() {
    for (int seed = 0; seed < 100; seed++) {
      task.reset(seed, step.observation);
      assertThat(step.observation[2]).isLessThan(-0.99f);
      assertThat(Math.abs(step.observation[0])).isLessThanOrEqualTo(0.05f);
    }
    task.start(2.39, 1, Math.PI, 0);
    step.clear();
    task.step(new float[] {1}, step);
    assertThat(step.terminated).isTrue();
    task.start(-2.39, 0, Math.PI, 0);
    step.clear();
    task.step(new float[] {1}, step);
    assertThat(step.terminated).isFalse();
  }
}
