package jackdaw.examples.rinsim;

import com.github.rinde.logistics.pdptw.mas.route.AbstractRoutePlanner;
import com.github.rinde.rinsim.core.model.pdp.Parcel;
import com.github.rinde.rinsim.geom.Point;
import com.google.common.base.Optional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * RinSim's callback: asks for the next stop of a van if there is more than one. A stop is a pickup
 * that is not yet made, or the delivery of a parcel on board.
 */
final class AskingPlanner extends AbstractRoutePlanner {
  private final ToIntFunction<View> decision;
  private final List<Parcel> stops = new ArrayList<>();
  private Optional<Parcel> current = Optional.absent();

  /** Creates a planner. The function receives the view and returns the index of a stop in it. */
  AskingPlanner(ToIntFunction<View> decision) {
    this.decision = decision;
  }

  /**
   * What the van knows at a decision.
   *
   * @param position position of the van in km
   * @param time time of day in milliseconds
   * @param stops possible stops, the nearest first; at least two
   */
  record View(Point position, long time, List<Stop> stops) {}

  /**
   * A possible stop of the van.
   *
   * @param parcel the parcel to pick up or deliver
   * @param loaded whether the parcel is on board and this is its delivery
   * @param place position in km
   * @param distance from the van in km
   */
  record Stop(Parcel parcel, boolean loaded, Point place, double distance) {}

  @Override
  protected void doUpdate(Set<Parcel> onMap, long time) {
    stops.clear();
    stops.addAll(onMap);
    stops.addAll(onBoard());
    choose(time);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // A van carries parcels only.
  private Collection<Parcel> onBoard() {
    return (Collection) pdpModel.get().getContents(vehicle.get());
  }

  @Override
  protected void nextImpl(long time) {
    stops.removeIf(parcel -> pdpModel.get().getParcelState(parcel).isDelivered());
    choose(time);
  }

  private void choose(long time) {
    if (stops.size() < 2) {
      current = stops.isEmpty() ? Optional.absent() : Optional.of(stops.getFirst());
    } else {
      current = Optional.of(ask(time));
    }
    dispatchChangeEvent();
  }

  private Parcel ask(long time) {
    Point position = roadModel.get().getPosition(vehicle.get());
    List<Stop> sorted = new ArrayList<>();
    for (Parcel parcel : stops) {
      boolean loaded = pdpModel.get().getParcelState(parcel).isPickedUp();
      Point place = loaded ? parcel.getDeliveryLocation() : parcel.getPickupLocation();
      sorted.add(new Stop(parcel, loaded, place, Point.distance(position, place)));
    }
    sorted.sort(
        Comparator.comparingDouble(Stop::distance)
            .thenComparingLong(stop -> stop.parcel().getOrderAnnounceTime())
            .thenComparing(Stop::loaded));
    View view = new View(position, time, sorted);
    return sorted.get(decision.applyAsInt(view)).parcel();
  }

  @Override
  public Optional<Parcel> current() {
    return current;
  }

  @Override
  public boolean hasNext() {
    return !stops.isEmpty();
  }
}
