package jackdaw.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes x86-64 machine code with 512-bit vectors (AVX-512F), as far as the kernels of tensor programs
 * need it. Encodings are those of the Intel 64 and IA-32 Architectures Software Developer's Manual,
 * volume 2; operands stand in its order, the destination first.
 *
 * <p>General registers are numbered 0 to 15 as in the manual and named here as far as they are used;
 * vector registers are 0 to 31, mask registers 1 to 7. A memory operand is {@code [base + index +
 * displacement]}, with {@link #NONE} for no index.
 *
 * <p>It is longer than a class here should be, since each instruction is a method of its own; they share
 * the encoding at its end.
 */
public final class Assembler {
  public static final int RAX = 0;
  public static final int RCX = 1;
  public static final int RDX = 2;
  public static final int RBX = 3;
  public static final int RSP = 4;
  public static final int RSI = 6;
  public static final int RDI = 7;
  public static final int R8 = 8;
  public static final int R9 = 9;
  public static final int R10 = 10;
  public static final int R11 = 11;
  public static final int R12 = 12;
  public static final int R13 = 13;

  /** No index register. */
  public static final int NONE = -1;

  /** Comparisons of {@link #compare}. */
  public static final int EQUAL = 0;

  public static final int LESS = 1;
  public static final int LESS_OR_EQUAL = 2;
  public static final int UNORDERED = 3;

  private static final int CONSTANT = -2;
  private static final int VECTOR = 64;
  private static final int FLOAT = 4;

  private static final int MAP_0F = 1;
  private static final int MAP_0F38 = 2;
  private static final int MAP_0F3A = 3;
  private static final int NO_PREFIX = 0;
  private static final int PREFIX_66 = 1;
  private static final int PREFIX_F3 = 2;

  /** Functions of two vectors, d = f(a, b), with the opcode, its map, prefix and width bit. */
  public enum Binary {
    ADD(MAP_0F, NO_PREFIX, 0, 0x58),
    MULTIPLY(MAP_0F, NO_PREFIX, 0, 0x59),
    SUBTRACT(MAP_0F, NO_PREFIX, 0, 0x5c),
    /** b where one of the two is not a number. */
    MIN(MAP_0F, NO_PREFIX, 0, 0x5d),
    DIVIDE(MAP_0F, NO_PREFIX, 0, 0x5e),
    /** b where one of the two is not a number. */
    MAX(MAP_0F, NO_PREFIX, 0, 0x5f),
    ADD_INTEGERS(MAP_0F, PREFIX_66, 0, 0xfe),
    SUBTRACT_INTEGERS(MAP_0F, PREFIX_66, 0, 0xfa),
    MIN_UNSIGNED(MAP_0F38, PREFIX_66, 0, 0x3b),
    MAX_UNSIGNED(MAP_0F38, PREFIX_66, 0, 0x3f),
    MULTIPLY_INTEGERS(MAP_0F38, PREFIX_66, 0, 0x40),
    AND(MAP_0F, PREFIX_66, 0, 0xdb),
    XOR(MAP_0F, PREFIX_66, 0, 0xef),
    /** d = a · b + d. */
    MULTIPLY_ADD(MAP_0F38, PREFIX_66, 0, 0xb8),
    /** d = d · a + b. */
    TIMES_PLUS(MAP_0F38, PREFIX_66, 0, 0xa8),
    /** d = −(a · b) + d. */
    MULTIPLY_SUBTRACT(MAP_0F38, PREFIX_66, 0, 0xbc),
    UNPACK_LOW(MAP_0F, NO_PREFIX, 0, 0x14),
    UNPACK_HIGH(MAP_0F, NO_PREFIX, 0, 0x15),
    UNPACK_LOW_PAIRS(MAP_0F, PREFIX_66, 1, 0x14),
    UNPACK_HIGH_PAIRS(MAP_0F, PREFIX_66, 1, 0x15);

    private final int map;
    private final int prefix;
    private final int wide;
    private final int opcode;

    Binary(int map, int prefix, int wide, int opcode) {
      this.map = map;
      this.prefix = prefix;
      this.wide = wide;
      this.opcode = opcode;
    }
  }

  private byte[] code = new byte[4096];
  private int size;

  /** Numbers that the code reads, as bits, each with its place behind the code. */
  private final Map<Integer, Integer> constants = new HashMap<>();

  /** Pairs: where a displacement to a constant stands, and which constant it is. */
  private int[] references = new int[64];

  private int referenceCount;

  /** Where the next instruction will stand: the target of a later {@link #jumpIfNotZero}. */
  public int position() {
    return size;
  }

  /** The finished code, with its constants behind it. */
  public byte[] finish() {
    int start = (size + FLOAT - 1) / FLOAT * FLOAT;
    ByteBuffer bytes =
        ByteBuffer.wrap(Arrays.copyOf(code, start + FLOAT * constants.size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    constants.forEach((bits, index) -> bytes.putInt(start + FLOAT * index, bits));
    for (int i = 0; i < referenceCount; i += 2) {
      // counted from the end of the instruction; none with a constant has anything behind this
      int at = references[i];
      bytes.putInt(at, start + FLOAT * references[i + 1] - (at + 4));
    }
    return bytes.array();
  }

  // Vectors in memory.

  /** Loads 16 floats. */
  public void load(int vector, int base, int index, int displacement) {
    memory(MAP_0F, NO_PREFIX, 0, 0x10, vector, 0, 0, false, VECTOR, base, index, displacement);
  }

  /** Loads those floats whose bits in the mask are set, and 0 for the others. */
  public void loadMasked(int vector, int mask, int base, int index, int displacement) {
    memory(
        MAP_0F, NO_PREFIX, 0, 0x10, vector, 0, mask | ZEROING, false, VECTOR, base, index,
        displacement);
  }

  /** Stores 16 floats. */
  public void store(int vector, int base, int index, int displacement) {
    memory(MAP_0F, NO_PREFIX, 0, 0x11, vector, 0, 0, false, VECTOR, base, index, displacement);
  }

  /** Stores those floats whose bits in the mask are set. */
  public void storeMasked(int vector, int mask, int base, int index, int displacement) {
    memory(MAP_0F, NO_PREFIX, 0, 0x11, vector, 0, mask, false, VECTOR, base, index, displacement);
  }

  /** Stores the first float. */
  public void storeFirst(int vector, int base, int index, int displacement) {
    memory(MAP_0F, PREFIX_F3, 0, 0x11, vector, 0, 0, false, FLOAT, base, index, displacement);
  }

  /** Loads one float into all places. */
  public void broadcast(int vector, int base, int index, int displacement) {
    memory(MAP_0F38, PREFIX_66, 0, 0x18, vector, 0, 0, false, FLOAT, base, index, displacement);
  }

  /** A number in all places. */
  public void broadcast(int vector, float number) {
    memory(
        MAP_0F38, PREFIX_66, 0, 0x18, vector, 0, 0, false, FLOAT, CONSTANT, NONE,
        constant(Float.floatToRawIntBits(number)));
  }

  /** The first float of another vector in all places. */
  public void broadcastFirst(int vector, int source) {
    registers(MAP_0F38, PREFIX_66, 0, 0x18, vector, 0, 0, source);
  }

  /** The low 32 bits of a general register in all places. */
  public void broadcastWord(int vector, int general) {
    registers(MAP_0F38, PREFIX_66, 0, 0x7c, vector, 0, 0, general);
  }

  /**
   * Loads floats from {@code base + 4 · indices}, where the mask's bits are set; the mask is zero
   * afterwards.
   */
  public void gather(int vector, int mask, int base, int indices, int displacement) {
    memory(
        MAP_0F38, PREFIX_66, 0, 0x92, vector, 0, mask | VECTOR_INDEX, false, FLOAT, base, indices,
        displacement);
  }

  // Arithmetic.

  /** d = f(a, b). */
  public void apply(Binary f, int d, int a, int b) {
    registers(f.map, f.prefix, f.wide, f.opcode, d, a, 0, b);
  }

  /** d = f(a, b), where the mask's bits are set. */
  public void applyMasked(Binary f, int d, int mask, int a, int b) {
    registers(f.map, f.prefix, f.wide, f.opcode, d, a, mask, b);
  }

  /** d = f(a, 16 floats in memory). */
  public void apply(Binary f, int d, int a, int base, int index, int displacement) {
    memory(
        f.map, f.prefix, f.wide, f.opcode, d, a, 0, false, VECTOR, base, index, displacement);
  }

  /** d = f(a, one float in memory in all places). */
  public void applyBroadcast(Binary f, int d, int a, int base, int index, int displacement) {
    memory(f.map, f.prefix, f.wide, f.opcode, d, a, 0, true, FLOAT, base, index, displacement);
  }

  /** d = f(a, a number in all places). */
  public void apply(Binary f, int d, int a, float number) {
    applyBits(f, d, a, Float.floatToRawIntBits(number));
  }

  /** d = f(a, 32 bits in all places). */
  public void applyBits(Binary f, int d, int a, int bits) {
    memory(
        f.map, f.prefix, f.wide, f.opcode, d, a, 0, true, FLOAT, CONSTANT, NONE, constant(bits));
  }

  /** d = √a. */
  public void root(int d, int a) {
    registers(MAP_0F, NO_PREFIX, 0, 0x51, d, 0, 0, a);
  }

  /** d = 1 / a, to within 2⁻¹⁴ of it. */
  public void reciprocalEstimate(int d, int a) {
    registers(MAP_0F38, PREFIX_66, 0, 0x4c, d, 0, 0, a);
  }

  /** d = 1 / √a, to within 2⁻¹⁴ of it. */
  public void reciprocalRootEstimate(int d, int a) {
    registers(MAP_0F38, PREFIX_66, 0, 0x4e, d, 0, 0, a);
  }

  /** Floats to whole numbers, towards zero. */
  public void toIntegers(int d, int a) {
    registers(MAP_0F, PREFIX_F3, 0, 0x5b, d, 0, 0, a);
  }

  /** d = a · 2^bits, as integers. */
  public void shiftLeft(int d, int a, int bits) {
    registers(MAP_0F, PREFIX_66, 0, 0x72, 6, d, 0, a);
    put(bits);
  }

  /** d = a / 2^bits rounded down, as signed integers. */
  public void shiftRight(int d, int a, int bits) {
    registers(MAP_0F, PREFIX_66, 0, 0x72, 4, d, 0, a);
    put(bits);
  }

  /** Sets those bits of a mask for which the comparison of a and b is true. */
  public void compare(int comparison, int mask, int a, int b) {
    registers(MAP_0F, NO_PREFIX, 0, 0xc2, mask, a, 0, b);
    put(comparison);
  }

  /** Sets those bits of a mask for which a and b are the same as integers. */
  public void compareIntegers(int mask, int a, int b) {
    registers(MAP_0F, PREFIX_66, 0, 0x76, mask, a, 0, b);
  }

  /** d = b where the mask's bits are set, else a. */
  public void blend(int d, int mask, int a, int b) {
    registers(MAP_0F38, PREFIX_66, 0, 0x65, d, a, mask, b);
  }

  /** d = a. */
  public void move(int d, int a) {
    registers(MAP_0F, NO_PREFIX, 0, 0x28, d, 0, 0, a);
  }

  /** d = 0. */
  public void zero(int d) {
    apply(Binary.XOR, d, d, d);
  }

  /** Two quarters of a, then two of b, each chosen by two bits of {@code order}, lowest first. */
  public void shuffleQuarters(int d, int a, int b, int order) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x23, d, a, 0, b);
    put(order);
  }

  /** Within each quarter, the floats that two bits each of {@code order} choose. */
  public void permuteInQuarters(int d, int a, int order) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x04, d, 0, 0, a);
    put(order);
  }

  /** Makes every place of d what f gives of all of them, in a fixed order; changes {@code other}. */
  public void reducePlaces(Binary f, int d, int other) {
    shuffleQuarters(other, d, d, 0x4e);
    apply(f, d, d, other);
    shuffleQuarters(other, d, d, 0xb1);
    apply(f, d, d, other);
    permuteInQuarters(other, d, 0x4e);
    apply(f, d, d, other);
    permuteInQuarters(other, d, 0xb1);
    apply(f, d, d, other);
  }

  /** Sets a mask to the low 16 bits of a general register. */
  public void setMask(int mask, int general) {
    put(0xc4, general >= 8 ? 0xc1 : 0xe1, 0x78, 0x92);
    put(0xc0 | mask << 3 | low(general));
  }

  // General registers.

  /** d = number, which must not be negative. */
  public void set(int d, int number) {
    if (d >= 8) {
      put(0x41);
    }
    put(0xb8 | low(d));
    putInt(number);
  }

  /** d = a. */
  public void copy(int d, int a) {
    put(0x48 | a >> 3 << 2 | d >> 3, 0x89, 0xc0 | low(a) << 3 | low(d));
  }

  /** d = base + displacement. */
  public void address(int d, int base, int displacement) {
    put(0x48 | d >> 3 << 2 | base >> 3, 0x8d);
    operand(d, base, NONE, displacement, 1);
  }

  /** Loads 32 bits. */
  public void loadWord(int d, int base, int index, int displacement) {
    word(0x8b, d, base, index, displacement);
  }

  /** Stores 32 bits. */
  public void storeWord(int source, int base, int index, int displacement) {
    word(0x89, source, base, index, displacement);
  }

  private void word(int opcode, int register, int base, int index, int displacement) {
    int extension = register >> 3 << 2 | (index == NONE ? 0 : index >> 3 << 1) | base >> 3;
    if (extension != 0) {
      put(0x40 | extension);
    }
    put(opcode);
    operand(register, base, index, displacement, 1);
  }

  /** d = d / 2^bits, without a sign. */
  public void shiftRightWord(int d, int bits) {
    put(0x48 | d >> 3, 0xc1, 0xe8 | low(d), bits);
  }

  /** d = d + number. */
  public void add(int d, int number) {
    put(0x48 | d >> 3, 0x81, 0xc0 | low(d));
    putInt(number);
  }

  /** d = d + a. */
  public void addRegister(int d, int a) {
    put(0x48 | a >> 3 << 2 | d >> 3, 0x01, 0xc0 | low(a) << 3 | low(d));
  }

  /** Compares two registers, for {@link #jumpIfNotZero}, which then jumps if they differ. */
  public void compareRegisters(int a, int b) {
    put(0x48 | b >> 3 << 2 | a >> 3, 0x39, 0xc0 | low(b) << 3 | low(a));
  }

  /** Compares d with a number, for {@link #jumpIfNotZero}, which then jumps if they differ. */
  public void compareWith(int d, int number) {
    put(0x48 | d >> 3, 0x81, 0xf8 | low(d));
    putInt(number);
  }

  /** Puts a register on the stack; those that a function may not change it has to {@link #pop} again. */
  public void push(int register) {
    stack(0x50, register);
  }

  /** Takes a register from the stack. */
  public void pop(int register) {
    stack(0x58, register);
  }

  private void stack(int opcode, int register) {
    if (register >= 8) {
      put(0x41);
    }
    put(opcode | low(register));
  }

  /** d = d − 1. */
  public void decrement(int d) {
    put(0x48 | d >> 3, 0xff, 0xc8 | low(d));
  }

  /** Jumps back to a {@link #position} if the last addition, decrement or comparison did not give 0. */
  public void jumpIfNotZero(int position) {
    put(0x0f, 0x85);
    putInt(position - (size + 4));
  }

  /** Ends the code. */
  public void endOfCode() {
    // first lets go of the upper halves of the vectors, which would slow older code down
    put(0xc5, 0xf8, 0x77, 0xc3);
  }

  // Encoding.

  /** In the argument for a mask: places whose bits are not set become 0. */
  private static final int ZEROING = 0x80;

  /** In the argument for a mask: the index of the memory operand is a vector. */
  private static final int VECTOR_INDEX = 0x100;

  private void registers(
      int map, int prefix, int wide, int opcode, int d, int a, int mask, int b) {
    prefix(map, prefix, wide, d, a, mask, false, bit(b, 3), bit(b, 4), bit(a, 4));
    put(opcode, 0xc0 | low(d) << 3 | low(b));
  }

  private void memory(
      int map,
      int prefix,
      int wide,
      int opcode,
      int d,
      int a,
      int mask,
      boolean repeat,
      int unit,
      int base,
      int index,
      int displacement) {
    boolean vectorIndex = (mask & VECTOR_INDEX) != 0;
    int baseBit = base == CONSTANT ? 0 : base >> 3;
    int indexBit = index == NONE ? 0 : bit(index, 3);
    int highBit = vectorIndex ? index >> 4 : bit(a, 4);
    prefix(map, prefix, wide, d, a, mask, repeat, baseBit, indexBit, highBit);
    put(opcode);
    if (base == CONSTANT) {
      put(low(d) << 3 | 5);
      reference(displacement);
    } else {
      operand(d, base, index, displacement, vectorIndex ? -unit : unit);
    }
  }

  private void prefix(
      int map,
      int prefix,
      int wide,
      int d,
      int a,
      int mask,
      boolean repeat,
      int baseBit,
      int indexBit,
      int highBit) {
    put(
        0x62,
        bit(~d, 3) << 7 | (indexBit ^ 1) << 6 | (baseBit ^ 1) << 5 | bit(~d, 4) << 4 | map,
        wide << 7 | (~a & 15) << 3 | 4 | prefix,
        (mask & ZEROING) | 0x40 | (repeat ? 0x10 : 0) | (highBit ^ 1) << 3 | low(mask));
  }

  /**
   * A memory operand.
   *
   * @param unit short displacements count in this many bytes; negative if indices do in as many
   */
  private void operand(int register, int base, int index, int displacement, int unit) {
    int step = Math.abs(unit);
    boolean none = displacement == 0 && low(base) != 5;
    boolean small =
        displacement % step == 0 && displacement / step == (byte) (displacement / step);
    int mode = none ? 0 : small ? 0x40 : 0x80;
    if (index == NONE && low(base) != 4) {
      put(mode | low(register) << 3 | low(base));
    } else {
      int scale = unit < 0 ? 0x80 : 0;
      put(
          mode | low(register) << 3 | 4,
          scale | (index == NONE ? 4 : low(index)) << 3 | low(base));
    }
    if (mode == 0x40) {
      put(displacement / step);
    } else if (mode == 0x80) {
      putInt(displacement);
    }
  }

  private static int low(int register) {
    return register & 7;
  }

  private static int bit(int register, int bit) {
    return (register >> bit) & 1;
  }

  private int constant(int bits) {
    Integer known = constants.get(bits);
    if (known == null) {
      known = constants.size();
      constants.put(bits, known);
    }
    return known;
  }

  private void reference(int constant) {
    if (referenceCount + 2 > references.length) {
      references = Arrays.copyOf(references, 2 * references.length);
    }
    references[referenceCount++] = size;
    references[referenceCount++] = constant;
    putInt(0);
  }

  private void put(int a) {
    if (size + 16 > code.length) {
      code = Arrays.copyOf(code, 2 * code.length);
    }
    code[size++] = (byte) a;
  }

  private void put(int a, int b) {
    put(a);
    code[size++] = (byte) b;
  }

  private void put(int a, int b, int c) {
    put(a, b);
    code[size++] = (byte) c;
  }

  private void put(int a, int b, int c, int d) {
    put(a, b, c);
    code[size++] = (byte) d;
  }

  private void putInt(int number) {
    put(number, number >> 8, number >> 16, number >> 24);
  }
}
