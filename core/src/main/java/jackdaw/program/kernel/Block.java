package jackdaw.program.kernel;

/** A range of a program's memory while the program is being planned. */
public final class Block {
  /** The time for which a block holds its values. */
  public enum Life {
    /**
     * Always: an input or a constant, which is set before a run and which no instruction changes.
     */
    INPUT,
    /** Until the next run: an output that each run copies to Java. */
    COPIED_OUTPUT,
    /** Until the next run: an output that is copied to Java on demand. */
    FETCHED_OUTPUT,
    /** From the first instruction that uses it to the last. */
    TEMPORARY
  }

  public final int size;
  public final Life life;

  /** The index of the first instruction that uses it. */
  public int first = Integer.MAX_VALUE;

  /** The index of the last instruction that uses it; −1 before there is one. */
  public int last = -1;

  /** The offset of its first float, set when the memory is planned. */
  public int offset = -1;

  /**
   * Makes a block without an offset.
   *
   * @param size in floats
   */
  public Block(int size, Life life) {
    this.size = size;
    this.life = life;
  }

  /** Notes that the instruction of this index uses the block. */
  public void usedBy(int instruction) {
    first = Math.min(first, instruction);
    last = Math.max(last, instruction);
  }
}
