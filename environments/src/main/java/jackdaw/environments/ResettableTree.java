package jackdaw.environments;

import org.jbox2d.callbacks.DebugDraw;
import org.jbox2d.callbacks.TreeCallback;
import org.jbox2d.callbacks.TreeRayCastCallback;
import org.jbox2d.collision.AABB;
import org.jbox2d.collision.RayCastInput;
import org.jbox2d.collision.broadphase.BroadPhaseStrategy;
import org.jbox2d.collision.broadphase.DynamicTree;
import org.jbox2d.common.Vec2;

/**
 * JBox2D's tree of bounding boxes, which can be reset. After removals, JBox2D's own tree may reuse
 * its numbers in another order. Contacts are solved in that order, so an episode could depend on
 * the episodes before it.
 */
final class ResettableTree implements BroadPhaseStrategy {
  private DynamicTree tree = new DynamicTree();

  /** Removes all boxes, as in a new tree. */
  void reset() {
    tree = new DynamicTree();
  }

  @Override
  public int createProxy(AABB box, Object userData) {
    return tree.createProxy(box, userData);
  }

  @Override
  public void destroyProxy(int proxy) {
    tree.destroyProxy(proxy);
  }

  /**
   * Moves a box that has left the wider box that the tree stores for it. JBox2D tests the opposite:
   * it moves all boxes that have not left theirs, and skips those that exceed theirs on every side.
   */
  @Override
  public boolean moveProxy(int proxy, AABB box, Vec2 displacement) {
    AABB wide = tree.getFatAABB(proxy);
    if (contains(wide, box)) {
      return false;
    }
    // The box is removed and inserted again; until then this bound only makes JBox2D's own test
    // move it.
    wide.lowerBound.x = box.lowerBound.x;
    return tree.moveProxy(proxy, box, displacement);
  }

  @Override
  public Object getUserData(int proxy) {
    return tree.getUserData(proxy);
  }

  @Override
  public AABB getFatAABB(int proxy) {
    return tree.getFatAABB(proxy);
  }

  @Override
  public void query(TreeCallback callback, AABB box) {
    tree.query(callback, box);
  }

  @Override
  public void raycast(TreeRayCastCallback callback, RayCastInput input) {
    tree.raycast(callback, input);
  }

  @Override
  public int computeHeight() {
    return tree.computeHeight();
  }

  @Override
  public int getHeight() {
    return tree.getHeight();
  }

  @Override
  public int getMaxBalance() {
    return tree.getMaxBalance();
  }

  @Override
  public float getAreaRatio() {
    return tree.getAreaRatio();
  }

  @Override
  public int getInsertionCount() {
    return tree.getInsertionCount();
  }

  @Override
  public void drawTree(DebugDraw draw) {
    tree.drawTree(draw);
  }

  private static boolean contains(AABB outer, AABB inner) {
    return outer.lowerBound.x <= inner.lowerBound.x
        && outer.lowerBound.y <= inner.lowerBound.y
        && inner.upperBound.x <= outer.upperBound.x
        && inner.upperBound.y <= outer.upperBound.y;
  }
}
