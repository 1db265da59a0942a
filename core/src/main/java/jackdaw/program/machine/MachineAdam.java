package jackdaw.program.machine;

import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RCX;
import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RDX;
import static jackdaw.machine.Assembler.RSI;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.Avx512Assembler;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;

/**
 * The update of Adam in machine code: one pass over parameters, gradient and both moments. With
 * vectors of 16 floats, root and division are estimates improved by one Newton step, accurate to
 * about two units in the last place.
 */
public final class MachineAdam {
  /** The mask for the last vector of a segment. */
  private static final int TAIL = 1;

  // Vector registers.
  private static final int SCALE = 6;
  private static final int STEP_SIZE = 7;
  private static final int ROOT_SCALE = 8;
  private static final int KEEP_FIRST = 9;
  private static final int KEEP_SECOND = 10;
  private static final int ADD_FIRST = 11;
  private static final int ADD_SECOND = 12;
  private static final int EPSILON = 13;

  // Only with vectors of 16 floats.
  private static final int ONE = 24;
  private static final int HALF = 25;
  private static final int ONE_AND_HALF = 26;
  private static final int TINY = 27;

  private final NativeCode[] segments;
  private final MemorySegment first;
  private final MemorySegment second;
  private float[] parametersBefore = {};
  private float[] gradientBefore = {};
  private MemorySegment parameters = MemorySegment.NULL;
  private MemorySegment gradient = MemorySegment.NULL;

