package jackdaw.program;

import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Prints a hash of all bits that programs with every kernel compute, for {@link RepeatabilityTest}.
 */
final class ProgramBits {
  private ProgramBits() {}

  /** Runs the programs as often as the argument says and prints the hash of their last results. */
  public static void main(String[] arguments) {
    System.out.println(hashes(Integer.parseInt(arguments[0])));
  }

  /**
   * Returns the hashes of plain loops, of vector loops with plain ones for small calls, of vector
   * loops only, and of the kernels that this machine chooses.
   */
  static List<Integer> hashes(int runs) {
    List<Integer> hashes = new ArrayList<>();
    for (Kernels kernels : List.of(
        new ReferenceKernels(), new VectorKernels(), new VectorKernels(0))) {
      double squares = kernels.sumOfSquares(random(43, new SplittableRandom(5)), 0, 43);
      hashes.add(
          31 * hash(outputs -> Program.compile(outputs, kernels), runs) + Double.hashCode(squares));
    }
    hashes.add(hash(Program::compile, runs));
    return hashes;
  }

  private static int hash(Function<List<Tensor>, Program> compiler, int runs) {
    SplittableRandom random = new SplittableRandom(3);
    Map<Tensor, float[]> inputs = new LinkedHashMap<>();
    List<Tensor> outputs = outputs(inputs, random);
    Program program = compiler.apply(outputs);
    inputs.forEach((input, values) -> program.input(input).set(values, 0));
    for (int run = 0; run < runs; run++) {
      program.run();
    }
    int hash = 0;
    for (Tensor output : outputs) {
      hash = 31 * hash + Arrays.hashCode(program.output(output).toArray());
    }
    return hash;
  }

  private static Tensor input(
      Map<Tensor, float[]> inputs, int rows, int columns, SplittableRandom random) {
    Tensor input = Tensor.input("x", rows, columns);
    inputs.put(input, random(rows * columns, random));
    return input;
  }

  private static float[] random(int size, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return values;
  }

  /** Returns two networks, a narrow and a wide one, with all functions, and their gradients. */
  private static List<Tensor> outputs(Map<Tensor, float[]> inputs, SplittableRandom random) {
    Tensor x = input(inputs, 19, 7, random);
    List<Tensor> outputs = new ArrayList<>();
    for (int width : new int[] {3, 21}) {
      Tensor w1 = input(inputs, 7, 37, random);
      Tensor b1 = input(inputs, 1, 37, random);
      Tensor w2 = input(inputs, 37, width, random);
      Tensor hidden = x.matmul(w1).plus(b1).times(0.3).tanh();
      Tensor y = hidden.matmul(w2);
      Tensor policy = y.logSoftmax();
      Tensor more = y.sigmoid().sqrt().plus(y.softplus()).plus(y.abs().plus(1).log());
      Tensor clipped = y.clip(-1, 1).min(y.square()).max(y.relu().dividedBy(3));
      Tensor loss = policy.exp().times(policy).sum().plus(more.mean()).plus(clipped.mean());
      Tensor few = x.rows(0, 2).matmul(w1).matmul(w1.transpose()).sumColumns();
      outputs.addAll(List.of(loss, few, y.sumRows(), y.sumColumns(), more, clipped));
      outputs.addAll(Derivatives.of(loss, List.of(w1, b1, w2)));
    }
    return outputs;
  }
}
