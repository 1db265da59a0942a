package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import org.jbox2d.common.Transform;
import org.jbox2d.common.Vec2;

/**
 * Paints {@link LunarLander} before a black sky: the moon, the flags at the pad, the lander and its
 * flames.
 */
final class LunarLanderPicture implements Picture {
  private static final Color SKY = new Color(10, 10, 25);
  private static final Color MOON = new Color(225, 225, 230);
  private static final Color POLE = new Color(150, 150, 150);
  private static final Color CLOTH = new Color(230, 200, 0);
  private static final Color HULL = new Color(128, 102, 230);
  private static final Color OUTLINE = new Color(200, 190, 255);
  private static final Color LEG_DOWN = new Color(90, 200, 120);
  private static final Color FLAME = new Color(255, 140, 30);

  private final LunarLander environment;

  LunarLanderPicture(LunarLander environment) {
    this.environment = environment;
  }

  @Override
  public int width() {
    return Painter.WIDTH;
  }

  @Override
  public int height() {
    return Painter.HEIGHT;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Painter painter = new Painter(graphics, SKY, 0);
    LanderWorld world = environment.world();
    if (world == null) {
      return;
    }
    for (int i = 0; i + 1 < LanderWorld.POINTS; i++) {
      double left = LanderWorld.x(i);
      double right = LanderWorld.x(i + 1);
      painter.fill(MOON, left, 0, left, world.terrain[i], right, world.terrain[i + 1], right, 0);
      // Segments that only touch would leave a thin gap of sky between them.
      painter.line(MOON, 1, right, 0, right, world.terrain[i + 1]);
    }
    for (int flag = -1; flag <= 1; flag += 2) {
      painter.flag(LanderWorld.x(LanderWorld.POINTS / 2 + flag), LanderWorld.PAD, POLE, CLOTH);
    }
    paintFlames(painter, world);
    for (int i = 0; i < 2; i++) {
      painter.body(world.legs[i], world.down(i) ? LEG_DOWN : HULL, OUTLINE);
    }
    painter.body(world.lander, HULL, OUTLINE);
  }

  private void paintFlames(Painter painter, LanderWorld world) {
    double main = environment.mainPower();
    if (main > 0) {
      flame(
          painter, world, new Vec2(-0.25f, -0.33f), new Vec2(0.25f, -0.33f),
          new Vec2(0, (float) (-0.5 - 0.8 * main)));
    }
    double side = environment.sidePower();
    if (side != 0) {
      // The exhaust leaves on the side that the engine is mounted on.
      float out = -Math.signum((float) side);
      flame(
          painter, world, new Vec2(0.55f * out, 0.35f), new Vec2(0.55f * out, 0.1f),
          new Vec2(out * (float) (0.7 + 0.4 * Math.abs(side)), 0.22f));
    }
  }

  /** Fills a triangle given in the lander's own coordinates. */
  private static void flame(Painter painter, LanderWorld world, Vec2 a, Vec2 b, Vec2 tip) {
    Transform lander = world.lander.getTransform();
    Vec2 first = Transform.mul(lander, a);
    Vec2 second = Transform.mul(lander, b);
    Vec2 third = Transform.mul(lander, tip);
    painter.fill(FLAME, first.x, first.y, second.x, second.y, third.x, third.y);
  }
}
