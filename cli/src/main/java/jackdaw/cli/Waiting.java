package jackdaw.cli;

import java.time.Duration;

/**
 * Says what a command waits for once that takes seconds, and then ever more rarely: an environment
 * may take its time to start, or never answer.
 */
final class Waiting implements AutoCloseable {
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Thread thread;

  /** Says it from now on until it is closed. */
  private Waiting(Session session, String what) {
    thread = Thread.ofVirtual().name("jackdaw-waiting").start(() -> tell(session, what));
  }

  /**
   * Begins to wait.
   *
   * @param what is waited for, such as "the environment"
   */
  static Waiting of(Session session, String what) {
    return new Waiting(session, what);
  }

  private static void tell(Session session, String what) {
    Duration pause = FIRST;
    Duration waited = Duration.ZERO;
    try {
      while (true) {
        Thread.sleep(pause);
        waited = waited.plus(pause);
        session.say("Still %s after %d s; Ctrl-C leaves".formatted(what, waited.toSeconds()));
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
