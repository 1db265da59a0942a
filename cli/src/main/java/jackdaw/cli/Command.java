package jackdaw.cli;

import java.io.IOException;

/** One of the things that {@code jackdaw} can do. */
interface Command {
  /** What may stand behind it. */
  Syntax syntax();

  /**
   * Does it; throws {@link InputException} if what was asked for cannot be done.
   *
   * @return the exit code
   */
  int run(Arguments arguments, Terminal terminal) throws IOException;
}
