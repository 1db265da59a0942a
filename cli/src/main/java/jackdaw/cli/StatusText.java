package jackdaw.cli;

/**
 * How far a run is, in one line.
 *
 * @param steps environment steps taken
 * @param totalSteps environment steps of the whole run
 * @param stepsPerSecond speed of late; NaN while it is unknown
 * @param meanReturn of the last 100 episodes; NaN before the first
 * @param secondsLeft until the end; NaN while it is unknown
 */
record StatusText(
    long steps, long totalSteps, double stepsPerSecond, double meanReturn, double secondsLeft) {

  /** The line, in at most {@code width} columns. */
  String fit(int width) {
    String text = text(Numbers.grouped(steps), Numbers.grouped(totalSteps));
    if (text.length() > width) {
      text = text(Numbers.brief(steps), Numbers.brief(totalSteps));
    }
    return text.length() > width ? text.substring(0, width) : text;
  }

  private String text(String taken, String total) {
    StringBuilder text = new StringBuilder();
    String percent = Long.toString((long) (100.0 * Math.min(steps, totalSteps) / totalSteps));
    text.append(" ".repeat(3 - percent.length())).append(percent).append("%  ");
    text.append(taken).append(" of ").append(total).append(" steps");
    if (stepsPerSecond > 0) {
      boolean slow = stepsPerSecond < 100;
      text.append("  ");
      text.append(
          slow
              ? Numbers.decimal(stepsPerSecond)
              : Numbers.grouped(Math.round(stepsPerSecond)));
      text.append(" steps/s");
    }
    if (!Double.isNaN(meanReturn)) {
      text.append("  mean return ").append(Numbers.decimal(meanReturn));
    }
    if (secondsLeft >= 0) {
      text.append("  ").append(Numbers.duration(secondsLeft)).append(" left");
    }
    return text.toString();
  }
}
