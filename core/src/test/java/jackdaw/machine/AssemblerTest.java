package jackdaw.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RCX;
import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RDX;
import static jackdaw.machine.Assembler.RSI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.machine.Assembler.Binary;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Compares instructions for vectors of 16 floats with their encodings by GNU as 2.40, so that they
 * are tested on processors that cannot run them. The tests of kernels run those for 8 floats on all
 * processors.
 */
class AssemblerTest {
  private static void check(String expected, Consumer<Avx512Assembler> instruction) {
    Avx512Assembler code = new Avx512Assembler();
    instruction.accept(code);
    String found = HexFormat.of().formatHex(code.finish());
    // After it come zeros up to a multiple of four bytes.
    assertThat(found).startsWith(expected);
    assertThat(found.length() - expected.length()).isBetween(0, 6);
  }

  @Test
  void shouldEncodeVectorsInMemory() {
    check("62e17c48104c0601", code -> code.load(17, RSI, RAX, 64));
    check("62d17c48109900200000", code -> code.load(3, R9, NONE, 8192));
    check("62717cc9104902", code -> code.loadMasked(9, 1, RCX, NONE, 128));
    check("62417c48113c00", code -> code.store(31, R8, RAX, 0));
    check("62e17c4a1162ff", code -> code.storeMasked(20, 2, RDX, NONE, -64));
    check("62627d48187003", code -> code.broadcast(30, RAX, NONE, 12));
    check("62f27d41924c9f02", code -> code.gather(1, 1, RDI, 19, 8));
  }

  @Test
  void shouldEncodeArithmetic() {
    check("62913c4058c9", code -> code.apply(Binary.ADD, 1, 24, 25));
    check("62d14c48596c0003", code -> code.apply(Binary.MULTIPLY, 5, 6, R8, RAX, 192));
    check("62920d40b8f8", code -> code.apply(Binary.MULTIPLY_ADD, 7, 30, 24));
    check(
        "62f23d50b8780b",
        code -> code.applyBroadcast(Binary.MULTIPLY_ADD, 7, 24, RAX, NONE, 44, 0));
    check("62c26548a8f3", code -> code.apply(Binary.TIMES_PLUS, 22, 3, 11));
    check("62f26540bcd4", code -> code.apply(Binary.MULTIPLY_SUBTRACT, 2, 19, 4));
    check("62f17c495fc1", code -> code.applyMasked(Binary.MAX, 0, 1, 1, 2));
    check("62b17c4851dd", code -> code.root(3, 21));
    check("62b27d484cdd", code -> code.reciprocalEstimate(3, 21));
    check("62e27d484efd", code -> code.reciprocalRootEstimate(23, 5));
  }

  @Test
  void shouldEncodeIntegers() {
    check("62a17540fec2", code -> code.apply(Binary.ADD_INTEGERS, 16, 17, 18));
    check("621235483bc2", code -> code.apply(Binary.MIN_UNSIGNED, 8, 9, 26));
    check("621235483fc2", code -> code.apply(Binary.MAX_UNSIGNED, 8, 9, 26));
    check("6252254840d4", code -> code.apply(Binary.MULTIPLY_INTEGERS, 10, 11, 12));
    check("62f17e485bf7", code -> code.toIntegers(6, 7));
    check("62f1354072f317", code -> code.shiftLeft(25, 3, 23));
    check("6291554872e501", code -> code.shiftRight(5, 29, 1));
    check("62c27d487cd0", code -> code.broadcastWord(18, R8));
  }

  @Test
  void shouldEncodeWhatMovesAndCompares() {
    check("62f10c40c2d101", code -> code.compare(Assembler.LESS, 2, 30, 1));
    check("62915d4876cb", code -> code.compareIntegers(1, 4, 27));
    check("6292454b65f4", code -> code.blend(6, 3, 7, 28));
    check("62e17c4828da", code -> code.move(19, 2));
    check("6261f54815c2", code -> code.apply(Binary.UNPACK_HIGH_PAIRS, 24, 1, 2));
    check("62e17c4814c1", code -> code.apply(Binary.UNPACK_LOW, 16, 0, 1));
    check("6263354023c1dd", code -> code.shuffleQuarters(24, 25, 1, 0xdd));
  }

  @Test
  void shouldRefuseOtherVectors() {
    assertThatThrownBy(() -> Assembler.of(0)).hasMessage("no machine code for vectors of 0");
    assertThat(Assembler.of(8).lanes()).isEqualTo(8);
    assertThat(Assembler.of(16).lanes()).isEqualTo(16);
  }
}
