package jackdaw.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads TensorBoard's events with nothing of what writes them: bytes, and a CRC bit by bit. */
final class EventReader {
  /** One event. */
  record Event(double wallTime, long step, @Nullable String version, Map<String, Float> scalars) {}

  private EventReader() {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer in = little(Files.readAllBytes(file));
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = take(in, 8);
      check(length, in.getInt());
      byte[] message = take(in, (int) little(length).getLong());
      check(message, in.getInt());
      events.add(event(little(message)));
    }
    return events;
  }

  private static Event event(ByteBuffer in) {
    double wallTime = 0;
    long step = 0;
    String version = null;
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case 1 << 3 | 1 -> wallTime = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case 3 << 3 | 2 -> version = text(in);
        case 5 << 3 | 2 -> summary(little(take(in, (int) varint(in))), scalars);
        default -> throw new IllegalStateException("unknown field of an event");
      }
    }
    return new Event(wallTime, step, version, scalars);
  }

  private static void summary(ByteBuffer in, Map<String, Float> scalars) {
    while (in.hasRemaining()) {
      expect(1 << 3 | 2, varint(in));
      ByteBuffer value = little(take(in, (int) varint(in)));
      expect(1 << 3 | 2, varint(value));
      String tag = text(value);
      expect(2 << 3 | 5, varint(value));
      scalars.put(tag, value.getFloat());
    }
  }

  private static void expect(long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException("field %d, not %d".formatted(actual, expected));
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0;; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String text(ByteBuffer in) {
    return new String(take(in, (int) varint(in)), StandardCharsets.UTF_8);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC-32C, the reflected polynomial 0x82F63B78, one bit at a time. */
  static int crc(byte[] bytes) {
    int crc = -1;
    for (byte next : bytes) {
      crc ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) * 0x82F63B78);
      }
    }
    return ~crc;
  }

  private static void check(byte[] bytes, int masked) {
    int crc = crc(bytes);
    if (((crc >>> 15) | (crc << 17)) + 0xa282ead8 != masked) {
      throw new IllegalStateException("a checksum is wrong");
    }
  }
}
