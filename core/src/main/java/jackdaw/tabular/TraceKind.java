package jackdaw.tabular;

/** How much of a later error a pair of state and action gets that was just visited. */
public enum TraceKind {
  /** e ← e + 1: a pair that is visited often gets more. */
  ACCUMULATING {
    @Override
    double visited(double trace, double stepSize) {
      return trace + 1;
    }
  },
  /** e ← 1 (Singh and Sutton 1996). */
  REPLACING {
    @Override
    double visited(double trace, double stepSize) {
      return 1;
    }
  },
  /** e ← (1 − α) e + 1 (van Seijen and Sutton 2014): between the two. */
  DUTCH {
    @Override
    double visited(double trace, double stepSize) {
      return (1 - stepSize) * trace + 1;
    }
  };

  /** The trace after a visit. */
  abstract double visited(double trace, double stepSize);
}
