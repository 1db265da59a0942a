package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.state.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
  @TempDir Path folder;

  @Test
  void shouldKeepEveryBit() throws IOException {
    Random random = new Random(1);
    Snapshot snapshot = new Snapshot();
    snapshot.put("long", Long.MIN_VALUE + 1);
    snapshot.put("longs", new long[] {Long.MAX_VALUE, (1L << 53) + 1, 0, -1});
    snapshot.put("ints", new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE});
    snapshot.put("none", new double[0]);
    snapshot.put(
        "doubles",
        new double[] {
          -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 0.1, 1e22
        });
    snapshot.put(
        "floats",
        new float[] {-0f, Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, 1 / 0f, -1 / 0f});
    snapshot.put("odd.double", new double[] {Double.longBitsToDouble(0x7ff8000000000abcL)});
    snapshot.put("odd.float", new float[] {Float.intBitsToFloat(0x7fa00123)});
    for (int i = 0; i < 500; i++) {
      snapshot.put("double." + i, Double.longBitsToDouble(random.nextLong()));
      snapshot.put("float." + i, new float[] {Float.intBitsToFloat(random.nextInt())});
    }
    snapshot.put("many", random.longs(1000).toArray());
    snapshot.put("many.floats", new float[17]);
    StateFiles.write(folder, Map.of("seed", "1"), snapshot);

    Snapshot read = StateFiles.read(folder, "do this");
    assertThat(read.columns().keySet()).isEqualTo(snapshot.columns().keySet());
    snapshot
        .columns()
        .forEach(
            (name, values) -> assertThat(bits(read.columns().get(name))).as(name)
                .isEqualTo(bits(values)));
    assertThat(StateFiles.readAbout(folder, "do this")).isEqualTo(Map.of("seed", "1"));
    assertThat(Safetensors.read(folder.resolve(StateFiles.ARRAYS)).arrays().keySet())
        .contains("many", "many.floats", "odd.double", "odd.float")
        .doesNotContain("longs", "doubles", "floats");
  }

  @Test
  void shouldRefuseWhatItDidNotWrite() throws IOException {
    Snapshot snapshot = new Snapshot();
    snapshot.put("count", 3L);
    snapshot.put("share", 0.5);
    StateFiles.write(folder, Map.of(), snapshot);
    Path file = folder.resolve(StateFiles.JSON);
    String text = Files.readString(file);
    assertDamaged(text.replace("[ 3 ]", "[ 3.5 ]"), "values that is not a list of type I64");
    assertDamaged(text.replace("[ 3 ]", "[ 92233720368547758070 ]"), "not a list of type I64");
    assertDamaged(text.replace("[ 3 ]", "3"), "values that is not a list");
    assertDamaged(text.replace("[ 0.5 ]", "[ \"half\" ]"), "not a list of type F64");
    assertDamaged(text.replace("F64", "F16"), "type that is not one of F32, F64, I32, I64");
    assertDamaged(text.replace("\"format\" : 1", "\"format\" : 2"), "use a newer version");
    assertDamaged(text.replace("columns", "colums"), "has no columns");
    assertDamaged("{", "cannot be read");
    assertDamaged("", "has no format");
    assertDamaged("[]", "is no JSON object");
  }

  private void assertDamaged(String text, String message) throws IOException {
    Files.writeString(folder.resolve(StateFiles.JSON), text);
    assertThatThrownBy(() -> StateFiles.read(folder, "do this"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static List<?> bits(Object values) {
    return switch (values) {
      case float[] floats -> {
        Integer[] bits = new Integer[floats.length];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = Float.floatToRawIntBits(floats[i]);
        }
        yield List.of(bits);
      }
      case double[] doubles ->
          Arrays.stream(doubles).mapToLong(Double::doubleToRawLongBits).boxed().toList();
      case long[] longs -> Arrays.stream(longs).boxed().toList();
      case int[] ints -> Arrays.stream(ints).boxed().toList();
      default -> throw new IllegalArgumentException(values.toString());
    };
  }
}
