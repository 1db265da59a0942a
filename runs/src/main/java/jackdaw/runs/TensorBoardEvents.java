package jackdaw.runs;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Scalars for TensorBoard. The file is a TFRecord file of {@code tensorflow.Event} messages: each
 * record is the length of its message (8 bytes), a masked CRC-32C of the length (4), the message,
 * and a masked CRC-32C of that (4), all little-endian (tensorflow/core/lib/io/record_writer.h,
 * tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
 */
final class TensorBoardEvents implements AutoCloseable {
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;
  private static final String VERSION = "brain.Event:2";
  private static final int FRAME_BEFORE = Long.BYTES + Integer.BYTES;
  private static final int FRAME_AFTER = Integer.BYTES;
  private static final int FRAME = FRAME_BEFORE + FRAME_AFTER;

  private final Path file;
  private final FileChannel channel;
  private final List<String> tags;

  /** Of the message that each tag's value is. */
  private final int[] valueSizes;

  private TensorBoardEvents(Path file, FileChannel channel, List<String> tags) {
    this.file = file;
    this.channel = channel;
    this.tags = List.copyOf(tags);
    valueSizes =
        tags.stream()
            .mapToInt(
                tag -> CodedOutputStream.computeStringSize(VALUE_TAG, tag)
                    + CodedOutputStream.computeFloatSize(VALUE_SIMPLE_VALUE, 0))
            .toArray();
  }

  /** Opens a file for scalars of these tags; {@link #keepUpTo} comes next. */
  static TensorBoardEvents open(Path file, List<String> tags) throws IOException {
    DamagedFileException.requireFile(file, "remove it");
    try {
      return new TensorBoardEvents(
          file,
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
          tags);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /**
   * Drops the records after a step, which a run that goes on from that step writes again, and a
   * last one that was cut short. Records that are damaged are left out, and the file as it was is
   * kept beside it. A file without records gets its first.
   *
   * @return what is damaged, in one line for the user; empty if nothing is
   */
  Optional<String> keepUpTo(long steps) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      boolean versioned = false;
      boolean damaged = false;
      for (int from = 0; from < bytes.limit();) {
        int next = end(bytes, from);
        if (next > 0) {
          if (step(bytes.array(), from + FRAME_BEFORE, next - from - FRAME) <= steps) {
            kept.write(bytes.array(), from, next - from);
            versioned |= from == 0;
          }
          from = next;
        } else if (isCutShort(bytes, from)) {
          break;
        } else {
          damaged = true;
          from++; // Until a record is found again, by its checksums.
        }
      }
      Path copy =
          damaged
              // Not with its own name in it, by which TensorBoard would take it for events.
              ? WholeFile.keepDamaged(file, file.resolveSibling("damaged-events"))
              : file;
      if (versioned && isStart(kept.toByteArray(), bytes)) {
        channel.truncate(kept.size());
        channel.position(kept.size());
      } else {
        channel.truncate(0);
        channel.position(0);
        append(versionEvent());
        write(ByteBuffer.wrap(kept.toByteArray()));
      }
      return damaged
          ? Optional.of(
              "%s has damaged records, which are left out: %s keeps it as it was"
                  .formatted(file, copy))
          : Optional.empty();
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  private static boolean isStart(byte[] start, ByteBuffer bytes) {
    return bytes.slice(0, start.length).equals(ByteBuffer.wrap(start));
  }

  /** The end of the record that begins at a position, or 0 if no sound one does. */
  private static int end(ByteBuffer bytes, int from) {
    long room = (long) bytes.limit() - from - FRAME;
    if (room < 0 || !hasLength(bytes, from)) {
      return 0;
    }
    long length = bytes.getLong(from);
    if (length < 0 || length > room) {
      return 0;
    }
    int begin = from + FRAME_BEFORE;
    int end = begin + (int) length;
    return maskedCrc(bytes.slice(begin, (int) length)) == bytes.getInt(end)
        ? end + FRAME_AFTER
        : 0;
  }

  /** Whether a length with its checksum is at a position. */
  private static boolean hasLength(ByteBuffer bytes, int from) {
    return maskedCrc(bytes.slice(from, Long.BYTES)) == bytes.getInt(from + Long.BYTES);
  }

  /** Whether the rest of the file is the beginning of a record, as a killed process leaves it. */
  private static boolean isCutShort(ByteBuffer bytes, int from) {
    int rest = bytes.limit() - from;
    return rest < FRAME_BEFORE
        || (hasLength(bytes, from) && bytes.getLong(from) > (long) rest - FRAME);
  }

  /** The step of an event, or the largest number if it cannot be read. */
  private static long step(byte[] bytes, int offset, int length) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes, offset, length);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == EVENT_STEP) {
          return in.readInt64();
        }
        in.skipField(tag);
      }
      return 0;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static byte[] versionEvent() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream event = CodedOutputStream.newInstance(bytes);
    event.writeDouble(EVENT_WALL_TIME, System.currentTimeMillis() / 1e3);
    event.writeString(EVENT_FILE_VERSION, VERSION);
    event.flush();
    return bytes.toByteArray();
  }

  /**
   * Appends one value a tag; those that are NaN are left out.
   *
   * @param row the step, then a value for each tag
   */
  void append(double... row) throws IOException {
    double wallTime = System.currentTimeMillis() / 1e3;
    long step = (long) row[0];
    int summarySize = 0;
    for (int i = 0; i < valueSizes.length; i++) {
      summarySize += Double.isNaN(row[i + 1]) ? 0 : sizeWithin(SUMMARY_VALUE, valueSizes[i]);
    }
    byte[] bytes =
        new byte[CodedOutputStream.computeDoubleSize(EVENT_WALL_TIME, wallTime)
            + CodedOutputStream.computeInt64Size(EVENT_STEP, step)
            + sizeWithin(EVENT_SUMMARY, summarySize)];
    // Sizes come first, so that every message is written to its place at once.
    CodedOutputStream event = CodedOutputStream.newInstance(bytes);
    event.writeDouble(EVENT_WALL_TIME, wallTime);
    event.writeInt64(EVENT_STEP, step);
    begin(event, EVENT_SUMMARY, summarySize);
    for (int i = 0; i < valueSizes.length; i++) {
      double number = row[i + 1];
      if (!Double.isNaN(number)) {
        begin(event, SUMMARY_VALUE, valueSizes[i]);
        event.writeString(VALUE_TAG, tags.get(i));
        event.writeFloat(VALUE_SIMPLE_VALUE, (float) number);
      }
    }
    event.checkNoSpaceLeft();
    try {
      append(bytes);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /** How many bytes a message takes within another one. */
  private static int sizeWithin(int field, int size) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt32SizeNoTag(size)
        + size;
  }

  /** Begins a message within another one. */
  private static void begin(CodedOutputStream out, int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private void append(byte[] event) throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(FRAME + event.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    record.putInt(maskedCrc(record.slice(0, Long.BYTES)));
    record.put(event);
    record.putInt(maskedCrc(ByteBuffer.wrap(event)));
    write(record.flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Rotated and shifted, so that a CRC of data that holds CRCs keeps its strength. */
  private static int maskedCrc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
