package jackdaw.policy;

import jackdaw.network.QNetwork;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Q(s, ·) of several observations, compiled for up to a number of rows. */
public final class ActionValues {
  private final int rows;
  private final Program program;
  private final Program.Input observations;
  private final Program.@Nullable Input masks;
  private final Program.Output values;
  private final ParameterVector.Binding parameters;
  private final ParameterVector.Binding noise;

  /**
   * Compiles the network.
   *
   * @param rows the most observations at once
   * @param masked whether actions are masked
   */
  public ActionValues(QNetwork network, int rows, boolean masked) {
    this.rows = rows;
    Tensor seen = Tensor.input("observations", rows, network.observationSpace().size());
    Tensor legal = Tensor.input("masks", rows, network.actionSpace().count());
    Tensor result = network.values(seen, masked ? legal : null);
    program = Program.compile(result);
    observations = program.input(seen);
    masks = program.uses(legal) ? program.input(legal) : null;
    values = program.output(result);
    parameters = network.parameters().bind(program);
    noise = network.noise().bind(program);
  }

  /** The most observations at once. */
  public int rows() {
    return rows;
  }

  /** Takes over the network's parameters and noise as they are now. */
  public void load() {
    parameters.load();
    noise.load();
  }

  /**
   * Computes values.
   *
   * @param seen [count, observation size]
   * @param legal [count, actions]; empty if actions are not masked
   * @param target where to write the values, [count, actions]
   */
  public void compute(float[] seen, float[] legal, int count, float[] target) {
    observations.setRows(seen, 0, count);
    if (masks != null) {
      masks.setRows(legal, 0, count);
    }
    program.run();
    values.getRows(target, 0, count);
  }
}
