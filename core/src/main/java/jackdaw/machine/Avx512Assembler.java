package jackdaw.machine;

import java.util.List;

/** Writes machine code with vectors of 16 floats (AVX-512F, EVEX prefixes) and mask registers. */
public final class Avx512Assembler extends Assembler {
  static final int LANES = 16;

  /** Flag in the argument for a mask: places that it does not select become 0. */
  private static final int ZEROING = 0x80;

  Avx512Assembler() {}

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  int constantAlignment() {
    return FLOAT;
  }

  @Override
  public int registers() {
    return 32;
  }

  @Override
  public void loadMasked(int vector, int mask, int base, int index, int displacement) {
    masked(0x10, vector, mask | ZEROING, base, index, displacement);
  }

  @Override
  public void storeMasked(int vector, int mask, int base, int index, int displacement) {
    masked(0x11, vector, mask, base, index, displacement);
  }

  private void masked(int opcode, int vector, int mask, int base, int index, int displacement) {
    memory(
        MAP_0F, NO_PREFIX, 0, opcode, vector, 0, mask, false, vectorBytes(), base, index,
        displacement);
  }

  @Override
  public void broadcast(int vector, float number) {
    broadcast(vector, CONSTANT, NONE, constant(List.of(Float.floatToRawIntBits(number))));
  }

  @Override
  public void broadcastWord(int vector, int general) {
    registers(MAP_0F38, PREFIX_66, 0, 0x7c, vector, 0, general);
  }

  @Override
  public void gather(int vector, int mask, int base, int indices, int displacement) {
    prefix(
        MAP_0F38, PREFIX_66, 0, vector, 0, mask, false, bit(base, 3), bit(indices, 3),
        bit(indices, 4));
    put(0x92);
    operand(vector, base, indices, 2, displacement, FLOAT);
  }

  @Override
  public void applyMasked(Binary f, int d, int mask, int b, int other) {
    registers(f.map, f.prefix, f.wide, f.opcode, d, d, mask, b);
  }

  @Override
  public void applyBroadcast(
      Binary f, int d, int a, int base, int index, int displacement, int other) {
    memory(f.map, f.prefix, f.wide, f.opcode, d, a, 0, true, FLOAT, base, index, displacement);
  }

  @Override
  public void applyBits(Binary f, int d, int a, int bits) {
    applyBroadcast(f, d, a, CONSTANT, NONE, constant(List.of(bits)), 0);
  }

  /** Uses an estimate and one Newton step, as a division is slow. */
  @Override
  public void divide(int d, int a, int b, int other, int another) {
    reciprocalEstimate(other, b);
    broadcast(another, 1f);
    apply(Binary.MULTIPLY_SUBTRACT, another, b, other);
    apply(Binary.TIMES_PLUS, another, other, other);
    apply(Binary.MULTIPLY, d, a, another);
  }

  /** Estimates d = 1 / a, with a relative error below 2⁻¹⁴. */
  public void reciprocalEstimate(int d, int a) {
    registers(MAP_0F38, PREFIX_66, 0, 0x4c, d, 0, a);
  }

  /** Estimates d = 1 / √a, with a relative error below 2⁻¹⁴. */
  public void reciprocalRootEstimate(int d, int a) {
    registers(MAP_0F38, PREFIX_66, 0, 0x4e, d, 0, a);
  }

  @Override
  public void compare(int comparison, int mask, int a, int b) {
    registers(MAP_0F, NO_PREFIX, 0, 0xc2, mask, a, b);
    put(comparison);
  }

  @Override
  public void compareIntegers(int mask, int a, int b) {
    registers(MAP_0F, PREFIX_66, 0, 0x76, mask, a, b);
  }

  @Override
  public void blend(int d, int mask, int a, int b) {
    registers(MAP_0F38, PREFIX_66, 0, 0x65, d, a, mask, b);
  }

  @Override
  public void setTail(int mask, int count) {
    set(RAX, (1 << count) - 1);
    put(0xc4, 0xe1, 0x78, 0x92);
    put(0xc0 | mask << 3 | RAX);
  }

  /** Sets d to two quarters of a, then two of b; two bits of {@code order} select each. */
  public void shuffleQuarters(int d, int a, int b, int order) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x23, d, a, b);
    put(order);
  }

  @Override
  void reduceQuarters(Binary f, int d, int other) {
    shuffleQuarters(other, d, d, 0x4e);
    apply(f, d, d, other);
    shuffleQuarters(other, d, d, 0xb1);
    apply(f, d, d, other);
  }

  @Override
  void registers(int map, int prefix, int wide, int opcode, int d, int a, int b) {
    registers(map, prefix, wide, opcode, d, a, 0, b);
  }

  private void registers(
      int map, int prefix, int wide, int opcode, int d, int a, int mask, int b) {
    prefix(map, prefix, wide, d, a, mask, false, bit(b, 3), bit(b, 4), bit(a, 4));
    put(opcode, 0xc0 | low(d) << 3 | low(b));
  }

  @Override
  void memory(
      int map,
      int prefix,
      int wide,
      int opcode,
      int d,
      int a,
      int unit,
      int base,
      int index,
      int displacement) {
    memory(map, prefix, wide, opcode, d, a, 0, false, unit, base, index, displacement);
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
    int baseBit = base == CONSTANT ? 0 : base >> 3;
    int indexBit = index == NONE ? 0 : bit(index, 3);
    prefix(map, prefix, wide, d, a, mask, repeat, baseBit, indexBit, bit(a, 4));
    put(opcode);
    operand(d, base, index, displacement, unit);
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
}
