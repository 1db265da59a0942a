package jackdaw.distribution;

import jackdaw.random.RandomStream;
import jackdaw.tensor.Program;
import jackdaw.tensor.Tensor;

/**
 * Standard Gumbel noise in bulk: −log(−log u) for uniform u in (0, 1). Drawing it for a whole rollout
 * at once keeps logarithms out of the path from an observation to an action.
 */
public final class GumbelNoise {
  private static final int CHUNK = 1024;

  private final Program program;
  private final Program.Input input;
  private final Program.Output output;
  private final float[] chunk = new float[CHUNK];

  /** Compiles the transform. */
  public GumbelNoise() {
    Tensor uniform = Tensor.input("uniform", 1, CHUNK);
    Tensor gumbel = uniform.log().negate().log().negate();
    program = Program.compile(gumbel);
    input = program.input(uniform);
    output = program.output(gumbel);
  }

  /** Fills an array with independent noise. */
  public void fill(float[] noise, RandomStream random) {
    for (int from = 0; from < noise.length; from += CHUNK) {
      int length = Math.min(CHUNK, noise.length - from);
      for (int i = 0; i < length; i++) {
        // strictly between 0 and 1, in steps of 2⁻²³
        chunk[i] = ((random.nextLong() >>> 41) + 0.5f) * 0x1p-23f;
      }
      input.set(chunk, 0);
      program.run();
      output.get(chunk, 0);
      System.arraycopy(chunk, 0, noise, from, length);
    }
  }
}
