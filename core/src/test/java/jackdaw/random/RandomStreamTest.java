package jackdaw.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.state.Snapshot;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int DRAWS = 100_000;

  private static long[] draw(RandomStream stream, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = stream.nextLong();
    }
    return values;
  }

  /** The published generator, from a state that the SplitMix64 of the JDK seeds. */
  @Test
  void shouldBeXoshiro256PlusPlusSeededBySplitMix64() {
    java.util.SplittableRandom splitMix = new java.util.SplittableRandom(123);
    long[] s = {splitMix.nextLong(), splitMix.nextLong(), splitMix.nextLong(), splitMix.nextLong()};
    long[] expected = new long[100];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Long.rotateLeft(s[0] + s[3], 23) + s[0];
      long t = s[1] << 17;
      s[2] ^= s[0];
      s[3] ^= s[1];
      s[1] ^= s[2];
      s[0] ^= s[3];
      s[2] ^= t;
      s[3] = Long.rotateLeft(s[3], 45);
    }

    assertThat(draw(new RandomStream(123), 100)).containsExactly(expected);
  }

  @Test
  void shouldRepeatFromSameSeed() {
    RandomStream stream = new RandomStream(7);
    long[] first = draw(stream, 50);

    assertThat(draw(new RandomStream(7), 50)).containsExactly(first);
    stream.reseed(7);
    assertThat(draw(stream, 50)).containsExactly(first);
    assertThat(draw(new RandomStream(8), 50)).isNotEqualTo(first);
  }

  @Test
  void shouldSplitByNameAlone() {
    RandomStream stream = new RandomStream(7);
    long[] before = draw(stream.split("actions"), 20);
    draw(stream, 1000);
    long[] after = draw(stream.split("actions"), 20);

    assertThat(after).containsExactly(before);
    assertThat(draw(new RandomStream(8).split("actions"), 20)).isNotEqualTo(before);
  }

  @Test
  void shouldNotMoveWhenSplitsAreDrawn() {
    RandomStream stream = new RandomStream(7);
    draw(stream.split("actions"), 20);

    assertThat(draw(stream, 20)).containsExactly(draw(new RandomStream(7), 20));
  }

  @Test
  void shouldGiveEveryNameAStreamOfItsOwn() {
    RandomStream stream = new RandomStream(7);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(stream.split("environment", i).nextLong())).isTrue();
      assertThat(seen.add(stream.split("actions", i).nextLong())).isTrue();
      assertThat(seen.add(stream.split("actions").split("environment", i).nextLong())).isTrue();
      assertThat(seen.add(stream.split("\0".repeat(i)).nextLong())).isTrue();
    }
  }

  @Test
  void shouldSplitIntoStreamsThatDoNotCorrelate() {
    RandomStream left = new RandomStream(7).split("environment", 0);
    RandomStream right = new RandomStream(7).split("environment", 1);
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += (left.nextDouble() - 0.5) * (right.nextDouble() - 0.5) * 12;
    }

    // The mean of products has a standard deviation of 1/√draws: this allows five of them.
    assertThat(sum / DRAWS).isCloseTo(0, within(5 / Math.sqrt(DRAWS)));
  }

  @Test
  void shouldBeUniform() {
    RandomStream stream = new RandomStream(7);
    int[] bins = new int[64];
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      float value = stream.nextFloat();
      assertThat(value >= 0 && value < 1).isTrue();
      bins[(int) (value * bins.length)]++;
      sum += value;
    }
    double expected = (double) DRAWS / bins.length;
    double chiSquared = 0;
    for (int bin : bins) {
      chiSquared += (bin - expected) * (bin - expected) / expected;
    }

    assertThat(sum / DRAWS).isCloseTo(0.5, within(5 / Math.sqrt(12.0 * DRAWS)));
    // 63 degrees of freedom: mean 63, standard deviation √126 = 11.2.
    assertThat(chiSquared).isBetween(63 - 5 * 11.2, 63 + 5 * 11.2);
  }

  @Test
  void shouldShuffleIntoPermutationsWithEveryPlaceAsLikely() {
    RandomStream stream = new RandomStream(7);
    int[] firstPlace = new int[10];
    for (int i = 0; i < 20_000; i++) {
      int[] values = IntStream.range(0, 12).toArray();
      stream.shuffle(values, 10);
      assertThat(values).startsWith(values[0]).endsWith(10, 11);
      assertThat(values).containsExactlyInAnyOrder(IntStream.range(0, 12).toArray());
      firstPlace[values[0]]++;
    }

    // 2000 expected with a standard deviation of 42.
    assertThat(Arrays.stream(firstPlace).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(1790, 2210));
  }

  @Test
  void shouldGoOnAfterRestore() {
    RandomStream stream = new RandomStream(7);
    draw(stream, 33);
    Snapshot snapshot = new Snapshot();
    stream.save(snapshot);
    long[] expected = draw(stream, 50);
    RandomStream other = new RandomStream(99);
    other.restore(snapshot);

    assertThat(draw(other, 50)).containsExactly(expected);
  }
}
