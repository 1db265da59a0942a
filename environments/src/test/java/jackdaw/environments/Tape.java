package jackdaw.environments;

import java.util.random.RandomGenerator;

/** Replays recorded random numbers in their order, for any range. */
final class Tape implements RandomGenerator {
  private double[] numbers = {};
  private int next;

  void put(double[] newNumbers) {
    numbers = newNumbers;
    next = 0;
  }

  /** Returns the number of values left. */
  int left() {
    return numbers.length - next;
  }

  @Override
  public double nextDouble(double low, double high) {
    double number = numbers[next++];
    if (number < low || number >= high) {
      throw new IllegalStateException(number + " was asked from " + low + " to " + high);
    }
    return number;
  }

  @Override
  public double nextDouble() {
    return nextDouble(0, 1);
  }

  @Override
  public int nextInt(int low, int high) {
    return (int) nextDouble(low, high);
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only numbers within bounds were recorded");
  }
}