  /**
   * Assembles the update of each segment.
   *
   * @param first mean of the gradients, one float per parameter; each step changes this array
   * @param second mean of the squared gradients, likewise
   * @param starts the start of each segment, then the end of the last one
   */
  public MachineAdam(
      float[] first, float[] second, double beta1, double beta2, double epsilon, int[] starts) {
    this.first = MemorySegment.ofArray(first);
    this.second = MemorySegment.ofArray(second);
    segments = new NativeCode[starts.length - 1];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = NativeCode.of(assemble(starts[i], starts[i + 1], beta1, beta2, epsilon));
    }
  }

  /** Sets the arrays of the next step. */
  @SuppressWarnings("ReferenceEquality") // wraps an array again only if it is another one
  public void begin(float[] parameters, float[] gradient) {
    if (parameters != parametersBefore || gradient != gradientBefore) {
      this.parameters = MemorySegment.ofArray(parameters);
      this.gradient = MemorySegment.ofArray(gradient);
      parametersBefore = parameters;
      gradientBefore = gradient;
    }
  }

  /**
   * Computes one segment of the step.
   *
   * @param scale factor for the gradient
   * @param stepSize α / (1 − β₁ᵗ)
   * @param rootScale 1 / √(1 − β₂ᵗ)
   */
  public void step(int segment, float scale, float stepSize, float rootScale) {
    long scaleAndStepSize =
        ((long) Float.floatToRawIntBits(stepSize) << 32)
            | Integer.toUnsignedLong(Float.floatToRawIntBits(scale));
    segments[segment].run(
        parameters, gradient, first, second, scaleAndStepSize, Float.floatToRawIntBits(rootScale));
  }

  private static byte[] assemble(int from, int to, double beta1, double beta2, double epsilon) {
    Assembler code = Assembler.create();
    code.broadcastWord(SCALE, R8);
    code.shiftRightWord(R8, Float.SIZE);
    code.broadcastWord(STEP_SIZE, R8);
    code.broadcastWord(ROOT_SCALE, R9);
    code.broadcast(KEEP_FIRST, (float) beta1);
    code.broadcast(KEEP_SECOND, (float) beta2);
    code.broadcast(ADD_FIRST, (float) (1 - beta1));
    code.broadcast(ADD_SECOND, (float) (1 - beta2));
    code.broadcast(EPSILON, (float) epsilon);
    if (code instanceof Avx512Assembler) {
      code.broadcast(ONE, 1f);
      code.broadcast(HALF, 0.5f);
      code.broadcast(ONE_AND_HALF, 1.5f);
      code.broadcast(TINY, Float.MIN_NORMAL);
    }
    int lanes = code.lanes();
    int tail = (to - from) % lanes;
    int whole = (to - tail) * Float.BYTES;
    code.set(RAX, from * Float.BYTES);
    if (to - tail > from) {
      int start = code.position();
      update(code, false);
      code.add(RAX, code.vectorBytes());
      code.compareWith(RAX, whole);
      code.jumpIfNotZero(start);
    }
    if (tail != 0) {
      code.copy(R9, RAX);
      code.setTail(TAIL, tail);
      code.copy(RAX, R9);
      update(code, true);
    }
    code.endOfCode();
    return code.finish();
  }

  private static void update(Assembler code, boolean tail) {
    int g = 0;
    int m = 1;
    int v = 2;
    load(code, tail, g, RSI);
    code.apply(Binary.MULTIPLY, g, g, SCALE);
    load(code, tail, m, RDX);
    code.apply(Binary.MULTIPLY, m, m, KEEP_FIRST);
    code.apply(Binary.MULTIPLY_ADD, m, g, ADD_FIRST);
    load(code, tail, v, RCX);
    code.apply(Binary.MULTIPLY, v, v, KEEP_SECOND);
    code.apply(Binary.MULTIPLY, g, g, g);
    code.apply(Binary.MULTIPLY_ADD, v, g, ADD_SECOND);
    store(code, tail, m, RDX);
    store(code, tail, v, RCX);
    code.apply(Binary.MULTIPLY, m, m, STEP_SIZE);
    if (code instanceof Avx512Assembler wide) {
      divideByEstimates(wide, m, v);
    } else {
      code.root(v, v);
      code.apply(Binary.TIMES_PLUS, v, ROOT_SCALE, EPSILON);
      code.apply(Binary.DIVIDE, m, m, v);
    }
    load(code, tail, v, RDI);
    code.apply(Binary.SUBTRACT, v, v, m);
    store(code, tail, v, RDI);
  }

  /** Computes m = m / (√v · rootScale + ε); changes v and the three vectors after it. */
  private static void divideByEstimates(Avx512Assembler code, int m, int v) {
    // √v = v / √v with r = 1 / √v, r ← r (1.5 − v/2 r²); v = 0 is avoided, as r would be infinite.
    int r = 3;
    int t = 4;
    code.apply(Binary.MAX, v, TINY, v);
    code.reciprocalRootEstimate(r, v);
    code.apply(Binary.MULTIPLY, t, v, HALF);
    code.apply(Binary.MULTIPLY, t, t, r);
    code.move(5, ONE_AND_HALF);
    code.apply(Binary.MULTIPLY_SUBTRACT, 5, t, r);
    code.apply(Binary.MULTIPLY, r, r, 5);
    code.apply(Binary.MULTIPLY, v, v, r);
    // q = √v · rootScale + ε and s = 1 / q, s ← s + s (1 − q s).
    code.apply(Binary.TIMES_PLUS, v, ROOT_SCALE, EPSILON);
    code.reciprocalEstimate(r, v);
    code.move(t, ONE);
    code.apply(Binary.MULTIPLY_SUBTRACT, t, v, r);
    code.apply(Binary.TIMES_PLUS, t, r, r);
    code.apply(Binary.MULTIPLY, m, m, t);
  }

  private static void load(Assembler code, boolean tail, int vector, int base) {
    if (tail) {
      code.loadMasked(vector, TAIL, base, RAX, 0);
    } else {
      code.load(vector, base, RAX, 0);
    }
  }

  private static void store(Assembler code, boolean tail, int vector, int base) {
    if (tail) {
      code.storeMasked(vector, TAIL, base, RAX, 0);
    } else {
      code.store(vector, base, RAX, 0);
    }
  }
}
