package jackdaw.runs;

import jackdaw.state.StateColumn;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of arrays that are kept in files, by their names in safetensors. */
enum StoredType {
  F32(float[].class, Float.BYTES),
  F64(double[].class, Double.BYTES),
  I32(int[].class, Integer.BYTES),
  I64(long[].class, Long.BYTES),
  /** Unsigned bytes, which Java has as signed ones with the same bits. */
  U8(byte[].class, Byte.BYTES);

  private static final int BLOCK_BYTES = 1 << 16;

  private final Class<?> array;
  private final int bytes;

  StoredType(Class<?> array, int bytes) {
    this.array = array;
    this.bytes = bytes;
  }

  /** The type of arrays of this class. */
  static StoredType of(Class<?> array) {
    return Arrays.stream(values())
        .filter(type -> type.array.equals(array))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no type for " + array));
  }

  /** The names of all types, for messages. */
  static String names() {
    return Arrays.stream(values()).map(StoredType::name).collect(Collectors.joining(", "));
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  /** An array of zeros. */
  Object allocate(int length) {
    return Array.newInstance(array.componentType(), length);
  }

  /** A column of all values of an array of this type. */
  StateColumn column(Object values) {
    int length = Array.getLength(values);
    return switch (this) {
      case F32 -> StateColumn.of((float[]) values, 0, length);
      case F64 -> StateColumn.of((double[]) values, 0, length);
      case I32 -> StateColumn.of((int[]) values, 0, length);
      case I64 -> StateColumn.of((long[]) values, 0, length);
      case U8 -> StateColumn.of((byte[]) values, 0, length);
    };
  }

  /** Appends all values of a column of this type to a file, little-endian and block by block. */
  void write(FileChannel channel, StateColumn column) throws IOException {
    ByteBuffer block = block();
    int most = BLOCK_BYTES / bytes;
    Object values = allocate(Math.min(most, column.length()));
    for (int i = 0; i < column.length(); i += most) {
      int count = Math.min(most, column.length() - i);
      column.copyTo(i, values, 0, count);
      block.clear();
      switch (this) {
        case F32 -> block.asFloatBuffer().put((float[]) values, 0, count);
        case F64 -> block.asDoubleBuffer().put((double[]) values, 0, count);
        case I32 -> block.asIntBuffer().put((int[]) values, 0, count);
        case I64 -> block.asLongBuffer().put((long[]) values, 0, count);
        case U8 -> block.duplicate().put((byte[]) values, 0, count);
      }
      block.limit(count * bytes);
      while (block.hasRemaining()) {
        channel.write(block);
      }
    }
  }

  /** Fills {@code values[from, from + length)} from a position of a file. */
  void read(FileChannel channel, long position, Object values, int from, int length)
      throws IOException {
    ByteBuffer block = block();
    int most = BLOCK_BYTES / bytes;
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
        case F32 -> block.asFloatBuffer().get((float[]) values, from + i, count);
        case F64 -> block.asDoubleBuffer().get((double[]) values, from + i, count);
        case I32 -> block.asIntBuffer().get((int[]) values, from + i, count);
        case I64 -> block.asLongBuffer().get((long[]) values, from + i, count);
        case U8 -> block.get((byte[]) values, from + i, count);
      }
    }
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
