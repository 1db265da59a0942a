package jackdaw.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

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
    DamagedFileException.requireFile(file, "remove it");
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
   * row that was cut short. Rows that are damaged are left out, and the file as it was is kept
   * beside it. An empty file gets its header.
   *
   * @return what is damaged, in one line for the user; empty if nothing is
   * @throws DamagedFileException if the header is another one
   */
  Optional<String> keepUpTo(long steps) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int start = lineEnd(bytes, 0);
      String first = new String(bytes, 0, start > 0 ? start : bytes.length, UTF_8);
      if (start == 0) {
        Optional<String> damage =
            header.startsWith(first)
                ? Optional.empty()
                : Optional.of("has no line: %s keeps it as it was".formatted(keepDamaged()));
        replace(new byte[0]);
        append(header);
        return damage.map(text -> file + " " + text);
      }
      if (!first.equals(header)) {
        throw new DamagedFileException(
            file, "has other columns than this run", "move it out of the run directory");
      }
      SoundRows rows = new SoundRows(bytes, start, columns, steps);
      if (rows.damaged() == 0) {
        channel.truncate(rows.kept().length);
        channel.position(rows.kept().length);
        return Optional.empty();
      }
      Path copy = keepDamaged();
      replace(rows.kept());
      return Optional.of(
          "%s has damaged rows, which are left out (%d, the first in line %d): %s keeps it as it was"
              .formatted(file, rows.damaged(), rows.firstDamagedLine(), copy));
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  private Path keepDamaged() throws IOException {
    return WholeFile.keepDamaged(file, file.resolveSibling("damaged-" + file.getFileName()));
  }

  private void replace(byte[] bytes) throws IOException {
    channel.truncate(0);
    channel.position(0);
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** The position after the line that begins at {@code start}; {@code start} if it has no end. */
  static int lineEnd(byte[] bytes, int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return start;
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
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
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
