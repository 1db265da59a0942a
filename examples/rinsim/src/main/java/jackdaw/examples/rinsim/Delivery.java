package jackdaw.examples.rinsim;

import com.github.rinde.logistics.pdptw.mas.route.RoutePlanner;
import com.github.rinde.rinsim.core.model.pdp.Parcel;
import com.github.rinde.rinsim.geom.Point;
import com.github.rinde.rinsim.util.StochasticSupplier;
import jackdaw.environment.Environment;
import jackdaw.environment.callback.Agent;
import jackdaw.environment.callback.CallbackEnvironment;
import jackdaw.environment.callback.Simulation;
import jackdaw.examples.rinsim.AskingPlanner.Stop;
import jackdaw.examples.rinsim.AskingPlanner.View;
import jackdaw.policy.PolicyAgent;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * {@link DeliveryDay} with an agent as the van's planner. The agent chooses among the {@value
 * #SLOTS} nearest stops; number 0 is the nearest. Each reward is minus the minutes by which {@link
 * DeliveryDay#cost} has grown, so that an episode's return is minus the day's cost.
 *
 * <p>An observation has {@value #OF_THE_DAY} numbers of the day (time, stops, parcels on board),
 * and {@value #OF_A_STOP} for each slot: whether there is a stop, whether it is a delivery, its
 * distance, the slack after driving there, whether the slack is negative, the distance and urgency
 * of the delivery that a pickup leads to, the number of other stops near it, and the direction in
 * two coordinates. All have a magnitude of about 1.
 */
final class Delivery implements Simulation {
  static final int SLOTS = 8;

  private static final int OF_THE_DAY = 3;
  private static final int OF_A_STOP = 10;
  private static final double NEAR = 1;
  private static final double LONG_MINUTES = 30;
  private static final double MAX_SLACK = 3;

  /** Creates an environment with a simulator of its own. */
  static Environment environment() {
    return new CallbackEnvironment(
        Box.of(-10, 10, OF_THE_DAY + SLOTS * OF_A_STOP),
        new Discrete(SLOTS),
        true,
        new Delivery(),
        CallbackEnvironment.DEFAULT_PATIENCE);
  }

  @Override
  public void run(long seed, Agent agent) {
    new Day(seed, agent).run();
  }

  /** Returns the cost of a day with decisions by a trained policy, without training. */
  static double cost(long seed, PolicyAgent agent) {
    agent.start();
    Day day = new Day(seed, agent);
    day.run();
    return day.cost;
  }

  /** One day and the agent that decides in it. */
  private static final class Day {
    private final Agent agent;
    private final DeliveryDay day;
    private double cost;

    Day(long seed, Agent agent) {
      this.agent = agent;
      ToIntFunction<View> decision = this::decide;
      StochasticSupplier<RoutePlanner> planner = _ -> new AskingPlanner(decision);
      day = new DeliveryDay(seed, planner);
    }

    void run() {
      day.run();
      reward();
    }

    private int decide(View view) {
      reward();
      observe(view, agent.observation());
      for (int i = 0; i < Math.min(SLOTS, view.stops().size()); i++) {
        agent.legal()[i] = true;
      }
      return agent.choose();
    }

    private void reward() {
      double before = cost;
      cost = day.cost();
      agent.reward(before - cost);
    }
  }

  private static void observe(View view, float[] observation) {
    List<Stop> stops = view.stops();
    observation[0] = (float) view.time() / DeliveryDay.LENGTH;
    observation[1] = Math.min(3, stops.size() / 10f);
    observation[2] = Math.min(3, stops.stream().filter(Stop::loaded).count() / 10f);
    for (int i = 0; i < SLOTS; i++) {
      int at = OF_THE_DAY + i * OF_A_STOP;
      if (i < stops.size()) {
        observe(view, stops.get(i), observation, at);
      } else {
        Arrays.fill(observation, at, at + OF_A_STOP, 0);
      }
    }
  }

  private static void observe(View view, Stop stop, float[] observation, int at) {
    Parcel parcel = stop.parcel();
    double minutesAway = minutes(stop.distance());
    long end =
        (stop.loaded() ? parcel.getDeliveryTimeWindow() : parcel.getPickupTimeWindow()).end();
    double left = (end - view.time()) / DeliveryDay.MILLISECONDS_A_MINUTE - minutesAway;
    double onwards =
        stop.loaded()
            ? 0
            : Point.distance(parcel.getPickupLocation(), parcel.getDeliveryLocation());
    double leftOnwards =
        (parcel.getDeliveryTimeWindow().end() - view.time()) / DeliveryDay.MILLISECONDS_A_MINUTE
            - minutesAway
            - minutes(onwards);
    observation[at] = 1;
    observation[at + 1] = stop.loaded() ? 1 : 0;
    observation[at + 2] = (float) stop.distance();
    observation[at + 3] = slack(left);
    observation[at + 4] = left < 0 ? 1 : 0;
    observation[at + 5] = (float) (onwards / DeliveryDay.SIDE);
    observation[at + 6] = slack(leftOnwards);
    observation[at + 7] = near(view, stop) / 4f;
    observation[at + 8] = (float) (stop.place().x - view.position().x);
    observation[at + 9] = (float) (stop.place().y - view.position().y);
  }

  private static double minutes(double distance) {
    return distance / DeliveryDay.SPEED * 60;
  }

  private static float slack(double minutes) {
    return (float) Math.clamp(minutes / LONG_MINUTES, -MAX_SLACK, MAX_SLACK);
  }

  private static int near(View view, Stop stop) {
    int count = 0;
    for (Stop other : view.stops()) {
      if (!other.equals(stop) && Point.distance(other.place(), stop.place()) < NEAR) {
        count++;
      }
    }
    return Math.min(count, 40);
  }
}
