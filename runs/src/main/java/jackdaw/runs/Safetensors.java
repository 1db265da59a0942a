package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;
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
  /** Writes a file from its beginning; the caller moves it into its place. */
  public void write(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a file. Every length and offset is checked against the file's size before anything is
   * allocated.
   *
   * @throws DamagedFileException if it is missing or no valid safetensors file of these types
   */
  public static Safetensors read(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }
}
