package jackdaw.nn;

import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RSP;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The Euclidean norm of a gradient, which always stands in the same array. */
public final class GradientNorm {
  private static final int SUMS = 4;

  private final float[] gradient;
  private final @Nullable NativeCode code;

  /** So many values are added at a time. */
  private final int round;

  private final MemorySegment segment;

  /** The norm of what this array will hold. */
  public GradientNorm(float[] gradient) {
    this.gradient = gradient;
    segment = MemorySegment.ofArray(gradient);
    round = SUMS * NativeCode.lanes();
    boolean machine = NativeCode.isSupported() && gradient.length >= round;
    code = machine ? NativeCode.of(assemble(gradient.length / round)) : null;
  }

  /** √Σ x². */
  public double value() {
    NativeCode machine = code;
    if (machine == null) {
      return Gradients.norm(gradient);
    }
    float sum =
        Float.intBitsToFloat((int) machine.run(segment, MemorySegment.NULL));
    double rest = 0;
    for (int i = gradient.length / round * round; i < gradient.length; i++) {
      rest += (double) gradient[i] * gradient[i];
    }
    return Math.sqrt(sum + rest);
  }

  /** Four sums at a time, since each takes four cycles to come back. */
  private static byte[] assemble(int rounds) {
    Assembler code = Assembler.create();
    int vector = code.vectorBytes();
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
    // below the stack's end, where the calling convention leaves room
    code.storeFirst(0, RSP, Assembler.NONE, -8);
    code.loadWord(RAX, RSP, Assembler.NONE, -8);
    code.endOfCode();
    return code.finish();
  }
}
