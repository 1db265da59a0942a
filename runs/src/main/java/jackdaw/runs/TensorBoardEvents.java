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
   * Drops the records after a step, which a run that goes on from that step writes again, and
   * whatever is no whole record. An empty file gets its first record.
   */
  void keepUpTo(long steps) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int end = 0;
      while (bytes.limit() - end > FRAME_BEFORE + FRAME_AFTER) {
        long length = bytes.getLong(end);
        if (length < 0
            || length > bytes.limit() - end - FRAME_BEFORE - FRAME_AFTER
            || step(bytes.array(), end + FRAME_BEFORE, (int) length) > steps) {
          break;
        }
        end += FRAME_BEFORE + (int) length + FRAME_AFTER;
      }
      channel.truncate(end);
      channel.position(end);
      if (end == 0) {
        append(versionEvent());
      }
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
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
        ByteBuffer.allocate(FRAME_BEFORE + event.length + FRAME_AFTER)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    record.put(event);
    record.putInt(maskedCrc(event, event.length));
    record.flip();
    while (record.hasRemaining()) {
      channel.write(record);
    }
  }

  /** Rotated and shifted, so that a CRC of data that holds CRCs keeps its strength. */
  private static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
