package jackdaw.algorithm.tabular;

import jackdaw.nn.Initializer;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.tabular.ActionValues;
import jackdaw.tabular.Numbering;
import java.util.Arrays;

/**
 * Takes the legal action with the greatest value in a table, the first one of equals. Parameters
 * are
 * one matrix {@code q} of [states, actions], or two for double Q-learning, {@code q1} and {@code
 * q2},
 * whose mean counts.
 */
public final class TablePolicy implements Policy {
  /** Values of a table that fit into memory with what belongs to them. */
  private static final int MAX_PAIRS = 1 << 27;

  private final Space observationSpace;
  private final Space actionSpace;
  private final Numbering states;
  private final Numbering actions;
  private final ParameterVector parameters;
  private final ActionValues[] tables;
  private final ActionValues values;
  private final boolean[] legal;

  /**
   * A policy whose values are all the same.
   *
   * @throws IllegalArgumentException if a space is not of whole numbers, or the table would be too
   *     large
   */
  TablePolicy(
      Space observationSpace, Space actionSpace, int tableCount, double initialValue) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    states = numbering("observations", observationSpace);
    actions = numbering("actions", actionSpace);
    long pairs = (long) states.count() * actions.count() * tableCount;
    if (pairs > MAX_PAIRS) {
      throw new IllegalArgumentException(
          "a table of %d observations × %d actions has more than %d values: use a network"
              .formatted(states.count(), actions.count(), MAX_PAIRS / tableCount));
    }
    ParameterVector.Builder builder = new ParameterVector.Builder();
    for (int i = 1; i <= tableCount; i++) {
      builder.add(
          tableCount == 1 ? "q" : "q" + i,
          states.count(),
          actions.count(),
          Initializer.constant(initialValue));
    }
    parameters = builder.build(new RandomStream(0));
    tables = new ActionValues[tableCount];
    Arrays.setAll(
        tables,
        i -> ActionValues.table(
            parameters.values(), i * states.count() * actions.count(), actions.count()));
    values = tableCount == 1 ? tables[0] : ActionValues.mean(tables[0], tables[1]);
    legal = new boolean[actions.count()];
  }

  private static Numbering numbering(String what, Space space) {
    try {
      return new Numbering(space);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  /** How observations are numbered. */
  public Numbering states() {
    return states;
  }

  /** How actions are numbered. */
  public Numbering actions() {
    return actions;
  }

  /** The values that it goes by. */
  public ActionValues values() {
    return values;
  }

  /** The {@code index}-th table, from 0. */
  ActionValues table(int index) {
    return tables[index];
  }

  @Override
  public void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] chosen) {
    int maskSize = masks.length == 0 ? 0 : actionSpace.maskSize();
    Arrays.fill(legal, true);
    for (int row = 0; row < rows; row++) {
      if (maskSize > 0) {
        actions.legal(masks, row * maskSize, legal);
      }
      int state = states.of(observations, row * observationSpace.size());
      actions.write(values.greedy(state, legal), chosen, row * actionSpace.size());
    }
  }

  @Override
  public ParameterVector parameters() {
    return parameters;
  }
}
