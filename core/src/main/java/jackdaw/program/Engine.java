package jackdaw.program;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Kernels;
import jackdaw.program.machine.MachineKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Runs a plan, in its own memory. */
interface Engine {
  /**
   * The array from which outputs are read, at their planned offsets: some after each run, the
   * others after {@link #fetch}.
   */
  float[] memory();

  /** The memory of the blocks; offset 0 is at its start. */
  MemorySegment blocks();

  /** Copies floats to an offset, from {@code values[from]} on. */
  void write(int offset, float[] values, int from, int count);

  /** Copies the floats from one offset to another into {@link #memory}. */
  void fetch(int from, int to);

  /** Runs all instructions. */
  void run();

  /** Runs the instructions that the first outputs need. */
  void runFirst();

  /** Runs the other instructions, after {@link #runFirst}. */
  void runRest();

  /** The size of the plan's machine code in bytes; 0 if there is none. */
  default int codeSize() {
    return 0;
  }

  /** Returns an engine for the same plan with other memory. */
  Engine replica();

  /** Runs the instructions in order with kernels in Java. */
  record Interpreter(Lowering.Plan plan, Kernels kernels, float[] memory) implements Engine {
    Interpreter(Lowering.Plan plan, Kernels kernels) {
      this(plan, kernels, new float[plan.memory().size()]);
    }

    @Override
    public MemorySegment blocks() {
      return MemorySegment.ofArray(memory);
    }

    @Override
    public void write(int offset, float[] values, int from, int count) {
      System.arraycopy(values, from, memory, offset, count);
    }

    @Override
    public void fetch(int from, int to) {
      // The blocks are in this array.
    }

    @Override
    public void run() {
      run(plan.instructions(), 0, plan.instructions().length);
    }

    @Override
    public void runFirst() {
      run(plan.instructions(), 0, plan.firstInstructions());
    }

    @Override
    public void runRest() {
      run(plan.instructions(), plan.firstInstructions(), plan.instructions().length);
    }

    private void run(Instruction[] instructions, int from, int to) {
      for (int i = from; i < to; i++) {
        instructions[i].run(kernels, memory);
      }
    }

    @Override
    public Engine replica() {
      return new Interpreter(plan, kernels);
    }
  }

  /**
   * Runs the whole plan as one function in machine code. Its blocks are outside the heap, where
   * they do not move and start at multiples of 64 bytes. The function ends by copying the first
   * outputs into an array.
   */
  final class Machine implements Engine {
    private final Lowering.Plan plan;
    private final NativeCode code;
    private final float[] memory;
    private final MemorySegment copied;
    private final MemorySegment blocks;

    /** The blocks as a buffer, which copies a few floats with less overhead. */
    private final FloatBuffer floats;

    /** The two halves of the code, made when they are first needed. */
    private @Nullable NativeCode first;

    private @Nullable NativeCode rest;

    Machine(Lowering.Plan plan) {
      this(plan, NativeCode.of(assemble(Assembler.create(), plan, 0, plan.instructions().length)));
    }

    private Machine(Lowering.Plan plan, NativeCode code) {
      this.plan = plan;
      this.code = code;
      memory = new float[plan.memory().fetchedEnd()];
      copied = MemorySegment.ofArray(memory);
      long size = (Kernels.ALIGNMENT_FLOATS + (long) plan.memory().size()) * Float.BYTES;
      MemorySegment all = Arena.ofAuto().allocate(size, Kernels.ALIGNMENT_FLOATS * Float.BYTES);
      // Aligns the first block, at MemoryPlan.START_FLOATS, to 64 bytes.
      blocks = all.asSlice((Kernels.ALIGNMENT_FLOATS - MemoryPlan.START_FLOATS) * Float.BYTES);
      floats =
          blocks
              .asSlice(0, (long) plan.memory().fetchedEnd() * Float.BYTES)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }

    /** Writes the code of the instructions from one index to before another. */
    static byte[] assemble(Assembler assembler, Lowering.Plan plan, int from, int to) {
      MachineKernels kernels = new MachineKernels(assembler);
      float[] none = {};
      MemoryPlan memory = plan.memory();
      for (int i = from; i < to; i++) {
        plan.instructions()[i].run(kernels, none);
      }
      if (to == plan.instructions().length) {
        kernels.move(Assembler.RDI, Assembler.RSI, memory.inputsEnd(), memory.copiedEnd());
      }
      assembler.endOfCode();
      return assembler.finish();
    }

    @Override
    public float[] memory() {
      return memory;
    }

    @Override
    public MemorySegment blocks() {
      return blocks;
    }

    @Override
    public void write(int offset, float[] values, int from, int count) {
      floats.put(offset, values, from, count);
    }

    @Override
    public void fetch(int from, int to) {
      floats.get(from, memory, from, to - from);
    }

    @Override
    public void run() {
      code.run(copied, blocks);
    }

    @Override
    public void runFirst() {
      NativeCode half = first;
      if (half == null) {
        half = NativeCode.of(assemble(Assembler.create(), plan, 0, plan.firstInstructions()));
        first = half;
      }
      half.run(copied, blocks);
    }

    @Override
    public void runRest() {
      NativeCode half = rest;
      if (half == null) {
        half = NativeCode.of(
            assemble(
                Assembler.create(), plan, plan.firstInstructions(), plan.instructions().length));
        rest = half;
      }
      half.run(copied, blocks);
    }

    @Override
    public int codeSize() {
      return code.size();
    }

    @Override
    public Engine replica() {
      return new Machine(plan, code);
    }
  }
}
