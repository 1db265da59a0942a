package jackdaw.runs;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays by name in the safetensors format (github.com/huggingface/safetensors): eight bytes of header
 * length, a JSON header with each array's type, shape and offsets, then the arrays, all little-endian.
 * Types F32, F64, I32 and I64.
 *
 * @param metadata free text by name
 * @param arrays the arrays by name, in the order of the file
 */
public record Safetensors(Map<String, String> metadata, Map<String, StoredArray> arrays) {
  /** The key of the metadata in a header; no array may have this name. */
  static final String METADATA = "__metadata__";

  private static final int ALIGNMENT = 8;

  /** Keeps copies of the maps, in their order. */
  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    if (arrays.containsKey(METADATA)) {
      throw new IllegalArgumentException("no array may be named " + METADATA);
    }
  }

  /**
   * Writes a file from its beginning, the wide types first so that every array is aligned. Whoever
   * wants it whole or not at all writes it beside its place and moves it there.
   */
  public void write(Path file) throws IOException {
    List<Map.Entry<String, StoredArray>> entries = new ArrayList<>(arrays.entrySet());
    entries.sort(Comparator.comparingInt(e -> -StoredType.of(e.getValue().values()).bytes()));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer header = header(entries);
      while (header.hasRemaining()) {
        channel.write(header);
      }
      for (Map.Entry<String, StoredArray> entry : entries) {
        Object values = entry.getValue().values();
        StoredType.of(values).write(channel, values);
      }
    }
  }

  private ByteBuffer header(List<Map.Entry<String, StoredArray>> entries) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, metadata);
    }
    long offset = 0;
    for (Map.Entry<String, StoredArray> entry : entries) {
      StoredArray array = entry.getValue();
      StoredType type = StoredType.of(array.values());
      long end = offset + (long) Array.getLength(array.values()) * type.bytes();
      Map<String, Object> description = new LinkedHashMap<>();
      description.put("dtype", type.name());
      description.put("shape", array.shape());
      description.put("data_offsets", List.of(offset, end));
      header.put(entry.getKey(), description);
      offset = end;
    }
    byte[] json = JsonText.compact(header).getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(json);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  /**
   * Reads a file. Every length and offset is checked against the file's size before anything is
   * allocated.
   *
   * @throws DamagedFileException if it is missing or no valid safetensors file of these types
   */
  public static Safetensors read(Path file) throws IOException {
    return new SafetensorsReader(file).read();
  }
}
