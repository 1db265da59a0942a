package jackdaw.runs;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The types of arrays that are kept in files, by their names in safetensors. */
enum StoredType {
  F32(float[].class, Float.BYTES),
  F64(double[].class, Double.BYTES),
  I32(int[].class, Integer.BYTES),
  I64(long[].class, Long.BYTES);

  private static final int BLOCK = 1 << 16;

  private final Class<?> array;
  private final int bytes;

  StoredType(Class<?> array, int bytes) {
    this.array = array;
    this.bytes = bytes;
  }

  static StoredType of(Object values) {
    return Arrays.stream(values())
        .filter(type -> type.array.isInstance(values))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no type for " + values.getClass()));
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  /** An array of zeros. */
  Object allocate(int length) {
    return Array.newInstance(array.componentType(), length);
  }

  /** Appends all values to a file, little-endian. */
  void write(FileChannel channel, Object values) throws IOException {
    ByteBuffer block = block();
    int length = Array.getLength(values);
    int most = BLOCK / bytes;
    for (int i = 0; i < length; i += most) {
      int count = Math.min(most, length - i);
      block.clear();
      switch (this) {
        case F32 -> block.asFloatBuffer().put((float[]) values, i, count);
        case F64 -> block.asDoubleBuffer().put((double[]) values, i, count);
        case I32 -> block.asIntBuffer().put((int[]) values, i, count);
        case I64 -> block.asLongBuffer().put((long[]) values, i, count);
      }
      block.limit(count * bytes);
      while (block.hasRemaining()) {
        channel.write(block);
      }
    }
  }

  /** Fills {@code values} from a position of a file. */
  void read(FileChannel channel, long position, Object values) throws IOException {
    ByteBuffer block = block();
    int length = Array.getLength(values);
    int most = BLOCK / bytes;
    for (int i = 0; i < length; i += most) {
      int count = Math.min(most, length - i);
      block.clear().limit(count * bytes);
      while (block.hasRemaining()) {
        if (channel.read(block, position + (long) i * bytes + block.position()) < 0) {
          throw new EOFException("the file ended while it was read");
        }
      }
      block.flip();
      switch (this) {
        case F32 -> block.asFloatBuffer().get((float[]) values, i, count);
        case F64 -> block.asDoubleBuffer().get((double[]) values, i, count);
        case I32 -> block.asIntBuffer().get((int[]) values, i, count);
        case I64 -> block.asLongBuffer().get((long[]) values, i, count);
      }
    }
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  }
}
