package jackdaw.policy;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;
import java.util.Optional;

/**
 * What an agent does in each situation, once learnt. Not safe for use by several threads at once.
 *
 * <p>A policy takes its most likely action; what {@link #sampling} returns draws its actions. A
 * policy with a memory remembers what it has seen in each row since the start of the row's episode.
 */
public interface Policy {
  /** What it observes. */
  Space observationSpace();

  /** What it does. */
  Space actionSpace();

  /**
   * Chooses an action for each of several observations. A row is one episode at a time. Arrays may
   * be longer than is needed.
   *
   * @param observations [rows, observation size]
   * @param masks which actions are legal, 1 where they are, [rows, mask size] in the order of
   *     {@link Space#choices}; empty if actions are not masked
   * @param starts whether an observation is the first of its episode or the first after a lost
   *     life, which training counts as an end; [rows]
   * @param rows how many there are; at least 1
   * @param actions where to write the actions, [rows, action size], each within the action space
   * @throws IllegalArgumentException if an array is too short, an observation is not finite, or a
   *     row has no legal action
   */
  void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] actions);

  /** What the policy has learnt; changing it changes the policy. */
  ParameterVector parameters();

  /**
   * What normalises the observations before the parameters see them, if they were normalised in
   * training; as much a part of the policy as the parameters are.
   */
  default Optional<ObservationNormalizer> normalizer() {
    return Optional.empty();
  }

  /**
   * Chooses an action for one observation, the next one of the episode in row 0; {@link
   * #startEpisode} comes before the first one of another episode.
   *
   * @param observation [observation size]
   * @return [action size]
   * @throws IllegalArgumentException as {@link #act(float[], float[], boolean[], int, float[])}
   *     does
   */
  default float[] act(float[] observation) {
    return act(observation, Requests.NO_MASKS);
  }

  /**
   * Chooses one of the legal actions, as {@link #act(float[])} does.
   *
   * @param mask [mask size], 1 where an action is legal, in the order of {@link Space#choices}
   */
  default float[] act(float[] observation, float[] mask) {
    Requests.requireLength(observation, observationSpace());
    float[] action = new float[actionSpace().size()];
    act(observation, mask, new boolean[1], 1, action);
    return action;
  }

  /** Begins another episode in row 0: a policy with a memory forgets what it has seen there. */
  default void startEpisode() {}

  /**
   * The same policy with the same parameters, which draws its actions with their probabilities. It
   * has a memory of its own.
   *
   * @param seed decides what is drawn
   * @throws UnsupportedOperationException if the policy has no probabilities
   */
  default Policy sampling(long seed) {
    throw new UnsupportedOperationException(
        "%s cannot draw its actions: it has to override Policy.sampling"
            .formatted(getClass().getSimpleName()));
  }

  /**
   * The log-probabilities (or log-densities) of actions. Like {@link #act(float[], float[],
   * boolean[], int, float[]) act} it takes each row's episode one observation further: with a
   * memory, one view of the policy acts and another one, such as {@link #sampling} makes, judges.
   *
   * @param observations [rows, observation size]
   * @param masks [rows, mask size]; empty if actions are not masked
   * @param starts whether an observation is the first of its episode, [rows]
   * @param rows how many there are; at least 1
   * @param actions as the environment gets them, [rows, action size]
   * @param result where to write log π(action | observation), in nats, [rows]
   * @throws IllegalArgumentException as {@link #act(float[], float[], boolean[], int, float[]) act}
   *     does
   * @throws UnsupportedOperationException if the policy has no probabilities
   */
  default void logProbabilities(
      float[] observations,
      float[] masks,
      boolean[] starts,
      int rows,
      float[] actions,
      float[] result) {
    throw new UnsupportedOperationException(
        "%s has no probabilities: it has to override Policy.logProbabilities"
            .formatted(getClass().getSimpleName()));
  }

  /** The same policy, which refuses to act without a mask, since it was trained with masks. */
  default Policy requiringMasks() {
    return this;
  }
}
