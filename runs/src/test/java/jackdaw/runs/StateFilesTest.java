package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
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
    snapshot.put("bytes", new byte[] {0, 127, -128, -1});
    byte[] pixels = new byte[100_000];
    random.nextBytes(pixels);
    snapshot.put("many.bytes", pixels);
    StateFiles.write(folder, Map.of("seed", "1"), snapshot);

    Snapshot read = StateFiles.read(folder, "do this");
    assertThat(read.columns().keySet()).isEqualTo(snapshot.columns().keySet());
    snapshot
        .columns()
        .forEach(
            (name, column) -> assertThat(bits(values(read.columns().get(name)))).as(name)
                .isEqualTo(bits(values(column))));
    assertThat(StateFiles.readAbout(folder, "do this")).isEqualTo(Map.of("seed", "1"));
    assertThat(Safetensors.read(folder.resolve(StateFiles.ARRAYS)).arrays().keySet())
        .contains("many", "many.floats", "odd.double", "odd.float")
        .doesNotContain("longs", "doubles", "floats");
  }

  /** Files must take no memory besides the columns': a replay of a million rows fills it once. */
  @Test
  void shouldWriteAndReadSharedColumnsWithoutACopy() throws IOException {
    byte[] pixels = new byte[20_000_000];
    new Random(2).nextBytes(pixels);
    double[] returns = new Random(3).doubles(1_000_000).toArray();
    Snapshot snapshot = new Snapshot();
    snapshot.putShared("pixels", StateColumn.of(pixels, 1_000, pixels.length));
    snapshot.putShared("returns", StateColumn.of(returns, 0, 999_999));
    byte[] pixelsRead = new byte[pixels.length];
    double[] returnsRead = new double[returns.length];
    StateFiles.write(folder, Map.of(), new Snapshot());
    StateFiles.read(folder, "do this");

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    StateFiles.write(folder, Map.of(), snapshot);
    Snapshot read = StateFiles.read(folder, "do this");
    read.copyTo("pixels", pixelsRead, 1_000, pixels.length);
    read.copyTo("returns", returnsRead, 0, 999_999);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(2_000_000);
    assertThat(Arrays.mismatch(pixelsRead, 1_000, pixels.length, pixels, 1_000, pixels.length))
        .isEqualTo(-1);
    assertThat(Arrays.mismatch(returnsRead, 0, 999_999, returns, 0, 999_999)).isEqualTo(-1);
    assertThat(pixelsRead[999]).isZero();
  }

  /** The columns of a snapshot are read when they are wanted, and by then the file may be gone. */
  @Test
  void shouldSayThatTheFileOfAColumnIsGone() throws IOException {
    Snapshot snapshot = new Snapshot();
    snapshot.put("many", new long[100]);
    StateFiles.write(folder, Map.of(), snapshot);
    Snapshot read = StateFiles.read(folder, "do this");
    Files.delete(folder.resolve(StateFiles.ARRAYS));
    assertThatThrownBy(() -> read.copyTo("many", new long[100]))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessageContaining("state.safetensors")
        .hasMessageContaining("does not exist");
  }

  @Test
  void shouldRefuseWhatItDidNotWrite() throws IOException {
    Snapshot snapshot = new Snapshot();
    snapshot.put("count", 3L);
    snapshot.put("share", 0.5);
    snapshot.put("byte", new byte[] {-56});
    StateFiles.write(folder, Map.of(), snapshot);
    Path file = folder.resolve(StateFiles.JSON);
    String text = Files.readString(file);
    assertDamaged(text.replace("[ 3 ]", "[ 3.5 ]"), "values that is not a list of type I64");
    assertDamaged(text.replace("[ 3 ]", "[ 92233720368547758070 ]"), "not a list of type I64");
    assertDamaged(text.replace("[ 3 ]", "3"), "values that is not a list");
    assertDamaged(text.replace("[ 0.5 ]", "[ \"half\" ]"), "not a list of type F64");
    assertDamaged(text.replace("F64", "F16"), "type that is not one of F32, F64, I32, I64, U8");
    assertDamaged(text.replace("[ 200 ]", "[ 256 ]"), "values that is not a list of type U8");
    assertDamaged(text.replace("[ 200 ]", "[ -1 ]"), "values that is not a list of type U8");
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

  private static Object values(StateColumn column) {
    Object values = Array.newInstance(column.type().componentType(), column.length());
    column.copyTo(0, values, 0, column.length());
    return values;
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
      case byte[] bytes -> List.of(new String(bytes, StandardCharsets.ISO_8859_1));
      default -> throw new IllegalArgumentException(values.toString());
    };
  }
}
