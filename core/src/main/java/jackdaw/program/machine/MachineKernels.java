package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R11;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RSI;

import jackdaw.machine.Assembler;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Kernels;
import jackdaw.tensor.Convolution;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernels as machine code. A call computes nothing but writes the code that does, with all
 * offsets and sizes as constants, so that one function computes a whole program. Nothing is left
 * for Java to compile, which takes longer than a short run.
 *
 * <p>In the code, RSI points at offset 0 of the blocks. Element-wise functions and products give
 * the same bits as the other kernels.
 */
public final class MachineKernels implements Kernels {
  /** Bytes of a float. */
  static final int FLOAT = 4;

  /** The mask for the last vector of a row. */
  private static final int TAIL = 1;

  /** The first vector that functions may change. */
  private static final int SCRATCH = 4;

  private final Assembler code;
  private final MachineFunctions functions;
  private final MachineLoops loops;

  /** Floats of a vector. */
  private final int lanes;

  /** Bytes of a vector. */
  private final int vector;

  /** Writes to this code. */
  public MachineKernels(Assembler code) {
    this.code = code;
    functions = new MachineFunctions(code, SCRATCH);
    loops = new MachineLoops(code);
    lanes = code.lanes();
    vector = code.vectorBytes();
  }

  /** Copies the floats from offset {@code start} to {@code end} between memories in registers. */
  public void move(int to, int from, int start, int end) {
    if (start == end) {
      return;
    }
    code.address(R8, to, start * FLOAT);
    code.address(R9, from, start * FLOAT);
    loops.forEachVector(end - start, (index, displacement) -> {
      code.load(0, R9, index, displacement);
      code.store(0, R8, index, displacement);
    });
  }

  @Override
  public void multiply(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pRow,
      int pColumn,
      int q,
      int qStride,
      int init,
      int initStride) {
    new MachineProducts(code)
        .multiply(
            out, outStride, rows, columns, inner, p, pRow, pColumn, q, qStride, init, initStride);
  }

  @Override
  public void multiplyThen(float[] m, Instruction.Multiply product, Instruction then) {
    if (then instanceof Instruction.Map map && !MachineProducts.canEndWith(code, map.f())) {
      Kernels.super.multiplyThen(m, product, then);
    } else {
      new MachineProducts(code).multiplyThen(product, then);
    }
  }

  @Override
  public void multiplyTransposed(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pStride,
      int q,
      int qStride) {
    new MachineProducts(code)
        .multiplyTransposed(
            out, outStride, rows, columns, inner, p, pStride, q, qStride);
  }

  /** Writes a loop over the rows of a result and two operands, in R8, R9 and R10. */
  private void forEachRow(
      int rows, int out, int outStride, int a, int aStride, int b, int bStride, Runnable body) {
    code.address(R8, RSI, out * FLOAT);
    code.address(R9, RSI, a * FLOAT);
    code.address(R10, RSI, b * FLOAT);
    loops.forEachRow(rows, outStride, aStride, bStride, body);
  }

