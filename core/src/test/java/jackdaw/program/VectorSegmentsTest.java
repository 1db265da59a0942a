package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of every layout, with and without machine code; nothing else may change. */
class VectorSegmentsTest {
  private static final int GAP = 3;

  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private int end = GAP;

  /** A scalar, a row, a column, dense, narrow, padded, and with a vector more between rows. */
  VectorSegmentsTest() {
    add(1, 1);
    add(1, 37);
    add(41, 1);
    add(3, 32);
    add(64, 2);
    add(19, 15);
    add(15, 19);
    add(5, 7);
    add(2, 256);
  }

  private void add(int rows, int columns) {
    Tensor input = Tensor.input("x", rows, columns);
    inputs.add(input);
    outputs.add(input.times(2));
    starts.add(end);
    end += rows * columns + GAP;
  }

  private Program program(boolean chosen) {
    Tensor first = outputs.getFirst();
    List<Tensor> rest = outputs.subList(1, outputs.size());
    return chosen ? Program.compile(first, rest)
        : Program.compile(List.of(first), rest, new ReferenceKernels());
  }

  private VectorSegments parts(Program program, List<Tensor> tensors) {
    return new VectorSegments(
        program, tensors, starts.stream().mapToInt(Integer::intValue).toArray());
  }

  private float[] numbers(float first) {
    float[] values = new float[end];
    for (int i = 0; i < end; i++) {
      values[i] = first + i;
    }
    return values;
  }

  /** Returns a vector whose segments are twice the program's inputs, or have that added. */
  private float[] expected(float[] given, float[] before, boolean added) {
    float[] expected = before.clone();
    for (int part = 0; part < inputs.size(); part++) {
      int size = inputs.get(part).rows() * inputs.get(part).columns();
      for (int i = starts.get(part); i < starts.get(part) + size; i++) {
        expected[i] = 2 * given[i] + (added ? before[i] : 0);
      }
    }
    return expected;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveInputsAndTakeOutputs(boolean chosen) {
    Program program = program(chosen);
    VectorSegments given = parts(program, inputs);
    VectorSegments taken = parts(program, outputs);
    for (float first : new float[] {1, 1000}) {
      float[] values = numbers(first);
      given.load(values);
      program.run();
      float[] before = numbers(-5000);
      float[] vector = before.clone();
      taken.get(vector);
      assertThat(vector).isEqualTo(expected(values, before, false));
      vector = before.clone();
      taken.addTo(vector);
      assertThat(vector).isEqualTo(expected(values, before, true));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldHandOverSinglyToo(boolean chosen) {
    Program program = program(chosen);
    float[] values = numbers(7);
    parts(program, inputs).load(values);
    // One of the inputs is set separately afterwards.
    float[] narrow = new float[128];
    Arrays.fill(narrow, 0.5f);
    program.input(inputs.get(4)).set(narrow, 0);
    program.run();
    for (int part = 0; part < inputs.size(); part++) {
      float[] all = program.output(outputs.get(part)).toArray();
      for (int i = 0; i < all.length; i++) {
        assertThat(all[i]).isEqualTo(part == 4 ? 1 : 2 * values[starts.get(part) + i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRefuseVectorThatIsTooShort(boolean chosen) {
    Program program = program(chosen);
    float[] tooShort = new float[end - GAP - 1];
    assertThatThrownBy(() -> parts(program, inputs).load(tooShort))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> parts(program, outputs).get(tooShort))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
