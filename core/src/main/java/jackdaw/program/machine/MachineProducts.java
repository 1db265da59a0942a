package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R11;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RCX;
import static jackdaw.machine.Assembler.RDX;
import static jackdaw.machine.Assembler.RSI;
import static jackdaw.program.machine.MachineKernels.FLOAT;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.Avx2Assembler;
import jackdaw.machine.Avx512Assembler;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Kernels;
import jackdaw.tensor.Operation.Unary;

/**
 * Matrix products as machine code. A block of the result stays in registers during the loop over
 * the inner dimension: six rows of four vectors of 16 floats, or of two vectors of 8. With fewer
 * vectors a block has more rows. Rows are distributed evenly, so that the last block is not thin.
 * If the factors are larger than a cache, the inner dimension is divided into slices, and each
 * block of rows uses several panels of a slice before the next block.
 */
final class MachineProducts {
  /** Floats of both factors above which a product is computed in slices that stay in a cache. */
  private static final int LARGE_FLOATS = 1 << 17;

  /** Rows of the right factor in a slice. */
  private static final int SLICE_ROWS = 128;

  /** Bytes of a slice that stay in a cache. */
  private static final int SLICE_BYTES = 1 << 18;

  /** Iterations of the inner dimension that are written one after the other. */
  private static final int UNROLLED = 4;

  /** The mask for the last vector of a row. */
  private static final int TAIL = 1;

  private final Assembler code;
  private final int lanes;
  private final int vectorBytes;

  /** Vectors of the result in registers; the other registers hold values of the factors. */
  private final int accumulators;

  private final int factor;
  private final int operand;
  private final int result;
  private Finish finish = (vector, displacement) -> vector;

  MachineProducts(Assembler code) {
    this.code = code;
    lanes = code.lanes();
    vectorBytes = code.vectorBytes();
    accumulators = code.registers() / 4 * 3;
    factor = code.registers() - 1;
    operand = factor - 1;
    result = factor;
  }

  /** Returns true if the registers that a product leaves free suffice for a function at its end. */
  static boolean canEndWith(Assembler code, Unary f) {
    return code instanceof Avx512Assembler || MachineFunctions.isSmall(f);
  }

  /** The function that is applied to a vector of the result before it is stored. */
  private interface Finish {
    /**
     * Writes code that changes a vector.
     *
     * @param displacement the place where the vector will be stored, in bytes from R9
     * @return the vector that holds the result
     */
    int apply(int vector, int displacement);
  }

  /** See {@link Kernels#multiplyThen}. */
  void multiplyThen(Instruction.Multiply product, Instruction then) {
    MachineFunctions functions = new MachineFunctions(code, accumulators);
    finish =
        switch (then) {
          case Instruction.Map map -> (vector, displacement) -> {
            functions.unary(map.f(), vector, vector);
            return vector;
          };
          case Instruction.Combine combine -> (vector, displacement) -> {
            // A constant distance from the result, since the two have the same stride.
            int distance = (combine.b() - product.out()) * FLOAT;
            code.load(operand, R9, NONE, displacement + distance);
            functions.binary(combine.f(), result, vector, operand);
            return result;
          };
          default -> throw new IllegalArgumentException("a product cannot end with " + then);
        };
    multiply(
        product.out(), product.outStride(), product.rows(), product.columns(), product.inner(),
        product.p(), product.pRow(), product.pColumn(), product.q(), product.qStride(),
        product.init(), product.initStride());
  }

  /**
   * The widest block of the result, in vectors. With 16 registers, a product of few rows has wider
   * blocks, so that enough sums are computed at a time.
   */
  private int panel(int rows) {
    if (code instanceof Avx512Assembler) {
      return 4;
    }
    return switch (rows) {
      case 1 -> 8;
      case 2 -> 6;
      case 3 -> 4;
      case 4 -> 3;
      default -> 2;
    };
  }

