package jackdaw.runs;

import java.util.Locale;

/**
 * How far a training is.
 *
 * @param steps environment steps taken
 * @param totalSteps environment steps to take
 * @param episodes training episodes that ended
 * @param meanReturn mean return of the last 100 of them; NaN before the first
 */
public record Progress(long steps, long totalSteps, long episodes, double meanReturn) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d of %,d steps, mean return %.2f", steps, totalSteps, meanReturn);
  }
}
