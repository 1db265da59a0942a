package jackdaw.program;

import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.List;

/** A small categorical policy with two hidden layers, for tests. */
public final class Policy {
  public final int batch;
  public final Tensor observation;
  public final Tensor action;
  public final List<Tensor> parameters;

  public Policy(int batch, int observations, int hidden, int actions) {
    this.batch = batch;
    observation = Tensor.input("observation", batch, observations);
    action = Tensor.input("action", batch, 1);
    parameters =
        List.of(
            Tensor.input("w1", observations, hidden),
            Tensor.input("b1", 1, hidden),
            Tensor.input("w2", hidden, hidden),
            Tensor.input("b2", 1, hidden),
            Tensor.input("w3", hidden, actions),
            Tensor.input("b3", 1, actions));
  }

  public Tensor logProbabilities() {
    Tensor first = observation.matmul(parameters.get(0)).plus(parameters.get(1)).tanh();
    Tensor second = first.matmul(parameters.get(2)).plus(parameters.get(3)).tanh();
    return second.matmul(parameters.get(4)).plus(parameters.get(5)).logSoftmax();
  }

  /** A policy gradient and its loss. */
  public static List<Tensor> gradients() {
    Policy policy = new Policy(32, 4, 16, 2);
    Tensor logProbabilities = policy.logProbabilities();
    Tensor entropy = logProbabilities.exp().times(logProbabilities).sum().negate();
    Tensor loss = logProbabilities.pick(policy.action).mean().minus(entropy.times(0.01));
    return Derivatives.of(loss, policy.parameters);
  }
}
