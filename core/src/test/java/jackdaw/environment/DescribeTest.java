package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Compares the check of many values with the plain one. */
class DescribeTest {
  private static final float[] VALUES = {
    0, -0f, 1, -1, Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE,
    Float.NaN, Float.intBitsToFloat(0xffc00001), Float.intBitsToFloat(0x7f800001),
    Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  @Test
  void shouldFindWhetherAllAreFinite() {
    assertThat(Describe.allFinite(new float[0])).isTrue();
    for (int length = 1; length < 70; length++) {
      for (int place = 0; place < length; place++) {
        for (float value : VALUES) {
          float[] values = new float[length];
          values[place] = value;
          values[length / 2] += 2;
          assertThat(Describe.allFinite(values))
              .as("%s at %d of %d", value, place, length)
              .isEqualTo(Describe.firstNotFinite(values) < 0);
        }
      }
    }
  }
}