  /** See {@link Kernels#multiply}. */
  void multiply(
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
    int vectors = (columns + lanes - 1) / lanes;
    boolean large = (long) inner * (rows + columns) > LARGE_FLOATS;
    int sliceRows = large ? SLICE_ROWS : inner;
    int panel = panel(rows);
    for (int k = 0; k < inner; k += sliceRows) {
      // Sums continue from the slice before, so that slices give the same bits as the whole.
      int start = k == 0 ? init : out;
      int startStride = k == 0 ? initStride : outStride;
      int slice = Math.min(sliceRows, inner - k);
      int from = 0;
      while (from < vectors) {
        int width = Math.min(panel, vectors - from);
        int most = SLICE_BYTES / (SLICE_ROWS * panel * vectorBytes);
        int panels = large ? Math.clamp((vectors - from) / panel, 1, most) : 1;
        int column = from * lanes;
        code.address(R8, RSI, (p + k * pColumn) * FLOAT);
        code.address(R9, RSI, (out + column) * FLOAT);
        code.address(R10, RSI, (start + column) * FLOAT);
        int highest = accumulators / width;
        int blocks = (rows + highest - 1) / highest;
        int height = (rows + blocks - 1) / blocks;
        int lower = blocks * height - rows;
        Block block =
            new Block(
                width, panels, outStride, slice, pRow, pColumn, q + k * qStride + column, qStride,
                startStride, k + slice == inner);
        block.emit(height, blocks - lower);
        block.emit(height - 1, lower);
        from += panels * width;
      }
    }
  }

  /**
   * Blocks of the result side by side: R8 points at their rows of P, R9 at the first block, R10 at
   * its initial values. Only the last slice of a product ends with the function.
   */
  private final class Block {
    private final int width;
    private final int panels;
    private final int outStride;
    private final int inner;
    private final int pRow;
    private final int pColumn;
    private final int q;
    private final int qStride;
    private final int initStride;
    private final boolean ends;

    Block(
        int width,
        int panels,
        int outStride,
        int inner,
        int pRow,
        int pColumn,
        int q,
        int qStride,
        int initStride,
        boolean ends) {
      this.width = width;
      this.panels = panels;
      this.outStride = outStride;
      this.inner = inner;
      this.pRow = pRow;
      this.pColumn = pColumn;
      this.q = q;
      this.qStride = qStride;
      this.initStride = initStride;
      this.ends = ends;
    }

    /** Writes a loop over so many blocks, one below the other. */
    void emit(int height, int count) {
      if (count == 0 || height == 0) {
        return;
      }
      code.set(R11, count);
      int start = code.position();
      for (int panel = 0; panel < panels; panel++) {
        emitPanel(height, panel * width * vectorBytes);
      }
      code.add(R8, height * pRow * FLOAT);
      code.add(R9, height * outStride * FLOAT);
      code.add(R10, height * initStride * FLOAT);
      code.decrement(R11);
      code.jumpIfNotZero(start);
    }

    /** Writes one block; {@code across} is its distance from the first, in bytes. */
    private void emitPanel(int height, int across) {
      for (int i = 0; i < height; i++) {
        for (int v = 0; v < width; v++) {
          code.load(i * width + v, R10, NONE, across + i * initStride * FLOAT + v * vectorBytes);
        }
      }
      code.copy(RAX, R8);
      code.address(RCX, RSI, q * FLOAT + across);
      sumUp(height);
      for (int i = 0; i < height; i++) {
        for (int v = 0; v < width; v++) {
          int displacement = across + i * outStride * FLOAT + v * vectorBytes;
          int vector = i * width + v;
          code.store(ends ? finish.apply(vector, displacement) : vector, R9, NONE, displacement);
        }
      }
    }

    private void sumUp(int height) {
      int rounds = inner / UNROLLED;
      if (rounds > 0) {
        code.set(RDX, rounds);
        int start = code.position();
        for (int k = 0; k < UNROLLED; k++) {
          addProduct(height, k);
        }
        code.add(RAX, UNROLLED * pColumn * FLOAT);
        code.add(RCX, UNROLLED * qStride * FLOAT);
        code.decrement(RDX);
        code.jumpIfNotZero(start);
      }
      for (int k = 0; k < inner % UNROLLED; k++) {
        addProduct(height, k);
      }
    }

    /** Adds the product of P's column k and Q's row k, counted from RAX and RCX. */
    private void addProduct(int height, int k) {
      if (accumulators + width > factor) {
        addWideProduct(height, k);
        return;
      }
      int row = accumulators;
      for (int v = 0; v < width; v++) {
        code.load(row + v, RCX, NONE, k * qStride * FLOAT + v * vectorBytes);
      }
      for (int i = 0; i < height; i++) {
        int displacement = (i * pRow + k * pColumn) * FLOAT;
        if (width == 1) {
          code.applyBroadcast(Binary.MULTIPLY_ADD, i, row, RAX, NONE, displacement, factor);
        } else {
          code.broadcast(factor, RAX, NONE, displacement);
          for (int v = 0; v < width; v++) {
            code.apply(Binary.MULTIPLY_ADD, i * width + v, factor, row + v);
          }
        }
      }
    }