  @Override
  public void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    forEachRow(
        rows, out, outStride, a, aStride, a, aStride,
        () -> loops.forEachVector(columns, (index, displacement) -> {
          code.load(0, R9, index, displacement);
          functions.unary(f, 0, 0);
          code.store(0, R8, index, displacement);
        }));
  }

  @Override
  public void binary(
      Binary f,
      float[] m,
      int out,
      int outStride,
      int a,
      int aRow,
      int aColumn,
      int b,
      int bRow,
      int bColumn,
      int rows,
      int columns) {
    forEachRow(
        rows, out, outStride, a, aRow, b, bRow,
        () -> {
          if (aColumn == 0) {
            code.broadcast(0, R9, NONE, 0);
          }
          if (bColumn == 0) {
            code.broadcast(1, R10, NONE, 0);
          }
          loops.forEachVector(columns, (index, displacement) -> {
            if (aColumn != 0) {
              code.load(0, R9, index, displacement);
            }
            if (bColumn != 0) {
              code.load(1, R10, index, displacement);
            }
            functions.binary(f, 2, 0, 1);
            code.store(2, R8, index, displacement);
          });
        });
  }

  /**
   * Reduces the row in R9 to its sum or its largest value, in all places of vector 0, in a fixed
   * order.
   *
   * @param each writes code that changes each vector of values first, in vector 1
   */
  private void reduceRow(Assembler.Binary f, float neutral, int columns, Runnable each) {
    int whole = columns / lanes * lanes;
    code.broadcast(0, neutral);
    if (whole > 0) {
      loops.forEachVector(whole, (index, displacement) -> {
        code.load(1, R9, index, displacement);
        each.run();
        code.apply(f, 0, 0, 1);
      });
    }
    if (columns > whole) {
      code.setTail(TAIL, columns - whole);
      code.loadMasked(1, TAIL, R9, NONE, whole * FLOAT);
      each.run();
      code.applyMasked(f, 0, TAIL, 1, SCRATCH);
    }
    code.reducePlaces(f, 0, 1);
  }

  @Override
  public void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns) {
    forEachRow(rows, out, 1, a, aStride, a, aStride, () -> {
      reduceRow(Assembler.Binary.ADD, 0, columns, () -> {});
      code.storeFirst(0, R8, NONE, 0);
    });
  }

  @Override
  public void sumRows(float[] m, int out, int a, int aStride, int rows, int columns) {
    int vectors = (columns + lanes - 1) / lanes;
    for (int from = 0; from < vectors; from += 8) {
      int count = Math.min(8, vectors - from);
      for (int v = 0; v < count; v++) {
        code.load(v, RSI, NONE, (a + (from + v) * lanes) * FLOAT);
      }
      // A second sum, since an addition has a latency of four cycles.
      for (int v = 0; v < count; v++) {
        code.zero(8 + v);
      }
      code.address(R9, RSI, (a + aStride + from * lanes) * FLOAT);
      if (rows > 2) {
        code.set(R11, (rows - 1) / 2);
        int start = code.position();
        addRow(8, count, 0);
        addRow(0, count, aStride * FLOAT);
        code.add(R9, 2 * aStride * FLOAT);
        code.decrement(R11);
        code.jumpIfNotZero(start);
      }
      if (rows % 2 == 0) {
        addRow(8, count, 0);
      }
      for (int v = 0; v < count; v++) {
        code.apply(Assembler.Binary.ADD, v, v, 8 + v);
        code.store(v, RSI, NONE, (out + (from + v) * lanes) * FLOAT);
      }
    }
  }

  private void addRow(int to, int count, int displacement) {
    for (int v = 0; v < count; v++) {
      code.apply(Assembler.Binary.ADD, to + v, to + v, R9, NONE, displacement + v * vector);
    }
  }

  @Override
  public void logSoftmax(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    forEachRow(rows, out, outStride, a, aStride, a, aStride, () -> {
      reduceRow(Assembler.Binary.MAX, Float.NEGATIVE_INFINITY, columns, () -> {});
      code.move(2, 0);
      reduceRow(Assembler.Binary.ADD, 0, columns, () -> {
        code.apply(Assembler.Binary.SUBTRACT, 1, 1, 2);
        functions.exp(1, 1);
      });
      functions.log(0, 0);
      loops.forEachVector(columns, (index, displacement) -> {
        code.load(1, R9, index, displacement);
        code.apply(Assembler.Binary.SUBTRACT, 1, 1, 2);
        code.apply(Assembler.Binary.SUBTRACT, 1, 1, 0);
        code.store(1, R8, index, displacement);
      });
    });
  }

  @Override
  public void transpose(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    new MachineTransposes(code).transpose(out, outStride, a, aStride, rows, columns);
  }

  @Override
  public void copy(
      float[] m,
      int out,
      int outRow,
      int outColumn,
      int a,
      int aRow,
      int aColumn,
      int rows,
      int columns) {
    new MachineCopies(code)
        .copy(RSI, out, outRow, outColumn, RSI, a, aRow, aColumn, rows, columns);
  }

  @Override
  public void convolve(
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int x,
      int xStride,
      int w,
      int wStride,
      int zeros,
      int scratch) {
    new MachineConvolutions(code, c, scratch)
        .convolve(images, out, outStride, x, xStride, w, wStride, zeros);
  }

  @Override
  public void convolveWeights(
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int x,
      int xStride,
      int g,
      int gStride,
      int zeros,
      int scratch) {
    new MachineConvolutions(code, c, scratch)
        .convolveWeights(images, out, outStride, x, xStride, g, gStride);
  }

  @Override
  public void convolveImages(
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int g,
      int gStride,
      int w,
      int wStride,
      int zeros,
      int scratch) {
    new MachineConvolutions(code, c, scratch)
        .convolveImages(images, out, outStride, g, gStride, w, wStride, zeros);
  }

  @Override
  public void pick(
      float[] m, int out, int x, int xRow, int xColumn, int index, int rows, int columns) {
    rowStarts(2, xRow);
    code.address(R8, RSI, out * FLOAT);
    code.address(R9, RSI, index * FLOAT);
    code.address(R10, RSI, x * FLOAT);
    code.set(RAX, xColumn);
    code.broadcastWord(3, RAX);
    code.set(RAX, columns - 1);
    code.broadcastWord(4, RAX);
    int whole = rows / lanes;
    if (whole > 0) {
      code.set(R11, whole);
      int start = code.position();
      pickVector(lanes);
      code.add(R8, vector);
      code.add(R9, vector);
      code.add(R10, lanes * xRow * FLOAT);
      code.decrement(R11);
      code.jumpIfNotZero(start);
    }
    if (rows % lanes != 0) {
      pickVector(rows % lanes);
    }
  }

  private void pickVector(int count) {
    code.setTail(TAIL, count);
    code.load(0, R9, NONE, 0);
    code.toIntegers(0, 0);
    // Never reads outside the block.
    code.apply(Assembler.Binary.MIN_UNSIGNED, 0, 0, 4);
    code.apply(Assembler.Binary.MULTIPLY_INTEGERS, 0, 0, 3);
    code.apply(Assembler.Binary.ADD_INTEGERS, 0, 0, 2);
    code.zero(1);
    code.gather(1, TAIL, R10, 0, 0);
    code.store(1, R8, NONE, 0);
  }

  /** Sets d to 0, step, 2 · step, … as whole numbers. */
  private void rowStarts(int d, int step) {
    List<Integer> starts = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      starts.add(lane * step);
    }
    code.loadIntegers(d, starts);
  }

  @Override
  public void oneHot(
      float[] m, int out, int outRow, int outColumn, int index, int rows, int classes) {
    if (outRow == 1) {
      code.zero(4);
      code.broadcast(3, 1f);
      // Each class is a row of memory.
      for (int j = 0; j < classes; j++) {
        int at = out + j * outColumn;
        code.broadcast(2, (float) j);
        code.address(R8, RSI, at * FLOAT);
        code.address(R9, RSI, index * FLOAT);
        loops.forEachVector(rows, (i, displacement) -> {
          code.load(0, R9, i, displacement);
          code.compare(Assembler.EQUAL, TAIL, 0, 2);
          code.blend(0, TAIL, 4, 3);
          code.store(0, R8, i, displacement);
        });
      }
      return;
    }
    rowStarts(2, 1);
    code.zero(4);
    code.broadcast(3, 1f);
    forEachRow(rows, out, outRow, index, 1, index, 1, () -> {
      code.broadcast(0, R9, NONE, 0);
      code.toIntegers(0, 0);
      code.apply(Assembler.Binary.SUBTRACT_INTEGERS, 0, 0, 2);
      for (int j = 0; j < classes; j += lanes) {
        code.compareIntegers(TAIL, 0, 4);
        code.blend(1, TAIL, 4, 3);
        code.store(1, R8, NONE, j * FLOAT);
        code.applyBits(Assembler.Binary.SUBTRACT_INTEGERS, 0, 0, lanes);
      }
    });
  }

  @Override
  public double sumOfSquares(float[] x, int from, int to) {
    throw new UnsupportedOperationException();
  }
}
