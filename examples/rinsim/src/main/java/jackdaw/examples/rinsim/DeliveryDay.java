package jackdaw.examples.rinsim;

import com.github.rinde.logistics.pdptw.mas.TruckFactory;
import com.github.rinde.logistics.pdptw.mas.comm.BlackboardCommModel;
import com.github.rinde.logistics.pdptw.mas.comm.BlackboardUser;
import com.github.rinde.logistics.pdptw.mas.route.RoutePlanner;
import com.github.rinde.rinsim.core.Simulator;
import com.github.rinde.rinsim.core.model.pdp.DefaultPDPModel;
import com.github.rinde.rinsim.core.model.pdp.Parcel;
import com.github.rinde.rinsim.core.model.pdp.ParcelDTO;
import com.github.rinde.rinsim.core.model.pdp.TimeWindowPolicy.TimeWindowPolicies;
import com.github.rinde.rinsim.core.model.pdp.VehicleDTO;
import com.github.rinde.rinsim.core.model.road.RoadModelBuilders;
import com.github.rinde.rinsim.core.model.time.TimeModel;
import com.github.rinde.rinsim.geom.Point;
import com.github.rinde.rinsim.pdptw.common.AddDepotEvent;
import com.github.rinde.rinsim.pdptw.common.AddParcelEvent;
import com.github.rinde.rinsim.pdptw.common.AddVehicleEvent;
import com.github.rinde.rinsim.pdptw.common.PDPRoadModel;
import com.github.rinde.rinsim.pdptw.common.StatisticsDTO;
import com.github.rinde.rinsim.pdptw.common.StatsStopConditions;
import com.github.rinde.rinsim.pdptw.common.StatsTracker;
import com.github.rinde.rinsim.scenario.Scenario;
import com.github.rinde.rinsim.scenario.ScenarioController;
import com.github.rinde.rinsim.scenario.TimeOutEvent;
import com.github.rinde.rinsim.util.StochasticSupplier;
import com.github.rinde.rinsim.util.TimeWindow;
import jackdaw.random.RandomStream;
import javax.measure.unit.NonSI;
import javax.measure.unit.SI;

/**
 * A van's day in RinSim. Orders come in while it drives, each to be picked up at one place and
 * delivered to another within its time windows; three of ten are express. The day ends when
 * everything is delivered and the van is back at the depot. A {@link RoutePlanner} chooses the
 * van's next stop.
 *
 * <p>The seed determines everything random, so that planners can be compared on the same days.
 */
final class DeliveryDay {
  /** Side of the square town in km. */
  static final double SIDE = 5;

  /** Speed of the van in km/h. */
  static final double SPEED = 30;

  static final double MILLISECONDS_A_MINUTE = 60_000;

  /** Time by which the van should be back, in milliseconds. */
  static final long LENGTH = minutes(240);

  private static final long LAST_ORDER = minutes(180);
  private static final double MEAN_MINUTES_BETWEEN_ORDERS = 6.5;
  private static final double EXPRESS_SHARE = 0.3;
  private static final long EXPRESS_WINDOW = minutes(20);
  private static final long WINDOW = minutes(90);
  private static final long MORE_FOR_DELIVERY = minutes(20);
  private static final long SERVICE = minutes(1);
  private static final long TICK = 30_000;
  private static final Point DEPOT = new Point(SIDE / 2, SIDE / 2);

  private final Simulator simulator;

  /**
   * Creates a day that has not begun.
   *
   * @param planner creates the van's planner
   */
  DeliveryDay(long seed, StochasticSupplier<? extends RoutePlanner> planner) {
    TruckFactory trucks =
        TruckFactory.DefaultTruckFactory.builder()
            .setRoutePlanner(planner)
            .setCommunicator(BlackboardUser.supplier())
            .build();
    simulator =
        Simulator.builder()
            .setRandomSeed(seed)
            .addModel(
                ScenarioController.builder(scenario(new RandomStream(seed)))
                    .withEventHandler(AddParcelEvent.class, AddParcelEvent.defaultHandler())
                    .withEventHandler(AddDepotEvent.class, AddDepotEvent.defaultHandler())
                    .withEventHandler(TimeOutEvent.class, TimeOutEvent.ignoreHandler())
                    .withEventHandler(AddVehicleEvent.class, trucks))
            .build();
  }