    /** Does the same if the free registers hold a column of P, but not a row of Q. */
    private void addWideProduct(int height, int k) {
      int column = accumulators + 1;
      for (int i = 0; i < height; i++) {
        code.broadcast(column + i, RAX, NONE, (i * pRow + k * pColumn) * FLOAT);
      }
      for (int v = 0; v < width; v++) {
        code.load(accumulators, RCX, NONE, k * qStride * FLOAT + v * vectorBytes);
        for (int i = 0; i < height; i++) {
          code.apply(Binary.MULTIPLY_ADD, i * width + v, column + i, accumulators);
        }
      }
    }
  }

  /**
   * See {@link Kernels#multiplyTransposed}. Computes as many dot products at a time as a vector has
   * floats, and then adds up their vectors together.
   */
  void multiplyTransposed(
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pStride,
      int q,
      int qStride) {
    if (inner % lanes != 0) {
      code.setTail(TAIL, inner % lanes);
    }
    code.address(R8, RSI, q * FLOAT);
    code.address(R9, RSI, out * FLOAT);
    int whole = columns / lanes;
    if (whole > 0) {
      code.set(R11, whole);
      int start = code.position();
      for (int i = 0; i < rows; i++) {
        dots(lanes, p + i * pStride, qStride, inner);
        code.store(0, R9, NONE, i * outStride * FLOAT);
      }
      code.add(R8, lanes * qStride * FLOAT);
      code.add(R9, vectorBytes);
      code.decrement(R11);
      code.jumpIfNotZero(start);
    }
    if (columns % lanes != 0) {
      for (int i = 0; i < rows; i++) {
        dots(columns % lanes, p + i * pStride, qStride, inner);
        code.store(0, R9, NONE, i * outStride * FLOAT);
      }
    }
  }

  /** Sets vector 0 to dot products of one row of P with rows of Q from R8 on, at most a vector. */
  private void dots(int count, int p, int qStride, int inner) {
    int other = operand - 1;
    for (int j = 0; j < lanes; j++) {
      code.zero(j);
    }
    int whole = inner / lanes;
    if (whole > 0) {
      code.copy(RAX, R8);
      code.address(RCX, RSI, p * FLOAT);
      code.set(RDX, whole);
      int start = code.position();
      code.load(operand, RCX, NONE, 0);
      for (int j = 0; j < count; j++) {
        code.apply(Binary.MULTIPLY_ADD, j, operand, RAX, NONE, j * qStride * FLOAT);
      }
      code.add(RAX, vectorBytes);
      code.add(RCX, vectorBytes);
      code.decrement(RDX);
      code.jumpIfNotZero(start);
    }
    if (inner % lanes != 0) {
      int done = whole * lanes;
      code.loadMasked(operand, TAIL, RSI, NONE, (p + done) * FLOAT);
      for (int j = 0; j < count; j++) {
        code.loadMasked(other, TAIL, R8, NONE, (j * qStride + done) * FLOAT);
        code.apply(Binary.MULTIPLY_ADD, j, operand, other);
      }
    }
    addUp();
  }

  /** Sets place j of vector 0 to the sum of vector j, for as many vectors as one has floats. */
  private void addUp() {
    for (int j = 0; j < lanes; j += 2) {
      addPair(Binary.UNPACK_LOW, Binary.UNPACK_HIGH, j / 2, j, j + 1);
    }
    for (int j = 0; j < lanes / 2; j += 2) {
      addPair(Binary.UNPACK_LOW_PAIRS, Binary.UNPACK_HIGH_PAIRS, j / 2, j, j + 1);
    }
    if (code instanceof Avx512Assembler wide) {
      addQuarters(wide, 0, 0, 1);
      addQuarters(wide, 1, 2, 3);
      addQuarters(wide, 0, 0, 1);
    } else if (code instanceof Avx2Assembler narrow) {
      narrow.joinHalves(accumulators, 0, 1, false);
      narrow.joinHalves(accumulators + 1, 0, 1, true);
      code.apply(Binary.ADD, 0, accumulators, accumulators + 1);
    }
  }

  private void addPair(Binary low, Binary high, int d, int a, int b) {
    code.apply(low, accumulators, a, b);
    code.apply(high, accumulators + 1, a, b);
    code.apply(Binary.ADD, d, accumulators, accumulators + 1);
  }

  private void addQuarters(Avx512Assembler wide, int d, int a, int b) {
    wide.shuffleQuarters(accumulators, a, b, 0x88);
    wide.shuffleQuarters(accumulators + 1, a, b, 0xdd);
    wide.apply(Binary.ADD, d, accumulators, accumulators + 1);
  }
}
