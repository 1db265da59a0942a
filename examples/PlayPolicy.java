import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environments.Environments;
import jackdaw.policy.Policy;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** Plays an episode with the policy of a run, in an environment that does not mask actions. */
final class PlayPolicy {
  private static final float[] NO_MASKS = {};

  static void main(String[] args) throws IOException {
    RunDirectory directory = RunDirectory.open(Path.of(args[0]));
    RunConfig config = RunConfig.read(directory.configFile());
    var environments =
        config.environmentConfig().wrap(Environments.supplier(config.environment()));
    try (Environment environment = environments.get()) {
      Policy policy = Run.policy(directory, environment, false);
      float[] action = new float[environment.actionSpace().size()];
      Step step = new Step(environment.observationSpace().size());
      environment.reset(1, step.observation);
      boolean[] starts = {true};
      double sum = 0;
      while (!step.ended()) {
        policy.act(step.observation, NO_MASKS, starts, 1, action);
        step.clear();
        environment.step(action, step);
        sum += step.taskReward();
        starts[0] = false;
      }
      System.out.println("return " + sum);
    }
  }
}
