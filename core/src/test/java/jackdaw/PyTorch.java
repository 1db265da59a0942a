package jackdaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What PyTorch computed, as {@code core/src/test/python/record_pytorch.py} wrote it down. */
public final class PyTorch {
  private static final Map<String, Matrix> MATRICES = read();

  private PyTorch() {}

  /** A matrix in row-major order. */
  public record Matrix(int rows, int columns, double[] values) {
    /** The values as floats. */
    public float[] floats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
  }

  private static Map<String, Matrix> read() {
    Map<String, Matrix> matrices = new HashMap<>();
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(
            Objects.requireNonNull(PyTorch.class.getResourceAsStream("pytorch.txt")),
            StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] words = line.split(" ", -1);
        double[] values = new double[words.length - 3];
        for (int i = 0; i < values.length; i++) {
          values[i] = Double.parseDouble(words[i + 3]);
        }
        matrices.put(
            words[0],
            new Matrix(Integer.parseInt(words[1]), Integer.parseInt(words[2]), values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return matrices;
  }

  /** The matrix of a name. */
  public static Matrix matrix(String name) {
    Matrix matrix = MATRICES.get(name);
    if (matrix == null) {
      throw new IllegalArgumentException(name + " was not recorded");
    }
    return matrix;
  }

  /** The values of a name. */
  public static float[] floats(String name) {
    return matrix(name).floats();
  }

  /** The one value of a name. */
  public static double number(String name) {
    assertThat(matrix(name).values).hasSize(1);
    return matrix(name).values[0];
  }

  /** Holds values to those of a name, within a share of the largest of them. */
  public static void assertClose(String name, float[] actual, double tolerance) {
    double[] expected = matrix(name).values;
    assertThat(actual).as(name).hasSize(expected.length);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("%s, value %d", name, i)
          .isCloseTo(expected[i], within(tolerance * largest));
    }
  }
}
