package jackdaw.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes machine code with vectors of 8 floats (AVX2 and FMA, VEX prefixes). There are no mask
 * registers: masks 1, 2 and 3 are the vector registers 15, 14 and 13, whose highest bits select.
 */
public final class Avx2Assembler extends Assembler {
  static final int LANES = 8;

  private static final int REGISTERS = 16;
  private static final int WIDE = 4;

  Avx2Assembler() {}

  @Override
  public int lanes() {
    return LANES;
  }

  /** Constants are whole vectors, which must not cross cache lines. */
  @Override
  int constantAlignment() {
    return vectorBytes();
  }

  @Override
  public int registers() {
    return REGISTERS;
  }

  private static int register(int mask) {
    return REGISTERS - mask;
  }

  @Override
  public void loadMasked(int vector, int mask, int base, int index, int displacement) {
    memory(
        MAP_0F38, PREFIX_66, 0, 0x2c, vector, register(mask), vectorBytes(), base, index,
        displacement);
  }

  @Override
  public void storeMasked(int vector, int mask, int base, int index, int displacement) {
    memory(
        MAP_0F38, PREFIX_66, 0, 0x2e, vector, register(mask), vectorBytes(), base, index,
        displacement);
  }

  @Override
  public void broadcast(int vector, float number) {
    loadIntegers(vector, Collections.nCopies(LANES, Float.floatToRawIntBits(number)));
  }

  @Override
  public void broadcastWord(int vector, int general) {
    prefix(MAP_0F, PREFIX_66, 0, vector, 0, bit(general, 3), 0, 0);
    put(0x6e, 0xc0 | low(vector) << 3 | low(general));
    registers(MAP_0F38, PREFIX_66, 0, 0x58, vector, 0, vector);
  }

  @Override
  public void gather(int vector, int mask, int base, int indices, int displacement) {
    prefix(
        MAP_0F38, PREFIX_66, 0, vector, register(mask), bit(base, 3), bit(indices, 3), WIDE);
    put(0x92);
    operand(vector, base, indices, 2, displacement, 1);
  }

  @Override
  public void applyMasked(Binary f, int d, int mask, int b, int other) {
    apply(f, other, d, b);
    blend(d, mask, d, other);
  }

  @Override
  public void applyBroadcast(
      Binary f, int d, int a, int base, int index, int displacement, int other) {
    broadcast(other, base, index, displacement);
    apply(f, d, a, other);
  }

  @Override
  public void applyBits(Binary f, int d, int a, int bits) {
    apply(f, d, a, CONSTANT, NONE, constant(Collections.nCopies(LANES, bits)));
  }

  @Override
  public void divide(int d, int a, int b, int other, int another) {
    apply(Binary.DIVIDE, d, a, b);
  }

  @Override
  public void compare(int comparison, int mask, int a, int b) {
    registers(MAP_0F, NO_PREFIX, 0, 0xc2, register(mask), a, b);
    put(comparison);
  }

  @Override
  public void compareIntegers(int mask, int a, int b) {
    registers(MAP_0F, PREFIX_66, 0, 0x76, register(mask), a, b);
  }

  @Override
  public void blend(int d, int mask, int a, int b) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x4a, d, a, b);
    put(register(mask) << 4);
  }

  @Override
  public void setTail(int mask, int count) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      places.add(i < count ? -1 : 0);
    }
    loadIntegers(register(mask), places);
  }

  /** Sets d to a half of a, then a half of b: the low halves or the high ones. */
  public void joinHalves(int d, int a, int b, boolean high) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x06, d, a, b);
    put(high ? 0x31 : 0x20);
  }

  @Override
  void reduceQuarters(Binary f, int d, int other) {
    registers(MAP_0F3A, PREFIX_66, 0, 0x06, other, d, d);
    put(0x01);
    apply(f, d, d, other);
  }

  @Override
  void registers(int map, int prefix, int wide, int opcode, int d, int a, int b) {
    prefix(map, prefix, d, a, bit(b, 3), 0);
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
    int baseBit = base == CONSTANT ? 0 : base >> 3;
    prefix(map, prefix, d, a, baseBit, index == NONE ? 0 : index >> 3);
    put(opcode);
    operand(d, base, index, displacement, 1);
  }

  private void prefix(int map, int prefix, int d, int a, int baseBit, int indexBit) {
    prefix(map, prefix, 0, d, a, baseBit, indexBit, WIDE);
  }

  /** Writes the prefix of three bytes; operand a is 0 if there is none. */
  private void prefix(
      int map, int prefix, int wide, int d, int a, int baseBit, int indexBit, int length) {
    put(
        0xc4,
        bit(~d, 3) << 7 | (indexBit ^ 1) << 6 | (baseBit ^ 1) << 5 | map,
        wide << 7 | (~a & 15) << 3 | length | prefix);
  }
}
