import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.*;
import jackdaw.network.Bodies;
import jackdaw.nn.Activation;
import jackdaw.policy.Policy;
import jackdaw.runs.*;
import jackdaw.space.*;
import jackdaw.train.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** A network of parts: convolutions for an image, a layer for numbers, and a layer after both. */
final class CameraAndSpeed {
  static final AlgorithmType<PpoConfig> TYPE =
      Ppo.variant(
          "camera-and-speed",
          ppo -> ppo.body(
              Bodies.parts()
                  .part("camera", Bodies.convolutions(Activation.RELU, 8, 3, 1))
                  .part("speed", Bodies.layers(Activation.TANH, 8))
                  .then(Bodies.layers(Activation.TANH, 32))));

  /** Steers to the light that the camera shows; the faster the car, the earlier it has to. */
  static final class Road implements Environment {
    private static final int WIDTH = 6;
    private final Random random = new Random();
    private int light;
    private float speed;
    private int time;

    public Space observationSpace() {
      return Dictionary.of(
          new Dictionary.Part("camera", Box.of(0, 1, WIDTH, WIDTH, 1)),
          new Dictionary.Part("speed", Box.of(0, 1, 1)));
    }

    public Space actionSpace() { return new Discrete(3); }

    public void reset(long seed, float[] observation) {
      random.setSeed(seed);
      time = 0;
      show(observation);
    }

    public void step(float[] action, Step step) {
      int wanted = speed < 0.5f ? 1 : light < WIDTH / 2 ? 0 : 2;
      step.reward = action[0] == wanted ? 1 : 0;
      step.terminated = ++time == 10;
      show(step.observation);
    }

    private void show(float[] observation) {
      light = random.nextInt(WIDTH);
      speed = random.nextFloat();
      for (int i = 0; i < WIDTH * WIDTH; i++) {
        observation[i] = i % WIDTH == light ? 1 : 0;
      }
      observation[WIDTH * WIDTH] = speed;
    }
  }

  static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    Training.of(TYPE, PpoConfig.builder().learningRate(1e-3).build())
        .environment(Road::new)
        .steps(40_000)
        .directory(path)
        .run();
    RunDirectory directory = RunDirectory.open(path);
    Policy policy = Run.policy(_ -> TYPE, directory, new Road(), false);
    double mean = Evaluation.of(policy, Road::new, 50, 1).meanReturn();
    System.out.println("loaded policy: mean return " + Math.round(mean) + " of 10");
  }
}
