package jackdaw.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.parallel.IdleStrategy.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleStrategyTest {
  @ParameterizedTest
  @CsvSource({
    "0, false, SPINNING",
    "59999, false, SPINNING",
    "59999, true, SPINNING",
    "60000, false, YIELDING",
    "499999, false, YIELDING",
    "60000, true, PARKING",
    "500000, false, PARKING",
    "9000000, true, PARKING"})
  void shouldParkLastUnlessCoreIsContended(long waitedNanos, boolean contended, State state) {
    assertThat(IdleStrategy.state(waitedNanos, contended)).isEqualTo(state);
  }

  /**
   * A thread that parks too early would delay every round, and one that never parks burns a core.
   */
  @Test
  @Timeout(10)
  void shouldLeaveTheCoreOnlyWhenParking() {
    Slots slots = new Slots(2);
    IdleStrategy strategy = new IdleStrategy(slots);
    assertThat(strategy.idle(1, System.nanoTime(), true)).isFalse();

    long parkedSinceLongAgo = System.nanoTime() - 2 * IdleStrategy.YIELD_NANOS;
    long before = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(strategy.idle(1, parkedSinceLongAgo, true)).isTrue();
    }
    assertThat(System.nanoTime() - before).isGreaterThan(10_000_000);
    assertThat(slots.isParked(1)).isFalse();
  }
}