  /** Runs the day to its end, which RinSim determines. */
  void run() {
    simulator.start();
  }

  /**
   * Returns the day's cost so far, in minutes: travelling, late pickups and deliveries, and a late
   * return; the objective of Gendreau et al. 2006, "Neighborhood search heuristics for a dynamic
   * vehicle dispatching problem with pick-ups and deliveries".
   */
  double cost() {
    StatisticsDTO statistics =
        simulator.getModelProvider().getModel(StatsTracker.class).getStatistics();
    return statistics.totalDistance / SPEED * 60
        + (statistics.pickupTardiness + statistics.deliveryTardiness + statistics.overTime)
            / MILLISECONDS_A_MINUTE;
  }

  private static Scenario scenario(RandomStream random) {
    Scenario.Builder scenario =
        Scenario.builder()
            .addModel(
                TimeModel.builder().withTickLength(TICK).withTimeUnit(SI.MILLI(SI.SECOND)))
            .addModel(
                PDPRoadModel.builder(
                    RoadModelBuilders.plane()
                        .withMinPoint(new Point(0, 0))
                        .withMaxPoint(new Point(SIDE, SIDE))
                        .withMaxSpeed(SPEED)
                        .withDistanceUnit(SI.KILOMETER)
                        .withSpeedUnit(NonSI.KILOMETERS_PER_HOUR))
                    .withAllowVehicleDiversion(false))
            .addModel(
                DefaultPDPModel.builder()
                    .withTimeWindowPolicy(TimeWindowPolicies.TARDY_ALLOWED))
            .addModel(StatsTracker.builder())
            .addModel(BlackboardCommModel.builder())
            .setStopCondition(StatsStopConditions.vehiclesDoneAndBackAtDepot())
            .scenarioLength(LENGTH)
            .addEvent(AddDepotEvent.create(-1, DEPOT))
            .addEvent(AddVehicleEvent.create(-1, van()))
            .addEvent(TimeOutEvent.create(LENGTH));
    for (long time = gap(random); time < LAST_ORDER; time += gap(random)) {
      scenario.addEvent(AddParcelEvent.create(order(time, random)));
    }
    return scenario.build();
  }

  private static VehicleDTO van() {
    return VehicleDTO.builder()
        .startPosition(DEPOT)
        .speed(SPEED)
        .capacity(Integer.MAX_VALUE)
        .availabilityTimeWindow(TimeWindow.create(0, LENGTH))
        .build();
  }

  private static ParcelDTO order(long time, RandomStream random) {
    Point from = place(random);
    Point to = place(random);
    long end = time + (random.nextDouble() < EXPRESS_SHARE ? EXPRESS_WINDOW : WINDOW);
    return Parcel.builder(from, to)
        .orderAnnounceTime(time)
        .pickupTimeWindow(TimeWindow.create(time, end))
        .deliveryTimeWindow(TimeWindow.create(time, end + MORE_FOR_DELIVERY))
        .pickupDuration(SERVICE)
        .deliveryDuration(SERVICE)
        .neededCapacity(1)
        .buildDTO();
  }

  /** Returns the milliseconds to the next order, exponentially distributed. */
  private static long gap(RandomStream random) {
    double minutes = -Math.log(1 - random.nextDouble()) * MEAN_MINUTES_BETWEEN_ORDERS;
    return 1 + (long) (minutes * MILLISECONDS_A_MINUTE);
  }

  private static Point place(RandomStream random) {
    return new Point(SIDE * random.nextDouble(), SIDE * random.nextDouble());
  }

  private static long minutes(int minutes) {
    return minutes * 60_000L;
  }
}
