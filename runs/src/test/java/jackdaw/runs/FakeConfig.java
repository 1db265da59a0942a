package jackdaw.runs;

import jackdaw.nn.Schedule;
import java.util.List;

/** One setting of every kind. */
record FakeConfig(
    int size,
    long offset,
    double rate,
    boolean noisy,
    Schedule rateSchedule,
    List<Integer> hiddenSizes,
    int failAtUpdate) {
  FakeConfig {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate %s is not above 0: set fake.rate".formatted(rate));
    }
  }

  static FakeConfig defaults() {
    return new FakeConfig(5, 7, 0.1, true, Schedule.LINEAR, List.of(8, 4), -1);
  }
}
