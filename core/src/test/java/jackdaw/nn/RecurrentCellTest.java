package jackdaw.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.PyTorch;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Differences;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Compares both cells with PyTorch, plain loops and differences, across ends of episodes. */
class RecurrentCellTest {
  private static final double TOLERANCE = 1e-5;

  /** An unrolled cell, and a loss that weighs every output and the last state. */
  private static final class Network {
    final Tensor inputs;
    final Tensor start;
    final Tensor continues;
    final Tensor outputWeights;
    final Tensor stateWeights;
    final ParameterVector parameters;
    final RecurrentCell.Unrolled unrolled;
    final Tensor loss;

    Network(Memory memory, int inputSize, int size, int steps, int sequences) {
      ParameterVector.Builder builder = new ParameterVector.Builder();
      RecurrentCell cell = RecurrentCell.create(builder, "cell", memory, inputSize, size);
      parameters = builder.build(new RandomStream(1));
      inputs = Tensor.input("inputs", steps * sequences, inputSize);
      start = Tensor.input("start", sequences, cell.stateSize());
      continues = Tensor.input("continues", steps * sequences, 1);
      outputWeights = Tensor.input("output weights", steps * sequences, size);
      stateWeights = Tensor.input("state weights", sequences, cell.stateSize());
      unrolled = cell.unroll(inputs, start, continues);
      loss = unrolled.outputs().times(outputWeights).sum()
          .plus(unrolled.state().times(stateWeights).sum());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldMatchPyTorch(Memory memory) {
    String prefix = memory.name().toLowerCase(Locale.ROOT) + ".";
    Network network = new Network(memory, 4, 5, 7, 3);
    for (ParameterVector.View view : network.parameters.views()) {
      String name = prefix + "parameter." + view.name().substring("cell.".length());
      float[] values = PyTorch.floats(name);
      assertThat(values).hasSize(view.size());
      System.arraycopy(values, 0, network.parameters.values(), view.offset(), values.length);
    }
    List<Tensor> variables = new ArrayList<>(network.parameters.tensors());
    variables.add(network.inputs);
    variables.add(network.start);
    List<Tensor> gradients = Derivatives.of(network.loss, variables);
    List<Tensor> wanted = new ArrayList<>(gradients);
    wanted.add(network.unrolled.outputs());
    wanted.add(network.unrolled.state());
    Program program = Program.compile(wanted);
    network.parameters.bind(program).load();
    program.input(network.inputs).set(PyTorch.floats(prefix + "inputs"), 0);
    program.input(network.start).set(PyTorch.floats(prefix + "start"), 0);
    program.input(network.continues).set(PyTorch.floats(prefix + "continues"), 0);
    program.input(network.outputWeights).set(PyTorch.floats(prefix + "output-weights"), 0);
    program.input(network.stateWeights).set(PyTorch.floats(prefix + "state-weights"), 0);
    program.run();
    assertClose(prefix + "outputs", program, network.unrolled.outputs());
    assertClose(prefix + "state", program, network.unrolled.state());
    int next = 0;
    for (ParameterVector.View view : network.parameters.views()) {
      String name = prefix + "gradient." + view.name().substring("cell.".length());
      assertClose(name, program, gradients.get(next++));
    }
    assertClose(prefix + "gradient.inputs", program, gradients.get(next++));
    assertClose(prefix + "gradient.start", program, gradients.get(next));
  }

  private static void assertClose(String name, Program program, Tensor actual) {
    PyTorch.assertClose(name, program.output(actual).toArray(), TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldHaveTheDerivativesThatDifferencesShow(Memory memory) {
    Network network = new Network(memory, 2, 2, 4, 2);
    Random random = new Random(1);
    Map<Tensor, double[][]> point = new IdentityHashMap<>();
    List<Tensor> variables = new ArrayList<>(network.parameters.tensors());
    variables.add(network.inputs);
    variables.add(network.start);
    for (Tensor variable : variables) {
      point.put(variable, Differences.random(variable.rows(), variable.columns(), random));
    }
    point.put(network.outputWeights, Differences.random(8, 2, random));
    point.put(network.stateWeights, Differences.random(2, network.start.columns(), random));
    point.put(network.continues, new double[][] {{1}, {1}, {1}, {0}, {1}, {1}, {0}, {1}});
    Differences.checkFirst(
        network.loss, variables, Derivatives.of(network.loss, variables), point);
  }

  /** Computes the equations again, in loops over one sequence, without tensors. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldMatchANetworkUnrolledByHand(Memory memory) {
    int inputSize = 3;
    int size = 4;
    int steps = 5;
    Network network = new Network(memory, inputSize, size, steps, 1);
    Random random = new Random(2);
    for (int i = 0; i < network.parameters.size(); i++) {
      network.parameters.values()[i] = (float) random.nextGaussian(0, 0.7);
    }
    float[] inputs = gaussian(steps * inputSize, random);
    float[] start = gaussian(network.start.columns(), random);
    float[] continues = {0, 1, 1, 0, 1};
    Program program = Program.compile(network.unrolled.outputs(), network.unrolled.state());
    network.parameters.bind(program).load();
    program.input(network.inputs).set(inputs, 0);
    program.input(network.start).set(start, 0);
    program.input(network.continues).set(continues, 0);
    program.run();
    float[] outputs = program.output(network.unrolled.outputs()).toArray();
    float[] last = program.output(network.unrolled.state()).toArray();

    double[] state = new double[start.length];
    for (int i = 0; i < state.length; i++) {
      state[i] = start[i];
    }
    for (int t = 0; t < steps; t++) {
      if (t > 0 && continues[t] == 0) {
        java.util.Arrays.fill(state, 0);
      }
      double[] x = gates(network, "input", inputs, t * inputSize, inputSize);
      float[] h = new float[size];
      for (int i = 0; i < size; i++) {
        h[i] = (float) state[i];
      }
      double[] r = gates(network, "state", h, 0, size);
      for (int i = 0; i < size; i++) {
        if (memory == Memory.LSTM) {
          double in = sigmoid(x[i] + r[i]);
          double forget = sigmoid(x[size + i] + r[size + i]);
          double candidate = Math.tanh(x[2 * size + i] + r[2 * size + i]);
          double out = sigmoid(x[3 * size + i] + r[3 * size + i]);
          state[size + i] = forget * state[size + i] + in * candidate;
          state[i] = out * Math.tanh(state[size + i]);
        } else {
          double reset = sigmoid(x[i] + r[i]);
          double update = sigmoid(x[size + i] + r[size + i]);
          double candidate = Math.tanh(x[2 * size + i] + reset * r[2 * size + i]);
          state[i] = (1 - update) * candidate + update * state[i];
        }
        assertThat((double) outputs[t * size + i]).as("output %d of step %d", i, t)
            .isCloseTo(state[i], within(1e-5));
      }
    }
    for (int i = 0; i < state.length; i++) {
      assertThat((double) last[i]).isCloseTo(state[i], within(1e-5));
    }
  }

  private static float[] gaussian(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** x W + b of one of the cell's two linear layers. */
  private static double[] gates(Network network, String layer, float[] x, int from, int length) {
    ParameterVector.View weight = network.parameters.view("cell." + layer + ".weight");
    int bias = network.parameters.view("cell." + layer + ".bias").offset();
    double[] sums = new double[weight.columns()];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = network.parameters.values()[bias + j];
      for (int i = 0; i < length; i++) {
        sums[j] += x[from + i]
            * network.parameters.values()[weight.offset() + i * weight.columns() + j];
      }
    }
    return sums;
  }

  /** Sequence 0 ends an episode before step 2; its outputs from there on are the loss. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldCarryNoGradientOverTheEndOfAnEpisode(Memory memory) {
    Network network = new Network(memory, 2, 3, 4, 2);
    Tensor after =
        Tensor.concatenateRows(
            List.of(
                network.unrolled.outputs().rows(4, 5), network.unrolled.outputs().rows(6, 7)));
    List<Tensor> gradients =
        Derivatives.of(after.sum(), List.of(network.inputs, network.start));
    Program program = Program.compile(gradients);
    network.parameters.bind(program).load();
    Random random = new Random(3);
    program.input(network.inputs).set(gaussian(16, random), 0);
    program.input(network.start).set(gaussian(network.start.columns() * 2, random), 0);
    program.input(network.continues).set(new float[] {1, 1, 1, 1, 0, 1, 1, 1}, 0);
    program.run();
    float[] byInput = program.output(gradients.get(0)).toArray();
    for (int row = 0; row < 8; row++) {
      boolean reaches = row == 4 || row == 6;
      for (int column = 0; column < 2; column++) {
        float value = byInput[2 * row + column];
        assertThat(value != 0).as("row %d, value %s", row, value).isEqualTo(reaches);
      }
    }
    assertThat(program.output(gradients.get(1)).toArray()).containsOnly(0f);
  }

  /** Detail 1 of the LSTM details: the rows of each weight are orthonormal, biases are 0. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldStartOrthogonalWithoutBias(Memory memory) {
    Network network = new Network(memory, 4, 5, 2, 2);
    float[] values = network.parameters.values();
    assertThat(network.parameters.views()).hasSize(4);
    for (ParameterVector.View view : network.parameters.views()) {
      if (view.name().endsWith(".bias")) {
        for (int i = 0; i < view.size(); i++) {
          assertThat(values[view.offset() + i]).isZero();
        }
        continue;
      }
      for (int i = 0; i < view.rows(); i++) {
        for (int j = 0; j < view.rows(); j++) {
          double product = 0;
          for (int k = 0; k < view.columns(); k++) {
            product += values[view.offset() + i * view.columns() + k]
                * values[view.offset() + j * view.columns() + k];
          }
          assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-5));
        }
      }
    }
  }

  @Test
  void shouldRefuseToMakeACellWithoutMemory() {
    ParameterVector.Builder builder = new ParameterVector.Builder();
    assertThatThrownBy(() -> RecurrentCell.create(builder, "cell", Memory.NONE, 2, 3))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no memory");
  }
}
