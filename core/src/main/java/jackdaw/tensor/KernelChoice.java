package jackdaw.tensor;

import jackdaw.machine.NativeCode;

/** What programs run on; chosen once, when the first program is compiled. */
enum KernelChoice {
  /** Machine code, on x86-64 processors with AVX-512 under Linux. */
  MACHINE {
    @Override
    Engine engine(Lowering.Plan plan) {
      return new Engine.Machine(plan);
    }
  },
  /** The Vector API, where its module is there. */
  VECTOR {
    @Override
    Engine engine(Lowering.Plan plan) {
      return new Engine.Interpreter(plan, VectorKernels.SHARED);
    }
  },
  /** Plain loops. */
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
      case "machine" -> MACHINE;
      case "vector" -> VECTOR;
      case "reference" -> REFERENCE;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is " + wish + ": use machine, vector or reference");
    };
  }

  private static KernelChoice best() {
    if (NativeCode.isSupported()) {
      return MACHINE;
    }
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
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
