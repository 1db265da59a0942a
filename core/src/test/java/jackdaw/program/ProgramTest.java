package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program's contract besides its numbers: places, memory, independence, errors. */
class ProgramTest {
  private final Tensor x = Tensor.input("x", 2, 3);
  private final Tensor y = Tensor.input("y", 20, 3);

  @Test
  void shouldSetAndGetNarrowAndWideMatricesInRowMajorOrder() {
    for (int[] shape : new int[][] {{2, 3}, {20, 3}, {20, 1}, {1, 20}, {1, 1}, {5, 17}}) {
      Tensor input = Tensor.input("input", shape[0], shape[1]);
      Tensor twice = input.times(2);
      Program program = Program.compile(twice, input.transpose());
      int size = shape[0] * shape[1];
      float[] values = new float[size + 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      program.input(input).set(values, 2);
      program.run();
      float[] target = new float[size + 1];
      program.output(twice).get(target, 1);
      program.output(twice).addTo(target, 1);
      for (int i = 0; i < size; i++) {
        assertThat(target[1 + i]).isEqualTo(4f * (i + 2));
        assertThat(program.output(twice).toArray()[i]).isEqualTo(2f * (i + 2));
      }
      program.input(input).set(7);
      program.run();
      assertThat(program.output(twice).toArray()).containsOnly(14);
    }
  }

  /**
   * Adds from all kinds of places, in whole vectors and remainders, twice and to another array;
   * nothing else in the array changes.
   */
  @Test
  void shouldAddToValues() {
    for (int[] shape : new int[][] {{2, 3}, {20, 3}, {33, 1}, {1, 47}, {5, 17}, {3, 64}, {4, 256},
      {3, 259}}) {
      Tensor input = Tensor.input("input", shape[0], shape[1]);
      Tensor half = input.times(0.5);
      Program program = Program.compile(half);
      int size = shape[0] * shape[1];
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = i;
      }
      program.input(input).set(values, 0);
      program.run();
      Program.Output output = program.output(half);
      for (int to : new int[] {0, 3}) {
        float[] target = new float[size + to + 2];
        Arrays.fill(target, 1);
        output.addTo(target, to);
        output.addTo(target, to);
        for (int i = 0; i < target.length; i++) {
          assertThat(target[i]).isEqualTo(i < to || i >= to + size ? 1 : 1f + (i - to));
        }
      }
      assertThatThrownBy(() -> output.addTo(new float[size], 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldSetRowsByIndex() {
    float[] table = {0, 1, 2, 10, 11, 12, 20, 21, 22};
    Tensor out = x.times(1.5).times(2);
    Program program = Program.compile(out);
    program.input(x).setRows(table, new int[] {9, 2, 1, 9}, 1);
    program.run();
    assertThat(program.output(out).toArray()).containsExactly(60, 63, 66, 30, 33, 36);
    Tensor column = Tensor.input("column", 3, 1);
    Program single = Program.compile(column.negate(), column);
    single.input(column).setRows(table, new int[] {4, 0, 8}, 0);
    assertThat(single.output(column).toArray()).containsExactly(11, 0, 22);
  }

  @Test
  void shouldSetManyRowsByIndex() {
    for (int[] shape : new int[][] {{16, 1}, {37, 3}, {128, 4}, {15, 2}}) {
      int rows = shape[0];
      int columns = shape[1];
      float[] table = new float[columns * 200];
      for (int i = 0; i < table.length; i++) {
        table[i] = i;
      }
      int[] indices = new int[rows + 5];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = (i * 71 + 199) % 200;
      }
      Tensor input = Tensor.input("input", rows, columns);
      Tensor out = input.times(2).minus(input);
      Program program = Program.compile(out);
      program.input(input).setRows(table, indices, 3);
      program.run();
      float[] values = program.output(out).toArray();
      for (int i = 0; i < rows * columns; i++) {
        assertThat(values[i])
            .isEqualTo(indices[3 + i / columns] * columns + i % columns);
      }
      for (int wrong : new int[] {200, -1}) {
        indices[rows / 2] = wrong;
        assertThatThrownBy(() -> program.input(input).setRows(table, indices, 0))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void shouldKeepInputsAndOutputsFromRunToRun() {
    Tensor first = x.exp();
    Tensor stopped = x.stopGradient();
    Tensor last = first.sumRows().matmul(x.transpose()).tanh();
    Tensor flipped = last.transpose();
    Program program = Program.compile(List.of(first, x, stopped, first, last, flipped));
    float[] values = {1, 2, 3, 4, 5, 6};
    program.input(x).set(values, 0);
    program.run();
    float[] before = program.output(first).toArray();
    program.run();
    program.run();
    assertThat(program.output(first).toArray()).containsExactly(before);
    assertThat(program.output(x).toArray()).containsExactly(values);
    assertThat(program.output(stopped).toArray()).containsExactly(values);
    assertThat(program.output(flipped).toArray())
        .containsExactly(program.output(last).toArray());
  }

  @Test
  void shouldReuseMemoryOfWhatIsNoLongerNeeded() {
    Tensor chain = Tensor.input("wide", 64, 64);
    for (int i = 0; i < 1000; i++) {
      chain = chain.tanh();
    }
    Program program = Program.compile(chain);
    // Input, output, two temporaries, constants and alignment.
    assertThat(program.memorySize()).isLessThan(5 * 64 * 64);
  }

  @Test
  void shouldComputeEqualPartsOnce() {
    Program once = Program.compile(x.exp().plus(1));
    Program twice = Program.compile(x.exp().plus(1), x.exp().plus(1));
    assertThat(twice.instructions()).isEqualTo(once.instructions());
  }

  @Test
  void shouldComputeTheSameInTwoHalves() {
    Tensor loss = x.tanh().matmul(y.transpose()).square().sum();
    List<Tensor> gradients = Derivatives.of(loss, List.of(x, y));
    for (Program program : List.of(
        Program.compile(List.of(loss), gradients),
        Program.compile(List.of(loss), gradients, new ReferenceKernels()))) {
      program.input(x).set(0.3);
      program.input(y).set(0.2);
      program.run();
      float[] whole = program.output(gradients.get(1)).toArray();
      float value = program.output(loss).value();
      program.input(x).set(0.7);
      program.run();
      assertThat(program.output(gradients.get(1)).toArray()).isNotEqualTo(whole);
      program.input(x).set(0.3);
      program.runFirst();
      program.runRest();
      assertThat(program.output(gradients.get(1)).toArray()).isEqualTo(whole);
      assertThat(program.output(loss).value()).isEqualTo(value);
    }
  }

  @Test
  void shouldMakeIndependentReplicas() {
    Tensor out = x.plus(0.5);
    Program program = Program.compile(out);
    program.input(x).set(1);
    program.run();
    Program replica = program.replica();
    replica.input(x).set(2);
    replica.run();
    assertThat(program.output(out).toArray()).containsOnly(1.5f);
    assertThat(replica.output(out).toArray()).containsOnly(2.5f);
    program.run();
    assertThat(program.output(out).value()).isEqualTo(1.5f);
  }

  @Test
  void shouldNameBothShapesThatDoNotFit() {
    assertThatThrownBy(() -> x.plus(y)).hasMessage("plus: shapes [2, 3] and [20, 3] do not fit");
    assertThatThrownBy(() -> x.matmul(y))
        .hasMessage("matmul: shapes [2, 3] and [20, 3] do not fit");
    assertThatThrownBy(() -> x.pick(y)).hasMessage("pick: shapes [2, 3] and [20, 3] do not fit");
    assertThatThrownBy(() -> Tensor.concatenateColumns(List.of(x, y)))
        .hasMessage("concatenation: shapes [2, 3] and [20, 3] do not fit");
    assertThatThrownBy(() -> x.reshape(4, 2)).hasMessageContaining("[2, 3]")
        .hasMessageContaining("[4, 2]");
    assertThatThrownBy(() -> x.broadcastTo(4, 3))
        .hasMessage("[2, 3] cannot be repeated to [4, 3]");
    assertThatThrownBy(() -> x.rows(1, 3)).hasMessageContaining("1 to 3")
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(() -> x.columns(2, 2)).hasMessageContaining("2 to 2");
    assertThatThrownBy(() -> Tensor.input("none", 0, 3)).hasMessageContaining("[0, 3]");
    assertThatThrownBy(() -> x.clip(1, -1)).hasMessageContaining("1.0 and -1.0");
  }

  @Test
  void shouldNameUnknownInputAndOutput() {
    Tensor out = x.exp();
    Program program = Program.compile(out);
    assertThat(program.uses(x)).isTrue();
    assertThat(program.uses(y)).isFalse();
    assertThat(program.uses(out)).isFalse();
    assertThatThrownBy(() -> program.input(y))
        .hasMessage("input y[20, 3] is not an input of this program");
    assertThatThrownBy(() -> program.input(out))
        .hasMessage("EXP[2, 3] is not an input of this program");
    assertThatThrownBy(() -> program.output(out.negate()))
        .hasMessage("NEGATE[2, 3] is not an output of this program");
  }
}
