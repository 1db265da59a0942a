package jackdaw.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.PyTorch;
import jackdaw.state.Snapshot;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares 50 steps of each optimiser with PyTorch's in double precision. The tolerance is 10⁻⁵ of
 * a parameter's total change, plus the rounding of the parameter itself.
 */
class OptimizerPyTorchTest {
  private static final int STEPS = 50;
  private static final float[] START = PyTorch.floats("optimizer.start");
  private static final float[] GRADIENTS = PyTorch.floats("optimizer.gradients");
  private static final int SIZE = START.length;

  private static Optimizer optimizer(String name) {
    return switch (name) {
      case "adam-1e-5" -> new Adam(SIZE, 1e-5);
      case "adam-1e-8" -> new Adam(SIZE, 1e-8);
      case "sgd-0" -> new Sgd(SIZE, 0);
      case "sgd-0.9" -> new Sgd(SIZE, 0.9);
      case "rmsprop" -> new RmsProp(SIZE, 0.99, 1e-5);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double learningRate(String name) {
    return name.startsWith("sgd") ? 1e-2 : 3e-3;
  }

  private static float[] gradient(int step) {
    return Arrays.copyOfRange(GRADIENTS, step * SIZE, (step + 1) * SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam-1e-5", "adam-1e-8", "sgd-0", "sgd-0.9", "rmsprop"})
  void shouldStepAsPyTorch(String name) {
    Optimizer optimizer = optimizer(name);
    float[] parameters = START.clone();
    for (int step = 0; step < STEPS; step++) {
      optimizer.step(parameters, gradient(step), learningRate(name), 1);
      if (step == 0 || step == 9 || step == 49) {
        assertEqual(name + "." + (step + 1), parameters, 6e-8 * (1 + Math.sqrt(step)));
      }
    }
  }

  private static void assertEqual(String name, float[] parameters, double rounding) {
    double[] expected = PyTorch.matrix("optimizer." + name).values();
    for (int i = 0; i < SIZE; i++) {
      double tolerance = 1e-5 * Math.abs(expected[i] - START[i])
          + rounding * Math.max(Math.abs(expected[i]), Math.abs(START[i])) + 1e-9;
      assertThat((double) parameters[i]).as("%s, parameter %d", name, i)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam-1e-5", "sgd-0.9", "rmsprop"})
  void shouldScaleTheGradient(String name) {
    Optimizer scaled = optimizer(name);
    Optimizer plain = optimizer(name);
    float[] a = START.clone();
    float[] b = START.clone();
    for (int step = 0; step < 5; step++) {
      float[] half = gradient(step);
      for (int i = 0; i < SIZE; i++) {
        half[i] *= 0.5f;
      }
      scaled.step(a, gradient(step), 0.01, 0.5);
      plain.step(b, half, 0.01, 1);
    }
    assertThat(a).isEqualTo(b).isNotEqualTo(START);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam-1e-5", "sgd-0.9", "rmsprop"})
  void shouldGoOnFromASavedState(String name) {
    Optimizer saved = optimizer(name);
    float[] parameters = START.clone();
    for (int step = 0; step < 7; step++) {
      saved.step(parameters, gradient(step), 0.01, 1);
    }
    Snapshot snapshot = new Snapshot();
    saved.save(snapshot);
    Optimizer restored = optimizer(name);
    restored.restore(snapshot);
    float[] copy = parameters.clone();
    for (int step = 7; step < 12; step++) {
      saved.step(parameters, gradient(step), 0.01, 1);
      restored.step(copy, gradient(step), 0.01, 1);
    }
    assertThat(copy).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 50})
  void shouldClipTheGradientAsPyTorch(double limit) {
    float[] gradient = PyTorch.floats("clip.gradient");
    double norm = Gradients.norm(gradient);
    assertThat(norm).isCloseTo(PyTorch.number("clip.norm." + limit), within(1e-6 * norm));
    float scale = (float) Gradients.clipScale(norm, limit);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
    PyTorch.assertClose("clip.clipped." + limit, gradient, 1e-6);
  }

  @Test
  void shouldNotClipWithoutALimit() {
    assertThat(Gradients.clipScale(1e9, 0)).isEqualTo(1);
    assertThat(Gradients.clipScale(0, 0.5)).isEqualTo(1);
  }
}
