package jackdaw.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkersTest {
  /**
   * Counts without synchronisation: the caller and the next round's tasks must see a task's writes.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 9})
  void shouldDoEachTaskOnceInEveryRound(int threads) {
    int[] counts = new int[37];
    try (Workers workers = new Workers(threads)) {
      for (int round = 0; round < 2_000; round++) {
        int tasks = round % counts.length;
        workers.run(tasks, task -> counts[task]++);
      }
    }
    int[] expected = new int[counts.length];
    for (int round = 0; round < 2_000; round++) {
      for (int task = 0; task < round % counts.length; task++) {
        expected[task]++;
      }
    }
    assertThat(counts).isEqualTo(expected);
  }

  /** A thread that is late for one round must not do its work in the next. */
  @Test
  void shouldDoTheWorkOfItsOwnRound() {
    AtomicIntegerArray wrong = new AtomicIntegerArray(1);
    int[] round = {0};
    try (Workers workers = new Workers(4)) {
      for (int i = 0; i < 5_000; i++) {
        int mine = i;
        round[0] = i;
        workers.run(3, task -> {
          if (round[0] != mine) {
            wrong.incrementAndGet(0);
          }
        });
      }
    }
    assertThat(wrong.get(0)).isZero();
  }

  @Test
  void shouldUseSeveralThreads() {
    try (Workers workers = new Workers(3)) {
      boolean[] helped = new boolean[64];
      Thread caller = Thread.currentThread();
      boolean any = false;
      for (int round = 0; round < 200 && !any; round++) {
        workers.run(64, task -> {
          helped[task] = !Thread.currentThread().equals(caller);
          sleep();
        });
        for (boolean help : helped) {
          any |= help;
        }
      }
      assertThat(any).isTrue();
    }
  }

  /** Tasks that were begun run while the caller does something else; finish waits for them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldDoEachTaskOnceOfWhatWasBegun(int threads) {
    int[] counts = new int[5];
    try (Workers workers = new Workers(threads)) {
      for (int round = 0; round < 2_000; round++) {
        workers.begin(counts.length, task -> counts[task]++);
        workers.finish();
        workers.finish();
        workers.run(counts.length, task -> counts[task]++);
      }
    }
    assertThat(counts).containsOnly(4_000);
  }

  /** A helper thread that is late repeatedly is left out for more and more rounds. */
  @Test
  void shouldWorkAloneWhereHelpersAreLate() {
    try (Workers workers = new Workers(2)) {
      Thread caller = Thread.currentThread();
      int[] helped = new int[2];
      for (int round = 0; round < 4_000; round++) {
        workers.run(2, task -> {
          if (!Thread.currentThread().equals(caller)) {
            helped[task]++;
            sleep();
          }
        });
      }
      // Each late round is followed by twice as many rounds alone: 1 + 2 + 4 + … < 4,000.
      assertThat(helped[0] + helped[1]).isLessThanOrEqualTo(12);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Exceptions and errors, thrown by a helper thread or by the caller. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldThrowWhatATaskThrew(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int bad = 0; bad < 8; bad++) {
        int task = bad;
        assertThatThrownBy(
            () -> workers.run(8, failing(task, new IllegalStateException("task " + task))))
            .isInstanceOf(IllegalStateException.class).hasMessage("task " + task);
        assertThatThrownBy(() -> workers.run(8, failing(task, new AssertionError("bad " + task))))
            .isInstanceOf(AssertionError.class).hasMessage("bad " + task);
        int[] counts = new int[8];
        workers.run(8, good -> counts[good]++);
        assertThat(counts).containsOnly(1);
      }
    }
  }

  private static IntConsumer failing(int bad, Throwable thrown) {
    return task -> {
      sleep();
      if (task == bad) {
        switch (thrown) {
          case RuntimeException exception -> throw exception;
          case Error error -> throw error;
          default -> throw new IllegalArgumentException(thrown);
        }
      }
    };
  }

  @Test
  void shouldEndItsThreadsWhenClosed() throws InterruptedException {
    Workers workers = new Workers(3);
    Thread[] helpers = new Thread[2];
    for (int round = 0; round < 1000 && (helpers[0] == null || helpers[1] == null); round++) {
      workers.run(8, task -> {
        String name = Thread.currentThread().getName();
        if (name.startsWith("jackdaw-worker-")) {
          helpers[name.charAt(name.length() - 1) - '1'] = Thread.currentThread();
        }
        sleep();
      });
    }
    workers.close();
    workers.close();
    for (Thread helper : helpers) {
      helper.join(5_000);
      assertThat(helper.isAlive()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025})
  void shouldNameAWrongNumberOfThreads(int threads) {
    assertThatThrownBy(() -> new Workers(threads))
        .hasMessage(
            "threads " + threads
                + " is outside [1, 1024]: set how many threads may compute, usually the cores");
  }
}
