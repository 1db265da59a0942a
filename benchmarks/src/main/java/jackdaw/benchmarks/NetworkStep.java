package jackdaw.benchmarks;

import jackdaw.nn.Activation;
import jackdaw.nn.Adam;
import jackdaw.nn.Gradients;
import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.MultilayerPerceptron;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * A training step of a network with tanh layers on one batch of fixed numbers: forward, mean
 * squared error, backward, Adam.
 */
public final class NetworkStep {
  private final ParameterVector parameters;
  private final ParameterVector.Binding weights;
  private final Program program;
  private final Gradients gradients;
  private final float[] gradient;
  private final Adam adam;
  private final double operations;

  /**
   * Creates the step of a network from {@code inputs} through hidden layers to {@code outputs}.
   */
  public NetworkStep(int batch, int inputs, List<Integer> hidden, int outputs) {
    ParameterVector.Builder builder = new ParameterVector.Builder();
    Initializer initializer = Initializer.orthogonal(1);
    MultilayerPerceptron body =
        MultilayerPerceptron.create(
            builder, "body", inputs, hidden, Activation.TANH, initializer);
    Linear head = Linear.create(builder, "head", hidden.getLast(), outputs, initializer);
    Tensor x = Tensor.input("x", batch, inputs);
    Tensor target = Tensor.input("target", batch, outputs);
    Tensor loss =
        head.apply(body.apply(x)).minus(target).square().sum().times(1.0 / (batch * outputs));
    RandomStream random = new RandomStream(1);
    parameters = builder.build(random);
    List<Tensor> derivatives = Derivatives.of(loss, parameters.tensors());
    program = Program.compile(loss, derivatives);
    weights = parameters.bind(program);
    gradients = new Gradients(program, parameters.views(), derivatives);
    gradient = new float[parameters.size()];
    adam = new Adam(gradient.length, 1e-8);
    fill(program.input(x), batch * inputs, random);
    fill(program.input(target), batch * outputs, random);
    operations = batch * PpoOperations.trainingPerRow(inputs, hidden, outputs);
  }

  private static void fill(Program.Input input, int size, RandomStream random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    input.set(values, 0);
  }

  /** Takes one step. */
  public void run() {
    weights.load();
    program.run();
    gradients.get(gradient);
    adam.step(parameters.values(), gradient, 1e-4, 1);
  }

  /** Returns the floating-point operations of the matrix products in one step. */
  public double operations() {
    return operations;
  }
}
