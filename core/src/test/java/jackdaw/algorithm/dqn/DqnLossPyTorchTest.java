package jackdaw.algorithm.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.PyTorch;
import jackdaw.experience.ReplayBatch;
import jackdaw.learning.Learner;
import jackdaw.network.QNetwork;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds each variant's loss, errors and gradient, and a whole update, to PyTorch in double
 * precision.
 */
class DqnLossPyTorchTest {
  private static final double TOLERANCE = 2e-5;

  private static DqnConfig config(String variant) {
    boolean rainbow = variant.equals("rainbow");
    DqnConfig.Builder builder =
        DqnConfig.builder()
            .batchSize(16).hiddenSizes(List.of(8, 8)).prioritized(true).maxGradientNorm(0.05)
            .doubleQ(
                variant.equals("double") || rainbow ? DoubleQ.HASSELT_2016 : DoubleQ.OFF)
            .valueLoss(variant.equals("squared") ? ValueLoss.SQUARED : ValueLoss.HUBER)
            .dueling(variant.equals("dueling") || rainbow)
            .noisy(variant.equals("noisy") || rainbow)
            .layerNormalization(variant.equals("normalized"))
            .munchausen(new MunchausenConfig(variant.equals("munchausen"), 0.9, 0.03, -1));
    if (variant.equals("c51") || rainbow) {
      builder.distribution(new DistributionConfig(ReturnModel.C51, 5, -2, 3));
    }
    if (variant.equals("quantiles")) {
      builder.distribution(new DistributionConfig(ReturnModel.QUANTILES, 5, -2, 3));
    }
    return builder.build();
  }

  private static Minibatch recorded(String prefix, DqnConfig config) {
    Minibatch minibatch =
        new Minibatch(config, Box.unbounded(4), new Discrete(3), false);
    minibatch.set(ReplayBatch.OBSERVATIONS, PyTorch.floats(prefix + "observations"));
    minibatch.set(ReplayBatch.NEXT_OBSERVATIONS, PyTorch.floats(prefix + "next-observations"));
    minibatch.set(ReplayBatch.ACTIONS, PyTorch.floats(prefix + "actions"));
    minibatch.set(ReplayBatch.REWARDS, PyTorch.floats(prefix + "rewards"));
    minibatch.set(ReplayBatch.DISCOUNTS, PyTorch.floats(prefix + "discounts"));
    minibatch.set(ReplayBatch.WEIGHTS, PyTorch.floats(prefix + "weights"));
    take(prefix + "learnt.", minibatch.learnt);
    take(prefix + "target.", minibatch.target);
    return minibatch;
  }

  private static void take(String prefix, QNetwork network) {
    for (ParameterVector vector : List.of(network.parameters(), network.noise())) {
      for (ParameterVector.View view : vector.views()) {
        Minibatch.set(network, view.name(), PyTorch.floats(prefix + view.name()));
      }
    }
  }

  private static Learner learner(DqnConfig config, Minibatch minibatch, Workers workers) {
    return Dqn.describe(config, minibatch.learnt, minibatch.target, minibatch.batch, 0)
        .build(workers);
  }

  private static float[] part(float[] all, ParameterVector.View view) {
    return Arrays.copyOfRange(all, view.offset(), view.offset() + view.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain", "double", "squared", "munchausen", "dueling", "noisy", "normalized", "c51",
        "quantiles", "rainbow"})
  void shouldMatchPyTorch(String variant) {
    String prefix = "dqn." + variant + ".";
    DqnConfig config = config(variant);
    Minibatch minibatch = recorded(prefix, config);
    try (Workers workers = new Workers(1)) {
      Learner learner = learner(config, minibatch, workers);
      learner.compute(minibatch.batch.order(), 0);
      assertThat(learner.value(DqnLoss.LOSS))
          .isCloseTo(PyTorch.number(prefix + "loss"), within(TOLERANCE));
      PyTorch.assertClose(prefix + "errors", learner.kept(DqnLoss.ROW_ERROR), TOLERANCE);
      for (ParameterVector.View view : minibatch.learnt.parameters().views()) {
        PyTorch.assertClose(
            prefix + "gradient." + view.name(), part(learner.gradient(), view), TOLERANCE);
      }
    }
  }

  @Test
  void shouldStepAsPyTorchDoes() {
    DqnConfig config = config("plain");
    Minibatch minibatch = recorded("dqn.plain.", config);
    try (Workers workers = new Workers(1)) {
      Learner learner = learner(config, minibatch, workers);
      learner.begin(0.01);
      double norm = learner.compute(minibatch.batch.order(), 0);
      assertThat(norm).isCloseTo(PyTorch.number("dqn.plain.gradient-norm"), within(TOLERANCE));
      assertThat(norm).as("so that it is scaled down").isGreaterThan(0.05);
      learner.step();
      learner.finish();
      for (ParameterVector.View view : minibatch.learnt.parameters().views()) {
        PyTorch.assertClose(
            "dqn.plain.stepped." + view.name(),
            part(minibatch.learnt.parameters().values(), view),
            TOLERANCE);
      }
    }
  }
}
