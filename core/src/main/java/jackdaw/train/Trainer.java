package jackdaw.train;

import jackdaw.algorithm.Algorithm;
import jackdaw.environment.ObservationNormalizer;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.List;

/**
 * Repeats an algorithm's iterations until the run's steps are taken or somebody asks it to stop,
 * and tells its listeners. It keeps a copy of the best parameters so far, by the mean return of 100
 * successive training episodes, taken after each episode. A run that ends with fewer episodes keeps
 * its last parameters, with the mean return of all of them.
 *
 * <p>A run takes whole iterations: it ends with the first one that reaches {@code totalSteps}.
 */
public final class Trainer implements Stateful {
  private final Algorithm algorithm;
  private final long totalSteps;
  private final List<TrainingListener> listeners;
  private final float[] bestParameters;

  /** The statistics that normalised observations while the best parameters played; may be empty. */
  private final double[] bestNormalizer;

  private double bestMeanReturn = Double.NEGATIVE_INFINITY;
  private volatile boolean stopRequested;

  /**
   * A run of an algorithm.
   *
   * @param totalSteps environment steps after which the run is complete; at least 1
   */
  public Trainer(Algorithm algorithm, long totalSteps, TrainingListener... listeners) {
    if (totalSteps < 1) {
      throw new IllegalArgumentException(
          "total steps %d is below 1: set how many environment steps to train for"
              .formatted(totalSteps));
    }
    this.algorithm = algorithm;
    this.totalSteps = totalSteps;
    this.listeners = List.of(listeners);
    bestParameters = algorithm.parameters().toArray();
    bestNormalizer =
        algorithm.normalizer().map(ObservationNormalizer::statistics).orElse(new double[0]);
  }

  /** Trains until the run is complete or {@link #requestStop} was called. */
  public void run() {
    for (TrainingListener listener : listeners) {
      listener.started(this);
    }
    while (!complete() && !stopRequested) {
      algorithm.iterate(Math.min(1, (double) algorithm.steps() / totalSteps));
      keepBest();
      for (TrainingListener listener : listeners) {
        listener.iterated(this);
      }
    }
    keepLastOfShortRun();
    for (TrainingListener listener : listeners) {
      listener.ended(this);
    }
  }

  private void keepBest() {
    double meanReturn = algorithm.episodes().highestMeanReturn();
    if (meanReturn > bestMeanReturn) {
      keep(meanReturn);
    }
  }

  private void keepLastOfShortRun() {
    EpisodeStatistics episodes = algorithm.episodes();
    if (episodes.episodes() > 0 && episodes.episodes() < EpisodeStatistics.WINDOW) {
      keep(episodes.meanReturn());
    }
  }

  private void keep(double meanReturn) {
    bestMeanReturn = meanReturn;
    algorithm.parameters().copyTo(bestParameters);
    algorithm.normalizer().ifPresent(normalizer -> normalizer.copyTo(bestNormalizer));
  }

  /** Asks the run to end after the present iteration; may be called from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /** True if all steps of the run are taken. */
  public boolean complete() {
    return algorithm.steps() >= totalSteps;
  }

  /** What is being trained. */
  public Algorithm algorithm() {
    return algorithm;
  }

  /** Environment steps after which the run is complete. */
  public long totalSteps() {
    return totalSteps;
  }

  /**
   * The highest mean return of 100 successive training episodes so far, or that of all episodes if
   * the run has ended with fewer; −∞ if there is neither.
   */
  public double bestMeanReturn() {
    return bestMeanReturn;
  }

  /**
   * How many training episodes {@link #bestMeanReturn} is a mean of: 100, or all of a shorter run.
   */
  public int bestEpisodes() {
    return (int) Math.min(EpisodeStatistics.WINDOW, algorithm.episodes().episodes());
  }

  /**
   * The parameters at the end of the iteration that reached {@link #bestMeanReturn}, in the order
   * of the parameter vector; the first parameters before.
   */
  public float[] bestParameters() {
    return bestParameters;
  }

  /**
   * The {@linkplain ObservationNormalizer#statistics statistics} that belong to {@link
   * #bestParameters}; none if observations are not normalised.
   */
  public double[] bestNormalizer() {
    return bestNormalizer;
  }

  @Override
  public void save(Snapshot snapshot) {
    algorithm.save(snapshot);
    snapshot.put("best-mean-return", bestMeanReturn);
    snapshot.put("best-parameters", bestParameters);
    snapshot.put("best-normalizer", bestNormalizer);
  }

  @Override
  public void restore(Snapshot snapshot) {
    algorithm.restore(snapshot);
    // The mean of a few lucky episodes is not what 100 have to beat.
    bestMeanReturn =
        algorithm.episodes().episodes() < EpisodeStatistics.WINDOW
            ? Double.NEGATIVE_INFINITY
            : snapshot.oneDouble("best-mean-return");
    float[] saved = snapshot.floats("best-parameters", bestParameters.length);
    System.arraycopy(saved, 0, bestParameters, 0, saved.length);
    double[] normalizer = snapshot.doubles("best-normalizer", bestNormalizer.length);
    System.arraycopy(normalizer, 0, bestNormalizer, 0, normalizer.length);
  }
}
