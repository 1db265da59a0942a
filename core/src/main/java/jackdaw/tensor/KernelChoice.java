package jackdaw.tensor;

/** Chooses the kernels once, when the first program is compiled. */
final class KernelChoice {
  private static final String MODULE = "jdk.incubator.vector";

  static final Kernels KERNELS = choose();

  private KernelChoice() {}

  private static Kernels choose() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return new VectorKernels();
    }
    System.getLogger("jackdaw.tensor")
        .log(
            System.Logger.Level.WARNING,
            "The Vector API is off, so training runs many times slower: start Java with"
                + " --add-modules "
                + MODULE);
    return new ReferenceKernels();
  }
}
