package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void shouldComeBackBitForBit() throws IOException {
    float[] floats = {0f, -0f, Float.NaN, Float.intBitsToFloat(0x7fa12345), Float.MIN_VALUE, 1e30f};
    double[] many = new Random(1).doubles(100_000).toArray();
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    arrays.put("matrix", new StoredArray(List.of(2L, 3L), floats));
    arrays.put("many \"odd\" é", StoredArray.vector(many));
    arrays.put("scalar", new StoredArray(List.of(), new int[] {Integer.MIN_VALUE}));
    arrays.put("longs", StoredArray.vector(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}));
    arrays.put("bytes", StoredArray.vector(new byte[] {Byte.MIN_VALUE, -1, 0, 1, 127}));
    arrays.put("none", new StoredArray(List.of(0L, 4L), new float[0]));
    Safetensors written = new Safetensors(Map.of("by", "us"), arrays);
    Path file = folder.resolve("a.safetensors");
    written.write(file);
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).isEqualTo(written.metadata());
    assertThat(read.arrays()).isEqualTo(written.arrays());
    float[] back = (float[]) read.arrays().get("matrix").values();
    for (int i = 0; i < floats.length; i++) {
      assertThat(Float.floatToRawIntBits(back[i])).isEqualTo(Float.floatToRawIntBits(floats[i]));
    }
  }

  @Test
  void shouldLayTheFileOutAsTheFormatSays() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Safetensors(
        Map.of(), Map.of("x", new StoredArray(List.of(1L, 2L), new float[] {1f, 2f})))
        .write(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    byte[] header = new byte[length];
    bytes.get(header);
    assertThat(new String(header, StandardCharsets.UTF_8).strip())
        .isEqualTo("{\"x\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}");
    assertThat(length % 8).isZero();
    assertThat(bytes.getFloat()).isEqualTo(1f);
    assertThat(bytes.getFloat()).isEqualTo(2f);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  /**
   * Written by Python's safetensors 0.8:
   *
   * <pre>
   * save_file({"w": np.arange(6, dtype=np.float32).reshape(2, 3),
   *            "n": np.array([1, -2], dtype=np.int64), "x": np.array(0.5)},
   *           "a.safetensors", metadata={"a": "b"})
   * </pre>
   */
  @Test
  void shouldReadWhatPythonWrote() throws IOException {
    String hex =
        "c0000000000000007b225f5f6d657461646174615f5f223a7b2261223a2262227d2c226e223a7b226474"
            + "797065223a22493634222c227368617065223a5b325d2c22646174615f6f666673657473223a5b302c31"
            + "365d7d2c2278223a7b226474797065223a22463634222c227368617065223a5b5d2c22646174615f6f66"
            + "6673657473223a5b31362c32345d7d2c2277223a7b226474797065223a22463332222c22736861706522"
            + "3a5b322c335d2c22646174615f6f666673657473223a5b32342c34385d7d7d200100000000000000feff"
            + "ffffffffffff000000000000e03f000000000000803f0000004000004040000080400000a040";
    Path file = Files.write(folder.resolve("a.safetensors"), HexFormat.of().parseHex(hex));
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).isEqualTo(Map.of("a", "b"));
    assertThat(read.arrays()).isEqualTo(
        Map.of(
            "w",
            new StoredArray(List.of(2L, 3L), new float[] {0, 1, 2, 3, 4, 5}),
            "n",
            StoredArray.vector(new long[] {1, -2}),
            "x",
            new StoredArray(List.of(), new double[] {0.5})));
  }

  @Test
  void shouldRefuseEveryTruncation() throws IOException {
    byte[] bytes = Files.readAllBytes(sample());
    Path file = folder.resolve("cut.safetensors");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertDamaged(file);
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertDamaged(file);
  }

  @Test
  void shouldNeverReadOtherShapesFromAlteredBytes() throws IOException {
    Path sample = sample();
    byte[] bytes = Files.readAllBytes(sample);
    List<String> shapes = shapes(Safetensors.read(sample));
    Path file = folder.resolve("flipped.safetensors");
    Random random = new Random(2);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() + 8;
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] altered = bytes.clone();
      for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
        altered[random.nextInt(header)] = (byte) random.nextInt(256);
      }
      Files.write(file, altered);
      try {
        assertThat(shapes(Safetensors.read(file))).isEqualTo(shapes);
      } catch (DamagedFileException e) {
        assertThat(e).hasMessageContaining(file.toString()).hasMessageNotContaining("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void shouldCheckClaimsBeforeAllocating() throws IOException {
    refuse(Long.MAX_VALUE, "{}", 0, "claims a header of 9223372036854775807 bytes");
    refuse(-1, "{}", 0, "claims a header of 18446744073709551615 bytes");
    refuse(0, "", 0, "has 8 bytes");
    refuse(array("F32", "[1000000000000]", "[0,4000000000000]"), 4, "more values than an array");
    refuse(array("F32", "[4294967296,4294967296]", "[0,0]"), 0, "more values than an array");
    refuse(array("F32", "[500000000]", "[0,2000000000]"), 4, "has 4 bytes of arrays");
    refuse(array("F32", "[2]", "[0,4]"), 4, "gives x 4 bytes, where its shape needs 8");
    refuse(array("F32", "[1]", "[4,8]"), 8, "has x at 4, where the array before ends at 0");
    refuse(array("F32", "[1]", "[8,4]"), 8, "not a beginning and an end");
    refuse(array("F32", "[-1]", "[0,4]"), 4, "no list of whole numbers");
    refuse(array("F32", "[1.0]", "[0,4]"), 4, "no list of whole numbers");
    refuse(array("F32", "[\"1\"]", "[0,4]"), 4, "no list of whole numbers");
    refuse(array("F32", "1", "[0,4]"), 4, "no list of whole numbers");
    refuse(array("BF16", "[2]", "[0,4]"), 4, "has x of type BF16: convert it");
    refuse(array("F32", "[1]", "[0,4]").replace("\"shape\"", "\"shpae\""), 4, "describes x by");
    refuse("{\"x\":1}", 0, "no JSON object");
    refuse("[1]", 0, "no JSON object");
    refuse(" {}", 0, "no JSON object");
    refuse("{\"__metadata__\":{\"a\":1}}", 0, "metadata a that is no text");
    String one = "\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    refuse("{" + one.formatted("a") + "," + one.formatted("b") + "}", 4, "has b at 0");
    refuse("{" + one.formatted("a") + "," + one.formatted("a") + "}", 4, "cannot be read");
    refuse("[".repeat(100_000), 0, "cannot be read");
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("none is missing");
  }

  private static String array(String type, String shape, String offsets) {
    return "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(type, shape, offsets);
  }

  private void refuse(String header, int data, String message) throws IOException {
    refuse(header.getBytes(StandardCharsets.UTF_8).length, header, data, message);
  }

  private void refuse(long length, String header, int data, String message) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(json);
    Path file = Files.write(folder.resolve("made.safetensors"), bytes.array());
    if (length == 0) {
      assertDamaged(file);
      return;
    }
    assertThatThrownBy(() -> Safetensors.read(file))
        .as(header.substring(0, Math.min(100, header.length())))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private void assertDamaged(Path file) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }

  private Path sample() throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    arrays.put("longs", StoredArray.vector(new long[] {1, 2}));
    arrays.put("weight", new StoredArray(List.of(3L, 5L), new float[15]));
    arrays.put("bias", new StoredArray(List.of(1L, 5L), new float[5]));
    Path file = folder.resolve("sample.safetensors");
    new Safetensors(Map.of("format", "1"), arrays).write(file);
    return file;
  }

  private static List<String> shapes(Safetensors file) {
    return file.arrays().values().stream()
        .map(array -> array.shape().toString())
        .toList();
  }
}
