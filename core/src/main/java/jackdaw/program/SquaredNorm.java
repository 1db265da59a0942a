package jackdaw.program;

import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RSP;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The squared Euclidean norm of a segment of an array, which is read at each call. */
public final class SquaredNorm {
  private static final int SUMS = 4;

  private final float[] gradient;
  private final int from;
  private final int to;
  private final @Nullable NativeCode code;

  /** Values that one iteration of the machine code adds. */
  private final int round;

  private final MemorySegment segment;

  /** Prepares the norm of {@code gradient[from, to)}. */
  public SquaredNorm(float[] gradient, int from, int to) {
    this.gradient = gradient;
    this.from = from;
    this.to = to;
    segment = MemorySegment.ofArray(gradient);
    round = SUMS * NativeCode.lanes();
    boolean machine = NativeCode.isSupported() && to - from >= round;
    code = machine ? NativeCode.of(assemble(from, (to - from) / round)) : null;
  }

  /** Returns Σ x². */
  public double squared() {
    NativeCode machine = code;
    if (machine == null) {
      return FlatVectors.sumOfSquares(gradient, from, to);
    }
    float sum =
        Float.intBitsToFloat((int) machine.run(segment, MemorySegment.NULL));
    double rest = 0;
    for (int i = to - (to - from) % round; i < to; i++) {
      rest += (double) gradient[i] * gradient[i];
    }
    return sum + rest;
  }

  /** Keeps four sums, since an addition has a latency of four cycles. */
  private static byte[] assemble(int from, int rounds) {
    Assembler code = Assembler.create();
    int vector = code.vectorBytes();
    if (from > 0) {
      code.add(RDI, from * Float.BYTES);
    }
    for (int i = 0; i < SUMS; i++) {
      code.zero(i);
    }
    code.set(R8, rounds);
    int start = code.position();
    for (int i = 0; i < SUMS; i++) {
      code.load(8 + i, RDI, Assembler.NONE, i * vector);
      code.apply(Binary.MULTIPLY_ADD, i, 8 + i, 8 + i);
    }
    code.add(RDI, SUMS * vector);
    code.decrement(R8);
    code.jumpIfNotZero(start);
    code.apply(Binary.ADD, 0, 0, 1);
    code.apply(Binary.ADD, 2, 2, 3);
    code.apply(Binary.ADD, 0, 0, 2);
    code.reducePlaces(Binary.ADD, 0, 1);
    // Uses the red zone below the stack pointer, which the calling convention grants.
    code.storeFirst(0, RSP, Assembler.NONE, -8);
    code.loadWord(RAX, RSP, Assembler.NONE, -8);
    code.endOfCode();
    return code.finish();
  }
}
