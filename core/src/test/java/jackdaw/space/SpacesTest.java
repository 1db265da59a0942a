package jackdaw.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.random.RandomStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpacesTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final RandomStream random = new RandomStream(3);

  @ParameterizedTest
  @ValueSource(floats = {0, 1, 4})
  void shouldContainWholeNumbersBelowCount(float value) {
    assertThat(new Discrete(5).contains(new float[] {9, value}, 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 5, 0.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void shouldNotContainAnythingElse(float value) {
    assertThat(new Discrete(5).contains(new float[] {0, value}, 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 24) + 1})
  void shouldRejectCountThatAFloatDoesNotHold(int count) {
    assertThatThrownBy(() -> new Discrete(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a discrete space of %d elements is not possible: use 1 to 16777216", count);
  }

  @Test
  void shouldSampleEveryNumber() {
    Discrete space = new Discrete(6);
    Set<Float> seen = new HashSet<>();
    float[] values = new float[2];
    for (int i = 0; i < 200; i++) {
      space.sample(random, values, 1);
      assertThat(space.contains(values, 1)).isTrue();
      seen.add(values[1]);
    }
    assertThat(seen).containsExactlyInAnyOrder(0f, 1f, 2f, 3f, 4f, 5f);
    assertThat(values[0]).isZero();
  }

  @Test
  void shouldContainValuesWithinBoundsOfTheirOwn() {
    Box box = Box.of(new float[] {-1, 0}, new float[] {1, INFINITY});

    assertThat(box.contains(new float[] {7, -1, 0}, 1)).isTrue();
    assertThat(box.contains(new float[] {7, 1, 1e30f}, 1)).isTrue();
    assertThat(box.contains(new float[] {7, 1.0001f, 0}, 1)).isFalse();
    assertThat(box.contains(new float[] {7, 0, -0.1f}, 1)).isFalse();
    assertThat(box.contains(new float[] {7, Float.NaN, 0}, 1)).isFalse();
    assertThat(box.size()).isEqualTo(2);
    assertThat(box.shape()).containsExactly(2);
    assertThat(box.low(0)).isEqualTo(-1);
    assertThat(box.high(1)).isEqualTo(INFINITY);
  }

  @Test
  void shouldFlattenShape() {
    Box box = Box.of(0, 255, 3, 4, 5);

    assertThat(box.size()).isEqualTo(60);
    assertThat(box.shape()).containsExactly(3, 4, 5);
    assertThat(box).hasToString("Box(shape=[3, 4, 5], low=0.0, high=255.0)");
    assertThat(Box.of(0, 1).size()).isEqualTo(1);
  }

  @Test
  void shouldKeepItsArraysToItself() {
    float[] low = {0};
    Box box = Box.of(low, new float[] {1});
    low[0] = 0.5f;
    box.shape()[0] = 7;

    assertThat(box.low(0)).isZero();
    assertThat(box.shape()).containsExactly(1);
  }

  @Test
  void shouldSampleWithinBounds() {
    Box box =
        Box.of(
            new float[] {-2, 3, -INFINITY, -INFINITY, -Float.MAX_VALUE},
            new float[] {2, INFINITY, 5, INFINITY, Float.MAX_VALUE});
    float[] values = new float[6];
    double[] sums = new double[5];
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      box.sample(random, values, 1);
      assertThat(box.contains(values, 1)).isTrue();
      for (int j = 0; j < 4; j++) {
        sums[j] += values[1 + j];
      }
    }
    // Standard deviations of a draw are 1.15, 1, 1 and 1: five of the mean's are below 0.041.
    assertThat(sums[0] / draws).isCloseTo(0, within(0.041));
    assertThat(sums[1] / draws).isCloseTo(4, within(0.041));
    assertThat(sums[2] / draws).isCloseTo(4, within(0.041));
    assertThat(sums[3] / draws).isCloseTo(0, within(0.041));
    assertThat(values[0]).isZero();
  }

  @Test
  void shouldRejectBoundsThatCannotBe() {
    assertThatThrownBy(() -> Box.of(new float[] {0, 2}, new float[] {1, 1}))
        .hasMessage("a box needs low <= high: value 1 has 2.0 and 1.0");
    assertThatThrownBy(() -> Box.of(Float.NaN, 1, 2))
        .hasMessage("a box needs low <= high: value 0 has NaN and 1.0");
    assertThatThrownBy(() -> Box.of(new float[2], new float[3]))
        .hasMessage("a box of shape [2] needs 2 low and high bounds, not 2 and 3");
  }

  @Test
  void shouldRejectShapesWithoutValues() {
    for (int[] shape : new int[][] {{0}, {-1, -1}, {3, 0}, {1 << 16, 1 << 16}}) {
      assertThatThrownBy(() -> Box.of(0, 1, shape))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not possible: use lengths of 1 and more");
    }
    assertThatThrownBy(() -> Box.of(new float[0], new float[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBeEqualByValues() {
    assertThat(Box.of(0, 1, 2)).isEqualTo(Box.of(new float[] {0, 0}, new float[] {1, 1}));
    assertThat(Box.of(0, 1, 2)).hasSameHashCodeAs(Box.of(0, 1, 2));
    assertThat(Box.of(0, 1, 2)).isNotEqualTo(Box.of(0, 1, 1, 2));
    assertThat(Box.of(0, 1, 2)).isNotEqualTo(Box.of(0, 2, 2));
    assertThat(new Discrete(2)).isEqualTo(new Discrete(2)).hasToString("Discrete(2)");
  }
}
