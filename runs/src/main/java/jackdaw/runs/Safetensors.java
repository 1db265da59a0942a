package jackdaw.runs;

import jackdaw.state.StateColumn;
import java.io.IOException;
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
 * Arrays by name in the safetensors format (github.com/huggingface/safetensors): eight bytes of
 * header length, a JSON header with each array's type, shape and offsets, then the arrays, all
 * little-endian. Types F32, F64, I32, I64 and U8.
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

  /** An array that is to be written. */
  private record Entry(String name, List<Long> shape, StoredType type, StateColumn column) {}

  /**
   * Writes a file from its beginning, the wide types first so that every array is aligned. A file
   * that has to be whole or absent is written under another name and then moved into place.
   */
  public void write(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    arrays.forEach((name, array) -> {
      StoredType type = StoredType.of(array.values().getClass());
      entries.add(new Entry(name, array.shape(), type, type.column(array.values())));
    });
    write(file, metadata, entries);
  }

  /** Writes columns as vectors, block by block, so that they take no memory besides their own. */
  static void writeColumns(Path file, Map<String, StateColumn> columns) throws IOException {
    List<Entry> entries = new ArrayList<>();
    columns.forEach(
        (name, column) -> entries.add(
            new Entry(
                name, List.of((long) column.length()), StoredType.of(column.type()), column)));
    write(file, Map.of(), entries);
  }

  private static void write(Path file, Map<String, String> metadata, List<Entry> entries)
      throws IOException {
    entries.sort(Comparator.comparingInt(entry -> -entry.type().bytes()));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer header = header(metadata, entries);
      while (header.hasRemaining()) {
        channel.write(header);
      }
      for (Entry entry : entries) {
        entry.type().write(channel, entry.column());
      }
    }
  }

  private static ByteBuffer header(Map<String, String> metadata, List<Entry> entries) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, metadata);
    }
    long offset = 0;
    for (Entry entry : entries) {
      long end = offset + (long) entry.column().length() * entry.type().bytes();
      Map<String, Object> description = new LinkedHashMap<>();
      description.put("dtype", entry.type().name());
      description.put("shape", entry.shape());
      description.put("data_offsets", List.of(offset, end));
      header.put(entry.name(), description);
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

  /** Checks a file as {@link #read} does, and returns its arrays as columns that are read later. */
  static Map<String, StateColumn> readColumns(Path file) throws IOException {
    return new SafetensorsReader(file).readColumns();
  }
}
