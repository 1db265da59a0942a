package jackdaw.train;

/** Is told how a training run goes. Called in the training thread: be quick. */
public interface TrainingListener {
  /** Once, before the first iteration (also of a resumed run). */
  default void started(Trainer trainer) {}

  /** After every iteration. */
  default void iterated(Trainer trainer) {}

  /** Once, after the last iteration: the run is complete, or a stop was asked for. */
  default void ended(Trainer trainer) {}
}
