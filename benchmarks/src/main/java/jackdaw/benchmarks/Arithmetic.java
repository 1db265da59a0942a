package jackdaw.benchmarks;

/**
 * The arithmetic of an environment alone: its equations of motion and its reward in a plain loop,
 * without episodes, copies or arrays. The additional time of the environment is the cost of its
 * interface.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /**
   * Computes some steps of an environment.
   *
   * @param id Pendulum-v1 or Acrobot-v1
   * @param start the start state
   * @return a number that depends on all steps
   */
  public static double of(String id, long steps, double start) {
    return switch (id) {
      case "Pendulum-v1" -> pendulum(steps, start);
      case "Acrobot-v1" -> acrobot(steps, start);
      default -> throw new IllegalArgumentException(
          "there is no arithmetic of " + id + ": use Pendulum-v1 or Acrobot-v1");
    };
  }

  /** Gymnasium's pendulum: θ̈ = 15 sin θ + 3 u, cost θ² + 0.1 θ̇² + 0.001 u², steps of 0.05 s. */
  private static double pendulum(long steps, double start) {
    double angle = start;
    double speed = 0;
    double sum = 0;
    for (long i = 0; i < steps; i++) {
      double torque = (i & 1) == 0 ? 1.5 : -1.2;
      double turns = Math.floor((angle + Math.PI) / (2 * Math.PI));
      double normal = angle - 2 * Math.PI * turns;
      sum -= normal * normal + 0.1 * speed * speed + 0.001 * torque * torque;
      speed += (15 * Math.sin(angle) + 3 * torque) * 0.05;
      speed = Math.max(-8, Math.min(8, speed));
      angle += speed * 0.05;
      sum += (float) Math.cos(angle) + (float) Math.sin(angle);
    }
    return sum;
  }

  /** The acrobot of Sutton's book, one fourth-order Runge-Kutta step over 0.2 s. */
  private static double acrobot(long steps, double start) {
    double[] state = {start, 0, 0, 0};
    double[] slope = new double[4];
    double[] at = new double[4];
    double[] next = new double[4];
    double sum = 0;
    for (long i = 0; i < steps; i++) {
      double torque = i % 3 - 1.0;
      for (int stage = 0; stage < 4; stage++) {
        double reach = stage == 0 ? 0 : stage == 3 ? 0.2 : 0.1;
        for (int k = 0; k < 4; k++) {
          at[k] = state[k] + reach * slope[k];
        }
        acrobotSlope(at, torque, slope);
        double weight = stage == 0 || stage == 3 ? 0.2 / 6 : 0.2 / 3;
        for (int k = 0; k < 4; k++) {
          next[k] = (stage == 0 ? state[k] : next[k]) + weight * slope[k];
        }
      }
      state[0] = wrapped(next[0]);
      state[1] = wrapped(next[1]);
      state[2] = Math.max(-4 * Math.PI, Math.min(4 * Math.PI, next[2]));
      state[3] = Math.max(-9 * Math.PI, Math.min(9 * Math.PI, next[3]));
      sum += (float) Math.cos(state[0]) + (float) Math.sin(state[0]);
      sum += (float) Math.cos(state[1]) + (float) Math.sin(state[1]);
      sum -= Math.cos(state[0]) + Math.cos(state[1] + state[0]);
    }
    return sum;
  }

  private static double wrapped(double angle) {
    return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
  }

  private static void acrobotSlope(double[] at, double torque, double[] slope) {
    double cosine = Math.cos(at[1]);
    double sine = Math.sin(at[1]);
    double d1 = 0.25 + 1 + 0.25 + cosine + 2;
    double d2 = 0.25 + 0.5 * cosine + 1;
    double phi2 = 0.5 * 9.8 * Math.cos(at[0] + at[1] - Math.PI / 2);
    double phi1 =
        -0.5 * at[3] * at[3] * sine
            - at[3] * at[2] * sine
            + 1.5 * 9.8 * Math.cos(at[0] - Math.PI / 2)
            + phi2;
    double second =
        (torque + d2 / d1 * phi1 - 0.5 * at[2] * at[2] * sine - phi2)
            / (0.25 + 1 - d2 * d2 / d1);
    slope[0] = at[2];
    slope[1] = at[3];
    slope[2] = -(d2 * second + phi1) / d1;
    slope[3] = second;
  }
}
