package jackdaw.runs;

import jackdaw.state.StateColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A column in a file, read whenever its values are copied. Copying throws {@link
 * UncheckedIOException} if the file cannot be read, with a message for users in its cause.
 *
 * @param start where it begins in the file, in bytes
 */
record FileColumn(Path file, long start, StoredType stored, int length) implements StateColumn {
  @Override
  public Class<?> type() {
    return stored.allocate(0).getClass();
  }

  @Override
  public void copyTo(int position, Object target, int from, int count) {
    Objects.checkFromIndexSize(position, count, length);
    try (FileChannel channel = FileChannel.open(file)) {
      stored.read(channel, start + (long) position * stored.bytes(), target, from, count);
    } catch (IOException e) {
      throw new UncheckedIOException(FileErrors.reading(file, e));
    }
  }
}
