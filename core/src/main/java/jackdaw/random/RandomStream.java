package jackdaw.random;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.random.RandomGenerator;

/**
 * A stream of random numbers with a name of its own: xoshiro256++ (Blackman and Vigna 2021), seeded
 * by SplitMix64 (Steele, Lea and Flood 2014).
 *
 * <p>A run has one seed. Every consumer in it (environment 3, action sampling, shuffling,
 * initialisation) takes its own stream, {@linkplain #split split} from the run's by name, so that
 * one consumer that draws more never moves what another one sees. A stream's whole state is four
 * longs, which a checkpoint keeps.
 *
 * <p>Not safe for use by several threads at once; give each its own split.
 */
public final class RandomStream implements RandomGenerator, Stateful {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** A stream that is wholly decided by {@code seed}; any value is allowed. */
  public RandomStream(long seed) {
    this.seed = seed;
    reseed(seed);
  }

  /** Starts the stream anew, as if it had been made with this seed; its splits stay as they were. */
  public void reseed(long newSeed) {
    long z = newSeed;
    s0 = mix(z += GOLDEN_GAMMA);
    s1 = mix(z += GOLDEN_GAMMA);
    s2 = mix(z += GOLDEN_GAMMA);
    s3 = mix(z + GOLDEN_GAMMA);
  }

  /**
   * The stream that belongs to a name. It depends on this stream's seed and on the name alone, never
   * on how many numbers were drawn, and drawing from it does not move this stream.
   */
  public RandomStream split(String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash + GOLDEN_GAMMA) ^ name.charAt(i);
    }
    return new RandomStream(mix(hash + name.length() * GOLDEN_GAMMA));
  }

  /** The stream of the {@code index}-th of several consumers that share a name. */
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

  /** What {@link #nextLong} is going to give. */
  public long peekLong() {
    return Long.rotateLeft(s0 + s3, 23) + s0;
  }

  /** Uniform in [0, 1), in steps of 2⁻²⁴. */
  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1.0p-24f;
  }

  /** Puts the numbers {@code 0 … length − 1} of {@code values} in an order drawn uniformly. */
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

  /** Goes on where the saved stream was; the splits stay those of this stream's own seed. */
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
