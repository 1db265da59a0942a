package jackdaw.metric;

/**
 * A part of training whose time is told apart by {@link Timings}. The classes that spend the time
 * have the constants; an algorithm adds its own.
 *
 * @param title what a table calls it
 */
public record Phase(String title) {
  /** Everything that no other phase counts: statistics, files, checkpoints. */
  public static final Phase REST = new Phase("the rest");
}
