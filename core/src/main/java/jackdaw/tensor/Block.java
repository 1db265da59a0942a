package jackdaw.tensor;

/** A piece of a program's memory while the program is being planned. */
final class Block {
  final int size;
  final boolean lasting;

  /** The first and last instruction that touch it. */
  int first = Integer.MAX_VALUE;

  int last = -1;

  /** Where it lies, once the plan is made. */
  int offset = -1;

  /**
   * A block.
   *
   * @param lasting whether it keeps its content over the whole run and beyond, as inputs do
   */
  Block(int size, boolean lasting) {
    this.size = size;
    this.lasting = lasting;
  }

  void usedBy(int instruction) {
    first = Math.min(first, instruction);
    last = Math.max(last, instruction);
  }
}
