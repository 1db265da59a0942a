package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Floats;
import jackdaw.tensor.Graph;
import jackdaw.tensor.Interpreter;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Graphs like those of unrolled networks: thousands of operations deep, hundreds of slices wide.
 */
class LargeGraphTest {
  @Test
  @Timeout(10)
  void shouldDifferentiateAndCompileDeepChain() {
    Tensor x = Tensor.input("x", 2, 3);
    Tensor chain = x;
    for (int i = 0; i < 10_000; i++) {
      chain = i % 2 == 0 ? chain.tanh() : chain.plus(x.times(0.01));
    }
    Tensor gradient = Derivatives.of(chain.sum(), List.of(x)).get(0);
    Program program = Program.compile(chain, gradient);
    double[][] point = {{0.1, -0.2, 0.3}, {-0.4, 0.5, -0.6}};
    program.input(x).set(Floats.of(point), 0);
    program.run();
    Interpreter exact = new Interpreter(Map.of(x, point));
    assertThat(Floats.error(program.output(chain).toArray(), exact.value(chain))).isLessThan(1e-4);
    assertThat(Floats.error(program.output(gradient).toArray(), exact.value(gradient)))
        .isLessThan(1e-4);
  }

  @Test
  void shouldVisitSharedPartsOnce() {
    Tensor x = Tensor.input("x", 1, 1);
    Tensor doubled = x;
    for (int i = 0; i < 60; i++) {
      doubled = doubled.plus(doubled);
    }
    Tensor gradient = Derivatives.of(doubled, List.of(x)).get(0);
    Program program = Program.compile(gradient);
    program.run();
    assertThat((double) program.output(gradient).value()).isEqualTo(0x1p60);
    assertThat(program.instructions()).isLessThan(100);
  }

  /** The gradients of a recurrent network over the rows of its inputs, 8 a step. */
  private static List<Tensor> unrolled(int steps) {
    Tensor x = Tensor.input("x", 8 * steps, 24);
    Tensor w = Tensor.input("w", 24, 24);
    Tensor u = Tensor.input("u", 24, 24);
    Tensor hidden = Tensor.full(0, 8, 24);
    List<Tensor> all = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      Tensor row = x.rows(8 * t, 8 * t + 8);
      hidden = row.matmul(w).plus(hidden.matmul(u)).tanh();
      all.add(hidden);
    }
    Tensor loss = Tensor.concatenateRows(all).square().mean();
    return Derivatives.of(loss, List.of(x, w, u));
  }

  @Test
  void shouldGrowLinearlyWithNumberOfSlices() {
    List<Tensor> gradients = unrolled(128);
    long whole =
        Graph.inOrder(gradients).stream().filter(node -> node.rows() == 8 * 128).count();
    // Inputs, outputs and a few operations over all steps at once, but none for each step.
    assertThat(whole).isLessThan(12);
    int instructions = Program.compile(gradients).instructions();
    assertThat(instructions).isLessThan(2 * Program.compile(unrolled(64)).instructions() + 20);
  }

  @Test
  void shouldLayOverlappingSlicesInAsManyLayersAsOverlap() {
    Tensor x = Tensor.input("x", 4, 100);
    Tensor loss = Tensor.constant(0);
    for (int j = 0; j + 3 <= 100; j++) {
      loss = loss.plus(x.columns(j, j + 3).exp().sum());
    }
    Tensor gradient = Derivatives.of(loss, List.of(x)).get(0);
    long concatenations =
        Graph.inOrder(List.of(gradient)).stream()
            .filter(node -> node.operation() instanceof Operation.Concatenate)
            .count();
    assertThat(concatenations).isEqualTo(3);
  }
}
