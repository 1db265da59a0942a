package jackdaw.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.distribution.Distribution;
import jackdaw.network.PolicyHead;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mask and every action of small spaces, held to sums over all actions in double precision.
 */
class ActionMaskTest {
  private static final double STEP = 1e-5;

  /** A batch of every mask with every action, each row with logits of its own. */
  private static final class Case {
    final MaskedProbabilities exact;
    final PolicyHead head;
    final List<int[]> actions = new ArrayList<>();
    final List<float[]> masks = new ArrayList<>();
    final float[] logits;
    final float[] otherLogits;
    final Tensor logitsInput;
    final Tensor otherInput;
    final Tensor maskInput;
    final Tensor actionInput;

    Case(Space space) {
      exact = new MaskedProbabilities(space.choices(), space instanceof MultiBinary);
      head = PolicyHead.of(space, new ParameterVector.Builder(), 0, false);
      for (float[] mask : exact.masks()) {
        for (int[] action : exact.actions()) {
          masks.add(mask);
          actions.add(action);
        }
      }
      RandomStream random = new RandomStream(5);
      logits = new float[rows() * head.outputs()];
      otherLogits = new float[logits.length];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (2 * random.nextGaussian());
        otherLogits[i] = (float) (2 * random.nextGaussian());
      }
      logitsInput = Tensor.input("logits", rows(), head.outputs());
      otherInput = Tensor.input("other logits", rows(), head.outputs());
      maskInput = Tensor.input("masks", rows(), space.maskSize());
      actionInput = Tensor.input("actions", rows(), space.size());
    }

    int rows() {
      return actions.size();
    }

    Distribution policy() {
      return head.distribution(head.mask(logitsInput, maskInput));
    }

    Distribution other() {
      return head.distribution(head.mask(otherInput, maskInput));
    }

    float[] compute(Tensor output) {
      Program program = Program.compile(output);
      set(program, logitsInput, logits);
      set(program, otherInput, otherLogits);
      set(program, maskInput, flat(masks));
      float[] columns = new float[rows() * actionInput.columns()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = actions.get(i / actionInput.columns())[i % actionInput.columns()];
      }
      set(program, actionInput, columns);
      program.run();
      return program.output(output).toArray();
    }

    private static void set(Program program, Tensor input, float[] values) {
      if (program.uses(input)) {
        program.input(input).set(values, 0);
      }
    }

