package jackdaw.learning;

import jackdaw.nn.ParameterVector;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;

/**
 * Parameters that follow those of a learnt network, so that the targets of learning move slowly
 * (Mnih et
 * al. 2015; Lillicrap et al. 2016). Both are of networks that were made alike.
 */
public final class TargetNetwork implements Stateful {
  private final ParameterVector learnt;
  private final ParameterVector target;

  /** Begins with a copy of the learnt parameters. */
  public TargetNetwork(ParameterVector learnt, ParameterVector target) {
    this.learnt = learnt;
    this.target = target;
    copy();
  }

  /** Copies the learnt parameters, ψ′ ← ψ. */
  public void copy() {
    target.copyFrom(learnt.values());
  }

  /**
   * Moves a little towards the learnt parameters, ψ′ ← ς ψ′ + (1 − ς) ψ; once a gradient step.
   *
   * @param keep ς, in [0, 1]; 0 is a copy
   */
  public void average(double keep) {
    float kept = (float) keep;
    float taken = (float) (1 - keep);
    float[] to = target.values();
    float[] from = learnt.values();
    for (int i = 0; i < to.length; i++) {
      to[i] = kept * to[i] + taken * from[i];
    }
  }

  /** The parameters that follow. */
  public ParameterVector parameters() {
    return target;
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("target", target.values());
  }

  @Override
  public void restore(Snapshot snapshot) {
    target.copyFrom(snapshot.floats("target", target.size()));
  }
}
