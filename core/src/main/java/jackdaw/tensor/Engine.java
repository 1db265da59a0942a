package jackdaw.tensor;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What runs a plan, with memory of its own. */
interface Engine {
  /** Where inputs and constants are written and outputs read, at their planned offsets. */
  float[] memory();

  /**
   * Runs all instructions.
   *
   * @param changedFrom where the first input stands that was written since the last run
   * @param changedTo where the last one of them ends; below the other if there are none
   */
  void run(int changedFrom, int changedTo);

  /** Runs the instructions before the plan's border. */
  void runFirst(int changedFrom, int changedTo);

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
    public void run(int changedFrom, int changedTo) {
      run(plan.instructions(), 0, plan.instructions().length);
    }

    @Override
    public void runFirst(int changedFrom, int changedTo) {
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
   * not move and start at multiples of 64 bytes; it takes what is given from an array at its beginning
   * and leaves there what is kept at its end.
   */
  final class Machine implements Engine {
    private final Lowering.Plan plan;
    private final NativeCode code;
    private final float[] memory;
    private final MemorySegment exchanged;
    private final MemorySegment blocks;

    /** The code in two halves, made when somebody wants them. */
    private @Nullable NativeCode first;

    private @Nullable NativeCode rest;

    Machine(Lowering.Plan plan) {
      this(plan, NativeCode.of(assemble(Assembler.create(), plan, 0, plan.instructions().length)));
    }

    private Machine(Lowering.Plan plan, NativeCode code) {
      this.plan = plan;
      this.code = code;
      memory = new float[plan.memory().keptEnd()];
      exchanged = MemorySegment.ofArray(memory);
      long size = (Kernels.ALIGNMENT + (long) plan.memory().size()) * Float.BYTES;
      MemorySegment all = Arena.ofAuto().allocate(size, Kernels.ALIGNMENT * Float.BYTES);
      // so that MemoryPlan.START, where the first block is, lies at a multiple of 64 bytes
      blocks = all.asSlice((Kernels.ALIGNMENT - MemoryPlan.START) * Float.BYTES);
    }

    /** The code of some of the instructions. */
    static byte[] assemble(Assembler assembler, Lowering.Plan plan, int from, int to) {
      MachineKernels kernels = new MachineKernels(assembler);
      float[] none = {};
      MemoryPlan memory = plan.memory();
      if (from == 0) {
        takeInputs(assembler);
      }
      for (int i = from; i < to; i++) {
        plan.instructions()[i].run(kernels, none);
      }
      if (to == plan.instructions().length) {
        kernels.move(Assembler.RDI, Assembler.RSI, memory.givenEnd(), memory.keptEnd());
      }
      assembler.endOfCode();
      return assembler.finish();
    }

    /** Copies what lies from R8 to R9, counted in bytes, from RDI to RSI. */
    private static void takeInputs(Assembler assembler) {
      int start = assembler.position();
      assembler.load(0, Assembler.RDI, Assembler.R8, 0);
      assembler.store(0, Assembler.RSI, Assembler.R8, 0);
      assembler.add(Assembler.R8, assembler.vectorBytes());
      assembler.compareRegisters(Assembler.R8, Assembler.R9);
      assembler.jumpIfNotZero(start);
    }

    @Override
    public float[] memory() {
      return memory;
    }

    @Override
    public void run(int changedFrom, int changedTo) {
      run(code, changedFrom, changedTo);
    }

    @Override
    public void runFirst(int changedFrom, int changedTo) {
      NativeCode half = first;
      if (half == null) {
        half = NativeCode.of(assemble(Assembler.create(), plan, 0, plan.border()));
        first = half;
      }
      run(half, changedFrom, changedTo);
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
      run(half, 0, 0);
    }

    private void run(NativeCode function, int changedFrom, int changedTo) {
      // one vector at least, since the code's loop ends with its test
      int from = changedFrom < changedTo ? changedFrom : MemoryPlan.START;
      int to = Math.max(changedTo, from + Kernels.ALIGNMENT);
      function.run(
          exchanged, blocks, MemorySegment.NULL, MemorySegment.NULL, (long) from * Float.BYTES,
          (long) to * Float.BYTES);
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
