package jackdaw.cli;

/** The command {@code jackdaw}. */
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] args) {
    eraseIncubatorWarning();
    System.out.println("jackdaw");
  }

  /**
   * Takes back the one line that Java prints before any code of ours runs, because the Vector API is
   * still incubating: no option of Java's silences it. Where standard error is no terminal it stays.
   */
  private static void eraseIncubatorWarning() {
    if (Boolean.getBoolean("jackdaw.stderr.terminal")) {
      System.err.print("\033[1A\033[2K");
    }
  }
}
