package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;
import jackdaw.tensor.Floats;
import jackdaw.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs of random graphs and of their derivatives against the interpreter. */
class ProgramOracleTest {
  /** Relative to the largest value of an output; measured: 1.3e-5, in a sum that cancels out. */
  private static final double TOLERANCE = 1e-4;

  private static final List<Kernels> KERNELS =
      List.of(
          new ReferenceKernels(),
          new PaddingPoison(new VectorKernels(0)),
          new PaddingPoison(new VectorKernels()));

  @ParameterizedTest(name = "{1} graphs differentiated {0} times")
  @CsvSource({"0, 300", "1, 80", "2, 40"})
  void shouldComputeRandomGraphs(int order, int graphs) {
    for (int seed = 0; seed < graphs; seed++) {
      RandomGraph graph = new RandomGraph(seed, 5 + seed % (30 - 10 * order), order);
      List<double[][]> expected = graph.expected();
      for (Kernels kernels : KERNELS) {
        Program program = Program.compile(graph.outputs, kernels);
        check(graph, expected, "graph " + seed + " by " + kernels, program);
      }
      if (NativeCode.isSupported()) {
        Program program = Program.compile(graph.outputs, KernelChoice.MACHINE);
        check(graph, expected, "graph " + seed + " in machine code", program);
      }
    }
  }

  private static void check(
      RandomGraph graph, List<double[][]> expected, String name, Program program) {
    graph.inputs.forEach(
        (input, value) -> {
          if (program.uses(input)) {
            program.input(input).set(Floats.of(value), 0);
          }
        });
    // The second run starts with the memory that the first one left.
    for (int run = 0; run < 2; run++) {
      program.run();
      for (int i = 0; i < expected.size(); i++) {
        Tensor output = graph.outputs.get(i);
        double error = Floats.error(program.output(output).toArray(), expected.get(i));
        assertThat(error).as("%s, output %d %s, run %d", name, i, output, run)
            .isLessThan(TOLERANCE);
      }
    }
  }
}
