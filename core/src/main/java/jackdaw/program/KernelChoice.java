package jackdaw.program;

import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;
import java.util.Locale;

/** The kernels that programs run on, chosen once, when the first program is compiled. */
enum KernelChoice {
  /** Machine code, on x86-64 processors with AVX2 or AVX-512 under Linux. */
  MACHINE {
    @Override
    Engine engine(Lowering.Plan plan) {
      return new Engine.Machine(plan);
    }
  },
  /** The Vector API, if Java was started with its module. */
  VECTOR {
    @Override
    Engine engine(Lowering.Plan plan) {
      return new Engine.Interpreter(plan, VectorKernels.SHARED);
    }
  },
  /** Plain loops in Java. */
  REFERENCE {
    @Override
    Engine engine(Lowering.Plan plan) {
      return new Engine.Interpreter(plan, new ReferenceKernels());
    }
  };

  private static final String PROPERTY = "jackdaw.kernels";
  private static final String MODULE = "jdk.incubator.vector";

  static final KernelChoice CHOSEN = choose();

  abstract Engine engine(Lowering.Plan plan);

  private static KernelChoice choose() {
    String wish = System.getProperty(PROPERTY, "");
    return switch (wish) {
      case "" -> best();
      case "machine" ->
          require(MACHINE, NativeCode.isSupported(), "it needs Linux, x86-64 and AVX2");
      case "vector" ->
          require(VECTOR, hasVectorModule(), "start Java with --add-modules " + MODULE);
      case "reference" -> REFERENCE;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is " + wish + ": use machine, vector or reference");
    };
  }

  private static KernelChoice require(KernelChoice choice, boolean possible, String need) {
    if (!possible) {
      throw new IllegalArgumentException(
          "%s is %s, which cannot run here: %s"
              .formatted(PROPERTY, choice.name().toLowerCase(Locale.ROOT), need));
    }
    return choice;
  }

  static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  private static KernelChoice best() {
    if (NativeCode.isSupported()) {
      return MACHINE;
    }
    if (hasVectorModule()) {
      return VECTOR;
    }
    System.getLogger("jackdaw.tensor")
        .log(
            System.Logger.Level.WARNING,
            "The Vector API is off, so training runs many times slower: start Java with"
                + " --add-modules "
                + MODULE);
    return REFERENCE;
  }
}
