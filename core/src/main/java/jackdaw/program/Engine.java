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

/** What runs a plan, with memory of its own. */
interface Engine {
  /** Where outputs that are kept can be read after a run, at their planned offsets, and others once fetched. */
  float[] memory();

  /** The blocks themselves; what belongs at offset 0 lies at its beginning. */
  MemorySegment blocks();

  /** Writes to a block, from {@code values[from]} on. */
  void write(int offset, float[] values, int from, int count);

  /** Takes what lies from an offset to another over into {@link #memory}. */
  void fetch(int from, int to);

  /** Runs all instructions. */
  void run();

  /** Runs the instructions before the plan's border. */
  void runFirst();

  /** Runs the instructions behind it, after {@link #runFirst}. */
  void runRest();

  /** Bytes of code that was made for the plan; 0 if there is none. */
  default int codeSize() {
    return 0;
  }

  /** The same plan with another memory. */
  Engine replica();

  /** Runs instructions one after the other with kernels in Java. */
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
      // all of it lies there
    }

    @Override
    public void run() {
      run(plan.instructions(), 0, plan.instructions().length);
    }

    @Override
    public void runFirst() {
      run(plan.instructions(), 0, plan.border());
    }

    @Override
    public void runRest() {
      run(plan.instructions(), plan.border(), plan.instructions().length);
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
   * Runs the whole plan as one function in machine code. Its blocks lie outside the heap, where they do
   * not move and start at multiples of 64 bytes; at its end it copies what is kept into an array.
   */
  final class Machine implements Engine {
    private final Lowering.Plan plan;
    private final NativeCode code;
    private final float[] memory;
    private final MemorySegment kept;
    private final MemorySegment blocks;

    /** The blocks for copies of a few floats, which a buffer does with less ado. */
    private final FloatBuffer floats;

    /** The code in two halves, made when somebody wants them. */
    private @Nullable NativeCode first;

    private @Nullable NativeCode rest;

    Machine(Lowering.Plan plan) {
      this(plan, NativeCode.of(assemble(Assembler.create(), plan, 0, plan.instructions().length)));
    }

    private Machine(Lowering.Plan plan, NativeCode code) {
      this.plan = plan;
      this.code = code;
      memory = new float[plan.memory().leftEnd()];
      kept = MemorySegment.ofArray(memory);
      long size = (Kernels.ALIGNMENT + (long) plan.memory().size()) * Float.BYTES;
      MemorySegment all = Arena.ofAuto().allocate(size, Kernels.ALIGNMENT * Float.BYTES);
      // so that MemoryPlan.START, where the first block is, lies at a multiple of 64 bytes
      blocks = all.asSlice((Kernels.ALIGNMENT - MemoryPlan.START) * Float.BYTES);
      floats =
          blocks
              .asSlice(0, (long) plan.memory().leftEnd() * Float.BYTES)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }

    /** The code of some of the instructions. */
    static byte[] assemble(Assembler assembler, Lowering.Plan plan, int from, int to) {
      MachineKernels kernels = new MachineKernels(assembler);
      float[] none = {};
      MemoryPlan memory = plan.memory();
      for (int i = from; i < to; i++) {
        plan.instructions()[i].run(kernels, none);
      }
      if (to == plan.instructions().length) {
        kernels.move(Assembler.RDI, Assembler.RSI, memory.givenEnd(), memory.keptEnd());
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
      code.run(kept, blocks);
    }

    @Override
    public void runFirst() {
      NativeCode half = first;
      if (half == null) {
        half = NativeCode.of(assemble(Assembler.create(), plan, 0, plan.border()));
        first = half;
      }
      half.run(kept, blocks);
    }

    @Override
    public void runRest() {
      NativeCode half = rest;
      if (half == null) {
        half = NativeCode.of(
            assemble(
                Assembler.create(), plan, plan.border(), plan.instructions().length));
        rest = half;
      }
      half.run(kept, blocks);
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
