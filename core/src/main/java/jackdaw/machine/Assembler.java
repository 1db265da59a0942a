package jackdaw.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the x86-64 machine code with vectors of floats that the kernels of programs need:
 * {@linkplain Avx512Assembler of 16 floats} if the processor has AVX-512F, otherwise {@linkplain
 * Avx2Assembler of 8} with AVX2 and FMA. Encodings follow the Intel 64 and IA-32 Architectures
 * Software Developer's Manual, volume 2. Operands are in its order, the destination first.
 *
 * <p>General registers are numbered 0 to 15 as in the manual; those in use have names here. Vector
 * registers are 0 to {@link #registers()} − 1, masks 1 to 3. A memory operand is {@code [base +
 * index + displacement]}, with {@link #NONE} for no index.
 *
 * <p>This class writes the instructions that both kinds of vectors have with the same opcodes. Each
 * subclass adds its prefixes and the instructions that differ. The class is longer than the 500
 * lines that a class here should have, since each instruction is a method.
 */
public abstract sealed class Assembler permits Avx2Assembler, Avx512Assembler {
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

  /** In place of a base: a constant after the code, whose index is the displacement. */
  static final int CONSTANT = -2;

  static final int FLOAT = 4;

  static final int MAP_0F = 1;
  static final int MAP_0F38 = 2;
  static final int MAP_0F3A = 3;
  static final int NO_PREFIX = 0;
  static final int PREFIX_66 = 1;
  static final int PREFIX_F3 = 2;

  /** Functions of two vectors, d = f(a, b), with the opcode's map, prefix, width bit and number. */
  public enum Binary {
    ADD(MAP_0F, NO_PREFIX, 0, 0x58),
    MULTIPLY(MAP_0F, NO_PREFIX, 0, 0x59),
    SUBTRACT(MAP_0F, NO_PREFIX, 0, 0x5c),
    /** The smaller of a and b; b if one of them is NaN. */
    MIN(MAP_0F, NO_PREFIX, 0, 0x5d),
    DIVIDE(MAP_0F, NO_PREFIX, 0, 0x5e),
    /** The larger of a and b; b if one of them is NaN. */
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

    final int map;
    final int prefix;
    final int wide;
    final int opcode;

    Binary(int map, int prefix, int wide, int opcode) {
      this.map = map;
      this.prefix = prefix;
      this.wide = wide;
      this.opcode = opcode;
    }
  }

  private byte[] code = new byte[4096];
  private int size;

  /**
   * Constants that the code reads, as bits, each with the index of its first word after the code.
   */
  private final Map<List<Integer>, Integer> constants = new LinkedHashMap<>();

  private int constantWords;

  /** Pairs: the position of a displacement to a constant, and the index of the constant's word. */
  private int[] references = new int[64];

  private int referenceCount;

  Assembler() {}

  /**
   * Returns an assembler for the widest vectors of this machine.
   *
   * @throws IllegalStateException if there are none, see {@link NativeCode#isSupported}
   */
  public static Assembler create() {
    return of(NativeCode.lanes());
  }

  /** Returns an assembler for vectors of 8 or 16 floats. */
  public static Assembler of(int lanes) {
    return switch (lanes) {
      case Avx512Assembler.LANES -> new Avx512Assembler();
      case Avx2Assembler.LANES -> new Avx2Assembler();
      default -> throw new IllegalStateException("no machine code for vectors of " + lanes);
    };
  }

  /** The number of floats of a vector. */
  public abstract int lanes();

  /** The number of vector registers. */
  public abstract int registers();

  /** The alignment of constants in bytes. */
  abstract int constantAlignment();

  /** The number of bytes of a vector. */
  public final int vectorBytes() {
    return lanes() * FLOAT;
  }

  /** The position of the next instruction: the target of a later {@link #jumpIfNotZero}. */
  public final int position() {
    return size;
  }

  /** Returns the finished code, with the constants after it. */
  public final byte[] finish() {
    int start = (size + constantAlignment() - 1) / constantAlignment() * constantAlignment();
    ByteBuffer bytes =
        ByteBuffer.wrap(Arrays.copyOf(code, start + FLOAT * constantWords))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(start);
    constants.keySet().forEach(words -> words.forEach(bytes::putInt));
    for (int i = 0; i < referenceCount; i += 2) {
      // Counts from the end of the instruction, which is the end of this displacement.
      int at = references[i];
      bytes.putInt(at, start + FLOAT * references[i + 1] - (at + 4));
    }
    return bytes.array();
  }

  // Vectors in memory.

  /** Loads a vector of floats. */
  public final void load(int vector, int base, int index, int displacement) {
    memory(MAP_0F, NO_PREFIX, 0, 0x10, vector, 0, vectorBytes(), base, index, displacement);
  }

  /** Loads the floats that the mask selects, and 0 for the others. */
  public abstract void loadMasked(int vector, int mask, int base, int index, int displacement);

  /** Stores a vector of floats. */
  public final void store(int vector, int base, int index, int displacement) {
    memory(MAP_0F, NO_PREFIX, 0, 0x11, vector, 0, vectorBytes(), base, index, displacement);
  }

  /** Stores the floats that the mask selects. */
  public abstract void storeMasked(int vector, int mask, int base, int index, int displacement);

  /** Stores the first float. */
  public final void storeFirst(int vector, int base, int index, int displacement) {
    memory(MAP_0F, PREFIX_F3, 0, 0x11, vector, 0, FLOAT, base, index, displacement);
  }

  /** Loads one float into all places. */
  public final void broadcast(int vector, int base, int index, int displacement) {
    memory(MAP_0F38, PREFIX_66, 0, 0x18, vector, 0, FLOAT, base, index, displacement);
  }

  /** Sets all places to a number. */
  public abstract void broadcast(int vector, float number);

  /** Sets all places to the low 32 bits of a general register. */
  public abstract void broadcastWord(int vector, int general);

  /** Sets the places to whole numbers, as many as a vector has. */
  public final void loadIntegers(int vector, List<Integer> numbers) {
    load(vector, CONSTANT, NONE, constant(numbers));
  }

  /**
   * Loads the floats from {@code base + 4 · indices} that the mask selects, and clears the mask.
   */
  public abstract void gather(int vector, int mask, int base, int indices, int displacement);

  // Arithmetic.

  /** Computes d = f(a, b). */
  public final void apply(Binary f, int d, int a, int b) {
    registers(f.map, f.prefix, f.wide, f.opcode, d, a, b);
  }

  /** Computes d = f(d, b) in the places that the mask selects; may change {@code other}. */
  public abstract void applyMasked(Binary f, int d, int mask, int b, int other);

  /** Computes d = f(a, a vector of floats in memory). */
  public final void apply(Binary f, int d, int a, int base, int index, int displacement) {
    memory(f.map, f.prefix, f.wide, f.opcode, d, a, vectorBytes(), base, index, displacement);
  }

  /** Computes d = f(a, one float in memory in all places); may change {@code other}. */
  public abstract void applyBroadcast(
      Binary f, int d, int a, int base, int index, int displacement, int other);

  /** Computes d = f(a, a number in all places). */
  public final void apply(Binary f, int d, int a, float number) {
    applyBits(f, d, a, Float.floatToRawIntBits(number));
  }

  /** Computes d = f(a, 32 bits in all places). */
  public abstract void applyBits(Binary f, int d, int a, int bits);

  /** Computes d = a / b to two units in the last place; may change the other two vectors. */
  public abstract void divide(int d, int a, int b, int other, int another);

  /** Computes d = √a. */
  public final void root(int d, int a) {
    registers(MAP_0F, NO_PREFIX, 0, 0x51, d, 0, a);
  }

  /** Converts floats to whole numbers, towards zero. */
  public final void toIntegers(int d, int a) {
    registers(MAP_0F, PREFIX_F3, 0, 0x5b, d, 0, a);
  }

  /** Computes d = a · 2^bits, as integers. */
  public final void shiftLeft(int d, int a, int bits) {
    registers(MAP_0F, PREFIX_66, 0, 0x72, 6, d, a);
    put(bits);
  }

  /** Computes d = a / 2^bits rounded down, as signed integers. */
  public final void shiftRight(int d, int a, int bits) {
    registers(MAP_0F, PREFIX_66, 0, 0x72, 4, d, a);
    put(bits);
  }

  /** Makes a mask select the places for which the comparison of a and b is true. */
  public abstract void compare(int comparison, int mask, int a, int b);

  /** Makes a mask select the places in which a and b are equal as integers. */
  public abstract void compareIntegers(int mask, int a, int b);

  /** Sets d to b in the places that the mask selects, otherwise to a. */
  public abstract void blend(int d, int mask, int a, int b);

  /** Makes a mask select the first places, at least one; may change RAX. */
  public abstract void setTail(int mask, int count);

  /** Sets d to a. */
  public final void move(int d, int a) {
    registers(MAP_0F, NO_PREFIX, 0, 0x28, d, 0, a);
  }

  /** Sets d to 0. */
  public final void zero(int d) {
    apply(Binary.XOR, d, d, d);
  }

  /** Sets every place of d to f of all places, in a fixed order; changes {@code other}. */
  public final void reducePlaces(Binary f, int d, int other) {
    reduceQuarters(f, d, other);
    permuteInQuarters(other, d, 0x4e);
    apply(f, d, d, other);
    permuteInQuarters(other, d, 0xb1);
    apply(f, d, d, other);
  }

  /** Sets each quarter of d to f of all quarters, place by place; changes {@code other}. */
  abstract void reduceQuarters(Binary f, int d, int other);

  /** Permutes the floats within each quarter, each selected by two bits of {@code order}. */
  private void permuteInQuarters(int d, int a, int order) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x04, d, 0, a);
    put(order);
  }

  // General registers.

  /** Sets d to a number that is not negative. */
  public final void set(int d, int number) {
    if (d >= 8) {
      put(0x41);
    }
    put(0xb8 | low(d));
    putInt(number);
  }

  /** Sets d to a. */
  public final void copy(int d, int a) {
    put(0x48 | a >> 3 << 2 | d >> 3, 0x89, 0xc0 | low(a) << 3 | low(d));
  }

  /** Computes d = base + displacement. */
  public final void address(int d, int base, int displacement) {
    put(0x48 | d >> 3 << 2 | base >> 3, 0x8d);
    operand(d, base, NONE, displacement, 1);
  }

  /** Loads 32 bits. */
  public final void loadWord(int d, int base, int index, int displacement) {
    word(0x8b, d, base, index, displacement);
  }

  /** Stores 32 bits. */
  public final void storeWord(int source, int base, int index, int displacement) {
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

  /** Computes d = d / 2^bits, unsigned. */
  public final void shiftRightWord(int d, int bits) {
    put(0x48 | d >> 3, 0xc1, 0xe8 | low(d), bits);
  }

  /** Computes d = d + number. */
  public final void add(int d, int number) {
    put(0x48 | d >> 3, 0x81, 0xc0 | low(d));
    putInt(number);
  }

  /** Computes d = d + a. */
  public final void addRegister(int d, int a) {
    put(0x48 | a >> 3 << 2 | d >> 3, 0x01, 0xc0 | low(a) << 3 | low(d));
  }

  /** Compares two registers, so that {@link #jumpIfNotZero} jumps if they differ. */
  public final void compareRegisters(int a, int b) {
    put(0x48 | b >> 3 << 2 | a >> 3, 0x39, 0xc0 | low(b) << 3 | low(a));
  }

  /** Compares d with a number, so that {@link #jumpIfNotZero} jumps if they differ. */
  public final void compareWith(int d, int number) {
    put(0x48 | d >> 3, 0x81, 0xf8 | low(d));
    putInt(number);
  }

  /** Pushes a register; the code must {@link #pop} those that a function may not change. */
  public final void push(int register) {
    stack(0x50, register);
  }

  /** Pops a register. */
  public final void pop(int register) {
    stack(0x58, register);
  }

  private void stack(int opcode, int register) {
    if (register >= 8) {
      put(0x41);
    }
    put(opcode | low(register));
  }

  /** Computes d = d − 1. */
  public final void decrement(int d) {
    put(0x48 | d >> 3, 0xff, 0xc8 | low(d));
  }

  /** Jumps back to a {@link #position} if the last addition, decrement or comparison was not 0. */
  public final void jumpIfNotZero(int position) {
    put(0x0f, 0x85);
    putInt(position - (size + 4));
  }

  /** Ends the code. */
  public final void endOfCode() {
    // Clears the upper halves of the vectors first (VZEROUPPER), as they would slow down SSE code.
    put(0xc5, 0xf8, 0x77, 0xc3);
  }

  // Encoding.

  /** Writes an instruction on registers: destination, first and last operand, as in the manual. */
  abstract void registers(int map, int prefix, int wide, int opcode, int d, int a, int b);

  /**
   * Writes an instruction whose last operand is memory.
   *
   * @param unit the number of bytes that it reads or writes there
   */
  abstract void memory(
      int map,
      int prefix,
      int wide,
      int opcode,
      int d,
      int a,
      int unit,
      int base,
      int index,
      int displacement);

  /** Writes a memory operand, whose short displacements count in {@code step} bytes. */
  final void operand(int register, int base, int index, int displacement, int step) {
    operand(register, base, index, 0, displacement, step);
  }

  /**
   * Writes a memory operand.
   *
   * @param scale indices count in 2^scale bytes
   * @param step short displacements count in this many bytes
   */
  final void operand(
      int register, int base, int index, int scale, int displacement, int step) {
    if (base == CONSTANT) {
      put(low(register) << 3 | 5);
      reference(displacement);
      return;
    }
    boolean none = displacement == 0 && low(base) != 5;
    boolean small =
        displacement % step == 0 && displacement / step == (byte) (displacement / step);
    int mode = none ? 0 : small ? 0x40 : 0x80;
    if (index == NONE && low(base) != 4) {
      put(mode | low(register) << 3 | low(base));
    } else {
      put(
          mode | low(register) << 3 | 4,
          scale << 6 | (index == NONE ? 4 : low(index)) << 3 | low(base));
    }
    if (mode == 0x40) {
      put(displacement / step);
    } else if (mode == 0x80) {
      putInt(displacement);
    }
  }

  static int low(int register) {
    return register & 7;
  }

  static int bit(int register, int bit) {
    return (register >> bit) & 1;
  }

  /** Returns the index of the first word of a constant after the code. */
  final int constant(List<Integer> words) {
    Integer known = constants.get(words);
    if (known == null) {
      known = constantWords;
      constants.put(words, known);
      constantWords += words.size();
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

  final void put(int a) {
    if (size + 16 > code.length) {
      code = Arrays.copyOf(code, 2 * code.length);
    }
    code[size++] = (byte) a;
  }

  final void put(int a, int b) {
    put(a);
    code[size++] = (byte) b;
  }

  final void put(int a, int b, int c) {
    put(a, b);
    code[size++] = (byte) c;
  }

  final void put(int a, int b, int c, int d) {
    put(a, b, c);
    code[size++] = (byte) d;
  }

  private void putInt(int number) {
    put(number, number >> 8, number >> 16, number >> 24);
  }
}
