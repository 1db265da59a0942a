package jackdaw.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * {@code metrics.csv} while a run goes on. Rows are appended, in rising order of their first
 * column, the steps.
 */
final class MetricsFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final String header;
  private final int columns;
  private final StringBuilder row = new StringBuilder();

  private MetricsFile(Path file, FileChannel channel, List<String> names) {
    this.file = file;
    this.channel = channel;
    this.header = String.join(",", names) + '\n';
    this.columns = names.size();
  }

  /** Opens a file; {@link #keepUpTo} comes next. */
  static MetricsFile open(Path file, List<String> names) throws IOException {
    try {
      return new MetricsFile(
          file,
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
          names);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /**
   * Drops the rows after a step, which a run that goes on from that step writes again, and a last
   * row that was cut short. An empty file gets its header.
   *
   * @throws DamagedFileException if the header is another one
   */
  void keepUpTo(long steps) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = lineEnd(bytes, 0);
      if (end == 0) {
        channel.truncate(0);
        channel.position(0);
        append(header);
        return;
      }
      if (!new String(bytes, 0, end, StandardCharsets.UTF_8).equals(header)) {
        throw new DamagedFileException(
            file, "has other columns than this run", "move it out of the run directory");
      }
      for (int next = lineEnd(bytes, end); next > end; next = lineEnd(bytes, end)) {
        if (!(steps(bytes, end, next) <= steps)) {
          break;
        }
        end = next;
      }
      channel.truncate(end);
      channel.position(end);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /** The position after the line that begins at {@code start}; {@code start} if it has no end. */
  private static int lineEnd(byte[] bytes, int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return start;
  }

  private static double steps(byte[] bytes, int start, int end) {
    String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    try {
      return Double.parseDouble(line.substring(0, Math.max(0, line.indexOf(','))));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Appends a row; whole numbers are written without a point. */
  void append(double... values) throws IOException {
    if (values.length != columns) {
      throw new IllegalArgumentException(
          "%d values do not fit %d columns".formatted(values.length, columns));
    }
    row.setLength(0);
    for (double value : values) {
      if (value == (long) value && Math.abs(value) < 1e15) {
        row.append((long) value);
      } else {
        row.append(value);
      }
      row.append(',');
    }
    row.setCharAt(row.length() - 1, '\n');
    append(row.toString());
  }

  private void append(String text) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /** Waits until all rows are on the disk. */
  void sync() throws IOException {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