    private static float[] flat(List<float[]> rows) {
      int size = rows.getFirst().length;
      float[] all = new float[rows.size() * size];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(rows.get(i), 0, all, i * size, size);
      }
      return all;
    }

    double[] row(float[] values, int row) {
      double[] doubles = new double[head.outputs()];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = values[row * doubles.length + i];
      }
      return doubles;
    }

    boolean isLegal(int row) {
      return exact.isLegal(actions.get(row), masks.get(row));
    }

    /** True if the mask takes a logit of a row out. */
    boolean isMasked(int row, int output) {
      float[] mask = masks.get(row);
      return exact.bits()
          ? mask[2 * output] == 0 || mask[2 * output + 1] == 0
          : mask[output] == 0;
    }

    /** True if the logit of a row has any effect: it is legal, and so is another one beside it. */
    boolean isFree(int row, int output) {
      double[] at = row(logits, row);
      double[] moved = at.clone();
      moved[output] += 1;
      for (int[] action : exact.actions()) {
        if (exact.probability(at, action, masks.get(row)) != exact
            .probability(moved, action, masks.get(row))) {
          return true;
        }
      }
      return false;
    }
  }

  static Stream<Space> spaces() {
    return Stream.of(new Discrete(4), MultiDiscrete.of(3, 2), new MultiBinary(3));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void shouldGiveLegalActionsTheirProbabilityAndIllegalOnesExactlyNone(Space space) {
    Case all = new Case(space);
    float[] probabilities = all.compute(all.policy().logProbability(all.actionInput).exp());
    float[] logProbabilities = all.compute(all.policy().logProbability(all.actionInput));
    int illegal = 0;
    for (int row = 0; row < all.rows(); row++) {
      double expected = all.exact
          .probability(all.row(all.logits, row), all.actions.get(row), all.masks.get(row));
      if (all.isLegal(row)) {
        assertThat((double) logProbabilities[row]).isCloseTo(Math.log(expected), within(5e-6));
      } else {
        assertThat(expected).isZero();
        assertThat(probabilities[row]).isEqualTo(0f);
        assertThat(logProbabilities[row]).isFinite();
        illegal++;
      }
    }
    assertThat(illegal).isGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void shouldHaveEntropyAndDivergenceOfTheLegalActionsAlone(Space space) {
    Case all = new Case(space);
    float[] entropies = all.compute(all.policy().entropy());
    float[] divergences = all.compute(all.policy().divergenceFrom(all.other()));
    for (int row = 0; row < all.rows(); row++) {
      double[] logits = all.row(all.logits, row);
      float[] mask = all.masks.get(row);
      assertThat((double) entropies[row])
          .isCloseTo(all.exact.entropy(logits, mask), within(5e-6));
      assertThat((double) divergences[row])
          .isCloseTo(
              all.exact.divergence(logits, all.row(all.otherLogits, row), mask), within(1e-5));
    }
  }

  /**
   * Against differences of the sums in double precision; exactly 0 where the mask leaves no choice.
   */
  @ParameterizedTest
  @MethodSource("spaces")
  void shouldGiveNoDerivativeToWhatIsMasked(Space space) {
    Case all = new Case(space);
    assertGradient(
        all,
        all.policy().logProbability(all.actionInput),
        row -> logits -> Math.log(
            all.exact.probability(logits, all.actions.get(row), all.masks.get(row))),
        true);
    assertGradient(
        all,
        all.policy().entropy(),
        row -> logits -> all.exact.entropy(logits, all.masks.get(row)),
        false);
    assertGradient(
        all,
        all.policy().divergenceFrom(all.other()),
        row -> logits -> all.exact.divergence(
            logits, all.row(all.otherLogits, row), all.masks.get(row)),
        false);
  }

  private interface OfRow {
    ToDoubleFunction<double[]> at(int row);
  }

  private static void assertGradient(
      Case all, Tensor column, OfRow exact, boolean ofLegalActions) {
    float[] gradient =
        all.compute(Derivatives.of(column.sum(), List.of(all.logitsInput)).getFirst());
    int width = all.head.outputs();
    int masked = 0;
    for (int row = 0; row < all.rows(); row++) {
      for (int i = 0; i < width; i++) {
        float actual = gradient[row * width + i];
        boolean defined = !ofLegalActions || all.isLegal(row);
        if (all.isMasked(row, i) || (defined && !all.isFree(row, i))) {
          assertThat(actual).as("row %d, logit %d", row, i).isZero();
          masked++;
        } else if (defined) {
          double[] logits = all.row(all.logits, row);
          logits[i] += STEP;
          double above = exact.at(row).applyAsDouble(logits);
          logits[i] -= 2 * STEP;
          double below = exact.at(row).applyAsDouble(logits);
          assertThat((double) actual).as("row %d, logit %d", row, i)
              .isCloseTo((above - below) / (2 * STEP), within(2e-5));
        } else {
          assertThat(actual).isFinite();
        }
      }
    }
    assertThat(masked).isGreaterThan(20);
  }

  /** What is drawn and judged in the rollout must be what the loss then takes for granted. */
  @ParameterizedTest
  @MethodSource("spaces")
  void shouldMaskRowsAsItMasksExpressions(Space space) {
    Case all = new Case(space);
    float[] expected = all.compute(all.head.mask(all.logitsInput, all.maskInput));
    float[] masked = all.logits.clone();
    int width = all.head.outputs();
    for (int row = 0; row < all.rows(); row++) {
      all.head.mask(masked, row * width, Case.flat(all.masks), row * space.maskSize());
    }
    assertThat(masked).isEqualTo(expected);
  }

  /** χ² of the legal actions' counts, whose mean is their number − 1, would be far above 40. */
  @ParameterizedTest
  @MethodSource("spaces")
  void shouldDrawLegalActionsAloneWithTheirProbabilities(Space space) {
    int draws = 4000;
    Case all = new Case(space);
    PolicyHead.Sampler sampler =
        all.head.sampler(new ParameterVector.Builder().build(new RandomStream(1)));
    int width = all.head.outputs();
    float[] noise = new float[draws * width];
    List<int[]> actions = all.exact.actions();
    for (int row = 0; row < all.rows(); row += actions.size()) {
      float[] masked = Arrays.copyOfRange(all.logits, row * width, (row + 1) * width);
      all.head.mask(masked, 0, all.masks.get(row), 0);
      all.head.fillNoise(noise, 0, noise.length, new RandomStream(row));
      int[] counts = new int[actions.size()];
      float[] drawn = new float[space.size()];
      for (int i = 0; i < draws; i++) {
        sampler.sample(masked, 0, noise, i * width, drawn, 0);
        counts[indexOf(actions, drawn)]++;
      }
      double chiSquare = 0;
      for (int i = 0; i < counts.length; i++) {
        double expected = draws
            * all.exact.probability(
                all.row(all.logits, row), actions.get(i), all.masks.get(row));
        if (expected == 0) {
          assertThat(counts[i]).isZero();
        } else {
          chiSquare += (counts[i] - expected) * (counts[i] - expected) / Math.max(5, expected);
        }
      }
      assertThat(chiSquare).isLessThan(40);
    }
  }

  private static int indexOf(List<int[]> actions, float[] drawn) {
    for (int i = 0; i < actions.size(); i++) {
      boolean same = true;
      for (int part = 0; part < drawn.length; part++) {
        same &= actions.get(i)[part] == drawn[part];
      }
      if (same) {
        return i;
      }
    }
    throw new AssertionError(Arrays.toString(drawn) + " is no action");
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void shouldTakeTheMostLikelyLegalActionAsTheMode(Space space) {
    Case all = new Case(space);
    int width = all.head.outputs();
    for (int row = 0; row < all.rows(); row++) {
      float[] masked = Arrays.copyOfRange(all.logits, row * width, (row + 1) * width);
      all.head.mask(masked, 0, all.masks.get(row), 0);
      float[] mode = new float[space.size()];
      all.head.mode(masked, 0, mode, 0);
      double best = 0;
      int[] expected = {};
      for (int[] action : all.exact.actions()) {
        double p =
            all.exact.probability(all.row(all.logits, row), action, all.masks.get(row));
        if (p > best) {
          best = p;
          expected = action;
        }
      }
      assertThat(indexOf(List.of(expected), mode)).isZero();
    }
  }

  /**
   * A draw of 0 from the exponential or uniform numbers behind the noise must not outweigh a mask.
   */
  @ParameterizedTest
  @MethodSource("spaces")
  void shouldDrawFiniteNoise(Space space) {
    float[] noise = new float[300_000];
    PolicyHead.of(space, new ParameterVector.Builder(), 0, false)
        .fillNoise(noise, 0, noise.length, new RandomStream(3));
    for (float value : noise) {
      assertThat(Math.abs(value)).isLessThan(1000);
    }
  }

  @Test
  void shouldRefuseToMaskContinuousActions() {
    PolicyHead head = PolicyHead.of(Box.unbounded(2), new ParameterVector.Builder(), 0, false);
    assertThatThrownBy(() -> head.mask(Tensor.full(0, 1, 2), Tensor.full(1, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("actions of Box(")
        .hasMessageEndingWith("cannot be masked");
  }
}
