package jackdaw.environment;

import jackdaw.space.Box;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Normalises the observations and rewards of several copies with statistics that the copies share:
 * observations to mean 0 and variance 1, rewards by the standard deviation of their discounted
 * sums. Episode returns remain sums of the task's own rewards. Stepping allocates nothing.
 *
 * <p>Each observation that the agent acts on is first added to the statistics, then normalised with
 * them. The agent never acts on the last observation of an episode: it is normalised but not added.
 */
final class NormalizedVectorEnvironment implements VectorEnvironment {
  private final VectorEnvironment environment;
  private final Space space;
  private final @Nullable ObservationNormalizer observations;
  private final @Nullable RewardNormalizer rewards;
  private final RunningMoments moments;

  /**
   * Wraps a vector environment, which is closed together with this one.
   *
   * @param observationClip bound of normalised observations; 0 leaves observations unchanged
   * @param rewardClip bound of normalised rewards; 0 leaves rewards unchanged
   * @param discount γ of the discounted reward sums
   */
  NormalizedVectorEnvironment(
      VectorEnvironment environment, double observationClip, double rewardClip, double discount) {
    this.environment = environment;
    Space raw = environment.observationSpace();
    moments = new RunningMoments(raw.size());
    if (observationClip > 0) {
      if (!(raw instanceof Box box)) {
        throw new IllegalArgumentException(
            "observations of %s cannot be normalised: flatten them first".formatted(raw));
      }
      space = Box.of((float) -observationClip, (float) observationClip, box.shape());
      observations = new ObservationNormalizer(box.size(), observationClip);
    } else {
      space = raw;
      observations = null;
    }
    rewards =
        rewardClip > 0 ? new RewardNormalizer(environment.count(), discount, rewardClip) : null;
  }

  @Override
  public int count() {
    return environment.count();
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public Space actionSpace() {
    return environment.actionSpace();
  }

  @Override
  public int maskSize() {
    return environment.maskSize();
  }

  @Override
  public void masks(float[] masks, int offset) {
    environment.masks(masks, offset);
  }

  @Override
  public OptionalDouble solvedReturn() {
    return environment.solvedReturn();
  }

  @Override
  public Optional<ObservationNormalizer> normalizer() {
    return Optional.ofNullable(observations);
  }

  @Override
  public void reset(long seed, float[] first) {
    environment.reset(seed, first);
    if (rewards != null) {
      rewards.reset();
    }
    observe(first);
  }

  @Override
  public void step(float[] actions, Transitions transitions) {
    environment.step(actions, transitions);
    observe(transitions.observations);
    if (observations != null) {
      for (int i = 0; i < transitions.count; i++) {
        if (transitions.ended(i)) {
          observations.normalizeRow(transitions.finalObservations, i);
        }
      }
    }
    if (rewards != null) {
      rewards.normalize(transitions);
    }
  }

  private void observe(float[] values) {
    if (observations != null) {
      moments.add(values, count());
      observations.follow(moments);
      observations.normalize(values, count(), values);
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    environment.save(snapshot);
    if (observations != null) {
      moments.save(snapshot.scope("observation-normalizer"));
    }
    if (rewards != null) {
      rewards.save(snapshot.scope("reward-normalizer"));
    }
  }

  @Override
  public void restore(Snapshot snapshot) {
    environment.restore(snapshot);
    if (observations != null) {
      moments.restore(snapshot.scope("observation-normalizer"));
      observations.follow(moments);
    }
    if (rewards != null) {
      rewards.restore(snapshot.scope("reward-normalizer"));
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
