package jackdaw.program.kernel;

/** A piece of a program's memory while the program is being planned. */
public final class Block {
  /** How long a block keeps its content. */
  public enum Life {
    /** It is written before the program runs, and never by it: inputs and constants. */
    GIVEN,
    /** It can be read after the run, when it is handed over: outputs. */
    KEPT,
    /** It can be read after the run where it lies: outputs that are handed over on demand. */
    LEFT,
    /** From the first instruction that touches it to the last. */
    PASSING
  }

  public final int size;
  public final Life life;

  /** The first and last instruction that touch it. */
  public int first = Integer.MAX_VALUE;

  public int last = -1;

  /** Where it lies, once the plan is made. */
  public int offset = -1;

  public Block(int size, Life life) {
    this.size = size;
    this.life = life;
  }

  public void usedBy(int instruction) {
    first = Math.min(first, instruction);
    last = Math.max(last, instruction);
  }
}
