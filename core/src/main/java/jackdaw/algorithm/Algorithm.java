package jackdaw.algorithm;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.learning.TrainingException;
import jackdaw.metric.Metrics;
import jackdaw.metric.Timings;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import jackdaw.state.Stateful;
import java.util.Optional;

/**
 * A learner and the experience that it learns from. One {@link #iterate iteration} collects a batch
 * and updates the policy with it; a {@code Trainer} repeats that. The whole state can be saved
 * between two iterations: restored into a new instance of the same configuration, it goes on bit
 * for bit.
 */
public interface Algorithm extends Stateful, AutoCloseable {
  /**
   * Collects one batch of experience and learns from it.
   *
   * @param progress the share of the run's steps taken before this iteration, in [0, 1]; schedules
   *     follow it
   * @throws TrainingException if a loss, gradient or parameter is no longer finite; parameters are
   *     then no longer fit for use
   */
  void iterate(double progress);

  /** Environment steps taken so far, over all copies. */
  long steps();

  /** Updates of the parameters (optimiser steps) so far. */
  long updates();

  /** Returns and lengths of the training episodes so far. */
  EpisodeStatistics episodes();

  /** What the last iteration measured, by name. */
  Metrics metrics();

  /** The policy that is being learnt; it changes with every iteration. */
  Policy policy();

  /** All learnt parameters. */
  ParameterVector parameters();

  /** What normalises the observations, if they are normalised: as much a part of what is learnt. */
  default Optional<ObservationNormalizer> normalizer() {
    return Optional.empty();
  }

  /**
   * Has the algorithm say from the next iteration on where its time goes, which changes no result.
   * One that does not know leaves all of it to {@link Timings.Phase#REST}.
   */
  default void time(Timings timings) {}

  @Override
  void close();
}
