package jackdaw.random;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.random.RandomGenerator;

/**
 * A stream of random numbers: xoshiro256++ (Blackman and Vigna 2021), seeded by SplitMix64 (Steele,
 * Lea and Flood 2014).
 *
 * <p>A run has one seed. Every consumer in it (environment 3, action sampling, shuffling,
 * initialisation) has its own stream, {@linkplain #split split} from the run's stream by name. So a
 * consumer that draws more numbers never changes those of another one. The state of a stream is
 * four longs, which a checkpoint keeps.
 *
 * <p>A stream is not thread-safe: each thread needs its own.
 */
public final class RandomStream implements RandomGenerator, Stateful {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** Makes the stream of a seed; any value is allowed. */
  public RandomStream(long seed) {
    this.seed = seed;
    reseed(seed);
  }

  /** Restarts the stream as if it had been made with this seed; its splits do not change. */
  public void reseed(long newSeed) {
    long z = newSeed;
    s0 = mix(z += GOLDEN_GAMMA);
    s1 = mix(z += GOLDEN_GAMMA);
    s2 = mix(z += GOLDEN_GAMMA);
    s3 = mix(z + GOLDEN_GAMMA);
  }

  /**
   * Returns the stream of a name. It depends only on this stream's seed and on the name, not on how
   * many numbers were drawn, and to draw from it does not change this stream.
   */
  public RandomStream split(String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash + GOLDEN_GAMMA) ^ name.charAt(i);
    }
    return new RandomStream(mix(hash + name.length() * GOLDEN_GAMMA));
  }

  /** Returns the stream of one of several consumers with the same name. */
  public RandomStream split(String name, int index) {
    return split(name + '[' + index + ']');
  }

  @Override
  public long nextLong() {
    long result = peekLong();
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Returns the number that {@link #nextLong} will return next. */
  public long peekLong() {
    return Long.rotateLeft(s0 + s3, 23) + s0;
  }

  /** Draws uniformly from [0, 1), in steps of 2⁻²⁴. */
  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1.0p-24f;
  }

  /** Shuffles {@code values[0, length)}, with the same probability for each order. */
  public void shuffle(int[] values, int length) {
    for (int i = length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("state", new long[] {s0, s1, s2, s3});
  }

  /** Continues the saved stream; the splits remain those of this stream's own seed. */
  @Override
  public void restore(Snapshot snapshot) {
    long[] state = snapshot.longs("state", 4);
    s0 = state[0];
    s1 = state[1];
    s2 = state[2];
    s3 = state[3];
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
